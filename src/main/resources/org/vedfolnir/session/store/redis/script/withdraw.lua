-- On Redis Cluster: takes sessions out of the index of their user. KEYS: user index. ARGV: how many ms ago they were entered at least, '' for
-- whenever they were; ids.
local entered = ARGV[1] ~= '' and clock() - tonumber(ARGV[1]) or math.huge
for i = 2, #ARGV do
  local score = redis.pcall('ZSCORE', KEYS[1], ARGV[i])
  if type(score) == 'string' and tonumber(score) <= entered then redis.pcall('ZREM', KEYS[1], ARGV[i]) end
end
return 1
