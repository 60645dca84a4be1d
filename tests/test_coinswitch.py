"""CoinSwitch's three APIs on the wire: method, URL, body and signature of calls, byte for byte.

The key is the dummy seed of a public connector's test; the first signature is the one printed there, the others follow
from the documented rule: method, path with the query decoded, and time; never the body.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from venues import coinswitch_futures_v2, coinswitch_hft, coinswitch_spot_v2
from venues._runtime.clock import SystemClock
from venues._runtime.errors import (
    APIError,
    AuthenticationError,
    HTTPError,
    InvalidRequestError,
    RateLimitedError,
    RequestError,
    VenueError,
)
from venues._runtime.retry import Retry
from venues._runtime.transport.base import HttpRequest
from venues._runtime.transport.stub import StubTransport

SEED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
KEY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
NOW = "1700000000000"
UUID = "a4a7424c-c974-4697-b253-a1d19dbb410b"


class Clock(SystemClock):
    def now(self) -> float:
        return 1_700_000_000.0


def sent(venue: Any, answer: Any, method: str, path: str, call: Callable[[Any], Any]) -> HttpRequest:
    stub = StubTransport()
    stub.answer(method, path, answer)
    with venue.Client(api_key=KEY, secret_key=SEED, transport=stub, clock=Clock(), auto_client_id=False) as client:
        call(client)
    [request] = stub.calls
    assert request.headers.get("X-AUTH-APIKEY") in (None, KEY)
    return request


def at(method: str, *values: Any, **named: Any) -> Callable[[Any], Any]:
    """A call of a client's method."""
    return lambda client: attrgetter(method)(client)(*values, **named)


