-- Gives back a claim on the session of another manager, which was not taken over.
-- KEYS: the claim. ARGV: digest of the id for which it was claimed.
local claim = redis.call('GET', KEYS[1])
if claim and string.match(claim, '^%d+:(.*)$') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
