"""The asyncio transport: connections by libcurl, calls over them by hand, all of it in the event loop.

The loop watches the sockets, of libcurl while it connects and of ours afterwards. A call is one future; there is no
task, no thread and no timer for it: each connection has one timer, which is late in the usual case and then set anew.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from .. import fork_safety
from ..errors import ConfigurationError
from ..secret import Secret
from .base import HttpRequest, HttpResponse
from .dialing import CHUNK, KEPT, OLDEST, Dialer, Origin, curl_error, leave, not_sent, refuse_closed, unknown
from .http11 import AnswerReader, BrokenError, Outgoing

if TYPE_CHECKING:
    import pycurl

_READS = 16
"""Receives in a row before other connections have their turn."""
_TOO_MANY = "timed out while every connection was in use"


class _GaveUpError(Exception):
    """No connection could be had: libcurl's code and words."""


class _Connection:
    """An open connection, which the loop watches for as long as it is open."""

    def __init__(self, loop: asyncio.AbstractEventLoop, origin: Origin, curl: "pycurl.Curl", descriptor: int) -> None:
        self.origin = origin
        self.curl = curl
        self.descriptor = descriptor
        self.opened = monotonic()
        self.usable = True
        self.failure: Exception | None = None
        self.on_idle_end: Callable[[_Connection], None] | None = None
        """Called where something happens while no call is under way."""
        self._loop = loop
        self._reader: AnswerReader | None = None
        self._outgoing: Outgoing | None = None
        self._answered: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._rings = self._due = 0.0
        loop.add_reader(descriptor, self._on_readable)

    def is_quiet(self) -> bool:
        """Whether nothing has come that no call asked for, not even the end; also nothing the loop has yet to see."""
        try:
            self.curl.recv(1)
        except BlockingIOError:
            return self.usable
        except curl_error():
            return False
        return False

    def start(self, reader: AnswerReader, outgoing: Outgoing, deadline: float) -> "asyncio.Future[None]":
        """Send a call. The future is done when the answer is complete, or when there is a ``failure``."""
        self._answered = answered = self._loop.create_future()
        self._reader = reader
        self.usable = False
        self.failure = None
        self.wake_at(deadline)
        try:
            outgoing.sent += self.curl.send(outgoing.data)
        except BlockingIOError:
            pass
        if outgoing.sent < len(outgoing.data):
            self._outgoing = outgoing
            self._loop.add_writer(self.descriptor, self._on_writable)
        return answered

    def finish(self) -> None:
        """The call has ended, well or not."""
        reader, self._reader, self._answered = self._reader, None, None
        self.usable = reader is not None and reader.complete and reader.reusable and self._outgoing is None

    def wake_at(self, moment: float) -> None:
        """Look at the clock then: a call is late, or the connection has been idle for too long."""
        self._due = moment
        if self._timer is not None:
            if self._rings <= moment:
                return
            self._timer.cancel()
        self._rings = moment
        self._timer = self._loop.call_later(max(moment - monotonic(), 0.0), self._on_time)

    def detach(self) -> None:
        """The loop watches no more."""
        self.usable = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with suppress(RuntimeError):  # of a loop that is closed
            self._loop.remove_reader(self.descriptor)
            if self._outgoing is not None:
                self._loop.remove_writer(self.descriptor)

    def fail(self, error: Exception) -> None:
        """End the call that is under way with an error, or the idle connection."""
        self.usable = False
        if self._answered is None:
            if self.on_idle_end is not None:
                self.on_idle_end(self)
        elif not self._answered.done():
            # Not as the future's exception, which the loop would complain about where the call was cancelled.
            self.failure = error
            self._answered.set_result(None)

    def _on_time(self) -> None:
        self._timer = None
        if monotonic() < self._due:
            self.wake_at(self._due)
        else:
            self.fail(BrokenError("idle for too long") if self._reader is None else self._reader.timed_out())

    def _on_writable(self) -> None:
        outgoing = self._outgoing
        try:
            if outgoing is None:
                return
            outgoing.sent += self.curl.send(memoryview(outgoing.data)[outgoing.sent :])
            if outgoing.sent == len(outgoing.data):
                self._outgoing = None
                self._loop.remove_writer(self.descriptor)
        except BlockingIOError:
            return
        except BaseException as error:
            self._broken_by(error)

    def _on_readable(self) -> None:
        reader, answered = self._reader, self._answered
        if reader is None or answered is None or answered.done():
            if reader is None:  # while it is idle
                self.fail(BrokenError("something came that no call asked for"))
            return
        try:
            for _ in range(_READS):
                data = self.curl.recv(CHUNK)
                if not data:
                    reader.ended()
                elif not reader.feed(data):
                    if monotonic() > self._due:
                        raise reader.timed_out()
                    if self.origin.plain and len(data) < CHUNK:
                        return
                    continue
                answered.set_result(None)
                return
            # Where TLS has unpacked more than it gave, the loop sees nothing of that.
            self._loop.call_soon(self._on_readable)
        except BlockingIOError:
            return
        except BaseException as error:
            self._broken_by(error)

    def _broken_by(self, error: BaseException) -> None:
        """End the call with what went wrong, be it raised by a signal handler in the middle of our work."""
        self.fail(error if isinstance(error, Exception) else BrokenError("the call was interrupted"))
        if not isinstance(error, Exception):
            raise error


