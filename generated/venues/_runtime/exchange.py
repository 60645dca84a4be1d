"""The request loop: what to send, when to wait, what an answer means, when to try again.

It does no I/O. ``exchange`` is a generator that yields steps (take so much of the rate limits, send this, sleep so
long) and is told what came of each; the blocking client and the asyncio client drive it, each in its own way.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from logging import DEBUG, WARNING, Logger
from random import Random
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote

from attrs import define, evolve

from .clock import Clock, ClockOffset, timestamp
from .endpoint import Endpoint
from .errors import (
    Answer,
    APIError,
    ClockError,
    ConfigurationError,
    DecodeError,
    HTTPError,
    NotSentError,
    RateLimitedError,
    RateLimitExceeded,
    RequestError,
    TransportError,
    VenueError,
    api_error_class,
    readable,
    unknown_outcome,
    warn,
)
from .json_types import is_array, is_items, is_object, json_text, parsed_json
from .limits.charges import Charge
from .limits.costs import Tariff
from .limits.limiter import RateLimiter
from .observe import Attempt, Hook, Watch
from .request import Request
from .retry import Retry, attempt_timeout, delay, may_retry
from .rows import FieldError, milliseconds, only_finite
from .rules import Violation
from .sign import Signer
from .steps import Close, Correct, GiveBack, Interrupted, Send, Settle, Sleep, Steps, Take
from .transport.base import Headers, HttpRequest, HttpResponse, SentHeaders
from .values import plain
from .venue import Envelope, ErrorCode, Feedback, Outcome, Venue

T = TypeVar("T")

_BACKSLASH, _SMALL_N, _LARGE_N = b"\\nN"
_NO_NUMBER = re.compile(rb'"[-+]?(?:s?nan|inf)')
_LONGEST_PAUSE = 3600.0
_LONGEST_PAGE = 4096
_UNSIGNED = re.compile(r"[0-9]{1,20}")
_EPOCHS = (1_262_304_000, 4_102_444_800)  # the years 2010 to 2100
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Follows the host in the URL: what does not begin with a slash would be read as a part of the host.
_PATH = re.compile(r"(?:/(?!(?:\.|%2[eE]){1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+)+/?")


# Steps, and what a call is made of, are made anew for every call: as named tuples in a third of the time.


class Response(NamedTuple, Generic[T]):
    """A decoded answer.

    ``data`` is the payload, ``server_time`` the venue's clock where it sends it, ``elapsed`` the seconds from the
    beginning to the answer, ``waited`` those of them spent on rate limits and between attempts. ``envelope`` is what
    the answer says beside its payload. ``request_id`` is ours: hooks and log records of the call carry it too.
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

    def __repr__(self) -> str:
        shown = {name: each for name, each in self._asdict().items() if name not in ("headers", "body", "envelope")}
        return f"Response({', '.join(f'{name}={each!r}' for name, each in shown.items())})"


@define(kw_only=True)
class Core:
    """What the loop knows of its client."""

    venue: Venue
    base_url: str
    headers: Mapping[str, str]
    signer: Signer | None
    limiter: RateLimiter
    tariff: Tariff
    retry: Retry
    clock: Clock
    offset: ClockOffset
    random: Random
    logger: Logger
    watch: Watch
    timeout: float
    connect_timeout: float


class _Call(NamedTuple):
    """One request as it goes on the wire, the same in every attempt."""

    endpoint: Endpoint
    wire: Any
    target: str
    body: bytes
    request_id: str
    headers: Mapping[str, str] = {}


class _Done(NamedTuple):
    """A successful answer, and what it took."""

    response: HttpResponse
    payload: dict[str, Any]
    elapsed: float
    waited: float
    attempts: int


def check(request: Request[Any], context: Any) -> None:
    """Refuse what the venue would refuse. Raises ``RequestError``; what is merely inadvisable warns."""
    found = list(request.violations(context))
    if not found:
        return
    for each in found:
        if each.level == "warn":
            warn(each, request.endpoint)
    errors = tuple(each for each in found if each.level == "error")
    if errors:
        known = {each.rule for each in errors}
        undecided = tuple(each for each in request.undecided(context) if each.rule not in known)
        raise RequestError(request.endpoint, errors, undecided)


