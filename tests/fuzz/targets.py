"""What the fuzzers aim at. Each takes what a fuzzer chose, and raises only where a promise is broken.

``Source`` makes values of bytes; hypothesis and atheris both have bytes to give.
"""

import asyncio
import importlib
import pkgutil
import re
import warnings
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

import venues.coinswitch_hft
import venues.okx_v5
from clocks import FastClock
from venues._runtime.errors import APIError, NotSentError, OutcomeUnknownError, RequestError, RuleWarning, VenueError
from venues._runtime.json_types import is_array, is_object
from venues._runtime.request import BatchRequest, Request
from venues._runtime.retry import Retry
from venues._runtime.rows import FieldError, Row
from venues._runtime.transport.base import Headers, HttpRequest, HttpResponse
from venuespec.sandbox.server import Sandbox, make
from venuespec.spec.load import load_venue

ROOT = Path(__file__).parent.parent.parent
KEYS = {"api_key": "the-api-key", "secret_key": "00" * 32}
OKX_KEYS = {**KEYS, "passphrase": "the-passphrase"}
TEXTS = (
    "", "0", "1", "-1", "0.10", "1e-7", "1E9", "1e999999999", "NaN", "sNaN", "Infinity", "٣", "²", "1_0", " 1", "+1",
    "9" * 5000, "1700000000000", "true", "false", "null", "BTC-USDT", "BTC-USDT-SWAP", "a,b", "\0", "\x1b[31m", "é",
    "1\r\nX: 1", "&=?#/%", "None",
)  # fmt: skip
CODES = (
    "0", "1", "2", "50001", "50004", "50011", "50013", "50102", "50111", "51000", "51008_1000", "51016", "110043", "77777",
)  # fmt: skip


class Source:
    """Choices out of bytes: the same bytes make the same choices; where they end, everything is zero."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, limit: int) -> int:
        """A number from 0 to below a limit of at most 65536."""
        found = int.from_bytes(self.take(1 if limit <= 256 else 2), "big")
        return found % limit

    def take(self, size: int) -> bytes:
        """So many bytes, or what is left."""
        found = self._data[self._at : self._at + size]
        self._at += size
        return found

    def among(self, choices: Any) -> Any:
        """One of a sequence."""
        return choices[self.below(len(choices))]

    def text(self) -> str:
        """A known text, or any."""
        return self.take(self.below(12)).decode("latin-1") if self.below(4) == 0 else self.among(TEXTS)

    def json(self, names: tuple[Any, ...], depth: int = 4) -> Any:
        """A JSON value; its objects have these names."""
        kind = self.below(12 if depth else 8)
        if kind < 4:
            return self.text()
        if kind < 8:
            return self.among((None, True, False, 0, -1, 2**63, 1700000000000, 0.1, 1e300, -0.0, 1e-7, ""))
        if kind == 8:
            return [self.json(names, depth - 1) for _ in range(self.below(5))]
        keys = [str(self.among(names)) if names and self.below(8) else self.text() for _ in range(self.below(8))]
        return {key: self.json(names, depth - 1) for key in keys}


@cache
def request_classes() -> tuple[type[Request[Any]], ...]:
    """The requests of all endpoints, sorted by venue and name."""
    found: list[type[Request[Any]]] = []
    for package in (venues.coinswitch_hft, venues.okx_v5):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(each.name)
            if hasattr(module, "ENDPOINT"):
                found += [value for value in vars(module).values() if _is_request_of(value, module)]
    return tuple(found)


def _is_request_of(value: Any, module: ModuleType) -> bool:
    return isinstance(value, type) and issubclass(value, Request) and value.__module__ == module.__name__


@cache
def wire_names(cls: type[Request[Any]]) -> tuple[str, ...]:
    """The keys that the rows of an endpoint's answer have, at any depth."""
    module = importlib.import_module(cls.__module__)
    rows = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Row)]
    return tuple(sorted({str(name) for row in rows for name in row.known}))


def decoder(data: bytes) -> None:
    """An answer's payload becomes typed rows or a ``FieldError``, and the rows become the same rows again."""
    source = Source(data)
    cls = source.among(request_classes())
    names = wire_names(cls)
    payload = source.json(names) if source.below(3) == 0 else [source.json(names, 3) for _ in range(source.below(4))]
    payload = orjson.loads(orjson.dumps(payload))
    try:
        decoded = cls.decode(payload)
    except FieldError as error:
        assert len(str(error)) < 2000
        return
    for row in decoded if is_array(decoded) else [decoded]:
        if isinstance(row, Row):
            _lossless(row)


