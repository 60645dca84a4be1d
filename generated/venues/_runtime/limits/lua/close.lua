-- Close buckets for some time; a longer closure stays.
for i = 1, #KEYS / 2 - 1 do
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], tonumber(ARGV[2 * i - 1]))
  bucket.closed = math.max(bucket.closed, now + tonumber(ARGV[2 * i]))
  save(bucket, now)
end
return {'told', text(now), ''}
