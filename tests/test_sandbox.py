"""The sandbox, seen by clients that are not ours: python-okx as it is, pybit's way of signing left out, and raw HTTP."""

import base64
import hashlib
import hmac
import http.client
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from venuespec.sandbox.faults import Fault
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.sandbox.venue import Account

KEYS = {"api_key": "key", "secret_key": "secret", "passphrase": "phrase"}
PATH = "/api/v5/account/set-leverage"
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
            "the parameter mgnMode is none of isolated, cross",
        ),
        (
            b'{"ccy":"BTC","lever":"5","mgnMode":"cross"}',
            200,
            "51000",
            "When mgnMode is cross and acctLv is 2, instId is required.",
        ),
        (b"[]", 400, "50002", "the body is no JSON object"),
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
def test_python_okx_with_a_wrong_secret_is_refused(box: RunningSandbox) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = account_api(box, secret="wrong")
        try:
            assert api.get_leverage(mgnMode="cross", instId="ETH-USDT-SWAP")["code"] == "50113"
        finally:
            api.close()


def test_another_venue_is_served_by_the_same_code(venue: Callable[[str], Any]) -> None:
    with RunningSandbox(make(venue("coinswitch_hft"))) as box:
        status, answer = call(box, target="/v5/position/set-leverage")
        assert (status, answer["retCode"]) == (401, 401)
