"""The steps of a call that only its client can take, and that the request loop asks for."""

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple, TypeVar

from attrs import define

from .limits.charges import Charge
from .outgoing import Call
from .transport.base import HttpRequest
from .venue import Outcome

T = TypeVar("T")


@define
class Send:
    """Send this, and tell what came: the response, or the error that the transport raised.

    ``departed`` is set when bytes of it may be about to leave, ``outcome`` when the answer tells it.
    """

    request: HttpRequest
    call: Call
    attempt: int = 1
    departed: bool = False
    outcome: Outcome = "unknown"


class Sleep(NamedTuple):
    """Wait so many seconds."""

    seconds: float


class Take(NamedTuple):
    """``RateLimiter.take``, and tell what it says: 0 if all was taken, else the seconds after which to ask again, or
    the error that it raised."""

    charges: Sequence[Charge]
    now: float
    ticket: int
    longest: float
    within: float
    """Seconds that asking may take: what is left of the call's time."""


class Settle(NamedTuple):
    """``RateLimiter.settle``: the call that was taken so long ago has reached the venue only now."""

    charges: Sequence[Charge]
    taken: float
    now: float
    ticket: int


class GiveBack(NamedTuple):
    """``RateLimiter.give_back``: the call never left, or waits for its turn no longer."""

    charges: Sequence[Charge]
    now: float
    ticket: int


class Close(NamedTuple):
    """``RateLimiter.close``: the venue counted too many calls."""

    charges: Sequence[Charge]
    now: float
    seconds: float | None


class Correct(NamedTuple):
    """``RateLimiter.correct``: count as the venue counts."""

    charges: Sequence[Charge]
    now: float
    limit: int | None
    remaining: int
    reset: float | None
    taken: float


class Interrupted(BaseException):  # no error: whoever made the call wants it no more
    """Thrown into the loop when the call is cancelled: it gives back what it holds, and ends with this."""


class Returned(NamedTuple):
    """The end of the steps, with what they lead to."""

    value: Any


Step = Send | Sleep | Take | Settle | GiveBack | Close | Correct


Steps = Generator[Step, Any, T]


def next_step(steps: Steps[Any], result: Any) -> Step | Returned:
    """The step after one that had this result."""
    # A ``try`` inside of another one of the same function has a line that neither covers.
    try:
        return steps.send(result)
    except StopIteration as stop:
        return Returned(stop.value)
