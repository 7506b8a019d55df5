-- The clock of Redis, in ms since 1970.
local time = redis.call('TIME')
return now
