"""Answers that are not quite as documented: one odd value never loses the rest, and is told once."""

import importlib.util
import warnings
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from venues import AnswerWarning, ConfigurationError, DecodeError, StubTransport, frame
from venues._runtime import rows
from venues._runtime.readers import FieldError
from venues.bybit_v5 import Client as Bybit
from venues.okx_v5 import Client
from venues.okx_v5.market_data.get_candles import Candle, GetCandles
from venues.okx_v5.trade.get_order import Order

CANDLES = "/api/v5/market/candles"
MOMENT = datetime(2020, 8, 10, 2, 26, 23, 85000, UTC)
GOOD = ["1597026383085", "3.7", "3.8", "3.6", "3.7", "8", "2", "1", "0"]


def client(path: str, data: Any, **options: Any) -> Client:
    stub = StubTransport()
    for _ in range(2):
        stub.answer("GET", path, {"code": "0", "msg": "", "data": data})
    return Client(api_key="k", secret_key="s", passphrase="p", transport=stub, **options)


@pytest.mark.parametrize(
    ("position", "odd"),
    [(0, "soon"), (0, []), (4, "NaN"), (4, "many"), (4, {}), (0, "9" * 30), (8, [1])],
)
def test_an_odd_value_is_none_kept_raw_counted_and_told_once(position: int, odd: Any) -> None:
    row = [*GOOD[:position], odd, *GOOD[position + 1 :]]
    with client(CANDLES, [row, GOOD]) as okx:
        with pytest.warns(AnswerWarning, match=r"market_data.get_candles: Candle\.\[\d\] is None: expected") as told:
            candles = okx.market_data.get_candles(inst_id="BTC-USDT")
        assert len(told) == 1
        name = Candle.known[position][0]
        assert candles[0].get(name) is None
        assert candles[0].raw == row
        assert candles[0].to_wire() == row
        assert candles[1] == Candle.from_wire(GOOD)
        assert okx.stats.total.unreadable == 1
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            okx.market_data.get_candles(inst_id="BTC-USDT")  # told once
        assert okx.stats.endpoints["market_data.get_candles"].unreadable == 2


@pytest.mark.parametrize("candle", ["1597026383085123456", 7, {"ts": "1597026383085"}])
def test_what_is_no_array_is_no_candle(candle: Any) -> None:
    """A text has characters at its positions, which are not columns."""
    with pytest.raises(FieldError, match=r"data\[1\]: expected a list, got"):
        GetCandles.decode([GOOD, candle])


def test_where_warnings_are_errors_the_answer_is_not_lost() -> None:
    with client(CANDLES, [["soon", *GOOD[1:]]]) as okx, warnings.catch_warnings():
        warnings.simplefilter("error")
        assert okx.market_data.get_candles(inst_id="BTC-USDT")[0].open == Decimal("3.7")


def test_a_strict_client_raises() -> None:
    with client(CANDLES, [["soon", *GOOD[1:]]], strict=True) as okx, pytest.raises(DecodeError, match="a Unix time"):
        okx.market_data.get_candles(inst_id="BTC-USDT")
    with client(CANDLES, [[*GOOD[:4], "NaN", *GOOD[5:]]], strict=True) as okx, pytest.raises(DecodeError):
        okx.market_data.get_candles(inst_id="BTC-USDT")


def test_the_wrong_shape_of_the_whole_is_an_error() -> None:
    for data in ({"a": 1}, "text", [1], ["text"]):
        with client(CANDLES, data) as okx, pytest.raises(DecodeError):
            okx.market_data.get_candles(inst_id="BTC-USDT")


def test_a_null_among_rows_keeps_its_place() -> None:
    with client(CANDLES, [None, GOOD]) as okx, pytest.warns(AnswerWarning, match="expected a list, got None"):
        first, second = okx.market_data.get_candles(inst_id="BTC-USDT")
    assert (first.get("open"), first.raw, second.open) == (None, None, Decimal("3.7"))


def test_an_odd_object_inside_a_row_loses_nothing_else() -> None:
    data = [{"ordId": "1", "linkedAlgoOrd": 5, "attachAlgoOrds": {"a": 1}, "px": "1.5"}]
    with client("/api/v5/trade/order", data) as okx, pytest.warns(AnswerWarning):
        [order] = okx.trade.get_order(inst_id="BTC-USDT", ord_id="1")
    assert (order.ord_id, order.px, order.attach_algo_ords, order.get("linked_algo_ord")) == (
        "1",
        Decimal("1.5"),
        [],
        None,
    )
    assert order.to_wire() == data[0]


@pytest.mark.parametrize("zero", ["0", 0, "", None, "0.0"])
def test_a_zero_is_no_time(zero: Any) -> None:
    assert Order.from_wire({"ordId": "1", "fillTime": zero}).fill_time is None
    assert Candle.from_wire(["0", *GOOD[1:]]).get("ts") is None
    assert Order.from_wire({"ordId": "1", "fillTime": "1597026383085"}).fill_time == MOMENT


