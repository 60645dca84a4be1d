"""The transport interface: one request in, one answer or error out."""

import re
from collections.abc import Callable, ItemsView, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, NoReturn, Protocol

from ..errors import ConfigurationError, readable

# What every reader of URLs reads alike: no user, no fragment, nothing that needs decoding to be a host.
_URL = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[!\"$-~]*)?")


_USER = re.compile(r"//[^/@\s]*@")


MAX_BODY = 64 * 1024 * 1024


class Headers(Mapping[str, str]):
    """Response headers, by name in any case; of repeated headers the last counts.

    They are parsed on first access: few callers read them.
    """

    came: Mapping[str, str] | list[tuple[bytes, bytes]] | bytes = b""
    """The headers as they came."""

    def __init__(self, came: Mapping[str, str] | list[tuple[bytes, bytes]] | bytes) -> None:
        self.came = came

    @cached_property
    def _values(self) -> dict[str, str]:
        if isinstance(self.came, bytes):
            lines = (line.partition(":") for line in self.came.decode("latin-1").split("\r\n") if line)
            return {name.lower(): value.strip() for name, _, value in lines}
        if isinstance(self.came, list):
            return {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in self.came}
        return {name.lower(): value for name, value in self.came.items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


class SentHeaders(Mapping[str, str]):
    """The headers of a call with its credentials: readable by name, never shown or pickled."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def items(self) -> ItemsView[str, str]:
        return self._values.items()

    def __repr__(self) -> str:
        return f"SentHeaders({', '.join(self._values)})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("the headers of a call hold credentials and are not pickled")


class HttpRequest:
    """One request, ready to send; its headers hold the signature and are not shown.

    A ``write`` is sent once: the transport never repeats it on its own.
    """

    __slots__ = ("body", "connect_timeout", "headers", "method", "timeout", "url", "write")

    def __init__(
        self,
        *,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        write: bool = False,
        connect_timeout: float = 5.0,
        timeout: float = 10.0,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers if isinstance(headers, SentHeaders) else SentHeaders(headers)
        self.body = body
        self.write = write
        self.connect_timeout = connect_timeout
        self.timeout = timeout

    def __repr__(self) -> str:
        # A query may hold a signature, as the body of a form may.
        return f"HttpRequest({self.method!r}, {self.url.partition('?')[0]!r}, write={self.write!r})"


class HttpResponse(NamedTuple):
    """One answer, without following redirects, with the content encoding undone."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """A transport of the blocking client, called from any thread.

    ``send`` raises ``NotSentError`` only where it is certain that no byte of the call reached the venue, and
    ``OutcomeUnknownError`` for every other failure.
    """

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        ...

    def close(self) -> None:
        """Close all connections; calls under way end with an error or an answer."""
        ...


def check_url(url: str, allow_http: bool) -> None:
    """Refuse a URL that might lead elsewhere than it seems to, or unencrypted beyond loopback.

    Raises ``ConfigurationError``, which does not quote the URL: it may hold a password.
    """
    if not url.startswith(("https://", "http://")):
        raise ConfigurationError("the URL must begin with https:// or http://; write https://HOST[:PORT][/PATH]")
    if _URL.fullmatch(url) is None:
        raise ConfigurationError(
            "the URL must be https://HOST[:PORT][/PATH] in ASCII, without a user, a fragment, a space or a control "
            "character"
        )
    if not _has_port(url):
        raise ConfigurationError("the URL's port must be between 1 and 65535")
    if not url.startswith("https://") and not allow_http and not is_loopback(url):
        raise ConfigurationError(
            "plain http goes to loopback only; use https or, if you trust the network in between, "
            "transport=CurlTransport(allow_http=True), AsyncCurlTransport for asyncio"
        )


def safe_words(text: str) -> str:
    """Return a library's error message without passwords of proxies and control codes of certificates."""
    return readable(_USER.sub("//***@", text))


def _has_port(url: str) -> bool:
    """Return whether the port of a URL, if it names one, is valid."""
    port = url.partition("//")[2].partition("/")[0].rpartition(":")[2]
    return not port.isdecimal() or 0 < int(port) <= 65_535


def is_loopback(url: str) -> bool:
    """Return whether a URL leads to this machine."""
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class AsyncTransport(Protocol):
    """A transport of the asyncio client.

    ``send`` calls ``departing`` when bytes of the call may be about to leave. It raises ``NotSentError`` only where it
    is certain that none did, and ``OutcomeUnknownError`` for every other failure. When it is cancelled it leaves no
    connection behind that another call could use.
    """

    async def send(self, request: HttpRequest, departing: Callable[[], None]) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...
