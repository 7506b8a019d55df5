-- Stands before each script, or in it where it says so.

-- The clock of Redis, in ms since 1970; one moment for a whole script.
local moment
local function clock()
  if not moment then
    local time = redis.call('TIME')
    moment = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return moment
end

-- Version, absolute end and idle timeout, from the beginning of a document, as text, and the highest number of its parts, 0 for none;
-- nothing when it is no document of ours, or the mark of a session that is over. More digits than Lua's numbers keep are none of ours either.
local function head(text)
  if type(text) ~= 'string' then return nil end
  local version, untilMs, idle, at = string.match(text, '^{"_version":(%d+),"_until":(%d+),"_idle":(%d+),()')
  if not version or version == '0' or #version > 15 or #untilMs > 15 or #idle > 15 then return nil end
  return version, untilMs, idle, tonumber(string.match(text, '^"_parts":(%d%d?%d?),', at) or 0)
end

-- Whether a key has a hash tag, as on Redis Cluster.
local function tagged(key) return string.find(key, '{', 1, true) end

-- A key that lies beside another one, in the same slot.
local function beside(key, what)
  if tagged(key) then return key .. ':' .. what end
  return '{' .. key .. '}:' .. what
end

-- The key of a value that lies beside a document.
local function part(key, number) return beside(key, 'part:' .. number) end

-- The key that names the one which tells where the session lies, by its handle. There is one from the first change of id on.
local function locator(key) return beside(key, 'handle') end

-- The mark of a session that is over, which lies in the place of its document for a while: what it tells, 'ended' (when, by which event and
-- why) or 'moved' (when it got another id, not which). It reads as a document whose time is over, which it is to nodes that know no marks.
local MARK = '{"_version":0,"_until":1,"_idle":0,"_'
local function mark(key, what, told, kept) redis.call('SET', key, MARK .. what .. '":"' .. told .. '"}', 'PX', kept) end
local function marked(text, what)
  if type(text) ~= 'string' or string.sub(text, 1, #MARK) ~= MARK then return nil end
  return string.match(text, '^' .. what .. '":"(.*)"}$', #MARK + 1)
end

-- Writes what lies there already, and changes nothing: whoever waits for a replica waits until it has this write, and so all before. WAIT
-- counts what its own connection wrote, and an answer that was lost came over another one.
local function rewrite(key)
  local left = redis.call('PTTL', key)
  if left > 0 then
    redis.call('PEXPIRE', key, string.format('%.0f', left))
  else
    redis.call('SET', key, redis.call('GET', key), 'KEEPTTL')
  end
end

-- Whether a document that is to be the first at its key was sent too long ago: what it begins may have ended meanwhile. It was held up
-- on its way, on a connection that stood still, while the same one was sent again on another. The mark of an end is there for the
-- grace; what is older than that nobody waits for any more.
local function isLate(found, sent, grace)
  if clock() - sent > grace then return true end
  local told = marked(found, 'ended') or marked(found, 'moved')
  return told and sent <= tonumber(string.match(told, '^%d+'))
end

-- On Redis Cluster a slot may be on its way to another master, with some of these keys here and some there already. Then nothing may be written,
-- and the answer, an error, is this one; it is tried again. Nothing when all are in reach, as they always are elsewhere. Each script asks before
-- it writes, so that it does all or nothing; not each such key can stand in KEYS, since only the document tells of its parts.
local function split(key, ...)
  if not tagged(key) then return nil end
  local there = redis.pcall('EXISTS', key, ...)
  return type(there) == 'table' and redis.error_reply('TRYAGAIN The slot is on its way to another master') or nil
end

-- The same for a session with so many parts.
local function splitParts(key, parts)
  if parts == 0 or not tagged(key) then return nil end
  local keys = {}
  for i = 1, parts do keys[i] = part(key, i) end
  return split(key, unpack(keys))
end

-- For how long uses of a session may go unrecorded, as IdleSlack counts it: it lives that much longer than its idle timeout, so that it
-- never ends early.
local function slackOf(idle, most) return math.min(most, math.floor(idle / 8)) end

-- Whether a session's time is over: its document outlives it by the grace.
local function isOver(left, untilMs, grace)
  return (left >= 0 and left <= grace) or (untilMs ~= '0' and clock() >= tonumber(untilMs))
end
