-- A page of the ids of sessions that are to end some day, the soonest first. KEYS: expiries. ARGV: first place, last place, both from 0.
return redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2])
