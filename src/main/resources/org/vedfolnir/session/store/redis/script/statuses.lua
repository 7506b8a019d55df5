-- The states of sessions, without using them. KEYS: sessions. ARGV: grace ms, most slack ms.
-- Replies for each {version, ms that are left or -1 for no end, ms since its last use}, or the reason for its end, 'moved' if its id changed,
-- '' if unknown.
local grace, answers = tonumber(ARGV[1]), {}
for i, key in ipairs(KEYS) do
  local beginning = redis.pcall('GETRANGE', key, 0, 299)
  local version, untilMs, idle = head(beginning)
  local left = version and redis.call('PTTL', key)
  if version and not isOver(left, untilMs, grace) then
    local bound = untilMs == '0' and math.huge or tonumber(untilMs) - clock()
    local slack = slackOf(idle, tonumber(ARGV[2]))
    -- how much is missing from the time to live of a session that has just been used
    local unused = (left >= 0 and idle ~= '0') and math.max(math.min(idle + slack, bound) + grace - left, 0) or 0
    if left >= 0 then left = left - grace end
    -- the least that it has; if the absolute end comes first, the time to live includes no slack
    if left >= 0 and idle ~= '0' and left < bound - 1 then left = math.max(left - slack, 0) end
    if untilMs ~= '0' then left = math.min(left < 0 and math.huge or left, bound) end
    answers[i] = {tonumber(version), left, unused}
  elseif marked(beginning, 'moved') then
    answers[i] = 'moved'
  else
    answers[i] = string.match(marked(beginning, 'ended') or '', ' (.+)$') or ''
  end
end
return answers
