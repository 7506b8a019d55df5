-- Removes sessions whose time is over, each with its event and its parts.
-- KEYS: expiries, events. ARGV: key prefix, grace ms, most events, then for each session: id, key of its user's index or '', number of
--       fields and values, fields and values.
-- Answers for each session {'ended', number of a part, its value, ...} when this call ended it, else {}.
local grace, answers, at = tonumber(ARGV[2]), {}, 4
while ARGV[at] do
  local id, index, count, answer = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), {}
  local key = ARGV[1] .. id
  local version, untilMs, _, parts = head(redis.pcall('GETRANGE', key, 0, 99))
  if version and isOver(redis.call('PTTL', key), untilMs, grace) then
    answer[1] = 'ended'
    for i = 1, parts do
      local value = redis.pcall('GET', part(key, i))
      if type(value) == 'string' then
        answer[#answer + 1] = tostring(i)
        answer[#answer + 1] = value
      end
      redis.call('UNLINK', part(key, i))
    end
    redis.call('DEL', key)
    redis.call('ZREM', KEYS[1], id)
    if index ~= '' then redis.pcall('ZREM', index, id) end
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', unpack(ARGV, at + 3, at + 2 + count))
  end
  answers[#answers + 1] = answer
  at = at + 3 + count
end
return answers
