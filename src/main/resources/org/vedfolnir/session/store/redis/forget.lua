-- On Redis Cluster: takes events back whose change was not made, also from a reader that took them meanwhile: it would tell a loss.
-- KEYS: events. ARGV: group, places.

-- events

local places = {unpack(ARGV, 2)}
redis.call('XACK', KEYS[1], ARGV[1], unpack(places))
take(KEYS[1], places)
return 1
