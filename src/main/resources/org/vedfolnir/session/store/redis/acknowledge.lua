-- Forgets events. KEYS: events. ARGV: group, places.

-- events

redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
take(KEYS[1], {unpack(ARGV, 2)})
return 1
