"""Rolling windows in Redis: one script a question, on the server's own clock, for all processes and machines.

A bucket is two keys, a sorted set of what was taken and a hash of what else is known of it; both expire when they no
longer matter. All keys of a namespace carry one hash tag, so that a Redis Cluster keeps them on one node. A Redis that
throws keys away when its memory is full (``maxmemory-policy``) forgets what it counted.
"""

import asyncio
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from attrs import frozen
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, ConnectionError, MovedError, RedisError, ResponseError
from redis.retry import Retry

from ..errors import ConfigurationError, RateLimitUnavailable
from ..secret import Secret
from .charges import Charge

_TIMEOUT = 0.25
"""Seconds that a call waits for Redis before it does without."""
_BACKOFF = (0.1, 5.0)
# What redis-py says of these is partly untyped.
_BLOCKING: Any = redis.Redis
_ASYNC: Any = redis.asyncio.Redis
_logger = logging.getLogger("venues.limits")

# Times are microseconds of the server's clock. KEYS come in pairs of one bucket; an entry is named "units:ticket".
_PRELUDE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function text(number) return string.format('%.0f', number) end
local function units_of(entry) return tonumber(string.match(entry, '^%d+')) end
local function used_of(log, state, window)
  local used = tonumber(redis.call('HGET', state, 'used') or nil)
  if used == nil or redis.call('EXISTS', log) == 0 then
    -- One of the two was evicted, or both are new.
    used = 0
    for _, entry in ipairs(redis.call('ZRANGE', log, 0, -1)) do used = used + units_of(entry) end
  end
  local gone = redis.call('ZRANGEBYSCORE', log, '-inf', text(now - window))
  for _, entry in ipairs(gone) do used = used - units_of(entry) end
  if #gone > 0 then redis.call('ZREMRANGEBYRANK', log, 0, #gone - 1) end
  return used
end
local function add(log, entry, moment) redis.call('ZADD', log, text(moment), entry) end
local function keep(log, state, used, moment, window)
  redis.call('HSET', state, 'used', text(math.max(used, 0)), 'window', text(window))
  local left = math.max(redis.call('PTTL', log), redis.call('PTTL', state), 0)
  local ttl = text(math.max(left, math.ceil((moment - now + window) / 1000) + 1000))
  redis.call('PEXPIRE', log, ttl)
  redis.call('PEXPIRE', state, ttl)
