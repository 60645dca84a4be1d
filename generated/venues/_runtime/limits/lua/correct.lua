-- Adopt the venue's count, which may not include units taken since the answered call.
local entry, span, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local remaining, reset, ago = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local bucket = open(KEYS[3], KEYS[4], span)
bucket.limit = limit > 0 and limit or bucket.limit
local used = math.max((bucket.limit or tonumber(ARGV[7])) - remaining, 0)
if used > bucket.used then add(bucket, text(used - bucket.used) .. ':' .. entry, now) end
local entries, seen = redis.call('ZRANGEBYSCORE', bucket.log, '-inf', text(now - ago)), 0
for _, older in ipairs(entries) do seen = seen + units_of(older) end
for _, older in ipairs(entries) do
  if seen - units_of(older) < used then break end
  seen = seen - units_of(older)
  remove(bucket, older)
end
if remaining <= 0 and reset > 0 then bucket.closed = math.max(bucket.closed, now + reset) end
redis.call('HSET', bucket.state, 'corrected', text(now))
save(bucket, now)
return {'told', text(now), ''}