def _lossless(row: Row) -> None:
    came, sent = row.raw, row.to_wire()
    assert type(row).from_wire(sent) == row, (sent, came, row)
    orjson.dumps(sent)
    assert _same(sent, came), (sent, came)


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same: a number may be spelled anew, and a missing list is an empty one."""
    if one == other or (one == [] and other in (None, "")):
        return True
    if is_object(one) and is_object(other):
        return one.keys() >= other.keys() and all(_same(one[key], other.get(key)) for key in one)
    if is_array(one) and is_array(other):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return Decimal(one) == Decimal(other)
    return False


class _Line:
    """A transport that has one answer or one error for everything, and keeps what was asked."""

    def __init__(self, result: HttpResponse | VenueError) -> None:
        self.calls: list[HttpRequest] = []
        self._result = result

    def send(self, request: HttpRequest) -> HttpResponse:
        self.calls.append(request)
        if isinstance(self._result, VenueError):
            raise self._result
        return self._result

    def close(self) -> None:
        pass


def _client(cls: type[Request[Any]], line: _Line) -> Any:
    okx = "okx_v5" in cls.__module__
    made: Any = venues.okx_v5.Client if okx else venues.coinswitch_hft.Client
    return made(
        **(OKX_KEYS if okx else KEYS),
        transport=line,
        auto_client_id=False,
        clock=FastClock(),
        retry=Retry(attempts=2),
        timeout=5.0,
    )


@cache
def _samples() -> tuple[Request[Any], ...]:
    """A write, a batch of writes, a read, a public read."""
    okx: Any = importlib.import_module
    leverage = okx("venues.okx_v5.account.set_leverage").SetLeverage
    order = okx("venues.okx_v5.trade.place_order").PlaceOrder
    cancel = okx("venues.okx_v5.trade.cancel_orders")
    orders = cancel.CancelOrders.from_wire([{"instId": "BTC-USDT", "ordId": "1"}, {"instId": "BTC-USDT", "ordId": "2"}])
    bills = okx("venues.okx_v5.account.get_bills").GetBills
    return (
        leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross"),
        order(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="limit", px=1, sz=1, cl_ord_id="a1"),
        orders,
        bills(),
        okx("venues.okx_v5.public.get_system_time").GetSystemTime(),
    )


def envelope(data: bytes) -> None:
    """Whatever comes back from a call, an answer or a ``VenueError`` comes out, and no write is called undone that may
    have been done."""
    source = Source(data)
    request = source.among(_samples())
    cls = type(request)
    status = source.among((200, 200, 200, 201, 204, 302, 400, 401, 404, 418, 429, 500, 502, 503, 504, 999))
    kind = source.below(8)
    result: HttpResponse | VenueError
    if kind == 0:
        result = source.among((NotSentError("refused"), OutcomeUnknownError("time-out")))
    else:
        names = ("sCode", "sMsg", "code", "ts", "lever", "ordId", "billId", *wire_names(cls))
        if kind == 1:
            body = source.take(200)
        elif kind == 2:
            body = orjson.dumps(source.json(("code", "msg", "data")))
        else:
            code = source.json(()) if kind == 3 else source.among(CODES)
            row = source.json(names, 2)
            said = source.among(([row], [row, source.json(names, 2)], [], row, source.json(names)))
            if source.below(2) and is_object(row):
                row["sCode"] = source.among(CODES)
            body = orjson.dumps({"code": code, "msg": source.json((), 1), "data": said})
            if source.below(8) == 0:
                body = body[: source.below(200)]
        headers = {source.among(("Retry-After", "X-Bapi-Limit-Status", "Location")): source.text()}
        result = HttpResponse(status=status, headers=Headers(headers), body=body)
    line = _Line(result)
    client = _client(cls, line)
    try:
        response = client.send(request)
    except VenueError as error:
        assert len(str(error)) < 3000
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", str(error))
        if request.endpoint.write and error.outcome == "not_executed":
            _certainly_not_executed(error, status)
        return
    assert request.endpoint.write is False or len(line.calls) == 1
    assert 200 <= response.status < 300 or response.status >= 400


def _certainly_not_executed(error: VenueError, status: int) -> None:
    """The table of errors in the guides: not sent, refused by the venue's code, or refused by HTTP."""
    if isinstance(error, NotSentError):
        return
    assert not isinstance(error, OutcomeUnknownError)
    assert 400 <= status < 500 or isinstance(error, APIError), error
    if isinstance(error, APIError) and status >= 500:
        assert error.code in venues.okx_v5.Client.venue.errors(), error


