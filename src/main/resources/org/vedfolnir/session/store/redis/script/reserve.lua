-- Claims the session of another manager, so that it is taken over once.
-- KEYS: when it was claimed. ARGV: for how many ms a claim may be repeated, for how many ms it is kept.
-- Replies 1 if the caller may take it over, 0 if it was claimed earlier.
local at = redis.call('GET', KEYS[1])
if at then return clock() - at < tonumber(ARGV[1]) and 1 or 0 end
redis.call('SET', KEYS[1], string.format('%.0f', clock()), 'PX', ARGV[2])
return 1