end
"""
_TAKE = """
local ticket, longest, turn = ARGV[1], tonumber(ARGV[2]), now
local found = {}
for i = 1, #KEYS / 2 do
  local log, state, at = KEYS[2 * i - 1], KEYS[2 * i], 3 * i
  local limit, window, units = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local used = used_of(log, state, window)
  local entry = text(units) .. ':' .. ticket
  local had = redis.call('ZSCORE', log, entry)
  if had then
    redis.call('ZREM', log, entry)
    used = used - units
  end
  -- Whose turn has come goes before those whose turns come later: these look again when they come.
  local due = had and tonumber(had) <= now
  local told = redis.call('HMGET', state, 'closed', 'limit')
  local start, room = math.max(now, tonumber(told[1] or 0)), tonumber(told[2] or limit)
  room = room - math.min(units, room)
  if used > room then
    -- The oldest entries are fetched as far as they are needed; those from the start on are the turns of who waits.
    local oldest, turns = {}, redis.call('ZRANGEBYSCORE', log, '(' .. text(start), '+inf', 'WITHSCORES')
    local function old(index)
      if oldest[index] == nil then
        for _, each in ipairs(redis.call('ZRANGE', log, #oldest / 2, #oldest / 2 + 31, 'WITHSCORES')) do
          oldest[#oldest + 1] = each
        end
      end
      if oldest[index] == nil then return math.huge, -math.huge end
      return units_of(oldest[index]), tonumber(oldest[index + 1])
    end
    local inside, first, behind = used, 1, 1
    for j = 1, #turns, 2 do inside = inside - units_of(turns[j]) end
    while true do
      while behind < #turns and tonumber(turns[behind + 1]) <= start do
        inside = inside + units_of(turns[behind])
        behind = behind + 2
      end
      while inside > 0 do
        local freed, moment = old(first)
        if moment > start - window then break end
        inside = inside - freed
        first = first + 2
      end
      local crowded = nil
      if inside > room then
        local _, moment = old(first)
        crowded = moment + window
      elseif not due then
        local sum, ahead = inside, first
        for j = behind, #turns, 2 do
          local moment = tonumber(turns[j + 1])
          if moment >= start + window then break end
          sum = sum + units_of(turns[j])
          while sum > 0 do
            local freed, before = old(ahead)
            if before > moment - window then break end
            sum = sum - freed
            ahead = ahead + 2
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
  found[i] = {log, state, used, entry, units, window}
end
local wait = turn - now
for _, each in ipairs(found) do
  local log, state, used, entry, units, window = unpack(each)
  if wait <= longest then
    add(log, entry, turn)
    used = used + units
  end
  keep(log, state, used, wait <= longest and turn or now, window)
end
return text(wait)
"""
_GIVE_BACK = """
for i = 1, #KEYS / 2 do
  if redis.call('ZREM', KEYS[2 * i - 1], ARGV[i + 1] .. ':' .. ARGV[1]) == 1 then
    redis.call('HINCRBY', KEYS[2 * i], 'used', -tonumber(ARGV[i + 1]))
  end
end
"""
_SETTLE = """
for i = 1, #KEYS / 2 do
  local log, state, entry, window = KEYS[2 * i - 1], KEYS[2 * i], ARGV[2 * i], tonumber(ARGV[2 * i + 1])
  local used, moment = used_of(log, state, window), now - tonumber(ARGV[1])
  if redis.call('ZADD', log, 'GT', text(moment), entry) == 1 then used = used + units_of(entry) end
  keep(log, state, used, moment, window)
end
"""
_CLOSE = """
for i = 1, #KEYS / 2 do
  local state, ends = KEYS[2 * i], now + tonumber(ARGV[i])
  if ends > tonumber(redis.call('HGET', state, 'closed') or 0) then redis.call('HSET', state, 'closed', text(ends)) end
  keep(KEYS[2 * i - 1], state, tonumber(redis.call('HGET', state, 'used') or 0), now, tonumber(ARGV[i]))
end
"""
_CORRECT = """
local log, state = KEYS[1], KEYS[2]
local entry, window, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local remaining, reset, ago = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local used, told = used_of(log, state, window), math.max(limit - remaining, 0)
redis.call('HSET', state, 'limit', text(limit))
if told > used then
  add(log, text(told - used) .. ':' .. entry, now)
  used = told
end
local entries, seen = redis.call('ZRANGEBYSCORE', log, '-inf', text(now - ago)), 0
for _, each in ipairs(entries) do seen = seen + units_of(each) end
for _, each in ipairs(entries) do
  if seen - units_of(each) < told then break end
  seen, used = seen - units_of(each), used - units_of(each)
  redis.call('ZREM', log, each)
end
if remaining <= 0 and reset > 0 then redis.call('HSET', state, 'closed', text(now + reset)) end
keep(log, state, used, now + math.max(reset, 0), window)
"""
_USAGE = """
local found = {}
for i = 1, #KEYS / 2 do
  local window = tonumber(redis.call('HGET', KEYS[2 * i], 'window') or 0)
  found[i] = 0
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2 * i - 1], '(' .. text(now - window), '+inf')) do
    found[i] = found[i] + units_of(entry)
  end
end
return found
"""
_RECORD = """
for i = 1, #KEYS / 2 do
  local log, state, units = KEYS[2 * i - 1], KEYS[2 * i], tonumber(ARGV[4 * i - 2])
  local window = tonumber(ARGV[4 * i - 1])
  local used = used_of(log, state, window)
  if redis.call('ZADD', log, text(now - tonumber(ARGV[4 * i])), ARGV[4 * i - 3]) == 1 then used = used + units end
  keep(log, state, used, now, window)
