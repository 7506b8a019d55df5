-- Events for a reader: first those that a dead reader has held for longer than the idle time, then its own
-- unacknowledged ones, then new ones, up to the requested number. Before that, writes completed sums and the row of a
-- gap.
-- KEYS: events. ARGV: group, reader, most, idle ms, most bytes, ms of a sum, application.
-- Replies {place, {field, value, ...}, ...}.

-- events

local state, sums = beside(KEYS[1], 'state'), beside(KEYS[1], 'sums')
local apart = split(KEYS[1], state, sums)
if apart then return apart end

-- A reader that holds so many gets no new ones until it acknowledges some.
local MOST_TAKEN = 1000

-- Counts entries that were written or removed by hand, or by a version that does not count.
local function recount()
  local known, length = redis.call('HMGET', state, 'entries', 'bytes', 'missing', 'gap'), redis.call('XLEN', KEYS[1])
  local entries, bytes = tonumber(known[1] or 0), tonumber(known[2] or 0)
  if length > entries then
    bytes = bytes + 300 * (length - entries)
  elseif length == 0 then
    bytes = 0
    -- no row of a gap exists any more
    if (known[3] or '0') ~= (known[4] or '0') then redis.call('HSET', state, 'missing', known[4] or '0') end
  elseif length < entries then
    bytes = bytes * length / entries
  end
  if length ~= entries or bytes ~= tonumber(known[2] or 0) then
    redis.call('HSET', state, 'entries', length, 'bytes', string.format('%.0f', bytes))
  end
end

-- Writes a sum once for each of its periods with events, and removes it after one without. While there is no room, the
-- period continues.
local function writeSums()
  local since, long = redis.call('HGET', state, 'since'), tonumber(ARGV[6])
  if not since or math.abs(clock() - since) < long then return end
  local first
  local all = redis.call('HGETALL', sums)
  for i = 1, #all, 2 do
    local sum = cjson.decode(all[i + 1])
    if math.abs(clock() - sum.since) < long then
      first = math.min(first or sum.since, sum.since)
    elseif sum.count == 0 then
      redis.call('HDEL', sums, all[i])
    else
      local fields = {'id', sum.id, 'count', string.format('%.0f', sum.count), unpack(sum.of)}
      if fits(KEYS[1], ARGV[5], fields) then
        put(KEYS[1], fields)
        sum.since, sum.count, sum.id = clock(), 0, nil
        redis.call('HSET', sums, all[i], cjson.encode(sum))
      end
      first = math.min(first or clock(), clock())
    end
  end
  if first then
    redis.call('HSET', state, 'since', string.format('%.0f', first))
  else
    redis.call('HDEL', state, 'since')
  end
end

-- Writes one row for all lost events, as soon as there is enough room that the next event is not lost again.
local function writeGap()
  local known = redis.call('HMGET', state, 'gap', 'from', 'to', 'lost', 'bytes')
  if not known[1] or tonumber(known[5] or 0) > ARGV[5] * 0.4 then return end
  local id = 'gap.' .. string.sub(redis.sha1hex(KEYS[1] .. table.concat(known, ' ', 1, 4)), 1, 20)
  redis.call('HDEL', state, 'gap', 'from', 'to')
  put(KEYS[1], {'id', id, 'type', 'gap', 'detail', known[2] .. '/' .. known[3], 'count', known[1], 'application', ARGV[7]})
end

local function losePlace(place)
  local at = tonumber(string.match(place, '^%d+'))
  lose(KEYS[1], 1, at, at)
end

-- Redis' memory may be full, and reading frees it: after a write that needs no memory, small writes are not rejected.
redis.call('HDEL', state, '')
recount()
writeSums()
writeGap()
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0')
local claimed = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[4], '0-0', 'COUNT', ARGV[3], 'JUSTID')
-- Redis 7 lists deleted entries here; Redis 6 returns them without fields
for _, place in ipairs(claimed[3] or {}) do losePlace(place) end

local function read(most, from)
  local found = {}
  if most < 1 then return found end
  local streams = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', most, 'STREAMS', KEYS[1], from)
  for _, entry in ipairs(streams and streams[1] and streams[1][2] or {}) do
    if entry[2] then
      found[#found + 1] = entry
    else
      -- taken, and removed by another program before it was acknowledged
      redis.call('XACK', KEYS[1], ARGV[1], entry[1])
      losePlace(entry[1])
    end
  end
  return found
end

local function taken()
  for _, reader in ipairs(redis.call('XPENDING', KEYS[1], ARGV[1])[4] or {}) do
    if reader[1] == ARGV[2] then return tonumber(reader[2]) end
  end
  return 0
end

-- Unacknowledgeable events must not block new ones forever: a quarter of the batch is for new ones.
local most = tonumber(ARGV[3])
local entries, new = read(most, '0'), {}
if #entries < most then
  new = read(most - #entries, '>')
elseif taken() < MOST_TAKEN then
  new = read(math.floor(most / 4), '>')
end
local answer = {}
local function give(from, count)
  for i = 1, count do
    answer[#answer + 1] = from[i][1]
    answer[#answer + 1] = from[i][2]
  end
end
give(entries, math.min(#entries, most - #new))
give(new, #new)
return answer