def exchange(core: Core, request: Request[T], timeout: float | None) -> Steps[Response[T]]:
    """Send a checked request and decode its answer."""
    began = core.clock.now()
    call = _call(core, request.endpoint, request.to_wire(), request.headers())
    try:
        done = yield from _answered(core, call, timeout)
        data, server_time = _decoded(core, call, request, done)
    except VenueError as error:
        if request.endpoint.reconcile is not None:
            error.request, error.began = request, began
        raise
    return _response(call, done, data, server_time)


def _decoded(core: Core, call: _Call, request: Request[T], done: _Done) -> tuple[T, datetime | None]:
    """The payload as rows, and the venue's time where the envelope has it."""
    envelope, payload = core.venue.envelope, done.payload
    try:
        data = request.decode(_with_verdicts(envelope, payload))
        if _may_hold_no_number(done.response.body):
            only_finite(data, envelope.data)
        return data, milliseconds(payload.get(envelope.time), envelope.time) if envelope.time else None
    except FieldError as error:
        found = readable(_redacted(core, str(error).encode()).decode())
        raise DecodeError(
            f"{request.endpoint.name} was executed, but its answer is not what is documented: {found}",
            path=error.path,
            endpoint=request.endpoint,
            attempts=done.attempts,
            answer=_answer(_without_echo(core, done.response)),
            request_id=call.request_id,
        ) from None


def _may_hold_no_number(body: bytes) -> bool:
    """Whether a quantity of an answer may be NaN or infinite, in any spelling that ``Decimal`` takes."""
    # A search for one byte takes no time, and candles have none of these letters. Of the rest the pattern takes ten
    # times as long as the searches for words, and what it looks for hardly ever comes.
    if _BACKSLASH in body:
        return True  # its letters may be written as escapes
    if _SMALL_N not in body and _LARGE_N not in body:
        return False
    lower = body.lower()
    return (lower.find(b"nan") >= 0 or lower.find(b"inf") >= 0) and _NO_NUMBER.search(lower) is not None


def _with_verdicts(envelope: Envelope, payload: dict[str, Any]) -> Any:
    """The payload, taken out of its envelope; an item of its list has what the envelope says of the item beside it."""
    data = payload.pop(envelope.data, None)
    if not envelope.verdicts:
        return data
    said: Any = payload
    for step in envelope.verdicts:
        said = said.get(step) if is_object(said) else None
    items = data.get(envelope.verdicts[-1]) if is_array(said) and is_object(data) else None
    if not is_array(items) or len(items) != len(said):
        return data
    judged = [{**item, **verdict} for item, verdict in zip(items, said, strict=True)]
    return {**data, envelope.verdicts[-1]: judged}


def exchange_raw(core: Core, endpoint: Endpoint, wire: Any, timeout: float | None) -> Steps[Response[Any]]:
    """Send wire values to any endpoint; the payload comes back as JSON."""
    if endpoint.method not in _METHODS:
        raise ConfigurationError(f"a call is one of {', '.join(_METHODS)}, not {endpoint.method!r}")
    if _PATH.fullmatch(endpoint.path) is None:
        raise ConfigurationError(
            f"no call has the path {endpoint.path!r}: it begins with one slash, has no segment of dots, no query and "
            "no fragment, and writes what is not plain ASCII as %XX"
        )
    call = _call(core, endpoint, wire, {})
    done = yield from _answered(core, call, timeout)
    return _response(call, done, done.payload.pop(core.venue.envelope.data, None), None)


def _response(call: "_Call", done: "_Done", data: T, server_time: datetime | None) -> Response[T]:
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
    )


