"""The usual call in straight lines: what the request loop does where nothing waits, fails or is watched.

A usual call takes its rate-limit units at once, leaves over the client's own transport, and comes back with a plain
success. Both clients make such calls with this module, and hand over to the request loop as soon as anything is
unusual: before the call (a hook, a wait, a header parameter) or after it (an error, any other answer). The loop then
goes on from the attempt that was made, so that every decision about failures is its own.
"""

from collections.abc import Callable, Iterable, Mapping
from logging import DEBUG
from time import monotonic
from typing import Any, TypeVar

from .answers import envelope_of, plain_success
from .clock import timestamp
from .contexts import Learning
from .core import Core
from .decoding import Done, content_of, decode_plainly, decode_with_care
from .endpoint import Endpoint
from .errors import VenueError
from .exchange import Begun, CallProgress, Response, feedback_of, final_count
from .heads import Writer
from .limits.limiter import RateLimiter
from .outgoing import Call, written
from .request import Request
from .retry import attempt_timeout
from .steps import Correct, GiveBack, Send, Settle
from .transport.base import HttpResponse
from .transport.dialing import Origin
from .transport.http11 import Outgoing

T = TypeVar("T")
_LONGEST = 86_400.0


class _Plan:
    """What the usual calls of an endpoint have in common."""

    __slots__ = ("endpoint", "envelope", "feedback", "headers", "origin", "url", "writer")

    def __init__(self, core: Core, kind: type[Request[Any]], origin: Origin) -> None:
        self.endpoint = kind.endpoint
        self.envelope = envelope_of(core, kind.endpoint)
        self.feedback = core.venue.feedback
        self.headers = bool(kind.header_params)
        self.origin = origin
        self.url = core.base_url + kind.endpoint.path
        self.writer = Writer(core, kind.endpoint, origin)


class UsualCall(CallProgress):
    """A call in straight lines: what it sends, and its progress, which the request loop can take over."""

    __slots__ = (
        "answer",
        "answered_at",
        "began",
        "body",
        "ended",
        "outgoing",
        "payload",
        "plan",
        "request",
        "request_id",
        "target",
        "wire",
    )

    def __init__(
        self, plan: _Plan, request: Request[Any], wire: Any, written: tuple[str, bytes], request_id: str
    ) -> None:
        super().__init__(0.0, 0.0, ())
        self.plan = plan
        self.request = request
        self.wire = wire
        self.target, self.body = written
        self.request_id = request_id
        self.began = 0.0
        self.outgoing: Outgoing | None = None
        self.answer: HttpResponse | VenueError | None = None
        self.answered_at = 0.0
        self.payload: dict[str, Any] | None = None
        self.ended = False
        """Whether the call was counted; the rest is decoding."""

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
        call = UsualCall(plan, request, wire, written(core.venue, plan.endpoint, wire), watch.request_id())
        call.began, call.deadline = core.clock.now(), timeout
        return call

    def _plan(self, kind: type[Request[Any]]) -> _Plan | None:
        if self._changes(kind.endpoint):  # of the client's context, which follows such a write
            return None
        try:
            return _Plan(self._core, kind, self._origin(self._core.base_url))
        except VenueError:  # which the request loop reports as what came of the call
            return None

    def leaves(self, call: UsualCall) -> bool:
        """Take a call's rate-limit units and sign it; false if it must wait for them, and none were taken."""
        core, endpoint = self._core, call.plan.endpoint
        call.charges = charges = core.costs.charges(endpoint, call.wire)
        call.started = call.taken = call.sent_at = now = core.clock.monotonic()
        timeout = call.deadline
        call.deadline += now
        if charges:
            call.ticket = core.limiter.ticket()
            if core.limiter.take(charges, now, call.ticket) > 0:
                call.ticket = 0
                return False
        call.attempt = 1
        timeout = attempt_timeout(endpoint, 1, core.retry, timeout)
        connecting = min(core.connect_timeout, timeout)
        outgoing = Outgoing(endpoint.method, call.plan.url, monotonic() + timeout, connecting)
        outgoing.data = call.plan.writer.write(call.target, call.body, timestamp(core.clock.now, core.offset))
        call.outgoing = outgoing
        return True

    def succeeded(self, call: UsualCall) -> bool:
        """Return whether a call came back with a plain success; the request loop judges anything else."""
        answer, plan = call.answer, call.plan
        if not isinstance(answer, HttpResponse):
            return False
        call.payload = plain_success(plan.envelope, plan.endpoint, call.wire, answer)
        call.answered = call.payload is not None
        call.answered_at = self._core.clock.monotonic()
        return call.answered

    def late(self, call: UsualCall) -> GiveBack | Settle | None:
        """Return the step that corrects the limiter's count after a success, or None if the count is right."""
        return final_count(self._core, call, call.answered_at, sent=True)

    def feedback(self, call: UsualCall) -> Iterable[Correct]:
        """Pass the venue's own count, from the headers of a success, to the limiter."""
        if call.plan.feedback is None or not isinstance(call.answer, HttpResponse):
            return ()
        return feedback_of(self._core, call.plan.feedback, call.plan.endpoint, call, call.answer)

    def response(self, call: UsualCall, request: Request[T]) -> Response[T]:
        """Count a call that succeeded, and decode its answer. Raises ``DecodeError``."""
        core, plan, answer, payload = self._core, call.plan, call.answer, call.payload
        assert isinstance(answer, HttpResponse)
        assert payload is not None
        elapsed = call.answered_at - call.started
        core.watch.ended(plan.endpoint, 1, elapsed, 0.0)
        core.quota.succeeded(0)
        call.ended = True
        content = content_of(plan.envelope, payload)
        decoded = decode_plainly(plan.envelope, request, payload, content, answer.body)
        if decoded is None:
            decoded = decode_with_care(core, call.call(), request, Done(answer, payload, elapsed, 0.0, 1), content)
        data, at = decoded
        status, headers, body = answer
        return Response(data, status, headers, body, payload, at, elapsed, 0.0, 1, call.request_id, request)


def usual_calls(core: Core, origin: Callable[[str], Origin], learning: Learning) -> UsualCalls | None:
    """Return what makes a client's usual calls; None if all its calls are the request loop's."""
    if type(core.limiter) is not RateLimiter or core.limiter.remote:
        return None
    return UsualCalls(core, origin, learning.changes)
