"""The blocking transport: libcurl opens the connections, our own HTTP/1.1 carries the calls."""

import os
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

from .. import fork_safety
from ..errors import NotSentError, VenueError
from ..secret import Secret
from .base import HttpRequest, HttpResponse
from .dialing import (
    CHUNK,
    Dialer,
    Line,
    Origin,
    curl_error,
    leave,
    not_sent,
    refuse_closed,
    unknown,
    wait_for,
    waiting,
)
from .http11 import AnswerReader, BrokenError, Outgoing, usual_answer

if TYPE_CHECKING:
    import pycurl


class _Connection(Line):
    """An open connection, used by one thread at a time."""

    def __init__(self, origin: Origin, curl: "pycurl.Curl", descriptor: int, multi: "pycurl.CurlMulti") -> None:
        super().__init__(origin, curl, descriptor)
        self.multi = multi
        self.reusable = False
        """Whether the connection may carry another call."""

    def close(self) -> None:
        """Close the connection."""
        _close(self.curl, self.multi)

    def exchange(self, outgoing: Outgoing) -> HttpResponse:
        """Send a request and return its answer. Raises ``BrokenError`` and libcurl's errors."""
        try:
            outgoing.sent = self.curl.send(outgoing.data)
        except BlockingIOError:
            outgoing.sent = 0
        if outgoing.sent < len(outgoing.data):
            self._send_rest(outgoing)
        left = outgoing.deadline - monotonic()
        if left <= 0 or not self.readable(left * 1000):
            raise AnswerReader().timed_out()
        try:
            data = self.curl.recv(CHUNK)
        except BlockingIOError:  # a message of TLS itself
            return self._read_on(outgoing.deadline, None)
        answer = usual_answer(data)
        if answer is None:
            return self._read_on(outgoing.deadline, data)
        self.reusable = True
        return answer

    def _read_on(self, deadline: float, data: bytes | None) -> HttpResponse:
        """Read an answer to its end. Raises ``BrokenError`` and libcurl's errors."""
        reader = AnswerReader()
        while True:
            if data is not None:
                if not data:
                    reader.ended()
                    break
                if reader.feed(data):
                    break
            left = deadline - monotonic()
            # TLS may hold unpacked bytes that the socket does not show.
            if left <= 0 or (data is None and not self.readable(left * 1000)):
                raise reader.timed_out()
            try:
                data = self.curl.recv(CHUNK)
            except BlockingIOError:
                data = None
        answer = reader.response(deadline)
        self.reusable = reader.reusable
        return answer

    def _send_rest(self, outgoing: Outgoing) -> None:
        writable = waiting(self.descriptor, write=True)
        while outgoing.sent < len(outgoing.data):
            left = outgoing.deadline - monotonic()
            if left <= 0 or not writable(left * 1000):
                raise AnswerReader().timed_out()
            with suppress(BlockingIOError):
                outgoing.sent += self.curl.send(memoryview(outgoing.data)[outgoing.sent :])


