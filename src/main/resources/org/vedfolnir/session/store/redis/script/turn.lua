-- Whether it is a node's turn for a task that one node does for all; another one takes over if that node dies. KEYS:
-- the task. ARGV: the node, 'done' if it is done, for how many ms that counts. Replies 1 if it is this node's turn, 0
-- if it is another's, -1 if it is done.
local holder = redis.call('GET', KEYS[1])
if holder == 'done' then return -1 end
if holder and holder ~= 'by ' .. ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] == 'done' and 'done' or 'by ' .. ARGV[1], 'PX', ARGV[3])
return ARGV[2] == 'done' and -1 or 1
