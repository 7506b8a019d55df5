-- On Redis Cluster: tells where a session lies that changes its id. KEYS: the key that tells it. ARGV: id, ms.
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
