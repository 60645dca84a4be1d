"""The request loop: when to wait, what to send, what to do with an answer, when to try again.

It does no I/O. ``exchange`` is a generator that yields steps (take so much of the rate limits, send this, sleep so
long) and is told what came of each; the blocking client and the asyncio client drive it, each in its own way.

An exception of a signal's handler can come at any line. Whatever it interrupts, the call gives back what it took of
the rate limits if it did not leave, and ends with that exception.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from .answers import Done, code_of_table, decoded, kept, payload_of, retry_after
from .clock import timestamp
from .core import Core
from .endpoint import Endpoint
from .errors import (
    APIError,
    ClockError,
    ConfigurationError,
    DecodeError,
    NotSentError,
    RateLimitedError,
    RateLimitExceeded,
    VenueError,
)
from .json_types import is_array, is_object
from .limits.charges import Charge
from .outgoing import Call, check_route, http, make_call
from .request import Request
from .retry import attempt_timeout, delay, may_retry
from .steps import Close, Correct, GiveBack, Send, Settle, Sleep, Steps, Take
from .telling import abandoned, about, log, observed, starting
from .transport.base import HttpResponse
from .venue import Feedback

T = TypeVar("T")

_UNSIGNED = re.compile(r"[0-9]{1,20}")
_EPOCHS = (1_262_304_000, 4_102_444_800)  # the years 2010 to 2100


class Response(NamedTuple, Generic[T]):
    """A decoded answer.

    ``data`` is the payload, ``server_time`` the venue's clock where it sends it, ``elapsed`` the seconds from the
    beginning to the answer, ``waited`` those of them spent on rate limits and between attempts. ``envelope`` is what
    the answer says beside its payload. ``request_id`` is ours: hooks and log records of the call carry it too.
    ``request`` is what was sent, with the client's id where the client made it; None for ``Client.call``.
    """

    data: T
    status: int
    headers: Mapping[str, str]
    body: bytes
    envelope: Mapping[str, Any] = {}
    server_time: datetime | None = None
    elapsed: float = 0.0
    waited: float = 0.0
    attempts: int = 1
    request_id: str = ""
    request: Any = None

    def __repr__(self) -> str:
        hidden = ("headers", "body", "envelope", "request")
        shown = {name: each for name, each in self._asdict().items() if name not in hidden}
        return f"Response({', '.join(f'{name}={each!r}' for name, each in shown.items())})"


class _Course:
    """How far a call has come: its attempt that is under way, and what it holds of the rate limits.

    ``answered`` says that the attempt has ended, well or not, ``not_sent`` that the venue was not reached.
    """

    __slots__ = (
        "answered",
        "attempt",
        "charges",
        "deadline",
        "not_sent",
        "send",
        "sent_at",
        "started",
        "taken",
        "ticket",
        "waited",
    )

    def __init__(self, started: float, timeout: float, charges: Sequence[Charge]) -> None:
        self.started = started
        self.deadline = started + timeout
        self.charges = charges
        self.attempt = self.ticket = 0
        self.waited = 0.0
        self.taken = self.sent_at = started
        self.send: Send | None = None
        self.answered = self.not_sent = False


def exchange(core: Core, request: Request[T], timeout: float | None) -> Steps[Response[T]]:
    """Send a checked request and decode its answer."""
    began = core.clock.now()
    call = make_call(core, request.endpoint, request.to_wire(), request.headers())
    try:
        done = yield from _answered(core, call, timeout)
        data, server_time = decoded(core, call, request, done)
    except VenueError as error:
        if request.endpoint.reconcile is not None:
            error.request, error.began = request, began
        raise
    return _response(call, done, data, server_time, request)


def exchange_raw(core: Core, endpoint: Endpoint, wire: Any, timeout: float | None) -> Steps[Response[Any]]:
    """Send wire values to any endpoint; the payload comes back as JSON."""
    check_route(endpoint)
    call = make_call(core, endpoint, wire, {})
    done = yield from _answered(core, call, timeout)
    return _response(call, done, done.payload.pop(core.venue.envelope.data, None), None, None)


def _response(call: Call, done: Done, data: T, server_time: datetime | None, request: Request[T] | None) -> Response[T]:
    return Response(
        data=data,
        envelope=done.payload,
        status=done.response.status,
        headers=done.response.headers,
        body=done.response.body,
        server_time=server_time,
        elapsed=done.elapsed,
        waited=done.waited,
        attempts=done.attempts,
        request_id=call.request_id,
        request=request,
    )


def learn_clock(core: Core, timeout: float | None = None) -> Steps[None]:
    """Ask the venue for its time and keep the difference."""
    source = core.venue.clock
    if source is None:
        raise ConfigurationError(f"{core.venue.title} documents no endpoint that tells the time")
    endpoint = Endpoint(
        name="clock", method=source.method, path=source.path, docs="", signed=source.signed, write=False, query=True
    )
    call = Call(endpoint=endpoint, wire={}, target=source.path, body=b"", request_id=core.watch.request_id())
    sent = core.clock.now()
    result = yield Send(http(core, call, core.timeout if timeout is None else timeout), call)
    received = core.clock.now()
    payload = payload_of(core, call, result, 1)
    rows = payload.get(core.venue.envelope.data)
    row: Any = rows[0] if is_array(rows) and rows else rows
    per_second = {"seconds": 1, "milliseconds": 1_000, "nanoseconds": 1_000_000_000}[source.unit]
    found = str(row.get(source.field)) if is_object(row) else ""
    # Every later signature uses it; a time that nobody lives in would spoil them all.
    if not _UNSIGNED.fullmatch(found) or not _EPOCHS[0] <= int(found) // per_second < _EPOCHS[1]:
        raise DecodeError(
            "the venue's time cannot be read", path=source.field, endpoint=endpoint, answer=kept(core, result)
        )
    core.offset.learn(int(found) * (1000 / per_second), sent, received)


def _answered(core: Core, call: Call, timeout: float | None) -> Steps[Done]:
    """Everything up to a successful envelope: limits, signing, attempts."""
    endpoint, watch = call.endpoint, core.watch
    course: _Course | None = None
    try:
        charges = core.tariff.charges(endpoint, call.wire)
        course = _Course(core.clock.monotonic(), core.timeout if timeout is None else timeout, charges)
        try:
            while True:
                ended = yield from _attempted(core, call, course)
                if isinstance(ended, Done):
                    watch.ended(endpoint, course.attempt, ended.elapsed, course.waited)
                    core.quota.succeeded(course.attempt - 1)
                    return ended
                course.waited += yield from _before_next(core, call, ended, course)
        except VenueError as error:
            error.request_id = call.request_id
            watch.ended(endpoint, course.attempt, core.clock.monotonic() - course.started, course.waited, error)
            raise
    except VenueError:
        raise
    except BaseException as stop:
        if course is not None:
            watch.cancelled(endpoint, course.attempt)
            if not isinstance(stop, GeneratorExit):  # who closes a generator takes no more steps
                yield from _stopped(core, call, course)
        raise


def _attempted(core: Core, call: Call, course: _Course) -> Steps[Done | VenueError]:
    """One attempt: the answer if it is a success, or the error that it stands for."""
    clock, charges = core.clock, course.charges
    course.send = None
    course.answered = course.not_sent = False
    course.ticket = 0
    if charges:
        yield from _admitted(core, call.endpoint, course)
    course.attempt += 1
    course.sent_at = clock.monotonic()
    if core.watch.on_request is not None:
        starting(core, call, course.attempt, course.waited)
    timeout = attempt_timeout(call.endpoint, course.attempt, core.retry, course.deadline - course.sent_at)
    course.send = Send(http(core, call, timeout), call, course.attempt)
    result = yield course.send
    error: VenueError | None = None
    payload: dict[str, Any] = {}
    try:
        payload = payload_of(core, call, result, course.attempt)
        course.send.outcome = "executed"
    except VenueError as failure:
        error = failure
        course.send.outcome = error.outcome
        course.not_sent = isinstance(error, NotSentError | ConfigurationError)
    course.answered = True
    now = clock.monotonic()
    observed(core, call, course.attempt, course.waited, now - course.sent_at, result, error)
    if charges:
        if (step := _counted(core, course, now, sent=not course.not_sent)) is not None:
            yield step
        if core.venue.feedback is not None and isinstance(result, HttpResponse):
            yield from _corrected(core, core.venue.feedback, course, result)
    if error is not None:
        return error
    return Done(result, payload, now - course.started, course.waited, course.attempt)


def _admitted(core: Core, endpoint: Endpoint, course: _Course) -> Steps[None]:
    """Wait until the rate limits let the call go."""
    if core.owed is not None:
        owed, core.owed = core.owed, None
        raise owed
    course.ticket = core.limiter.ticket()
    waited = 0.0
    while True:
        now = core.clock.monotonic()
        longest = within = course.deadline - now
        if core.limiter.max_wait is not None:
            longest = min(longest, core.limiter.max_wait - waited)
        wait = yield Take(course.charges, now, course.ticket, longest, within)
        if isinstance(wait, VenueError):
            raise wait
        if wait <= 0:
            course.taken = now
            return
        if wait > longest:
            raise RateLimitExceeded(endpoint, wait, "; ".join(str(each) for each in course.charges))
        waited += wait
        course.waited += wait
        yield Sleep(wait)


def _stopped(core: Core, call: Call, course: _Course) -> Steps[None]:
    """Let a call that something from outside stopped tell of it, and give back what it holds."""
    now = core.clock.monotonic()
    left = course.send is not None and course.send.departed and not course.not_sent
    if course.send is not None and not course.answered:
        abandoned(core, call, course.attempt, course.waited, now - course.sent_at, left=left)
    if course.ticket and (step := _counted(core, course, now, sent=left)) is not None:
        yield step


def _counted(core: Core, course: _Course, now: float, *, sent: bool) -> GiveBack | Settle | None:
    """What the limiter is to know of what became of what was taken."""
    if not sent:
        return GiveBack(course.charges, now, course.ticket)
    if now - course.taken > core.limiter.slack:
        return Settle(course.charges, course.taken, now, course.ticket)
    return None


def _corrected(core: Core, feedback: Feedback, course: _Course, response: HttpResponse) -> Steps[None]:
    """Pass on what the venue says of its own count of the endpoint's calls."""
    remaining = _whole(response.headers.get(feedback.remaining))
    own = core.tariff.own(course.charges)
    if remaining is None or not own:
        return
    limit = _whole(response.headers.get(feedback.limit)) if feedback.limit else None
    reset = _whole(response.headers.get(feedback.reset)) if feedback.reset else None
    until = None if reset is None else max(reset / 1000 - timestamp(core.clock.now, core.offset) / 1000, 0.0)
    yield Correct(own, core.clock.monotonic(), limit, remaining, until, course.taken)


