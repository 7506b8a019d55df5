-- How many sessions are to end some day. KEYS: expiries.
return redis.call('ZCARD', KEYS[1])
