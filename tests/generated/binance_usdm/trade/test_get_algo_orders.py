"""GET /fapi/v1/allAlgoOrders of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-All-Algo-Orders Generated
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
from venues.binance_usdm.trade.get_algo_orders import GetAlgoOrders


def sent(request: GetAlgoOrders, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/fapi/v1/allAlgoOrders", {"code": "200"})
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
            GetAlgoOrders(symbol="1"),
            Context(),
            "/fapi/v1/allAlgoOrders?symbol=1",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: GetAlgoOrders, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = [
        {
            "algoId": 2146760,
            "clientAlgoId": "6B2I9XVcJpCjqPAJ4YoFX7",
            "algoType": "CONDITIONAL",
            "orderType": "TAKE_PROFIT",
            "symbol": "BNBUSDT",
            "side": "SELL",
            "positionSide": "BOTH",
            "timeInForce": "GTC",
            "quantity": "0.01",
            "algoStatus": "CANCELED",
            "actualOrderId": "",
            "actualPrice": "0.00000",
            "triggerPrice": "750.000",
            "price": "750.000",
            "icebergQuantity": None,
            "tpTriggerPrice": "0.000",
            "tpPrice": "0.000",
            "slTriggerPrice": "0.000",
            "slPrice": "0.000",
            "tpOrderType": "",
            "selfTradePreventionMode": "EXPIRE_MAKER",
            "workingType": "CONTRACT_PRICE",
            "priceMatch": "NONE",
            "closePosition": False,
            "priceProtect": False,
            "reduceOnly": False,
            "createTime": 1750485492076,
            "updateTime": 1750514545091,
            "triggerTime": 0,
            "goodTillDate": 0,
        }
    ]
    data = GetAlgoOrders.decode(orjson.loads(orjson.dumps(answer)))
    assert data[0].algo_id == "2146760"
    assert data[0].client_algo_id == "6B2I9XVcJpCjqPAJ4YoFX7"
    assert data[0].algo_type == "CONDITIONAL"
    assert data[0].order_type == "TAKE_PROFIT"
    assert data[0].symbol == "BNBUSDT"
    assert data[0].side == "SELL"
    assert data[0].position_side == "BOTH"
    assert data[0].time_in_force == "GTC"
    assert data[0].quantity == Decimal("0.01")
    assert data[0].algo_status == "CANCELED"
    assert data[0].actual_order_id is None
    assert data[0].actual_price == Decimal("0.00000")
    assert data[0].trigger_price == Decimal("750.000")
    assert data[0].price == Decimal("750.000")
    assert data[0].iceberg_quantity is None
    assert data[0].tp_trigger_price == Decimal("0.000")
    assert data[0].tp_price == Decimal("0.000")
    assert data[0].sl_trigger_price == Decimal("0.000")
    assert data[0].sl_price == Decimal("0.000")
    assert data[0].tp_order_type == ""
    assert data[0].self_trade_prevention_mode == "EXPIRE_MAKER"
    assert data[0].working_type == "CONTRACT_PRICE"
    assert data[0].price_match == "NONE"
    assert data[0].close_position is False
    assert data[0].price_protect is False
    assert data[0].reduce_only is False
    assert data[0].create_time == datetime.fromtimestamp(1750485492, UTC) + timedelta(microseconds=76000)
    assert data[0].update_time == datetime.fromtimestamp(1750514545, UTC) + timedelta(microseconds=91000)
    assert data[0].trigger_time is None
    assert data[0].good_till_date is None
    assert [row.to_wire() for row in data] == answer


def test_rule_limit_range() -> None:
    request = GetAlgoOrders.from_wire({"symbol": "1", "timestamp": 1700000000000, "limit": 0})
    found = {each.rule: each for each in request.violations(Context())}
    assert found["limit_range"].message == "limit must be from 1 to 1000. The page allows 1000 records at most."
    assert found["limit_range"].level == "error"


def test_rule_period() -> None:
    request = GetAlgoOrders.from_wire(
        {"symbol": "1", "timestamp": 1700000000000, "startTime": 1700000000000, "endTime": 1700604800001}
    )
    found = {each.rule: each for each in request.violations(Context())}
    assert found["period"].message == (
        "startTime must not be later than endTime, and they may be at most 7 days apart. The page allows seven "
        "days at most."
    )
    assert found["period"].level == "error"
