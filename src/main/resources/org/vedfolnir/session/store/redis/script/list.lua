-- A page of the ids of sessions, those first that end soonest; on Redis Cluster those without an end are the last. KEYS: expiries. ARGV: first place, last place, both from 0.
return redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2])
