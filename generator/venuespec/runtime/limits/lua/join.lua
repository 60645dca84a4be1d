-- Record what a process took and which buckets were closed for it, and count it among those in contact:
-- {'joined' or 'other' or 'late', now, epoch}.
local epoch, told, since, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local me, before = ARGV[5], ARGV[6]
local FIRST = 7

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'began', 'lost')
if now - told - since > patience then
  return {'late', text(now), meta[1] or ''}
elseif not meta[1] then
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'began', text(now), 'lost', before ~= '' and '1' or '0')
  redis.call('DEL', KEYS[2])
elseif meta[1] ~= epoch then
  return {'other', text(now), meta[1]}
elseif before ~= '' and before ~= epoch and meta[3] ~= '1' then
  -- A newcomer began this epoch and did not know that others had counted before.
  redis.call('HSET', KEYS[1], 'lost', '1')
end
local at = FIRST
for i = 1, #KEYS / 2 - 1 do
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], tonumber(ARGV[at]))
  if tonumber(ARGV[at + 1]) > 0 then bucket.closed = math.max(bucket.closed, now + tonumber(ARGV[at + 1])) end
  local count, latest = tonumber(ARGV[at + 2]), now
  at = at + 3
  for _ = 1, count do
    local moment = now - tonumber(ARGV[at + 1])
    add(bucket, ARGV[at], moment)
    latest = math.max(latest, moment)
    at = at + 2
  end
  save(bucket, latest)
end
redis.call('ZADD', KEYS[2], text(now), me)
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('PEXPIRE', KEYS[1], 86400000)
return {'joined', text(now), epoch}
