-- On Redis Cluster: ends the old id of a session whose new one lies in another slot already, if it still is at the version that the
-- change builds on. KEYS: session. ARGV: expected version, grace ms, '1' when it goes on under another id.
-- Answers the time now (left), -1 (gone), -2 (its id changed meanwhile) or {lastAccess, now, version, document} (stale).
local version, untilMs, _, parts = head(redis.pcall('GETRANGE', KEYS[1], 0, 99))
if not version then return redis.call('EXISTS', moved(KEYS[1])) == 1 and -2 or -1 end
if isOver(redis.call('PTTL', KEYS[1]), untilMs, tonumber(ARGV[2])) then return -1 end
if version ~= ARGV[1] then return {clock(), clock(), tonumber(version), redis.call('GET', KEYS[1])} end
redis.call('DEL', KEYS[1])
if ARGV[3] == '1' then redis.call('SET', moved(KEYS[1]), string.format('%.0f', clock()), 'PX', ARGV[2]) end
for i = 1, parts do redis.call('UNLINK', part(KEYS[1], i)) end
return clock()
