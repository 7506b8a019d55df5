-- Included where a script marks it: keeps events within their limit.

-- The approximate number of bytes of Redis' memory for an entry: its texts, and what the stream needs for each text and
-- for an entry, including one that a reader holds.
local function weight(fields)
  local bytes = 50
  for i = 1, #fields do bytes = bytes + #fields[i] + 2 end
  return bytes
end

-- Counts events that are not in the stream, until a row reports the gap. From and to in ms.
local function lose(stream, count, from, to)
  local state = beside(stream, 'state')
  for _, field in ipairs({'lost', 'missing', 'gap'}) do redis.call('HINCRBY', state, field, count) end
  local known = redis.call('HMGET', state, 'from', 'to')
  from, to = math.min(from, tonumber(known[1] or from)), math.max(to, tonumber(known[2] or to))
  redis.call('HSET', state, 'from', string.format('%.0f', from), 'to', string.format('%.0f', to))
end

-- The share of the limit that an event may fill. Strangers can cause refusals and events without a user: half. Users
-- can cause most others as often as they send requests: three quarters. The last quarter is for the beginning and end
-- of sessions.
local SHARES = {
  access_refused = 0.5, sign_in_failed = 0.5, session_unreadable = 0.5,
  session_created = 1, signed_in = 1, session_ended = 1, session_ended_again = 1
}

-- Whether there is room for an event: existing events stay.
local function fits(stream, most, fields)
  local told = {}
  for i = 1, #fields, 2 do told[fields[i]] = fields[i + 1] end
  local bound = most * (told.user and (SHARES[told.type] or 0.75) or 0.5)
  return tonumber(redis.call('HGET', beside(stream, 'state'), 'bytes') or 0) + weight(fields) <= bound
end

local function put(stream, fields)
  local state = beside(stream, 'state')
  redis.call('HINCRBY', state, 'bytes', weight(fields))
  redis.call('HINCRBY', state, 'entries', 1)
  return redis.call('XADD', stream, '*', unpack(fields))
end

-- Writes an event if there is room, otherwise counts it. Returns its place; '' if it was dropped.
local function add(stream, most, fields)
  if fits(stream, most, fields) then return put(stream, fields) end
  lose(stream, 1, clock(), clock())
  return ''
end

-- Removes entries from the stream for good. The row of a gap reports what was missing.
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
