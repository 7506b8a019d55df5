-- Records an event that belongs to no change. KEYS: events. ARGV: most events, fields and values.
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, 2))
return 1
