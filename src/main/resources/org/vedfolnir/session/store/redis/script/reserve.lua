-- Claims the session of another manager for one id here, so that it is taken over once. Its manager may have several
-- forms of one id.
-- KEYS: the claim, the hash of the session. ARGV: for how many ms a claim may be repeated, for how many ms it is kept at
--       least, digest of the id here.
-- Replies when it was claimed, ms since 1970, if the caller may take it over; 0 if it was claimed for another id, or
-- earlier.
local claim = redis.call('GET', KEYS[1])
if claim then
  local at, by = string.match(claim, '^(%d+):(.*)$')
  return by == ARGV[3] and clock() - at < tonumber(ARGV[1]) and tonumber(at) or 0
end
local kept = string.format('%.0f', math.max(tonumber(ARGV[2]), redis.call('PTTL', KEYS[2])))
redis.call('SET', KEYS[1], string.format('%.0f:', clock()) .. ARGV[3], 'PX', kept)
return clock()
