"""Levels of an order book and other rows that are lists: typed values, by name and in the page's order.

The names of columns are those that people wrote in the specs, which an import of new pages keeps.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from venues import StubTransport, frame
from venues.binance_usdm import Client as Binance
from venues.bybit_v5 import Client as Bybit
from venues.okx_v5 import Client
from venues.okx_v5.market_data.get_order_book import BookLevel
from venuespec.spec.load import load_venue
from venuespec.spec.problem import SpecError

TINY = Path(__file__).parent / "hostile" / "tiny"
BOOK = {"asks": [["41006.8", "0.60038921", "0", "1"], ["41007", "2", "0", "5"]], "bids": [], "ts": "1", "seqId": 3}


def okx(book: Any) -> Client:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/market/books", {"code": "0", "data": [book]})
    return Client(transport=stub)


def test_a_level_has_typed_values_by_name_and_by_place() -> None:
    [book] = okx(BOOK).market_data.get_order_book(inst_id="BTC-USDT", sz=2)
    best = book.asks[0]
    assert (best.price, best.quantity, best.orders) == (Decimal("41006.8"), Decimal("0.60038921"), 1)
    price, quantity, *_ = best
    assert (price, quantity, best[0], best[-1], best[:2]) == (
        *(Decimal("41006.8"), Decimal("0.60038921"), Decimal("41006.8"), 1),
        [Decimal("41006.8"), Decimal("0.60038921")],
    )
    assert sum(level.price * level.quantity for level in book.asks) == Decimal("106634.0402566280")
    assert isinstance(best, BookLevel)
    assert (len(best), book.bids) == (4, [])
    assert book.to_dict()["asks"][1] == {
        "price": Decimal(41007),
        "quantity": Decimal(2),
        "liquidated_orders": Decimal(0),
        "orders": 5,
    }
    assert book.to_wire() == BOOK
    assert frame(book.asks).price.tolist() == [41006.8, 41007.0]
    assert frame(best).quantity.tolist() == [0.60038921]


def test_an_odd_level_loses_nothing_else() -> None:
    with pytest.warns(UserWarning, match="expected a number, got 'soon'"):
        [book] = okx(BOOK | {"asks": [["soon", "1", "0", "1"], ["7"]]}).market_data.get_order_book(inst_id="BTC-USDT")
    assert [(level.get("price"), level.get("quantity")) for level in book.asks] == [
        (None, Decimal(1)),
        (Decimal(7), None),
    ]


def test_other_venues_have_levels_under_the_same_names() -> None:
    stub = StubTransport()
    stub.answer("GET", "/v5/market/orderbook", {"retCode": 0, "result": {"s": "BTC", "a": [["7", "2"]], "b": []}})
    book = Bybit(transport=stub).market.get_order_book(category="linear", symbol="BTC")
    assert [(level.price, level.quantity) for level in book.asks] == [(Decimal(7), Decimal(2))]
    stub.answer("GET", "/fapi/v1/depth", {"lastUpdateId": 1, "bids": [["4.0", "431.0"]], "asks": []})
    [bid] = Binance(transport=stub).market.get_order_book(symbol="BTCUSDT").bids
    assert (bid.price, bid.quantity) == (Decimal("4.0"), Decimal("431.0"))


def test_bybit_candles_of_the_premium_index_are_rows_too() -> None:
    stub = StubTransport()
    candle = ["1652486400000", "-0.000587", "-0.000344", "-0.000480", "-0.000344"]
    answer = {"retCode": 0, "result": {"symbol": "BTCUSDT", "category": "linear", "list": [candle]}}
    stub.answer("GET", "/v5/market/premium-index-price-kline", answer)
    [found] = Bybit(transport=stub).market.get_premium_index_candles(symbol="BTCUSDT", interval="D")
    assert (found.start_time.year, found.low_price) == (2022, Decimal("-0.000480"))


def test_columns_are_names_with_kinds(tmp_path: Path) -> None:
    import shutil

    tiny = tmp_path / "tiny"
    shutil.copytree(TINY, tiny)
    file = tiny / "trade" / "place_orders.yaml"
    file.write_text(file.read_text().replace("columns: {price: decimal", "columns: {price: wealth"))
    with pytest.raises(SpecError, match="wealth"):
        load_venue(tiny)
