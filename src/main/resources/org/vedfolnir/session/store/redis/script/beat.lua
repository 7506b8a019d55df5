-- Changes a key that nobody reads and leaves nothing: whoever is told of changes hears of it behind all changes before. KEYS: the key.
redis.call('SET', KEYS[1], '')
return redis.call('DEL', KEYS[1])
