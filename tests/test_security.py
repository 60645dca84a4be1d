"""What SECURITY.md promises, attacked: where calls go, what they carry, what shows, and what an answer can do."""

import asyncio
import copy
import gzip
import logging
import pickle
import re
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs
import orjson
import pytest

from clocks import Stopwatch
from venues._runtime import rules
from venues._runtime.errors import (
    AnswerWarning,
    APIError,
    ConfigurationError,
    DecodeError,
    HTTPError,
    NotSentError,
    OutcomeUnknownError,
    RequestError,
    VenueError,
)
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry
from venues._runtime.rows import FieldError, decimal, integer
from venues._runtime.secret import Secret
from venues._runtime.transport import http11
from venues._runtime.transport.async_curl import AsyncCurlTransport
from venues._runtime.transport.base import HttpRequest, SentHeaders
from venues._runtime.transport.curl import CurlTransport
from venues._runtime.transport.stub import StubTransport
from venues.okx_v5 import Client
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.public.get_system_time import GetSystemTime
from venues.okx_v5.trade.place_order import PlaceOrder
from venuespec.sandbox import server as server_module
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.load import load_venue

API_KEY, SECRET, PASSPHRASE = "the-api-key-of-the-test", "the-secret-key-of-the-test", "the-passphrase-of-the-test"
KEYS = {"api_key": API_KEY, "secret_key": SECRET, "passphrase": PASSPHRASE}
PATH = "/api/v5/account/set-leverage"
WRITE = SetLeverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")
ONCE = Retry(attempts=1)


def leaks(text: str) -> list[str]:
    return [name for name, value in KEYS.items() if value in text]


def locals_of(error: BaseException) -> str:
    """Every local variable of the SDK's own frames, of an error and of everything in its context, as a debugger or an
    error tracker shows them."""
    shown: list[str] = []
    each: BaseException | None = error
    while each is not None:
        shown += [repr(each), str(each), repr(getattr(each, "args", "")), repr(vars(each))]
        trace: TracebackType | None = each.__traceback__
        while trace is not None:
            if "venues" in trace.tb_frame.f_code.co_filename:
                shown.append(repr(trace.tb_frame.f_locals))
            trace = trace.tb_next
        each = each.__context__
    return "\n".join(shown)


def answered(body: Any, status: int = 200, headers: dict[str, str] | None = None, *, strict: bool = False) -> Client:
    stub = StubTransport()
    stub.answer("POST", PATH, body, status=status, headers=headers)
    return Client(**KEYS, transport=stub, retry=ONCE, strict=strict)


class Raw:
    """A server that answers every connection with the same bytes, and keeps what came."""

    def __init__(self, answer: bytes | Callable[[socket.socket], None]) -> None:
        self.came: list[bytes] = []
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(5)
                try:
                    self.came.append(peer.recv(65536))
                    if callable(self._answer):
                        self._answer(peer)
                    else:
                        peer.sendall(self._answer)
                except OSError:
                    continue


def get(url: str, **settings: Any) -> HttpRequest:
    return HttpRequest(method="GET", url=url, headers={"OK-ACCESS-PASSPHRASE": PASSPHRASE}, **settings)


def send_async(request: HttpRequest, **options: Any) -> Any:
    async def run() -> Any:
        transport = AsyncCurlTransport(**options)
        try:
            return await transport.send(request, lambda: None)
        finally:
            await transport.close()

    return asyncio.run(run())


def send_blocking(request: HttpRequest, **options: Any) -> Any:
    transport = CurlTransport(**options)
    try:
        return transport.send(request)
    finally:
        transport.close()


def numbered(name: str, cases: list[Any]) -> pytest.MarkDecorator:
    """Cases that are too large to be their own names."""
    return pytest.mark.parametrize(name, cases, ids=[str(index) for index in range(len(cases))])


both = pytest.mark.parametrize("send", [send_blocking, send_async])


# Where calls go.


