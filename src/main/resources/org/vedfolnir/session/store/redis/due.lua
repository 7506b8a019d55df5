-- Finds sessions whose time is over; those that live on get a new place in the index, those that are gone leave it.
-- KEYS: expiries. ARGV: key prefix, most, grace ms.
-- Answers {how many were looked at, id, document, id, document, ...}.
local grace = tonumber(ARGV[3])
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', clock()), 'LIMIT', 0, ARGV[2])
local found = {tostring(#ids)}
for _, id in ipairs(ids) do
  local key = ARGV[1] .. id
  local document = redis.pcall('GET', key)
  local version, untilMs = head(document)
  if not version then
    redis.call('ZREM', KEYS[1], id)
  else
    local left = redis.call('PTTL', key)
    if isOver(left, untilMs, grace) then
      found[#found + 1] = id
      found[#found + 1] = document
    elseif left < 0 then
      redis.call('ZREM', KEYS[1], id)
    else
      local score = clock() + left - grace
      if untilMs ~= '0' then score = math.min(score, tonumber(untilMs)) end
      redis.call('ZADD', KEYS[1], string.format('%.0f', score), id)
    end
  end
end
return found
