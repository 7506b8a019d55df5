-- On Redis Cluster: puts sessions into the index of expiries, or takes them out.
-- KEYS: expiries. ARGV: for each session its id and when it may be over, in ms from now, or '' to take it out.
for i = 1, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    redis.call('ZREM', KEYS[1], ARGV[i])
  else
    redis.call('ZADD', KEYS[1], string.format('%.0f', clock() + tonumber(ARGV[i + 1])), ARGV[i])
  end
end
return 1
