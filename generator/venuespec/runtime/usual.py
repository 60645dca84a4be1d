"""The usual call in straight lines: what the request loop does where nothing waits, fails or is watched.

A usual call takes its rate-limit units at once, leaves over the client's own transport, and comes back with a plain
success. Both clients make such calls with this module, and hand over to the request loop as soon as anything is
unusual: before the call (a hook, a wait, a header parameter) or after it (an error, any other answer). The loop then
goes on from the attempt that was made, so that every decision about failures is its own.
"""

from collections.abc import Callable, Mapping
from logging import DEBUG
from time import monotonic
from typing import Any, TypeVar, cast

from .answers import envelope_of, plain_success
from .contexts import Learning
from .core import Core
from .decoding import Done, bytes_reader, content_of, decode_plainly, decode_with_care
from .endpoint import Endpoint
from .envelopes import key_of
from .errors import VenueError
from .exchange import Begun, CallProgress, Response, feedback_of
from .heads import Writer
from .limits.limiter import RateLimiter
from .outgoing import Call, writing
from .reporting import tell_limiter
from .request import Request
from .retry import attempt_timeout
from .steps import Send
from .transport.base import HttpResponse
from .transport.dialing import Origin
from .transport.http11 import Outgoing

T = TypeVar("T")
_LONGEST = 86_400.0
_new = cast(Any, tuple).__new__  # of a named tuple, whose own constructor takes twice as long


class _Plan:
    """What the usual calls of an endpoint have in common."""

    __slots__ = (
        "connecting",
        "endpoint",
        "envelope",
        "feedback",
        "headers",
        "key",
        "limited",
        "method",
        "origin",
        "part",
        "read",
        "success",
        "url",
        "write",
        "written",
    )

    def __init__(self, core: Core, kind: type[Request[Any]], origin: Origin) -> None:
        endpoint = kind.endpoint
        self.endpoint = endpoint
        self.envelope = envelope = envelope_of(core, endpoint)
        self.key = None if envelope.verdicts else key_of(envelope)
        self.read = bytes_reader(envelope, kind)
        self.success = plain_success(envelope, endpoint)
        self.feedback = core.venue.feedback
        self.headers = bool(kind.header_params)
        self.limited = bool(endpoint.rate_limits)
        self.method = endpoint.method
        self.origin = origin
        self.url = core.base_url + endpoint.path
        self.connecting = core.connect_timeout
        self.part = attempt_timeout(endpoint, 1, core.retry, 1.0)
        """The part of a call's time that its first attempt may take."""
        self.written = writing(core.venue, endpoint)
        self.write = Writer(core, endpoint, origin).write


class UsualCall(CallProgress):
    """A call in straight lines: what it sends, and its progress, which the request loop can take over."""

    outgoing: Outgoing | None = None
    answer: HttpResponse | VenueError | None = None
    answered_at = 0.0
    payload: dict[str, Any] | None = None
    decoded: tuple[Any, Any] | None = None
    """The rows and the venue's time, where they were read from the bytes of the answer."""
    ended = False
    """Whether the call was counted; the rest is decoding."""

    def __init__(
        self,
        plan: _Plan,
        request: Request[Any],
        wire: Any,
        written: tuple[str, bytes],
        request_id: str,
        began: float,
        timeout: float,
    ) -> None:
        self.plan = plan
        self.request = request
        self.wire = wire
        self.target, self.body = written
        self.request_id = request_id
        self.began = began
        self.deadline = timeout

    def call(self) -> Call:
        """Return the call as the request loop has it."""
        return Call(self.plan.endpoint, self.wire, self.target, self.body, self.request_id)

    def handed_over(self) -> Begun:
        """Return the call for the request loop, with what came of its first attempt if one was made."""
        self.recorded()
        return Begun(self.call(), self.began, self if self.outgoing is not None else None, self.answer)

    def recorded(self) -> Send | None:
        """Return the record of the attempt, as the request loop keeps one; None if there was none."""
        if self.outgoing is not None and self.send is None:
            self.send = Send(None, self.call(), self.attempt, self.outgoing.departed)
            if self.answered:
                self.send.outcome = "executed"
        return self.send


