"""The sandbox, seen by clients that are not ours: python-okx as it is, pybit's way of signing left out, and raw HTTP."""

import base64
import gzip
import hashlib
import hmac
import http.client
import socket
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from attrs import evolve

from venuespec.sandbox.admission import Account
from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, is_loopback, make
from venuespec.spec.model import EndpointSpec, Field
from venuespec.spec.orders import OrderTable, Stateful

KEYS = {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"}
PATH = "/api/v5/account/set-leverage"
TIME = "/api/v5/public/time"
GOOD = b'{"instId":"BTC-USDT-SWAP","lever":"5","mgnMode":"cross"}'


@pytest.fixture
def box(venue: Callable[[str], Any]) -> Iterator[RunningSandbox]:
    account = Account(credentials=KEYS, context={"acctLv": "2", "posMode": "net_mode"}, environment="demo")
    with RunningSandbox(make(venue("okx_v5"), account)) as running:
        yield running


def call(
    box: RunningSandbox, method: str = "POST", target: str = PATH, body: bytes = GOOD, **changed: str | None
) -> tuple[int, Any]:
    """A call signed by hand, with headers changed or left out (None)."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    moment = changed.pop("timestamp", now) or ""
    digest = hmac.new(b"secret", f"{moment}{method}{target}".encode() + body, hashlib.sha256).digest()
    headers: dict[str, str | None] = {
        "OK-ACCESS-KEY": "key",
        "OK-ACCESS-SIGN": base64.b64encode(digest).decode(),
        "OK-ACCESS-TIMESTAMP": moment,
        "OK-ACCESS-PASSPHRASE": "phrase",
        "x-simulated-trading": "1",
        "Content-Type": "application/json",
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    connection = http.client.HTTPConnection(urlsplit(box.url).netloc, timeout=5)
    try:
        sent = {name: value for name, value in headers.items() if value is not None}
        connection.request(method, target, body=body or None, headers=sent)
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, orjson.loads(content) if content.startswith((b"{", b"[")) else content
    finally:
        connection.close()


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["code"]


@pytest.mark.parametrize(
    ("changed", "status", "expected"),
    [
        ({}, 200, "0"),
        ({"OK_ACCESS_KEY": None}, 401, "50103"),
        ({"OK_ACCESS_PASSPHRASE": None}, 401, "50104"),
        ({"OK_ACCESS_PASSPHRASE": "wrong"}, 401, "50105"),
        ({"OK_ACCESS_SIGN": None}, 401, "50106"),
        ({"OK_ACCESS_TIMESTAMP": None}, 401, "50107"),
        ({"OK_ACCESS_KEY": "other"}, 401, "50111"),
        ({"timestamp": "1700000000"}, 401, "50112"),
        ({"timestamp": "2020-12-08T09:08:57.715Z"}, 401, "50102"),
        ({"OK_ACCESS_SIGN": "AAAA"}, 401, "50113"),
        ({"x_simulated_trading": None}, 401, "50101"),
    ],
)
def test_headers_are_verified_as_the_venue_does(box: RunningSandbox, changed: Any, status: int, expected: str) -> None:
    assert code(call(box, **changed)) == (status, expected)


def test_the_exact_bytes_are_signed(box: RunningSandbox) -> None:
    assert code(call(box, body=GOOD.replace(b":", b": "))) == (200, "0")
    assert code(call(box, "GET", "/api/v5/account/leverage-info?instId=A%2CB&mgnMode=cross", b"")) == (200, "0")


@pytest.mark.parametrize(
    ("body", "status", "expected", "message"),
    [
        (b'{"lever":"5","mgnMode":"cross"}', 200, "51000", "Either instId or ccy is required."),
        (b'{"instId":"BTC-USDT-SWAP","mgnMode":"cross"}', 400, "50014", "the parameter lever is missing"),
        (
            b'{"instId":"B","lever":"5","mgnMode":"crossed"}',
            200,
            "51000",
            "the parameter mgnMode must be one of isolated, cross",
        ),
        (
            b'{"ccy":"BTC","lever":"5","mgnMode":"cross"}',
            200,
            "51000",
            "When mgnMode is cross and the context's acctLv is 2, instId is required.",
        ),
        (b"[]", 400, "50002", "the body must be a JSON object"),
        (b"{", 400, "50002", "the parameters cannot be read"),
        (b"\xff\xfe", 400, "50002", "the parameters cannot be read"),
    ],
)
def test_a_wrong_request_is_refused_in_words(
    box: RunningSandbox, body: bytes, status: int, expected: str, message: str
) -> None:
    answer = call(box, body=body)
    assert code(answer) == (status, expected)
    assert answer[1]["msg"] == message


def test_what_is_set_is_read_back_by_instrument_mode_and_side(box: RunningSandbox) -> None:
    for side, lever in (("long", "3"), ("short", "4")):
        body = orjson.dumps({"instId": "A-USDT-SWAP", "lever": lever, "mgnMode": "isolated", "posSide": side})
        assert code(call(box, body=body)) == (200, "0")
    call(box, body=orjson.dumps({"instId": "A-USDT-SWAP", "lever": "9", "mgnMode": "cross"}))
    call(box, body=orjson.dumps({"instId": "B-USDT-SWAP", "lever": "8", "mgnMode": "cross"}))

    def read(query: str) -> list[tuple[str, str, str]]:
        _, answer = call(box, "GET", f"/api/v5/account/leverage-info?{query}", b"")
        return [(row["instId"], row["posSide"], row["lever"]) for row in answer["data"]]

    assert read("instId=A-USDT-SWAP&mgnMode=isolated") == [("A-USDT-SWAP", "long", "3"), ("A-USDT-SWAP", "short", "4")]
    assert read("instId=A-USDT-SWAP,B-USDT-SWAP&mgnMode=cross") == [
        ("A-USDT-SWAP", "net", "9"),
        ("B-USDT-SWAP", "net", "8"),
    ]
    assert read("instId=C-USDT-SWAP&mgnMode=cross") == []


def test_the_rate_limit_is_the_documented_one(venue: Callable[[str], Any]) -> None:
    now = [0.0]
    with RunningSandbox(make(venue("okx_v5"), monotonic=lambda: now[0])) as box:
        codes = [call(box)[0] for _ in range(21)]
        assert codes == [200] * 20 + [429]
        assert code(call(box)) == (429, "50011")
        now[0] = 2.0
        assert call(box)[0] == 200


def test_unknown_paths_and_methods(box: RunningSandbox) -> None:
    assert code(call(box, target="/api/v5/nothing")) == (404, "404")
    assert code(call(box, "GET", PATH, b"")) == (405, "50115")


def test_public_time_is_now(box: RunningSandbox) -> None:
    _, answer = call(box, "GET", "/api/v5/public/time", b"", OK_ACCESS_KEY=None)
    assert abs(int(answer["data"][0]["ts"]) / 1000 - datetime.now(UTC).timestamp()) < 5


def test_prices_are_set_over_http(box: RunningSandbox) -> None:
    def prices(body: bytes) -> tuple[int, Any]:
        return call(box, "POST", "/_sandbox/prices", body)

    assert prices(b'{"BTC-USDT": "50000", "ETH-USDT": 2000.5}') == (200, {"ok": True})
    _, answer = call(box, "GET", "/api/v5/market/ticker?instId=ETH-USDT", b"")
    assert answer["data"][0]["bidPx"].startswith("2000.")
    assert prices(b'{"BTC-USDT": "much"}')[0] == 400
    assert prices(b"[]") == (400, {"error": "prices must be a JSON object: the id of an instrument and its price"})


def test_answers_do_not_wait_for_the_client(box: RunningSandbox) -> None:
    connection = http.client.HTTPConnection(urlsplit(box.url).netloc, timeout=5)
    connection.request("GET", TIME)
    connection.getresponse().read()
    assert box.sandbox.server is not None
    [served] = [each.transport for each in box.sandbox.server.server_state.connections]  # type: ignore[union-attr]  # uvicorn's protocols have one
    assert served.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    connection.close()


def test_a_container_is_called_by_its_name_and_a_web_page_still_is_not_answered(box: RunningSandbox) -> None:
    assert call(box, "GET", TIME, b"", Host="okx:8080")[0] == 403
    box.sandbox.any_host = True
    assert call(box, "GET", TIME, b"", Host="okx:8080")[0] == 200
    assert call(box, "GET", TIME, b"", Host="okx:8080", Origin="https://example.com")[0] == 403
    assert [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::", "10.0.0.1")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_faults_are_set_over_http(box: RunningSandbox) -> None:
    def fault(body: bytes) -> tuple[int, Any]:
        return call(box, "POST", "/_sandbox/faults", body)

    assert fault(b'{"kind": "status", "status": 500}') == (200, {"ok": True})
    assert call(box)[0] == 500
    assert call(box)[0] == 200
    assert fault(b'{"kind": "nothing"}')[0] == 400
    assert fault(b'{"kind": "slow", "seconds": "x"}')[0] == 400
    assert fault(b"nonsense")[0] == 400
    _, calls = call(box, "GET", "/_sandbox/requests", b"")
    assert [each["target"] for each in calls] == [PATH, PATH]
    assert "secret" not in str(calls)


def test_random_faults_are_drawn_from_a_seed_and_counted(box: RunningSandbox) -> None:
    def faults(method: str, body: bytes = b"") -> tuple[int, Any]:
        return call(box, method, "/_sandbox/faults", body)

    settings = {
        "rate": 0.5,
        "seed": 6,
        "faults": [{"kind": "status", "status": 500}, {"kind": "refuse", "code": "77777"}],
    }
    answers = []
    for _ in range(2):
        assert faults("POST", orjson.dumps(settings)) == (200, {"ok": True})
        answers.append([call(box, "GET", TIME, b"")[0] for _ in range(10)])
    assert answers[0] == answers[1]
    assert 200 in answers[0]
    assert 500 in answers[0]
    _, counted = faults("GET")
    assert set(counted["counts"]) == {"refuse 77777", "status 500"}
    assert counted["counts"]["status 500"] == 2 * answers[0].count(500)
    assert faults("DELETE") == (200, {"ok": True})
    assert call(box, "GET", TIME, b"")[0] == 200


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "nothing"}, "kind must be one of refused"),
        ({"kind": "slow", "colour": 1}, "a fault has no colour; its keys are kind, path"),
        ({"kind": "slow", "seconds": True, "times": 0}, "times must be a positive integer"),
        ({"kind": "refuse"}, "refuse requires it"),
        ({"kind": "status", "status": 200}, "status an integer from 400 (refuse: 200) to 599"),
        ({"rate": 2, "faults": [{"kind": "slow"}]}, "rate must be a number from 0 to 1"),
        ({"rate": 0.1, "faults": []}, "a rate and a list of faults"),
        ({"rate": 0.1, "faults": [1]}, "a fault must be a JSON object, got int"),
        ([1], "a fault must be a JSON object, got list"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_in_words(box: RunningSandbox, fault: Any, message: str) -> None:
    status, answer = call(box, "POST", "/_sandbox/faults", orjson.dumps(fault))
    assert status == 400
    assert message in answer["error"]


def test_a_refusal_with_any_code(box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="refuse", code="50061", status=200))
    assert call(box) == (200, {"code": "50061", "msg": "a fault that the test asked for", "data": []})


def test_nobody_listens_for_a_while(box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="refused", seconds=0.3))
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        call(box)
    with pytest.raises(ConnectionRefusedError):
        call(box)
    time.sleep(0.4)
    assert code(call(box)) == (200, "0")


def test_truncated_gzip(box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="truncated_gzip"))
    _, content = call(box)
    with pytest.raises(EOFError):
        gzip.decompress(content)


@pytest.mark.parametrize("kind", ["slow", "slow_headers", "slow_body"])
def test_slowness_ends_with_the_whole_answer(box: RunningSandbox, kind: Any) -> None:
    box.faults.add(Fault(kind=kind, seconds=0.2))
    started = time.monotonic()
    assert code(call(box)) == (200, "0")
    assert time.monotonic() - started >= 0.2


def test_what_is_late_is_executed_after_its_connection_is_gone(box: RunningSandbox) -> None:
    box.faults.add(Fault(kind="late", seconds=0.2))
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        call(box)
    target = "/api/v5/account/leverage-info?instId=BTC-USDT-SWAP&mgnMode=cross"
    assert call(box, "GET", target, b"")[1]["data"] == []
    time.sleep(0.4)
    assert len(call(box, "GET", target, b"")[1]["data"]) == 1


def order(name: str, **more: str) -> dict[str, str]:
    wire = {
        "instId": "BTC-USDT",
        "tdMode": "cash",
        "clOrdId": name,
        "side": "buy",
        "ordType": "limit",
        "px": "2",
        "sz": "3",
    }
    return wire | more


def post(box: RunningSandbox, path: str, body: Any) -> tuple[str, list[tuple[str, str]]]:
    """The envelope's code, and of each row its code and client id."""
    _, answer = call(box, "POST", f"/api/v5/trade/{path}", orjson.dumps(body))
    return answer["code"], [(row["sCode"], row["clOrdId"]) for row in answer["data"]]


def orders(box: RunningSandbox, query: str) -> Any:
    return call(box, "GET", f"/api/v5/trade/{query}", b"")[1]


def test_an_order_is_placed_read_amended_and_cancelled(box: RunningSandbox) -> None:
    assert post(box, "order", order("a1")) == ("0", [("0", "a1")])
    [row] = orders(box, "order?instId=BTC-USDT&clOrdId=a1")["data"]
    assert (row["state"], row["px"], row["sz"], row["accFillSz"]) == ("live", "2", "3", "0")
    assert row["cTime"] == row["uTime"] != ""
    assert orders(box, f"order?instId=BTC-USDT&ordId={row['ordId']}")["data"] == [row]
    assert post(box, "amend-order", {"instId": "BTC-USDT", "clOrdId": "a1", "newSz": "9"}) == ("0", [("0", "a1")])
    assert [each["sz"] for each in orders(box, "orders-pending")["data"]] == ["9"]
    assert post(box, "cancel-order", {"instId": "BTC-USDT", "ordId": row["ordId"]}) == ("0", [("0", "a1")])
    assert orders(box, "orders-pending")["data"] == []
    assert orders(box, "order?instId=BTC-USDT&clOrdId=a1")["data"][0]["state"] == "canceled"


def test_orders_that_are_not_there(box: RunningSandbox) -> None:
    gone = {"instId": "BTC-USDT", "clOrdId": "a1"}
    assert orders(box, "order?instId=BTC-USDT&clOrdId=a1") == {"code": "51603", "msg": "Order not found.", "data": []}
    assert post(box, "cancel-order", gone) == ("1", [("51400", "a1")])
    assert post(box, "amend-order", {**gone, "newSz": "9"}) == ("1", [("51503", "a1")])
    post(box, "order", order("a1"))
    assert orders(box, "order?instId=ETH-USDT&clOrdId=a1")["code"] == "51603"


def test_a_client_id_is_taken_while_its_order_is_open(box: RunningSandbox) -> None:
    post(box, "order", order("a1"))
    assert post(box, "order", order("a1")) == ("1", [("51016", "a1")])
    post(box, "cancel-order", {"instId": "BTC-USDT", "clOrdId": "a1"})
    assert post(box, "order", order("a1", px="4")) == ("0", [("0", "a1")])
    assert orders(box, "order?instId=BTC-USDT&clOrdId=a1")["data"][0]["px"] == "4"  # the latest is meant
    _, ledger = call(box, "GET", "/_sandbox/orders", b"")
    assert ledger["orders"] == {
        "a1": {"placed": 2, "refused": 1, "cancelled": 1, "ids": ["100000000000000000", "100000000000000001"]}
    }


def test_a_market_order_is_filled_and_its_id_free_again(box: RunningSandbox) -> None:
    for _ in range(2):
        assert post(box, "order", order("a1", ordType="market", side="sell")) == ("0", [("0", "a1")])
    [row] = orders(box, "order?instId=BTC-USDT&clOrdId=a1")["data"]
    assert (row["state"], row["accFillSz"]) == ("filled", "3")
    assert post(box, "cancel-order", {"instId": "BTC-USDT", "clOrdId": "a1"}) == ("1", [("51400", "a1")])


def test_each_item_of_a_batch_says_for_itself(box: RunningSandbox) -> None:
    batch = [order("a1"), order("a2"), order("a1")]
    assert post(box, "batch-orders", batch) == ("2", [("0", "a1"), ("0", "a2"), ("51016", "a1")])
    assert post(box, "batch-orders", batch[:1]) == ("1", [("51016", "a1")])
    gone = [{"instId": "BTC-USDT", "clOrdId": name} for name in ("a1", "a3")]
    assert post(box, "cancel-batch-orders", gone) == ("2", [("0", "a1"), ("51400", "a3")])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("order", order("a1") | {"clOrdId": ["a1"]}),
        ("order", order("a1") | {"clOrdId": {"a": 1}, "px": []}),
        ("batch-orders", []),
        ("batch-orders", ["text"]),
        ("cancel-order", {"instId": ["BTC-USDT"], "clOrdId": ["a1"]}),
        ("amend-order", {"instId": "BTC-USDT", "ordId": {}, "newSz": [[]]}),
    ],
)
def test_orders_of_no_shape_get_an_answer(box: RunningSandbox, path: str, body: Any) -> None:
    status, answer = call(box, "POST", f"/api/v5/trade/{path}", orjson.dumps(body))
    assert status in (200, 400)
    assert answer["code"]
    assert code(call(box)) == (200, "0")


