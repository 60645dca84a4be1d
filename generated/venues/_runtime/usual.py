"""The usual call in straight lines: what the request loop does where nothing waits, fails or is watched.

A usual call takes its rate-limit units at once, leaves over the client's own transport, and comes back with a plain
success. Both clients make such calls with this module, and hand over to the request loop as soon as anything is
unusual: before the call (a hook, a wait, a header parameter) or after it (an error, any other answer). The loop then
goes on from the attempt that was made, so that every decision about failures is its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from logging import DEBUG
from time import monotonic
from typing import Any, cast

from .answers import envelope_of, plain_success
from .client_ids import ClientIds, own_id
from .core import Core
from .decoding import Done, bytes_reader, content_of, decode_plainly, decode_with_care
from .endpoint import Endpoint
from .envelopes import key_of
from .errors import VenueError
from .exchange import Begun, CallProgress, Response, feedback_of
from .heads import Writer
from .limits.charges import Charge
from .limits.limiter import RateLimiter
from .outgoing import Call, writing
from .records import declared_of
from .reporting import tell_limiter
from .request import Request
from .retry import attempt_timeout
from .steps import Send
from .transport.base import HttpResponse
from .transport.dialing import Origin
from .transport.http11 import Outgoing
from .verdicts import RuledClass, Sound, Verdicts

_LONGEST = 86_400.0
_PLAIN = frozenset((str, int, float, bool, Decimal, datetime))
"""The types of values that converters take as often as they are given them."""
_new = cast(Any, tuple).__new__  # of a named tuple, whose own constructor takes twice as long


class Plan:
    """What the usual calls of an endpoint have in common."""

    def __init__(self, core: Core, cls: type[Request[Any]], origin: Origin, kind: RuledClass | None) -> None:
        endpoint = cls.endpoint
        self.cls: Any = cls
        self.endpoint = endpoint
        self.envelope = envelope = envelope_of(core, endpoint)
        self.key = None if envelope.verdicts else key_of(envelope)
        self.read = bytes_reader(envelope, cls)
        self.success = plain_success(envelope, endpoint)
        self.feedback = core.venue.feedback
        self.headers = bool(cls.header_params)
        self.limited = bool(endpoint.rate_limits)
        self.method = endpoint.method
        self.origin = origin
        self.url = core.base_url + endpoint.path
        self.connecting = core.connect_timeout
        self.part = attempt_timeout(endpoint, 1, core.retry, 1.0)
        """The part of a call's time that its first attempt may take."""
        self.written = writing(core.venue, endpoint)
        self.write = Writer(core, endpoint, origin).write
        lacks_key = core.signer is None and (endpoint.keyed or (endpoint.signed and not endpoint.optional))
        self.kind = kind = None if lacks_key else kind
        self.converters = {} if kind is None else _converters(cls)
        self.own_id = own_id(cls)
        deciding = core.costs.decided_by(endpoint) if self.limited else None
        self.charged_alike = kind is not None and deciding is not None and deciding.isdisjoint(kind.not_compared())
        """Whether requests with the same verdict have the same charges."""


def _converters(cls: type[Request[Any]]) -> dict[str, Callable[[Any], Any] | None]:
    """Return the converters of the parameters that need no closer look, by name."""
    declared = declared_of(cls)
    return {name: declared[name].get("converter") for name, row in cls.params if not row.closer}


