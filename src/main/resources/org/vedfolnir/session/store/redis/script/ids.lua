-- The format of ids of an application's nodes: the minimum number of characters that any node ever published, 0 for ids
-- of any form. It never rises, since sessions with such ids remain. KEYS: that number. ARGV: the calling node's.
local known, own = tonumber(redis.call('GET', KEYS[1]) or '22'), tonumber(ARGV[1])
if own < known then
  redis.call('SET', KEYS[1], ARGV[1])
  known = own
end
return known
