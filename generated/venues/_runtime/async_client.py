"""The asyncio client: the same request loop, awaited."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from functools import cached_property, partial
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from .base_client import BaseClient
from .clock import seconds
from .errors import VenueError
from .exchange import Response, learn_clock, remember, stopped
from .interrupts import forget_locals, from_outside
from .options import C, E, R
from .paging import OnProgress
from .reconcile import SETTLE, Verdict, reconcile
from .reporting import log_unreported_write, report_limiter_failure
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
from .transport.async_curl import AsyncCurlTransport
from .transport.base import AsyncTransport
from .usual import Plan, UsualCall, UsualCalls, usual_calls

T = TypeVar("T")
_NOTES = {Settle: "settle_async", GiveBack: "give_back_async", Close: "close_async", Correct: "correct_async"}


class AsyncioClient(BaseClient[C, AsyncTransport, E, R]):
    """A client of one venue, for any number of tasks of one event loop.

    A cancelled call leaves no connection in the middle of an answer, and gives back what it took of the rate limits
    if it had not left. Where it had, a write may have been executed: ``CancelledError`` does not tell.
    """

    async def send(self, request: Request[T], *, timeout: float | None = None, context: C | None = None) -> Response[T]:
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
            return await self._run(self._steps(request, timeout))
        return cast(Response[T], await self._usually(usual, call, whole=True))

    def given(self, plan: Plan, named: Mapping[str, Any]) -> UsualCall | None:
        """Return a method's call, ready to be made without a request; None for one that needs it."""
        usual = self._usual
        return None if usual is None or "send" in self.__dict__ else usual.given(plan, named, self.context)

    async def made(self, call: UsualCall) -> Any:
        """Make a method's call, and return the payload of its answer."""
        assert self._usual is not None
        return await self._usually(self._usual, call, whole=False)

    async def _usually(self, usual: UsualCalls, call: UsualCall, *, whole: bool) -> Any:
        """Make a call in straight lines while it is a usual one, and with the request loop from there on.

        Nothing comes after the lines that return: whatever is raised from here on is told with the outcome of a write.
        """
        try:
            if usual.leaves(call):
                outgoing, transport = call.outgoing, self._transport
                assert outgoing is not None
                assert isinstance(transport, AsyncCurlTransport)
                call.answer = await transport.carry(call.plan.origin, outgoing)
                if usual.succeeded(call):
                    return usual.response(call) if whole else usual.data(call)
        except BaseException as error:
            await self._failed(call, error)
            forget_locals(error)
            raise
        steps = self._steps(call.request, call.timeout, call.handed_over())
        return await self._run(steps, call.send) if whole else (await self._run(steps, call.send)).data

    async def call(
        self, method: str, path: str, params: Any = None, *, signed: bool = True, timeout: float | None = None
    ) -> Response[Any]:
        """Send wire values to an endpoint that the SDK does not have, or past its rules: the payload comes as JSON.

        ``method`` is GET, POST, PUT, PATCH or DELETE, and a write unless it is GET; ``path`` begins with a slash and
        is signed and sent as it stands. Nothing else is checked: ``RequestError`` only for what cannot be written. The
        rate limits of an endpoint that the SDK has are kept.
        """
        return await self._run(self._raw(method, path, params, signed, timeout))

    async def reconcile(
        self, failed: VenueError | Request[Any], *, settle: float = SETTLE, timeout: float | None = None
    ) -> tuple[Verdict, ...]:
        """Find out the outcome of a write, as the blocking client's ``reconcile`` does."""
        return await self._run(reconcile(self._core, failed, settle, timeout))

    async def iterate(
        self,
        request: PagedRequest[Any, T],
        *,
        progress: OnProgress | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[T]:
        """Iterate over the records of a paged endpoint; each page is one call, for which ``timeout`` is.

        ``progress`` is told after each page: a function that takes a ``Progress``, or a ``rich.progress.Progress``. A
        page that fails raises, after the records before it were returned; ``progress.request`` asks for that page.
        Raises ``ConfigurationError`` for an endpoint without documented pages.
        """
        pager = self._pager(request, progress)
        while (page := pager.request) is not None:
            response = await self.send(page, timeout=timeout)
            for record in pager.take(response.data, response.envelope):
                yield record

    async def learn_clock(self) -> float:
        """Ask the venue for its time; return how many milliseconds its clock is ahead of this machine's."""
        await self._run(learn_clock(self._core))
        return self._core.offset.milliseconds

    async def learn_context(self) -> C:
        """Ask the venue about the account, such as its mode, and keep it as the context of later calls.

        Values that the venue does not report stay. Raises ``ConfigurationError`` where no endpoint reports them, and
        the errors of any call.
        """
        return self._learn((await self._run(self._context_steps())).data)

    async def usage(self) -> Mapping[tuple[str, ...], int]:
        """Return the units of each rate limit in use, by endpoint, limit and key."""
        return await self._core.limiter.usage_async(self._core.clock.monotonic())

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _carrier(self, proxy: Secret | None, ca_file: str | os.PathLike[str] | None) -> AsyncTransport:
        return AsyncCurlTransport(proxy=proxy, ca_file=ca_file)

    @cached_property
    def _usual(self) -> UsualCalls | None:
        """What makes the usual calls; None if the request loop makes all of them, as over other transports."""
        carrier = self._transport
        return usual_calls(self, carrier.origin) if type(carrier) is AsyncCurlTransport else None

    async def _failed(self, call: UsualCall, error: BaseException) -> None:
        """End a usual call with an error."""
        if isinstance(error, VenueError):
            remember(self._core, call.request, call.began, error)
        elif isinstance(error, GeneratorExit):
            await self._halt(call, closed=True)  # nothing can be awaited any more
        else:
            await asyncio.shield(self._halt(call, closed=False))

    async def _halt(self, call: UsualCall, *, closed: bool) -> None:
        """Release the units of a usual call stopped from outside; log a write that may have been executed."""
        sent = call.recorded()
        try:
            for step in () if call.ended else stopped(self._core, call.call(), call, closed=closed):
                if isinstance(step, GiveBack | Settle):
                    await self._do(step)
        finally:
            log_unreported_write(self._core, sent)

    async def _run(self, steps: Steps[T], sent: Send | None = None) -> T:
        """Drive the request loop."""
        result: Any = None
        step: Step | Returned | None = None
        try:
            while True:
                step = next_step(steps, result)
                if isinstance(step, Returned):
                    value: T = step.value
                    return value
                if isinstance(step, Send):
                    sent = step
                result = await self._do(step)
        except BaseException as error:
            result = step = None  # an answer may echo credentials, and a crash reporter shows this frame
            if isinstance(error, GeneratorExit):
                steps.close()  # nothing can be awaited any more
                log_unreported_write(self._core, sent)
            elif not isinstance(error, VenueError):
                await asyncio.shield(self._stopped(steps, sent))
            forget_locals(error)
            raise

    async def _stopped(self, steps: Steps[Any], sent: Send | None) -> None:
        """Release the units of a call stopped from outside; log a write that may have been executed."""
        try:
            step = steps.throw(Interrupted())
            while True:
                if isinstance(step, GiveBack | Settle):
                    await self._do(step)
                step = steps.send(None)
        except (Interrupted, StopIteration):
            return
        finally:
            log_unreported_write(self._core, sent)

    async def _do(self, step: Step) -> Any:
        match step:
            case Send(request):
                assert request is not None
                try:
                    return await self._transport.send(request, partial(setattr, step, "departed", True))
                except VenueError as error:
                    return error
            case Take():
                try:
                    return await self._taken(step)
                except VenueError as error:
                    return error
            case Sleep(seconds):
                return await self._core.clock.sleep_async(seconds)
            case Settle() | GiveBack() | Close() | Correct():
                return await self._note(step)

    async def _taken(self, step: Take) -> float:
        limiter = self._core.limiter
        if not limiter.remote:
            return limiter.take(*step)
        asking = asyncio.ensure_future(limiter.take_async(*step))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            # What is given back must have been taken before.
            await asyncio.wait([asking])
            raise

    async def _note(self, step: Settle | GiveBack | Close | Correct) -> None:
        """Tell the limiter the outcome of a call; an error of the limiter does not replace it."""
        called: Any = getattr(self._core.limiter, _NOTES[type(step)])
        try:
            await called(*step)
        except Exception as error:
            if from_outside(error, called):
                raise
            report_limiter_failure(self._core, error)
