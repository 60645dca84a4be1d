"""The carriers that the suite runs on: a new one is a line of ``CARRIERS``."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

from venues._runtime.transport.async_curl import AsyncCurlTransport
from venues._runtime.transport.base import HttpRequest, HttpResponse
from venues._runtime.transport.curl import CurlTransport


class Carrier(Protocol):
    """A transport, called as the blocking one is."""

    departures: int | None
    """How often the transport has said that a call departs; None where it does not say."""

    def send(self, request: HttpRequest) -> HttpResponse: ...

    def pause(self, seconds: float, asleep: bool) -> None:
        """Let time pass; ``asleep``: the event loop, if there is one, does not run meanwhile."""
        ...

    def close(self) -> None: ...


class Blocking:
    """A blocking transport as it is."""

    departures = None

    def __init__(self, transport: Any) -> None:
        self.send: Callable[[HttpRequest], HttpResponse] = transport.send
        self.close: Callable[[], None] = transport.close

    def pause(self, seconds: float, asleep: bool) -> None:
        time.sleep(seconds)


class Awaited:
    """An asyncio transport, in an event loop of its own that runs while a call or a pause does."""

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.departures = 0
        self._transport, self._loop = transport, loop

    def send(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self._loop.run_until_complete(self._transport.send(request, self._departing))
        return response

    def pause(self, seconds: float, asleep: bool) -> None:
        if asleep:
            time.sleep(seconds)
        else:
            self._loop.run_until_complete(asyncio.sleep(seconds))

    def close(self) -> None:
        self._loop.run_until_complete(self._transport.close())
        # What is closed says goodbye in the next turns of the loop.
        self._loop.run_until_complete(asyncio.sleep(0.001))
        left = asyncio.all_tasks(self._loop)
        self._loop.close()
        assert not left, f"tasks are left: {left}"

    def _departing(self) -> None:
        self.departures += 1


def _uvloop() -> asyncio.AbstractEventLoop:
    import uvloop

    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


CARRIERS: dict[str, Callable[..., Carrier]] = {
    "blocking": lambda **options: Blocking(CurlTransport(**options)),
    "asyncio": lambda **options: Awaited(AsyncCurlTransport(**options), asyncio.new_event_loop()),
}
LOOPS: dict[str, Callable[..., Carrier]] = {
    "uvloop": lambda **options: Awaited(AsyncCurlTransport(**options), _uvloop()),
}
"""Carriers on other event loops, for which a part of the cases is enough."""
