"""Observe calls: each attempt as it starts and ends, and counters over all of them.

No type here carries a header, a parameter or a body, so no hook, log record or metric can leak a credential.
"""

import itertools
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from threading import RLock

from . import fork_safety
from .endpoint import Endpoint
from .errors import RateLimitedError, VenueError
from .records import declared_of, define, field, frozen
from .venue import Outcome

OTHER_PATHS = "other paths"
"""The name under which calls of ever more paths are counted."""
_MOST_PATHS = 1000


@frozen(kw_only=True, slots=False)
class Attempt:
    """One attempt of a call.

    ``request_id`` is the same for all attempts of a call, and stands in its ``Response``, its error and its log
    records; ``number`` counts from 1; ``waited`` is the seconds that the call has spent on rate limits and between
    attempts so far. The rest is known when the attempt has ended: ``elapsed`` seconds, the HTTP ``status`` if an
    answer came, ``error``, the name of the error's class, the venue's ``code``, and the ``outcome`` of a write that
    failed. A cancelled attempt has the error ``CancelledError``.
    """

    request_id: str
    endpoint: Endpoint
    number: int
    waited: float = 0.0
    elapsed: float | None = None
    status: int | None = None
    error: str | None = None
    code: str | None = None
    outcome: Outcome | None = None

    def __init__(
        self,
        *,
        request_id: str,
        endpoint: Endpoint,
        number: int,
        waited: float = 0.0,
        elapsed: float | None = None,
        status: int | None = None,
        error: str | None = None,
        code: str | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        self.__dict__.update(
            request_id=request_id,
            endpoint=endpoint,
            number=number,
            waited=waited,
            elapsed=elapsed,
            status=status,
            error=error,
            code=code,
            outcome=outcome,
        )


Hook = Callable[[Attempt], None]
"""Called on the thread, or in the task, that makes the call: it should be quick. What it raises is logged."""


@define(kw_only=True)
class Counts:
    """Totals over calls; seconds are sums.

    ``calls`` have ended, ``failed`` of them with an error and ``unknown`` of them as writes with an unknown outcome;
    ``cancelled`` calls are counted apart. ``refused`` requests break a rule and were never sent. ``retries`` are the
    attempts after a call's first, ``unreadable`` the values of answers that were not as documented and are None in
    their rows. ``rate_limited`` counts the venue's refusals for too many calls, ``errors`` the failed attempts by error
    class.
    """

    calls: int = 0
    attempts: int = 0
    retries: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    refused: int = 0
    rate_limited: int = 0
    unreadable: int = 0
    elapsed: float = 0.0
    waited: float = 0.0
    errors: Counter[str] = field(factory=Counter[str])

    def __init__(
        self,
        *,
        calls: int = 0,
        attempts: int = 0,
        retries: int = 0,
        failed: int = 0,
        unknown: int = 0,
        cancelled: int = 0,
        refused: int = 0,
        rate_limited: int = 0,
        unreadable: int = 0,
        elapsed: float = 0.0,
        waited: float = 0.0,
        errors: Counter[str] | None = None,
    ) -> None:
        self.calls = calls
        self.attempts = attempts
        self.retries = retries
        self.failed = failed
        self.unknown = unknown
        self.cancelled = cancelled
        self.refused = refused
        self.rate_limited = rate_limited
        self.unreadable = unreadable
        self.elapsed = elapsed
        self.waited = waited
        self.errors = Counter() if errors is None else errors

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in declared_of(Counts)})


@frozen(kw_only=True, slots=False)
class Stats:
    """A snapshot of a client's counters: in total, and by endpoint name."""

    total: Counts
    endpoints: Mapping[str, Counts]

    def __init__(self, *, total: Counts, endpoints: Mapping[str, Counts]) -> None:
        self.__dict__.update(total=total, endpoints=endpoints)


