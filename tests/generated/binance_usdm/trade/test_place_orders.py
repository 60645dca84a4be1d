"""POST /fapi/v1/batchOrders of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Place-Multiple-Orders Generated
by venuespec from the spec; edit that instead.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.trade.place_orders import BatchOrder, PlaceOrders


def sent(request: PlaceOrders, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("POST", "/fapi/v1/batchOrders", {"code": "200"})
    with (
        Client(
            api_key="key",
            secret_key="0000000000000000000000000000000000000000000000000000000000000000",
            base_url="https://venue.test",
            context=context,
            transport=stub,
            auto_client_id=False,
        ) as client,
        suppress(DecodeError),
    ):
        client.send(request)  # the answer of this test shows nothing
    [call] = stub.calls
    # What the signature adds is tested elsewhere.
    target, body = (
        re.sub("[?&](?:recvWindow|timestamp|signature)=[^&]*", "", call.url),
        re.sub("&?(?:recvWindow|timestamp|signature)=[^&]*", "", call.body.decode()),
    )
    return call.method, target.removeprefix("https://venue.test"), body.encode()


@pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")
@pytest.mark.parametrize(
    ("request_", "context", "target", "body"),
    [
        pytest.param(
            PlaceOrders(
                batch_orders=[
                    BatchOrder(
                        symbol="BTCUSDT", side="BUY", type="LIMIT", time_in_force="GTC", quantity="0.001", price="10001"
                    )
                ]
            ),
            Context(),
            (
                "/fapi/v1/batchOrders?batchOrders=%5B%7B%22symbol%22%3A%22BTCUSDT%22,%22side%22%3A%22BUY%22,%22type%22%3A"
                "%22LIMIT%22,%22timeInForce%22%3A%22GTC%22,%22quantity%22%3A%220.001%22,%22price%22%3A%2210001%22%7D%5D"
            ),
            b"",
            id="documented_request_1",
        ),
    ],
)
def test_documented_request(request_: PlaceOrders, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("POST", target, body)
    assert sent(request_, Context()) == ("POST", target, body)


def test_documented_response_1() -> None:
    answer = [
        {
            "clientOrderId": "testOrder",
            "cumQty": "0",
            "cumQuote": "0",
            "executedQty": "0",
            "orderId": 22542179,
            "avgPrice": "0.00000",
            "origQty": "10",
            "price": "0",
            "reduceOnly": False,
            "side": "BUY",
            "positionSide": "SHORT",
            "status": "NEW",
            "stopPrice": "0",
            "symbol": "BTCUSDT",
            "timeInForce": "GTC",
            "type": "TRAILING_STOP_MARKET",
            "origType": "TRAILING_STOP_MARKET",
            "updateTime": 1566818724722,
            "workingType": "CONTRACT_PRICE",
            "priceProtect": False,
            "priceMatch": "NONE",
            "selfTradePreventionMode": "NONE",
            "goodTillDate": 1693207680000,
        },
        {"code": -2022, "msg": "ReduceOnly Order is rejected."},
    ]
    data = PlaceOrders.decode(orjson.loads(orjson.dumps(answer)))
    assert data[0].client_order_id == "testOrder"
    assert data[0].cum_qty == Decimal("0")
    assert data[0].cum_quote == Decimal("0")
    assert data[0].executed_qty == Decimal("0")
    assert data[0].order_id == "22542179"
    assert data[0].avg_price == Decimal("0.00000")
    assert data[0].orig_qty == Decimal("10")
    assert data[0].price == Decimal("0")
    assert data[0].reduce_only is False
    assert data[0].side == "BUY"
    assert data[0].position_side == "SHORT"
    assert data[0].status == "NEW"
    assert data[0].stop_price == Decimal("0")
    assert data[0].symbol == "BTCUSDT"
    assert data[0].time_in_force == "GTC"
    assert data[0].type == "TRAILING_STOP_MARKET"
    assert data[0].orig_type == "TRAILING_STOP_MARKET"
    assert data[0].update_time == datetime.fromtimestamp(1566818724, UTC) + timedelta(microseconds=722000)
    assert data[0].working_type == "CONTRACT_PRICE"
    assert data[0].price_protect is False
    assert data[0].price_match == "NONE"
    assert data[0].self_trade_prevention_mode == "NONE"
    assert data[0].good_till_date == datetime.fromtimestamp(1693207680, UTC)
    assert data[0].code is None
    assert data[0].msg is None
    assert data[1].client_order_id is None
    assert data[1].cum_qty is None
    assert data[1].cum_quote is None
    assert data[1].executed_qty is None
    assert data[1].order_id is None
    assert data[1].avg_price is None
    assert data[1].orig_qty is None
    assert data[1].price is None
    assert data[1].reduce_only is None
    assert data[1].side is None
    assert data[1].position_side is None
    assert data[1].status is None
    assert data[1].stop_price is None
    assert data[1].symbol is None
    assert data[1].time_in_force is None
    assert data[1].type is None
    assert data[1].orig_type is None
    assert data[1].update_time is None
    assert data[1].working_type is None
    assert data[1].price_protect is None
    assert data[1].price_match is None
    assert data[1].self_trade_prevention_mode is None
    assert data[1].good_till_date is None
    assert data[1].code == -2022
    assert data[1].msg == "ReduceOnly Order is rejected."
    assert [row.to_wire() for row in data] == answer


def test_rule_item_conditional_types() -> None:
    request = PlaceOrders.from_wire(
        {"batchOrders": [{"symbol": "1", "side": "BUY", "type": "STOP", "quantity": "1"}], "timestamp": 1700000000000}
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_conditional_types"].message == (
        "In each item of batchOrders, when type is STOP, STOP_MARKET, TAKE_PROFIT, TAKE_PROFIT_MARKET or "
        "TRAILING_STOP_MARKET, the request is refused. Conditional orders moved to place_algo_order; the venue "
        "answers -4120 here."
    )
    assert found["item_conditional_types"].level == "warn"


def test_rule_item_prevention_effective() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "FOK",
                    "price": "10001",
                    "selfTradePreventionMode": "EXPIRE_TAKER",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_prevention_effective"].message == (
        "In each item of batchOrders, when timeInForce is FOK or GTX, selfTradePreventionMode has no effect. It "
        "has an effect on IOC, GTC and GTD orders only."
    )
    assert found["item_prevention_effective"].level == "warn"


def test_rule_item_limit_needs() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.001", "price": "10001"}
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_limit_needs"].message == (
        "In each item of batchOrders, when type is LIMIT, timeInForce is required. A limit order names how long "
        "it stays."
    )
    assert found["item_limit_needs"].level == "error"


def test_rule_item_limit_price() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.001", "timeInForce": "GTC"}
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_limit_price"].message == (
        "In each item of batchOrders, when type is LIMIT, either price or priceMatch is required. A limit order "
        "names its price, or one of the book."
    )
    assert found["item_limit_price"].level == "error"


def test_rule_item_hedge_side() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTC",
                    "price": "10001",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context(position_mode="hedge"))}
    assert found["item_hedge_side"].message == (
        "In each item of batchOrders, when the context's positionMode is hedge, positionSide is required. In "
        "hedge mode an order is for one of the two positions."
    )
    assert found["item_hedge_side"].level == "error"


def test_rule_item_hedge_side_value() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTC",
                    "price": "10001",
                    "positionSide": "x",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context(position_mode="hedge"))}
    assert found["item_hedge_side_value"].message == (
        "In each item of batchOrders, when the context's positionMode is hedge, positionSide must be LONG or "
        "SHORT. In hedge mode there is no position for both sides."
    )
    assert found["item_hedge_side_value"].level == "error"


def test_rule_item_one_way_side() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTC",
                    "price": "10001",
                    "positionSide": "x",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context(position_mode="one_way"))}
    assert found["item_one_way_side"].message == (
        "In each item of batchOrders, when the context's positionMode is one_way, positionSide must be BOTH. In "
        "one-way mode there is one position for both sides."
    )
    assert found["item_one_way_side"].level == "error"


def test_rule_item_reduce_only_one_way() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [{"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1", "reduceOnly": "true"}],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context(position_mode="hedge"))}
    assert found["item_reduce_only_one_way"].message == (
        "In each item of batchOrders, when the context's positionMode is hedge, reduceOnly must not be sent. In "
        "hedge mode the side of the position says it."
    )
    assert found["item_reduce_only_one_way"].level == "error"


def test_rule_item_client_id_form() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTC",
                    "price": "10001",
                    "newClientOrderId": "!",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_client_id_form"].message == (
        "In each item of batchOrders, newClientOrderId must match the pattern [.A-Z:/a-z0-9_-]{1,36}. The venue "
        "takes ids of this form only."
    )
    assert found["item_client_id_form"].level == "error"


def test_rule_item_price_or_match() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTC",
                    "price": "1",
                    "priceMatch": "OPPONENT",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_price_or_match"].message == (
        "In each item of batchOrders, at most one of price and priceMatch may be sent. A matched price stands for"
        " a given one."
    )
    assert found["item_price_or_match"].level == "error"


def test_rule_item_gtd_needs_date() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTD",
                    "price": "10001",
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_gtd_needs_date"].message == (
        "In each item of batchOrders, when timeInForce is GTD, goodTillDate is required. The venue cancels the "
        "order then."
    )
    assert found["item_gtd_needs_date"].level == "error"


def test_rule_item_gtd_latest() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTC",
                    "price": "10001",
                    "goodTillDate": 253402300799000,
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["item_gtd_latest"].message == (
        "In each item of batchOrders, goodTillDate must be less than 253402300799000. The venue takes no later time."
    )
    assert found["item_gtd_latest"].level == "error"


def test_rule_item_gtd_earliest() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {
                    "symbol": "BTCUSDT",
                    "side": "BUY",
                    "type": "LIMIT",
                    "quantity": "0.001",
                    "timeInForce": "GTD",
                    "price": "10001",
                    "goodTillDate": 1700000600000,
                }
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context(now="1700000000000"))}
    assert found["item_gtd_earliest"].message == (
        "In each item of batchOrders, when timeInForce is GTD, goodTillDate must be later than 10 minutes from "
        "now. The venue takes no earlier time."
    )
    assert found["item_gtd_earliest"].level == "error"


def test_rule_five_orders() -> None:
    request = PlaceOrders.from_wire(
        {
            "batchOrders": [
                {"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1"},
                {"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1"},
                {"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1"},
                {"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1"},
                {"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1"},
                {"symbol": "1", "side": "BUY", "type": "LIMIT", "quantity": "1"},
            ],
            "timestamp": 1700000000000,
        }
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["five_orders"].message == "batchOrders takes at most 5 items. The page allows five."
    assert found["five_orders"].level == "error"