def test_without_limits_any_number_of_calls_is_taken(venue: Callable[[str], Any]) -> None:
    with RunningSandbox(make(venue("okx_v5"), Account(limits=False))) as box:
        assert [call(box)[0] for _ in range(25)] == [200] * 25


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "half"])
def test_a_drop_is_a_closed_connection(box: RunningSandbox, kind: Any) -> None:
    box.faults.add(Fault(kind=kind))
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        call(box)
    _, answer = call(box, "GET", "/api/v5/account/leverage-info?instId=BTC-USDT-SWAP&mgnMode=cross", b"")
    assert len(answer["data"]) == (0 if kind == "drop_before" else 1)


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"instId": ' + b'"x"' * 3, b"null", b'"text"', b'{"a":1' + b"0" * 5000 + b"}", b"x" * 2_000_000],
)
def test_hostile_bodies_get_an_answer(box: RunningSandbox, body: bytes) -> None:
    status, _ = call(box, body=body)
    assert 400 <= status < 500 or status == 200
    assert code(call(box)) == (200, "0")


def account_api(box: RunningSandbox, secret: str = "secret") -> Any:
    from okx.Account import AccountAPI

    return AccountAPI("key", secret, "phrase", flag="1", domain=box.url)


@pytest.mark.filterwarnings(
    "ignore"
)  # python-okx leaves its connections to the collector and uses a deprecated httpx argument
def test_python_okx_sets_and_reads_leverage(box: RunningSandbox) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = account_api(box)
        try:
            assert api.set_leverage(lever="9", mgnMode="cross", instId="ETH-USDT-SWAP") == {
                "code": "0",
                "msg": "",
                "data": [{"lever": "9", "mgnMode": "cross", "instId": "ETH-USDT-SWAP", "posSide": ""}],
            }
            [row] = api.get_leverage(mgnMode="cross", instId="ETH-USDT-SWAP")["data"]
            assert (row["instId"], row["lever"]) == ("ETH-USDT-SWAP", "9")
        finally:
            api.close()


