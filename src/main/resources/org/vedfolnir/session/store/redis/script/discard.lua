-- Removes the hash of another manager, whose session is here now.
-- KEYS: the hash.
redis.call('UNLINK', KEYS[1])
return 1
