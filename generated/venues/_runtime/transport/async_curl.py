"""The asyncio transport: a pool of connections for each event loop."""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from .. import fork_safety
from ..errors import ConfigurationError, VenueError
from ..secret import Secret
from .async_line import AsyncLine, GaveUpError, Opener
from .base import HttpRequest, HttpResponse
from .dialing import KEPT, Dialer, Origin, curl_error, leave, not_sent, refuse_closed, unknown
from .http11 import BrokenError, Outgoing

_TOO_MANY = "timed out while every connection was in use"


class _Pool:
    """The connections of one event loop; a call that finds all of them in use waits for its turn."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dialer: Dialer, connections: int, idle: int) -> None:
        self.loop = loop
        self._dialer = dialer
        self._opener = Opener(loop)
        self._limit = connections
        self._idle_limit = idle
        self._count = 0
        """Connections that are open or being opened."""
        self._all: set[AsyncLine] = set()
        self._idle: dict[Origin, list[AsyncLine]] = {}
        self._waiting: deque[tuple[asyncio.Future[AsyncLine | None], Origin]] = deque()
        self._closed = False

    def idle(self, origin: Origin) -> AsyncLine | None:
        """Return an idle connection that may be reused, or None."""
        idle = self._idle.get(origin)
        while idle:
            connection = idle.pop()
            if connection.usable and connection.is_fresh() and connection.is_quiet():
                return connection
            self._drop(connection)
        return None

    async def get(self, origin: Origin, outgoing: Outgoing) -> AsyncLine:
        """Return a connection, new or released by another call. Raises ``GaveUpError``."""
        if self._count >= self._limit and not self._make_room():
            connection = await self._turn(origin, outgoing.deadline)
            if connection is not None:
                if connection.usable and connection.is_quiet():
                    return connection
                self._close(connection)
        else:
            self._count += 1
        # From here on this call holds a place.
        try:
            curl = self._dialer.handle(origin, outgoing)
            connection = AsyncLine(self.loop, origin, curl, await self._opener.open(curl, outgoing.deadline))
        except BaseException:
            self._free_place()
            raise
        self._all.add(connection)
        if self._closed or not connection.is_quiet():
            self._drop(connection)
            words = "the client was closed" if self._closed else "the server spoke before it was asked, or closed"
            raise GaveUpError(0, words)
        connection.on_idle_end = self._idle_ended
        return connection

    def put_back(self, connection: AsyncLine) -> None:
        """Release a call's connection to the next call, if it may carry another."""
        if not connection.usable or self._closed:
            self._drop(connection)
            return
        while self._waiting:
            waiter, origin = self._waiting.popleft()
            if waiter.done():
                continue
            if origin is connection.origin:
                waiter.set_result(connection)
            else:
                self._close(connection)
                waiter.set_result(None)
            return
        if sum(map(len, self._idle.values())) >= self._idle_limit:
            self._drop(connection)
            return
        idle = self._idle.get(connection.origin)
        if idle is None:
            idle = self._idle[connection.origin] = []
        idle.append(connection)
        connection.used = monotonic()
        connection.wake_at(connection.used + KEPT)

    def close(self) -> None:
        """Close every connection; calls under way fail."""
        self._closed = True
        for waiter, _ in self._waiting:
            if not waiter.done():
                waiter.set_exception(GaveUpError(0, "the client was closed"))
        self._waiting.clear()
        for connection in list(self._all):
            with suppress(RuntimeError):  # of a loop that is closed
                connection.fail(BrokenError("the client was closed"))
            self._close(connection)
        self._idle.clear()
        self._opener.shut()

    def abandon(self) -> None:
        """Leave connections and event loop to the parent, in a forked child."""
        self._opener.shut(abandoned=True)
        for descriptor in self._opener.watched():
            leave(descriptor)
        for connection in self._all:
            leave(connection.descriptor)
            connection.curl.close()

    async def _turn(self, origin: Origin, deadline: float) -> AsyncLine | None:
        """Wait for another call's connection, or for a free place (None)."""
        waiter: asyncio.Future[AsyncLine | None] = self.loop.create_future()
        self._waiting.append((waiter, origin))
        timer = self.loop.call_later(max(deadline - monotonic(), 0.0), _late, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                given = waiter.result()
                self._free_place() if given is None else self.put_back(given)
            raise
        finally:
            timer.cancel()

    def _make_room(self) -> bool:
        """Close an idle connection to another venue at the limit; return whether there was one."""
        for idle in self._idle.values():
            if idle:
                self._close(idle.pop(0))
                return True
        return False

    def _idle_ended(self, connection: AsyncLine) -> None:
        idle = self._idle.get(connection.origin, [])
        if connection in idle:
            idle.remove(connection)
            self._drop(connection)

    def _drop(self, connection: AsyncLine) -> None:
        self._close(connection)
        self._free_place()

    def _close(self, connection: AsyncLine) -> None:
        """Close a connection but keep its place taken."""
        if connection in self._all:
            connection.detach()
            self._opener.close(connection.curl)
            self._all.discard(connection)

    def _free_place(self) -> None:
        while self._waiting:
            waiter, _ = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._count -= 1


def _late(waiter: "asyncio.Future[Any]") -> None:
    if not waiter.done():
        waiter.set_exception(GaveUpError(0, _TOO_MANY))


class AsyncCurlTransport:
    """Connections by libcurl in an asyncio event loop, kept alive.

    Names, proxies and TLS are those of ``CurlTransport``: TLS is verified, against certifi's authorities unless
    ``ca_file`` names others. Plain http goes to loopback only, unless ``allow_http``. ``proxy`` is a URL (http, https,
    socks4, socks4a, socks5, socks5h); without it the usual environment variables count; an HTTP proxy is asked for a
    tunnel (CONNECT). At most ``connections`` are open at once, further calls wait in order of arrival; ``idle`` is how
    many are kept when no call needs them.
    """

    def __init__(
        self,
        *,
        proxy: str | Secret | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        allow_http: bool = False,
        connections: int = 100,
        idle: int = 100,
    ) -> None:
        proxy = None if proxy is None else Secret(proxy)
        if not isinstance(connections, int) or connections < 1:
            raise ConfigurationError(f"connections must be a whole number above 0, got {connections!r}")
        self._dialer = Dialer(proxy, ca_file, allow_http)
        self._limits = (connections, idle)
        self._pool: _Pool | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        fork_safety.watch(self)

    async def send(self, request: HttpRequest, departing: Callable[[], None]) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        answer = await self.carry(*self._dialer.written(request), departing)
        if isinstance(answer, VenueError):
            raise answer
        return answer

    def origin(self, url: str) -> Origin:
        """Return the origin that ``carry`` takes. Raises ``ConfigurationError`` for a URL that is forbidden."""
        return self._dialer.origin(url)

    async def carry(
        self, origin: Origin, outgoing: Outgoing, departing: Callable[[], None] | None = None
    ) -> HttpResponse | VenueError:
        """Send a call whose bytes are written and return its whole answer, or the error that came of it."""
        pool: _Pool | None = None
        connection: AsyncLine | None = None
        try:
            pool = self._opened()
            connection = pool.idle(origin)
            if connection is None:
                connection = await pool.get(origin, outgoing)
            outgoing.departed = True
            if departing is not None:
                departing()
            await connection.start(outgoing)
            return connection.response(outgoing.deadline)
        except GaveUpError as error:
            return not_sent(outgoing, *error.args)
        except VenueError as error:
            return error
        except BrokenError as error:
            return unknown(outgoing, error)
        except curl_error() as error:
            return unknown(outgoing, error)
        finally:
            if connection is not None and pool is not None:
                connection.finish()
                pool.put_back(connection)

    async def close(self) -> None:
        """Close the connections; calls under way fail."""
        self._closed = True
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if pool.loop is asyncio.get_running_loop() or not pool.loop.is_running():
            pool.close()
        else:
            pool.loop.call_soon_threadsafe(pool.close)

    def forked(self) -> None:
        """Drop the connections and the event loop, which belong to the parent."""
        pool, self._pool, self._loop = self._pool, None, None
        if pool is not None:
            pool.abandon()

    def _opened(self) -> _Pool:
        """Return the pool of the running event loop, created by the first call."""
        if self._closed:
            refuse_closed()
        loop = asyncio.get_running_loop()
        if self._pool is None:
            if isinstance(loop, getattr(asyncio, "ProactorEventLoop", ())):  # on Windows, where it is the usual one
                raise ConfigurationError(
                    "this event loop cannot watch sockets; use asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)"
                )
            self._loop = loop
            self._pool = _Pool(loop, self._dialer, *self._limits)
        elif self._loop is not loop:
            raise ConfigurationError(
                "the client belongs to the event loop in which it was first used; make a client for each event loop"
            )
        return self._pool
