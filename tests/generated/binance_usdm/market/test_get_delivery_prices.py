"""GET /futures/data/delivery-price of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Delivery-Price Generated
by venuespec from the spec; edit that instead.
"""

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.json_types import json_text, parsed_json
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.market.get_delivery_prices import GetDeliveryPrices


def sent(request: GetDeliveryPrices, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/futures/data/delivery-price", {"code": "200"})
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
    return call.method, call.url.removeprefix("https://venue.test"), call.body


@pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")
@pytest.mark.parametrize(
    ("request_", "context", "target", "body"),
    [
        pytest.param(
            GetDeliveryPrices(pair="1"),
            Context(),
            "/futures/data/delivery-price?pair=1",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: GetDeliveryPrices, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = [
        {"deliveryTime": 1695945600000, "deliveryPrice": Decimal("27103.0")},
        {"deliveryTime": 1688083200000, "deliveryPrice": Decimal("30733.6")},
        {"deliveryTime": 1680220800000, "deliveryPrice": Decimal("27814.2")},
        {"deliveryTime": 1648166400000, "deliveryPrice": Decimal("44066.3")},
    ]
    data = GetDeliveryPrices.decode(parsed_json(json_text(answer), exact=True))
    assert data[0].delivery_time == datetime.fromtimestamp(1695945600, UTC)
    assert data[0].delivery_price == Decimal("27103.0")
    assert data[1].delivery_time == datetime.fromtimestamp(1688083200, UTC)
    assert data[1].delivery_price == Decimal("30733.6")
    assert data[2].delivery_time == datetime.fromtimestamp(1680220800, UTC)
    assert data[2].delivery_price == Decimal("27814.2")
    assert data[3].delivery_time == datetime.fromtimestamp(1648166400, UTC)
    assert data[3].delivery_price == Decimal("44066.3")
    assert [row.to_wire() for row in data] == answer
