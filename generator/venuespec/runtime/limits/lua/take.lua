-- Take the units of all buckets, or none: {status, now, epoch, wait, whether there is a turn, closed until each}.
--
-- Status 'late': the command was long under way, or the clock was set forward; the sender says which of the two.
-- Status 'other': another epoch; the sender records what it took, and asks again. Without buckets this is a sign of
-- life. A command that Redis reads late, when its sender does not wait for it any more, must change nothing.
local epoch, told, since, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local me, silence, jumped, next_epoch = ARGV[5], tonumber(ARGV[6]), ARGV[7] == '1', ARGV[8]
local ticket, longest, lag, most = ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local margin = tonumber(ARGV[13])
local FIRST, UNKNOWN, POLL = 14, 10000000, 50000

local meta = redis.call('HMGET', KEYS[1], 'epoch', 'began', 'lost')
if meta[1] ~= epoch then return {'other', text(now), meta[1] or ''} end

local function begin_again()
  -- The count cannot be trusted: its keys belong to the old epoch, and every process records its own part anew.
  redis.call('HSET', KEYS[1], 'epoch', next_epoch, 'began', text(now), 'lost', '1')
  redis.call('DEL', KEYS[2])
  return {'other', text(now), next_epoch}
end
local late = now - told - since
if jumped or late < -50000 - since / 1000 then return begin_again() end
if late > patience then return {'late', text(now), epoch} end
-- Who is asking has joined: without its processes the namespace was evicted in part.
if redis.call('EXISTS', KEYS[2]) == 0 then return begin_again() end
redis.call('ZADD', KEYS[2], text(now), me)
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('PEXPIRE', KEYS[1], 86400000)

-- The part of every limit that is kept for processes that were not heard of for a while: they may go on alone.
local reserved, began, widest = 0, tonumber(meta[2]), 0
local lost = meta[3] == '1'
local silent = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now - silence))
for i = FIRST, #ARGV, 5 do widest = math.max(widest, tonumber(ARGV[i + 1])) end
if #silent > 0 then redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - 3600000000)) end
if #silent > 0 or (lost and now < began + math.max(UNKNOWN, widest + patience)) then
  local function sum(members)
    local total = 0
    for _, member in ipairs(members) do total = total + tonumber(string.match(member, '|(.*)$')) end
    return total
  end
  local here = sum(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. text(now - silence), '+inf'))
  local missing = math.max(1 - here, 0)
  if missing < 0.001 then missing = 0 end
  if lost and missing > 0 and now < began + widest + patience then
    -- What the others took is not known yet.
    return {'taken', text(now), epoch, text(POLL), '0'}
  end
  reserved = lost and now < began + UNKNOWN and missing or math.min(sum(silent), missing)
end

local turn, blocked, found, closed = now, false, {}, {}
for i = 1, #KEYS / 2 - 1 do
  local at = FIRST + 5 * (i - 1)
  local limit, span, units = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local mine, after = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], span)
  local missed = bucket.used < mine and bucket.corrected < now - span and late < margin
  if bucket.evicted or missed then return begin_again() end
  bucket.entry, bucket.units = text(units) .. ':' .. ticket, units
  limit = bucket.limit or limit
  units = math.min(units, limit)
  limit = limit - math.ceil(limit * reserved - 0.000001)
  -- Asked again, a call gives back what it was granted before, or its turn. Whose turn has come goes before those whose
  -- turns come later: these look again when they come.
  local due = false
  local before = bucket.used
  remove(bucket, bucket.entry)
  if bucket.used < before then due = true end
  for j, waiting in ipairs(bucket.turns) do
    if waiting[3] == ticket then
      due = waiting[1] <= now
      table.remove(bucket.turns, j)
      break
    end
  end
  closed[i] = text(bucket.closed)
  local start, room, turns = math.max(now + after, bucket.closed), limit - units, bucket.turns
  if room < 0 then
    blocked = true
  elseif bucket.used > room or #turns > 0 then
    -- The oldest entries are fetched as far as they are needed.
    local oldest = {}
    local function old(index)
      if oldest[index] == nil then
        for _, part in ipairs(redis.call('ZRANGE', bucket.log, #oldest / 2, #oldest / 2 + 31, 'WITHSCORES')) do
          oldest[#oldest + 1] = part
        end
      end
      if oldest[index] == nil then return 0, math.huge end
      return units_of(oldest[index]), tonumber(oldest[index + 1])
    end
    local inside, first, early, behind = bucket.used, 1, 1, 1
    while true do
      while behind <= #turns and turns[behind][1] <= start do
        inside = inside + turns[behind][2]
        behind = behind + 1
      end
      while true do
        local freed, moment = old(first)
        if moment > start - span then break end
        inside, first = inside - freed, first + 2
      end
      while early < behind and turns[early][1] <= start - span do
        inside, early = inside - turns[early][2], early + 1
      end
      local crowded = nil
      if inside > room then
        local _, moment = old(first)
        if early < behind then moment = math.min(moment, turns[early][1]) end
        crowded = moment + span
      elseif not due then
        local sum, ahead, passed = inside, first, early
        for j = behind, #turns do
          local moment = turns[j][1]
          if moment >= start + span then break end
          sum = sum + turns[j][2]
          while true do
            local freed, since_then = old(ahead)
            if since_then > moment - span then break end
            sum, ahead = sum - freed, ahead + 2
          end
          while passed < j and turns[passed][1] <= moment - span do
            sum, passed = sum - turns[passed][2], passed + 1
          end
          if sum > room then
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
  found[i] = bucket
end

local wait, turned = turn - now, '0'
if blocked then wait = math.max(wait, 4 * POLL) end
local kept = not blocked and wait > 0 and wait <= longest
for _, bucket in ipairs(found) do
  if #bucket.turns >= most then kept = false end
end
for _, bucket in ipairs(found) do
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
return {'taken', text(now), epoch, text(wait), turned, unpack(closed)}
