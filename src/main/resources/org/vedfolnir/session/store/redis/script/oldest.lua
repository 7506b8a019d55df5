-- The place of the oldest unacknowledged event; '' if there is none. KEYS: events.
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
return oldest[1] and oldest[1][1] or ''
