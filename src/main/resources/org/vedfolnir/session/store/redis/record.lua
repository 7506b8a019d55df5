-- Records an event that belongs to no change of the same slot. KEYS: events. ARGV: most events, fields and values. Answers its id.
return redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, 2))
