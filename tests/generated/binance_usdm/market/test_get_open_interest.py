"""GET /fapi/v1/openInterest of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest Generated
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
from venues.binance_usdm.market.get_open_interest import GetOpenInterest


def sent(request: GetOpenInterest, context: Context) -> tuple[str, str, bytes]:
    """The method, path with query, and body that go out for a request."""
    stub = StubTransport()
    stub.answer("GET", "/fapi/v1/openInterest", {"code": "200"})
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
            GetOpenInterest(symbol="1"),
            Context(),
            "/fapi/v1/openInterest?symbol=1",
            b"",
            id="the least that is required",
        ),
    ],
)
def test_least_request(request_: GetOpenInterest, context: Context, target: str, body: bytes) -> None:
    assert sent(request_, context) == ("GET", target, body)
    assert sent(request_, Context()) == ("GET", target, body)


def test_documented_response_1() -> None:
    answer = {"openInterest": "10659.509", "symbol": "BTCUSDT", "time": 1589437530011}
    data = GetOpenInterest.decode(orjson.loads(orjson.dumps(answer)))
    assert data.open_interest == Decimal("10659.509")
    assert data.symbol == "BTCUSDT"
    assert data.time == datetime.fromtimestamp(1589437530, UTC) + timedelta(microseconds=11000)
    assert data.to_wire() == answer
