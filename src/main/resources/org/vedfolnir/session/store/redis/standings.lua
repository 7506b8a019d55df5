-- How sessions stand; none is used by that. KEYS: sessions. ARGV: grace ms.
-- Answers for each {version, ms that it has left or -1 for no end}, or why it ended, 'moved' when its id changed, '' when nothing is known.
local grace, answers = tonumber(ARGV[1]), {}
for i, key in ipairs(KEYS) do
  local version, untilMs = head(redis.pcall('GETRANGE', key, 0, 99))
  local left = version and redis.call('PTTL', key)
  if version and not isOver(left, untilMs, grace) then
    if left >= 0 then left = left - grace end
    if untilMs ~= '0' then left = math.min(left < 0 and math.huge or left, tonumber(untilMs) - clock()) end
    answers[i] = {tonumber(version), left}
  elseif redis.call('EXISTS', moved(key)) == 1 then
    answers[i] = 'moved'
  else
    answers[i] = string.match(redis.call('GET', ended(key)) or '', ' (.+)$') or ''
  end
end
return answers
