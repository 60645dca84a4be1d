"""The asyncio transport over aiohttp."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ..errors import ConfigurationError, NotSentError, OutcomeUnknownError
from ..secret import Secret
from .base import MAX_BODY, Headers, HttpRequest, HttpResponse, check_headers, check_url, safe_words

if TYPE_CHECKING:
    import aiohttp


class AioTransport:
    """aiohttp, with connections kept alive.

    TLS is verified, against certifi's authorities unless ``ca_file`` names others. Plain http goes to loopback only,
    unless ``allow_http``. ``proxy`` is the URL of an HTTP proxy; without it the usual environment variables count.
    """

    def __init__(
        self,
        *,
        proxy: str | Secret | None = None,
        ca_file: str | None = None,
        allow_http: bool = False,
        connections: int = 100,
    ) -> None:
        try:
            import aiohttp
        except ImportError:
            raise ConfigurationError("the asyncio client needs aiohttp: pip install 'venuespec[async]'") from None
        proxy = None if proxy is None else Secret(proxy)
        if proxy is not None and not proxy.reveal().startswith(("http://", "https://")):
            raise ConfigurationError("the asyncio client goes through HTTP proxies only; the blocking one knows SOCKS")
        self._errors = (aiohttp.ClientError, OSError, TimeoutError, ValueError)
        self._proxy = proxy
        self._ca_file = ca_file
        self._allow_http = allow_http
        self._connections = connections
        self._proxies: dict[tuple[str, str], Secret | None] = {}
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def send(self, request: HttpRequest, departing: Callable[[], None]) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        import aiohttp

        check_url(request.url, self._allow_http)
        check_headers(request.headers)
        left = SimpleNamespace(departing=departing, departed=False)

        async def once(call: "aiohttp.ClientRequest", go_on: Any) -> Any:
            # aiohttp sends GET, PUT and DELETE again where a connection breaks; here the loop decides about that.
            if left.departed:
                raise aiohttp.ClientConnectionError("the connection was closed before an answer came")
            return await go_on(call)

        try:
            async with self._opened().request(
                request.method,
                _exact(request.url),
                data=request.body or None,
                headers=request.headers,
                allow_redirects=False,
                proxy=self._proxy_for(request.url),
                timeout=aiohttp.ClientTimeout(total=request.timeout, sock_connect=request.connect_timeout),
                skip_auto_headers=("Content-Type",),
                trace_request_ctx=left,
                middlewares=(once,),
            ) as response:
                body = await _body(response)
                headers = Headers(list(response.raw_headers))
                return HttpResponse(status=response.status, headers=headers, body=body)
        except self._errors as error:
            kind = OutcomeUnknownError if left.departed else NotSentError
            words = "timed out" if isinstance(error, TimeoutError) else safe_words(str(error)) or type(error).__name__
            failed = kind(f"{request.method} {_exact(request.url).path}: {words}")
        # Raised outside of the handler: aiohttp's error holds the headers that were sent.
        raise failed

    async def close(self) -> None:
        """Close the connections; calls under way fail."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            with suppress(RuntimeError):  # where its loop is closed, its connections are too
                await session.close()

    def _proxy_for(self, url: str) -> str | None:
        """The proxy of a call: the one that was given, else the environment's; none for plain http to loopback."""
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname or ""
        if scheme == "http" and not self._allow_http:
            return None
        if self._proxy is not None:
            return self._proxy.reveal()
        if (scheme, host) not in self._proxies:
            found = None if proxy_bypass(host) else getproxies().get(scheme)
            self._proxies[scheme, host] = Secret(found) if found else None
        environment = self._proxies[scheme, host]
        return None if environment is None else environment.reveal()

    def _opened(self) -> "aiohttp.ClientSession":
        """The session, made when the first call comes: it belongs to the event loop that runs then."""
        if self._closed:
            raise ConfigurationError("the client is closed")
        if self._loop is not None and self._loop is not asyncio.get_running_loop():
            raise ConfigurationError(
                "the client was first used in another event loop, to which its connections belong; make one for each"
            )
        if self._session is None:
            import aiohttp
            import certifi

            self._loop = asyncio.get_running_loop()
            tls = ssl.create_default_context(cafile=self._ca_file or certifi.where())
            trace = aiohttp.TraceConfig()
            trace.on_connection_create_end.append(_departs)
            trace.on_connection_reuseconn.append(_departs)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=tls, limit=self._connections, keepalive_timeout=30),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                trace_configs=[trace],
            )
        return self._session


async def _departs(_: Any, context: SimpleNamespace, __: Any) -> None:
    """The connection is there, and the call goes out on it."""
    left = context.trace_request_ctx
    left.departed = True
    left.departing()


def _exact(url: str) -> Any:
    """The URL as it was signed: nothing is quoted anew."""
    from yarl import URL

    return URL(url, encoded=True)


async def _body(response: "aiohttp.ClientResponse") -> bytes:
    """The whole body, as long as it is no larger than any answer of a venue."""
    length = response.content_length
    if length is not None and length <= MAX_BODY and "Content-Encoding" not in response.headers:
        return await response.read()
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        size += len(part)
        if size > MAX_BODY:
            raise ValueError(f"the answer is larger than {MAX_BODY} bytes")
        parts.append(part)
    return b"".join(parts)
