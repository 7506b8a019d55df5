-- A page of the ids of sessions, in the order of their ends; on Redis Cluster those that never expire come last. KEYS:
-- expiries. ARGV: first place, last place, both from 0.
return redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2])
