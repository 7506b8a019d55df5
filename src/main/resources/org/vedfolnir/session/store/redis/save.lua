-- Saves a change if the session still is at the version that the change builds on, with its events, in one step.
-- KEYS: session now, session before (the same unless the id changes), expiries, events, user index (or the expiries again),
--       index of the user until now (or the expiries again).
-- ARGV: expected version, document, idle ms, until ms, grace ms, id now, id before, most events, has user, leaves the former user's
--       index, number of events, then each event: number of fields and values, fields and values.
-- Answers the time now (saved), -1 (gone) or {lastAccess, now, version, document} (stale).
local expected, document = ARGV[1], ARGV[2]
local idle, untilMs, grace = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local now = clock()
local moved = KEYS[1] ~= KEYS[2]

-- the same change sent again, because its answer was lost
if redis.pcall('GETRANGE', KEYS[1], 0, -1) == document then return now end

if expected == '0' then
  if redis.call('EXISTS', KEYS[2]) == 1 then return -1 end
else
  local version, hasUntil = head(redis.pcall('GETRANGE', KEYS[2], 0, 99))
  if not version or isOver(redis.call('PTTL', KEYS[2]), hasUntil, grace) then return -1 end
  if version ~= expected then return {now, now, tonumber(version), redis.call('GET', KEYS[2])} end
end

local live = 0
if idle > 0 then live = idle end
if untilMs > 0 and (live == 0 or untilMs - now < live) then live = math.max(untilMs - now, 1) end
if moved then
  redis.call('DEL', KEYS[2])
  redis.call('ZREM', KEYS[3], ARGV[7])
end
if live > 0 then
  redis.call('SET', KEYS[1], document, 'PX', string.format('%.0f', live + grace))
  redis.call('ZADD', KEYS[3], string.format('%.0f', now + live), ARGV[6])
else
  redis.call('SET', KEYS[1], document)
  redis.call('ZREM', KEYS[3], ARGV[6])
end
if ARGV[10] == '1' then redis.pcall('SREM', KEYS[6], ARGV[7]) end
if ARGV[9] == '1' then
  -- the index outlives each of its sessions: its end moves away, never nearer
  local left = redis.call('PTTL', KEYS[5])
  redis.pcall('SADD', KEYS[5], ARGV[6])
  local wanted = math.max(live + grace, 2592000000)
  if live == 0 then
    redis.call('PERSIST', KEYS[5])
  elseif left == -2 or (left >= 0 and left < wanted) then
    redis.call('PEXPIRE', KEYS[5], string.format('%.0f', wanted))
  end
end
local at = 12
for _ = 1, tonumber(ARGV[11]) do
  local count = tonumber(ARGV[at])
  redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[8], '*', unpack(ARGV, at + 1, at + count))
  at = at + count + 1
end
return now
