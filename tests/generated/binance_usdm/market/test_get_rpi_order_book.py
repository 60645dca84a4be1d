"""GET /fapi/v1/rpiDepth of Binance USDⓈ-M Futures.

https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book-RPI Generated
by venuespec from the spec; edit that instead.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson

from venues.binance_usdm.market.get_rpi_order_book import GetRpiOrderBook


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