@pytest.mark.parametrize(
    "url",
    [
        "http://exchange.example",
        "https://user:password@exchange.example",
        "https://exchange.example?x=1",
        "https://exchange.example/#x",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "//exchange.example",
        "https://",
        "https://exchange.example\r\nX: 1",
        "https://exchange.example\\@127.0.0.1",
        "http://127.0.0.1#@exchange.example",
        "http://127.0.0.1.exchange.example",
        "http://user@127.0.0.1",
        "https://exchänge.example",
    ],
)
def test_a_base_url_is_https_or_loopback_and_nothing_else(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Client(**KEYS, base_url=url)
    assert "password" not in str(caught.value)
    for name, value in KEYS.items():
        monkeypatch.setenv(f"OKX_{name.upper()}", value)
    monkeypatch.setenv("OKX_BASE_URL", url)
    with pytest.raises(ConfigurationError):
        Client.from_env()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "@exchange.example/x"),
        ("GET", ".exchange.example/x"),
        ("GET", ":8080/x"),
        ("GET", "x"),
        ("GET", ""),
        ("GET", "//exchange.example/x"),
        ("GET", "/\\exchange.example"),
        ("GET", "/a/../../x"),
        ("GET", "/a/%2e%2E/x"),
        ("GET", "/."),
        ("GET", "/a?b=c"),
        ("GET", "/a#b"),
        ("GET", "/a b"),
        ("GET", "/ä"),
        ("GET", "/a\r\nX: 1"),
        ("GET", "/a%0"),
        ("GET", "/a%2f"),
        ("GET /x HTTP/1.1\r\nX: 1\r\n\r\nGET", "/x"),
        ("get", "/x"),
        ("CONNECT", "/x"),
        ("HEAD", "/x"),
        ("", "/x"),
    ],
)
def test_the_escape_hatch_leads_to_no_other_host_and_smuggles_nothing(method: str, path: str) -> None:
    with (
        Client(**KEYS, transport=StubTransport()) as client,
        pytest.raises(ConfigurationError, match=r"^method must be|^path must"),
    ):
        client.call(method, path)


