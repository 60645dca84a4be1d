"""The request loop: when to wait, what to send, how to treat an answer, when to retry.

It does no I/O. ``exchange`` is a generator that yields steps (take these rate-limit units, send this request, sleep
this long) and receives the result of each; the blocking client and the asyncio client drive it, each in its own way.

A signal handler can raise an exception at any line. Wherever that happens, the call gives back the rate-limit units it
took if it has not left, and ends with that exception.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from .answers import envelope_of, known_code, redacted_answer, successful_payload
from .clock import timestamp
from .core import Core
from .decoding import Done, decode_payload
from .endpoint import Endpoint
from .envelopes import key_of
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
from .patterns import pattern
from .pauses import retry_after
from .reporting import log, log_fields, report_cancelled, report_end, report_start
from .request import Request
from .retry import attempt_timeout, delay, may_retry
from .steps import Close, Correct, GiveBack, Send, Settle, Sleep, Steps, Take
from .transport.base import HttpResponse
from .venue import Feedback

T = TypeVar("T")

_UNSIGNED = pattern(r"[0-9]{1,20}")
_EPOCHS = (1_262_304_000, 4_102_444_800)  # the years 2010 to 2100


class Response(NamedTuple, Generic[T]):
    """A decoded answer.

    ``data`` is the payload, ``server_time`` the venue's clock where the answer has it, ``elapsed`` the seconds from the
    start of the call to the answer, ``waited`` the part of them spent on rate limits and between attempts. ``envelope``
    holds the fields beside the payload. ``request_id`` is made by the client; hooks and log records of the call carry
    it too. ``request`` is the request that was sent, including an id that the client made; None for ``Client.call``.
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
        shown = {name: value for name, value in self._asdict().items() if name not in hidden}
        return f"Response({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


class CallProgress:
    """The progress of a call: its current attempt, and the rate-limit units it holds.

    ``answered`` is true once the attempt has ended, well or not; ``not_sent`` when the venue was not reached.
    """

    # Defaults of the class: a usual call changes few of them.
    attempt = ticket = 0
    waited = 0.0
    charges: Sequence[Charge] = ()
    send: Send | None = None
    answered = not_sent = False
    started = deadline = taken = sent_at = 0.0


class Begun(NamedTuple):
    """A call that was prepared elsewhere, with its progress and what came of its first attempt, if one was made.

    The request loop goes on from there.
    """

    call: Call
    began: float
    progress: CallProgress | None
    result: HttpResponse | VenueError | None


def exchange(core: Core, request: Request[T], timeout: float | None, begun: Begun | None = None) -> Steps[Response[T]]:
    """Send a checked request and decode its answer."""
    began = core.clock.now() if begun is None else begun.began
    call = make_call(core, request.endpoint, request.to_wire(), request.headers()) if begun is None else begun.call
    try:
        done = yield from _run_attempts(core, call, timeout, begun)
        data, server_time = decode_payload(core, call, request, done)
    except VenueError as error:
        remember(core, request, began, error)
        raise
    return _response(call, done, data, server_time, request)


def remember(core: Core, request: Request[Any], began: float, error: VenueError) -> None:
    """Let an error know what ``reconcile`` needs to find out the outcome of its call."""
    if request.endpoint.reconcile is not None:
        error.request, error.began = request, began
        error.window = core.signer.window if core.signer is not None else None


def exchange_raw(core: Core, endpoint: Endpoint, wire: Any, timeout: float | None) -> Steps[Response[Any]]:
    """Send wire values to any endpoint and return the payload as JSON."""
    check_route(endpoint)
    call = make_call(core, endpoint, wire, {})
    done = yield from _run_attempts(core, call, timeout)
    return _response(call, done, done.payload.pop(key_of(envelope_of(core, endpoint)), None), None, None)


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
    """Ask the venue for its time and store the clock offset."""
    source = core.venue.clock
    if source is None:
        raise ConfigurationError(f"{core.venue.title} documents no endpoint that tells the time")
    endpoint = Endpoint(
        name="clock",
        method=source.method,
        path=source.path,
        docs="",
        signed=source.signed,
        write=False,
        query=True,
        envelope=source.envelope,
    )
    call = Call(endpoint=endpoint, wire={}, target=source.path, body=b"", request_id=core.watch.request_id())
    sent = core.clock.now()
    result = yield Send(http(core, call, core.timeout if timeout is None else timeout), call)
    received = core.clock.now()
    payload = successful_payload(core, call, result, 1)
    rows = payload.get(key_of(envelope_of(core, endpoint)))
    row: Any = rows[0] if is_array(rows) and rows else rows
    per_second = {"seconds": 1, "milliseconds": 1_000, "nanoseconds": 1_000_000_000}[source.unit]
    moment = str(row.get(source.field)) if is_object(row) else ""
    # All later signatures use it: an implausible time would spoil them all.
    if not _UNSIGNED.fullmatch(moment) or not _EPOCHS[0] <= int(moment) // per_second < _EPOCHS[1]:
        raise DecodeError(
            # The value itself may echo a credential.
            f"the venue's time must be a Unix time in {source.unit}, between 2010 and 2100",
            path=source.field,
            endpoint=endpoint,
            answer=redacted_answer(core, result),
        )
    core.offset.learn(int(moment) * (1000 / per_second), sent, received, core.clock.monotonic())


