-- Count the units in use of each bucket, turns included, without changing anything.
local reply = {'used', text(now), ''}
for i = 1, #KEYS / 2 - 1 do
  local fields = redis.call('HMGET', KEYS[2 * i + 2], 'span', 'turns')
  local since, used = now - tonumber(fields[1] or 0), 0
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2 * i + 1], '(' .. text(since), '+inf')) do
    used = used + units_of(entry)
  end
  if fields[2] and #fields[2] > 0 then
    local turns = cmsgpack.unpack(fields[2])
    for j = 1, #turns, 3 do
      if turns[j] > since then used = used + turns[j + 1] end
    end
  end
  reply[#reply + 1] = text(used)
end
return reply
