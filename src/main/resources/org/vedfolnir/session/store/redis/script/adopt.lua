-- Stores the first document of a session in the place of a value that is not a document of ours, if it is still the
-- same. Does not shorten the remaining time of the value.
-- KEYS: session, expiries, user index (or the expiries again).
-- ARGV: the value, document, idle ms, until ms, grace ms, id, has user.
-- Replies 1 if the document is there, also by the same call before, whose reply was lost; 0 if something else is.
local value = redis.pcall('GET', KEYS[1])
if value == ARGV[2] then return 1 end
if type(value) ~= 'string' or head(value) or value ~= ARGV[1] then return 0 end
local idle, untilMs, grace = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
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
