-- Saves a change with its events if the session still is in the state that the change is based on, in one step. A change
-- of less sends fewer keys and arguments: they cost time on both sides.
-- KEYS: session now; expiries; user index (or the expiries again); session before (the same unless the id changes);
--       events; index of the former user (or the expiries again). Of a change of the document only, and of a single
--       sign-on, the first one only; of a new session that records no event, the first two or three.
-- ARGV: expected version, document, end of the document that it is based on or '' (for version 0 the time of sending,
--       by this clock), the time to live in ms of a change of the document only, or of a new session that has a key of
--       its own and no limit, otherwise '', idle ms, until ms, grace ms, most slack ms; then, of a change of a document
--       only that has parts, the number of one of them; then, with the expiries: id now, how many sessions the user may
--       have (0 for no limit; '' for a session that joins no index); then, with the session before: id before, key that
--       maps the session's handle to its id or '' if its id stays, leaves the former user's index, most bytes of events,
--       number of events, then each event: number of fields and values, fields and values; then for each changed part:
--       its number and its value, which is empty for a part that is dropped.
-- Replies the time now (saved), 1 (saved; the caller does not need the time), -1 (gone), -2 (its id changed meanwhile),
-- {lastAccess, now, version, document} (stale), {a time after every end until now} (sent too long ago, if this clock is
-- right) or {id, document} of the user's least recently used session if the limit is reached (full).

-- Adds the session to the index of its user, which outlives each of its sessions: its end is only ever extended, and at
-- most once a day unless a session lives for longer than a month.
local function join(needed)
  local left = redis.call('PTTL', KEYS[3])
  redis.pcall('ZADD', KEYS[3], '0', ARGV[9])
  if needed == 0 then
    redis.call('PERSIST', KEYS[3])
  elseif left == -2 or (left >= 0 and (left < needed or left < 2505600000)) then
    redis.call('PEXPIRE', KEYS[3], needed < 2592000000 and '2592000000' or string.format('%.0f', needed))
  end
end

-- nearly every save: precedes the prelude, and reads no more than necessary
if ARGV[4] ~= '' then
  if ARGV[1] ~= '0' then
    -- as part(), below
    local one = ARGV[9] and (string.find(KEYS[1], '{', 1, true) and KEYS[1] or '{' .. KEYS[1] .. '}') .. ':part:' .. ARGV[9]
    if redis.pcall('GETRANGE', KEYS[1], -22, -1) == ARGV[3] and redis.call('PTTL', KEYS[1]) > tonumber(ARGV[7])
      and (not one or redis.call('PTTL', one) >= tonumber(ARGV[4])) then
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
      return 1
    end
  elseif redis.call('EXISTS', KEYS[1]) == 0 then
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    if now - ARGV[3] <= tonumber(ARGV[7]) then
      redis.call('ZADD', KEYS[2], now + ARGV[4] - ARGV[7], ARGV[9])
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
      if ARGV[10] ~= '' then join(tonumber(ARGV[4])) end
      return now
    end
  end
end

-- prelude

local expected, document = ARGV[1], ARGV[2]
local idle, untilMs, grace, most = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local now = clock()
local formerKey = KEYS[4] or KEYS[1]
local moves = KEYS[1] ~= formerKey
local events, joins = tonumber(ARGV[15] or 0), (ARGV[10] or '') ~= ''

-- the same change sent again, because its reply was lost
local function saved()
  if redis.pcall('GET', KEYS[1]) ~= document then return false end
  rewrite(KEYS[1])
  return true
end

local before, indexed = 0, false
if expected == '0' then
  local found = redis.pcall('GET', formerKey)
  if found and not marked(found, '%l+') then return saved() and now or -1 end
  if isLate(found, tonumber(ARGV[3]), grace) then return {now + 1} end
else
  local beginning = redis.pcall('GETRANGE', formerKey, 0, 99)
  local version, hasUntil, hasIdle, parts = head(beginning)
  if not version then
    if saved() then return now end
    return marked(beginning, 'moved') and -2 or -1
  end
  if isOver(redis.call('PTTL', formerKey), hasUntil, grace) then return -1 end
  if version ~= expected or (ARGV[3] ~= '' and redis.call('GETRANGE', formerKey, -22, -1) ~= ARGV[3]) then
    if saved() then return now end
    return {now, now, tonumber(version), redis.call('GET', formerKey)}
  end
  before, indexed = parts, not moves and hasIdle == ARGV[5] and hasUntil == ARGV[6]
end