class _Opener:
    """libcurl's part in the event loop: opens connections, any number at once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        import pycurl as c

        self._loop = loop
        self._multi = c.CurlMulti()
        self._multi.setopt(c.M_SOCKETFUNCTION, self._on_interest)
        self._multi.setopt(c.M_TIMERFUNCTION, self._on_timer)
        self._events = {
            c.POLL_IN: (c.CSELECT_IN, 0),
            c.POLL_OUT: (0, c.CSELECT_OUT),
            c.POLL_INOUT: (c.CSELECT_IN, c.CSELECT_OUT),
        }
        self._timeout, self._socket_of = c.SOCKET_TIMEOUT, c.ACTIVESOCKET
        self._opening: dict[Any, asyncio.Future[None]] = {}
        self._watched: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._dead = False

    async def open(self, curl: "pycurl.Curl") -> int:
        """Open a connection; its socket. Raises ``_GaveUpError``. Whatever is raised, the handle is closed."""
        done = self._opening[curl] = self._loop.create_future()
        try:
            self._multi.add_handle(curl)
            await done
            descriptor: int = curl.getinfo(self._socket_of)
            if descriptor < 0:
                raise _GaveUpError(0, "the connection was closed")
        except BaseException:
            self.close(curl)
            raise
        finally:
            self._opening.pop(curl, None)
            if done.done() and not done.cancelled():
                done.exception()  # looked at, also where the call was cancelled
        # From here on the socket is ours to watch.
        self._unwatch(descriptor)
        return descriptor

    def close(self, curl: "pycurl.Curl") -> None:
        """Close a connection, open or opening."""
        with suppress(curl_error()):
            self._multi.remove_handle(curl)
        curl.close()

    def shut(self, abandoned: bool = False) -> None:
        """End everything. Of what is ``abandoned`` the loop, another process's, hears nothing."""
        for done in list(self._opening.values()):
            if not done.done() and not abandoned:
                done.set_exception(_GaveUpError(0, "the client was closed"))
        if self._timer is not None and not abandoned:
            self._timer.cancel()
        if not abandoned:
            for descriptor in list(self._watched):
                self._unwatch(descriptor)
            for curl in list(self._opening):
                self._multi.remove_handle(curl)
        self._dead = True

    def watched(self) -> list[int]:
        """The sockets on which libcurl connects."""
        return list(self._watched)

    def _on_interest(self, what: int, descriptor: int, _multi: object, _data: object) -> None:
        """libcurl tells what it waits for on a socket."""
        if self._dead:
            return
        reads, writes = self._events.get(what, (0, 0))
        if not (reads or writes):
            self._unwatch(descriptor)
            return
        self._watched.add(descriptor)
        for flag, add, remove in (
            (reads, self._loop.add_reader, self._loop.remove_reader),
            (writes, self._loop.add_writer, self._loop.remove_writer),
        ):
            if flag:
                add(descriptor, self._act, descriptor, flag)
            else:
                remove(descriptor)

    def _unwatch(self, descriptor: int) -> None:
        if descriptor in self._watched:
            self._watched.discard(descriptor)
            with suppress(RuntimeError):  # of a loop that is closed
                self._loop.remove_reader(descriptor)
                self._loop.remove_writer(descriptor)

    def _on_timer(self, milliseconds: int) -> None:
        """libcurl tells when it wants to be called."""
        if self._dead:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if milliseconds >= 0:
            self._timer = self._loop.call_later(milliseconds / 1000, self._act, self._timeout, 0)

    def _act(self, descriptor: int, events: int) -> None:
        if self._dead:
            return
        self._multi.socket_action(descriptor, events)
        queued = 1
        while queued:
            queued, opened, failed = self._multi.info_read()
            for curl in opened:
                self._tell(curl, None)
            for curl, code, words in failed:
                self._tell(curl, _GaveUpError(code, words))

    def _tell(self, curl: "pycurl.Curl", error: _GaveUpError | None) -> None:
        done = self._opening.get(curl)
        if done is None or done.done():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)