def _run_attempts(core: Core, call: Call, timeout: float | None, begun: Begun | None = None) -> Steps[Done]:
    """Make attempts until one succeeds or the call fails for good."""
    endpoint, watch = call.endpoint, core.watch
    progress = None if begun is None else begun.progress
    came = None if begun is None else begun.result
    try:
        if progress is None:
            charges = core.costs.charges(endpoint, call.wire)
            progress = CallProgress()
            progress.started = progress.taken = progress.sent_at = core.clock.monotonic()
            progress.deadline = progress.started + (core.timeout if timeout is None else timeout)
            progress.charges = charges
        try:
            while True:
                outcome = yield from _run_attempt(core, call, progress, came)
                if isinstance(outcome, Done):
                    watch.ended(endpoint, progress.attempt, outcome.elapsed, progress.waited)
                    core.quota.succeeded(progress.attempt - 1)
                    return outcome
                progress.waited += yield from _prepare_retry(core, call, outcome, progress)
                came = None
        except VenueError as error:
            error.request_id = call.request_id
            watch.ended(endpoint, progress.attempt, core.clock.monotonic() - progress.started, progress.waited, error)
            raise
    except VenueError:
        raise
    except BaseException as stop:
        if progress is not None:
            # A closed generator cannot yield steps.
            yield from stopped(core, call, progress, closed=isinstance(stop, GeneratorExit))
        raise


def stopped(core: Core, call: Call, progress: CallProgress, *, closed: bool = False) -> Steps[None]:
    """End a call that was stopped from outside: count it, and release what it holds unless its steps are ``closed``."""
    core.watch.cancelled(call.endpoint, progress.attempt)
    if not closed:
        yield from _release(core, call, progress)


def _run_attempt(
    core: Core, call: Call, progress: CallProgress, came: HttpResponse | VenueError | None
) -> Steps[Done | VenueError]:
    """Make one attempt: wait for the rate limits, sign, send, and judge the answer.

    Where ``came`` is given, the attempt was made elsewhere already.
    """
    clock, charges = core.clock, progress.charges
    if came is None:
        progress.send = None
        progress.answered = progress.not_sent = False
        progress.ticket = 0
        if charges:
            yield from _wait_for_limits(core, call.endpoint, progress)
        progress.attempt += 1
        progress.sent_at = clock.monotonic()
        if core.watch.on_request is not None:
            report_start(core, call, progress.attempt, progress.waited)
        timeout = attempt_timeout(call.endpoint, progress.attempt, core.retry, progress.deadline - progress.sent_at)
        progress.send = Send(http(core, call, timeout), call, progress.attempt)
        came = yield progress.send
    assert came is not None
    assert progress.send is not None
    return (yield from _judged(core, call, progress, progress.send, came))


def _judged(
    core: Core, call: Call, progress: CallProgress, send: Send, result: HttpResponse | VenueError
) -> Steps[Done | VenueError]:
    """Judge what came of an attempt, report it and correct the limiter's count."""
    clock, charges = core.clock, progress.charges
    error: VenueError | None = None
    payload: dict[str, Any] = {}
    try:
        payload = successful_payload(core, call, result, progress.attempt)
        send.outcome = "executed"
    except VenueError as failure:
        error = failure
        send.outcome = error.outcome
        progress.not_sent = isinstance(error, NotSentError | ConfigurationError)
    progress.answered = True
    now = clock.monotonic()
    report_end(core, call, progress.attempt, progress.waited, now - progress.sent_at, result, error)
    if charges:
        if (step := final_count(core, progress, now, sent=not progress.not_sent)) is not None:
            yield step
        if core.venue.feedback is not None and isinstance(result, HttpResponse):
            yield from feedback_of(core, core.venue.feedback, call.endpoint, progress, result)
    if error is not None:
        return error
    assert isinstance(result, HttpResponse)
    return Done(result, payload, now - progress.started, progress.waited, progress.attempt)


