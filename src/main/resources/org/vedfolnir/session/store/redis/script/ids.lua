-- Which ids the nodes of an application make: the least number of characters that any node ever told, 0 for ids of any form. What is told
-- stays, since sessions with such ids do. KEYS: that number. ARGV: the asking node's.
local known, own = tonumber(redis.call('GET', KEYS[1]) or '22'), tonumber(ARGV[1])
if own < known then
  redis.call('SET', KEYS[1], ARGV[1])
  known = own
end
return known
