-- Saves a change with its events if the session still is in the state that the change is based on, in one step.
-- KEYS: session now, session before (the same unless the id changes), expiries, events, user index (or the expiries
--       again), index of the former user (or the expiries again). Of a single sign-on the first two only.
-- ARGV: expected version, document, end of the document that it is based on or '' (for version 0 the time of sending,
--       by this clock), the time to live in ms of a change of the document only, or '', idle ms, until ms, grace ms,
--       most slack ms, key that maps the session's handle to its id or '' if its id stays, id now, id before, most
--       bytes of events, how many sessions the user may have (0 for no limit; '' for a session that joins no index),
--       leaves the former user's index, number of events, then each event: number of fields and values, fields and
--       values; then for each changed part: its number and its value, which is empty for a part that is dropped.
-- Replies the time now (saved), 1 (saved; the caller does not need the time), -1 (gone), -2 (its id changed meanwhile),
-- {lastAccess, now, version, document} (stale), {a time after every end until now} (sent too long ago, if this clock is
-- right) or {id, document} of the user's least recently used session if the limit is reached (full).

-- nearly every save: precedes the prelude, and reads no more than necessary
if ARGV[4] ~= '' and redis.pcall('GETRANGE', KEYS[1], -22, -1) == ARGV[3] then
  if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[7]) then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
    return 1
  end
end

-- prelude

local expected, document = ARGV[1], ARGV[2]
local idle, untilMs, grace, most = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local now = clock()
local moves = KEYS[1] ~= KEYS[2]

-- the same change sent again, because its reply was lost
local function saved()
  if redis.pcall('GET', KEYS[1]) ~= document then return false end
  rewrite(KEYS[1])
  return true
end

local before, indexed = 0, false
if expected == '0' then
  local found = redis.pcall('GET', KEYS[2])
  if found and not marked(found, '%l+') then return saved() and now or -1 end
  if isLate(found, tonumber(ARGV[3]), grace) then return {now + 1} end
else
  local beginning = redis.pcall('GETRANGE', KEYS[2], 0, 99)
  local version, hasUntil, hasIdle, parts = head(beginning)
  if not version then
    if saved() then return now end
    return marked(beginning, 'moved') and -2 or -1
  end
  if isOver(redis.call('PTTL', KEYS[2]), hasUntil, grace) then return -1 end
  if version ~= expected or (ARGV[3] ~= '' and redis.call('GETRANGE', KEYS[2], -22, -1) ~= ARGV[3]) then
    if saved() then return now end
    return {now, now, tonumber(version), redis.call('GET', KEYS[2])}
  end
  before, indexed = parts, not moves and hasIdle == ARGV[5] and hasUntil == ARGV[6]
end

