-- On Redis Cluster: removes a session whose time is over and that this caller has claimed, with its parts. The mark tells a second try from
-- another node's; where there is none the document has gone by itself, since what was over when it was claimed cannot come back.
-- KEYS: session. ARGV: grace ms, id of the event. Answers {'ended', number of a part, its value, ...} when this call or an earlier try of it
-- ended it, without parts when they are gone; else {}.
local version, untilMs, _, parts = head(redis.pcall('GETRANGE', KEYS[1], 0, 99))
if not version then
  if redis.call('EXISTS', KEYS[1]) == 1 then return {} end
  local mark = redis.call('GET', ended(KEYS[1]))
  if mark and string.match(mark, '^%d+/(%S+)$') ~= ARGV[2] then return {} end
else
  if not isOver(redis.call('PTTL', KEYS[1]), untilMs, tonumber(ARGV[1])) then return {} end
end
local answer = {'ended'}
for i = 1, parts or 0 do
  local value = redis.pcall('GET', part(KEYS[1], i))
  if type(value) == 'string' then
    answer[#answer + 1] = tostring(i)
    answer[#answer + 1] = value
  end
  redis.call('UNLINK', part(KEYS[1], i))
end
redis.call('DEL', KEYS[1])
redis.call('SET', ended(KEYS[1]), string.format('%.0f/%s', clock(), ARGV[2]), 'PX', ARGV[1])
return answer
