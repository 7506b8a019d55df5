-- On Redis Cluster: the ids in the index of a user, including dead ones. KEYS: user index.
local ids = redis.pcall('ZRANGE', KEYS[1], 0, -1)
if ids.err then return {} end
return ids