class UsualCall(CallProgress):
    """A call in straight lines: what it sends, and its progress, which the request loop can take over."""

    outgoing: Outgoing | None = None
    answer: HttpResponse | VenueError | None = None
    answered_at = 0.0
    payload: dict[str, Any] | None = None
    decoded: tuple[Any, Any] | None = None
    """The rows and the venue's time, where they were read from the bytes of the answer."""
    sound: Sound | None = None
    """The verdict on a request that was not made yet."""
    ended = False
    """Whether the call was counted; the rest is decoding."""

    def __init__(
        self, plan: Plan, request: Request[Any] | None, given: dict[str, Any], wire: Any, core: Core, timeout: float
    ) -> None:
        self.plan = plan
        self.made = request
        self.given = given
        """The values of a request that was not made yet."""
        self.wire = wire
        self.target, self.body = plan.written(wire)
        self.number = core.watch.number()
        self.watch = core.watch
        self.began = core.clock.now()
        self.deadline = self.timeout = timeout

    @property
    def request(self) -> Request[Any]:
        """The request, made when it is asked for."""
        if self.made is None:
            assert self.plan.kind is not None
            self.made = self.plan.kind.request(self.given)
        return self.made

    @property
    def request_id(self) -> str:
        """The id of the call."""
        return self.watch.id_of(self.number)

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
        self,
        core: Core,
        origin: Callable[[str], Origin],
        changes: Callable[[Endpoint], Mapping[str, str]],
        verdicts: Verdicts,
        ids: ClientIds | None,
    ) -> None:
        self._core, self._origin, self._changes = core, origin, changes
        self._verdicts, self._ids = verdicts, ids
        self._plans: dict[type[Request[Any]], Plan | None] = {}

    def plan(self, cls: type[Request[Any]]) -> Plan | None:
        """Return the plan of an endpoint's usual calls; None if the request loop makes all of them."""
        try:
            return self._plans[cls]
        except KeyError:
            plan = self._plans[cls] = self._made(cls)
            return plan

    def _made(self, cls: type[Request[Any]]) -> Plan | None:
        if self._changes(cls.endpoint):  # of the client's context, which follows such a write
            return None
        try:
            return Plan(self._core, cls, self._origin(self._core.base_url), self._verdicts.kind(cls))
        except VenueError:  # which the request loop reports as what came of the call
            return None

    def _watched(self) -> bool:
        """Return whether somebody watches each call, or an error waits for the next one."""
        core = self._core
        watch = core.watch
        return (
            watch.on_request is not None
            or watch.on_response is not None
            or core.owed is not None
            or core.logger.isEnabledFor(DEBUG)
        )

    def prepared(self, request: Request[Any], wire: Any, timeout: float) -> UsualCall | None:
        """Return a checked request as a usual call, with what it sends if that is known; None for the request loop.

        Raises ``RequestError`` for values without a wire form.
        """
        if self._watched() or not timeout < _LONGEST:
            return None
        plan = self.plan(type(request))
        if plan is None or (plan.headers and request.headers()):
            return None
        return UsualCall(plan, request, {}, request.to_wire() if wire is None else wire, self._core, timeout)

    def given(self, plan: Plan, named: Mapping[str, Any], context: Any) -> UsualCall | None:
        """Return a method's call by what its caller gave, if a request like it is known to break no rule.

        Anything else is for the request itself. Nothing is done here that would be noticed if it is done again.
        """
        core, kind, converters = self._core, plan.kind, plan.converters
        given: dict[str, Any] = {}
        if kind is None or self._watched():
            return None
        try:
            for name, value in named.items():
                if value is not None:
                    convert = converters[name]
                    if type(value) not in _PLAIN:
                        return None
                    given[name] = value if convert is None else convert(value)
        except KeyError:  # another parameter, or none
            return None
        ids, own = self._ids, plan.own_id
        if ids is None or own is None or own[0] in given:
            own = None
        else:
            given[own[0]] = ""  # in place of the id
        sound = self._verdicts.known(kind, given, context)
        if sound is None:
            return None
        if ids is not None and own is not None:
            given[own[0]] = ids.new(own[1])
        shape = sound.shape
        if not all(sound.filled(given)) or (shape.alone and not kind.request(given).fits_alone()):
            return None
        wire = {wire: given[name] for name, wire in shape.pairs}
        call = UsualCall(plan, None, given, wire, core, core.timeout)
        call.sound = sound
        return call

    def leaves(self, call: UsualCall) -> bool:
        """Take a call's rate-limit units and sign it; false if it must wait for them, and none were taken."""
        core, plan, within = self._core, call.plan, call.deadline
        charges = self._charges(plan, call) if plan.limited else ()
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

    def _charges(self, plan: Plan, call: UsualCall) -> Sequence[Charge]:
        """Return the charges of a call, remembered with the verdict where they hang on nothing else."""
        core, sound = self._core, call.sound
        if sound is None or not plan.charged_alike:
            return core.costs.charges(plan.endpoint, call.wire)
        limits = core.limiter.limits
        if sound.charged[0] is not limits:
            sound.charged = (limits, core.costs.charges(plan.endpoint, call.wire))
        charges: Sequence[Charge] = sound.charged[1]
        return charges

    def succeeded(self, call: UsualCall) -> bool:
        """Count a call that came back with a plain success; the request loop judges anything else."""
        answer, plan, core = call.answer, call.plan, self._core
        if type(answer) is not HttpResponse:
            return False
        payload: dict[str, Any] | None
        if plan.read is not None and (found := plan.read(answer)) is not None:
            data, payload, at = found
            call.decoded = data, at
        else:
            payload = plan.success(call.wire, answer)
        call.payload = payload
        call.answered_at = answered_at = core.clock.monotonic()
        if payload is None:
            return False
        call.answered = True
        if call.charges:
            limiter = core.limiter
            if answered_at - call.taken > limiter.slack:
                tell_limiter(core, limiter.settle, call.charges, call.taken, answered_at, call.ticket)
            if plan.feedback is not None:
                for correction in feedback_of(core, plan.feedback, plan.endpoint, call, answer):
                    tell_limiter(core, limiter.correct, *correction)
        core.watch.ended(plan.endpoint, 1, answered_at - call.started, 0.0)
        core.quota.succeeded(0)
        call.ended = True
        return True

    def data(self, call: UsualCall) -> Any:
        """Return the payload of a call that succeeded. Raises ``DecodeError``."""
        return self._decoded(call)[0]

    def response(self, call: UsualCall) -> Response[Any]:
        """Return the decoded answer of a call that succeeded. Raises ``DecodeError``."""
        data, at = self._decoded(call)
        answer, elapsed = call.answer, call.answered_at - call.started
        assert isinstance(answer, HttpResponse)
        status, headers, body = answer
        values = (data, status, headers, body, call.payload, at, elapsed, 0.0, 1, call.request_id, call.request)
        made: Response[Any] = _new(Response, values)
        return made

    def _decoded(self, call: UsualCall) -> tuple[Any, Any]:
        if call.decoded is not None:
            return call.decoded
        plan, answer, payload = call.plan, call.answer, call.payload
        assert isinstance(answer, HttpResponse)
        assert payload is not None
        content = content_of(plan.envelope, payload) if plan.key is None else payload.pop(plan.key, None)
        found = decode_plainly(plan.envelope, plan.cls, payload, content, answer.body)
        if found is not None:
            return found
        done = Done(answer, payload, call.answered_at - call.started, 0.0, 1)
        return decode_with_care(self._core, call.call(), call.request, done, content)


def usual_calls(client: Any, origin: Callable[[str], Origin]) -> UsualCalls | None:
    """Return what makes a client's usual calls; None if all its calls are the request loop's."""
    core: Core = client._core
    if type(core.limiter) is not RateLimiter or core.limiter.remote:
        return None
    return UsualCalls(core, origin, client.learning.changes, client._verdicts, client._ids)


def plan_of(client: Any, cls: type[Request[Any]]) -> Plan | None:
    """Return the plan for a method's calls without a request; None if each call needs its request.

    So it is where a subclass of the client has a ``send`` of its own.
    """
    usual: UsualCalls | None = client._usual
    own = type(client).send.__module__.rpartition(".")[0] != __name__.rpartition(".")[0]
    plan = None if usual is None or own else usual.plan(cls)
    return None if plan is None or plan.kind is None else plan
