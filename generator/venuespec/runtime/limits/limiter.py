"""Rate limits kept on this side: a rolling window for each bucket, all buckets of a call taken together or none.

A unit counts from the moment when it is taken until a window, and a little slack, after that. The venue counts it from
the moment when the call arrives, which lies between that moment and the answer: a call whose answer comes later than
the slack is moved to where the answer came (``settle``), and so the venue never counts a unit that is not counted here.

Who must wait is given a turn: the earliest moment at which the call fits behind those that wait already. When it comes
back at that moment the turn is taken or, if other calls were late, put off.
"""

import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Literal

from attrs import define, field

from .. import fork_safety
from ..clock import seconds
from ..errors import ConfigurationError
from .charges import Charge

if TYPE_CHECKING:
    from .redis import SharedWindows

SLACK = 0.010
"""Seconds added to every window: the venue counts when a call arrives, not when it leaves."""

_MANY = 4096
# Moments are sums of floats: what is over in less than a nanosecond is over.
_SOON = 1e-9


Entry = tuple[float, int, int]
"""The moment from which units count, how many, and the ticket of the call that they are for."""


@define
class _Bucket:
    """What was taken as far back as ``window`` seconds, slack included, and the turns of who waits, oldest first.

    ``limit`` is the server's own figure, where it gave one.
    """

    window: float
    taken: deque[Entry] = field(factory=deque[Entry])
    used: int = 0
    closed_until: float = 0.0
    limit: int | None = None
    turns: dict[int, float] = field(factory=dict[int, float])

    def forget(self, before: float) -> None:
        taken = self.taken
        while taken and taken[0][0] <= before:
            _, units, ticket = taken.popleft()
            self.used -= units
            if self.turns:
                self.turns.pop(ticket, None)

    def add(self, moment: float, units: int, ticket: int) -> None:
        taken = self.taken
        if not taken or taken[-1][0] <= moment:
            taken.append((moment, units, ticket))
        else:
            taken.insert(bisect_right(taken, moment, key=lambda each: each[0]), (moment, units, ticket))
        self.used += units

    def remove(self, ticket: int) -> int:
        """Take the latest entry of a ticket out: its units, 0 if there is none."""
        for index in range(len(self.taken) - 1, -1, -1):
            _, units, owner = self.taken[index]
            if owner == ticket:
                del self.taken[index]
                self.used -= units
                return units
        return 0

    def wait(self, units: int, limit: int, now: float, *, due: bool) -> float:
        """Seconds until the units fit into every window; more than the limit fit an empty bucket.

        Whose turn is ``due`` goes before those whose turns come later: these look again when they come.
        """
        start = max(now, self.closed_until)
        room = limit - min(units, limit)
        if self.used <= room:
            return start - now
        entries = list(self.taken)
        first, behind, inside = 0, len(entries), self.used
        while behind > 0 and entries[behind - 1][0] > start:
            behind -= 1
            inside -= entries[behind][1]
        while True:
            while behind < len(entries) and entries[behind][0] <= start:
                inside += entries[behind][1]
                behind += 1
            while first < behind and entries[first][0] <= start - self.window + _SOON:
                inside -= entries[first][1]
                first += 1
            if inside > room:
                start = entries[first][0] + self.window
                continue
            crowded = None if due else self._crowded(entries[first:], behind - first, inside, room, start)
            if crowded is None:
                return start - now
            start = crowded

    def _crowded(self, entries: list[Entry], behind: int, inside: int, room: int, start: float) -> float | None:
        """The first turn after ``start`` whose window has no room; None where all have."""
        first = 0
        for moment, units, _ in entries[behind:]:
            if moment >= start + self.window:
                break
            inside += units
            while entries[first][0] <= moment - self.window + _SOON:
                inside -= entries[first][1]
                first += 1
            if inside > room:
                return moment
        return None


