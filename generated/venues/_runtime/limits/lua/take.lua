-- Take the units of all buckets, or none: {status, now, epoch, wait, whether there is a turn, closed until each}.
--
-- Status 'late': the command was delayed, or the clock was set forward; the sender finds out which.
-- Status 'other': another epoch; the sender records its units, and asks again. Without buckets this is a sign of
-- life. A command that Redis reads after its sender has stopped waiting must change nothing.
local epoch, redis_time, elapsed, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local member, silence, jumped, next_epoch = ARGV[5], tonumber(ARGV[6]), ARGV[7] == '1', ARGV[8]
local ticket, longest, lag, max_turns = ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local margin = tonumber(ARGV[13])
local FIRST, UNKNOWN, POLL = 14, 10000000, 50000

local namespace = redis.call('HMGET', KEYS[1], 'epoch', 'began', 'lost')
if namespace[1] ~= epoch then return {'other', text(now), namespace[1] or ''} end

local function begin_again()
  -- The count cannot be trusted: its keys belong to the old epoch, and every process records its own part anew.
  redis.call('HSET', KEYS[1], 'epoch', next_epoch, 'began', text(now), 'lost', '1')
  redis.call('DEL', KEYS[2])
  return {'other', text(now), next_epoch}
end
local late = now - redis_time - elapsed
if jumped or late < -50000 - elapsed / 1000 then return begin_again() end
if late > patience then return {'late', text(now), epoch} end
-- The sender has joined, so a namespace without processes was evicted in part.
if redis.call('EXISTS', KEYS[2]) == 0 then return begin_again() end
redis.call('ZADD', KEYS[2], text(now), member)
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('PEXPIRE', KEYS[1], 86400000)

-- The share of every limit reserved for silent processes, which may go on alone.
local reserved, began, longest_window = 0, tonumber(namespace[2]), 0
local lost = namespace[3] == '1'
local silent = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now - silence))
for i = FIRST, #ARGV, 5 do longest_window = math.max(longest_window, tonumber(ARGV[i + 1])) end
if #silent > 0 then redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - 3600000000)) end
if #silent > 0 or (lost and now < began + math.max(UNKNOWN, longest_window + patience)) then
  local function shares_of(members)
    local total = 0
    for _, member in ipairs(members) do total = total + tonumber(string.match(member, '|(.*)$')) end
    return total
  end
  local present = shares_of(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. text(now - silence), '+inf'))
  local missing = math.max(1 - present, 0)
  if missing < 0.001 then missing = 0 end
  if lost and missing > 0 and now < began + longest_window + patience then
    -- The units of the other processes are not known yet.
    return {'taken', text(now), epoch, text(POLL), '0'}
  end
  reserved = lost and now < began + UNKNOWN and missing or math.min(shares_of(silent), missing)
end

local turn, blocked, buckets, closed_until = now, false, {}, {}
for i = 1, #KEYS / 2 - 1 do
  local position = FIRST + 5 * (i - 1)
  local limit, span, units = tonumber(ARGV[position]), tonumber(ARGV[position + 1]), tonumber(ARGV[position + 2])
  local own_units, own_wait = tonumber(ARGV[position + 3]), tonumber(ARGV[position + 4])
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], span)
  local missed = bucket.used < own_units and bucket.corrected < now - span and late < margin
  if bucket.evicted or missed then return begin_again() end
  bucket.entry, bucket.units = text(units) .. ':' .. ticket, units
  limit = bucket.limit or limit
  units = math.min(units, limit)
  limit = limit - math.ceil(limit * reserved - 0.000001)
  -- A call that asks again gives back its earlier grant, or its turn. Calls whose turn has come go first; calls with
  -- later turns check again when these come.
  local due = false
  local used_before = bucket.used
  remove(bucket, bucket.entry)
  if bucket.used < used_before then due = true end
  for j, waiting in ipairs(bucket.turns) do
    if waiting[3] == ticket then
      due = waiting[1] <= now
      table.remove(bucket.turns, j)
      break
    end
  end
  closed_until[i] = text(bucket.closed)
  local start, free, turns = math.max(now + own_wait, bucket.closed), limit - units, bucket.turns
  if free < 0 then
    blocked = true
  elseif bucket.used > free or #turns > 0 then
    -- The oldest entries are fetched as far as they are needed.
    local oldest = {}
    local function entry_at(index)
      if oldest[index] == nil then
        for _, part in ipairs(redis.call('ZRANGE', bucket.log, #oldest / 2, #oldest / 2 + 31, 'WITHSCORES')) do
          oldest[#oldest + 1] = part
        end
      end
      if oldest[index] == nil then return 0, math.huge end
      return units_of(oldest[index]), tonumber(oldest[index + 1])
    end
    local in_window, first_entry, first_turn, next_turn = bucket.used, 1, 1, 1
    while true do
      while next_turn <= #turns and turns[next_turn][1] <= start do
        in_window = in_window + turns[next_turn][2]
        next_turn = next_turn + 1
      end
      while true do
        local freed, moment = entry_at(first_entry)
        if moment > start - span then break end
        in_window, first_entry = in_window - freed, first_entry + 2
      end
      while first_turn < next_turn and turns[first_turn][1] <= start - span do
        in_window, first_turn = in_window - turns[first_turn][2], first_turn + 1
      end
      local crowded = nil
      if in_window > free then
        local _, moment = entry_at(first_entry)
        if first_turn < next_turn then moment = math.min(moment, turns[first_turn][1]) end
        crowded = moment + span
      elseif not due then
        local total, ahead, passed = in_window, first_entry, first_turn
        for j = next_turn, #turns do
          local moment = turns[j][1]
          if moment >= start + span then break end
          total = total + turns[j][2]
          while true do
            local freed, since_then = entry_at(ahead)
            if since_then > moment - span then break end
            total, ahead = total - freed, ahead + 2
          end
          while passed < j and turns[passed][1] <= moment - span do
            total, passed = total - turns[passed][2], passed + 1
          end
          if total > free then
            crowded = moment
            break
          end
        end
      end
      if not crowded then break end
      start = crowded
    end
  end
  turn = math.max(turn, start)
  buckets[i] = bucket
end

local wait, turned = turn - now, '0'
if blocked then wait = math.max(wait, 4 * POLL) end
local kept = not blocked and wait > 0 and wait <= longest
for _, bucket in ipairs(buckets) do
  if #bucket.turns >= max_turns then kept = false end
end
for _, bucket in ipairs(buckets) do
  if wait == 0 then
    add(bucket, bucket.entry, now + lag)
  elseif kept then
    turned = '1'
    local place = #bucket.turns + 1
    while place > 1 and bucket.turns[place - 1][1] > turn do place = place - 1 end
    table.insert(bucket.turns, place, {turn, bucket.units, ticket})
  end
  save(bucket, now + lag)
end
return {'taken', text(now), epoch, text(wait), turned, unpack(closed_until)}
