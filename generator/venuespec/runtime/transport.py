"""HTTP: one call in, one answer or one error out."""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from attrs import define, field, frozen

from .errors import ConfigurationError, NotSentError, OutcomeUnknownError

if TYPE_CHECKING:
    import pycurl

_BREAK = re.compile(r"[\r\n\0]")
_NO_URL = re.compile(r"[\0- \x7f]")
_LARGE = 500_000
MAX_BODY = 64 * 1024 * 1024


class Headers(Mapping[str, str]):
    """Response headers, by name in any case; of a name that comes several times the last counts.

    They are made of the lines of the response when the first is asked for: few callers do.
    """

    def __init__(self, lines: list[bytes] | dict[str, str]) -> None:
        self._lines = lines

    @cached_property
    def _values(self) -> dict[str, str]:
        pairs = self._lines.items() if isinstance(self._lines, dict) else _pairs(self._lines)
        return {name.lower(): value for name, value in pairs}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


def _pairs(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    """The headers of the last response: interim ones come before it."""
    pairs: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith(b"HTTP/"):
            pairs.clear()
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            pairs.append((name.strip(), value.strip()))
    return pairs


@frozen(kw_only=True)
class HttpRequest:
    """One call, ready to go. The headers hold the signature, and so stay out of the ``repr``.

    A ``write`` goes out once: whatever happens, the transport does not send it again on its own.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = b""
    write: bool = False
    connect_timeout: float = 5.0
    timeout: float = 10.0


@frozen(kw_only=True)
class HttpResponse:
    """One answer, redirects not followed, content encoding undone."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """What carries calls. Called from any thread.

    ``send`` raises ``NotSentError`` only where it is certain that no byte of the call reached the venue, and
    ``OutcomeUnknownError`` for every other failure.
    """

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        ...

    def close(self) -> None:
        """Close what is open. Calls under way end with an error or an answer."""
        ...


@define
class _Handle:
    """A libcurl handle with its connection, and what was last set on it."""

    curl: "pycurl.Curl"
    method: str | None = None
    fresh: bool = False
    url: str = ""
    timeouts: tuple[int, int] = (0, 0)
    lines: list[bytes] = field(factory=list[bytes])
    body: list[bytes] = field(factory=list[bytes])


class CurlTransport:
    """libcurl, with connections kept alive: an idle handle serves the next call, whichever thread makes it.

    TLS is verified, against certifi's authorities unless ``ca_file`` names others. Plain http goes to loopback
    only, unless ``allow_http``. ``proxy`` is a URL (http, https, socks5, socks5h); without it the usual environment
    variables count.
    """

    def __init__(
        self, *, proxy: str | None = None, ca_file: str | None = None, allow_http: bool = False, idle: int = 16
    ) -> None:
        import pycurl

        self._curl = pycurl
        self._proxy = proxy
        self._ca_file = ca_file
        self._allow_http = allow_http
        self._idle_limit = idle
        self._idle: list[_Handle] = []
        self._lock = threading.Lock()
        self._closed = False
        # Errors that come before a connection is usable: no byte of the call can have left.
        self._not_sent = {
            pycurl.E_COULDNT_RESOLVE_HOST,
            pycurl.E_COULDNT_RESOLVE_PROXY,
            pycurl.E_COULDNT_CONNECT,
            pycurl.E_SSL_CONNECT_ERROR,
            pycurl.E_PEER_FAILED_VERIFICATION,
            pycurl.E_SSL_CACERT_BADFILE,
            pycurl.E_URL_MALFORMAT,
            pycurl.E_UNSUPPORTED_PROTOCOL,
        }

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        handle = self._take()
        curl = handle.curl
        handle.lines.clear()
        handle.body.clear()
        healthy = False
        try:
            self._prepare(handle, request)
            try:
                curl.perform()
            except self._curl.error as error:
                raise self._error(curl, error, request) from None
            healthy = True
            return HttpResponse(
                status=curl.getinfo(self._curl.RESPONSE_CODE),
                headers=Headers(handle.lines.copy()),
                body=b"".join(handle.body),
            )
        finally:
            self._put_back(handle, healthy)

    def close(self) -> None:
        """Close the idle connections; those in use close when their call ends."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for handle in idle:
            handle.curl.close()

    def _take(self) -> "_Handle":
        with self._lock:
            if self._closed:
                raise ConfigurationError("the client is closed")
            if self._idle:
                return self._idle.pop()
        return self._new()

    def _put_back(self, handle: "_Handle", healthy: bool) -> None:
        with self._lock:
            if healthy and not self._closed and len(self._idle) < self._idle_limit:
                self._idle.append(handle)
                return
        handle.curl.close()

    def _new(self) -> "_Handle":
        import certifi

        c = self._curl
        curl: pycurl.Curl = c.Curl()
        curl.setopt(c.NOSIGNAL, 1)
        curl.setopt(c.TCP_NODELAY, 1)
        curl.setopt(c.FOLLOWLOCATION, 0)
        curl.setopt(c.SSL_VERIFYPEER, 1)
        curl.setopt(c.SSL_VERIFYHOST, 2)
        curl.setopt(c.CAINFO, self._ca_file or certifi.where())
        curl.setopt(c.ACCEPT_ENCODING, "")
        curl.setopt(c.MAXFILESIZE_LARGE, MAX_BODY)
        # A connection that the venue may have closed meanwhile is not worth the doubt it casts on a write.
        curl.setopt(c.MAXAGE_CONN, 30)
        if self._proxy is not None:
            curl.setopt(c.PROXY, self._proxy)
        handle = _Handle(curl)
        curl.setopt(c.WRITEFUNCTION, handle.body.append)
        curl.setopt(c.HEADERFUNCTION, handle.lines.append)
        return handle

    def _prepare(self, handle: "_Handle", request: HttpRequest) -> None:
        """Set what differs from the handle's last call."""
        c, curl = self._curl, handle.curl
        headers = [f"{name}: {value}" for name, value in request.headers.items()]
        check_headers(headers)
        if request.url != handle.url:
            check_url(request.url, self._allow_http)
            curl.setopt(c.URL, request.url)
            handle.url = request.url
        if request.method == "GET":
            if handle.method != "GET":
                curl.setopt(c.HTTPGET, 1)
        else:
            if handle.method != request.method:
                curl.setopt(c.POST, 1)
                if request.method != "POST":
                    curl.setopt(c.CUSTOMREQUEST, request.method)
            # libcurl sends a call again if a reused connection dies before the first byte of the answer, unless it
            # would have to read the body a second time and cannot.
            curl.setopt(c.POSTFIELDSIZE, len(request.body))
            curl.setopt(c.READFUNCTION, BytesIO(request.body).read)
            if len(request.body) > _LARGE:
                # Without this libcurl asks for leave before it sends a large body.
                headers.append("Expect:")
        if handle.method not in (None, "GET", "POST", request.method):
            curl.unsetopt(c.CUSTOMREQUEST)
        handle.method = request.method
        curl.setopt(c.HTTPHEADER, headers)
        fresh = request.write and not request.body
        if fresh != handle.fresh:
            curl.setopt(c.FRESH_CONNECT, int(fresh))
            handle.fresh = fresh
        timeouts = (max(1, int(request.connect_timeout * 1000)), max(1, int(request.timeout * 1000)))
        if timeouts != handle.timeouts:
            curl.setopt(c.CONNECTTIMEOUT_MS, timeouts[0])
            curl.setopt(c.TIMEOUT_MS, timeouts[1])
            handle.timeouts = timeouts

    def _error(self, curl: "pycurl.Curl", error: Any, request: HttpRequest) -> NotSentError | OutcomeUnknownError:
        c = self._curl
        code, words = error.args[0], error.args[1]
        if code == c.E_SEND_FAIL_REWIND:
            words = "the connection was closed before an answer came"
        reason = f"{request.method} {urlsplit(request.url).path}: {words}"
        # PRETRANSFER is set when the connection is ready and the call is about to go out.
        if code in self._not_sent or (curl.getinfo(c.PRETRANSFER_TIME) == 0 and curl.getinfo(c.REQUEST_SIZE) == 0):
            return NotSentError(reason)
        return OutcomeUnknownError(reason)


def check_url(url: str, allow_http: bool) -> None:
    """Refuse a URL that would say something else on the wire, or say it in the clear: ``ConfigurationError``."""
    if _NO_URL.search(url):
        raise ConfigurationError("the URL holds a space or a control character")
    if not url.startswith(("https://", "http://")):
        raise ConfigurationError("the URL begins with neither https:// nor http://")
    if not url.startswith("https://") and not allow_http and not is_loopback(url):
        raise ConfigurationError(
            "plain http is for loopback; use https, or allow_http=True if you know what listens in between"
        )


def check_headers(lines: Iterable[str]) -> None:
    """Refuse header lines that would become several. Raises ``ConfigurationError``."""
    if _BREAK.search("".join(lines)):
        raise ConfigurationError("a header holds a line break")


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
