"""The request loop: what to send, when to wait, what an answer means, when to try again.

It does no I/O. ``exchange`` is a generator that yields steps (send this, sleep so long) and is told what came of
each; the blocking client drives it with a transport and a clock, and so can any other.
"""

from collections.abc import Generator, Mapping, Sequence
from datetime import datetime
from logging import DEBUG, Logger
from random import Random
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import orjson
from attrs import define, field, frozen

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
from .limits import Charge, RateLimiter, charges_of
from .request import Request
from .retry import Retry, delay, may_retry
from .rows import FieldError, milliseconds
from .shapes import is_array, is_items, is_object
from .sign import Signer
from .transport import HttpRequest, HttpResponse
from .venue import Envelope, ErrorCode, Outcome, Venue

T = TypeVar("T")


@frozen
class Send:
    """Send this, and tell what came: the response, or the ``TransportError``."""

    request: HttpRequest


@frozen
class Sleep:
    """Wait so many seconds."""

    seconds: float


Steps = Generator[Send | Sleep, HttpResponse | TransportError | None, T]


@frozen(kw_only=True)
class Response(Generic[T]):
    """A decoded answer.

    ``data`` is the payload, ``server_time`` the venue's clock where it sends it, ``elapsed`` the seconds from the
    first attempt to the answer, ``waited`` those spent on rate limits and between attempts. ``envelope`` is what the
    answer says beside its payload.
    """

    data: T
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    envelope: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    server_time: datetime | None = None
    elapsed: float = 0.0
    waited: float = 0.0
    attempts: int = 1


@define(kw_only=True)
class Core:
    """What the loop knows of its client."""

    venue: Venue
    base_url: str
    headers: Mapping[str, str]
    signer: Signer | None
    identity: Mapping[str, str]
    limiter: RateLimiter
    retry: Retry
    clock: Clock
    offset: ClockOffset
    random: Random
    logger: Logger
    timeout: float
    connect_timeout: float
    standing: dict[str, list[Charge]] = field(factory=dict[str, list[Charge]])
    """What calls cost whose rate limits hang on none of their parameters."""


@frozen(kw_only=True)
class _Call:
    """One request as it goes on the wire, the same in every attempt."""

    endpoint: Endpoint
    wire: Any
    target: str
    body: bytes
    headers: Mapping[str, str] = {}


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
    call = _call(request.endpoint, request.to_wire(), request.headers())
    response, payload, started, waited, attempts = yield from _answered(core, call, timeout)
    envelope = core.venue.envelope
    try:
        data = request.decode(_with_verdicts(envelope, payload))
        server_time = milliseconds(payload.get(envelope.time), envelope.time) if envelope.time else None
    except FieldError as error:
        raise DecodeError(
            f"{request.endpoint.name} was executed, but its answer is not what is documented: {readable(str(error))}",
            path=error.path,
            endpoint=request.endpoint,
            attempts=attempts,
            answer=_answer(response),
        ) from None
    return Response(
        data=data,
        envelope=payload,
        status=response.status,
        headers=response.headers,
        body=response.body,
        server_time=server_time,
        elapsed=core.clock.monotonic() - started,
        waited=waited,
        attempts=attempts,
    )


def _with_verdicts(envelope: Envelope, payload: dict[str, Any]) -> Any:
    """The payload, taken out of its envelope; an item of its list has what the envelope says of the item beside it."""
    data = payload.pop(envelope.data, None)
    said: Any = payload if envelope.verdicts else None
    for step in envelope.verdicts:
        said = said.get(step) if is_object(said) else None
    items = data.get(envelope.verdicts[-1]) if is_array(said) and is_object(data) else None
    if not is_array(items) or len(items) != len(said):
        return data
    judged = [{**item, **verdict} for item, verdict in zip(items, said, strict=True)]
    return {**data, envelope.verdicts[-1]: judged}


def exchange_raw(core: Core, endpoint: Endpoint, wire: Any, timeout: float | None) -> Steps[Response[Any]]:
    """Send wire values to any endpoint; the payload comes back as JSON."""
    response, payload, started, waited, attempts = yield from _answered(core, _call(endpoint, wire, {}), timeout)
    return Response(
        data=payload.pop(core.venue.envelope.data, None),
        envelope=payload,
        status=response.status,
        headers=response.headers,
        body=response.body,
        elapsed=core.clock.monotonic() - started,
        waited=waited,
        attempts=attempts,
    )


