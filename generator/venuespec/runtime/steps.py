"""Steps that the request loop yields and its client carries out."""

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple, TypeVar

from .limits.charges import Charge
from .outgoing import Call
from .records import define
from .transport.base import HttpRequest
from .venue import Outcome

T = TypeVar("T")


@define
class Send:
    """Send a request; the result is the response or the error that the transport raised.

    ``departed`` is set when bytes of the request may be about to leave, ``outcome`` when the answer shows it. There is
    no ``request`` where straight lines sent it: then this is a record of what was sent and not a step.
    """

    request: HttpRequest | None
    call: Call
    attempt: int = 1
    departed: bool = False
    outcome: Outcome = "unknown"

    def __init__(
        self,
        request: HttpRequest | None,
        call: Call,
        attempt: int = 1,
        departed: bool = False,
        outcome: Outcome = "unknown",
    ) -> None:
        self.request = request
        self.call = call
        self.attempt = attempt
        self.departed = departed
        self.outcome = outcome


class Sleep(NamedTuple):
    """Sleep for a number of seconds."""

    seconds: float


class Take(NamedTuple):
    """Call ``RateLimiter.take``; the result is its return value, or the error that it raised.

    0 means that all units were taken; any other number is the seconds after which to ask again.
    """

    charges: Sequence[Charge]
    now: float
    ticket: int
    longest: float
    within: float
    """Seconds that asking may take: what is left of the call's time."""


class Settle(NamedTuple):
    """Call ``RateLimiter.settle``: a call taken a while ago reached the venue only by now."""

    charges: Sequence[Charge]
    taken: float
    now: float
    ticket: int


class GiveBack(NamedTuple):
    """Call ``RateLimiter.give_back``: the call never left, or no longer waits for its turn."""

    charges: Sequence[Charge]
    now: float
    ticket: int


class Close(NamedTuple):
    """Call ``RateLimiter.close``: the venue refused a call as one too many."""

    charges: Sequence[Charge]
    now: float
    seconds: float | None


class Correct(NamedTuple):
    """Call ``RateLimiter.correct``: adopt the venue's own count."""

    charges: Sequence[Charge]
    now: float
    limit: int | None
    remaining: int
    reset: float | None
    taken: float


class Interrupted(BaseException):  # not an error: the caller has cancelled the call
    """Thrown into the request loop of a cancelled call, so that it releases its rate-limit units."""


class Returned(NamedTuple):
    """The end of the steps, with their return value."""

    value: Any


Step = Send | Sleep | Take | Settle | GiveBack | Close | Correct


Steps = Generator[Step, Any, T]


def next_step(steps: Steps[Any], result: Any) -> Step | Returned:
    """Send the result of a step into the request loop and return the step that follows."""
    # A ``try`` inside of another one of the same function has a line that neither covers.
    try:
        return steps.send(result)
    except StopIteration as stop:
        return Returned(stop.value)
