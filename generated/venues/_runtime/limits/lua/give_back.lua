-- Drop unused units, or the turn of a call that no longer waits.
for i = 1, #KEYS / 2 - 1 do
  local bucket = open(KEYS[2 * i + 1], KEYS[2 * i + 2], tonumber(ARGV[2 * i + 1]))
  remove(bucket, ARGV[2 * i] .. ':' .. ARGV[1])
  for j, turn in ipairs(bucket.turns) do
    if turn[3] == ARGV[1] then
      table.remove(bucket.turns, j)
      break
    end
  end
  save(bucket, now)
end
return {'told', text(now), ''}
