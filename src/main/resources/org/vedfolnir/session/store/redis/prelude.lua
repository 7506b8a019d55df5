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
-- nothing when it is no document of ours. More digits than Lua's numbers keep are none of ours either.
local function head(text)
  if type(text) ~= 'string' then return nil end
  local version, untilMs, idle, at = string.match(text, '^{"_version":(%d+),"_until":(%d+),"_idle":(%d+),()')
  if not version or #version > 15 or #untilMs > 15 or #idle > 15 then return nil end
  return version, untilMs, idle, tonumber(string.match(text, '^"_parts":(%d%d?%d?),', at) or 0)
end

-- The key of a value that lies beside a document. The braces are Redis Cluster's hash tag: it lies in the slot of the document.
local function part(key, number)
  return '{' .. key .. '}:part:' .. number
end

-- The key that tells for a while that a session has another id now, not which, and since when. It lies in the slot of the document.
local function moved(key) return '{' .. key .. '}:moved' end

-- The key that tells for a while when a session ended that lay here, and why.
local function ended(key) return '{' .. key .. '}:ended' end

-- The key that names the one which tells where the session lies, by its handle. There is one from the first change of id on. It lies in the
-- slot of the document.
local function locator(key) return '{' .. key .. '}:handle' end

-- Whether a document that is to be the first at its key was sent too long ago: what it begins may have ended meanwhile. It was held up
-- on its way, on a connection that stood still, while the same one was sent again on another. The mark of an end is there for the
-- grace; what is older than that nobody waits for any more.
local function isLate(key, sent, grace)
  if clock() - sent > grace then return true end
  if redis.call('EXISTS', ended(key), moved(key)) == 0 then return false end
  local function at(mark) return tonumber(string.match(redis.call('GET', mark) or '0', '^%d+')) end
  return sent <= math.max(at(ended(key)), at(moved(key)))
end

-- For how long uses of a session may go unrecorded, as IdleSlack counts it: it lives that much longer than its idle timeout, so that it
-- never ends early.
local function slackOf(idle, most) return math.min(most, math.floor(idle / 8)) end

-- Whether a session's time is over: its document outlives it by the grace.
local function isOver(left, untilMs, grace)
  return (left >= 0 and left <= grace) or (untilMs ~= '0' and clock() >= tonumber(untilMs))
end
