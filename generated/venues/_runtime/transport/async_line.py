"""Connections in an asyncio event loop: libcurl opens them, the loop watches their sockets.

A call is one future, without a task, a thread or a timer of its own: each connection has one timer, which usually fires
early and is then set anew.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from .base import HttpResponse
from .dialing import CHUNK, Line, Origin, curl_error
from .http11 import AnswerReader, BrokenError, Outgoing, usual_answer

if TYPE_CHECKING:
    import pycurl

_READS = 16
"""Receives in a row before other connections have their turn."""


class GaveUpError(Exception):
    """No connection could be opened; holds libcurl's code and message."""


class AsyncLine(Line):
    """An open connection, watched by the event loop until it closes."""

    def __init__(self, loop: asyncio.AbstractEventLoop, origin: Origin, curl: "pycurl.Curl", descriptor: int) -> None:
        super().__init__(origin, curl, descriptor)
        self.usable = True
        self.failure: Exception | None = None
        self.on_idle_end: Callable[[AsyncLine], None] | None = None
        """Called where something happens while no call is under way."""
        self._loop = loop
        self._answer: HttpResponse | None = None
        self._reader: AnswerReader | None = None
        """Reads an answer that did not come whole, or has something unusual about it."""
        self._outgoing: Outgoing | None = None
        self._answered: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._rings = self._due = 0.0
        loop.add_reader(descriptor, self._on_readable)

    def start(self, outgoing: Outgoing) -> "asyncio.Future[None]":
        """Send a call; the future is done when the answer is complete or ``failure`` is set."""
        self._answered = answered = self._loop.create_future()
        self.usable = False
        self.failure = None
        self._due = due = outgoing.deadline
        if self._timer is None or self._rings > due:
            self.wake_at(due)
        try:
            outgoing.sent = self.curl.send(outgoing.data)
        except BlockingIOError:
            outgoing.sent = 0
        if outgoing.sent < len(outgoing.data):
            self._outgoing = outgoing
            self._loop.add_writer(self.descriptor, self._on_writable)
        return answered

    def response(self, deadline: float) -> HttpResponse:
        """Return the answer. Raises ``BrokenError``."""
        if self.failure is not None:
            raise self.failure
        if self._answer is not None:
            return self._answer
        assert self._reader is not None
        return self._reader.response(deadline)

    def finish(self) -> None:
        """End the call, whether or not it succeeded."""
        reader = self._reader
        whole = self._answer is not None if reader is None else reader.complete and reader.reusable
        self.usable = whole and self.failure is None and self._outgoing is None
        self._answer = self._reader = self._answered = None

    def wake_at(self, moment: float) -> None:
        """Schedule the check for a late call, or for a connection idle for too long."""
        self._due = moment
        if self._timer is not None:
            if self._rings <= moment:
                return
            self._timer.cancel()
        self._rings = moment
        self._timer = self._loop.call_later(max(moment - monotonic(), 0.0), self._on_time)

    def detach(self) -> None:
        """Stop watching the socket."""
        self.usable = False
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with suppress(RuntimeError, OSError):  # of a loop that is closed
            self._loop.remove_reader(self.descriptor)
            if self._outgoing is not None:
                self._loop.remove_writer(self.descriptor)

    def fail(self, error: Exception) -> None:
        """End the current call, or the idle connection, with an error."""
        self.usable = False
        if self._answered is None:
            if self.on_idle_end is not None:
                self.on_idle_end(self)
        elif not self._answered.done():
            # Not as the future's exception, which the loop would report as unretrieved after a cancellation.
            self.failure = error
            self._answered.set_result(None)

    def _on_time(self) -> None:
        self._timer = None
        if monotonic() < self._due:
            self.wake_at(self._due)
        else:
            late = BrokenError("idle for too long") if self._answered is None else self._read_on().timed_out()
            self.fail(late)

    def _read_on(self) -> AnswerReader:
        if self._reader is None:
            self._reader = AnswerReader()
        return self._reader

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
        answered = self._answered
        if answered is None or answered.done():
            if answered is None:  # while it is idle
                self.fail(BrokenError("something came that no call asked for"))
            return
        try:
            for _ in range(_READS):
                data = self.curl.recv(CHUNK)
                if self._reader is None:
                    self._answer = usual_answer(data)
                    if self._answer is not None:
                        answered.set_result(None)
                        return
                reader = self._read_on()
                if not data:
                    reader.ended()
                elif not reader.feed(data):
                    if monotonic() > self._due:
                        raise reader.timed_out()
                    if self.origin.bare and len(data) < CHUNK:
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
        """End the call with an error, even one that a signal handler raised in the middle of our work."""
        self.fail(error if isinstance(error, Exception) else BrokenError("the call was interrupted"))
        if not isinstance(error, Exception):
            raise error


