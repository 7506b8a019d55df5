-- On Redis Cluster: removes a session whose time is over, with its parts. KEYS: session. ARGV: grace ms.
-- Answers {'ended', number of a part, its value, ...} when this call removed it, else {}.
local version, untilMs, _, parts = head(redis.pcall('GETRANGE', KEYS[1], 0, 99))
if not version or not isOver(redis.call('PTTL', KEYS[1]), untilMs, tonumber(ARGV[1])) then return {} end
local answer = {'ended'}
for i = 1, parts do
  local value = redis.pcall('GET', part(KEYS[1], i))
  if type(value) == 'string' then
    answer[#answer + 1] = tostring(i)
    answer[#answer + 1] = value
  end
  redis.call('UNLINK', part(KEYS[1], i))
end
redis.call('DEL', KEYS[1])
return answer
