-- On Redis Cluster: how a session stands. KEYS: session. ARGV: grace ms.
-- Answers -1 (none, or without an end), ms that it has left (it lives), or {document} (its time is over).
local document = redis.pcall('GET', KEYS[1])
local version, untilMs = head(document)
if not version then return -1 end
local left, grace = redis.call('PTTL', KEYS[1]), tonumber(ARGV[1])
if isOver(left, untilMs, grace) then return {document} end
if left < 0 then return -1 end
left = left - grace
if untilMs ~= '0' then left = math.min(left, tonumber(untilMs) - clock()) end
return math.max(left, 0)