def _wait_for_limits(core: Core, endpoint: Endpoint, progress: CallProgress) -> Steps[None]:
    """Wait until the rate limits admit the call."""
    if core.owed is not None:
        owed, core.owed = core.owed, None
        raise owed
    progress.ticket = core.limiter.ticket()
    waited = 0.0
    while True:
        now = core.clock.monotonic()
        longest = within = progress.deadline - now
        if core.limiter.max_wait is not None:
            longest = min(longest, core.limiter.max_wait - waited)
        wait = yield Take(progress.charges, now, progress.ticket, longest, within)
        if isinstance(wait, VenueError):
            raise wait
        if wait <= 0:
            progress.taken = now
            return
        if wait > longest:
            raise RateLimitExceeded(endpoint, wait, "; ".join(str(charge) for charge in progress.charges))
        waited += wait
        progress.waited += wait
        yield Sleep(wait)


def _release(core: Core, call: Call, progress: CallProgress) -> Steps[None]:
    """Release the rate-limit units held by a call that was stopped from outside."""
    now = core.clock.monotonic()
    left = progress.send is not None and progress.send.departed and not progress.not_sent
    if progress.send is not None and not progress.answered:
        report_cancelled(core, call, progress.attempt, progress.waited, now - progress.sent_at, left=left)
    if progress.ticket and (step := final_count(core, progress, now, sent=left)) is not None:
        yield step


def final_count(core: Core, progress: CallProgress, now: float, *, sent: bool) -> GiveBack | Settle | None:
    """Return the step that corrects the limiter's count after an attempt, or None if the count is right."""
    if not sent:
        return GiveBack(progress.charges, now, progress.ticket)
    if now - progress.taken > core.limiter.slack:
        return Settle(progress.charges, progress.taken, now, progress.ticket)
    return None


def feedback_of(
    core: Core, feedback: Feedback, endpoint: Endpoint, progress: CallProgress, response: HttpResponse
) -> Iterator[Correct]:
    """Pass the venue's own rate-limit count, from its headers, to the limiter."""
    for told in feedback.counts:
        count = _header_integer(response.headers.get(told.header))
        of = core.costs.of(progress.charges, told.budget) if count is not None else ()
        if count is not None and of and endpoint.name not in told.but:
            left = max(of[0].limit - count, 0) if told.tells == "used" else count
            yield Correct(of, core.clock.monotonic(), None, left, None, progress.taken)
    if feedback.remaining is None:
        return
    remaining = _header_integer(response.headers.get(feedback.remaining))
    own = core.costs.own(progress.charges)
    if remaining is None or not own:
        return
    limit = _header_integer(response.headers.get(feedback.limit)) if feedback.limit else None
    reset = _header_integer(response.headers.get(feedback.reset)) if feedback.reset else None
    until = None if reset is None else max(reset / 1000 - timestamp(core.clock.now, core.offset) / 1000, 0.0)
    yield Correct(own, core.clock.monotonic(), limit, remaining, until, progress.taken)


def _header_integer(text: str | None) -> int | None:
    """Parse a header as a non-negative integer; None if it is not one."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 20 else None


def _prepare_retry(core: Core, call: Call, error: VenueError, progress: CallProgress) -> Steps[float]:
    """Wait for the next attempt and return the seconds waited; raise the error if there is none."""
    endpoint, charges = call.endpoint, progress.charges
    after = retry_after(core, error)
    if charges and after is not None:
        yield Close(charges, core.clock.monotonic(), after)
    elif charges and isinstance(error, RateLimitedError):
        yield Close(core.costs.refused(charges, error.code), core.clock.monotonic(), None)
    retryable = isinstance(error, APIError) and known_code(core, error).retry
    if not may_retry(endpoint, error, progress.attempt, core.retry, retryable):
        raise error
    if isinstance(error, ClockError):
        yield from _relearn_clock(core, error, progress.deadline)
        return 0.0
    pause = max(delay(progress.attempt, core.retry, core.random), after or 0.0)
    if core.clock.monotonic() + pause >= progress.deadline:
        raise error
    extra = {**log_fields(call), "attempt": progress.attempt, "pause": pause}
    if not core.quota.take():
        words = "%s %s is not tried again after %s: the client's budget for retries is used up"
        log(core, "info", words, endpoint.method, endpoint.path, type(error).__name__, extra=extra)
        raise error
    words = "%s %s is tried again in %.3f s after %s"
    log(core, "info", words, endpoint.method, endpoint.path, pause, type(error).__name__, extra=extra)
    yield Sleep(pause)
    return pause


def _relearn_clock(core: Core, error: ClockError, deadline: float) -> Steps[None]:
    """Learn the clock anew after a clock error; raise that error if this is impossible or too late."""
    if core.venue.clock is None:
        raise error
    core.offset.forget()
    try:
        yield from learn_clock(core, max(deadline - core.clock.monotonic(), 0.001))
    except VenueError:
        raise error from None
    if core.clock.monotonic() >= deadline:
        raise error
