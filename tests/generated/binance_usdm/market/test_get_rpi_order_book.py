"""GET /fapi/v1/rpiDepth of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book-RPI Generated
by venuespec from the spec; edit that instead.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest

from venues._runtime.errors import DecodeError
from venues._runtime.transport.stub import StubTransport
from venues.binance_usdm import Client, Context
from venues.binance_usdm.market.get_rpi_order_book import GetRpiOrderBook


def sent(request: GetRpiOrderBook, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/fapi/v1/rpiDepth", {"code": "200"})
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
            GetRpiOrderBook(symbol="1"),
            Context(),
            "/fapi/v1/rpiDepth?symbol=1",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: GetRpiOrderBook, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = {
        "lastUpdateId": 1027024,
        "E": 1589436922972,
        "T": 1589436922959,
        "bids": [["4.00000000", "431.00000000"]],
        "asks": [["4.00000200", "12.00000000"]],
    }
    data = GetRpiOrderBook.decode(orjson.loads(orjson.dumps(answer)))
    assert data.last_update_id == "1027024"
    assert data.event_time == datetime.fromtimestamp(1589436922, UTC) + timedelta(microseconds=972000)
    assert data.time == datetime.fromtimestamp(1589436922, UTC) + timedelta(microseconds=959000)
    assert len(data.bids) == 1
    assert data.bids[0].price == Decimal("4.00000000")
    assert data.bids[0].quantity == Decimal("431.00000000")
    assert len(data.asks) == 1
    assert data.asks[0].price == Decimal("4.00000200")
    assert data.asks[0].quantity == Decimal("12.00000000")
    assert data.to_wire() == answer
