"""HTTP: one call in, one answer or one error out.

libcurl opens the connections, with names, proxies and TLS; over an open one goes plain HTTP/1.1, written here and read
by httptools, which is Node's parser. That costs half of what a whole transfer by libcurl does, and it leaves nobody
who could send a call a second time on its own: libcurl never sees the call.
"""

import os
import select
import sys
import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from .. import fork_safety
from ..errors import ConfigurationError, NotSentError, OutcomeUnknownError
from ..secret import Secret
from .base import MAX_BODY, Headers, HttpRequest, HttpResponse, check_headers, check_url, safe_words

if TYPE_CHECKING:
    import pycurl

_CHUNK = 65_536
_KEPT = 30.0
"""Seconds after which an idle connection is not trusted any more: the venue may be about to close it."""


class _BrokenError(Exception):
    """The answer did not come, or cannot be read."""


class _Connection:
    """An open connection, and the answer that is being read from it."""

    def __init__(self, curl: "pycurl.Curl", descriptor: int) -> None:
        from httptools import HttpResponseParser

        self.curl = curl
        self.used = monotonic()
        self.reusable = False
        self._descriptor = descriptor
        self._readable = _waiting(descriptor, write=False)
        self._parser = HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._head_complete = False
        self._complete = False

    def idle(self) -> bool:
        """Whether nothing has come since the last answer, not even the end."""
        return not self._readable(0.0)

    def abandon(self) -> None:
        """Leave the socket to the parent process: what libcurl says when it closes goes nowhere."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self._descriptor, inheritable=False)
        os.close(nowhere)
        self.curl.close()

    def exchange(self, request: bytes, deadline: float) -> HttpResponse:
        """Send a request and read its answer. Raises ``_BrokenError`` and libcurl's and the parser's errors."""
        self._headers, self._body = [], []
        self._head_complete = self._complete = self.reusable = False
        self._send(request, deadline)
        receive, parser, size = self.curl.recv, self._parser, 0
        self._wait(self._readable, deadline)
        while not self._complete:
            try:
                data = receive(_CHUNK)
            except BlockingIOError:
                self._wait(self._readable, deadline)
                continue
            if not data:
                self._end()
                break
            size += len(data)
            if size > MAX_BODY:
                raise _BrokenError(f"the answer is larger than {MAX_BODY} bytes")
            try:
                parser.feed_data(data)
            except Exception:
                # What follows a complete answer does not take it back; but nothing more is read from here.
                if not self._complete:
                    raise
                self.reusable = False
        body = b"".join(self._body)
        for name, value in self._headers:
            if name.lower() == b"content-encoding":
                body = _decoded(body, value)
        return HttpResponse(parser.get_status_code(), Headers(self._headers), body)

    def _send(self, data: bytes, deadline: float) -> None:
        sent = 0
        while sent < len(data):
            try:
                sent += self.curl.send(data[sent:] if sent else data)
            except BlockingIOError:
                self._wait(_waiting(self._descriptor, write=True), deadline)

    def _wait(self, ready: "Callable[[float], object]", deadline: float) -> None:
        if not ready(max(deadline - monotonic(), 0.0)):
            raise _BrokenError(f"timed out before {'the answer ended' if self._head_complete else 'an answer came'}")

    def _end(self) -> None:
        """The peer has closed: the end of an answer that names no length, or of a connection that died."""
        sized = any(name.lower() in (b"content-length", b"transfer-encoding") for name, _ in self._headers)
        if sized or not self._head_complete:
            raise _BrokenError(
                "the connection was closed before " + ("the answer ended" if sized else "an answer came")
            )

    # What the parser calls.

    def on_message_begin(self) -> None:
        if self._complete:
            raise _BrokenError("a second answer came to one call")
        self._headers, self._body = [], []
        self._head_complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._head_complete = True

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        # An interim answer, 1xx, comes before the answer.
        self._complete = self._parser.get_status_code() >= 200
        self.reusable = self._parser.should_keep_alive()


def _waiting(descriptor: int, *, write: bool) -> "Callable[[float], object]":
    """A function that waits so many seconds for a socket, and says whether it became ready."""
    if sys.platform == "win32":
        return lambda seconds: any(select.select(*([], [descriptor]) if write else ([descriptor], []), [], seconds))
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT if write else select.POLLIN)
    return lambda seconds: poll.poll(seconds * 1000)


def _decoded(body: bytes, encoding: bytes) -> bytes:
    """The content that was compressed as we asked for."""
    import zlib

    if encoding.strip().lower() not in (b"gzip", b"x-gzip"):
        if encoding.strip().lower() in (b"", b"identity"):
            return body
        raise _BrokenError("the answer has an encoding that was not asked for")
    reader = zlib.decompressobj(wbits=31)
    try:
        content = reader.decompress(body, MAX_BODY)
    except zlib.error:
        raise _BrokenError("the compressed answer is damaged") from None
    if reader.unconsumed_tail:
        raise _BrokenError(f"the answer is larger than {MAX_BODY} bytes")
    if not reader.eof:
        raise _BrokenError("the compressed answer is cut off")
    return content


class _Origin:
    """Scheme, host and port: the idle connections there, and what every request to it says first."""

    def __init__(self, url: str) -> None:
        scheme, _, host = url.partition("://")
        self.plain = scheme == "http"
        host = host.removesuffix(":80" if self.plain else ":443")
        self.url = url
        self.preamble = f"Host: {host}\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"
        self.idle: list[_Connection] = []


class CurlTransport:
    """Connections by libcurl, kept alive: an idle one serves the next call, whichever thread makes it.

    TLS is verified, against certifi's authorities unless ``ca_file`` names others. Plain http goes to loopback
    only, unless ``allow_http``. ``proxy`` is a URL (http, https, socks5, socks5h); without it the usual environment
    variables count; an HTTP proxy is asked for a tunnel (CONNECT). ``idle`` is how many connections are kept.
    """

    def __init__(
        self, *, proxy: str | Secret | None = None, ca_file: str | None = None, allow_http: bool = False, idle: int = 16
    ) -> None:
        self._proxy = None if proxy is None else Secret(proxy)
        self._ca_file = ca_file
        self._allow_http = allow_http
        self._idle_limit = idle
        self._origins: dict[str, _Origin] = {}
        self._last: tuple[str, _Origin, str] | None = None
        self._lock = threading.Lock()
        self._closed = False
        fork_safety.watch(self)

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        deadline = monotonic() + request.timeout
        origin, data = self._written(request)
        connection = self._take(origin) or self._open(origin, request)
        healthy = False
        try:
            response = connection.exchange(data, deadline)
            healthy = connection.reusable
            return response
        except _BrokenError as error:
            raise OutcomeUnknownError(_reason(request, str(error))) from None
        except ConfigurationError:
            raise
        except Exception as error:
            raise OutcomeUnknownError(_reason(request, _words(error))) from None
        finally:
            self._put_back(origin, connection, healthy)

    def close(self) -> None:
        """Close the idle connections; those in use close when their call ends."""
        with self._lock:
            self._closed = True
            idle = [each for origin in self._origins.values() for each in origin.idle]
            self._origins.clear()
        for each in idle:
            each.curl.close()

    def forked(self) -> None:
        """The idle connections are the parent's: two processes on one would read each other's answers."""
        self._lock = threading.Lock()
        for origin in self._origins.values():
            while origin.idle:
                origin.idle.pop().abandon()

    def _written(self, request: HttpRequest) -> tuple[_Origin, bytes]:
        """Where a call goes, and its bytes. Raises ``ConfigurationError`` for what must not go out."""
        headers = request.headers
        last = self._last
        if last is None or last[0] != request.url:
            last = self._last = self._resolved(request.url)
        _, origin, target = last
        check_headers(headers)
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        body = request.body
        length = f"Content-Length: {len(body)}\r\n" if body or request.method != "GET" else ""
        head = f"{request.method} {target} HTTP/1.1\r\n{origin.preamble}{lines}{length}\r\n"
        return origin, head.encode("ascii") + body

    def _resolved(self, url: str) -> tuple[str, _Origin, str]:
        """A URL, where it goes, and its path and query."""
        check_url(url, self._allow_http)
        start = url.find("/", 8)
        base, target = (url, "/") if start < 0 else (url[:start], url[start:])
        return url, self._origins.get(base) or self._origin(base), target

    def _origin(self, url: str) -> _Origin:
        origin = _Origin(url)
        with self._lock:
            return self._origins.setdefault(url, origin)

    def _take(self, origin: _Origin) -> _Connection | None:
        """An idle connection that is still good."""
        while True:
            with self._lock:
                if self._closed:
                    raise ConfigurationError("the client is closed")
                if not origin.idle:
                    return None
                connection = origin.idle.pop()
            if monotonic() - connection.used < _KEPT and connection.idle():
                return connection
            connection.curl.close()

    def _put_back(self, origin: _Origin, connection: _Connection, healthy: bool) -> None:
        if healthy:
            connection.used = monotonic()
            with self._lock:
                if not self._closed and len(origin.idle) < self._idle_limit:
                    origin.idle.append(connection)
                    return
        connection.curl.close()

    def _open(self, origin: _Origin, request: HttpRequest) -> _Connection:
        """A new connection. Every failure comes before the first byte of the call."""
        import pycurl as c

        curl = c.Curl()
        curl.setopt(c.PROTOCOLS, c.PROTO_HTTP | c.PROTO_HTTPS)
        curl.setopt(c.URL, origin.url)
        curl.setopt(c.CONNECT_ONLY, 1)
        curl.setopt(c.HTTP_VERSION, c.CURL_HTTP_VERSION_1_1)
        curl.setopt(c.HTTPPROXYTUNNEL, 1)
        curl.setopt(c.NOSIGNAL, 1)
        curl.setopt(c.TCP_NODELAY, 1)
        curl.setopt(c.SSL_VERIFYPEER, 1)
        curl.setopt(c.SSL_VERIFYHOST, 2)
        seconds = min(request.connect_timeout, request.timeout)
        curl.setopt(c.CONNECTTIMEOUT_MS, max(1, int(seconds * 1000)))
        if origin.plain and not self._allow_http:
            # Loopback is this machine, whatever the environment says of proxies and the resolver of names.
            curl.setopt(c.PROXY, "")
            curl.setopt(c.RESOLVE, [f"localhost:{origin.url.rpartition(':')[2]}:127.0.0.1,[::1]"])
        else:
            authorities = self._ca_file or _authorities()
            curl.setopt(c.CAINFO, authorities)
            curl.setopt(c.PROXY_CAINFO, authorities)
            if self._proxy is not None:
                curl.setopt(c.PROXY, self._proxy.reveal())
        try:
            curl.perform()
            return _Connection(curl, curl.getinfo(c.ACTIVESOCKET))
        except c.error as error:
            curl.close()
            failed = NotSentError(_reason(request, _words(error)))
        # Raised outside of the handler, so that libcurl's own words are not kept as its context.
        raise failed


def _authorities() -> str:
    import certifi  # with what reads resources: a third of the time of a first call

    return certifi.where()


def _words(error: Exception) -> str:
    """What an error of libcurl or of the parser says."""
    return safe_words(str(error.args[-1])) if error.args else type(error).__name__


def _reason(request: HttpRequest, words: str) -> str:
    from urllib.parse import urlsplit

    return f"{request.method} {urlsplit(request.url).path}: {words}"
