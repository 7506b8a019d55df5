-- Events for a reader: first those that it took before and did not acknowledge, then those that a dead reader left for longer than
-- the idle time, then new ones. KEYS: events. ARGV: group, reader, most, idle ms.
-- Answers {id, {field, value, ...}, ...}.
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0')
local entries = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[4], '0-0', 'COUNT', ARGV[3])[2]
if #entries == 0 then
  local own = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '0')
  if own and own[1] then entries = own[1][2] end
end
if #entries == 0 then
  local new = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
  if new and new[1] then entries = new[1][2] end
end
local answer = {}
for _, entry in ipairs(entries) do
  if entry and entry[2] then
    answer[#answer + 1] = entry[1]
    answer[#answer + 1] = entry[2]
  elseif entry then
    redis.call('XACK', KEYS[1], ARGV[1], entry[1])
  end
end
return answer
