-- Counts sessions that expire. KEYS: expiries. ARGV: any value to also count those that never expire, which come last
-- on Redis Cluster.
local all = redis.call('ZCARD', KEYS[1])
local function isEndless(place) return redis.call('ZRANGE', KEYS[1], place, place, 'WITHSCORES')[2] == 'inf' end
if ARGV[1] or all == 0 or not isEndless(all - 1) then return all end
local low, high = 0, all - 1
while low < high do
  local middle = math.floor((low + high) / 2)
  if isEndless(middle) then high = middle else low = middle + 1 end
end
return low