WEIRD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 10**5000, 0.1, float("nan"), float("inf"), Decimal("1e-9"), Decimal("1e999999999"),
    Decimal("NaN"), b"x", [], ["a", "b"], ("a", 1), {"a": 1}, {1: 2}, {"a": object()}, object(), "\ud800", 3 + 4j, range(3),
    *TEXTS,
)  # fmt: skip


def requests(data: bytes) -> None:
    """Any Python values become a request that says what was given, or a ``RequestError``."""
    source = Source(data)
    cls = source.among(request_classes())
    line = _Line(HttpResponse(status=200, headers=Headers({}), body=b'{"code":"0","retCode":0,"msg":"","data":[]}'))
    client = _client(cls, line)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuleWarning)
        try:
            request = _made(cls, source)
            client.send(request)
        except RequestError:
            assert line.calls == []
            return
        except VenueError:
            pass  # the answer is not of this endpoint
    if line.calls:
        _says(line.calls[0], request)


def _made(cls: type[Request[Any]], source: Source) -> Request[Any]:
    if issubclass(cls, BatchRequest):
        return cls(items=tuple(_item(cls.item_class, source) for _ in range(source.below(4))))
    return _item(cls, source)


def _item(cls: Any, source: Source) -> Any:
    given: dict[str, Any] = {}
    for attribute, row in cls.params:
        if row.items is not None and source.below(2):
            inner = _item(row.items, source)
            given[attribute] = [inner] if row.json == "array" else inner
        elif row.values and source.below(4):
            given[attribute] = source.among(row.values)
        else:
            given[attribute] = source.among(WEIRD) if row.required or source.below(3) == 0 else None
    return cls(**given)


def _digits(number: Any) -> orjson.Fragment:
    return orjson.Fragment(str(number))


def _says(call: HttpRequest, request: Request[Any]) -> None:
    wire = request.to_wire()
    for name, value in call.headers.items():
        assert re.fullmatch(r"[ -~]*", name + value), (name, value)
    assert re.fullmatch(r"https://[a-z.]+/[!-~]*", call.url)
    if not request.endpoint.query:
        assert orjson.loads(call.body) == orjson.loads(orjson.dumps(wire or {}, default=_digits))
        return
    assert parse_qsl(urlsplit(call.url).query, keep_blank_values=True) == [
        (name, _in_query(value)) for name, value in wire.items()
    ]


def _in_query(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@cache
def _sandbox() -> tuple[Sandbox, Any]:
    served = make(load_venue(ROOT / "spec" / "okx_v5"))
    return served, served.app


@cache
def _targets() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    endpoints = _sandbox()[0].side.venue.endpoints
    named = [(each.method, each.path, tuple(row.name for row in each.request)) for each in endpoints]
    return (*named, ("POST", "/_sandbox/faults", ("kind", "path", "times", "seconds", "status")))


def sandbox(data: bytes) -> None:
    """Any request gets an answer of the sandbox, and never its crash."""
    source = Source(data)
    served, app = _sandbox()
    served.faults.clear()
    method, path, names = source.among(_targets())
    if source.below(8) == 0:
        method = source.among(("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"))
    if source.below(8) == 0:
        path += source.text()
    body = source.take(source.below(40)) if source.below(6) == 0 else orjson.dumps(source.json(names))
    pairs = [f"{source.among(names or ('a',))}={source.text()}" for _ in range(source.below(6))]
    query = "&".join(pairs).encode("utf-8", "replace")
    headers = [(b"host", b"localhost")]
    for name, text in (("ok-access-key", "k"), ("ok-access-sign", "s"), ("ok-access-passphrase", "p")):
        headers.append((name.encode(), (source.text() if source.below(8) == 0 else text).encode("latin-1", "replace")))
    moment = source.text() if source.below(4) == 0 else _now()
    headers.append((b"ok-access-timestamp", moment.encode("latin-1", "replace")))
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode("utf-8", "replace"), "query_string": query,
        "headers": headers, "client": ("127.0.0.1", 1), "http_version": "1.1", "scheme": "http",
    }  # fmt: skip
    status, answer = asyncio.run(_asked(app, scope, body))
    assert status is not None
    assert status < 500, (status, answer[:200])


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _asked(app: Any, scope: dict[str, Any], body: bytes) -> tuple[int | None, bytes]:
    status: int | None = None
    parts: list[bytes] = []
    waiting: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts)


def prepare() -> None:
    """Import and load what the targets otherwise would with their first input."""
    _samples()
    _targets()
    for cls in request_classes():
        wire_names(cls)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decoder": decoder,
    "envelope": envelope,
    "requests": requests,
    "sandbox": sandbox,
}
