-- Look at the clock and the epoch, and change nothing: {'seen', now, epoch}.
return {'seen', text(now), redis.call('HGET', KEYS[1], 'epoch') or ''}