class _Pool:
    """The connections of one event loop. A call that finds them all in use waits for its turn."""

    def __init__(self, loop: asyncio.AbstractEventLoop, dialer: Dialer, connections: int, idle: int) -> None:
        self.loop = loop
        self._dialer = dialer
        self._opener = _Opener(loop)
        self._limit = connections
        self._idle_limit = idle
        self._count = 0
        """Connections that are open or being opened."""
        self._all: set[_Connection] = set()
        self._idle: dict[Origin, list[_Connection]] = {}
        self._waiting: deque[tuple[asyncio.Future[_Connection | None], Origin]] = deque()
        self._closed = False

    def idle(self, origin: Origin) -> _Connection | None:
        """An idle connection that is still good."""
        idle = self._idle.get(origin)
        while idle:
            connection = idle.pop()
            if monotonic() - connection.opened < OLDEST and connection.is_quiet():
                return connection
            self._drop(connection)
        return None

    async def get(self, origin: Origin, request: HttpRequest, deadline: float) -> _Connection:
        """A connection, new or from another call that has ended. Raises ``_GaveUpError``."""
        if self._count >= self._limit and not self._make_room():
            connection = await self._turn(origin, deadline)
            if connection is not None:
                if connection.is_quiet():
                    return connection
                self._close(connection)
        else:
            self._count += 1
        # From here on a place is taken.
        try:
            curl = self._dialer.handle(origin, request, deadline)
            connection = _Connection(self.loop, origin, curl, await self._opener.open(curl))
        except BaseException:
            self._free_place()
            raise
        self._all.add(connection)
        if self._closed or not connection.is_quiet():
            self._drop(connection)
            words = "the client was closed" if self._closed else "the server spoke before it was asked, or closed"
            raise _GaveUpError(0, words)
        connection.on_idle_end = self._idle_ended
        return connection

    def put_back(self, connection: _Connection) -> None:
        """A call has ended: its connection is for the next, if it may carry another."""
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
        idle = self._idle.setdefault(connection.origin, [])
        if sum(map(len, self._idle.values())) >= self._idle_limit:
            self._drop(connection)
            return
        idle.append(connection)
        connection.wake_at(monotonic() + KEPT)

    def close(self) -> None:
        """Close every connection; calls under way fail."""
        self._closed = True
        for waiter, _ in self._waiting:
            if not waiter.done():
                waiter.set_exception(_GaveUpError(0, "the client was closed"))
        self._waiting.clear()
        for connection in list(self._all):
            with suppress(RuntimeError):  # of a loop that is closed
                connection.fail(BrokenError("the client was closed"))
            self._close(connection)
        self._idle.clear()
        self._opener.shut()

    def abandon(self) -> None:
        """In a forked child: connections and loop are the parent's."""
        self._opener.shut(abandoned=True)
        for descriptor in self._opener.watched():
            leave(descriptor)
        for connection in self._all:
            leave(connection.descriptor)
            connection.curl.close()

    async def _turn(self, origin: Origin, deadline: float) -> _Connection | None:
        """Wait for a connection of another call, or for the place of one: None."""
        waiter: asyncio.Future[_Connection | None] = self.loop.create_future()
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
        """Close an idle connection to another venue where the limit is reached; whether there was one."""
        for idle in self._idle.values():
            if idle:
                self._close(idle.pop(0))
                return True
        return False

    def _idle_ended(self, connection: _Connection) -> None:
        idle = self._idle.get(connection.origin, [])
        if connection in idle:
            idle.remove(connection)
            self._drop(connection)

    def _drop(self, connection: _Connection) -> None:
        self._close(connection)
        self._free_place()

    def _close(self, connection: _Connection) -> None:
        """Close a connection, whose place stays taken."""
        if connection in self._all:
            self._all.discard(connection)
            connection.detach()
            self._opener.close(connection.curl)

    def _free_place(self) -> None:
        while self._waiting:
            waiter, _ = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._count -= 1


