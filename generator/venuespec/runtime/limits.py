"""Rate limits kept on this side: a rolling window for each bucket, all buckets of a call taken together or none."""

import threading
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from .endpoint import Endpoint
from .shapes import is_array

SLACK = 0.010
"""Seconds added to every window: the venue counts when a call arrives, not when it leaves."""

_MANY = 4096


@frozen
class Charge:
    """So many units of a bucket.

    ``bucket`` names it: endpoint, which of its limits, and the values it is counted on.
    """

    bucket: tuple[str, ...]
    limit: int
    window: float
    units: int = 1


@define
class _Bucket:
    """The moments at which units were taken, oldest first, as far back as ``window`` seconds."""

    window: float
    taken: deque[tuple[float, int]] = field(factory=deque[tuple[float, int]])
    used: int = 0
    closed_until: float = 0.0

    def forget(self, before: float) -> None:
        taken = self.taken
        while taken and taken[0][0] <= before:
            self.used -= taken.popleft()[1]

    def wait(self, charge: Charge, now: float) -> float:
        """Seconds until the charge fits; one that is larger than the limit fits an empty bucket."""
        if self.closed_until > now:
            return self.closed_until - now
        over = self.used + min(charge.units, charge.limit) - charge.limit
        if over <= 0:
            return 0.0
        for moment, units in self.taken:
            over -= units
            if over <= 0:
                return moment + self.window - now
        return 0.0


class RateLimiter:
    """Counts calls against the venue's documented limits, for all threads of a process.

    Clients that share a key, or an address, share a limiter. ``max_wait`` is how many seconds a call waits for its
    turn before it fails with ``RateLimitExceeded``: 0 never waits, None waits as long as the call's own deadline.
    """

    def __init__(self, *, max_wait: float | None = None, slack: float = SLACK) -> None:
        self.max_wait = max_wait
        self.slack = slack
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, charges: Sequence[Charge], now: float) -> float:
        """Take all the charges, or none: 0 if they were taken, else the seconds until they may fit."""
        with self._lock:
            buckets = self._buckets
            found: list[_Bucket] = []
            wait = 0.0
            for charge in charges:
                bucket = buckets.get(charge.bucket)
                if bucket is None:
                    bucket = buckets[charge.bucket] = _Bucket(charge.window + self.slack)
                bucket.forget(now - bucket.window)
                needed = bucket.wait(charge, now)
                if needed > wait:
                    wait = needed
                found.append(bucket)
            if wait > 0:
                return wait
            for charge, bucket in zip(charges, found, strict=True):
                bucket.taken.append((now, charge.units))
                bucket.used += charge.units
            if len(buckets) > _MANY:
                self._drop_idle(now)
            return 0.0

    remote = False

    async def give_back_async(self, charges: Iterable[Charge], now: float) -> None:
        self.give_back(charges, now)

    async def close_async(self, charges: Iterable[Charge], now: float, seconds: float | None = None) -> None:
        self.close(charges, now, seconds)

    async def correct_async(
        self, charges: Iterable[Charge], now: float, limit: int | None, remaining: int, reset: float | None
    ) -> None:
        self.correct(charges, now, limit, remaining, reset)

    async def take_async(self, charges: Sequence[Charge], now: float) -> float:
        """``take``, without holding up the event loop where it takes I/O."""
        return self.take(charges, now)

    def give_back(self, charges: Iterable[Charge], now: float) -> None:
        """Undo the latest ``take`` of these charges: the call never left."""
        with self._lock:
            for charge in charges:
                bucket = self._buckets.get(charge.bucket)
                if bucket is not None and bucket.taken:
                    bucket.used -= bucket.taken.pop()[1]

    def correct(
        self, charges: Iterable[Charge], now: float, limit: int | None, remaining: int, reset: float | None
    ) -> None:
        """Count as the venue counts."""

    def close(self, charges: Iterable[Charge], now: float, seconds: float | None = None) -> None:
        """The venue said that a limit is used up:

        nothing more until a window has passed, or the seconds that it gave.
        """
        with self._lock:
            for charge in charges:
                bucket = self._buckets.setdefault(charge.bucket, _Bucket(charge.window + self.slack))
                bucket.closed_until = max(bucket.closed_until, now + (charge.window if seconds is None else seconds))

    def usage(self, now: float) -> dict[tuple[str, ...], int]:
        """Units in use by bucket, of the buckets that have any."""
        with self._lock:
            for bucket in self._buckets.values():
                bucket.forget(now - bucket.window)
            return {name: bucket.used for name, bucket in self._buckets.items() if bucket.used}

    def _drop_idle(self, now: float) -> None:
        for name, bucket in list(self._buckets.items()):
            bucket.forget(now - bucket.window)
            if not bucket.taken and bucket.closed_until <= now:
                del self._buckets[name]


def charges_of(endpoint: Endpoint, wire: Any, identity: Mapping[str, str]) -> list[Charge]:
    """What a call costs.

    ``identity`` gives the values of key parts that are not parameters: user_id, ip and the like.
    """
    charges: list[Charge] = []
    for index, limit in enumerate(endpoint.rate_limits):
        if limit.scope is not None:
            continue  # holds for a part of the traffic that a request does not tell
        items = wire if is_array(wire) else (wire,)
        if len(items) == 1:
            values = _values(limit.key, items[0], identity)
            charges.append(Charge((endpoint.name, str(index), *values), limit.limit, limit.window))
            continue
        units: dict[tuple[str, ...], int] = {}
        for item in items:
            values = _values(limit.key, item, identity)
            units[values] = units.get(values, 0) + 1
        for values, count in units.items():
            cost = count if limit.counts == "order" else 1
            charges.append(Charge((endpoint.name, str(index), *values), limit.limit, limit.window, cost))
    return charges


def _values(key: tuple[str, ...], item: Any, identity: Mapping[str, str]) -> tuple[str, ...]:
    if not key:
        return ()
    return tuple(identity[part] if part in identity else str(item.get(part, "")) for part in key)
