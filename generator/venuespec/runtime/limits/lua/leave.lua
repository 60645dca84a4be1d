-- A process takes nothing more until it joins again.
redis.call('ZREM', KEYS[2], ARGV[1])
return {'left', text(now), ''}