def _late(waiter: "asyncio.Future[Any]") -> None:
    if not waiter.done():
        waiter.set_exception(_GaveUpError(0, _TOO_MANY))


class AsyncCurlTransport:
    """Connections by libcurl in an asyncio event loop, kept alive; it has the names, proxies and TLS of
    ``CurlTransport``.

    TLS is verified, against certifi's authorities unless ``ca_file`` names others. Plain http goes to loopback
    only, unless ``allow_http``. ``proxy`` is a URL (http, https, socks4, socks4a, socks5, socks5h); without it the
    usual environment variables count; an HTTP proxy is asked for a tunnel (CONNECT). At most ``connections`` are open
    at once, further calls wait in order of arrival; ``idle`` is how many are kept when no call needs them.
    """

    def __init__(
        self,
        *,
        proxy: str | Secret | None = None,
        ca_file: str | None = None,
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
        origin, outgoing, deadline = self._dialer.written(request)
        pool = self._opened()
        connection = pool.idle(origin) or await self._connected(pool, origin, request, deadline)
        reader = AnswerReader()
        try:
            departing()
            await connection.start(reader, outgoing, deadline)
            if connection.failure is not None:
                raise connection.failure
            return reader.response(deadline)
        except BrokenError as error:
            raise unknown(request, error) from None
        except curl_error() as error:
            raise unknown(request, error) from None
        finally:
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
        """The connections are the parent's, and so is the loop that watches them."""
        pool, self._pool, self._loop = self._pool, None, None
        if pool is not None:
            pool.abandon()

    async def _connected(self, pool: _Pool, origin: Origin, request: HttpRequest, deadline: float) -> _Connection:
        try:
            return await pool.get(origin, request, deadline)
        except _GaveUpError as error:
            failed = not_sent(request, *error.args)
        # Raised outside of the handler, so that libcurl's own words are not kept as its context.
        raise failed

    def _opened(self) -> _Pool:
        """The connections, of the event loop that runs when the first call comes."""
        if self._closed:
            refuse_closed()
        loop = asyncio.get_running_loop()
        if self._pool is None:
            if isinstance(loop, getattr(asyncio, "ProactorEventLoop", ())):  # on Windows, where it is the usual one
                raise ConfigurationError(
                    "this event loop watches no sockets: use asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)"
                )
            self._loop = loop
            self._pool = _Pool(loop, self._dialer, *self._limits)
        elif self._loop is not loop:
            raise ConfigurationError(
                "the client was first used in another event loop, to which its connections belong; make one for each"
            )
        return self._pool
