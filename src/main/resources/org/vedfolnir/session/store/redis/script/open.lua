-- Opens a session and moves its end.
-- KEYS: session. ARGV: end of the known document or '', touch interval ms (-1: do not touch), grace ms, the whole time
-- to live in ms of a known document that ends by its idle timeout only, or '', most slack ms; the number of one of its
-- parts if it has any.
-- Replies -1 (gone), -2 (foreign), ms since the last access (unchanged) or {lastAccess, now, version, document}
-- (changed); as numbers, because most requests end here, and text costs both sides time.
local touch, grace = tonumber(ARGV[2]), tonumber(ARGV[3])

-- nearly every request: precedes the prelude, and reads no more than necessary
if ARGV[4] ~= '' and redis.pcall('GETRANGE', KEYS[1], -22, -1) == ARGV[1] then
  local left = redis.call('PTTL', KEYS[1])
  if left > grace then
    local used = ARGV[4] - left
    if used < 0 then used = 0 end
    if touch < 0 or used < touch then return used end
    -- as part(), below
    local one = ARGV[6] and (string.find(KEYS[1], '{', 1, true) and KEYS[1] or '{' .. KEYS[1] .. '}') .. ':part:' .. ARGV[6]
    if not one or redis.call('PTTL', one) >= tonumber(ARGV[4]) then
      redis.call('PEXPIRE', KEYS[1], ARGV[4])
      return used
    end
  end
end

-- prelude

local document = redis.pcall('GET', KEYS[1])

-- A demoted master, or a replica that lags, has old data. The reply "gone" follows a write that changes nothing: there
-- it fails, so that no session is reported as ended by mistake.
if not document then
  redis.call('DEL', KEYS[1])
  return -1
end
local version, untilMs, idle, parts = head(document)
local over = marked(document, '%l+')
if not version and not over then return -2 end
local left = redis.call('PTTL', KEYS[1])
if over or isOver(left, untilMs, grace) then
  if left > 0 then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left)) end
  return -1
end
-- the time to live of a session that has just been used; 0 for no end
local full, used = 0, 0
if idle ~= '0' then
  local slack = slackOf(idle, tonumber(ARGV[5]))
  full = idle + slack + grace
  touch = math.min(touch, math.floor(slack * 4 / 5))
end
if untilMs ~= '0' then
  local bound = untilMs - clock() + grace
  if full == 0 or bound < full then full = bound end
end
if idle ~= '0' and left >= 0 and left < full then used = full - left end
-- parts that are being moved to another master keep their end, and so does the document: the next request moves them
-- together
if touch >= 0 and not splitParts(KEYS[1], parts) then
  if full == 0 then
    if left >= 0 then
      redis.call('PERSIST', KEYS[1])
      for i = 1, parts do redis.call('PERSIST', part(KEYS[1], i)) end
    end
  elseif left < 0 or full - left >= touch then
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', full))
    keepParts(KEYS[1], parts, full, untilMs == '0' and tonumber(idle) or 0, false)
  end
end
if string.sub(document, -22) == ARGV[1] then return used end
return {clock() - used, clock(), tonumber(version), document}
