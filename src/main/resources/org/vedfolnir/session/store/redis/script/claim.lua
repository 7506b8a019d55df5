-- Claims expired sessions for this caller alone while its lease lasts. Live sessions get a new score in the index,
-- missing ones are removed from it.
-- KEYS: expiries. ARGV: key prefix, most, grace ms, lease ms, most bytes of documents and parts.
-- Replies {number of examined sessions, id, document, id, document, ...}.

-- Redis' memory may be full, and expiry frees it: after a write that needs no memory, small writes are not rejected
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
    -- the slot is being moved to another master: a missing document may be there already
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
