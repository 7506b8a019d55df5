-- Removes events. KEYS: events. ARGV: group, places.

-- events

local apart = split(KEYS[1], beside(KEYS[1], 'state'))
if apart then return apart end
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
take(KEYS[1], {unpack(ARGV, 2)})
return 1
