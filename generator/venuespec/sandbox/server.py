"""The sandbox over HTTP: starlette in front of the venue's side, uvicorn beneath it."""

import asyncio
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import orjson
import uvicorn
from attrs import define, field
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ..spec.model import Venue
from .faults import Fault, Faults
from .venue import MAX_BODY, Account, Call, Reply, VenueSide

_HOST = re.compile(rb"(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?", re.IGNORECASE)
_SHOWN_BODY = 16_384
_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]
_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@define(kw_only=True)
class Sandbox:
    """A venue to be served. ``calls`` are the last calls that came, without their headers."""

    side: VenueSide
    faults: Faults = field(factory=Faults)
    calls: "deque[dict[str, Any]]" = field(factory=lambda: deque[dict[str, Any]](maxlen=10_000))
    server: uvicorn.Server | None = None

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/_sandbox/faults", self._add_fault, methods=["POST", "DELETE"]),
                Route("/_sandbox/requests", self._requests, methods=["GET"]),
                Route("/{path:path}", _Handler(self), methods=_METHODS),
            ],
            middleware=[Middleware(_NoBrowser)],
        )

    def drop(self, scope: Scope) -> None:
        """Close the connection of a call, as a broken network would."""
        if self.server is None:
            return
        for connection in list(self.server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None and getattr(connection, "client", None) == scope.get("client"):
                transport.abort()

    async def _add_fault(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.faults.clear()
            return _json(200, {"ok": True})
        try:
            data = orjson.loads(await request.body())
            self.faults.add(Fault.from_json(data))
        except (ValueError, TypeError, AttributeError) as error:
            return _json(400, {"error": str(error)})
        return _json(200, {"ok": True})

    async def _requests(self, _: Request) -> Response:
        return _json(200, list(self.calls))


class _NoBrowser:
    """Turns away what a web page makes its visitor's browser send: across sites, or under a name of the page's own
    that was made to lead to loopback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if b"origin" in headers or not _HOST.fullmatch(headers.get(b"host", b"localhost")):
                refusal = _json(403, {"error": "the sandbox answers programs on this machine, not web pages"})
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)


class _Handler:
    """Answers every call of the venue, with the fault that it was given, if any."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sandbox = self.sandbox
        body = await _body(scope, receive)
        call = _call(scope, b"" if body is None else body)
        sandbox.calls.append(
            {"method": call.method, "target": call.target, "body": call.body[:_SHOWN_BODY].decode("utf-8", "replace")}
        )
        if body is None:
            await _json(413, {"error": "the body is too large"})(scope, receive, send)
            return
        fault = sandbox.faults.next(call.path)
        response = await self._response(call, fault, scope)
        if response is None:
            sandbox.drop(scope)
            # The server must see the connection gone before it wonders where the answer is.
            await asyncio.sleep(0.01)
        elif fault is not None and fault.kind == "half":
            await self._half(response, scope, send)
        else:
            await response(scope, receive, send)

    async def _response(self, call: Call, fault: Fault | None, scope: Scope) -> Response | None:
        """The answer, or None for a connection that drops."""
        side = self.sandbox.side
        kind = fault.kind if fault else None
        if kind == "drop_before":
            return None
        if kind == "status" and fault is not None:
            return Response(b"", status_code=fault.status)
        if kind in ("clock", "rate_limited"):
            return _reply(side.refuse(str(kind), "as the sandbox was told"))
        reply = side.answer(call)
        match kind:
            case "drop_after":
                return None
            case "slow" if fault is not None:
                await asyncio.sleep(fault.seconds)
            case "malformed":
                return Response(orjson.dumps(reply.payload)[:-2], media_type="application/json")
            case "gateway_page":
                return Response(_PAGE, status_code=502, media_type="text/html")
            case "wrong_envelope":
                return _json(200, {"message": "hello"})
            case _:
                pass
        return _reply(reply)

    async def _half(self, response: Response, scope: Scope, send: Send) -> None:
        content = bytes(response.body)
        await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
        await send({"type": "http.response.body", "body": content[: len(content) // 2], "more_body": True})
        await asyncio.sleep(0.01)
        self.sandbox.drop(scope)
        await asyncio.sleep(0.01)


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """The body of a call; None where it is larger than any venue takes."""
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


def _call(scope: Scope, body: bytes) -> Call:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    client = scope.get("client")
    return Call(
        method=scope["method"],
        path=raw.partition(b"?")[0].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        client=client[0] if client else "",
    )


def _reply(reply: Reply) -> Response:
    return _json(reply.status, reply.payload)


def _json(status: int, payload: Any) -> Response:
    return Response(orjson.dumps(payload, default=str), status_code=status, media_type="application/json")


def make(
    venue: Venue,
    account: Account | None = None,
    *,
    now: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
) -> Sandbox:
    """A sandbox of a venue; tests give their own clocks."""
    return Sandbox(side=VenueSide(venue, account or Account(), now, monotonic))


def serve(sandbox: Sandbox, port: int, announce: Callable[[str], None]) -> None:
    """Serve on loopback until interrupted; ``announce`` is told the URL. ``OSError`` means that the port is taken."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        announce(f"http://127.0.0.1:{listening.getsockname()[1]}")
        sandbox.server = uvicorn.Server(_config(sandbox, "127.0.0.1", port))
        sandbox.server.run(sockets=[listening])


def _config(sandbox: Sandbox, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        sandbox.app(), host=host, port=port, log_level="critical", lifespan="off", http="h11", ws="none"
    )


class RunningSandbox:
    """A sandbox in a thread of its own, on a free port of loopback:

    ``with RunningSandbox(make(venue)) as box: box.url``.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.faults = sandbox.faults
        self.calls = sandbox.calls
        self.url = ""

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
