-- The ids in a user's index whose sessions live; an id whose document is gone leaves the index.
-- KEYS: user index. ARGV: key prefix, grace ms.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local live = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local head = redis.pcall('GETRANGE', ARGV[1] .. id, 0, 99)
  local untilMs = type(head) == 'string' and string.match(head, '^{"_version":%d+,"_until":(%d+),"_idle":%d+,')
  if not untilMs then
    redis.call('SREM', KEYS[1], id)
  else
    local left = redis.call('PTTL', ARGV[1] .. id)
    local over = (left >= 0 and left <= tonumber(ARGV[2])) or (tonumber(untilMs) > 0 and now >= tonumber(untilMs))
    if not over then live[#live + 1] = id end
  end
end
return live
