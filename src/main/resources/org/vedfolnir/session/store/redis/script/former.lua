-- The hash in which another manager has a session. If its session was claimed earlier, a node of that manager wrote the
-- hash since: the hash is removed, and the claim is kept anew.
-- KEYS: the hash, the claim. ARGV: for how many ms a claim may be repeated, for how many ms it is kept at least, digest
--       of the id here.
-- Replies its fields and values, 1 if the session was claimed for this id a moment ago and the hash is gone, or nothing.
local claim = redis.call('GET', KEYS[2])
local fields = redis.pcall('HGETALL', KEYS[1])
if fields.err then
  if string.find(fields.err, 'WRONGTYPE', 1, true) then return false end
  return fields
end
if not claim then return #fields > 0 and fields or false end
local at, by = string.match(claim, '^(%d+):(.*)$')
if at and clock() - at < tonumber(ARGV[1]) then
  if by ~= ARGV[3] then return false end
  return #fields > 0 and fields or 1
end
if #fields > 0 then
  local kept = math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2]))
  redis.call('UNLINK', KEYS[1])
  redis.call('PEXPIRE', KEYS[2], string.format('%.0f', kept))
end
return false
