-- On Redis Cluster: ends the old id of a session whose new one lies in another slot already, if it still is at the version that the
-- change builds on. KEYS: session. ARGV: expected version, grace ms.
-- Answers the time now (left), -1 (gone) or {lastAccess, now, version, document} (stale).
local version, untilMs, _, parts = head(redis.pcall('GETRANGE', KEYS[1], 0, 99))
if not version or isOver(redis.call('PTTL', KEYS[1]), untilMs, tonumber(ARGV[2])) then return -1 end
if version ~= ARGV[1] then return {clock(), clock(), tonumber(version), redis.call('GET', KEYS[1])} end
redis.call('DEL', KEYS[1])
for i = 1, parts do redis.call('UNLINK', part(KEYS[1], i)) end
return clock()
