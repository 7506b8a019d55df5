-- The hash in which another manager has a session.
-- KEYS: the hash, when its session was claimed. ARGV: for how many ms a claim may be repeated.
-- Replies its fields and values, 1 if the session was claimed a moment ago and the hash is gone, or nothing.
local at = redis.call('GET', KEYS[2])
if at and clock() - at >= tonumber(ARGV[1]) then return false end
local fields = redis.pcall('HGETALL', KEYS[1])
if fields.err then
  if string.find(fields.err, 'WRONGTYPE', 1, true) then return false end
  return fields
end
if #fields == 0 then return at and 1 or false end
return fields
