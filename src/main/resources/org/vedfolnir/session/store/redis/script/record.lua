-- Records an event without a change. The first event of a sum is written at once, later ones are counted;
-- read.lua writes the sum. A repetition of the last event is not counted again.
-- KEYS: events. ARGV: most bytes, name of its sum or '', number of fields and values of the sum, these, number of
-- fields and values of the event, these: first its id.
-- Replies its place; '' if it is counted, or dropped.

-- events

local apart = split(KEYS[1], beside(KEYS[1], 'state'), beside(KEYS[1], 'sums'))
if apart then return apart end
local most, name = ARGV[1], ARGV[2]
local of = {unpack(ARGV, 4, 3 + ARGV[3])}
local fields = {unpack(ARGV, 5 + ARGV[3])}
if name == '' then return add(KEYS[1], most, fields) end

local sums, count = beside(KEYS[1], 'sums'), 1

-- As in EventSum: up to a first number, a sum is for a kind and a user or network; up to a second one for the user or
-- network; then for the type, so that a client that chooses kinds does not remove the address from others' events.
local function knownOrRoom(most)
  return redis.call('HGET', sums, name) or redis.call('HLEN', sums) < most and ''
end

local known = knownOrRoom(192)
if not known then
  local told = {}
  for i = 1, #of, 2 do told[of[i]] = of[i + 1] end
  name = told.type .. ' | ' .. (told.user and 'user ' .. told.user or 'network ' .. (told.address or ''))
  of = {'type', told.type, 'detail', 'many kinds'}
  for _, field in ipairs({'user', 'address', 'application'}) do
    if told[field] then
      of[#of + 1] = field
      of[#of + 1] = told[field]
    end
  end
  known = knownOrRoom(256)
  if not known then
    name = told.type
    of = {'type', told.type, 'detail', 'many kinds or networks', 'application', told.application}
    known = redis.call('HGET', sums, name)
  end
end
if known == '' then known = false end
for i = 1, #fields, 2 do
  if fields[i] == 'count' then count = tonumber(fields[i + 1]) end
end
local sum = known and cjson.decode(known)
if not sum then
  -- without room it waits in the sum
  local now = fits(KEYS[1], most, fields)
  sum = {since = clock(), count = now and 0 or count, id = not now and fields[2] or nil, last = fields[2], of = of}
  redis.call('HSETNX', beside(KEYS[1], 'state'), 'since', string.format('%.0f', clock()))
  redis.call('HSET', sums, name, cjson.encode(sum))
  return now and put(KEYS[1], fields) or ''
end
if sum.last ~= fields[2] then
  if sum.count == 0 then sum.id = fields[2] end
  sum.count, sum.last = sum.count + count, fields[2]
  redis.call('HSET', sums, name, cjson.encode(sum))
end
return ''
