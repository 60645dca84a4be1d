-- The units in use of each bucket, with turns. Nothing is changed.
local found = {'used', text(now), ''}
for i = 1, #KEYS / 2 - 1 do
  local known = redis.call('HMGET', KEYS[2 * i + 2], 'span', 'turns')
  local since, used = now - tonumber(known[1] or 0), 0
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2 * i + 1], '(' .. text(since), '+inf')) do
    used = used + units_of(entry)
  end
  if known[2] and #known[2] > 0 then
    local turns = cmsgpack.unpack(known[2])
    for j = 1, #turns, 3 do
      if turns[j] > since then used = used + turns[j + 1] end
    end
  end
  found[#found + 1] = text(used)
end
return found
