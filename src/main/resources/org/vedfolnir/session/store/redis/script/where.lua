-- Where a session lies that has changed its id. What says "nowhere" writes first, as in open.lua: on a replica it fails.
-- KEYS: the key that tells it. Answers an id, or false.
local id = redis.call('GET', KEYS[1])
if not id then redis.call('DEL', KEYS[1]) end
return id
