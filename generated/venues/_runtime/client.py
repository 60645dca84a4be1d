"""The blocking client: the request loop with a transport."""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from .base_client import BaseClient
from .clock import seconds
from .errors import VenueError
from .exchange import Response, learn_clock, remember, stopped
from .interrupts import forget_locals
from .options import C, E, R
from .paging import OnProgress
from .reconcile import SETTLE, Verdict, reconcile
from .reporting import log_unreported_write, tell_limiter
from .request import PagedRequest, Request
from .secret import Secret
from .steps import (
    Close,
    Correct,
    GiveBack,
    Interrupted,
    Returned,
    Send,
    Settle,
    Sleep,
    Step,
    Steps,
    Take,
    next_step,
)
from .transport.base import HttpResponse, Transport
from .transport.curl import CurlTransport
from .usual import Plan, UsualCall, UsualCalls, usual_calls

T = TypeVar("T")


class BlockingClient(BaseClient[C, Transport, E, R]):
    """A client of one venue, for any number of threads."""

    def send(self, request: Request[T], *, timeout: float | None = None, context: C | None = None) -> Response[T]:
        """Check a request, send it and decode the answer.

        ``timeout`` is for this call, with all its attempts and waits; ``context`` is what its rules see, instead of the
        client's. Raises ``RequestError`` for a request that the venue would refuse; any other ``VenueError`` tells what
        happened, and the outcome of a write.
        """
        timeout = self._core.timeout if timeout is None else seconds("timeout", timeout)
        request, wire = self._checked(request, context, timeout)
        usual = self._usual
        call = None if usual is None else usual.prepared(request, wire, timeout)
        if usual is None or call is None:
            return self._run(self._steps(request, timeout))
        return cast(Response[T], self._usually(usual, call, whole=True))

    def given(self, plan: Plan, named: Mapping[str, Any]) -> UsualCall | None:
        """Return a method's call, ready to be made without a request; None for one that needs it."""
        usual = self._usual
        return None if usual is None or "send" in self.__dict__ else usual.given(plan, named, self.context)

    def made(self, call: UsualCall) -> Any:
        """Make a method's call, and return the payload of its answer."""
        assert self._usual is not None
        return self._usually(self._usual, call, whole=False)

    def _usually(self, usual: UsualCalls, call: UsualCall, *, whole: bool) -> Any:
        """Make a call in straight lines while it is a usual one, and with the request loop from there on.

        Nothing comes after the lines that return: whatever is raised from here on is told with the outcome of a write.
        """
        try:
            if usual.leaves(call):
                outgoing, transport = call.outgoing, self._transport
                assert outgoing is not None
                assert isinstance(transport, CurlTransport)
                outgoing.departed = True
                call.answer = transport.carry(call.plan.origin, outgoing)
                if usual.succeeded(call):
                    return usual.response(call) if whole else usual.data(call)
        except BaseException as error:
            self._halt(call, error)
            forget_locals(error)
            raise
        steps = self._steps(call.request, call.timeout, call.handed_over())
        return self._run(steps, call.send) if whole else self._run(steps, call.send).data

    def call(
        self, method: str, path: str, params: Any = None, *, signed: bool = True, timeout: float | None = None
    ) -> Response[Any]:
        """Send wire values to an endpoint that the SDK does not have, or past its rules: the payload comes as JSON.

        ``method`` is GET, POST, PUT, PATCH or DELETE, and a write unless it is GET; ``path`` begins with a slash and
        is signed and sent as it stands. In ``params`` None is not sent, and numbers are written out with all digits, as
        text where the SDK knows the parameter as text. Nothing else is checked: ``RequestError`` only for what cannot
        be written. The rate limits of an endpoint that the SDK has are kept.
        """
        return self._run(self._raw(method, path, params, signed, timeout))

    def reconcile(
        self, failed: VenueError | Request[Any], *, settle: float = SETTLE, timeout: float | None = None
    ) -> tuple[Verdict, ...]:
        """Find out the outcome of a write by its client ids: a verdict for each of its items.

        ``failed`` is the error, or the request itself. A call that timed out may still arrive, so "there is no such
        order" counts only from ``settle`` seconds after the first question, or the ``recv_window`` that the call was
        signed with if that is longer; if the request had an expiry such as ``exp_time``, from that time on. ``timeout``
        limits all questions together; without it they continue for the client's time-out after that moment.

        Raises ``ConfigurationError`` if asking is impossible: no id was sent, or the venue documents no such query.
        """
        return self._run(reconcile(self._core, failed, settle, timeout))

    def iterate(
        self,
        request: PagedRequest[Any, T],
        *,
        progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> Iterator[T]:
        """Iterate over the records of a paged endpoint; each page is one call, for which ``timeout`` is.

        ``progress`` is told after each page: a function that takes a ``Progress``, or a ``rich.progress.Progress``. A
        page that fails raises, after the records before it were returned; ``progress.request`` asks for that page.
        Raises ``ConfigurationError`` for an endpoint without documented pages.
        """
        pager = self._pager(request, progress)
        while (page := pager.request) is not None:
            response = self.send(page, timeout=timeout)
            yield from pager.take(response.data, response.envelope)

    def learn_clock(self) -> float:
        """Ask the venue for its time; return how many milliseconds its clock is ahead of this machine's."""
        self._run(learn_clock(self._core))
        return self._core.offset.milliseconds

    def learn_context(self) -> C:
        """Ask the venue about the account, such as its mode, and keep it as the context of later calls.

        Values that the venue does not report stay. Raises ``ConfigurationError`` where no endpoint reports them, and
        the errors of any call.
        """
        return self._learn(self._run(self._context_steps()).data)

    def usage(self) -> Mapping[tuple[str, ...], int]:
        """Return the units of each rate limit in use, by endpoint, limit and key."""
        return self._core.limiter.usage(self._core.clock.monotonic())

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _carrier(self, proxy: Secret | None, ca_file: str | os.PathLike[str] | None) -> Transport:
        return CurlTransport(proxy=proxy, ca_file=ca_file)

    @cached_property
    def _usual(self) -> UsualCalls | None:
        """What makes the usual calls; None if the request loop makes all of them, as over other transports."""
        transport = self._transport
        return usual_calls(self, transport.origin) if type(transport) is CurlTransport else None

    def _halt(self, call: UsualCall, error: BaseException) -> None:
        """End a usual call with an error: release its units, and log a write that may have been executed."""
        if isinstance(error, VenueError):
            remember(self._core, call.request, call.began, error)
            return
        sent = call.recorded()
        try:
            for step in () if call.ended else stopped(self._core, call.call(), call):
                if isinstance(step, GiveBack | Settle):
                    self._note(step)
        finally:
            log_unreported_write(self._core, sent)

    def _run(self, steps: Steps[T], sent: Send | None = None) -> T:
        """Drive the request loop."""
        result: Any = None
        step: Step | Returned | None = None
        try:
            while True:
                step = next_step(steps, result)
                if isinstance(step, Send):  # a match statement takes three times as long
                    sent = step
                    result = self._sent(step)
                elif isinstance(step, Returned):
                    value: T = step.value
                    return value
                elif isinstance(step, Take):
                    result = self._taken(step)
                elif isinstance(step, Sleep):
                    self._core.clock.sleep(*step)
                else:
                    self._note(step)
        except BaseException as error:
            result = step = None  # an answer may echo credentials, and a crash reporter shows this frame
            if not isinstance(error, VenueError):
                self._stopped(steps, sent)
            forget_locals(error)
            raise

    def _sent(self, step: Send) -> HttpResponse | VenueError:
        assert step.request is not None
        try:
            step.departed = True
            return self._transport.send(step.request)
        except VenueError as error:
            return error

    def _taken(self, step: Take) -> float | VenueError:
        try:
            return self._core.limiter.take(*step)
        except VenueError as error:
            return error

    def _note(self, step: Settle | GiveBack | Close | Correct) -> None:
        """Tell the limiter the outcome of a call; an error of the limiter does not replace it."""
        limiter = self._core.limiter
        if isinstance(step, Settle):
            called: Any = limiter.settle
        elif isinstance(step, GiveBack):
            called = limiter.give_back
        elif isinstance(step, Close):
            called = limiter.close
        else:
            called = limiter.correct
        tell_limiter(self._core, called, *step)

    def _stopped(self, steps: Steps[Any], sent: Send | None) -> None:
        """Release the units of a call stopped from outside; log a write that may have been executed."""
        try:
            step = steps.throw(Interrupted())
            while True:
                if isinstance(step, GiveBack | Settle):
                    self._note(step)
                step = steps.send(None)
        except (Interrupted, StopIteration):
            return
        finally:
            log_unreported_write(self._core, sent)
