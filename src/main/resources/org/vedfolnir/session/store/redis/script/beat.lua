-- Changes a key without a reader and leaves no trace: a client that tracks changes gets its message after those of all
-- earlier changes. KEYS: the key.
redis.call('SET', KEYS[1], '')
return redis.call('DEL', KEYS[1])