class RateLimiter:
    """Counts calls against the venue's documented limits, for all threads of a process or, with Redis, for all
    processes and machines.

    Clients that share a key, or an address, share a limiter, or limiters with the same ``storage`` and ``namespace``.

    Args:
        storage: ``redis://HOST:PORT/DB``, ``rediss://`` or ``unix://``; without it the process counts for itself.
        max_wait: How many seconds a call waits for its turn before it fails with ``RateLimitExceeded``: 0 never
            waits, None waits as long as the call's own deadline.
        slack: Seconds that are added to every window; about the time of a round trip to the venue is good.
        limits: What the venue grants this account, by budget: ``{"trade.place_order": 120}`` sets all limits of a
            budget, ``trade.place_order#0`` its first.
        namespace: Begins every key in Redis.
        address: Names the address from which the venue sees the calls; machines behind one address give the same.
        outage: While the storage is away ``share`` goes on with a part of every limit; ``refuse`` fails with
            ``RateLimitUnavailable``.
        share: That part; 1.0 divided by the number of processes is safe.
    """

    def __init__(
        self,
        *,
        storage: str | None = None,
        max_wait: float | None = None,
        slack: float = SLACK,
        limits: Mapping[str, int] | None = None,
        namespace: str = "venuespec",
        address: str = "",
        outage: Literal["share", "refuse"] = "share",
        share: float = 1.0,
    ) -> None:
        slack = seconds("slack", slack, zero=True)
        max_wait = None if max_wait is None else seconds("max_wait", max_wait, zero=True)
        if not 0 < share <= 1:
            raise ConfigurationError(f"a limiter's share is more than 0 and at most 1, not {share!r}")
        if outage not in ("share", "refuse"):
            raise ConfigurationError(f"a limiter's outage is 'share' or 'refuse', not {outage!r}")
        self.max_wait = max_wait
        self.slack = slack
        self.limits: Mapping[str, int] = {}
        self.address = address
        self._share = share
        self._tickets = count(1)
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self._lock = threading.Lock()
        self._latest = 0.0
        self.set_limits(limits or {})
        self._shared = None if storage is None else _shared(storage, namespace, refuse=outage == "refuse")
        fork_safety.watch(self)

    @property
    def remote(self) -> bool:
        """Whether asking takes a round trip to the storage: an asyncio client uses the methods in ``_async``."""
        return self._shared is not None

    @property
    def degraded(self) -> bool:
        """Whether the storage is away."""
        return self._shared is not None and self._shared.degraded

    def set_limits(self, limits: Mapping[str, int]) -> None:
        """Put other numbers in place of documented ones, such as ``{"sub_account_orders": 3000}``, from now on."""
        wrong = {name: number for name, number in limits.items() if type(number) is not int or number < 1}
        if wrong:
            raise ConfigurationError(f"a limit is a whole number from 1: {wrong}")
        self.limits = {**self.limits, **limits}

    def forked(self) -> None:
        """The child counts for itself from here on, or, with a storage, together with its parent."""
        self._lock = threading.Lock()
        if self._shared is not None:
            self._shared.forked()

    def ticket(self) -> int:
        """A number for one attempt of one call, by which its turn and its units are found again."""
        return next(self._tickets)

    def take(self, charges: Sequence[Charge], now: float, ticket: int = 0, longest: float = 0.0) -> float:
        """Take all the charges, or none: 0 if they were taken, else the seconds after which to ask again.

        Where these are at most ``longest``, and there is a ticket, the call has a turn then; who does not come back
        for it gives it back. What is taken without a ticket stays taken. ``now`` is ``time.monotonic()``; Redis goes
        by its own clock.
        """
        if self._shared is None:
            return self._take(charges, now, ticket, longest, 1.0)
        ticket, longest = (ticket, longest) if ticket else (self.ticket(), 0.0)
        wait = self._shared.take(charges, now, ticket, longest, self.slack, self._recent)
        return self._taken(wait, charges, now, ticket, longest)

    async def take_async(self, charges: Sequence[Charge], now: float, ticket: int = 0, longest: float = 0.0) -> float:
        """``take`` for asyncio."""
        if self._shared is None:
            return self._take(charges, now, ticket, longest, 1.0)
        ticket, longest = (ticket, longest) if ticket else (self.ticket(), 0.0)
        wait = await self._shared.take_async(charges, now, ticket, longest, self.slack, self._recent)
        return self._taken(wait, charges, now, ticket, longest)

    def settle(self, charges: Sequence[Charge], taken: float, now: float, ticket: int = 0) -> None:
        """An answer came, or was given up: the call that was taken at ``taken`` reached the venue by ``now``."""
        if now - taken > self.slack:
            self._moved(charges, now - self.slack, ticket)
            if self._shared is not None:
                self._shared.settle(charges, ticket, self.slack)

    async def settle_async(self, charges: Sequence[Charge], taken: float, now: float, ticket: int = 0) -> None:
        """``settle`` for asyncio."""
        if now - taken > self.slack:
            self._moved(charges, now - self.slack, ticket)
            if self._shared is not None:
                await self._shared.settle_async(charges, ticket, self.slack)

    def give_back(self, charges: Sequence[Charge], now: float, ticket: int = 0) -> None:
        """Undo the latest take of a ticket, for a call that certainly was not sent, or the turn of one that waits no
        longer."""
        self._dropped(charges, ticket)
        if self._shared is not None:
            self._shared.give_back(charges, ticket)

    async def give_back_async(self, charges: Sequence[Charge], now: float, ticket: int = 0) -> None:
        """``give_back`` for asyncio."""
        self._dropped(charges, ticket)
        if self._shared is not None:
            await self._shared.give_back_async(charges, ticket)

    def close(self, charges: Iterable[Charge], now: float, seconds: float | None = None) -> None:
        """The venue said that a limit is used up: nothing more until a window has passed, or the seconds that it
        gave."""
        charges = tuple(charges)
        self._closed(charges, now, seconds)
        if self._shared is not None:
            self._shared.close(charges, seconds)

    async def close_async(self, charges: Iterable[Charge], now: float, seconds: float | None = None) -> None:
        """``close`` for asyncio."""
        charges = tuple(charges)
        self._closed(charges, now, seconds)
        if self._shared is not None:
            await self._shared.close_async(charges, seconds)

    def correct(
        self,
        charges: Sequence[Charge],
        now: float,
        limit: int | None,
        remaining: int,
        reset: float | None = None,
        taken: float | None = None,
    ) -> None:
        """The server's own figures for the call's first bucket: its limit, the units that remain, and the seconds
        until there are more, before which nothing goes if none remain.

        ``taken`` is when the answered call was taken: what was taken later the server may not have seen yet.
        """
        if charges:
            self._corrected(charges[0], now, limit, remaining, reset, taken)
            if self._shared is not None:
                ago = 0.0 if taken is None else now - taken
                self._shared.correct(charges[0], limit, remaining, reset, self.slack, ago)

    async def correct_async(
        self,
        charges: Sequence[Charge],
        now: float,
        limit: int | None,
        remaining: int,
        reset: float | None = None,
        taken: float | None = None,
    ) -> None:
        """``correct`` for asyncio."""
        if charges:
            self._corrected(charges[0], now, limit, remaining, reset, taken)
            if self._shared is not None:
                ago = 0.0 if taken is None else now - taken
                await self._shared.correct_async(charges[0], limit, remaining, reset, self.slack, ago)

    def usage(self, now: float) -> dict[tuple[str, ...], int]:
        """Units in use by bucket, of the buckets that have any, with turns of who waits.

        Of a storage's buckets those that this process used.
        """
        if self._shared is not None:
            known = self._known()
            found = self._shared.usage(known)
            if found is not None:
                return {name: used for name, used in zip(known, found, strict=True) if used > 0}
        return self._in_use(now)

    async def usage_async(self, now: float) -> dict[tuple[str, ...], int]:
        """``usage`` for asyncio."""
        if self._shared is not None:
            known = self._known()
            found = await self._shared.usage_async(known)
            if found is not None:
                return {name: used for name, used in zip(known, found, strict=True) if used > 0}
        return self._in_use(now)

    def shut(self) -> None:
        """Close the connections to the storage; they open again when they are needed."""
        if self._shared is not None:
            self._shared.shut()

    async def shut_async(self) -> None:
        """``shut`` for asyncio."""
        if self._shared is not None:
            await self._shared.shut_async()

    # --- this process's own count: all there is, or, beside a storage, what is left without it

    def _take(self, charges: Sequence[Charge], now: float, ticket: int, longest: float, share: float) -> float:
        with self._lock:
            if now < self._latest:
                now = self._latest  # another thread looked at the clock later and came here first
            self._latest = now
            buckets = self._buckets
            wait = 0.0
            added = 0
            for charge in charges:
                bucket = buckets.get(charge.bucket)
                if bucket is None:
                    bucket = self._bucket(charge, now)
                taken = bucket.taken
                if taken and taken[0][0] <= now - bucket.window + _SOON:
                    bucket.forget(now - bucket.window + _SOON)
                due = False
                if bucket.turns and ticket in bucket.turns:
                    due = bucket.turns.pop(ticket) <= now
                    bucket.remove(ticket)
                units = charge.units
                limit = bucket.limit or charge.limit
                if share < 1:
                    limit = max(int(limit * share), 1)
                if bucket.used + units > limit or bucket.closed_until > now:
                    needed = bucket.wait(units, limit, now, due=due)
                    if needed > wait:
                        wait = needed
                if wait == 0:
                    if not taken or taken[-1][0] <= now:
                        taken.append((now, units, ticket))
                        bucket.used += units
                    else:
                        bucket.add(now, units, ticket)
                    added += 1
            if wait > 0:
                for charge in charges[:added]:
                    buckets[charge.bucket].remove(ticket)
                if ticket and wait <= longest:
                    for charge in charges:
                        bucket = self._bucket(charge, now)
                        bucket.add(now + wait, charge.units, ticket)
                        bucket.turns[ticket] = now + wait
            return wait

    def _taken(self, wait: float | None, charges: Sequence[Charge], now: float, ticket: int, longest: float) -> float:
        """What the storage answered, remembered here for the day when it is away; None if it is."""
        if wait is None:
            return self._take(charges, now, ticket, longest, self._share)
        if wait == 0:
            with self._lock:
                for charge in charges:
                    bucket = self._bucket(charge, now)
                    bucket.forget(now - bucket.window)
                    bucket.add(now, charge.units, ticket)
        return wait

    def _bucket(self, charge: Charge, now: float) -> _Bucket:
        found = self._buckets.get(charge.bucket)
        if found is None:
            if len(self._buckets) >= _MANY:
                self._drop_idle(now)
            found = self._buckets[charge.bucket] = _Bucket(charge.window + self.slack)
        return found

    def _moved(self, charges: Sequence[Charge], moment: float, ticket: int) -> None:
        with self._lock:
            for charge in charges:
                bucket = self._bucket(charge, moment)
                bucket.remove(ticket)
                bucket.add(moment, charge.units, ticket)

    def _dropped(self, charges: Sequence[Charge], ticket: int) -> None:
        with self._lock:
            for charge in charges:
                bucket = self._buckets.get(charge.bucket)
                if bucket is not None:
                    bucket.remove(ticket)
                    bucket.turns.pop(ticket, None)

    def _closed(self, charges: Sequence[Charge], now: float, seconds: float | None) -> None:
        with self._lock:
            for charge in charges:
                bucket = self._bucket(charge, now)
                bucket.closed_until = max(bucket.closed_until, now + (charge.window if seconds is None else seconds))

    def _corrected(
        self,
        charge: Charge,
        now: float,
        limit: int | None,
        remaining: int,
        reset: float | None,
        taken: float | None,
    ) -> None:
        with self._lock:
            bucket = self._bucket(charge, now)
            bucket.forget(now - bucket.window + _SOON)
            bucket.limit = limit or bucket.limit
            used = max((bucket.limit or charge.limit) - remaining, 0)
            if used > bucket.used:
                bucket.add(now, used - bucket.used, 0)
            seen = sum(units for moment, units, _ in bucket.taken if moment <= (now if taken is None else taken))
            while bucket.taken and seen - bucket.taken[0][1] >= used:
                seen -= bucket.taken[0][1]
                bucket.used -= bucket.taken.popleft()[1]
            if remaining <= 0 and reset:
                bucket.closed_until = max(bucket.closed_until, now + reset)

    def _in_use(self, now: float) -> dict[tuple[str, ...], int]:
        with self._lock:
            for bucket in self._buckets.values():
                bucket.forget(now - bucket.window + _SOON)
            return {name: bucket.used for name, bucket in self._buckets.items() if bucket.used}

    def _known(self) -> list[tuple[str, ...]]:
        with self._lock:
            return list(self._buckets)

    def _recent(self, now: float) -> list[tuple[Charge, int, float]]:
        """What this process took and still counts, for a storage that was away: charge, ticket and age."""
        with self._lock:
            return [
                (Charge(name, 0, bucket.window - self.slack, units), ticket, now - moment)
                for name, bucket in self._buckets.items()
                for moment, units, ticket in bucket.taken
                if ticket and now - bucket.window < moment <= now
            ]

    def _drop_idle(self, now: float) -> None:
        for name, bucket in list(self._buckets.items()):
            bucket.forget(now - bucket.window)
            if not bucket.taken and bucket.closed_until <= now:
                del self._buckets[name]


def _shared(storage: str, namespace: str, *, refuse: bool) -> "SharedWindows":
    try:
        from .redis import SharedWindows
    except ModuleNotFoundError:
        raise ConfigurationError("limits in a Redis need the package redis: pip install 'venuespec[redis]'") from None
    return SharedWindows(storage, namespace, refuse=refuse)
