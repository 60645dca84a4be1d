"""Decide whether to retry, and when."""

from random import Random
from threading import RLock
from typing import Literal

from . import fork_safety
from .endpoint import Endpoint
from .errors import (
    APIError,
    ClockError,
    ConfigurationError,
    HTTPError,
    RateLimitedError,
    TransportError,
    VenueError,
)
from .records import frozen

_MOST_ATTEMPTS = 100
_REFILL = 0.2


def _check(name: str, value: object, least: float, most: float, *, whole: bool = False, none: bool = False) -> None:
    if none and value is None:
        return
    kind = int if whole else int | float
    if not isinstance(value, kind) or isinstance(value, bool) or not least <= value <= most:
        allowed = f"a {'whole ' if whole else ''}number from {least:g} to {most:g}{', or None' if none else ''}"
        raise ConfigurationError(f"Retry({name}=...) must be {allowed}, got {value!r}")


@frozen(kw_only=True, slots=False)
class Retry:
    """The retry policy of a client.

    Args:
        attempts: Maximum number of attempts of a call, the first one included.
        base, cap: The delay before retry n is random between 0 and ``base`` seconds doubled n times, at most ``cap``.
        budget: Number of retries that all calls of a client share. Each retry takes one; a call that succeeds after
            retries gives back what it took, any other successful call a fifth of one. When the budget is used up, which
            happens soon in an outage, calls fail after their first attempt, which is always made. None for no limit.
    """

    attempts: int = 3
    base: float = 0.2
    cap: float = 5.0
    budget: int | None = 100

    def __init__(self, *, attempts: int = 3, base: float = 0.2, cap: float = 5.0, budget: int | None = 100) -> None:
        self.__dict__.update(attempts=attempts, base=base, cap=cap, budget=budget)
        self.__attrs_post_init__()

    def __attrs_post_init__(self) -> None:
        _check("attempts", self.attempts, 1, _MOST_ATTEMPTS, whole=True)
        _check("base", self.base, 0, 3600)
        _check("cap", self.cap, 0, 3600)
        _check("budget", self.budget, 0, 1_000_000, whole=True, none=True)


class RetryQuota:
    """The remaining retry budget, shared by all threads of a client."""

    def __init__(self, budget: int | None) -> None:
        self._budget = budget
        self._left = float(budget or 0)
        self._lock = RLock()
        fork_safety.watch(self)

    def forked(self) -> None:
        self._lock = RLock()

    def take(self) -> bool:
        """Take one retry from the budget; false if none is left."""
        if self._budget is None:
            return True
        with self._lock:
            allowed = self._left >= 1
            self._left -= allowed
        return allowed

    def succeeded(self, retries: int) -> None:
        """Refill the budget after a call that succeeded with this number of retries."""
        if self._budget is not None and self._left < self._budget:
            with self._lock:
                self._left = min(self._left + (retries or _REFILL), float(self._budget))


def may_retry(
    endpoint: Endpoint, error: VenueError, attempt: int, retry: Retry, retryable: bool | Literal["write"]
) -> bool:
    """Decide whether another attempt may follow a failed one.

    A write is repeated only when it certainly was not executed. A venue's refusal of duplicate ids does not make it
    safe, since an id can be used again once its order is done. ``retryable`` is the entry for the code in the venue's
    table; ``write`` says that a write that was not executed may be repeated too.
    """
    if attempt >= retry.attempts or (endpoint.write and error.outcome != "not_executed"):
        return False
    if isinstance(error, ClockError):
        return attempt == 1
    if isinstance(error, TransportError):
        return not error.permanent
    if isinstance(error, HTTPError):
        return error.status == 429 or (not endpoint.write and (error.status == 408 or not 400 <= error.status < 500))
    if isinstance(error, RateLimitedError):
        return bool(retryable)
    if isinstance(error, APIError):
        return retryable == "write" or (retryable is True and not endpoint.write)
    return False


def attempt_timeout(endpoint: Endpoint, attempt: int, retry: Retry, remaining: float) -> float:
    """Return the seconds that an attempt may take.

    A write and a last attempt get all the remaining time of the call, any other attempt half of it, so that a read that
    hangs can be repeated before the deadline.
    """
    last = endpoint.write or attempt >= retry.attempts
    return max(remaining if last else remaining / 2, 0.001)


def delay(attempt: int, retry: Retry, random: Random) -> float:
    """Return the seconds before the next attempt.

    Full jitter keeps clients that fail together from retrying together.
    """
    return random.uniform(0, min(retry.cap, retry.base * 2.0**attempt))