end
"""


@frozen
class _Command:
    """One script, its keys and arguments."""

    script: str
    keys: list[str]
    arguments: list[Any]


class SharedWindows:
    """The buckets of a namespace in a Redis.

    Every question is answered with None while Redis is away, or raises ``RateLimitUnavailable`` if it is to
    ``refuse``. After a failure nobody waits for Redis until a delay has passed, which doubles up to five seconds; then
    one call tries.
    """

    def __init__(self, storage: str, namespace: str, *, refuse: bool) -> None:
        try:
            place, port = urlsplit(storage), urlsplit(storage).port
        except ValueError:
            place, port = urlsplit(""), None
        if place.scheme not in ("redis", "rediss", "unix"):
            message = "a limiter's storage is a URL like redis://HOST:6379/0, rediss://... or unix://..."
            raise ConfigurationError(message)
        if not namespace or not namespace.isascii() or not namespace.isprintable() or set(namespace) & set("{} "):
            raise ConfigurationError("a limiter's namespace is made of printable ASCII without braces and blanks")
        # Never the URL itself: it may hold a password.
        self.place = place.path if place.scheme == "unix" else f"{place.hostname}:{port or 6379}"
        self.degraded = False
        self._storage = Secret(storage)  # with the password, if there is one
        self._options: dict[str, Any] = {
            "socket_timeout": _TIMEOUT,
            "socket_connect_timeout": _TIMEOUT,
            "max_connections": 10_000,
            "decode_responses": True,
        }
        self._refuse = refuse
        self._name = f"{uuid.uuid4().hex[:12]}"
        self._namespace = namespace
        self._key = lru_cache(maxsize=8192)(self._named)
        self._lock = threading.Lock()
        self._pause = _BACKOFF[0]
        self._again = 0.0
        self._client: Any = None
        self._scripts: dict[str, Any] = {}
        # Connections belong to an event loop.
        self._looped: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Any, dict[str, Any]]] = WeakKeyDictionary()

    # --- questions

    def take(
        self, charges: Sequence[Charge], now: float, ticket: int, longest: float, slack: float, recent: "Recent"
    ) -> float | None:
        """See ``RateLimiter.take``; ``recent`` tells what this process took while Redis was away."""
        if self.degraded:
            if not self._may_try():
                self._away()
                return None
            self._try(self._record(recent(now), slack))
        reply = self._ask(self._take(charges, ticket, longest, slack))
        return None if reply is None else int(reply) / 1e6

    async def take_async(
        self, charges: Sequence[Charge], now: float, ticket: int, longest: float, slack: float, recent: "Recent"
    ) -> float | None:
        """``take`` for asyncio."""
        if self.degraded:
            if not self._may_try():
                self._away()
                return None
            await self._try_async(self._record(recent(now), slack))
        reply = await self._ask_async(self._take(charges, ticket, longest, slack))
        return None if reply is None else int(reply) / 1e6

    def settle(self, charges: Sequence[Charge], ticket: int, slack: float) -> None:
        """See ``RateLimiter.settle``."""
        self._tell(self._settle(charges, ticket, slack))

    async def settle_async(self, charges: Sequence[Charge], ticket: int, slack: float) -> None:
        """``settle`` for asyncio."""
        await self._tell_async(self._settle(charges, ticket, slack))

    def give_back(self, charges: Sequence[Charge], ticket: int) -> None:
        """See ``RateLimiter.give_back``."""
        self._tell(self._give_back(charges, ticket))

    async def give_back_async(self, charges: Sequence[Charge], ticket: int) -> None:
        """``give_back`` for asyncio."""
        await self._tell_async(self._give_back(charges, ticket))

    def close(self, charges: Sequence[Charge], seconds: float | None) -> None:
        """See ``RateLimiter.close``."""
        self._tell(self._close(charges, seconds))

    async def close_async(self, charges: Sequence[Charge], seconds: float | None) -> None:
        """``close`` for asyncio."""
        await self._tell_async(self._close(charges, seconds))

    def correct(
        self, charge: Charge, limit: int | None, remaining: int, reset: float | None, slack: float, ago: float
    ) -> None:
        """See ``RateLimiter.correct``; ``ago`` is how many seconds ago the answered call was taken."""
        self._tell(self._correct(charge, limit, remaining, reset, slack, ago))

    async def correct_async(
        self, charge: Charge, limit: int | None, remaining: int, reset: float | None, slack: float, ago: float
    ) -> None:
        """``correct`` for asyncio."""
        await self._tell_async(self._correct(charge, limit, remaining, reset, slack, ago))

    def usage(self, buckets: Sequence[tuple[str, ...]]) -> list[int] | None:
        """The units in use of each bucket; None while Redis is away, whether or not calls are refused then."""
        found: list[int] | None = None
        with suppress(RateLimitUnavailable):
            found = self._ask(_Command(_USAGE, self._keys(buckets), [])) if buckets else []
        return found

    async def usage_async(self, buckets: Sequence[tuple[str, ...]]) -> list[int] | None:
        """``usage`` for asyncio."""
        found: list[int] | None = None
        with suppress(RateLimitUnavailable):
            found = await self._ask_async(_Command(_USAGE, self._keys(buckets), [])) if buckets else []
        return found

    # --- questions as commands

    def _named(self, bucket: tuple[str, ...]) -> str:
        return f"{{{self._namespace}}}:{':'.join(quote(part, '') for part in bucket)}"

    def _keys(self, buckets: Iterable[tuple[str, ...]]) -> list[str]:
        return [f"{self._key(each)}{kind}" for each in buckets for kind in ("", "?")]

    def _entry(self, ticket: int) -> str:
        # The process is named too, for a limiter that was copied by a fork.
        return f"{self._name}-{os.getpid()}-{ticket}"

    def _take(self, charges: Sequence[Charge], ticket: int, longest: float, slack: float) -> _Command:
        arguments: list[Any] = [self._entry(ticket), _micro(longest)]
        for each in charges:
            arguments += [each.limit, _micro(each.window + slack), each.units]
        return _Command(_TAKE, self._keys(each.bucket for each in charges), arguments)

    def _settle(self, charges: Sequence[Charge], ticket: int, slack: float) -> _Command:
        arguments: list[Any] = [_micro(slack)]
        for each in charges:
            arguments += [f"{each.units}:{self._entry(ticket)}", _micro(each.window + slack)]
        return _Command(_SETTLE, self._keys(each.bucket for each in charges), arguments)

    def _give_back(self, charges: Sequence[Charge], ticket: int) -> _Command:
        arguments = [self._entry(ticket), *(each.units for each in charges)]
        return _Command(_GIVE_BACK, self._keys(each.bucket for each in charges), arguments)

    def _close(self, charges: Sequence[Charge], seconds: float | None) -> _Command:
        spans = [_micro(each.window if seconds is None else seconds) for each in charges]
        return _Command(_CLOSE, self._keys(each.bucket for each in charges), spans)

    def _correct(
        self, charge: Charge, limit: int | None, remaining: int, reset: float | None, slack: float, ago: float
    ) -> _Command:
        entry = f"{self._entry(0)}-{uuid.uuid4().hex[:12]}"
        figures = [limit or charge.limit, remaining, _micro(reset or 0.0), _micro(ago)]
        return _Command(_CORRECT, self._keys([charge.bucket]), [entry, _micro(charge.window + slack), *figures])

    def _record(self, recent: Sequence[tuple[Charge, int, float]], slack: float) -> _Command:
        arguments: list[Any] = []
        for each, ticket, age in recent:
            entry = f"{each.units}:{self._entry(ticket)}"
            arguments += [entry, each.units, _micro(each.window + slack), _micro(age)]
        return _Command(_RECORD, self._keys(each.bucket for each, _, _ in recent), arguments)

    # --- asking

    def _ask(self, command: _Command) -> Any:
        if not self.degraded:
            return self._try(command)
        self._away()
        return None

    def _try(self, command: _Command) -> Any:
        try:
            if self._client is None:
                self._client = _BLOCKING.from_url(
                    self._storage.reveal(), retry=Retry(NoBackoff(), 1, (ConnectionError,)), **self._options
                )
            script = self._scripts.get(command.script)
            if script is None:
                script = self._scripts[command.script] = self._client.register_script(_PRELUDE + command.script)
            reply = script(command.keys, command.arguments)
        except (RedisError, OSError) as error:
            self._failed(error)
            return None
        if self.degraded:
            self._back()
        return reply

    async def _ask_async(self, command: _Command) -> Any:
        if not self.degraded:
            return await self._try_async(command)
        self._away()
        return None

    async def _try_async(self, command: _Command) -> Any:
        loop = asyncio.get_running_loop()
        try:
            if loop not in self._looped:
                retry = AsyncRetry(NoBackoff(), 1, (ConnectionError,))
                self._looped[loop] = _ASYNC.from_url(self._storage.reveal(), retry=retry, **self._options), {}
            client, scripts = self._looped[loop]
            script = scripts.get(command.script)
            if script is None:
                script = scripts[command.script] = client.register_script(_PRELUDE + command.script)
            reply = await script(command.keys, command.arguments)
        except (RedisError, OSError) as error:
            self._failed(error)
            return None
        if self.degraded:
            self._back()
        return reply

    def _tell(self, command: _Command) -> None:
        """Ask where the answer does not matter: a call that was sent does not fail for it."""
        if command.keys and not self.degraded:
            with suppress(RateLimitUnavailable):
                self._ask(command)

    async def _tell_async(self, command: _Command) -> None:
        if command.keys and not self.degraded:
            with suppress(RateLimitUnavailable):
                await self._ask_async(command)

    def shut(self) -> None:
        """Close the blocking connections."""
        client, self._client, self._scripts = self._client, None, {}
        if client is not None:
            client.close()

    async def shut_async(self) -> None:
        """Close the connections of the running event loop."""
        looped = self._looped.pop(asyncio.get_running_loop(), None)
        if looped is not None:
            await looped[0].aclose()

    def forked(self) -> None:
        """Begin with connections of the child's own."""
        self._lock = threading.Lock()
        self._client, self._scripts = None, {}

    # --- outages

    def _may_try(self) -> bool:
        """Whether this call is the one that tries whether Redis is back."""
        with self._lock:
            now = time.monotonic()
            if now < self._again:
                return False
            self._again = now + self._pause
            return True

    def _away(self) -> None:
        if self._refuse:
            raise RateLimitUnavailable(self.place, max(self._again - time.monotonic(), 0.0))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AuthenticationError):
            raise ConfigurationError(f"the Redis at {self.place} does not accept the storage's credentials") from None
        if isinstance(error, MovedError):
            message = "is a node of a cluster that does not hold the namespace's keys: name the node that does"
            raise ConfigurationError(f"the Redis at {self.place} {message}, or another namespace") from None
        with self._lock:
            first, self.degraded = not self.degraded, True
            self._pause = _BACKOFF[0] if first else min(self._pause * 2, _BACKOFF[1])
            self._again = time.monotonic() + self._pause
        if first:
            then = "calls are refused" if self._refuse else "this process keeps to its share of the limits"
            kind = type(error).__name__ if not isinstance(error, ResponseError) else str(error)[:80]
            _logger.warning("the Redis at %s that keeps rate limits is away (%s): %s", self.place, kind, then)
        self._away()

    def _back(self) -> None:
        with self._lock:
            was, self.degraded = self.degraded, False
        if was:
            _logger.warning("the Redis at %s that keeps rate limits is back", self.place)


Recent = Callable[[float], list[tuple[Charge, int, float]]]


def _micro(seconds: float) -> int:
    return int(min(max(seconds, 0.0), 1e9) * 1e6)