def learn_clock(core: Core, timeout: float | None = None) -> Steps[None]:
    """Ask the venue for its time and keep the difference."""
    source = core.venue.clock
    if source is None:
        raise ConfigurationError(f"{core.venue.title} documents no endpoint that tells the time")
    endpoint = Endpoint(
        name="clock", method=source.method, path=source.path, docs="", signed=source.signed, write=False, query=True
    )
    call = _Call(endpoint=endpoint, wire={}, target=source.path, body=b"", request_id=core.watch.request_id())
    sent = core.clock.now()
    result = yield Send(_http(core, call, core.timeout if timeout is None else timeout))
    received = core.clock.now()
    payload = _payload(core, call, result, 1)
    rows = payload.get(core.venue.envelope.data)
    row: Any = rows[0] if is_array(rows) and rows else rows
    per_second = {"seconds": 1, "milliseconds": 1_000, "nanoseconds": 1_000_000_000}[source.unit]
    found = str(row.get(source.field)) if is_object(row) else ""
    # Every later signature uses it; a time that nobody lives in would spoil them all.
    if not _UNSIGNED.fullmatch(found) or not _EPOCHS[0] <= int(found) // per_second < _EPOCHS[1]:
        raise DecodeError(
            "the venue's time cannot be read",
            path=source.field,
            endpoint=endpoint,
            answer=_answer(_without_echo(core, result)),
        )
    core.offset.learn(int(found) * (1000 / per_second), sent, received)


def _answered(core: Core, call: _Call, timeout: float | None) -> Steps[_Done]:
    """Everything up to a successful envelope: limits, signing, attempts."""
    endpoint, clock, watch = call.endpoint, core.clock, core.watch
    started = clock.monotonic()
    deadline = started + (core.timeout if timeout is None else timeout)
    charges = core.tariff.charges(endpoint, call.wire)
    waited, attempt = 0.0, 0
    try:
        while True:
            ticket, taken = 0, started
            send: Send | None = None
            try:
                if charges:
                    ticket = core.limiter.ticket()
                    paused, taken = yield from _admitted(core, endpoint, charges, ticket, deadline)
                    waited += paused
                attempt += 1
                sent_at = clock.monotonic()
                if watch.on_request is not None:
                    _tell(core, watch.on_request, _attempt(call, attempt, waited))
                send = Send(_http(core, call, attempt_timeout(endpoint, attempt, core.retry, deadline - sent_at)))
                result = yield send
            except Interrupted:
                left, now = send is not None and send.departed, clock.monotonic()
                if send is not None:
                    _abandoned(core, call, attempt, waited, now - sent_at, left=left)
                if charges and (step := _counted(core, charges, taken, ticket, now, sent=left)) is not None:
                    yield step
                raise
            error: VenueError | None = None
            payload: dict[str, Any] = {}
            try:
                payload = _payload(core, call, result, attempt)
            except VenueError as failure:
                error = failure
            now = clock.monotonic()
            _observe(core, call, attempt, waited, now - sent_at, result, error)
            if charges:
                sent = not isinstance(error, NotSentError)
                if (step := _counted(core, charges, taken, ticket, now, sent=sent)) is not None:
                    yield step
                if core.venue.feedback is not None and isinstance(result, HttpResponse):
                    yield from _corrected(core, core.venue.feedback, charges, taken, result)
            if error is None:
                watch.ended(endpoint, attempt, now - started, waited)
                return _Done(result, payload, now - started, waited, attempt)
            waited += yield from _before_next(core, call, error, attempt, charges, deadline)
    except VenueError as error:
        error.request_id = call.request_id
        watch.ended(endpoint, attempt, clock.monotonic() - started, waited, error)
        raise
    except BaseException:
        watch.cancelled(endpoint, attempt)
        raise


def _admitted(
    core: Core, endpoint: Endpoint, charges: Sequence[Charge], ticket: int, deadline: float
) -> Steps[tuple[float, float]]:
    """Wait until the rate limits let the call go: the seconds that it took, and the moment when it was let go."""
    waited = 0.0
    while True:
        now = core.clock.monotonic()
        longest = deadline - now
        if core.limiter.max_wait is not None:
            longest = min(longest, core.limiter.max_wait - waited)
        wait = yield Take(charges, now, ticket, longest)
        if wait <= 0:
            return waited, now
        if wait > longest:
            raise RateLimitExceeded(endpoint, wait, "; ".join(str(each) for each in charges))
        waited += wait
        yield Sleep(wait)


def _counted(
    core: Core, charges: Sequence[Charge], taken: float, ticket: int, now: float, *, sent: bool
) -> GiveBack | Settle | None:
    """What the limiter is to know of what became of what was taken."""
    if not sent:
        return GiveBack(charges, now, ticket)
    return Settle(charges, taken, now, ticket) if now - taken > core.limiter.slack else None


