"""Whether to try again, and when: two small decisions, apart from everything that acts on them."""

from random import Random

from attrs import frozen

from .endpoint import Endpoint
from .errors import APIError, ClockError, HTTPError, NotSentError, RateLimitedError, TransportError, VenueError


@frozen(kw_only=True)
class Retry:
    """At most ``attempts`` in all; the delay before the n-th retry is random between 0 and ``base`` seconds doubled n
    times, at most ``cap``."""

    attempts: int = 3
    base: float = 0.2
    cap: float = 5.0


def may_retry(endpoint: Endpoint, error: VenueError, attempt: int, retry: Retry, retryable: bool) -> bool:
    """Whether a failed attempt may be followed by another.

    A write is repeated only when it certainly was not executed; that the venue would refuse a second one by its id is
    no reason, since ids can be used again once an order is done. ``retryable`` is what the venue's table says of the
    code.
    """
    if attempt >= retry.attempts or (endpoint.write and error.outcome != "not_executed"):
        return False
    if isinstance(error, ClockError):
        return attempt == 1
    if isinstance(error, TransportError):
        return not (isinstance(error, NotSentError) and error.certain_to_fail)
    if isinstance(error, HTTPError):
        return error.status == 429 or (not endpoint.write and (error.status == 408 or not 400 <= error.status < 500))
    if isinstance(error, RateLimitedError):
        return retryable
    if isinstance(error, APIError):
        return retryable and not endpoint.write
    return False


def attempt_timeout(endpoint: Endpoint, attempt: int, retry: Retry, remaining: float) -> float:
    """Seconds that an attempt may take: all that remain of the call for a write and for the last attempt, else half of
    them, so that a read that hangs can be repeated within its deadline."""
    last = endpoint.write or attempt >= retry.attempts
    return max(remaining if last else remaining / 2, 0.001)


def delay(attempt: int, retry: Retry, random: Random) -> float:
    """Seconds before the next attempt: full jitter, so that clients that failed together do not return together."""
    return random.uniform(0, min(retry.cap, retry.base * 2.0**attempt))