@pytest.mark.filterwarnings("ignore")  # as above
def test_python_okx_places_and_cancels_an_order(box: RunningSandbox) -> None:
    from okx.Trade import TradeAPI

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api: Any = TradeAPI("key", "secret", "phrase", flag="1", domain=box.url)
        try:
            placed = api.place_order("BTC-USDT", "cash", "buy", "limit", "2", px="2.15", clOrdId="b15")
            assert (placed["code"], placed["data"][0]["sCode"]) == ("0", "0")
            [row] = api.get_order("BTC-USDT", clOrdId="b15")["data"]
            assert (row["ordId"], row["state"], row["px"]) == (placed["data"][0]["ordId"], "live", "2.15")
            assert api.cancel_order("BTC-USDT", clOrdId="b15")["code"] == "0"
            assert api.get_order_list()["data"] == []
        finally:
            api.close()


@pytest.mark.filterwarnings("ignore")  # as above
def test_python_okx_with_a_wrong_secret_is_refused(box: RunningSandbox) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = account_api(box, secret="wrong")
        try:
            assert api.get_leverage(mgnMode="cross", instId="ETH-USDT-SWAP")["code"] == "50113"
        finally:
            api.close()


def test_orders_of_a_venue_with_other_shapes(venue: Callable[[str], Any]) -> None:
    """A batch inside a parameter, rows inside an object, no code of its own for a row: all of it is data."""

    def column(name: str, *inside: Field) -> Field:
        return Field(name=name, type="", json="array" if inside else "string", kind="text", fields=inside)

    inside = (column("orderId"), column("orderLinkId"), column("symbol"), column("status"))
    common = {
        "venue": "x",
        "group": "order",
        "title": "",
        "source": "",
        "summary": "",
        "shape": "object",
        "access": "public",
    }
    orders = OrderTable(id="orderId", client_id="orderLinkId", state="status", open=("New",), cancelled="Cancelled")
    place = EndpointSpec(
        **common,  # type: ignore[arg-type]  # shared by both
        name="place",
        method="POST",
        path="/order",
        request=(column("request", *inside[1:3]),),
        response=(column("list", *inside[:2]),),
        sandbox=Stateful(table="o", does="place", items="request", rows="list", duplicate="110072"),
    )
    read = EndpointSpec(
        **common,  # type: ignore[arg-type]  # as above
        name="read",
        method="GET",
        path="/orders",
        request=inside[1:3],
        response=(column("list", *inside),),
        sandbox=Stateful(table="o", does="read", rows="list"),
    )
    made = evolve(venue("coinswitch_hft"), endpoints=(place, read), orders={"o": orders}, clock=None)
    body = orjson.dumps({"request": [{"orderLinkId": "a1", "symbol": "BTCUSDT"}, {"orderLinkId": "a2", "symbol": "X"}]})
    with RunningSandbox(make(made)) as box:
        assert call(box, "POST", "/order", body)[1]["result"]["list"][1] == {
            "orderId": "100000000000000001",
            "orderLinkId": "a2",
        }
        assert str(call(box, "POST", "/order", body)[1]["retCode"]) == "110072"
        row = {"orderId": "100000000000000000", "orderLinkId": "a1", "symbol": "BTCUSDT", "status": "New"}
        assert call(box, "GET", "/orders?symbol=BTCUSDT", b"")[1]["result"] == {"list": [row]}
        assert call(box, "GET", "/orders?orderLinkId=a9", b"")[1]["result"] == {"list": []}
        assert box.orders()["o"]["a1"].refused == 1


def test_another_venue_is_served_by_the_same_code(venue: Callable[[str], Any]) -> None:
    with RunningSandbox(make(venue("coinswitch_hft"))) as box:
        status, answer = call(box, target="/v5/position/set-leverage")
        assert (status, answer["retCode"]) == (401, 401)
