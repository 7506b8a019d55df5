-- On Redis Cluster: takes events back whose change was not made. KEYS: events. ARGV: places.

-- events

take(KEYS[1], ARGV)
return 1
