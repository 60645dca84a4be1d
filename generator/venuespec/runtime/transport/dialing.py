"""The part common to both transports: where a call goes, its bytes, and how libcurl connects.

libcurl opens the connections, with names, proxies and TLS; over an open one goes plain HTTP/1.1, written here. libcurl
never sees a call, so that only the request loop can send one a second time.
"""

import os
import re
import select
import sys
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, urlsplit

from ..clock import seconds
from ..errors import ConfigurationError, NotSentError, OutcomeUnknownError
from ..patterns import pattern
from ..secret import Secret
from .base import HttpRequest, check_url, safe_words
from .http11 import Outgoing

if TYPE_CHECKING:
    import pycurl

CHUNK = 32_768
KEPT = 30.0
"""Seconds after which an idle connection is not trusted any more: the venue may be about to close it."""
OLDEST = 300.0
"""Seconds after which a connection is not used again, so that a change of the venue's addresses is seen."""

_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_PROXY = pattern(
    r"(?:(?:https?|socks4a?|socks5h?)://)?(?:[^\x00-\x20\x7f/?#\ud800-\udfff]*@)?(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?"
)
LINES = re.compile(r"[!-9;-~]+: [ -~]*(?:\r\n[!-9;-~]+: [ -~]*)*")
"""The headers of a call. They hold credentials: match them where they stand, and pass them to no function."""
_PRINTABLE = "".join(map(chr, range(33, 127)))
_QUICK_EXIT = 322
"""CURLOPT_QUICK_EXIT, which pycurl has no name for: do not wait for a name server when a connection is given up."""
_AUTHORITIES_KEPT = 321
"""CURLOPT_CA_CACHE_TIMEOUT, which pycurl has no name for."""
_UNTRUSTED = 60
_BUNDLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""The environment variables that name a file with authorities, for OpenSSL and for other clients."""
_PERMANENT = (58, 60, 77, 83, 91)
"""libcurl's errors for certificates and authorities: ours or the venue's is wrong, and stays so."""


class Origin:
    """Scheme, host and port, and the request head common to all calls there."""

    def __init__(self, url: str, allow_http: bool) -> None:
        scheme, _, host = url.partition("://")
        self.plain = scheme == "http"
        self.bare = self.plain and not allow_http
        """Whether what comes on the socket is the answer itself: no TLS lies between, not even a proxy's."""
        host = host.removesuffix(":80" if self.plain else ":443")
        self.url = url
        self.preamble = f"Host: {host}\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"


class Line:
    """An open connection."""

    def __init__(self, origin: Origin, curl: "pycurl.Curl", descriptor: int) -> None:
        self.origin = origin
        self.curl = curl
        self.descriptor = descriptor
        self.opened = self.used = monotonic()
        self.readable = waiting(descriptor, write=False)

    def is_quiet(self) -> bool:
        """Return whether nothing unrequested has arrived, not even the end of the connection."""
        if self.origin.bare:
            return not self.readable(0)
        try:  # TLS may hold what it has unpacked, and has messages of its own that are none to us
            self.curl.recv(1)
        except BlockingIOError:
            return True
        except curl_error():
            return False
        return False

    def is_fresh(self) -> bool:
        """Return whether the connection is young enough for another call."""
        now = monotonic()
        return now - self.used < KEPT and now - self.opened < OLDEST


class Dialer:
    """Knows the destination of each call and the way there."""

    def __init__(self, proxy: str | Secret | None, ca_file: str | os.PathLike[str] | None, allow_http: bool) -> None:
        self._proxy = None if proxy is None else Secret(proxy)
        self._ca_file = None if ca_file is None else _bundle("ca_file", ca_file)
        self._allow_http = allow_http
        self._origins: dict[str, Origin] = {}
        self._last: tuple[str, Origin, str] | None = None

    def origin(self, url: str) -> Origin:
        """Return the origin of a URL. Raises ``ConfigurationError`` for one that is forbidden."""
        return self._resolved(url)[1]

    def written(self, request: HttpRequest) -> tuple[Origin, Outgoing]:
        """Return a call's origin and its bytes. Raises ``ConfigurationError`` for a forbidden call."""
        timeout, connect_timeout = request.timeout, request.connect_timeout
        if not (type(timeout) is type(connect_timeout) is float and 0.0 < connect_timeout <= timeout < 86_400.0):
            timeout = seconds("timeout", timeout)
            connect_timeout = seconds("connect_timeout", connect_timeout)
        deadline = monotonic() + timeout
        last = self._last
        if last is None or last[0] != request.url:
            last = self._last = self._resolved(request.url)
        _, origin, target = last
        method, body, headers = request.method, request.body, request.headers
        if method not in _METHODS:
            raise ConfigurationError(f"the method must be one of {', '.join(sorted(_METHODS))}")
        end = "\r\n" if headers else ""
        length = f"Content-Length: {len(body)}\r\n" if body or method != "GET" else ""
        outgoing = Outgoing(method, request.url, deadline, connect_timeout)
        outgoing.lines = "\r\n".join(map(": ".join, headers.items()))
        if headers and (LINES.fullmatch(outgoing.lines) is None or outgoing.lines.count("\n") != len(headers) - 1):
            raise ConfigurationError("a header holds a line break, or another character that no header can carry")
        outgoing.data = (
            f"{method} {target} HTTP/1.1\r\n{origin.preamble}{outgoing.lines}{end}{length}\r\n".encode("ascii") + body
        )
        return origin, outgoing

    def forget(self) -> None:
        """Clear the cache of resolved URLs."""
        self._origins.clear()
        self._last = None

    def handle(self, origin: Origin, outgoing: Outgoing) -> "pycurl.Curl":
        """Return a libcurl handle that opens one connection and does nothing else."""
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
        curl.setopt(c.SSLVERSION, c.SSLVERSION_TLSv1_2)
        curl.setopt(c.PROXY_SSLVERSION, c.SSLVERSION_TLSv1_2)
        curl.setopt(_QUICK_EXIT, 1)
        curl.setopt(_AUTHORITIES_KEPT, int(OLDEST))
        seconds = min(outgoing.connect_timeout, outgoing.deadline - monotonic())
        curl.setopt(c.CONNECTTIMEOUT_MS, max(1, int(seconds * 1000)))
        if origin.plain and not self._allow_http:
            # Loopback is this machine, whatever proxies the environment names and the resolver answers.
            curl.setopt(c.PROXY, "")
            curl.setopt(c.RESOLVE, [f"localhost:{urlsplit(origin.url).port or 80}:127.0.0.1,[::1]"])
        else:
            authorities = self._ca_file or _authorities()
            curl.setopt(c.CAINFO, authorities)
            curl.setopt(c.PROXY_CAINFO, authorities)
            if self._ca_file is None and (folder := os.environ.get("SSL_CERT_DIR")):
                curl.setopt(c.CAPATH, os.fsencode(folder))
            if self._proxy is not None:
                curl.setopt(c.PROXY, _proxy(self._proxy).reveal())
        return curl

    def _resolved(self, url: str) -> tuple[str, Origin, str]:
        """Split a URL into its origin and its path with the query."""
        start = url.find("/", 8)
        base, target = (url, "/") if start < 0 else (url[:start], url[start:])
        origin = self._origins.get(base)
        check_url(url, self._allow_http or origin is not None)
        return url, origin or self._origins.setdefault(base, Origin(base, self._allow_http)), target


