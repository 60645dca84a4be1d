"""Serve the venue's side over HTTP: an ASGI application on uvicorn, with faults in between."""

import asyncio
import gzip
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import h11
import orjson
import uvicorn
from attrs import asdict, define, field
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..runtime.json_types import is_object
from ..spec.model import VenueSpec
from .admission import Account, ReceivedCall
from .faults import Fault, Faults, RandomFaults
from .orders import Tally
from .venue import MAX_BODY, Reply, VenueSide

_HOST = re.compile(rb"(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?", re.IGNORECASE)
_SHOWN_BODY = 16_384
# The log of calls is bounded: the latest are kept whole, older ones are cut.
_WHOLE_CALLS, _SHORT_BODY, _SHOWN_TARGET = 1_000, 1_024, 4_096
_HEAD_SECONDS = 10.0
_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_JSON = b"application/json"


@define(kw_only=True)
class Sandbox:
    """A venue to serve; ``calls`` are the last calls that it received, without their headers.

    It answers calls to loopback; with ``any_host`` also those that name another host, as containers do.
    """

    side: VenueSide
    faults: Faults = field(factory=Faults)
    calls: "deque[dict[str, Any]]" = field(factory=lambda: deque[dict[str, Any]](maxlen=10_000))
    server: uvicorn.Server | None = None
    any_host: bool = False

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI request."""
        if _is_from_web_page(scope, self.any_host):
            refusal = _json(403, {"error": "the sandbox answers programs on this machine, not web pages"})
            await refusal(scope, receive, send)
        elif scope["path"].startswith("/_sandbox/"):
            await self._own(scope, receive, send)
        else:
            await _handle(self, scope, receive, send)

    def connection(self, scope: Scope) -> asyncio.Transport | None:
        """Return the connection of a call."""
        for connection in self.server.server_state.connections if self.server is not None else ():
            if getattr(connection, "client", None) == scope.get("client"):
                transport: asyncio.Transport | None = getattr(connection, "transport", None)
                return transport
        return None

    async def stop_listening(self, seconds: float) -> None:
        """Refuse connections for a while, and close the open ones."""
        server = self.server
        if server is None or not server.servers:
            return
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        for listening in server.servers:
            listening.close()
        server.servers = []
        for connection in list(server.server_state.connections):
            transport: asyncio.Transport | None = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await asyncio.sleep(seconds)

        def protocol() -> asyncio.Protocol:
            config = server.config
            protocol_class: Any = config.http_protocol_class
            protocol: asyncio.Protocol = protocol_class(
                config=config, server_state=server.server_state, app_state=server.lifespan.state
            )
            return protocol

        server.servers = [await asyncio.get_running_loop().create_server(protocol, host, port)]

    @property
    def _own(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/_sandbox/faults", self._faults, methods=["GET", "POST", "DELETE"]),
                Route("/_sandbox/orders", self._orders, methods=["GET"]),
                Route("/_sandbox/prices", self._prices, methods=["POST"]),
                Route("/_sandbox/records", self._records, methods=["POST"]),
                Route("/_sandbox/requests", self._requests, methods=["GET"]),
            ]
        )

    async def _faults(self, request: Request) -> Response:
        if request.method == "GET":
            return _json(200, {"counts": self.faults.counts})
        if request.method == "DELETE":
            self.faults.clear()
            return _json(200, {"ok": True})
        try:
            data = orjson.loads(await request.body())
            at_random = is_object(data) and "rate" in data
            self.faults.add(RandomFaults.from_json(data) if at_random else Fault.from_json(data))
        except (ValueError, TypeError, AttributeError) as error:
            return _json(400, {"error": str(error)})
        return _json(200, {"ok": True})

    async def _orders(self, _: Request) -> Response:
        tables = self.side.orders()
        return _json(
            200, {name: {key: asdict(tally) for key, tally in table.items()} for name, table in tables.items()}
        )

    async def _prices(self, request: Request) -> Response:
        try:
            prices = orjson.loads(await request.body())
            if not is_object(prices):
                raise ValueError("prices must be a JSON object: the id of an instrument and its price")
            for instrument, price in prices.items():
                self.side.move(instrument, str(price))
        except ValueError as error:
            return _json(400, {"error": str(error)})
        return _json(200, {"ok": True})

    async def _records(self, request: Request) -> Response:
        try:
            records = orjson.loads(await request.body())
            if not is_object(records) or not all(map(is_object, records.values())):
                raise ValueError("records must be a JSON object: the name of a table and the record that arrives in it")
            return _json(200, {str(table): self.side.arrive(str(table), row) for table, row in records.items()})
        except ValueError as error:
            return _json(400, {"error": str(error)})

    async def _requests(self, _: Request) -> Response:
        return _json(200, list(self.calls))


def _is_from_web_page(scope: Scope, any_host: bool) -> bool:
    """Tell whether a web page made the browser send this request.

    Such a request comes from another site, or names a host that a page made to resolve to loopback. An image's GET has
    no Origin; browsers state its site in Sec-Fetch-Site. With ``any_host`` the host's name tells nothing.
    """
    headers = dict(scope["headers"])
    across = headers.get(b"sec-fetch-site", b"none").strip().lower() not in (b"none", b"same-origin")
    is_ours = any_host or _HOST.fullmatch(headers.get(b"host", b"localhost")) is not None
    return across or b"origin" in headers or not is_ours


class _SlowHeadProtocol(H11Protocol):
    """A connection that closes if the head of a request is incomplete after ``_HEAD_SECONDS``."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        # An answer is written in two parts; without this the second one waits until the client acknowledges the first.
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._timer = self.loop.call_later(_HEAD_SECONDS, transport.abort)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_timer()
        elif self._timer is None:
            self._timer = self.loop.call_later(_HEAD_SECONDS, self.transport.abort)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # The head of the next request can have begun to arrive with the one before.
        if self._timer is None and self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._timer = self.loop.call_later(_HEAD_SECONDS, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


async def _handle(sandbox: Sandbox, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a call to the venue, with the next fault for it, if any."""
    body = await _body(scope, receive)
    call = _call(scope, b"" if body is None else body)
    shown = call.body[:_SHOWN_BODY].decode("utf-8", "replace")
    sandbox.calls.append({"method": call.method, "target": call.target[:_SHOWN_TARGET], "body": shown})
    if len(sandbox.calls) > _WHOLE_CALLS:
        older = sandbox.calls[-1 - _WHOLE_CALLS]
        older["body"] = older["body"][:_SHORT_BODY]
    if body is None:
        await _json(413, {"error": "the body is too large"})(scope, receive, send)
        return
    fault = sandbox.faults.next(call.path)
    if fault is None:
        await _send(send, sandbox.side.answer(call))
    elif fault.kind == "refused":
        await sandbox.stop_listening(fault.seconds)
    elif fault.kind == "late":
        asyncio.get_running_loop().call_later(fault.seconds, sandbox.side.answer, call)
        await _write(sandbox, scope, ())
    elif fault.kind == "status":
        await Response(b"", status_code=fault.status)(scope, receive, send)
    elif fault.kind in ("clock", "rate_limited"):
        await _send(send, sandbox.side.refuse(fault.kind, "a fault that the test asked for"))
    elif fault.kind == "refuse":
        await _send(send, sandbox.side.refuse_with(fault.code, "a fault that the test asked for", fault.status))
    elif fault.kind == "drop_before":
        await _write(sandbox, scope, ())
    else:
        if fault.kind == "replay":
            sandbox.side.answer(call)
        await _send_with_fault(sandbox, fault, sandbox.side.answer(call), scope, send)


async def _send_with_fault(sandbox: Sandbox, fault: Fault, reply: Reply, scope: Scope, send: Send) -> None:
    """Send the answer of an executed call with a fault."""
    content = orjson.dumps(reply.payload, default=str)
    half = len(content) // 2
    head = _head(reply.status, len(content))
    match fault.kind:
        case "slow":
            await asyncio.sleep(fault.seconds)
            await _send(send, reply)
        case "malformed":
            await _send_bytes(send, 200, content[:-2])
        case "gateway_page":
            await _send_bytes(send, 502, _GATEWAY_PAGE, b"text/html")
        case "wrong_envelope":
            await _send_bytes(send, 200, b'{"message":"hello"}')
        case "half":
            await _write(sandbox, scope, (head, content[:half]))
        case "slow_headers":
            pieces = (head[: len(head) // 2], fault.seconds / 2, head[len(head) // 2 :], fault.seconds / 2, content)
            await _write(sandbox, scope, pieces)
        case "slow_body":
            await _write(sandbox, scope, (head, content[:half], fault.seconds, content[half:]))
        case "truncated_gzip":
            packed = gzip.compress(content)[:-12]
            await _write(sandbox, scope, (_head(reply.status, len(packed), b"Content-Encoding: gzip\r\n"), packed))
        case "drop_after":
            await _write(sandbox, scope, ())
        case _:
            await _send(send, reply)


def _head(status: int, length: int, extra: bytes = b"") -> bytes:
    return (
        b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
    ) % (status, length, extra)


async def _write(sandbox: Sandbox, scope: Scope, pieces: Iterable[bytes | float]) -> None:
    """Write bytes as they are, with pauses in seconds between them, and close the connection."""
    transport = sandbox.connection(scope)
    if transport is None:
        return
    for piece in pieces:
        if isinstance(piece, bytes):
            transport.write(piece)
        else:
            await asyncio.sleep(piece)
    if pieces:
        transport.close()
    else:
        transport.abort()
    # Let the server notice the closed connection before it complains about a missing response.
    await asyncio.sleep(0.01)


async def _send(send: Send, reply: Reply) -> None:
    await _send_bytes(send, reply.status, orjson.dumps(reply.payload, default=str), extra_headers=reply.headers)


async def _send_bytes(
    send: Send, status: int, content: bytes, kind: bytes = _JSON, extra_headers: Mapping[str, str] | None = None
) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(content)).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in (extra_headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """Return the body of a call; None if it is larger than any venue accepts."""
    parts: list[bytes] = []
    size = 0
    try:
        async for chunk in Request(scope, receive).stream():
            size += len(chunk)
            if size <= MAX_BODY:
                parts.append(chunk)
    except ClientDisconnect:
        return b""
    return b"".join(parts) if size <= MAX_BODY else None


def _call(scope: Scope, body: bytes) -> ReceivedCall:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    client = scope.get("client")
    return ReceivedCall(
        method=scope["method"],
        path=raw.partition(b"?")[0].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        client=client[0] if client else "",
    )


def _json(status: int, payload: Any) -> Response:
    return Response(orjson.dumps(payload, default=str), status_code=status, media_type="application/json")


def make(
    venue: VenueSpec,
    account: Account | None = None,
    *,
    now: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
    seed: int = 0,
    speed: float = 1.0,
) -> Sandbox:
    """Make a sandbox of a venue; tests pass their own clocks. ``seed`` and ``speed`` are those of its prices."""
    return Sandbox(side=VenueSide(venue, account or Account(), now, monotonic, seed, speed))


def serve(sandbox: Sandbox, port: int, announce: Callable[[str], None], host: str = "127.0.0.1") -> None:
    """Serve until interrupted, and announce the URL; raises ``OSError`` for a port or host that cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listening:
        sandbox.any_host = not is_loopback(host)
        address, taken = listening.getsockname()[:2]
        announce(f"http://{f'[{address}]' if ':' in address else address}:{taken}")
        sandbox.server = uvicorn.Server(_config(sandbox, host, port))
        sandbox.server.run(sockets=[listening])


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address to listen on."""
    return _HOST.fullmatch((f"[{host}]" if ":" in host else host).encode()) is not None


def _config(sandbox: Sandbox, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        sandbox.app,
        interface="asgi3",
        host=host,
        port=port,
        log_level="critical",
        lifespan="off",
        http=_SlowHeadProtocol,
        ws="none",
    )


class RunningSandbox:
    """A sandbox in its own thread, on a free port of loopback.

    ``with RunningSandbox(make(venue)) as box: box.url``.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.faults = sandbox.faults
        self.calls = sandbox.calls
        self.url = ""

    def orders(self) -> dict[str, dict[str, Tally]]:
        """Return the tallies of client ids, by table of orders."""
        return self.sandbox.side.orders()

    def move(self, instrument: str, price: str) -> None:
        """Set the price of an instrument; orders on the way are filled. Raises ``ValueError`` for what cannot move."""
        self.sandbox.side.move(instrument, price)

    def arrive(self, table: str, **row: Any) -> dict[str, Any]:
        """Add a record that comes from outside, such as a deposit. Raises ``ValueError`` for what cannot arrive."""
        return self.sandbox.side.arrive(table, row)

    def __enter__(self) -> Self:
        self._server = self.sandbox.server = uvicorn.Server(_config(self.sandbox, "127.0.0.1", 0))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.005)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