def learn_clock(core: Core) -> Steps[None]:
    """Ask the venue for its time and keep the difference."""
    source = core.venue.clock
    if source is None:
        raise ConfigurationError(f"{core.venue.title} documents no endpoint that tells the time")
    endpoint = Endpoint(
        name="clock", method=source.method, path=source.path, docs="", signed=source.signed, write=False, query=True
    )
    call = _Call(endpoint=endpoint, wire={}, target=source.path, body=b"")
    sent = core.clock.now()
    result = yield Send(_http(core, call, core.timeout))
    received = core.clock.now()
    if not isinstance(result, HttpResponse):
        raise result if result is not None else ConfigurationError("the loop's driver gave no answer")
    payload = _payload(core, call, result, 1)
    rows = payload.get(core.venue.envelope.data)
    row: Any = rows[0] if is_array(rows) and rows else rows
    try:
        value = int(row[source.field])
    except (TypeError, ValueError, KeyError):
        raise DecodeError(
            "the venue's time cannot be read", path=source.field, endpoint=endpoint, answer=_answer(result)
        ) from None
    scale = {"seconds": 1000.0, "milliseconds": 1.0, "nanoseconds": 1e-6}[source.unit]
    core.offset.learn(value * scale, sent, received)


_Answered = tuple[HttpResponse, dict[str, Any], float, float, int]


def _answered(core: Core, call: _Call, timeout: float | None) -> Steps[_Answered]:
    """Everything up to a successful envelope: limits, signing, attempts."""
    endpoint, wire = call.endpoint, call.wire
    clock = core.clock
    started = clock.monotonic()
    deadline = started + (core.timeout if timeout is None else timeout)
    charges = core.standing.get(endpoint.name)
    if charges is None:
        charges = charges_of(endpoint, wire, core.identity)
        if all(part in core.identity for limit in endpoint.rate_limits for part in limit.key) and not is_array(wire):
            core.standing[endpoint.name] = charges
    waited = 0.0
    attempt = 0
    while True:
        if charges and core.limiter.take(charges, clock.monotonic()) > 0:
            waited += yield from _admitted(core, endpoint, charges, deadline)
        attempt += 1
        sent_at = clock.monotonic()
        result = yield Send(_http(core, call, max(deadline - sent_at, 0.001)))
        try:
            if not isinstance(result, HttpResponse):
                raise _transport_error(call, result, attempt)
            payload = _payload(core, call, result, attempt)
        except VenueError as error:
            if core.logger.isEnabledFor(DEBUG):
                _log(core, call, sent_at, attempt, error)
            pause = yield from _before_next(core, call, error, attempt, charges, deadline)
            waited += pause
            continue
        if core.logger.isEnabledFor(DEBUG):
            _log(core, call, sent_at, attempt, None, result.status)
        return result, payload, started, waited, attempt


def _admitted(core: Core, endpoint: Endpoint, charges: Sequence[Charge], deadline: float) -> Steps[float]:
    """Wait until the rate limits let the call go; the seconds that it took."""
    waited = 0.0
    while True:
        now = core.clock.monotonic()
        wait = core.limiter.take(charges, now)
        if wait == 0:
            return waited
        longest = deadline - now if core.limiter.max_wait is None else core.limiter.max_wait - waited
        if wait > longest:
            raise RateLimitExceeded(endpoint, wait, "; ".join(str(each) for each in endpoint.rate_limits))
        waited += wait
        yield Sleep(wait)


def _before_next(
    core: Core, call: _Call, error: VenueError, attempt: int, charges: Sequence[Charge], deadline: float
) -> Steps[float]:
    """Prepare the next attempt, or raise: the seconds spent waiting."""
    endpoint = call.endpoint
    if isinstance(error, RateLimitedError):
        core.limiter.close(charges, core.clock.monotonic())
    retryable = isinstance(error, APIError) and _code(core, error.code).retry
    if not may_retry(endpoint, error, attempt, core.retry, retryable):
        raise error
    if isinstance(error, ClockError):
        if core.venue.clock is None:
            raise error
        core.offset.forget()
        try:
            yield from learn_clock(core)
        except VenueError:
            raise error from None
        return 0.0
    pause = delay(attempt, core.retry, core.random)
    if core.clock.monotonic() + pause >= deadline:
        raise error
    yield Sleep(pause)
    return pause


