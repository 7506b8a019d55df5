-- On Redis Cluster: adds a session to the index of its user, which outlives each of its sessions. A session without an
-- entry, because a node died before or a failover lost it, is added when it is used. Its score is the time by this
-- clock: an entry is there before its session, and a reader must not take a session that does not exist yet for dead.
-- KEYS: user index. ARGV: id, ms that the session may live including its grace, 0 for never.
local left, live = redis.call('PTTL', KEYS[1]), tonumber(ARGV[2])
-- ignores a key of another type; a full memory rejects the change, since a session without an entry would stay so for
-- long
if type(redis.pcall('ZSCORE', KEYS[1], ARGV[1])) ~= 'table' then redis.call('ZADD', KEYS[1], string.format('%.0f', clock()), ARGV[1]) end
local wanted = math.max(live, 2592000000)
if live == 0 then
  redis.call('PERSIST', KEYS[1])
elseif left == -2 or (left >= 0 and left < wanted) then
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', wanted))
end
return 1
