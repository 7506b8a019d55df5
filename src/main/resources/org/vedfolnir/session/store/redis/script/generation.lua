-- The generation of this Redis, created if there is none. KEYS: generation. ARGV: a new name.
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
