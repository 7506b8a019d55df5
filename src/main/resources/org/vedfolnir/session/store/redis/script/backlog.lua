-- How many events wait, and how many were not kept. KEYS: events.
-- Answers {bytes that wait, events that were ever lost, those of them that no reader was told of}.

-- events

local known = redis.call('HMGET', beside(KEYS[1], 'state'), 'bytes', 'lost', 'missing')
return {known[1] or '0', known[2] or '0', known[3] or '0'}