def leave(descriptor: int) -> None:
    """Leave a socket to the parent process: bytes that libcurl sends on closing go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor, inheritable=False)
    os.close(nowhere)


def waiting(descriptor: int, *, write: bool) -> Callable[[float], object]:
    """Return a function that waits for a socket for some milliseconds and returns whether it became ready."""
    if sys.platform == "win32":
        sockets = ([], [descriptor]) if write else ([descriptor], [])
        return lambda milliseconds: any(select.select(*sockets, [], milliseconds / 1000))
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT if write else select.POLLIN)
    return poll.poll


def wait_for(reads: Sequence[int], writes: Sequence[int], seconds: float) -> None:
    """Wait some seconds for one of several sockets."""
    if sys.platform == "win32":
        select.select(reads, writes, [], seconds)
        return
    poll = select.poll()
    for descriptor in {*reads, *writes}:
        poll.register(
            descriptor,
            (select.POLLIN if descriptor in reads else 0) | (select.POLLOUT if descriptor in writes else 0),
        )
    poll.poll(seconds * 1000)


def curl_error() -> type[Exception]:
    """Return libcurl's exception class."""
    import pycurl

    return pycurl.error


def not_sent(outgoing: Outgoing, code: int, words: str) -> NotSentError:
    """Return the error of a connection that could not be opened."""
    reason = safe_words(words) or f"libcurl's error {code}"
    if code == _UNTRUSTED:
        reason += "; to trust another authority, give the client its ca_file= or set SSL_CERT_FILE"
    failed = NotSentError(_reason(outgoing, reason))
    failed.permanent = code in _PERMANENT
    return failed


def unknown(outgoing: Outgoing, error: Exception) -> OutcomeUnknownError:
    """Return the error of a call that had left."""
    words = safe_words(str(error.args[-1])) if error.args else type(error).__name__
    return OutcomeUnknownError(_reason(outgoing, words))


def refuse_closed() -> NoReturn:
    raise ConfigurationError("the client is closed")


def _proxy(url: Secret) -> Secret:
    """Return a proxy's URL in ASCII. Raises ``ConfigurationError``, which does not quote it."""
    # The URL stands in no variable: it may hold a password.
    if url.reveal() == "":
        return url
    if not isinstance(url.reveal(), str) or _PROXY.fullmatch(url.reveal()) is None:
        raise ConfigurationError(
            "the proxy must be SCHEME://[USER:PASSWORD@]HOST[:PORT], with http, https, socks4, socks4a, socks5 or "
            "socks5h as its scheme, a host in ASCII, and what is special in user and password percent-encoded"
        )
    return url if url.reveal().isascii() else Secret(quote(url.reveal(), safe=_PRINTABLE))


def _authorities() -> bytes:
    for name in _BUNDLES:
        if path := os.environ.get(name):
            return _bundle(name, path)
    import certifi  # with what reads resources: a third of the time of a first call

    return os.fsencode(certifi.where())


def _bundle(name: str, path: str | os.PathLike[str]) -> bytes:
    """Return the path of a file with authorities as libcurl takes it. Raises ``ConfigurationError``."""
    if not isinstance(path, str | os.PathLike):
        raise ConfigurationError(f"{name} takes the path of a file, not {type(path).__name__}")
    if not os.path.isfile(path):
        raise ConfigurationError(f"{name} names {os.fspath(path)!r}, which is not a file")
    return os.fsencode(path)


def _reason(outgoing: Outgoing, words: str) -> str:
    return f"{outgoing.method} {urlsplit(outgoing.url).path}: {words}"
