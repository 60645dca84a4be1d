-- Move units to a later moment: the call reached the venue only then.
for i = 1, #KEYS / 2 - 1 do
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], tonumber(ARGV[2 * i + 1]))
  local moment = now - tonumber(ARGV[1])
  add(bucket, ARGV[2 * i], moment)
  save(bucket, moment)
end
return {'told', text(now), ''}