SPOT, FUTURES = "/trade/api/v2", "/trade/api/v2/futures"
ORDER = {"data": {"order_id": "927db2d9-643c-47a3-9c0f-78741ac95cf5"}}
HFT_OK = {"retCode": 0, "retMsg": "OK", "result": {"orderId": "1", "txn_id": "1"}}
CASES: list[Any] = [
    (
        coinswitch_spot_v2, "GET", f"{SPOT}/time", {"data": {}},
        at("call", "GET", f"{SPOT}/time", signed=True),
        "https://coinswitch.co/trade/api/v2/time", b"",
        "36731d7e34c953365c30009db28780c18549a873f3cab07231b5d778d7360d8d277d9f0ff50452fa9e785bfa07498c47e18bfdd94aabb5fa9e14960357024504",
    ),
    (
        coinswitch_spot_v2, "GET", f"{SPOT}/depth", {"data": {}},
        at("market.get_order_book", exchange="coinswitchx", symbol="btc/inr"),
        "https://coinswitch.co/trade/api/v2/depth?exchange=coinswitchx&symbol=btc%2Finr", b"",
        "c79e06b226a71dc5cc2504aa7611d41a31054730146306acacb56c7ae3e73c4539ad540fd222460b80a32b2d7f9c5e0d720859982606ffe0614883722371eb09",
    ),
    (
        coinswitch_spot_v2, "GET", f"{SPOT}/orders", {"data": {"orders": []}},
        at("order.get_orders", open=True, exchanges="coinswitchx,c2c1"),
        "https://coinswitch.co/trade/api/v2/orders?open=true&exchanges=coinswitchx,c2c1", b"",
        "1f1a45ae8c390ed599a4604516a0ee3eb137729e8b610a3e7bacfe2936d24dfb6405dbaaf2f2204a1d423d160cbc6019afa7b8ca1e2479600b06b7f0854b510a",
    ),
    (
        coinswitch_spot_v2, "POST", f"{SPOT}/order", ORDER,
        at("order.place_order",
            side="sell", symbol="BTC/USDT", type="limit", price=26000, quantity="0.0009", exchange="c2c1"
        ),
        "https://coinswitch.co/trade/api/v2/order",
        b'{"side":"sell","symbol":"BTC/USDT","type":"limit","price":26000,"quantity":0.0009,"exchange":"c2c1"}',
        "ffd5bc8e90f4e312f8a36161ee29f38082938f12d69ead95a4a41e41177e9b189a6c6be14c104550a48646a8d8ac0503d70b5cd3418563f671ca139a7618f10c",
    ),
    (
        coinswitch_spot_v2, "DELETE", f"{SPOT}/order", ORDER,
        at("order.cancel_order", order_id=UUID),
        "https://coinswitch.co/trade/api/v2/order", b'{"order_id":"%s"}' % UUID.encode(),
        "90e1a1699fe815b6871ad46c9a4734b449e7d87b0f992ee7ea728d794dac6ee37112b013ef69692167da6bcd825112d2c09d6d43dcbf465ac9dd4fc9045cd200",
    ),
    (
        coinswitch_futures_v2, "POST", f"{FUTURES}/order", ORDER,
        at("order.place_order",
            exchange="EXCHANGE_2", symbol="dogeusdt", side="BUY", order_type="LIMIT", price="0.28", quantity=22
        ),
        "https://coinswitch.co/trade/api/v2/futures/order",
        b'{"exchange":"EXCHANGE_2","symbol":"dogeusdt","side":"BUY","order_type":"LIMIT","price":0.28,"quantity":22}',
        "df72ea45b2e2ccfc9b7e1b3b75cfa005eb5cb63ac21c3bc80910c19cb4889abb59ed41eaf2ffbb8cf6b66eeabfc3fe29fee7983d1e0b1e2ab7f46c32be792109",
    ),
    (
        coinswitch_futures_v2, "DELETE", f"{FUTURES}/order", ORDER,
        at("order.cancel_order", exchange="EXCHANGE_2", order_id="0193688e-5212-7493-be58-4f83644772e8"),
        "https://coinswitch.co/trade/api/v2/futures/order",
        b'{"exchange":"EXCHANGE_2","order_id":"0193688e-5212-7493-be58-4f83644772e8"}',
        "d93ce29ae438acaff698cde06e6845fa5d809a41d81196eabcbcdaf816f2452a0cbe230b3b24a22e22f82248c165d4ca00125027922d287522e35900d7e0a909",
    ),
    (
        coinswitch_futures_v2, "GET", f"{FUTURES}/ticker", {"data": {"EXCHANGE_2": {}}},
        at("call", "GET", f"{FUTURES}/ticker", {"symbol": "btcusdt", "exchange": "EXCHANGE_2"}, signed=True),
        "https://coinswitch.co/trade/api/v2/futures/ticker?symbol=btcusdt&exchange=EXCHANGE_2", b"",
        "1ce4ba6edc6b4245b3d211e68063b3ac1a536852c4a0e1d537f773779baeea85d16e709258d4fc68a5a6641dd664c596f78e238661ef35b7abc6e5796f4b720f",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("venue", "method", "path", "answer", "call", "url", "body", "signature"), CASES)
def test_the_documented_call_and_its_signature(
    venue: Any, method: str, path: str, answer: Any, call: Any, url: str, body: bytes, signature: str
) -> None:
    request = sent(venue, answer, method, path, call)
    assert (request.method, request.url, request.body) == (method, url, body)
    assert request.headers["X-AUTH-EPOCH"] == NOW
    assert request.headers["X-AUTH-SIGNATURE"] == signature


@pytest.mark.parametrize(
    ("venue", "method", "path", "answer", "call", "query", "body"),
    [
        (
            coinswitch_futures_v2, "POST", f"{FUTURES}/leverage", {"data": {"leverage": "13"}},
            at("position.set_leverage", symbol="btcusdt", exchange="EXCHANGE_2", leverage=13),
            "", b'{"symbol":"btcusdt","exchange":"EXCHANGE_2","leverage":13}',
        ),
        (
            coinswitch_futures_v2, "POST", f"{FUTURES}/order", ORDER,
            at("order.place_order",
                exchange="EXCHANGE_2", symbol="dogeusdt", side="SELL", order_type="STOP_MARKET", quantity=0,
                trigger_price="0.30", reduce_only=True,
            ),
            "",
            b'{"exchange":"EXCHANGE_2","symbol":"dogeusdt","side":"SELL","order_type":"STOP_MARKET","quantity":0,'
            b'"trigger_price":0.30,"reduce_only":true}',
        ),
        (
            coinswitch_futures_v2, "POST", f"{FUTURES}/cancel_all", {"data": {"orders_ids": ["1"]}},
            at("order.cancel_all_orders", exchange="EXCHANGE_2", symbol="dogeusdt"),
            "", b'{"exchange":"EXCHANGE_2","symbol":"dogeusdt"}',
        ),
        (
            coinswitch_futures_v2, "GET", f"{FUTURES}/positions", {"data": []},
            at("position.get_positions", exchange="EXCHANGE_2", symbol="dogeusdt"),
            "?exchange=EXCHANGE_2&symbol=dogeusdt", b"",
        ),
        (
            coinswitch_futures_v2, "GET", f"{FUTURES}/positions", {"data": []},
            at("position.get_positions", exchange="EXCHANGE_2"), "?exchange=EXCHANGE_2", b"",
        ),
        (
            coinswitch_futures_v2, "GET", f"{FUTURES}/wallet_balance", {"data": {}},
            at("account.get_wallet_balance"), "", b"",
        ),
        (
            coinswitch_futures_v2, "POST", f"{FUTURES}/add_margin", {"data": {"symbol": "DOGEUSDT"}},
            at("position.add_margin", symbol="dogeusdt", exchange="EXCHANGE_2", margin=16),
            "", b'{"symbol":"dogeusdt","exchange":"EXCHANGE_2","margin":16}',
        ),
        (
            coinswitch_futures_v2, "POST", f"{FUTURES}/orders/closed", {"data": {"orders": [], "cursor": 1}},
            at("order.get_closed_orders", exchange="EXCHANGE_2", symbol="dogeusdt", limit=1),
            "", b'{"exchange":"EXCHANGE_2","symbol":"dogeusdt","limit":1}',
        ),
        (
            coinswitch_spot_v2, "GET", f"{SPOT}/user/portfolio", {"data": []},
            at("account.get_portfolio"), "", b"",
        ),
        (
            coinswitch_hft, "POST", "/v5/order/create", HFT_OK,
            at("order.place_order",
                category="linear", symbol="BTCUSDT", side="Buy", order_type="Limit", qty="0.001", price="50000",
                position_idx=1, time_in_force="GTC", order_link_id="my-order-1",
            ),
            "",
            b'{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.001","price":"50000",'
            b'"positionIdx":1,"timeInForce":"GTC","orderLinkId":"my-order-1"}',
        ),
        (
            coinswitch_hft, "POST", "/v5/order/create", HFT_OK,  # the categories page has no positionIdx
            at("order.place_order",
                category="linear", symbol="BTCUSDT", side="Buy", order_type="Market", qty="0.001"
            ),
            "", b'{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Market","qty":"0.001"}',
        ),
        (
            coinswitch_hft, "POST", "/v5/position/switch-mode", {"retCode": 0, "retMsg": "switched", "result": {}},
            at("position.set_position_mode", category="linear", coin="USDT", mode=3),
            "", b'{"category":"linear","coin":"USDT","mode":3}',
        ),
        (
            coinswitch_hft, "POST", "/v5/position/set-leverage", {"retCode": 0, "retMsg": "OK", "result": {}},
            at("position.set_leverage", category="linear", symbol="BTCUSDT", buy_leverage="10", sell_leverage="10.5"),
            "", b'{"category":"linear","symbol":"BTCUSDT","buyLeverage":"10","sellLeverage":"10.5"}',
        ),
        (
            coinswitch_hft, "GET", "/v5/order/realtime", {"retCode": 0, "retMsg": "OK", "result": {"list": []}},
            at("order.get_orders", category="linear", symbol="BTCUSDT"), "?category=linear&symbol=BTCUSDT", b"",
        ),
        (
            coinswitch_hft, "GET", "/v5/execution/list", {"retCode": 0, "retMsg": "OK", "result": {"list": []}},
            at("order.get_executions", category="linear", symbol="BTCUSDT"), "?category=linear&symbol=BTCUSDT", b"",
        ),
        (
            coinswitch_hft, "GET", "/v5/position/list", {"retCode": 0, "retMsg": "OK", "result": {"list": []}},
            at("position.get_positions", category="linear"), "?category=linear", b"",
        ),
        (
            coinswitch_hft, "POST", "/dma/api/v1/funds/transfer", HFT_OK,
            at("account.transfer", direction="IN", amount="100.0", quote_asset="USDT", client_txn_id=UUID),
            "", b'{"direction":"IN","amount":100.0,"quote_asset":"USDT","client_txn_id":"%s"}' % UUID.encode(),
        ),
        (
            coinswitch_hft, "POST", "/dma/api/v1/master/transfer", {"message": "done", "data": {"txn_id": "t"}},
            at("b2b.transfer_to_subaccount",
                subaccount_id="1001", transfer_type="TRANSFER_IN", amount="100.5", coin="USDT"
            ),
            "", b'{"subaccount_id":"1001","transfer_type":"TRANSFER_IN","amount":100.5,"coin":"USDT"}',
        ),
    ],
)  # fmt: skip
def test_a_documented_call(venue: Any, method: str, path: str, answer: Any, call: Any, query: str, body: bytes) -> None:
    host = "https://dma.coinswitch.co" if venue is coinswitch_hft else "https://coinswitch.co"
    request = sent(venue, answer, method, path, call)
    assert (request.method, request.url, request.body) == (method, host + path + query, body)


def test_the_time_is_asked_without_a_signature_and_comes_without_a_wrapper() -> None:
    stub = StubTransport()
    stub.answer("GET", f"{SPOT}/time", {"serverTime": 1700000001000})
    client = coinswitch_spot_v2.Client(api_key=KEY, secret_key=SEED, transport=stub, clock=Clock())
    assert client.general.get_server_time().server_time.timestamp() == 1_700_000_001.0
    assert client.learn_clock() == 1000.0
    assert not any(name.startswith("X-AUTH") for name in stub.calls[0].headers)


@pytest.mark.parametrize(
    ("status", "kind", "outcome"),
    [
        (400, APIError, "not_executed"),
        (401, AuthenticationError, "not_executed"),
        (422, InvalidRequestError, "not_executed"),
        (429, RateLimitedError, "not_executed"),
        (500, HTTPError, "unknown"),
        (200, HTTPError, "unknown"),
    ],
)
def test_the_http_status_tells_what_became_of_an_order(status: int, kind: type[VenueError], outcome: str) -> None:
    stub = StubTransport()
    stub.answer("POST", f"{FUTURES}/order", {"message": "Input symbol is missing"}, status=status)
    client = coinswitch_futures_v2.Client(
        api_key=KEY, secret_key=SEED, transport=stub, clock=Clock(), retry=Retry(attempts=1)
    )
    with pytest.raises(kind) as caught:
        client.order.place_order(exchange="EXCHANGE_2", symbol="dogeusdt", side="buy", order_type="MARKET", quantity=22)
    assert caught.value.outcome == outcome
    assert "Input symbol is missing" in str(caught.value)


@pytest.mark.parametrize(
    ("order", "rule"),
    [
        ({"order_type": "LIMIT", "quantity": 1}, "limit_needs_price"),
        ({"order_type": "STOP_MARKET", "quantity": 0, "reduce_only": True}, "trigger_needs_price"),
        ({"order_type": "STOP_MARKET", "quantity": 0, "trigger_price": 1}, "trigger_reduces"),
        (
            {"order_type": "TAKE_PROFIT_MARKET", "quantity": 0, "trigger_price": 1, "reduce_only": False},
            "trigger_reduces_only",
        ),
    ],
)
def test_what_the_pages_refuse_is_not_sent(order: dict[str, Any], rule: str) -> None:
    client = coinswitch_futures_v2.Client(api_key=KEY, secret_key=SEED, transport=StubTransport(), clock=Clock())
    with pytest.raises(RequestError) as caught:
        client.order.place_order(exchange="exchange_2", symbol="BTCUSDT", side="buy", **order)
    assert [violation.rule for violation in caught.value.violations] == [rule]


@pytest.mark.parametrize(
    ("venue", "method", "target", "message"),
    [
        (coinswitch_spot_v2, "GET", f"{SPOT}/time", "GET/trade/api/v2/time1719905777483"),
        (coinswitch_spot_v2, "POST", f"{SPOT}/order", "POST/trade/api/v2/order1719905777483"),
        (
            coinswitch_spot_v2,
            "GET",
            f"{SPOT}/orders?open=true&exchanges=coinswitchx%2Cc2c1",
            "GET/trade/api/v2/orders?open=true&exchanges=coinswitchx,c2c11719905777483",
        ),
    ],
)
def test_the_signature_is_one_of_the_message_that_the_pages_print(
    venue: Any, method: str, target: str, message: str
) -> None:
    class Printed(SystemClock):
        def now(self) -> float:
            return 1_719_905_777.483

    path, _, query = target.partition("?")
    params = dict(part.split("=") for part in query.replace("%2C", ",").split("&")) if query else {}
    stub = StubTransport()
    stub.answer(method, path, ORDER)
    with venue.Client(api_key=KEY, secret_key=SEED, transport=stub, clock=Printed(), auto_client_id=False) as client:
        client.call(method, path, params, signed=True)
    [request] = stub.calls
    assert request.headers["X-AUTH-EPOCH"] == "1719905777483"
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(KEY))
    key.verify(bytes.fromhex(request.headers["X-AUTH-SIGNATURE"]), message.encode())


def test_a_subaccount_is_created_without_a_body() -> None:
    path = "/dma/api/v1/master/subaccount/create"
    answer = {"message": "created", "data": {"api_key": "aa", "api_secret": "bb", "subaccount_id": 1001}}
    stub = StubTransport()
    stub.answer("POST", path, answer)
    with coinswitch_hft.Client(api_key=KEY, secret_key=SEED, transport=stub, clock=Clock()) as client:
        made = client.b2b.create_subaccount()
    assert (made.subaccount_id, made.api_secret) == ("1001", "bb")
