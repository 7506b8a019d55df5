-- Reads values that lie beside a document. KEYS: session. ARGV: numbers. Answers the values; '' for one that is not there.
local values = {}
for i, number in ipairs(ARGV) do
  values[i] = redis.pcall('GET', part(KEYS[1], number))
  if type(values[i]) ~= 'string' then values[i] = '' end
end
return values
