"""Binance USDS-M futures: signatures as its pages print them, and orders, weights and refusals against the sandbox."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from attrs import define

from venues._runtime.errors import (
    APIError,
    AuthenticationError,
    DuplicateIdError,
    NotFoundError,
    OutcomeUnknownError,
    RequestError,
)
from venues._runtime.limits.limiter import RateLimiter
from venues._runtime.retry import Retry
from venues._runtime.secret import Secret
from venues._runtime.sign import Signer
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.endpoints import endpoints
from venues.binance_usdm.venue import VENUE
from venuespec.sandbox.admission import Account
from venuespec.sandbox.server import RunningSandbox, make
from venuespec.spec.load import load_venue

ROOT = Path(__file__).parent.parent
GENERAL = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9"
PORTFOLIO = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
QUERY = (
    "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943"
)
KEYS = {"api_key": "key", "secret_key": "secret"}


@pytest.mark.parametrize(
    ("secret", "query", "body", "signature"),
    [
        (GENERAL, QUERY, "", "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9"),
        (GENERAL, "", QUERY, "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9"),
        (
            PORTFOLIO,
            "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC",
            "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
            "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77",
        ),
        (
            PORTFOLIO,
            "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
            "",
            "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3",
        ),
    ],
    ids=["query", "body", "both", "not ASCII"],
)
def test_signatures_are_those_that_the_pages_print(secret: str, query: str, body: str, signature: str) -> None:
    signer = Signer(VENUE.auth, {"api_key": Secret("key"), "secret_key": Secret(secret)})
    target = f"/fapi/v1/order?{query}" if query else "/fapi/v1/order"
    assert signer.signature("POST", target, body.encode(), "") == signature


def test_every_endpoint_of_the_pages_is_there_with_its_access() -> None:
    known = list(endpoints())
    assert len(known) == 95
    assert sum(each.keyed for each in known) == 4
    assert sum(each.signed for each in known) == 57
    assert sum("weight" in each.costs for each in known) == 94  # the page of order/test names none


@pytest.fixture(scope="module")
def box() -> Iterator[RunningSandbox]:
    with RunningSandbox(make(load_venue(ROOT / "spec" / "binance_usdm"), Account(credentials=KEYS))) as running:
        yield running


def client(box: RunningSandbox, **options: Any) -> Client:
    return Client(**KEYS, base_url=box.url, **options)


def test_an_order_lives_through_its_life(box: RunningSandbox) -> None:
    with client(box, context=Context(position_mode="one_way")) as made:
        placed = made.trade.place_order(
            symbol="BTCUSDT",
            side="BUY",
            type="LIMIT",
            time_in_force="GTC",
            quantity="0.01",
            price="50000",
            new_client_order_id="life",
        )
        assert (placed.status, placed.client_order_id, placed.orig_qty) == ("NEW", "life", placed.orig_qty)
        amended = made.trade.amend_order(
            symbol="BTCUSDT", orig_client_order_id="life", side="BUY", quantity="0.02", price="51000"
        )
        assert (str(amended.orig_qty), str(amended.price)) == ("0.02", "51000")
        with pytest.raises(DuplicateIdError):
            made.trade.place_order(
                symbol="BTCUSDT",
                side="BUY",
                type="LIMIT",
                time_in_force="GTC",
                quantity="0.01",
                price="50000",
                new_client_order_id="life",
            )
        assert [order.client_order_id for order in made.trade.get_open_orders(symbol="BTCUSDT")] == ["life"]
        assert made.trade.cancel_order(symbol="BTCUSDT", order_id=placed.order_id).status == "CANCELED"
        with pytest.raises(NotFoundError) as caught:
            made.trade.cancel_order(symbol="BTCUSDT", order_id=placed.order_id)
        assert (caught.value.code, caught.value.answer.status if caught.value.answer else 0) == ("-2011", 400)


def test_a_market_order_makes_a_position(box: RunningSandbox) -> None:
    with client(box) as made:
        filled = made.trade.place_order(symbol="ETHUSDT", side="BUY", type="MARKET", quantity="0.5")
        assert (filled.status, str(filled.executed_qty)) == ("FILLED", "0.5")
        [position] = made.trade.get_positions(symbol="ETHUSDT")
        assert (str(position.position_amt), position.position_side) == ("0.5", "BOTH")


def test_the_outcome_of_a_lost_answer_is_found_by_the_client_id(box: RunningSandbox) -> None:
    with client(box) as made:
        made.trade.place_order(
            symbol="SOLUSDT",
            side="BUY",
            type="LIMIT",
            time_in_force="GTC",
            quantity="1",
            price="100",
            new_client_order_id="lost",
        )
        stub = StubTransport()
        stub.fail("POST", "/fapi/v1/order", OutcomeUnknownError("time-out"))
        with Client(**KEYS, transport=stub) as cut, pytest.raises(OutcomeUnknownError) as caught:
            cut.trade.place_order(
                symbol="SOLUSDT",
                side="BUY",
                type="LIMIT",
                time_in_force="GTC",
                quantity="1",
                price="100",
                new_client_order_id="lost",
            )
        caught.value.began = time.time() - 60
        [verdict] = made.reconcile(caught.value)
        assert verdict.outcome == "executed"


def test_the_weight_of_calls_is_counted_as_the_venue_counts_it(box: RunningSandbox) -> None:
    limiter = RateLimiter()
    with client(box, limiter=limiter) as made:
        from venues.binance_usdm.market.get_order_book import GetOrderBook

        before = int(made.send(GetOrderBook(symbol="BTCUSDT", limit=5)).headers["X-MBX-USED-WEIGHT-1M"])
        after = int(made.send(GetOrderBook(symbol="BTCUSDT", limit=1000)).headers["X-MBX-USED-WEIGHT-1M"])
        assert after - before == 20
        used = {bucket[1]: units for bucket, units in limiter.usage(made.now()).items()}
        assert used["weight"] == after


def test_the_mode_of_positions_is_learnt_and_rules_follow_it(box: RunningSandbox) -> None:
    with client(box) as made:
        made.trade.set_position_mode(dual_side_position=True)
        assert made.learn_context().position_mode == "hedge"
        with pytest.raises(RequestError) as caught:
            made.trade.place_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01")
        assert "hedge_side" in {each.rule for each in caught.value.violations}
        made.trade.set_position_mode(dual_side_position=False)
        assert made.context.position_mode == "one_way"


@pytest.mark.parametrize(
    ("code", "text", "outcome"),
    [
        (-1000, "Unknown error, please check your request or try again later.", "unknown"),
        (-1001, "Internal error; unable to process your request. Please try again.", "not_executed"),
        (-1008, "Service Unavailable.", "not_executed"),
    ],
)
def test_three_refusals_share_a_status(code: int, text: str, outcome: str) -> None:
    stub = StubTransport()
    stub.answer("POST", "/fapi/v1/order", orjson.dumps({"code": code, "msg": text}), status=503)
    with Client(**KEYS, transport=stub, retry=Retry(attempts=1)) as made, pytest.raises(APIError) as caught:
        made.trade.place_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1")
    assert caught.value.outcome == outcome


def test_a_wrong_secret_is_refused(box: RunningSandbox) -> None:
    with Client(api_key="key", secret_key="other", base_url=box.url) as made, pytest.raises(AuthenticationError):
        made.account.get_balances()


@define
class Wire:
    """Return valid requests, by endpoint."""

    method: str
    path: str
    sent: dict[str, Any]


VALID = [
    Wire(
        "POST",
        "/fapi/v1/order",
        {
            "symbol": "BTCUSDT",
            "side": "SELL",
            "type": "LIMIT",
            "timeInForce": "GTX",
            "quantity": "1",
            "priceMatch": "QUEUE_5",
        },
    ),
    Wire(
        "POST",
        "/fapi/v1/order",
        {
            "symbol": "BTCUSDT",
            "side": "SELL",
            "type": "MARKET",
            "quantity": "1",
            "reduceOnly": "true",
            "positionSide": "BOTH",
            "newOrderRespType": "RESULT",
        },
    ),
    Wire(
        "POST",
        "/fapi/v1/order",
        {
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "LIMIT",
            "timeInForce": "GTD",
            "quantity": "1",
            "price": "1",
            "goodTillDate": 1893456000000,
            "newClientOrderId": "x-a.B:/9",
        },
    ),
    Wire(
        "PUT",
        "/fapi/v1/order",
        {"symbol": "BTCUSDT", "orderId": 1, "side": "BUY", "quantity": "1", "priceMatch": "OPPONENT"},
    ),
    Wire(
        "POST",
        "/fapi/v1/algoOrder",
        {
            "algoType": "CONDITIONAL",
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "STOP_MARKET",
            "triggerPrice": "1",
            "closePosition": "true",
        },
    ),
    Wire(
        "POST",
        "/fapi/v1/algoOrder",
        {
            "algoType": "CONDITIONAL",
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "TRAILING_STOP_MARKET",
            "quantity": "1",
            "callbackRate": "0.1",
        },
    ),
    Wire("DELETE", "/fapi/v1/batchOrders", {"symbol": "BTCUSDT", "orderIdList": ["1", "2"]}),
    # The page does not say that one amount excludes the other.
    Wire(
        "POST",
        "/fapi/v1/convert/getQuote",
        {"fromAsset": "BTC", "toAsset": "USDT", "fromAmount": "1", "toAmount": "60000"},
    ),
    # The row says TRUE, the sentence below the table true.
    Wire(
        "POST",
        "/fapi/v1/algoOrder",
        {
            "algoType": "CONDITIONAL",
            "symbol": "BTCUSDT",
            "side": "SELL",
            "type": "STOP_MARKET",
            "triggerPrice": "1",
            "quantity": "1",
            "priceProtect": "true",
        },
    ),
    Wire("GET", "/fapi/v1/userTrades", {"symbol": "BTCUSDT", "startTime": 1700000000000, "endTime": 1700600000000}),
    Wire("GET", "/futures/data/basis", {"pair": "BTCUSDT", "contractType": "PERPETUAL", "period": "5m"}),
]
INVALID = [
    (Wire("POST", "/fapi/v1/order", {"symbol": "BTCUSDT", "side": "SELL", "type": "LIMIT", "timeInForce": "GTC", "quantity": "1"}), "limit_price"),
    (Wire("POST", "/fapi/v1/order", {"symbol": "BTCUSDT", "side": "SELL", "type": "LIMIT", "timeInForce": "GTC", "quantity": "1", "price": "1", "priceMatch": "QUEUE"}), "price_or_match"),
    (Wire("POST", "/fapi/v1/order", {"symbol": "B", "side": "SELL", "type": "MARKET", "quantity": "1", "newClientOrderId": "a b"}), "client_id_form"),
    (Wire("GET", "/fapi/v1/order", {"symbol": "BTCUSDT"}), "either_id"),
    (Wire("POST", "/fapi/v1/convert/getQuote", {"fromAsset": "BTC", "toAsset": "USDT"}), "amount"),
    (Wire("POST", "/fapi/v1/order/test", {"symbol": "B", "side": "BUY", "type": "LIMIT", "price": "1", "quantity": "1", "timeInForce": "GTC", "closePosition": "true"}), "close_types"),
    (Wire("POST", "/fapi/v1/batchOrders", {"batchOrders": [{"symbol": "B", "side": "BUY", "type": "STOP", "quantity": "1"}]}), "item_conditional_types"),
    (Wire("POST", "/fapi/v1/order", {"symbol": "B", "side": "BUY", "type": "LIMIT", "price": "1", "quantity": "1", "timeInForce": "FOK", "selfTradePreventionMode": "NONE"}), "prevention_effective"),
    (Wire("GET", "/fapi/v1/userTrades", {"symbol": "BTCUSDT", "startTime": 1700000000000, "endTime": 1700700000000}), "period"),
    (Wire("DELETE", "/fapi/v1/batchOrders", {"symbol": "BTCUSDT", "orderIdList": ["1"] * 11}), "ten_ids"),
]  # fmt: skip


@pytest.mark.parametrize("wire", VALID, ids=lambda wire: f"{wire.method} {wire.path} {len(wire.sent)}")
def test_valid_requests_are_not_refused(wire: Wire) -> None:
    request = VENUE.requests(wire.method, wire.path).from_wire(wire.sent)
    assert [each for each in request.violations(Context()) if each.level == "error"] == []
    assert [each for each in request.violations(Context(position_mode="one_way")) if each.level == "error"] == []


@pytest.mark.parametrize(("wire", "rule"), INVALID, ids=lambda each: each if isinstance(each, str) else "")
def test_invalid_requests_are(wire: Wire, rule: str) -> None:
    request = VENUE.requests(wire.method, wire.path).from_wire(wire.sent)
    assert rule in {each.rule for each in request.violations(Context())}
