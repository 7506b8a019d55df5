-- Ends a live session, with its event and its parts.
-- KEYS: session, expiries, events, user index (or the expiries again). Of a single sign-on the first one only.
-- ARGV: id, grace ms, most bytes of events, has user, numbers of the requested parts with commas between, reason, '1'
-- if the user is shown it at any later visit, id of the event, fields and values of the event if it is recorded here.
-- Replies {'ended', number of a part, its value, ...} if this call ended it, without parts if an earlier try did and
-- its reply was lost; {'moved'} if its id changed a moment ago; otherwise {}.
local beginning = redis.pcall('GETRANGE', KEYS[1], 0, 299)
local version, untilMs, _, parts = head(beginning)
if not version then
  if KEYS[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
  if string.match(marked(beginning, 'ended') or '', '^%d+/(%S+) ') == ARGV[8] then
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
  or ARGV[9] and split(KEYS[1], beside(KEYS[3], 'state'))
if apart then return apart end
local tells = KEYS[2] and redis.call('GET', locator(KEYS[1]))
apart = tells and split(KEYS[1], tells)
if apart then return apart end
local answer = {'ended'}
for number in string.gmatch(ARGV[5], '%d+') do
  local value = redis.pcall('GET', part(KEYS[1], number))
  if type(value) == 'string' then
    answer[#answer + 1] = number
    answer[#answer + 1] = value
  end
end
-- After a write that needs no memory, the following ones are not rejected if memory is full. This is not DEL: in a slot
-- that is being exported, a deleted key can only be written on the other side.
redis.call('PERSIST', KEYS[1])
-- for as long as a client may return with its cookie, at most a day
local told = tonumber(ARGV[2])
if ARGV[7] == '1' then told = math.max(told, math.min(left < 0 and 86400000 or left, 86400000)) end
mark(KEYS[1], 'ended', string.format('%.0f/%s %s', clock(), ARGV[8], ARGV[6]), string.format('%.0f', told))
for i = 1, parts do redis.call('UNLINK', part(KEYS[1], i)) end
if not KEYS[2] then return answer end
if tells then redis.call('DEL', tells, locator(KEYS[1])) end
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[4] == '1' then redis.call('ZREM', KEYS[4], ARGV[1]) end
if ARGV[9] then
  -- events

  add(KEYS[3], ARGV[3], {unpack(ARGV, 9)})
end
return answer
