-- The id of a session whose id changed. A missing one is reported after a write, as in open.lua, which fails on a
-- replica. KEYS: the session's locator. Replies an id, or false.
local id = redis.call('GET', KEYS[1])
if not id then redis.call('DEL', KEYS[1]) end
return id