def _corrected(
    core: Core, feedback: Feedback, charges: Sequence[Charge], taken: float, response: HttpResponse
) -> Steps[None]:
    """Pass on what the venue says of its own count of the endpoint's calls."""
    remaining = _whole(response.headers.get(feedback.remaining))
    own = core.tariff.own(charges)
    if remaining is None or not own:
        return
    limit = _whole(response.headers.get(feedback.limit)) if feedback.limit else None
    reset = _whole(response.headers.get(feedback.reset)) if feedback.reset else None
    until = None if reset is None else max(reset / 1000 - timestamp(core.clock.now, core.offset) / 1000, 0.0)
    yield Correct(own, core.clock.monotonic(), limit, remaining, until, taken)


def _before_next(
    core: Core, call: _Call, error: VenueError, attempt: int, charges: Sequence[Charge], deadline: float
) -> Steps[float]:
    """Prepare the next attempt, or raise: the seconds spent waiting."""
    endpoint = call.endpoint
    after = _retry_after(core, error)
    if charges and after is not None:
        yield Close(charges, core.clock.monotonic(), after)
    elif charges and isinstance(error, RateLimitedError):
        yield Close(core.tariff.refused(charges, error.code), core.clock.monotonic(), None)
    retryable = isinstance(error, APIError) and _code(core, error.code).retry
    if not may_retry(endpoint, error, attempt, core.retry, retryable):
        raise error
    if isinstance(error, ClockError):
        if core.venue.clock is None:
            raise error
        core.offset.forget()
        try:
            yield from learn_clock(core, max(deadline - core.clock.monotonic(), 0.001))
        except VenueError:
            raise error from None
        if core.clock.monotonic() >= deadline:
            raise error
        return 0.0
    pause = max(delay(attempt, core.retry, core.random), after or 0.0)
    if core.clock.monotonic() + pause >= deadline:
        raise error
    core.logger.info(
        "%s %s is tried again in %.3f s after %s",
        endpoint.method,
        endpoint.path,
        pause,
        type(error).__name__,
        extra={"endpoint": endpoint.name, "request_id": call.request_id, "attempt": attempt, "pause": pause},
    )
    yield Sleep(pause)
    return pause


def _retry_after(core: Core, error: VenueError) -> float | None:
    """The seconds that an answer with status 429 or 503, or one that shuts us out, asks to wait."""
    answer = error.answer
    ban = core.venue.feedback.ban if core.venue.feedback else None
    if answer is not None and ban is not None and answer.status == ban.status:
        return ban.seconds if ban.says.encode() in answer.body[:_LONGEST_PAGE].lower() else None
    if answer is None or answer.status not in (429, 503):
        return None
    seconds = _whole(answer.headers.get("Retry-After"))
    return None if seconds is None else min(float(seconds), _LONGEST_PAUSE)


def _call(core: Core, endpoint: Endpoint, wire: Any, headers: Mapping[str, str]) -> _Call:
    target, body = endpoint.path, b""
    try:
        if not endpoint.query:
            body = json_text(wire) if wire else b"{}"
        elif wire:
            target += "?" + "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in wire.items())
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        message = f"the parameters cannot be written as {'a query' if endpoint.query else 'JSON'}: {error}"
        raise RequestError(endpoint, (Violation(rule="type", params=(), message=message),)) from None
    return _Call(endpoint, wire, target, body, core.watch.request_id(), headers)


