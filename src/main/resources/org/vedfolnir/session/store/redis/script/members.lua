-- The ids of live sessions in a user's index; removes ids without a document from it.
-- KEYS: user index. ARGV: key prefix, grace ms.
local live = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local version, untilMs = head(redis.pcall('GETRANGE', ARGV[1] .. id, 0, 99))
  if not version then
    redis.call('ZREM', KEYS[1], id)
  elseif not isOver(redis.call('PTTL', ARGV[1] .. id), untilMs, tonumber(ARGV[2])) then
    live[#live + 1] = id
  end
end
return live
