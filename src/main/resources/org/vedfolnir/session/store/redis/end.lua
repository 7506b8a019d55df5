-- Ends a session, with its event.
-- KEYS: session, expiries, events, user index (or the expiries again).
-- ARGV: id, grace ms, most events, has user, 'live' (it must still live) or 'over' (its time must be over), fields and values.
-- Answers 1 when this call ended it, else 0.
local version, untilMs = head(redis.pcall('GETRANGE', KEYS[1], 0, 99))
if not version then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 0
end
if isOver(redis.call('PTTL', KEYS[1]), untilMs, tonumber(ARGV[2])) ~= (ARGV[5] == 'over') then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[4] == '1' then redis.call('SREM', KEYS[4], ARGV[1]) end
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[3], '*', unpack(ARGV, 6))
return 1
