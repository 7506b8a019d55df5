-- The value at a session's key that is not a document of ours; nothing if there is none, or if it is not a string.
-- KEYS: session.
local value = redis.pcall('GET', KEYS[1])
if type(value) ~= 'string' or head(value) or marked(value, '%l+') then return false end
return value
