-- Takes sessions whose time is over, for this caller alone while its lease lasts; those that live on get a new place in the index,
-- those that are gone leave it.
-- KEYS: expiries. ARGV: key prefix, most, grace ms, lease ms, most bytes of documents and parts.
-- Answers {how many were looked at, id, document, id, document, ...}.
-- Redis' memory may be full, and this is what makes room: behind a write that needs none, those of a few bytes are not refused
redis.call('ZREM', KEYS[1], '')
local grace, room = tonumber(ARGV[3]), tonumber(ARGV[5])
local lease = string.format('%.0f', clock() + tonumber(ARGV[4]))
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', clock()), 'LIMIT', 0, ARGV[2])
local found = {tostring(#ids)}
for _, id in ipairs(ids) do
  local key = ARGV[1] .. id
  local document = redis.pcall('GET', key)
  local version, untilMs, _, parts = head(document)
  if split(KEYS[1], key) or splitParts(key, parts or 0) then
    -- the slot is on its way to another master: here, no document may mean that it is there already
  elseif not version then
    redis.call('ZREM', KEYS[1], id)
  else
    local left = redis.call('PTTL', key)
    if isOver(left, untilMs, grace) then
      room = room - #document
      for i = 1, parts do room = room - redis.call('STRLEN', part(key, i)) end
      if room < 0 and #found > 1 then break end
      redis.call('ZADD', KEYS[1], lease, id)
      found[#found + 1] = id
      found[#found + 1] = document
    elseif left < 0 and tagged(key) then
      redis.call('ZADD', KEYS[1], 'inf', id)
    elseif left < 0 then
      redis.call('ZREM', KEYS[1], id)
    else
      local score = clock() + left - grace
      if untilMs ~= '0' then score = math.min(score, tonumber(untilMs)) end
      redis.call('ZADD', KEYS[1], string.format('%.0f', score), id)
      local tells = redis.pcall('GET', locator(key))
      if type(tells) == 'string' and not split(key, tells) then
        local kept = string.format('%.0f', score - clock() + 2 * grace)
        redis.call('PEXPIRE', tells, kept)
        redis.call('PEXPIRE', locator(key), kept)
      end
    end
  end
end
return found
