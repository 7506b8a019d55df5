-- Counts an attempt before it is made, unless its bucket has to wait. KEYS: bucket. ARGV: attempts without a wait,
-- first wait ms, longest wait ms, how long a bucket is remembered after its last wait ms. Replies 0 if the attempt was
-- counted, otherwise the remaining wait in ms.
local seen = redis.pcall('GET', KEYS[1])
local count, ready = string.match(type(seen) == 'string' and seen or '', '^(%d+) (%d+)$')
if ready and tonumber(ready) > clock() then return tonumber(ready) - clock() end
count = tonumber(count or 0) + 1
local free, wait = tonumber(ARGV[1]), 0
if count >= free then wait = math.min(ARGV[2] * 2 ^ math.min(count - free, 30), tonumber(ARGV[3])) end
redis.call('SET', KEYS[1], string.format('%d %.0f', count, clock() + wait), 'PX', string.format('%.0f', wait + ARGV[4]))
return 0
