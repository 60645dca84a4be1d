-- The common part of all programs. Times are microseconds of the server's clock.
--
-- KEYS[1] is a hash of the namespace: its epoch, when that began, and whether a count was lost then.
-- KEYS[2] is a sorted set of its processes by when they were last heard of; a member is "name|share".
-- Then follow two keys for each bucket: a sorted set of the units taken, by the moment from which they count, an entry
-- being "units:ticket"; and a hash of their sum, the moment until which the bucket is closed, the venue's own limit,
-- and the turns of the calls that wait (a packed list of moment, units, ticket).
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function text(number) return string.format('%.0f', number) end

local function units_of(entry) return tonumber(string.match(entry, '^%d+')) end

local function open(log, state, span)
  local fields = redis.call('HMGET', state, 'used', 'closed', 'limit', 'turns', 'corrected', 'evicted')
  local bucket = {log = log, state = state, span = span}
  bucket.used, bucket.closed = tonumber(fields[1] or nil), tonumber(fields[2] or 0)
  bucket.limit, bucket.corrected = tonumber(fields[3] or nil), tonumber(fields[5] or 0)
  bucket.turns = {}
  if fields[4] and #fields[4] > 0 then
    local turns = cmsgpack.unpack(fields[4])
    for i = 1, #turns, 3 do
      if turns[i] > now - span then bucket.turns[#bucket.turns + 1] = {turns[i], turns[i + 1], turns[i + 2]} end
    end
  end
  bucket.evicted = fields[6] == '1'
  local exists = redis.call('EXISTS', log) == 1
  if exists ~= ((bucket.used or 0) > 0) then
    -- One of the two was evicted: they are kept and expire together.
    bucket.evicted, bucket.used = true, 0
    for _, entry in ipairs(redis.call('ZRANGE', log, 0, -1)) do bucket.used = bucket.used + units_of(entry) end
  end
  bucket.used = bucket.used or 0
  local expired = redis.call('ZRANGEBYSCORE', log, '-inf', text(now - span))
  if #expired > 0 then
    for _, entry in ipairs(expired) do bucket.used = bucket.used - units_of(entry) end
    redis.call('ZREMRANGEBYRANK', log, 0, #expired - 1)
  end
  return bucket
end

local function add(bucket, entry, moment)
  if redis.call('ZADD', bucket.log, 'GT', text(moment), entry) == 1 then
    bucket.used = bucket.used + units_of(entry)
  end
end

local function remove(bucket, entry)
  if redis.call('ZREM', bucket.log, entry) == 1 then bucket.used = bucket.used - units_of(entry) end
end

local function save(bucket, latest)
  local turns = {}
  for _, turn in ipairs(bucket.turns) do
    turns[#turns + 1] = turn[1]
    turns[#turns + 1] = turn[2]
    turns[#turns + 1] = turn[3]
    latest = math.max(latest, turn[1])
  end
  local packed = #turns > 0 and cmsgpack.pack(turns) or ''
  redis.call('HSET', bucket.state, 'used', text(math.max(bucket.used, 0)), 'closed', text(bucket.closed),
    'turns', packed, 'span', text(bucket.span), 'evicted', bucket.evicted and '1' or '0')
  if bucket.limit then redis.call('HSET', bucket.state, 'limit', text(bucket.limit)) end
  latest = math.max(latest + bucket.span, bucket.closed, now + bucket.span)
  local ttl = math.max(redis.call('PTTL', bucket.log), redis.call('PTTL', bucket.state), 0)
  ttl = text(math.max(ttl, math.ceil((latest - now) / 1000) + 1000))
  redis.call('PEXPIRE', bucket.log, ttl)
  redis.call('PEXPIRE', bucket.state, ttl)
end