def _call(endpoint: Endpoint, wire: Any, headers: Mapping[str, str]) -> _Call:
    target, body = endpoint.path, b""
    if not endpoint.query:
        body = orjson.dumps(wire) if wire else b"{}"
    elif wire:
        target += "?" + "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in wire.items())
    return _Call(endpoint=endpoint, wire=wire, target=target, body=body, headers=headers)


def _quoted(value: Any) -> str:
    """Percent-encoded; the comma of a list stays as it is."""
    if value is True or value is False:
        return "true" if value else "false"
    if is_array(value) or is_items(value):
        value = ",".join(map(str, value))
    return quote(value if isinstance(value, str) else str(value), safe="-_.~,")


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
        headers=headers,
        body=call.body,
        write=endpoint.write,
        connect_timeout=min(core.connect_timeout, timeout),
        timeout=timeout,
    )


def _payload(core: Core, call: _Call, response: HttpResponse, attempt: int) -> dict[str, Any]:
    """The envelope of a success. Raises the error that anything else stands for."""
    envelope, endpoint = core.venue.envelope, call.endpoint
    try:
        payload = orjson.loads(response.body)
    except orjson.JSONDecodeError:
        payload = None
        if endpoint.binary and response.status == 200:
            return {envelope.data: response.body}
    if not is_object(payload) or envelope.code not in payload:
        raise _http_error(call, response, attempt)
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
    reason = str(payload.get(envelope.message) or "")
    outcome: Outcome = known.outcome
    if refused:
        code, row = refused
        reason = str(row.get(envelope.item_message or "") or reason)
        known = _code(core, code)
        outcome = known.outcome
    if endpoint.write and response.status >= 500 and code not in core.venue.errors():
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
        answer=_answer(response),
    )


def _refused(endpoint: Endpoint, envelope: Envelope, wire: Any, data: Any) -> tuple[str, Mapping[str, Any]] | None:
    """The code and only row of a write's answer, where that row says that the venue refused.

    The envelope beside it may say that all is well.
    """
    if not endpoint.write or envelope.item_code is None or is_array(wire) or not is_array(data) or len(data) != 1:
        return None
    row = data[0]
    code = row.get(envelope.item_code) if is_object(row) else None
    return None if code in (None, "") or str(code) in envelope.success else (str(code), row)


def _code(core: Core, code: str) -> ErrorCode:
    """What the venue's table says of a code; a sub-code like 51008_1000 that is not in it counts as its code."""
    errors = core.venue.errors()
    return errors.get(code) or errors.get(code.partition("_")[0]) or ErrorCode()


def _http_error(call: _Call, response: HttpResponse, attempt: int) -> HTTPError:
    endpoint = call.endpoint
    unknown = endpoint.write and not 400 <= response.status < 500
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


def _transport_error(call: _Call, error: Any, attempt: int) -> TransportError:
    """The transport's error, with what it means for this call."""
    reason = error.reason if isinstance(error, TransportError) else "the loop's driver gave no answer"
    kind = type(error) if isinstance(error, TransportError) else NotSentError
    message = f"{call.endpoint.name}: {reason}."
    if kind is NotSentError:
        message += " The venue was not reached; nothing was executed."
    elif call.endpoint.write:
        message += f" {unknown_outcome(call.endpoint, call.wire)}"
    made = kind(reason, endpoint=call.endpoint, attempts=attempt, message=message)
    if not call.endpoint.write:
        made.outcome = "not_executed"
    return made


def _answer(response: HttpResponse) -> Answer:
    return Answer(status=response.status, headers=response.headers, body=response.body)


def _log(
    core: Core, call: _Call, sent_at: float, attempt: int, error: VenueError | None, status: int | None = None
) -> None:
    """One line an attempt: never a header, a query or a body."""
    elapsed = (core.clock.monotonic() - sent_at) * 1000
    if status is None and error is not None and error.answer is not None:
        status = error.answer.status
    core.logger.debug(
        "%s %s attempt=%d status=%s ms=%.1f%s",
        call.endpoint.method,
        call.endpoint.path,
        attempt,
        status,
        elapsed,
        f" {type(error).__name__}" if error else "",
        extra={"endpoint": call.endpoint.name, "status": status, "attempt": attempt, "elapsed_ms": elapsed},
    )
