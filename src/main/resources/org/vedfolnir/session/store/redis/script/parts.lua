-- Reads values beside a document. KEYS: theirs. Replies the values; '' for one that does not exist.
local values = {}
for i, key in ipairs(KEYS) do
  values[i] = redis.pcall('GET', key)
  if type(values[i]) ~= 'string' then values[i] = '' end
end
return values