class Opener:
    """Opens any number of connections at once, with libcurl driven by the event loop."""

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

    async def open(self, curl: "pycurl.Curl", deadline: float) -> int:
        """Open a connection and return its socket.

        Raises ``GaveUpError``. On any exception the handle is closed.
        """
        done = self._opening[curl] = self._loop.create_future()
        # libcurl's own time-out depends on our timer, which a signal handler may have stopped.
        late = GaveUpError(0, "timed out before the connection was open")
        timer = self._loop.call_later(max(deadline - monotonic(), 0.0), self._tell, curl, late)
        try:
            self._multi.add_handle(curl)
            await done
            descriptor: int = curl.getinfo(self._socket_of)
            if descriptor < 0:
                raise GaveUpError(0, "the connection was closed")
        except BaseException:
            self.close(curl)
            raise
        finally:
            timer.cancel()
            self._opening.pop(curl, None)
            if done.done() and not done.cancelled():
                done.exception()  # looked at, also where the call was cancelled
        # From here on we watch the socket.
        self._unwatch(descriptor)
        return descriptor

    def close(self, curl: "pycurl.Curl") -> None:
        """Close a connection that is open or opening."""
        with suppress(curl_error()):
            self._multi.remove_handle(curl)
        curl.close()

    def shut(self, abandoned: bool = False) -> None:
        """End everything; an ``abandoned`` event loop, which belongs to another process, is not told."""
        for done in list(self._opening.values()):
            if not done.done() and not abandoned:
                done.set_exception(GaveUpError(0, "the client was closed"))
        if self._timer is not None and not abandoned:
            self._timer.cancel()
        if not abandoned:
            for descriptor in list(self._watched):
                self._unwatch(descriptor)
            for curl in list(self._opening):
                self.close(curl)
        self._dead = True

    def watched(self) -> list[int]:
        """Return the sockets on which libcurl connects."""
        return list(self._watched)

    def _on_interest(self, events: int, descriptor: int, _multi: object, _data: object) -> None:
        """Watch a socket for the events that libcurl waits for."""
        if self._dead:
            return
        reads, writes = self._events.get(events, (0, 0))
        if not (reads or writes):
            self._unwatch(descriptor)
            return
        self._watched.add(descriptor)
        for flag, add, remove in (
            (reads, self._loop.add_reader, self._loop.remove_reader),
            (writes, self._loop.add_writer, self._loop.remove_writer),
        ):
            if flag:
                try:
                    add(descriptor, self._act, descriptor, flag)
                except OSError:  # of a closed socket with the same number, which the loop still watches
                    add(descriptor, self._act, descriptor, flag)
            else:
                remove(descriptor)

    def _unwatch(self, descriptor: int) -> None:
        if descriptor in self._watched:
            self._watched.discard(descriptor)
            with suppress(RuntimeError, OSError):  # of a loop, or a socket, that is closed
                self._loop.remove_reader(descriptor)
                self._loop.remove_writer(descriptor)

    def _on_timer(self, milliseconds: int) -> None:
        """Set the timer that libcurl asks for."""
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
                self._tell(curl, GaveUpError(code, words))

    def _tell(self, curl: "pycurl.Curl", error: GaveUpError | None) -> None:
        done = self._opening.get(curl)
        if done is None or done.done():
            return
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
