-- On Redis Cluster: puts a session into the index of its user, which outlives each of its sessions. A session that is not there, because
-- a node died before it came so far or a failover lost it, is put there when it is used. Its score is the time by this clock: an entry is there
-- before its session, and whoever finds none yet must not take it for dead.
-- KEYS: user index. ARGV: id, ms that the session may live with its grace, 0 for no end.
local left, live = redis.call('PTTL', KEYS[1]), tonumber(ARGV[2])
-- a key of another type is left alone; a full memory refuses the change, since a session that is in no index would be in none for long
if type(redis.pcall('ZSCORE', KEYS[1], ARGV[1])) ~= 'table' then redis.call('ZADD', KEYS[1], string.format('%.0f', clock()), ARGV[1]) end
local wanted = math.max(live, 2592000000)
if live == 0 then
  redis.call('PERSIST', KEYS[1])
elseif left == -2 or (left >= 0 and left < wanted) then
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', wanted))
end
return 1
