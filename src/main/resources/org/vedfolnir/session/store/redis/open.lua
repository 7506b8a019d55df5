-- Opens a session and moves its end.
-- KEYS: session. ARGV: SHA-1 of the known document or '', touch interval ms (-1: do not touch), grace ms.
-- Answers {'gone'}, {'foreign'}, {'unchanged', lastAccess, now} or {'changed', lastAccess, now, version, document}.
local document = redis.pcall('GET', KEYS[1])
if type(document) == 'table' then return {'foreign'} end
if not document then return {'gone'} end
local version, untilMs, idle, parts = head(document)
if not version then return {'foreign'} end
untilMs, idle = tonumber(untilMs), tonumber(idle)
local grace, touch = tonumber(ARGV[3]), tonumber(ARGV[2])
local left = redis.call('PTTL', KEYS[1])
if isOver(left, untilMs, grace) then return {'gone'} end
-- what the time to live is when the session has just been used; 0 for no end
local full = 0
if idle > 0 then full = idle + grace end
if untilMs > 0 and (full == 0 or untilMs - now + grace < full) then full = untilMs - now + grace end
local last = now
if idle > 0 and left >= 0 and left < full then last = now - (full - left) end
if touch >= 0 then
  if full == 0 then
    if left >= 0 then
      redis.call('PERSIST', KEYS[1])
      for i = 1, parts do redis.call('PERSIST', part(KEYS[1], i)) end
    end
  elseif left < 0 or full - left >= touch then
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', full))
    for i = 1, parts do redis.call('PEXPIRE', part(KEYS[1], i), string.format('%.0f', full)) end
  end
end
local lastText, nowText = string.format('%.0f', last), string.format('%.0f', now)
if redis.sha1hex(document) == ARGV[1] then return {'unchanged', lastText, nowText} end
return {'changed', lastText, nowText, version, document}
