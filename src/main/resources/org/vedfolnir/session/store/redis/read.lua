-- Events for a reader: those that a dead reader left for longer than the idle time become its own; then its own, those that it took
-- before and did not acknowledge; then new ones, up to the number asked for.
-- KEYS: events. ARGV: group, reader, most, idle ms, id of the event behind which to begin ('0' at first).
-- Answers {id, {field, value, ...}, ...}.
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0')
redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[4], '0-0', 'COUNT', ARGV[3], 'JUSTID')
local most, answer = tonumber(ARGV[3]), {}
local function read(from)
  local left = most - #answer / 2
  if left <= 0 then return 0 end
  local streams = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', left, 'STREAMS', KEYS[1], from)
  local entries = streams and streams[1] and streams[1][2] or {}
  for _, entry in ipairs(entries) do
    if entry[2] then
      answer[#answer + 1] = entry[1]
      answer[#answer + 1] = entry[2]
    else
      -- the bound of the stream has taken it
      redis.call('XACK', KEYS[1], ARGV[1], entry[1])
    end
  end
  return #entries
end
read(ARGV[5])
read('>')
return answer
