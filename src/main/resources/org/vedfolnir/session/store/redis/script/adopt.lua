-- Stores the first document of a session in the place of a value that is not a document of ours, if it is still the
-- same, or where nothing is. Does not shorten the remaining time of a value.
-- KEYS: session, expiries, user index (or the expiries again).
-- ARGV: the value, document, idle ms, until ms, grace ms, id, has user, '' or the time of sending by this clock if nothing
--       may be there.
-- Replies 1 if it did, 0 if something else is there, or if it was sent too long ago.
local value = redis.pcall('GET', KEYS[1])
local idle, untilMs, grace = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if ARGV[8] ~= '' then
  if value or isLate(value, tonumber(ARGV[8]), grace) then return 0 end
elseif type(value) ~= 'string' or head(value) or value ~= ARGV[1] then
  return 0
end
local live = 0
if idle > 0 then live = math.max(idle, redis.call('PTTL', KEYS[1])) end
if untilMs > 0 and (live == 0 or untilMs - clock() < live) then live = math.max(untilMs - clock(), 1) end
if live > 0 then
  redis.call('ZADD', KEYS[2], string.format('%.0f', clock() + live), ARGV[6])
  redis.call('SET', KEYS[1], ARGV[2], 'PX', string.format('%.0f', live + grace))
else
  if tagged(KEYS[1]) then redis.call('ZADD', KEYS[2], 'inf', ARGV[6]) end
  redis.call('SET', KEYS[1], ARGV[2])
end
if ARGV[7] == '1' then
  redis.pcall('ZADD', KEYS[3], 0, ARGV[6])
  redis.pcall('PEXPIRE', KEYS[3], string.format('%.0f', math.max(live + grace, 2592000000)))
end
return 1