@pytest.mark.parametrize(
    ("raw", "value"),
    [(True, True), ("true", True), ("True", True), ("1", True), (1, True), (False, False), ("FALSE", False), (0, False), ("0", False), ("", None)],
)  # fmt: skip
def test_a_boolean_has_many_forms(raw: Any, value: bool | None) -> None:
    assert rows.boolean(raw, "") is value


def test_a_json_number_keeps_every_digit_where_text_is_documented() -> None:
    stub = StubTransport()
    body = '{"code":"0","msg":"","data":[{"ordId":123456789012345678901234567890,"px":0.12345678901234567890123}]}'
    stub.answer("GET", "/api/v5/trade/order", body.encode())
    with Client(api_key="k", secret_key="s", passphrase="p", transport=stub) as okx:
        [order] = okx.trade.get_order(inst_id="BTC-USDT", ord_id="1")
    assert order.px == Decimal("0.12345678901234567890123")
    assert order.ord_id == "123456789012345678901234567890"


def bybit_candles() -> Any:
    stub = StubTransport()
    row = ["1670608800000", "17071", "17073", "17027", "17055.5", "268611", "15.74462667"]
    result = {"category": "spot", "symbol": "BTCUSDT", "list": [row, row]}
    stub.answer("GET", "/v5/market/kline", {"retCode": 0, "retMsg": "OK", "result": result, "time": 1})
    with Bybit(transport=stub) as bybit:
        return bybit.market.get_candles(symbol="BTCUSDT", interval="1")


def test_an_answer_with_one_list_is_iterable() -> None:
    candles = bybit_candles()
    assert [candle.open_price for candle in candles] == [Decimal(17071)] * 2
    assert (len(candles), candles[0], list(candles)) == (2, candles.list[0], candles.list)


def test_rows_become_dicts() -> None:
    assert bybit_candles().to_dict(floats=True)["list"][0]["close_price"] == 17055.5
    assert Candle.from_wire(GOOD).to_dict()["open"] == Decimal("3.7")
    assert "raw" not in Candle.from_wire(GOOD).to_dict()


def test_rich_shows_what_has_a_value() -> None:
    assert list(Order.from_wire({"ordId": "1", "px": "1.5", "tag": "", "fee": None}).__rich_repr__()) == [
        ("ord_id", "1"),
        ("px", Decimal("1.5")),
    ]


@pytest.mark.skipif(not importlib.util.find_spec("pandas"), reason="pandas is not installed: frames are NOT tested")
def test_rows_become_a_frame_of_pandas() -> None:
    made = frame([Candle.from_wire(GOOD), Candle.from_wire(["0", *GOOD[1:4], "", *GOOD[5:]])])
    assert list(made.columns)[:3] == ["ts", "open", "high"]
    assert str(made.open.dtype) == "float64"
    assert made.ts[0] == MOMENT
    assert made.close.isna().tolist() == [False, True]
    assert frame([Candle.from_wire(GOOD)], floats=False).open[0] == Decimal("3.7")
    assert len(frame(bybit_candles())) == 2
    assert frame([]).empty


@pytest.mark.skipif(not importlib.util.find_spec("polars"), reason="polars is not installed: frames are NOT tested")
def test_rows_become_a_frame_of_polars() -> None:
    many = [Candle.from_wire(GOOD), Candle.from_wire([*GOOD[:4], "3.70001", *GOOD[5:]])]
    assert frame(many, backend="polars")["close"].to_list() == [3.7, 3.70001]
    assert frame(many, backend="polars", floats=False)["close"].to_list() == [Decimal("3.7"), Decimal("3.70001")]
    assert frame(many, backend="polars")["ts"][0] == MOMENT


def test_a_frame_takes_rows_and_a_known_backend() -> None:
    with pytest.raises(ConfigurationError, match="backend must be one of pandas, polars, got 'spark'"):
        frame([], backend="spark")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(ConfigurationError, match="frame takes rows of an answer, got dict"):
        frame([{}])  # type: ignore[list-item]  # the mistake under test


def test_an_object_in_place_of_a_list_is_told_so() -> None:
    with client(CANDLES, [{"ts": "1"}]) as okx, pytest.raises(DecodeError, match=r"expected a list, got \{'ts': '1'\}"):
        okx.market_data.get_candles(inst_id="BTC-USDT")


def test_an_answer_without_fields_goes_out_without_fields() -> None:
    from venues.bybit_v5.market.get_candles import Candles

    assert Candles.from_wire({}).to_wire() == {}
    assert Candles(symbol="BTCUSDT").to_wire() == {"symbol": "BTCUSDT"}
