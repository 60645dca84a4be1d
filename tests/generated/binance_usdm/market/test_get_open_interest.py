"""GET /fapi/v1/openInterest of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest Generated
by venuespec from the spec; edit that instead.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson

from venues.binance_usdm.market.get_open_interest import GetOpenInterest


def test_documented_response_1() -> None:
    answer = {"openInterest": "10659.509", "symbol": "BTCUSDT", "time": 1589437530011}
    data = GetOpenInterest.decode(orjson.loads(orjson.dumps(answer)))
    assert data.open_interest == Decimal("10659.509")
    assert data.symbol == "BTCUSDT"
    assert data.time == datetime.fromtimestamp(1589437530, UTC) + timedelta(microseconds=11000)
    assert data.to_wire() == answer
