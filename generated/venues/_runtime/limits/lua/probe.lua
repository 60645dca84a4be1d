-- Read the clock and the epoch without changing anything: {'seen', now, epoch}.
return {'seen', text(now), redis.call('HGET', KEYS[1], 'epoch') or ''}