@both
@pytest.mark.parametrize("url", ["http://exchange.example/", "http://127.0.0.1:1@exchange.example/", "file:///etc/x"])
def test_transports_refuse_what_a_client_of_ones_own_might_ask(send: Any, url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        send(get(url))
    assert leaks(locals_of(caught.value)) == []


@both
def test_a_proxy_of_the_environment_never_sees_a_call_to_loopback(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as proxy, Raw(proxy._answer) as venue:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        for host in ("127.0.0.1", "localhost"):
            assert send(get(f"http://{host}:{venue.port}/x")).status == 200
    assert (len(proxy.came), len(venue.came)) == (0, 2)


@both
def test_a_proxy_of_the_environment_is_asked_for_a_tunnel_and_sees_no_header(
    send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Raw(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("https_proxy", f"http://user:hunter22@127.0.0.1:{proxy.port}")
        with pytest.raises((NotSentError, OutcomeUnknownError)) as caught:
            send(get("https://exchange.invalid/x"))
    assert proxy.came[0].startswith(b"CONNECT exchange.invalid:443 HTTP/1.1\r\n")
    assert PASSPHRASE.encode() not in proxy.came[0]
    assert "hunter22" not in locals_of(caught.value)


@both
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(send: Any, status: int) -> None:
    with Raw(b"{}") as other:
        head = f"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:{other.port}/x\r\nContent-Length: 0\r\n\r\n"
        with Raw(head.encode()) as venue:
            assert send(get(f"http://127.0.0.1:{venue.port}/x")).status == status
    assert other.came == []


def test_a_redirect_is_no_success_whatever_it_says() -> None:
    answer = {"code": "0", "msg": "", "data": []}
    with (
        answered(answer, status=302, headers={"Location": "https://exchange.example/"}) as client,
        pytest.raises(HTTPError) as caught,
    ):
        client.send(WRITE)
    assert caught.value.outcome == "unknown"


def test_a_cursor_of_an_answer_stays_inside_the_query() -> None:
    stub = StubTransport()
    cursor = "1&instId=x#/../@exchange.example\r\nX: 1"
    stub.answer("GET", "/api/v5/account/bills", {"code": "0", "msg": "", "data": [{"billId": cursor}]})
    stub.answer("GET", "/api/v5/account/bills", {"code": "0", "msg": "", "data": []})
    with Client(**KEYS, transport=stub) as client:
        assert len(list(client.account.iterate_bills())) == 1
    assert stub.calls[1].url == (
        "https://openapi.okx.com/api/v5/account/bills?after=1%26instId%3Dx%23%2F..%2F%40exchange.example%0D%0AX%3A%201&limit=100"
    )


@both
def test_the_path_goes_out_as_it_was_signed(send: Any) -> None:
    with Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as venue:
        send(get(f"http://127.0.0.1:{venue.port}/a/./b%2Fc?d=%2C,"))
    assert venue.came[0].startswith(b"GET /a/./b%2Fc?d=%2C, HTTP/1.1\r\n")


# What calls carry.


@pytest.mark.parametrize("value", ["1\r\nX-Evil: 1", "1\n", "1\0", "ä", "\ud800"])
def test_no_parameter_breaks_out_of_its_header(value: str) -> None:
    order = PlaceOrder(inst_id="BTC-USDT", td_mode="cash", side="buy", ord_type="market", sz=1, exp_time=value)
    with (
        Client(**KEYS, transport=StubTransport()) as client,
        pytest.raises(RequestError, match=r"exp_time/expTime must be Unix milliseconds"),
    ):
        client.send(order)


@both
@pytest.mark.parametrize("headers", [{"X": "a\r\nEvil: 1"}, {"X": "ä"}, {"X\r\nEvil": "1"}, {"X": "\0"}])
def test_transports_refuse_headers_that_become_several(send: Any, headers: dict[str, str]) -> None:
    request = HttpRequest(
        method="GET", url="http://127.0.0.1:1/", headers={"OK-ACCESS-PASSPHRASE": PASSPHRASE, **headers}
    )
    with pytest.raises(ConfigurationError, match="a header holds") as caught:
        send(request)
    assert leaks(locals_of(caught.value)) == []


@numbered("value", ["\ud800", 10**5000, Decimal("1e999999999"), "1e999999999", float("nan"), object()])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_cannot_be_written_is_a_request_error(method: str, value: Any) -> None:
    stub = StubTransport()
    stub.answer(method, "/api/v5/x", {"code": "0", "msg": "", "data": []})
    started = time.process_time()
    with Client(**KEYS, transport=stub) as client:
        with pytest.raises(RequestError):
            client.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=value, mgn_mode=value)
        with suppress(RequestError):  # what has a text, a query takes
            client.call(method, "/api/v5/x", {"a": value})
    assert time.process_time() - started < 2


# What shows.


@pytest.mark.parametrize(
    "wrong",
    [
        {"environment": "nowhere"},
        {"region": "nowhere"},
        {"base_url": "http://exchange.example"},
        {"passphrase": f"{PASSPHRASE}\n"},
        {"api_key": f"{API_KEY}\udcff"},
        {"secret_key": f"{SECRET}\udcff"},
        {"secret_key": SECRET.encode()},
        {"passphrase": None},
        {"proxy": f"socks9://user:{PASSPHRASE}@127.0.0.1", "region": "nowhere"},
    ],
)
def test_a_client_that_cannot_be_made_tells_no_secret(wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Client(**{**KEYS, **wrong})
    assert leaks(locals_of(caught.value)) == []
    for name in KEYS:
        monkeypatch.setenv(f"OKX_{name.upper()}", KEYS[name])
    with pytest.raises(ConfigurationError) as again:
        Client.from_env(**{"region": "nowhere", **wrong})
    assert leaks(locals_of(again.value)) == []


def test_what_is_missing_in_the_environment_is_named_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKX_API_KEY", API_KEY)
    with pytest.raises(ConfigurationError, match=r"^set OKX_SECRET_KEY, OKX_PASSPHRASE in the environment$"):
        Client.from_env()


def test_no_view_of_a_client_or_a_call_shows_a_secret() -> None:
    client = answered({"code": "0", "msg": "", "data": [{"lever": "5"}]})
    response = client.send(WRITE)
    stub: Any = client._transport
    call = stub.calls[0]
    assert call.headers["OK-ACCESS-PASSPHRASE"] == PASSPHRASE
    core: Any = client._core
    shown = [repr(client), vars(client), core, attrs.asdict(core, recurse=False), vars(core.signer)]
    shown += [
        call,
        {each: getattr(call, each) for each in call.__slots__},
        call.headers,
        list(call.headers),
        response._asdict(),
        vars(stub),
    ]
    shown += [core.signer._credentials, core.costs, client.usage(), client.stats, SentHeaders({"a": SECRET})]
    assert leaks(repr(shown)) == []


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy])
def test_clients_calls_and_secrets_are_not_pickled(take: Callable[[Any], Any]) -> None:
    client = answered({"code": "0", "msg": "", "data": [{"lever": "5"}]})
    client.send(WRITE)
    stub: Any = client._transport
    for each in (client, client._core.signer, Secret(SECRET), stub.calls[0].headers):
        if each is client._core.signer and take is copy.copy:
            continue  # shares what it has
        with pytest.raises(TypeError):
            take(each)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"code": "1", "msg": f"bad key {API_KEY} sign {SECRET}", "data": [{"x": PASSPHRASE}]}, 200, APIError),
        ({"code": "0", "msg": "", "data": [{"sCode": "51000", "sMsg": PASSPHRASE}]}, 200, APIError),
        (f"<html>GET / {API_KEY} {SECRET} {PASSPHRASE}".encode(), 502, HTTPError),
        ({"code": "0", "msg": "", "data": [{"lever": SECRET}]}, 200, DecodeError),
    ],
)
def test_an_answer_that_echoes_our_credentials_is_kept_without_them(
    body: Any, status: int, kind: type[VenueError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with answered(body, status, {"X-Echo": PASSPHRASE}, strict=True) as client, pytest.raises(kind) as caught:
        client.send(WRITE)
    error = caught.value
    assert error.answer is not None
    assert "***" in f"{error.answer.body!r}{dict(error.answer.headers)}"
    seen = f"{error} {error!r} {vars(error)} {dict(error.answer.headers)} {pickle.dumps(error)!r}"
    assert leaks(seen) == []
    assert leaks(caplog.text + repr([vars(each) for each in caplog.records])) == []


def test_a_warning_about_an_odd_value_echoes_no_credential(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = {"code": "0", "msg": "", "data": [{"lever": SECRET}]}
    with answered(body) as client, pytest.warns(AnswerWarning) as warned:
        client.send(WRITE)
    assert leaks(caplog.text + "".join(str(each.message) for each in warned)) == []


@both
@pytest.mark.parametrize(
    "proxy", ["http://user:hunter22@127.0.0.1:1", "http://user:hunter22@[x", "socks9://u:hunter22@h"]
)
def test_the_password_of_a_proxy_does_not_show(send: Any, proxy: str) -> None:
    with pytest.raises(VenueError) as caught:
        send(get("https://exchange.invalid/x", connect_timeout=1.0, timeout=1.0), proxy=proxy)
    assert "hunter22" not in f"{caught.value} {caught.value!r} {vars(caught.value)}"
    assert "hunter22" not in repr(vars(CurlTransport(proxy=proxy)))


@pytest.mark.parametrize("text", ["\x1b[2J\x1b]0;owned\x07", "a\rb", "\u202egnp.exe", "\x9b31m"])
def test_words_of_the_venue_move_no_cursor(text: str) -> None:
    with answered({"code": "51000", "msg": text, "data": []}) as client, pytest.raises(APIError) as caught:
        client.send(WRITE)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", str(caught.value))
    with answered(text.encode(), 502) as client, pytest.raises(HTTPError) as page:
        client.send(WRITE)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", str(page.value))


# What an answer can do.


@numbered("value", ["NaN", "sNaN", "-Infinity", "1e999999999", "1e-999999999", "9" * 5000, "1_0", [[]], {}, True])
def test_what_is_no_number_is_an_error_and_not_a_trap(value: Any) -> None:
    with pytest.raises(FieldError, match=r"data\.px: expected a number"):
        decimal(value, "data.px")


@pytest.mark.parametrize("text", ["NaN", "nan", "sNaN1", "-INFINITY", "+inf", "iNfInItY", "\\u004eaN", "\\u0069nf"])
def test_no_row_holds_what_is_no_number_however_it_is_spelt(text: str) -> None:
    body = b'{"code": "0", "msg": "", "data": [{"lever": "%s"}]}' % text.encode()
    with answered(body, strict=True) as client, pytest.raises(DecodeError, match=r"lever: expected a number"):
        client.send(WRITE)
    with answered(body) as client, pytest.warns(AnswerWarning, match="lever"):
        [row] = client.send(WRITE).data
    assert row.get("lever") is None


@pytest.mark.parametrize(
    ("value", "read"), [("1e-18", "1E-18"), ("0.10", "0.10"), ("-0", "-0"), (1e22, "1E+22"), (7, "7")]
)
def test_numbers_that_venues_send_are_read_as_they_are(value: Any, read: str) -> None:
    assert str(decimal(value, "px")) == read


@numbered("value", ["9" * 5000, "1e9", float("inf"), "²", [], {}])
def test_a_whole_number_is_one_or_an_error(value: Any) -> None:
    with pytest.raises(FieldError):
        integer(value, "n")


def test_numbers_of_any_size_are_compared() -> None:
    assert rules.further_apart("1e999999999", "-1e999999999999", 5) is True
    assert rules.further_apart("1e99", "1e99", 5) is False


@numbered(
    "body",
    [
        b"[" * 100_000,
        b'{"code": ' + b"[" * 1000 + b"]" * 1000 + b', "msg": "", "data": []}',
        b'{"code": "51000", "msg": ' + b"[" * 1000 + b"]" * 1000 + b', "data": []}',
        b'{"code": "0", "msg": "", "data": [{"lever": ' + b"[" * 1000 + b"]" * 1000 + b"}]}",
        b'{"code": "0", "msg": "", "data": [{"lever": "' + b"9" * 1_000_000 + b'"}]}',
        b'{"code": {}, "msg": "", "data": []}',
        b"\xff\xfe",
        b"",
        b"null",
    ],
)
def test_hostile_json_is_a_typed_error_with_a_short_message(body: bytes) -> None:
    with answered(body, strict=True) as client, pytest.raises(VenueError) as caught:
        client.send(WRITE)
    assert caught.value.outcome != "not_executed" or isinstance(caught.value, APIError)
    assert len(str(caught.value)) < 1000


@both
def test_a_small_answer_does_not_become_a_large_one(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http11, "MAX_BODY", 1_000_000)
    bomb = gzip.compress(b"0" * 20_000_000)
    assert len(bomb) < 25_000
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    with Raw(head + bomb) as venue, pytest.raises(OutcomeUnknownError, match="larger than 1000000 bytes"):
        send(get(f"http://127.0.0.1:{venue.port}/x"))


def endless(head: bytes, piece: bytes, pause: float) -> Callable[[socket.socket], None]:
    def run(peer: socket.socket) -> None:
        peer.sendall(head)
        ends = time.monotonic() + 5
        while time.monotonic() < ends:
            peer.sendall(piece)
            time.sleep(pause)

    return run


@both
@pytest.mark.parametrize(
    "answer",
    [
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
        endless(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 60_000 + b"\r\n", 0.001),
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x", 0.05),
        endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.05),
    ],
    ids=["continue", "headers", "drip", "chunks"],
)
def test_an_answer_without_end_ends_with_the_deadline(send: Any, answer: Any) -> None:
    watch = Stopwatch()
    with Raw(answer) as venue, pytest.raises(OutcomeUnknownError):
        send(get(f"http://127.0.0.1:{venue.port}/x", timeout=0.6))
    assert watch.own_seconds < 3


@numbered("ts", ["9" * 400, "-1", "1e30", "٣", [], {}, None, "99999999999999999", "0"])
def test_a_time_that_nobody_lives_in_is_not_learnt(ts: Any) -> None:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/public/time", {"code": "0", "msg": "", "data": [{"ts": ts}]})
    with Client(**KEYS, transport=stub) as client:
        with pytest.raises(DecodeError, match="the venue's time must be a Unix time in milliseconds"):
            client.learn_clock()
        assert client._core.offset.milliseconds == 0


def test_no_pattern_of_a_spec_hangs(venue: Callable[[str], Any], root: Path) -> None:
    found = {
        each
        for file in (root / "spec").rglob("*.yaml")
        for each in re.findall(r"(?:pattern|matches): *\{?(?:\w+: *)?'([^'\n]+)'", file.read_text(encoding="utf-8"))
    }
    assert len(found) > 10
    for pattern in found:
        compiled = re.compile(pattern)
        for pump in ("A", "0", "A0", "-", "A-", ".", "a", "_", "1.", " ", ","):
            started = time.process_time()
            compiled.fullmatch(pump * 3000 + "\0")
            assert time.process_time() - started < 0.5, (pattern, pump)


# The sandbox.


@pytest.fixture(scope="module")
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    with RunningSandbox(make(venue("okx_v5"))) as running:
        yield running


def ask(box: RunningSandbox, head: str, body: bytes = b"") -> bytes:
    port = int(box.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
        peer.sendall(f"{head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        parts = []
        while part := peer.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ("Host: 127.0.0.1:8080", b"200"),
        ("Host: localhost", b"200"),
        ("Host: LOCALHOST:1", b"200"),
        ("Host: evil.example", b"403"),
        ("Host: 127.0.0.1.evil.example", b"403"),
        ("Host: evil.example:80", b"403"),
        ("Host: localhost\r\nOrigin: https://evil.example", b"403"),
        ("Host: localhost\r\nOrigin: null", b"403"),
        ("Host: localhost\r\nSec-Fetch-Site: cross-site", b"403"),
        ("Host: localhost\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Dest: image", b"403"),
        ("Host: localhost\r\nSec-Fetch-Site: none", b"200"),
    ],
)
@pytest.mark.parametrize("target", ["/_sandbox/requests", "/api/v5/public/time"])
def test_no_web_page_reaches_the_sandbox(box: RunningSandbox, target: str, extra: str, status: bytes) -> None:
    assert ask(box, f"GET {target} HTTP/1.1\r\n{extra}").split(b" ")[1] == status


@pytest.mark.parametrize(
    "target", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/_sandbox/../x", "/\x7f"]
)
def test_the_sandbox_serves_no_files(box: RunningSandbox, target: str) -> None:
    answer = ask(box, f"GET {target} HTTP/1.1\r\nHost: localhost")
    assert answer.split(b" ")[1] in (b"400", b"404")
    assert b"root:" not in answer


def test_the_sandbox_remembers_the_beginning_of_a_body_and_no_nest(box: RunningSandbox) -> None:
    body = orjson.dumps({"instId": "x" * 500_000})
    ask(box, f"POST {PATH} HTTP/1.1\r\nHost: localhost", body)
    assert len(box.calls[-1]["body"]) == 16_384
    nested = b'{"instId": ' + b"[" * 1000 + b"]" * 1000 + b"}"
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    signed = f"OK-ACCESS-KEY: k\r\nOK-ACCESS-SIGN: s\r\nOK-ACCESS-PASSPHRASE: p\r\nOK-ACCESS-TIMESTAMP: {now}"
    answer = ask(box, f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{signed}", nested)
    assert b"nested in more than 32 levels" in answer


def test_the_sandbox_closes_a_connection_whose_head_does_not_come(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setattr(server_module, "_HEAD_SECONDS", 0.05)
    with RunningSandbox(make(load_venue(root / "spec" / "coinswitch_hft"))) as box:
        port = int(box.url.rpartition(":")[2])
        for begun in (
            b"",
            b"GET /x HTTP/1.1\r\nHost: local",
            b"GET /_sandbox/requests HTTP/1.1\r\nHost: localhost\r\n\r\nGET /x",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
                peer.sendall(begun)
                with suppress(ConnectionResetError):
                    while peer.recv(65536):
                        continue


def test_the_sandbox_remembers_calls_within_bounds(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setattr(server_module, "_WHOLE_CALLS", 3)
    with RunningSandbox(make(load_venue(root / "spec" / "coinswitch_hft"))) as box:
        for _ in range(6):
            ask(box, "POST /x HTTP/1.1\r\nHost: localhost", b"x" * 20_000)
        assert [len(each["body"]) for each in box.calls] == [1024, 1024, 1024, 16_384, 16_384, 16_384]


def test_a_read_without_credentials_carries_none() -> None:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/public/time", {"code": "0", "msg": "", "data": [{"ts": "1700000000000"}]})
    with Client(**KEYS, transport=stub) as client, warnings.catch_warnings():
        client.send(GetSystemTime())
    assert sorted(stub.calls[0].headers) == ["User-Agent"]


def test_the_password_of_a_shared_limit_does_not_show() -> None:
    pytest.importorskip("redis")
    limiter = RateLimiter(storage="redis://user:hunter22@127.0.0.1:1/0", processes=1)
    assert limiter._storage is not None
    windows = limiter._storage.windows
    parts = [limiter._storage, limiter._storage.connections, windows, windows._commands, windows._contact]
    shown = " ".join(f"{part!r} {vars(part)}" for part in parts)
    assert "hunter22" not in shown
    with pytest.raises(ConfigurationError) as caught:
        RateLimiter(storage="redis://user:hunter22@127.0.0.1:1/0")
    assert "hunter22" not in str(caught.value)
