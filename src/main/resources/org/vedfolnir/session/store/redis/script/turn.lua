-- Whether it is a node's turn to do what one node of all does once; the others follow up one that died. KEYS: that thing. ARGV: the node, 'done' when it
-- is done, for how many ms that counts. Answers 1 when it is this node's turn, 0 when it is another's, -1 when it is done.
local holder = redis.call('GET', KEYS[1])
if holder == 'done' then return -1 end
if holder and holder ~= 'by ' .. ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] == 'done' and 'done' or 'by ' .. ARGV[1], 'PX', ARGV[3])
return ARGV[2] == 'done' and -1 or 1
