-- Stands where a script says so: how events are kept within their bound.

-- A key beside the stream. The braces are Redis Cluster's hash tag: it lies in the slot of the stream.
local function beside(stream, what) return '{' .. stream .. '}:' .. what end

-- About how many bytes of Redis' memory an entry takes: its texts, and what the stream needs for each text and for an entry, one that a reader holds too.
local function weight(fields)
  local bytes = 50
  for i = 1, #fields do bytes = bytes + #fields[i] + 2 end
  return bytes
end

-- Counts events that are not in the stream, until a row tells the gap. From and to in ms.
local function lose(stream, count, from, to)
  local state = beside(stream, 'state')
  for _, field in ipairs({'lost', 'missing', 'gap'}) do redis.call('HINCRBY', state, field, count) end
  local known = redis.call('HMGET', state, 'from', 'to')
  from, to = math.min(from, tonumber(known[1] or from)), math.max(to, tonumber(known[2] or to))
  redis.call('HSET', state, 'from', string.format('%.0f', from), 'to', string.format('%.0f', to))
end

-- Whether there is room for an event: what was there before stays. Those that name no user, which strangers can cause, have half of the bound.
local function fits(stream, most, fields)
  local bound = most / 2
  for i = 1, #fields, 2 do
    if fields[i] == 'user' then bound = tonumber(most) end
  end
  return tonumber(redis.call('HGET', beside(stream, 'state'), 'bytes') or 0) + weight(fields) <= bound
end

local function put(stream, fields)
  local state = beside(stream, 'state')
  redis.call('HINCRBY', state, 'bytes', weight(fields))
  redis.call('HINCRBY', state, 'entries', 1)
  return redis.call('XADD', stream, '*', unpack(fields))
end

-- Writes an event where there is room, else counts it. Answers its place; '' for one that is not kept.
local function add(stream, most, fields)
  if fits(stream, most, fields) then return put(stream, fields) end
  lose(stream, 1, clock(), clock())
  return ''
end

-- Takes entries out of the stream for good. The row of a gap tells what was missing.
local function take(stream, places)
  local state = beside(stream, 'state')
  for _, place in ipairs(places) do
    local entry = redis.call('XRANGE', stream, place, place)[1]
    if entry then
      redis.call('XDEL', stream, place)
      redis.call('HINCRBY', state, 'bytes', -weight(entry[2]))
      redis.call('HINCRBY', state, 'entries', -1)
      local told = {}
      for i = 1, #entry[2], 2 do told[entry[2][i]] = entry[2][i + 1] end
      if told.type == 'gap' then redis.call('HINCRBY', state, 'missing', -tonumber(told.count or 1)) end
    end
  end
end
