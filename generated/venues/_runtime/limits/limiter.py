"""Client-side rate limits, for this process alone or for all processes that share a Redis.

A unit counts from the moment it is taken until a window, and a little slack, later. The venue counts it when the call
arrives, which lies between that moment and the answer: a call whose answer comes later than the slack is moved to the
time of the answer (``settle``), so that the venue never counts a unit that is not counted here.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Literal
from weakref import finalize

from .. import fork_safety
from ..clock import seconds
from ..errors import ConfigurationError
from .charges import Charge
from .local import LocalWindows

if TYPE_CHECKING:
    from .storage import Storage

SLACK = 0.010
"""Seconds added to every window: the venue counts when a call arrives, not when it leaves."""

TIMEOUT = 1.0
_LONGEST_CLOSE = 3600.0


class RateLimiter:
    """Counts calls against the venue's documented limits, across threads or, with Redis, machines.

    Clients that share a key, or an address, share a limiter, or limiters with the same ``storage`` and ``namespace``.

    Args:
        storage: ``redis://HOST:PORT/DB``, ``rediss://`` or ``unix://``; without it the process counts for itself.
        processes: With a storage: how many processes share it. Each has an equal part of every limit while the Redis
            is away.
        share: In place of ``processes``: the part of every limit that this process has then, such as 0.25. The shares
            of all processes add up to at most 1.
        max_wait: How many seconds a call waits for its turn before it fails with ``RateLimitExceeded``: 0 never
            waits, None waits as long as the call's own deadline.
        slack: Seconds added to every window; about one round trip to the venue is good.
        limits: The limits granted to this account, by budget: ``{"trade.place_order": 120}`` sets all limits of a
            budget, ``trade.place_order#0`` its first, ``order.place_order@spot`` those of a scope, in the words of the
            documentation.
        namespace: The prefix of every key in Redis.
        address: A name for the address from which the venue sees the calls; machines behind one address use the same.
        outage: While the storage is away ``share`` goes on with the process's share of every limit; ``refuse`` fails
            with ``RateLimitUnavailable``, except for calls that cancel orders, which go on with the share.
        storage_timeout: Maximum seconds of one round trip to the storage.
    """

    def __init__(
        self,
        *,
        storage: str | None = None,
        processes: int | None = None,
        share: float | None = None,
        max_wait: float | None = None,
        slack: float = SLACK,
        limits: Mapping[str, int] | None = None,
        namespace: str = "venuespec",
        address: str = "",
        outage: Literal["share", "refuse"] = "share",
        storage_timeout: float = TIMEOUT,
    ) -> None:
        max_wait = None if max_wait is None else seconds("max_wait", max_wait, zero=True)
        slack = seconds("slack", slack, zero=True, most=60)
        storage_timeout = seconds("storage_timeout", storage_timeout, most=60)
        _check("outage", outage, "'share' or 'refuse'", outage in ("share", "refuse"))
        self.max_wait = max_wait
        self.slack = slack
        self.limits: Mapping[str, int] = {}
        self.address = address
        self._tickets = count(1)
        self.set_limits(limits or {})
        self._storage: Storage | None = None
        if storage is None:
            _share(processes, share, needed=False)
            self._local = LocalWindows(slack)
        else:
            part = partial(_share, processes, share, needed=True)
            self._storage = _opened(storage, namespace, part, outage == "refuse", slack, storage_timeout)
            self._local = self._storage.windows.local
            finalize(self, self._storage.leave)  # by the end of the process at the latest
        fork_safety.watch(self)

    @property
    def remote(self) -> bool:
        """Return whether asking takes a round trip to the storage, so that asyncio needs ``take_async``."""
        return self._storage is not None

    @property
    def degraded(self) -> bool:
        """Return whether the storage is away."""
        return self._storage is not None and self._storage.windows.degraded

    def set_limits(self, limits: Mapping[str, int]) -> None:
        """Replace documented limits from now on, for example ``{"sub_account_orders": 3000}``."""
        wrong = {name: number for name, number in limits.items() if type(number) is not int or number < 1}
        if wrong:
            raise ConfigurationError(f"limits must be whole numbers of at least 1, got {wrong}")
        self.limits = {**self.limits, **limits}

    def forked(self) -> None:
        """Count separately in a forked child or, with a storage, together with the parent."""
        self._local.forked()
        if self._storage is not None:
            self._storage.forked()

    def ticket(self) -> int:
        """Return a number for one attempt of one call, which identifies its turn and its units."""
        return next(self._tickets)

    def take(
        self, charges: Sequence[Charge], now: float, ticket: int = 0, longest: float = 0.0, within: float = math.inf
    ) -> float:
        """Take all the charges and return 0, or take none and return the seconds after which to ask again.

        If these are at most ``longest``, and there is a ticket, the call has a turn then; a call that does not come
        back for its turn gives it back. Units taken without a ticket stay taken. ``now`` is ``time.monotonic()``; a
        storage goes by its own clock. Asking it takes no longer than ``longest``, or its time-out if that is 0, and
        ``within``.
        """
        if self._storage is None:
            return self._local.take(charges, now, ticket, longest)
        return self._storage.take(charges, ticket or self.ticket(), longest if ticket else 0.0, within)

    async def take_async(
        self, charges: Sequence[Charge], now: float, ticket: int = 0, longest: float = 0.0, within: float = math.inf
    ) -> float:
        """Do the same as ``take``, for asyncio."""
        if self._storage is None:
            return self._local.take(charges, now, ticket, longest)
        return await self._storage.take_async(charges, ticket or self.ticket(), longest if ticket else 0.0, within)

    def settle(self, charges: Sequence[Charge], taken: float, now: float, ticket: int = 0) -> None:
        """Record that the call taken at ``taken`` reached the venue by ``now``, answered or given up."""
        if now - taken > self.slack:
            if self._storage is None:
                self._local.settle(charges, now - self.slack, ticket)
            else:
                self._storage.tell(self._storage.windows.settle(charges, ticket))

    async def settle_async(self, charges: Sequence[Charge], taken: float, now: float, ticket: int = 0) -> None:
        """Do the same as ``settle``, for asyncio."""
        if self._storage is None:
            self.settle(charges, taken, now, ticket)
        elif now - taken > self.slack:
            await self._storage.tell_async(self._storage.windows.settle(charges, ticket))

    def give_back(self, charges: Sequence[Charge], now: float, ticket: int = 0) -> None:
        """Undo the latest take of a call that certainly was not sent, or drop a turn that is not needed."""
        if self._storage is None:
            self._local.give_back(charges, ticket)
        else:
            self._storage.tell(self._storage.windows.give_back(charges, ticket))

    async def give_back_async(self, charges: Sequence[Charge], now: float, ticket: int = 0) -> None:
        """Do the same as ``give_back``, for asyncio."""
        if self._storage is None:
            self._local.give_back(charges, ticket)
        else:
            await self._storage.tell_async(self._storage.windows.give_back(charges, ticket))

    def close(self, charges: Iterable[Charge], now: float, seconds: float | None = None) -> None:
        """Block calls for a window, or for the seconds that the venue asks (up to an hour).

        A block never shortens a longer one.
        """
        charges, seconds = tuple(charges), _bounded(seconds)
        if self._storage is None:
            self._local.close(charges, now, seconds)
        else:
            self._storage.tell(self._storage.windows.close(charges, seconds))

    async def close_async(self, charges: Iterable[Charge], now: float, seconds: float | None = None) -> None:
        """Do the same as ``close``, for asyncio."""
        if self._storage is None:
            self.close(charges, now, seconds)
        else:
            await self._storage.tell_async(self._storage.windows.close(tuple(charges), _bounded(seconds)))

    def correct(
        self,
        charges: Sequence[Charge],
        now: float,
        limit: int | None,
        remaining: int,
        reset: float | None = None,
        taken: float | None = None,
    ) -> None:
        """Adopt the server's count of the call's first bucket: limit, units left, seconds to reset.

        No call goes before the reset if no units are left. The server may not have counted yet what was taken after
        ``taken``, the time when the answered call was taken.
        """
        if not charges:
            return
        reset, taken = _bounded(reset), now if taken is None else taken
        if self._storage is None:
            self._local.correct(charges[0], now, limit, remaining, reset, taken)
        else:
            self._storage.tell(self._storage.windows.correct(charges[0], limit, remaining, reset, now - taken))

    async def correct_async(
        self,
        charges: Sequence[Charge],
        now: float,
        limit: int | None,
        remaining: int,
        reset: float | None = None,
        taken: float | None = None,
    ) -> None:
        """Do the same as ``correct``, for asyncio."""
        if self._storage is None:
            self.correct(charges, now, limit, remaining, reset, taken)
        elif charges:
            ago = 0.0 if taken is None else now - taken
            await self._storage.tell_async(
                self._storage.windows.correct(charges[0], limit, remaining, _bounded(reset), ago)
            )

    def usage(self, now: float) -> dict[tuple[str, ...], int]:
        """Return the units in use by bucket, turns of waiting calls included.

        With a storage these are the buckets that this process used.
        """
        return self._local.buckets.usage(now) if self._storage is None else self._storage.usage()

    async def usage_async(self, now: float) -> dict[tuple[str, ...], int]:
        """Do the same as ``usage``, for asyncio."""
        return self._local.buckets.usage(now) if self._storage is None else await self._storage.usage_async()

    def shut(self) -> None:
        """Close the connections to the storage; they reopen on demand."""
        if self._storage is not None:
            self._storage.leave()

    async def shut_async(self) -> None:
        """Do the same as ``shut``, for asyncio."""
        if self._storage is not None:
            await self._storage.leave_async()


def _opened(
    url: str, namespace: str, share: Callable[[], float], refuse: bool, slack: float, timeout: float
) -> "Storage":
    if not namespace or not namespace.isascii() or not namespace.isprintable() or set(namespace) & set("{} "):
        raise ConfigurationError(f"namespace must be printable ASCII without braces and spaces, got {namespace!r}")
    try:
        from .storage import Storage
    except ModuleNotFoundError:
        raise ConfigurationError(
            "limits in a Redis need the package redis; run pip install 'venuespec[redis]'"
        ) from None
    return Storage(url, namespace, share, refuse=refuse, slack=slack, timeout=timeout)


def _share(processes: int | None, share: float | None, *, needed: bool) -> float:
    """Return the part of every limit that the process has while the storage is away."""
    if processes is not None:
        _check("processes", processes, "a whole number from 1", type(processes) is int and processes >= 1)
    if share is not None:
        good = isinstance(share, int | float) and not isinstance(share, bool) and 0 < share <= 1
        _check("share", share, "a number above 0 and at most 1", good)
    if processes is not None and share is not None:
        raise ConfigurationError("processes and share cannot both be given; share is 1 / processes by default")
    if processes is None and share is None and needed:
        raise ConfigurationError(
            "a limiter with a storage needs its part of every limit while the storage is away; give processes=N, "
            "the number of processes that share the storage, or share=, such as 0.25"
        )
    return share if share is not None else 1 / (processes or 1)


def _check(name: str, value: Any, allowed: str, good: bool) -> None:
    if not good:
        raise ConfigurationError(f"{name} must be {allowed}, got {value!r}")


def _bounded(seconds: float | None) -> float | None:
    """Limit a pause that the venue asked for to a plausible length."""
    if seconds is None or math.isnan(seconds):
        return None
    return min(max(seconds, 0.0), _LONGEST_CLOSE)
