-- Takes back a successful attempt and the wait that it caused. KEYS: bucket. ARGV: '1' for all attempts of the bucket.
local seen = redis.pcall('GET', KEYS[1])
local count = tonumber(string.match(type(seen) == 'string' and seen or '', '^(%d+) %d+$') or 0)
if ARGV[1] == '1' or count < 2 then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], string.format('%d 0', count - 1), 'KEEPTTL')
return 1
