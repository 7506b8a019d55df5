-- Precedes each script, or is included where a script marks it.

-- The clock of Redis, in ms since 1970; constant during a script.
local moment
local function clock()
  if not moment then
    local time = redis.call('TIME')
    moment = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return moment
end

-- Version, absolute end and idle timeout, from the beginning of a document, as text, and the highest number of its
-- parts, 0 for none; nil if it is not a document of ours, or a tombstone. Numbers with more digits than Lua can
-- represent are not ours either.
local function head(text)
  if type(text) ~= 'string' then return nil end
  local version, untilMs, idle, at = string.match(text, '^{"_version":(%d+),"_until":(%d+),"_idle":(%d+),()')
  if not version or version == '0' or #version > 15 or #untilMs > 15 or #idle > 15 then return nil end
  return version, untilMs, idle, tonumber(string.match(text, '^"_parts":(%d%d?%d?),', at) or 0)
end

-- Whether a key has a hash tag, as on Redis Cluster.
local function tagged(key) return string.find(key, '{', 1, true) end

-- The key of a value beside another key, in the same slot.
local function beside(key, what)
  if tagged(key) then return key .. ':' .. what end
  return '{' .. key .. '}:' .. what
end

-- The key of a part beside a document.
local function part(key, number) return beside(key, 'part:' .. number) end

-- The key that contains the name of the key that maps the session's handle to its id. It exists from the first change
-- of id on.
local function locator(key) return beside(key, 'handle') end

-- The tombstone that replaces the document of an ended session for a while: 'ended' (when, by which event and why) or
-- 'moved' (when it got another id, not which). It has the form of an expired document, for nodes of versions without
-- tombstones.
local MARK = '{"_version":0,"_until":1,"_idle":0,"_'
local function mark(key, what, told, kept) redis.call('SET', key, MARK .. what .. '":"' .. told .. '"}', 'PX', kept) end
local function marked(text, what)
  if type(text) ~= 'string' or string.sub(text, 1, #MARK) ~= MARK then return nil end
  return string.match(text, '^' .. what .. '":"(.*)"}$', #MARK + 1)
end

-- Writes the existing value, and changes nothing: a client that waits for a replica waits until it has this write, and
-- so all earlier ones. WAIT applies to the writes of its own connection, and a lost reply belonged to another
-- connection.
local function rewrite(key)
  local left = redis.call('PTTL', key)
  if left > 0 then
    redis.call('PEXPIRE', key, string.format('%.0f', left))
  else
    redis.call('SET', key, redis.call('GET', key), 'KEEPTTL')
  end
end

-- Whether the first document at a key was sent too long ago: its session may have ended meanwhile. It was delayed on a
-- stalled connection, while the same document was sent again on another. The tombstone of an end remains for the grace;
-- no request waits longer than that.
local function isLate(found, sent, grace)
  if clock() - sent > grace then return true end
  local told = marked(found, 'ended') or marked(found, 'moved')
  return told and sent <= tonumber(string.match(told, '^%d+'))
end

-- On Redis Cluster a slot may be in the middle of a move to another master, with some of these keys on either side.
-- Then nothing may be written, and the reply is this error, after which the client tries again. Nil if all keys are in
-- reach, as always elsewhere. Each script checks this before it writes, so that it does all or nothing; not all keys
-- can be in KEYS, since only the document lists its parts.
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

-- Lets the parts of a document live at least as long as it does, and up to its idle timeout longer, so that few uses
-- renew them. All parts of a session end at the same time: one of them shows whether to renew all, unless another was
-- just written. A part that was just dropped is missing: nothing to do, but an error in a slot that is being exported.
local function keepParts(key, parts, live, idle, written)
  for i = 1, written and 0 or parts do
    local left = redis.pcall('PTTL', part(key, i))
    if left ~= -2 then
      if type(left) == 'number' and left >= live then return end
      break
    end
  end
  local kept = string.format('%.0f', live + idle)
  for i = 1, parts do redis.pcall('PEXPIRE', part(key, i), kept) end
end

-- How long uses of a session may go unrecorded, as in IdleSlack: it lives that much longer than its idle timeout, so
-- that it never ends early.
local function slackOf(idle, most) return math.min(most, math.floor(idle / 8)) end

-- Whether a session has expired: its document outlives it by the grace.
local function isOver(left, untilMs, grace)
  return (left >= 0 and left <= grace) or (untilMs ~= '0' and clock() >= tonumber(untilMs))
end
