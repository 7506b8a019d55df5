-- Removes sessions that this caller has claimed, each with its event and its parts. A session that had expired when it
-- was claimed cannot come back: one whose document has expired meanwhile has ended too, and its entry in the index
-- shows that its end is not recorded yet.
-- KEYS: expiries, events. ARGV: key prefix, grace ms, most bytes of events, then for each session: id, key of its
-- user's index or '', number of fields and values, fields and values. On Redis Cluster users' indexes are not changed
-- here.
-- Replies for each session {'ended', number of a part, its value, ...} if this call ended it, {'apart'} if its slot is
-- being moved to another master, otherwise {}.

-- events

local grace, answers, at = tonumber(ARGV[2]), {}, 4
while ARGV[at] do
  local id, index, count, answer = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), {}
  local key = ARGV[1] .. id
  local version, untilMs, _, parts = head(redis.pcall('GETRANGE', key, 0, 99))
  local over = version and isOver(redis.call('PTTL', key), untilMs, grace)
  -- one whose slot is being moved to another master stays for the next time
  local apart = split(KEYS[1], key, beside(KEYS[2], 'state')) or splitParts(key, parts or 0)
  if apart then
    answer[1] = 'apart'
  elseif over or (redis.call('EXISTS', key) == 0 and redis.call('ZSCORE', KEYS[1], id)) then
    answer[1] = 'ended'
    for i = 1, parts or 0 do
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
    if count > 0 then add(KEYS[2], ARGV[3], {unpack(ARGV, at + 3, at + 2 + count)}) end
  end
  answers[#answers + 1] = answer
  at = at + 3 + count
end
return answers
