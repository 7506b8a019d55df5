-- Publishes the keys of a node, and replies what all nodes published lately. Contains no key: a check value identifies
-- one.
-- KEYS: the application's keys. ARGV: for how many ms they count, then the names and check values of this node's keys.
-- Replies the names and check values that count.
local now = clock()
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[i]) end
for _, old in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[1]))) do
  redis.call('ZREM', KEYS[1], old)
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('ZRANGE', KEYS[1], 0, -1)
