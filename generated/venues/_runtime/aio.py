"""The asyncio client: the same request loop, awaited."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from functools import partial
from types import SimpleNamespace, TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from .client import BaseClient, C
from .errors import ConfigurationError, NotSentError, OutcomeUnknownError, VenueError
from .loop import (
    Close,
    Correct,
    GiveBack,
    Interrupted,
    Response,
    Send,
    Settle,
    Sleep,
    Step,
    Steps,
    Take,
    learn_clock,
)
from .reconcile import SETTLE, Verdict, reconcile
from .request import Request
from .secret import Secret
from .transport import MAX_BODY, Headers, HttpRequest, HttpResponse, check_headers, check_url, safe_words

if TYPE_CHECKING:
    import aiohttp

T = TypeVar("T")


class AsyncTransport(Protocol):
    """What carries calls for the asyncio client.

    ``send`` calls ``departing`` when bytes of the call may be about to leave. It raises ``NotSentError`` only where it
    is certain that none did, and ``OutcomeUnknownError`` for every other failure. When it is cancelled it leaves no
    connection behind that another call could use.
    """

    async def send(self, request: HttpRequest, departing: Callable[[], None]) -> HttpResponse:
        """Send a call and wait for its whole answer."""
        ...

    async def close(self) -> None:
        """Close what is open."""
        ...


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


class AsyncioClient(BaseClient[C, AsyncTransport]):
    """A client of one venue, for any number of tasks of one event loop.

    A cancelled call leaves no connection in the middle of an answer, and gives back what it took of the rate limits
    if it had not left. Where it had, a write may have been executed: ``CancelledError`` does not tell.
    """

    async def send(self, request: Request[T], *, timeout: float | None = None) -> Response[T]:
        """Check a request, send it, decode the answer. ``timeout`` is for this call, with all its attempts and
        waits.

        Raises ``RequestError`` for a request that the venue would refuse, and ``VenueError`` of the kind that says
        what happened, and what became of a write, for everything else.
        """
        return await self._run(self._checked(request, timeout))

    async def call(
        self, method: str, path: str, params: Any = None, *, signed: bool = True, timeout: float | None = None
    ) -> Response[Any]:
        """Send wire values to an endpoint that the SDK does not have, or past its rules: the payload comes as JSON.

        ``method`` is GET, POST, PUT, PATCH or DELETE, and a write unless it is GET; ``path`` begins with a slash and
        is signed and sent as it stands. Nothing else is checked: ``RequestError`` only for what cannot be written. The
        rate limits of an endpoint that the SDK has are kept.
        """
        return await self._run(self._raw(method, path, params, signed, timeout))

    async def reconcile(
        self, failed: VenueError | Request[Any], *, settle: float = SETTLE, timeout: float | None = None
    ) -> tuple[Verdict, ...]:
        """Find out what became of a write, as the blocking client's ``reconcile`` does."""
        return await self._run(reconcile(self._core, failed, settle, timeout))

    async def iterate(self, request: Request[Any]) -> AsyncIterator[Any]:
        """The records of a paged endpoint, page by page, from where the request begins; each page is one call.

        A page that fails raises, and what came before it has been handed out. Raises ``ConfigurationError`` for an
        endpoint that documents no pages.
        """
        pager = self._pager(request)
        while (page := pager.request) is not None:
            response = await self.send(page)
            for record in pager.take(response.data, response.envelope):
                yield record

    async def learn_clock(self) -> float:
        """Ask the venue for its time; how many milliseconds its clock is ahead of this machine's."""
        await self._run(learn_clock(self._core))
        return self._core.offset.milliseconds

    async def learn_context(self) -> C:
        """Ask the venue what it knows of the account, such as its mode, and keep it as the context of later calls.

        What the venue does not tell stays as it was. Raises ``ConfigurationError`` where no endpoint tells, and what
        any call raises.
        """
        return self._learn((await self._run(self._context_steps())).data)

    async def usage(self) -> Mapping[tuple[str, ...], int]:
        """The units of each rate limit that are in use, by endpoint, limit and key."""
        return await self._core.limiter.usage_async(self._core.clock.monotonic())

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _carrier(self, proxy: Secret | None) -> AsyncTransport:
        return AioTransport(proxy=proxy)

    async def _run(self, steps: Steps[T]) -> T:
        """Do what the loop says."""
        result: Any = None
        while True:
            try:
                step = steps.send(result)
            except StopIteration as stop:
                value: T = stop.value
                return value
            try:
                result = await self._do(step)
            except asyncio.CancelledError:
                await asyncio.shield(self._interrupted(steps))
                raise

    async def _interrupted(self, steps: Steps[Any]) -> None:
        """Let a cancelled call give back what it holds."""
        try:
            step = steps.throw(Interrupted())
            while True:
                step = steps.send(await self._do(step))
        except Interrupted:
            return

    async def _do(self, step: Step) -> Any:
        limiter = self._core.limiter
        match step:
            case Send(request):
                try:
                    return await self._transport.send(request, partial(setattr, step, "departed", True))
                except VenueError as error:
                    return error
            case Take(charges, now, ticket, longest) if not limiter.remote:
                return limiter.take(charges, now, ticket, longest)
            case Take(charges, now, ticket, longest):
                asking = asyncio.ensure_future(limiter.take_async(charges, now, ticket, longest))
                try:
                    return await asyncio.shield(asking)
                except asyncio.CancelledError:
                    # What is given back must have been taken before.
                    await asyncio.wait([asking])
                    raise
            case Sleep(seconds):
                return await self._core.clock.sleep_async(seconds)
            case Settle(charges, taken, now, ticket):
                return await limiter.settle_async(charges, taken, now, ticket)
            case GiveBack(charges, now, ticket):
                return await limiter.give_back_async(charges, now, ticket)
            case Close(charges, now, close_for):
                return await limiter.close_async(charges, now, close_for)
            case Correct(charges, now, limit, remaining, reset, taken):
                return await limiter.correct_async(charges, now, limit, remaining, reset, taken)
