-- Record the units of a process and the buckets closed for it, and count it among those in contact:
-- {'joined' or 'other' or 'late', now, epoch}.
local epoch, redis_time, elapsed, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local member, previous_epoch = ARGV[5], ARGV[6]
local FIRST = 7

local namespace = redis.call('HMGET', KEYS[1], 'epoch', 'began', 'lost')
if now - redis_time - elapsed > patience then
  return {'late', text(now), namespace[1] or ''}
elseif not namespace[1] then
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'began', text(now), 'lost', previous_epoch ~= '' and '1' or '0')
  redis.call('DEL', KEYS[2])
elseif namespace[1] ~= epoch then
  return {'other', text(now), namespace[1]}
elseif previous_epoch ~= '' and previous_epoch ~= epoch and namespace[3] ~= '1' then
  -- A new process began this epoch, unaware that others had counted before.
  redis.call('HSET', KEYS[1], 'lost', '1')
end
local position = FIRST
for i = 1, #KEYS / 2 - 1 do
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], tonumber(ARGV[position]))
  if tonumber(ARGV[position + 1]) > 0 then bucket.closed = math.max(bucket.closed, now + tonumber(ARGV[position + 1])) end
  local count, latest = tonumber(ARGV[position + 2]), now
  position = position + 3
  for _ = 1, count do
    local moment = now - tonumber(ARGV[position + 1])
    add(bucket, ARGV[position], moment)
    latest = math.max(latest, moment)
    position = position + 2
  end
  save(bucket, latest)
end
redis.call('ZADD', KEYS[2], text(now), member)
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('PEXPIRE', KEYS[1], 86400000)
return {'joined', text(now), epoch}