-- Counts the user's sessions, and finds the least recently used one; removes missing ones from the index.
local function others()
  local prefix, count, oldest, longest = string.sub(KEYS[1], 1, #KEYS[1] - #ARGV[9]), 0, nil, -1
  for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
    local version, hasUntil, hasIdle = head(redis.pcall('GETRANGE', prefix .. id, 0, 99))
    local left = redis.call('PTTL', prefix .. id)
    if not version then
      redis.call('ZREM', KEYS[3], id)
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

local limit = tonumber(ARGV[10]) or 0
if limit > 0 and not redis.call('ZSCORE', KEYS[3], ARGV[11]) then
  local count, prefix, oldest = others()
  if count >= limit then return {oldest, redis.call('GET', prefix .. oldest)} end
end

-- If Redis' memory is full, a document that needs no more memory than before is saved if nothing else changes: a single
-- sign-on ends by such a save. After a write that needs no memory, SET is not rejected.
if expected ~= '0' and not KEYS[2] and events == 0 and not ARGV[16] and redis.call('STRLEN', KEYS[1]) >= #document then
  redis.pcall('DEL', part(KEYS[1], 0))
end

-- From its first change of id on, a locator contains the session's id; claim.lua extends it as long as the session
-- lives. In a slot that is being imported, a key that is not here yet reads as missing.
local told = KEYS[2] and expected ~= '0' and not indexed
local out = told and split(KEYS[1], locator(KEYS[1]))
if out then return out end
local tells = told and (moves and ARGV[12] or redis.call('GET', locator(KEYS[1]))) or ''

local _, _, _, parts = head(string.sub(document, 1, 100))
local function besides()
  local keys = {}
  for i = 1, math.max(before, parts or 0) do
    keys[#keys + 1] = part(KEYS[1], i)
    if moves then keys[#keys + 1] = part(formerKey, i) end
  end
  for _, key in ipairs(tells ~= '' and {tells, locator(KEYS[1]), locator(formerKey)} or {}) do keys[#keys + 1] = key end
  if events > 0 then keys[#keys + 1] = beside(KEYS[5], 'state') end
  return keys
end
local apart = tagged(KEYS[1]) and split(KEYS[1], unpack(besides()))
if apart then return apart end

local live = 0
if idle > 0 then live = idle + slackOf(idle, most) end
if untilMs > 0 and (live == 0 or untilMs - now < live) then live = math.max(untilMs - now, 1) end
-- A session whose end only moved away keeps its score in the index: claim.lua updates that when it is due. An index of
-- another type fails here, before anything is written.
if moves then redis.call('ZREM', KEYS[2], ARGV[11]) end
-- On Redis Cluster one that never expires is in the index too, behind all others: after a failover the sweep walks
-- through this index.
local due = live > 0 and string.format('%.0f', now + live) or tagged(KEYS[1]) and 'inf'
if due and KEYS[2] and not indexed then redis.call('ZADD', KEYS[2], due, ARGV[9]) end
if moves then
  redis.call('DEL', locator(formerKey))
  mark(formerKey, 'moved', string.format('%.0f', now), ARGV[7])
  for i = 1, before do
    if redis.call('EXISTS', part(formerKey, i)) == 1 then redis.call('RENAME', part(formerKey, i), part(KEYS[1], i)) end
  end
end
if live > 0 then
  redis.call('SET', KEYS[1], document, 'PX', string.format('%.0f', live + grace))
else
  redis.call('SET', KEYS[1], document)
  if KEYS[2] and not indexed and not due then redis.call('ZREM', KEYS[2], ARGV[9]) end
end
if tells ~= '' then
  for key, value in pairs({[tells] = ARGV[9], [locator(KEYS[1])] = tells}) do
    redis.call('SET', key, value)
    if live > 0 then redis.call('PEXPIRE', key, string.format('%.0f', live + 2 * grace)) end
  end
end
if ARGV[13] == '1' then redis.pcall('ZREM', KEYS[6], ARGV[11]) end
if joins then join(live > 0 and live + grace or 0) end
local at = 16
if events > 0 then
  -- events

  for _ = 1, events do
    local count = tonumber(ARGV[at])
    add(KEYS[5], ARGV[14], {unpack(ARGV, at + 1, at + count)})
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
if live > 0 then
  keepParts(KEYS[1], parts or 0, live + grace, untilMs > 0 and 0 or idle, at <= #ARGV)
else
  for i = 1, parts or 0 do redis.pcall('PERSIST', part(KEYS[1], i)) end
end
return now