class CurlTransport:
    """Connections by libcurl, kept alive: an idle one serves the next call of any thread.

    TLS is verified, against the authorities in ``ca_file``, those of the environment (``SSL_CERT_FILE`` and its like)
    or certifi's. Plain http goes to loopback only,
    unless ``allow_http``. ``proxy`` is a URL (http, https, socks4, socks4a, socks5, socks5h); without it the usual
    environment variables count; an HTTP proxy is asked for a tunnel (CONNECT). ``idle`` is how many connections are
    kept to each venue.

    There is no lock: a signal handler may make calls, or close, while its thread is in the middle of a call.
    """

    def __init__(
        self,
        *,
        proxy: str | Secret | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        allow_http: bool = False,
        idle: int = 16,
    ) -> None:
        proxy = None if proxy is None else Secret(proxy)
        self._dialer = Dialer(proxy, ca_file, allow_http)
        self._idle_limit = idle
        # list.append and list.pop are atomic, so a signal handler can use the list too.
        self._idle: dict[Origin, list[_Connection]] = {}
        # libcurl's handles of closed connections: one that opens the next need not read the authorities anew.
        self._spare: list[pycurl.CurlMulti] = []
        self._closed = False
        fork_safety.watch(self)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        answer = self.carry(*self._dialer.written(request))
        if isinstance(answer, VenueError):
            raise answer
        return answer

    def origin(self, url: str) -> Origin:
        """Return the origin that ``carry`` takes. Raises ``ConfigurationError`` for a URL that is forbidden."""
        return self._dialer.origin(url)

    def carry(self, origin: Origin, outgoing: Outgoing) -> HttpResponse | VenueError:
        """Send a call whose bytes are written and return its whole answer, or the error that came of it."""
        connection: _Connection | None = None
        try:
            connection = self._take(origin) or self._open(origin, outgoing)
            return connection.exchange(outgoing)
        except VenueError as error:
            return error
        except BrokenError as error:
            return unknown(outgoing, error)
        except OSError as error:
            # Raised by a signal handler, not by a system call: many of them raise ``TimeoutError``.
            if error.errno is None:
                raise
            return unknown(outgoing, error)
        except curl_error() as error:
            return unknown(outgoing, error)
        finally:
            if connection is not None:
                self._put_back(origin, connection)

    def close(self) -> None:
        """Close the idle connections; a connection in use closes when its call ends."""
        self._closed = True
        for idle in list(self._idle.values()):
            self._close_all(idle)
        self._spare.clear()

    def forked(self) -> None:
        """Drop the parent's connections: two processes on one would read each other's answers."""
        self._spare.clear()
        for idle in self._idle.values():
            while idle:
                connection = idle.pop()
                leave(connection.descriptor)
                connection.close()

    def _take(self, origin: Origin) -> _Connection | None:
        """Return an idle connection that may be reused, or None."""
        if self._closed:
            refuse_closed()
        idle = self._idle.get(origin)
        while idle:
            try:
                connection = idle.pop()
            except IndexError:  # another thread took the last
                return None
            if connection.is_fresh() and connection.is_quiet():
                connection.reusable = False  # until an answer has come whole
                return connection
            self._close_one(connection)
        return None

    def _put_back(self, origin: Origin, connection: _Connection) -> None:
        idle = self._idle.get(origin)
        if idle is None:
            idle = self._idle.setdefault(origin, [])
        if not connection.reusable or len(idle) >= self._idle_limit:
            self._close_one(connection)
            return
        connection.used = monotonic()
        idle.append(connection)
        if self._closed:  # meanwhile
            self._close_all(idle)

    def _close_all(self, idle: list[_Connection]) -> None:
        while idle:
            try:
                self._close_one(idle.pop())
            except IndexError:
                return

    def _close_one(self, connection: _Connection) -> None:
        """Close a connection, and keep its handle for the next one."""
        with suppress(curl_error()):
            connection.multi.remove_handle(connection.curl)
            if len(self._spare) < self._idle_limit and not self._closed:
                self._spare.append(connection.multi)
                connection.curl.close()
                return
        connection.close()

    def _spare_handle(self) -> "pycurl.CurlMulti | None":
        try:
            return self._spare.pop()
        except IndexError:
            return None

    def _open(self, origin: Origin, outgoing: Outgoing) -> _Connection:
        """Open a connection; every failure comes before the first byte of the call."""
        from pycurl import ACTIVESOCKET, DNS_CACHE_TIMEOUT, CurlMulti

        curl, multi = self._dialer.handle(origin, outgoing), self._spare_handle() or CurlMulti()
        curl.setopt(DNS_CACHE_TIMEOUT, 0)  # each connection asks for the addresses of today
        connection: _Connection | None = None
        try:
            multi.add_handle(curl)
            failed = _connect(multi, outgoing)
            if failed is None:
                connection = _Connection(origin, curl, curl.getinfo(ACTIVESOCKET), multi)
                if connection.is_quiet():
                    return connection
                connection = None
                failed = not_sent(outgoing, 0, "the server spoke before it was asked, or closed the connection")
        finally:
            if connection is None:
                _close(curl, multi)
        raise failed


def _connect(multi: "pycurl.CurlMulti", outgoing: Outgoing) -> NotSentError | None:
    """Have libcurl open the connection in steps that signals can interrupt; return its error, if any."""
    while True:
        multi.perform()
        _, opened, failed = multi.info_read()
        if opened:
            return None
        if failed:
            return not_sent(outgoing, failed[0][1], failed[0][2])
        reads, writes, _ = multi.fdset()
        wait, left = multi.timeout(), outgoing.deadline - monotonic()
        if left <= 0:
            return not_sent(outgoing, 0, "timed out before the connection was open")
        seconds = min(wait / 1000 if wait >= 0 else 0.1, 0.1, left)
        if reads or writes:
            wait_for(reads, writes, seconds)
        else:
            sleep(min(seconds, 0.01))


def _close(curl: "pycurl.Curl", multi: "pycurl.CurlMulti") -> None:
    with suppress(curl_error()):  # it was not added
        multi.remove_handle(curl)
    curl.close()
    multi.close()
