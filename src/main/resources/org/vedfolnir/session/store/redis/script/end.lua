-- Ends a live session, with its event and its parts.
-- KEYS: session; expiries; user index (or the expiries again); events. Of a single sign-on the first one only; of a
--       session whose end is not recorded the first two or three.
-- ARGV: id, grace ms, id of the event, reason, '1' if the user is shown it at any later visit; then, unless the short
--       path may do it: numbers of the requested parts with commas between, most bytes of events, fields and values of
--       the event if it is recorded here.
-- Replies 1 or {'ended', number of a part, its value, ...} if this call ended it, without parts if an earlier try did
-- and its reply was lost; {'moved'} if its id changed a moment ago; otherwise {}.

-- The tombstone remains for as long as a client may return with its cookie, at most a day, if the user is to be shown
-- why the session ended.
local function remaining(left)
  if ARGV[5] ~= '1' then return ARGV[2] end
  return string.format('%.0f', math.max(tonumber(ARGV[2]), math.min(left < 0 and 86400000 or left, 86400000)))
end

-- nearly every end: precedes the prelude, and reads no more than necessary
local beginning = redis.pcall('GETRANGE', KEYS[1], 0, 299)
if not ARGV[6] and type(beginning) == 'string' then
  local untilMs, at = string.match(beginning, '^{"_version":[1-9]%d*,"_until":(%d+),"_idle":%d+,()')
  local left = untilMs and redis.call('PTTL', KEYS[1]) or 0
  if left > tonumber(ARGV[2]) and not string.find(beginning, '^"_parts"', at) then
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    if untilMs == '0' or now < tonumber(untilMs) then
      -- first what needs no memory: then the following writes are not rejected if memory is full
      redis.call('ZREM', KEYS[2], ARGV[1])
      if KEYS[3] then redis.call('ZREM', KEYS[3], ARGV[1]) end
      local locator = '{' .. KEYS[1] .. '}:handle'
      local tells = redis.call('GET', locator)
      if tells then redis.call('DEL', tells, locator) end
      -- as mark(), below
      local told = string.format('{"_version":0,"_until":1,"_idle":0,"_ended":"%.0f/%s %s"}', now, ARGV[3], ARGV[4])
      redis.call('SET', KEYS[1], told, 'PX', remaining(left))
      return 1
    end
  end
end

-- prelude

local version, untilMs, _, parts = head(beginning)
if not version then
  if KEYS[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
  if string.match(marked(beginning, 'ended') or '', '^%d+/(%S+) ') == ARGV[3] then
    rewrite(KEYS[1])
    return {'ended'}
  end
  if marked(beginning, 'moved') then return {'moved'} end
  return {}
end
local left = redis.call('PTTL', KEYS[1])
if isOver(left, untilMs, tonumber(ARGV[2])) then return {} end
-- in a slot that is being imported, a key that is not here yet reads as missing
local apart = splitParts(KEYS[1], parts) or KEYS[2] and split(KEYS[1], locator(KEYS[1]))
  or ARGV[8] and split(KEYS[1], beside(KEYS[4], 'state'))
if apart then return apart end
local tells = KEYS[2] and redis.call('GET', locator(KEYS[1]))
apart = tells and split(KEYS[1], tells)
if apart then return apart end
local answer = {'ended'}
for number in string.gmatch(ARGV[6] or '', '%d+') do
  local value = redis.pcall('GET', part(KEYS[1], number))
  if type(value) == 'string' then
    answer[#answer + 1] = number
    answer[#answer + 1] = value
  end
end
-- After a write that needs no memory, the following ones are not rejected if memory is full. This is not DEL: in a slot
-- that is being exported, a deleted key can only be written on the other side.
redis.call('PERSIST', KEYS[1])
mark(KEYS[1], 'ended', string.format('%.0f/%s %s', clock(), ARGV[3], ARGV[4]), remaining(left))
for i = 1, parts do redis.call('UNLINK', part(KEYS[1], i)) end
if not KEYS[2] then return answer end
if tells then redis.call('DEL', tells, locator(KEYS[1])) end
redis.call('ZREM', KEYS[2], ARGV[1])
if KEYS[3] then redis.call('ZREM', KEYS[3], ARGV[1]) end
if ARGV[8] then
  -- events

  add(KEYS[4], ARGV[7], {unpack(ARGV, 8)})
end
return answer
