-- On Redis Cluster: takes events back whose change was not made. KEYS: events. ARGV: ids.
return redis.call('XDEL', KEYS[1], unpack(ARGV))