def _whole(text: str | None) -> int | None:
    """The whole number that a header holds, if it does."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 20 else None


def _quoted(value: Any) -> str:
    """Percent-encoded; the comma of a list stays as it is."""
    if value is True or value is False:
        return "true" if value else "false"
    if is_array(value) or is_items(value):
        value = ",".join(map(str, value))
    text = plain(value) if isinstance(value, Decimal) else str(value)
    return quote(text, safe="-_.~,")


def _http(core: Core, call: _Call, timeout: float) -> HttpRequest:
    """One attempt: signed now."""
    endpoint = call.endpoint
    headers = {**core.headers, **call.headers}
    if call.body:
        headers["Content-Type"] = "application/json"
    if core.signer is not None and endpoint.signed:
        now = timestamp(core.clock.now, core.offset)
        headers.update(core.signer.headers(endpoint.method, call.target, call.body, now))
    return HttpRequest(
        method=endpoint.method,
        url=core.base_url + call.target,
        headers=SentHeaders(headers),
        body=call.body,
        write=endpoint.write,
        connect_timeout=min(core.connect_timeout, timeout),
        timeout=timeout,
    )


def _payload(core: Core, call: _Call, response: HttpResponse | VenueError, attempt: int) -> dict[str, Any]:
    """The envelope of a success. Raises the error that anything else stands for."""
    if isinstance(response, VenueError):
        raise _transport_error(call, response, attempt)
    envelope, endpoint = core.venue.envelope, call.endpoint
    try:
        payload = parsed_json(response.body, exact=endpoint.exact)
    except ValueError:
        payload = None
        if endpoint.binary and response.status == 200:
            return {envelope.data: response.body}
    if not is_object(payload) or not isinstance(payload.get(envelope.code), str | int) or 300 <= response.status < 400:
        # Redirects are not followed, whatever they say beside where to go.
        raise _http_error(call, _without_echo(core, response), attempt)
    code = str(payload[envelope.code])
    data = payload.get(envelope.data)
    refused = _refused(endpoint, envelope, call.wire, data)
    if not refused and (code in envelope.success or code in endpoint.success_codes):
        return payload
    known = _code(core, code)
    if known.success and not refused:
        return payload
    if known.outcome == "per_item" and is_array(data) and (len(data) > 1 or (data and is_array(call.wire))):
        # Some items failed, or all: each row says for itself, and none is lost.
        return payload
    said = _without_echo(core, response)
    if said is not response:
        payload = parsed_json(said.body)
        data = payload.get(envelope.data)
        refused = _refused(endpoint, envelope, call.wire, data)
    reason = _text(payload.get(envelope.message))
    outcome: Outcome = known.outcome
    if refused:
        code, row = refused
        reason = _text(row.get(envelope.item_message or "")) or reason
        known = _code(core, code)
        outcome = known.outcome
    if endpoint.write and response.status >= 500 and code not in core.venue.errors():
        outcome = "unknown"
    if outcome == "per_item":
        # The items were to say for themselves, and there are none.
        outcome = "unknown"
    message = (
        f"{endpoint.name}: {core.venue.title} answers {readable(code, 40)}: {readable(reason) or 'no reason given'}"
    )
    if known.meaning:
        message += f" ({known.meaning})"
    if outcome == "unknown" and endpoint.write:
        message += f" {unknown_outcome(endpoint, call.wire)}"
    raise api_error_class(known.kind)(
        message,
        code=code,
        reason=reason,
        data=data,
        endpoint=endpoint,
        outcome=outcome if endpoint.write else "not_executed",
        attempts=attempt,
        answer=_answer(said),
    )


def _refused(endpoint: Endpoint, envelope: Envelope, wire: Any, data: Any) -> tuple[str, Mapping[str, Any]] | None:
    """The code and only row of a write's answer, where that row says that the venue refused.

    The envelope beside it may say that all is well.
    """
    if not endpoint.write or envelope.item_code is None or is_array(wire) or not is_array(data) or len(data) != 1:
        return None
    row = data[0]
    code = row.get(envelope.item_code) if is_object(row) else None
    if not isinstance(code, str | int) or code == "" or str(code) in envelope.success:
        return None
    return str(code), row


def _code(core: Core, code: str) -> ErrorCode:
    """What the venue's table says of a code; a sub-code like 51008_1000 that is not in it counts as its code."""
    errors = core.venue.errors()
    return errors.get(code) or errors.get(code.partition("_")[0]) or ErrorCode()


def _http_error(call: _Call, response: HttpResponse, attempt: int) -> HTTPError:
    endpoint = call.endpoint
    # 408 is a gateway's: some say it after they have passed the call on.
    unknown = endpoint.write and (response.status == 408 or not 400 <= response.status < 500)
    shown = readable(response.body[:200].decode("utf-8", "replace"), 120)
    message = f"{endpoint.name}: the answer is no {'error ' if response.status >= 400 else ''}envelope of the venue"
    message += f" (HTTP {response.status}: {shown or 'empty'})."
    if unknown:
        message += f" {unknown_outcome(endpoint, call.wire)}"
    return HTTPError(
        message,
        status=response.status,
        endpoint=endpoint,
        outcome="unknown" if unknown else "not_executed",
        attempts=attempt,
        answer=_answer(response),
    )


