-- On Redis Cluster: removes sessions from the index of their user. KEYS: user index. ARGV: minimum age of the entries
-- in ms, '' for any; ids.
local entered = ARGV[1] ~= '' and clock() - tonumber(ARGV[1]) or math.huge
for i = 2, #ARGV do
  local score = redis.pcall('ZSCORE', KEYS[1], ARGV[i])
  if type(score) == 'string' and tonumber(score) <= entered then redis.pcall('ZREM', KEYS[1], ARGV[i]) end
end
return 1