class UsualCalls:
    """Prepares and ends the usual calls of one client."""

    def __init__(
        self, core: Core, origin: Callable[[str], Origin], changes: Callable[[Endpoint], Mapping[str, str]]
    ) -> None:
        self._core = core
        self._origin = origin
        self._changes = changes
        self._plans: dict[type[Request[Any]], _Plan | None] = {}

    def prepared(self, request: Request[Any], wire: Any, timeout: float) -> UsualCall | None:
        """Return a checked request as a usual call, with what it sends if that is known; None for the request loop.

        Raises ``RequestError`` for values without a wire form.
        """
        core, kind = self._core, type(request)
        watch = core.watch
        if (
            watch.on_request is not None
            or watch.on_response is not None
            or core.owed is not None
            or core.logger.isEnabledFor(DEBUG)
            or not timeout < _LONGEST
        ):
            return None
        try:
            plan = self._plans[kind]
        except KeyError:
            plan = self._plans[kind] = self._plan(kind)
        if plan is None or (plan.headers and request.headers()):
            return None
        if wire is None:
            wire = request.to_wire()
        return UsualCall(plan, request, wire, plan.written(wire), watch.request_id(), core.clock.now(), timeout)

    def _plan(self, kind: type[Request[Any]]) -> _Plan | None:
        if self._changes(kind.endpoint):  # of the client's context, which follows such a write
            return None
        try:
            return _Plan(self._core, kind, self._origin(self._core.base_url))
        except VenueError:  # which the request loop reports as what came of the call
            return None

    def leaves(self, call: UsualCall) -> bool:
        """Take a call's rate-limit units and sign it; false if it must wait for them, and none were taken."""
        core, plan, within = self._core, call.plan, call.deadline
        charges = core.costs.charges(plan.endpoint, call.wire) if plan.limited else ()
        call.started = call.taken = call.sent_at = now = core.clock.monotonic()
        call.deadline = now + within
        if charges:
            call.charges, limiter = charges, core.limiter
            call.ticket = ticket = limiter.ticket()
            if limiter.take(charges, now, ticket) > 0:
                call.ticket = 0
                return False
        call.attempt = 1
        within *= plan.part
        if within < 0.001:
            within = 0.001
        call.outgoing = outgoing = Outgoing(
            plan.method, plan.url, monotonic() + within, plan.connecting if plan.connecting < within else within
        )
        # Nothing has been waited for since the call began.
        outgoing.data = plan.write(call.target, call.body, int(call.began * 1000 + core.offset.milliseconds))
        return True

    def succeeded(self, call: UsualCall) -> bool:
        """Return whether a call came back with a plain success; the request loop judges anything else."""
        answer = call.answer
        if type(answer) is not HttpResponse:
            return False
        read = call.plan.read
        if read is not None and (found := read(answer)) is not None:
            data, call.payload, at = found
            call.decoded = data, at
        else:
            call.payload = call.plan.success(call.wire, answer)
        call.answered_at = self._core.clock.monotonic()
        call.answered = succeeded = call.payload is not None
        return succeeded

    def counted(self, call: UsualCall) -> None:
        """Correct the limiter's count after a success."""
        core, limiter, feedback = self._core, self._core.limiter, call.plan.feedback
        if call.answered_at - call.taken > limiter.slack:
            tell_limiter(core, limiter.settle, call.charges, call.taken, call.answered_at, call.ticket)
        if feedback is not None and isinstance(call.answer, HttpResponse):
            for correction in feedback_of(core, feedback, call.plan.endpoint, call, call.answer):
                tell_limiter(core, limiter.correct, *correction)

    def response(self, call: UsualCall, request: Request[T]) -> Response[T]:
        """Count a call that succeeded, and decode its answer. Raises ``DecodeError``."""
        core, plan, answer, payload = self._core, call.plan, call.answer, call.payload
        assert isinstance(answer, HttpResponse)
        assert payload is not None
        elapsed = call.answered_at - call.started
        core.watch.ended(plan.endpoint, 1, elapsed, 0.0)
        core.quota.succeeded(0)
        call.ended = True
        decoded = call.decoded
        if decoded is None:
            content = content_of(plan.envelope, payload) if plan.key is None else payload.pop(plan.key, None)
            decoded = decode_plainly(plan.envelope, request, payload, content, answer.body)
            if decoded is None:
                decoded = decode_with_care(core, call.call(), request, Done(answer, payload, elapsed, 0.0, 1), content)
        data, at = decoded
        status, headers, body = answer
        values = (data, status, headers, body, payload, at, elapsed, 0.0, 1, call.request_id, request)
        made: Response[T] = _new(Response, values)
        return made


def usual_calls(core: Core, origin: Callable[[str], Origin], learning: Learning) -> UsualCalls | None:
    """Return what makes a client's usual calls; None if all its calls are the request loop's."""
    if type(core.limiter) is not RateLimiter or core.limiter.remote:
        return None
    return UsualCalls(core, origin, learning.changes)
