-- On Redis Cluster: takes sessions that may be over, for this caller alone while its lease lasts.
-- KEYS: expiries. ARGV: most, lease ms. Answers their ids.
-- Redis' memory may be full, and this is what makes room: behind a write that needs none, those of a few bytes are not refused
redis.call('ZREM', KEYS[1], '')
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', clock()), 'LIMIT', 0, ARGV[1])
for _, id in ipairs(ids) do
  redis.call('ZADD', KEYS[1], string.format('%.0f', clock() + tonumber(ARGV[2])), id)
end
return ids
