-- On Redis Cluster: takes a session out of the index of its user. KEYS: user index. ARGV: id.
redis.pcall('ZREM', KEYS[1], ARGV[1])
return 1