class Watch:
    """Count calls and hold the hooks.

    All threads of a client share it, and so do the signal handlers that interrupt them.
    """

    def __init__(self, on_request: Hook | None = None, on_response: Hook | None = None) -> None:
        self.on_request = on_request
        self.on_response = on_response
        self._numbers = itertools.count(1)
        self._counts: dict[str, Counts] = {}
        self._unreadable: set[tuple[str, str]] = set()
        # Counts of a signal handler that interrupted the counting wait here until that ends.
        self._late = deque[Callable[[], None]]()
        self.forked()
        fork_safety.watch(self)

    def forked(self) -> None:
        """Give the child process request ids and a lock of its own."""
        self._prefix = os.urandom(4).hex()
        self._lock = RLock()
        self._counting = False

    def request_id(self) -> str:
        """Return a new request id, unique across clients."""
        return self.id_of(self.number())

    def number(self) -> int:
        """Return the number of a new request id."""
        return next(self._numbers)

    def id_of(self, number: int) -> str:
        """Return the request id with a number."""
        return f"{self._prefix}-{number}"

    def ended(
        self, endpoint: Endpoint, attempts: int, elapsed: float, waited: float, error: VenueError | None = None
    ) -> None:
        """Count a call that has ended, with or without an error."""
        with self._lock:
            if self._counting:
                self._late.append(partial(self.ended, endpoint, attempts, elapsed, waited, error))
                return
            try:
                self._counting = True
                counts = self._counts.get(endpoint.name)
                if counts is None:
                    counts = self._counts_of(endpoint)
                counts.calls += 1
                counts.attempts += attempts
                if attempts > 1:
                    counts.retries += attempts - 1
                counts.elapsed += elapsed
                counts.waited += waited
                if error is not None:
                    counts.failed += 1
                    counts.unknown += error.outcome == "unknown"
            finally:
                self._counting = False
            if self._late:
                self._catch_up()

    def cancelled(self, endpoint: Endpoint, attempts: int) -> None:
        """Count a call that was cancelled from outside."""
        self._add(endpoint, cancelled=1, attempts=attempts, retries=max(attempts - 1, 0))

    def attempt_failed(self, endpoint: Endpoint, error: VenueError) -> None:
        """Count a failed attempt, whether or not another one follows."""
        name = type(error).__name__
        self._add(endpoint, name, rate_limited=int(isinstance(error, RateLimitedError)))

    def unreadable(self, endpoint: Endpoint, fields: Iterable[str], count: int) -> list[str]:
        """Count values that could not be read; return the fields that had none so far."""
        self._add(endpoint, unreadable=count)
        new = [name for name in fields if (endpoint.name, name) not in self._unreadable]
        self._unreadable.update((endpoint.name, name) for name in new)
        return new

    def refused(self, endpoint: Endpoint) -> None:
        """Count a request that breaks a rule and was not sent."""
        self._add(endpoint, refused=1)

    def stats(self) -> Stats:
        """Return the current counters."""
        with self._lock:
            endpoints = {name: counts + Counts() for name, counts in sorted(self._counts.items())}
        return Stats(total=sum(endpoints.values(), Counts()), endpoints=endpoints)

    def _add(self, endpoint: Endpoint, error: str | None = None, **numbers: int) -> None:
        with self._lock:
            if self._counting:
                self._late.append(partial(self._add, endpoint, error, **numbers))
                return
            try:
                self._counting = True
                counts = self._counts_of(endpoint)
                for name, number in numbers.items():
                    setattr(counts, name, getattr(counts, name) + number)
                if error is not None:
                    counts.errors[error] += 1
            finally:
                self._counting = False
            if self._late:
                self._catch_up()

    def _catch_up(self) -> None:
        while self._late:
            self._late.popleft()()

    def _counts_of(self, endpoint: Endpoint) -> Counts:
        counts = self._counts.get(endpoint.name)
        if counts is None:
            # Paths that the SDK does not have may hold ids, of which there is no end.
            name = endpoint.name if " " not in endpoint.name or len(self._counts) < _MOST_PATHS else OTHER_PATHS
            counts = self._counts.setdefault(name, Counts())
        return counts