-- Counts the user's sessions, and finds the least recently used one; removes missing ones from the index.
local function others()
  local prefix, count, oldest, longest = string.sub(KEYS[1], 1, #KEYS[1] - #ARGV[10]), 0, nil, -1
  for _, id in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    local version, hasUntil, hasIdle = head(redis.pcall('GETRANGE', prefix .. id, 0, 99))
    local left = redis.call('PTTL', prefix .. id)
    if not version then
      redis.call('ZREM', KEYS[5], id)
    elseif not isOver(left, hasUntil, grace) then
      count = count + 1
      local full, unused = hasIdle + slackOf(hasIdle, most) + grace, 0
      if hasUntil ~= '0' then full = math.min(hasIdle == '0' and math.huge or full, hasUntil - now + grace) end
      if left >= 0 then unused = math.max(full - left, 0) end
      if unused > longest then oldest, longest = id, unused end
    end
  end
  return count, prefix, oldest
end

local limit = tonumber(ARGV[13]) or 0
if limit > 0 and not redis.call('ZSCORE', KEYS[5], ARGV[11]) then
  local count, prefix, oldest = others()
  if count >= limit then return {oldest, redis.call('GET', prefix .. oldest)} end
end

-- If Redis' memory is full, a document that needs no more memory than before is saved if nothing else changes: a single
-- sign-on ends by such a save. After a write that needs no memory, SET is not rejected.
if expected ~= '0' and not KEYS[3] and ARGV[15] == '0' and not ARGV[16] and redis.call('STRLEN', KEYS[1]) >= #document then
  redis.pcall('DEL', part(KEYS[1], 0))
end

-- From its first change of id on, a locator contains the session's id; claim.lua extends it as long as the session
-- lives. In a slot that is being imported, a key that is not here yet reads as missing.
local told = KEYS[3] and expected ~= '0' and not indexed
local out = told and split(KEYS[1], locator(KEYS[1]))
if out then return out end
local tells = told and (moves and ARGV[9] or redis.call('GET', locator(KEYS[1]))) or ''

local _, _, _, parts = head(string.sub(document, 1, 100))
local function besides()
  local keys = {}
  for i = 1, math.max(before, parts or 0) do
    keys[#keys + 1] = part(KEYS[1], i)
    if moves then keys[#keys + 1] = part(KEYS[2], i) end
  end
  for _, key in ipairs(tells ~= '' and {tells, locator(KEYS[1]), locator(KEYS[2])} or {}) do keys[#keys + 1] = key end
  if ARGV[15] ~= '0' then keys[#keys + 1] = beside(KEYS[4], 'state') end
  return keys
end
local apart = tagged(KEYS[1]) and split(KEYS[1], unpack(besides()))
if apart then return apart end

local live = 0
if idle > 0 then live = idle + slackOf(idle, most) end
if untilMs > 0 and (live == 0 or untilMs - now < live) then live = math.max(untilMs - now, 1) end
-- A session whose end only moved away keeps its score in the index: claim.lua updates that when it is due. An index of
-- another type fails here, before anything is written.
if moves then redis.call('ZREM', KEYS[3], ARGV[11]) end
-- On Redis Cluster one that never expires is in the index too, behind all others: after a failover the sweep walks
-- through this index.
local due = live > 0 and string.format('%.0f', now + live) or tagged(KEYS[1]) and 'inf'
if due and KEYS[3] and not indexed then redis.call('ZADD', KEYS[3], due, ARGV[10]) end
if moves then
  redis.call('DEL', locator(KEYS[2]))
  mark(KEYS[2], 'moved', string.format('%.0f', now), ARGV[7])
  for i = 1, before do
    if redis.call('EXISTS', part(KEYS[2], i)) == 1 then redis.call('RENAME', part(KEYS[2], i), part(KEYS[1], i)) end
  end
end
if live > 0 then
  redis.call('SET', KEYS[1], document, 'PX', string.format('%.0f', live + grace))
else
  redis.call('SET', KEYS[1], document)
  if KEYS[3] and not indexed and not due then redis.call('ZREM', KEYS[3], ARGV[10]) end
end
if tells ~= '' then
  for key, value in pairs({[tells] = ARGV[10], [locator(KEYS[1])] = tells}) do
    redis.call('SET', key, value)
    if live > 0 then redis.call('PEXPIRE', key, string.format('%.0f', live + 2 * grace)) end
  end
end
if ARGV[14] == '1' then redis.pcall('ZREM', KEYS[6], ARGV[11]) end
if ARGV[13] ~= '' then
  -- the index outlives each of its sessions: its end is only ever extended
  local left = redis.call('PTTL', KEYS[5])
  redis.pcall('ZADD', KEYS[5], 0, ARGV[10])
  local wanted = math.max(live + grace, 2592000000)
  if live == 0 then
    redis.call('PERSIST', KEYS[5])
  elseif left == -2 or (left >= 0 and left < wanted) then
    redis.call('PEXPIRE', KEYS[5], string.format('%.0f', wanted))
  end
end
local at = 16
if ARGV[15] ~= '0' then
  -- events

  for _ = 1, tonumber(ARGV[15]) do
    local count = tonumber(ARGV[at])
    add(KEYS[4], ARGV[12], {unpack(ARGV, at + 1, at + count)})
    at = at + count + 1
  end
end
for i = at, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    redis.call('UNLINK', part(KEYS[1], ARGV[i]))
  else
    redis.call('SET', part(KEYS[1], ARGV[i]), ARGV[i + 1])
  end
end
-- a part that was just dropped is missing: nothing to do, but an error in a slot that is being exported
for i = 1, parts or 0 do
  if live > 0 then
    redis.pcall('PEXPIRE', part(KEYS[1], i), string.format('%.0f', live + grace))
  else
    redis.pcall('PERSIST', part(KEYS[1], i))
  end
end
return now
