-- The value at a session's key that is no document of ours; nothing when there is none, or it is not a string.
-- KEYS: session.
local value = redis.pcall('GET', KEYS[1])
if type(value) ~= 'string' or head(value) or marked(value, '%l+') then return false end
return value
