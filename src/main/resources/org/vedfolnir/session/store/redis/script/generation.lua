-- The name of what this Redis keeps, made when there is none. KEYS: generation. ARGV: a new name.
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