def _whole(text: str | None) -> int | None:
    """The whole number that a header holds, if it does."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 20 else None


def _before_next(core: Core, call: Call, error: VenueError, course: _Course) -> Steps[float]:
    """Prepare the next attempt, or raise: the seconds spent waiting."""
    endpoint, charges = call.endpoint, course.charges
    after = retry_after(core, error)
    if charges and after is not None:
        yield Close(charges, core.clock.monotonic(), after)
    elif charges and isinstance(error, RateLimitedError):
        yield Close(core.tariff.refused(charges, error.code), core.clock.monotonic(), None)
    retryable = isinstance(error, APIError) and code_of_table(core, error.code).retry
    if not may_retry(endpoint, error, course.attempt, core.retry, retryable):
        raise error
    if isinstance(error, ClockError):
        yield from _clock_learnt(core, error, course.deadline)
        return 0.0
    pause = max(delay(course.attempt, core.retry, core.random), after or 0.0)
    if core.clock.monotonic() + pause >= course.deadline:
        raise error
    told = {**about(call), "attempt": course.attempt, "pause": pause}
    if not core.quota.take():
        words = "%s %s is not tried again after %s: the client's budget for retries is used up"
        log(core, "info", words, endpoint.method, endpoint.path, type(error).__name__, extra=told)
        raise error
    words = "%s %s is tried again in %.3f s after %s"
    log(core, "info", words, endpoint.method, endpoint.path, pause, type(error).__name__, extra=told)
    yield Sleep(pause)
    return pause


def _clock_learnt(core: Core, error: ClockError, deadline: float) -> Steps[None]:
    """Learn the clock that the venue found wrong; raise its error where there is no way, or no time."""
    if core.venue.clock is None:
        raise error
    core.offset.forget()
    try:
        yield from learn_clock(core, max(deadline - core.clock.monotonic(), 0.001))
    except VenueError:
        raise error from None
    if core.clock.monotonic() >= deadline:
        raise error
