-- Reads values that lie beside a document. KEYS: theirs. Answers the values; '' for one that is not there.
local values = {}
for i, key in ipairs(KEYS) do
  values[i] = redis.pcall('GET', key)
  if type(values[i]) ~= 'string' then values[i] = '' end
end
return values