def _transport_error(call: _Call, error: VenueError, attempt: int) -> VenueError:
    """The transport's error, with what it means for this call."""
    if not isinstance(error, TransportError):
        return error
    message = f"{call.endpoint.name}: {error.reason}."
    if isinstance(error, NotSentError):
        message += " The venue was not reached; nothing was executed."
    elif call.endpoint.write:
        message += f" {unknown_outcome(call.endpoint, call.wire)}"
    made = type(error)(error.reason, endpoint=call.endpoint, attempts=attempt, message=message)
    if not call.endpoint.write:
        made.outcome = "not_executed"
    return made


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _redacted(core: Core, text: bytes) -> bytes:
    return text if core.signer is None else core.signer.redacted(text)


def _without_echo(core: Core, response: HttpResponse) -> HttpResponse:
    """The answer that an error keeps and quotes; the same one where it does not echo our credentials."""
    body = _redacted(core, response.body)
    headers = {name: _redacted(core, value.encode()).decode() for name, value in response.headers.items()}
    if body == response.body and headers == dict(response.headers):
        return response
    return HttpResponse(status=response.status, headers=Headers(headers), body=body)


def _answer(response: HttpResponse) -> Answer:
    return Answer(status=response.status, headers=response.headers, body=response.body)


def _attempt(call: _Call, number: int, waited: float) -> Attempt:
    return Attempt(request_id=call.request_id, endpoint=call.endpoint, number=number, waited=waited)


def _observe(
    core: Core, call: _Call, number: int, waited: float, elapsed: float, result: Any, error: VenueError | None
) -> None:
    """Count, log and tell of an attempt that has ended: never a header, a query or a body."""
    if error is not None:
        core.watch.attempt_failed(call.endpoint, error)
    lost = error is not None and call.endpoint.write and error.outcome == "unknown"
    level = WARNING if lost else DEBUG
    hook = core.watch.on_response
    if hook is None and not core.logger.isEnabledFor(level):
        return
    attempt = evolve(
        _attempt(call, number, waited),
        elapsed=elapsed,
        status=result.status if isinstance(result, HttpResponse) else None,
        error=None if error is None else type(error).__name__,
        code=readable(error.code, 40) if isinstance(error, APIError) else None,
        outcome=error.outcome if error is not None and call.endpoint.write else None,
    )
    core.logger.log(
        level,
        "%s %s attempt=%d status=%s ms=%.1f%s",
        call.endpoint.method,
        call.endpoint.path,
        number,
        attempt.status,
        elapsed * 1000,
        "" if error is None else f" {attempt.error} {attempt.code or ''}".rstrip() + ": outcome unknown" * lost,
        extra={
            "endpoint": call.endpoint.name,
            "request_id": call.request_id,
            "attempt": number,
            "status": attempt.status,
            "elapsed_ms": elapsed * 1000,
            "waited_ms": waited * 1000,
            "error": attempt.error,
            "code": attempt.code,
            "outcome": attempt.outcome,
        },
    )
    if hook is not None:
        _tell(core, hook, attempt)


def _abandoned(core: Core, call: _Call, number: int, waited: float, elapsed: float, *, left: bool) -> None:
    """Tell of an attempt that was cancelled. That a write had left is logged: its caller hears of no outcome."""
    outcome: Outcome | None = None if not call.endpoint.write else "unknown" if left else "not_executed"
    if outcome == "unknown":
        core.logger.warning(
            "%s %s was cancelled after it had left: outcome unknown",
            call.endpoint.method,
            call.endpoint.path,
            extra={
                "endpoint": call.endpoint.name,
                "request_id": call.request_id,
                "attempt": number,
                "outcome": outcome,
            },
        )
    if core.watch.on_response is not None:
        ended = evolve(_attempt(call, number, waited), elapsed=elapsed, error="CancelledError", outcome=outcome)
        _tell(core, core.watch.on_response, ended)


def _tell(core: Core, hook: Hook, attempt: Attempt) -> None:
    """Call a hook; a broken one stops no call."""
    try:
        hook(attempt)
    except Exception:
        core.logger.exception("a hook failed", extra={"endpoint": attempt.endpoint.name})
