-- The number of waiting and dropped events. KEYS: events.
-- Replies {bytes of waiting events, all lost events, lost events that no gap row has reported yet}.

-- events

local known = redis.call('HMGET', beside(KEYS[1], 'state'), 'bytes', 'lost', 'missing')
return {known[1] or '0', known[2] or '0', known[3] or '0'}
