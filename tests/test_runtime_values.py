"""Python values to wire values, and wire values to rows and back."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from venues._runtime import rows, values
from venues._runtime.convert import converter
from venues.okx_v5 import Context
from venues.okx_v5.account.get_leverage import GetLeverage, Leverage
from venues.okx_v5.account.set_leverage import SetLeverage
from venues.okx_v5.market_data.get_candles import Candle


class Shown(float):
    """A float that shows itself as numpy's do."""

    def __repr__(self) -> str:
        return "np.float64(7.5)"


class ShownWhole(int):
    """A whole number that shows itself in words of its own."""

    def __repr__(self) -> str:
        return "<five>"

    __str__ = __repr__


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        (5, "5"),
        (7.5, "7.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-05, "0.00001"),
        (1e22, "10000000000000000000000"),
        (Shown(7.5), "7.5"),
        (ShownWhole(5), "5"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("5.00"), "5.00"),
        (Decimal("-0.5"), "-0.5"),
        ("1e-05", "0.00001"),
        ("", ""),
        ("-1", "-1"),
        ("market", "market"),
        ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
        (None, None),
    ],
)
def test_a_number_goes_out_in_plain_notation_with_every_digit(given: Any, wire: str | None) -> None:
    assert values.number(given) == wire


@pytest.mark.parametrize(
    ("convert", "given", "wire"),
    [
        (values.unix_milliseconds, datetime(2020, 8, 10, 2, 13, 3, 85000, tzinfo=UTC), "1597025583085"),
        (values.unix_milliseconds, datetime.fromisoformat("2020-08-10T04:13:03.085+02:00"), "1597025583085"),
        (values.unix_milliseconds, 1597025583085, "1597025583085"),
        (values.unix_seconds, datetime(2020, 8, 10, 2, 13, 3, tzinfo=UTC), "1597025583"),
        (values.flag, "true", True),
        (values.flag_text, False, "false"),
        (values.whole, "20", 20),
        (values.joined, ["BTC-USDT", "ETH-USDT"], "BTC-USDT,ETH-USDT"),
        (values.joined, "BTC-USDT", "BTC-USDT"),
        (values.listed, ["a"], ("a",)),
    ],
)
def test_other_values_go_out_as_documented(convert: Any, given: Any, wire: Any) -> None:
    assert convert(given) == wire


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), Decimal("NaN"), True, [], object()])
def test_what_is_no_number_is_named_among_the_violations(bad: Any) -> None:
    request = SetLeverage(lever=bad, mgn_mode="cross", inst_id="BTC-USDT-SWAP")
    assert [(each.rule, each.params) for each in request.violations(Context())] == [("type", ("lever",))]


def test_a_naive_datetime_is_not_guessed_about() -> None:
    naive = datetime(2020, 8, 10)
    assert values.unix_milliseconds(naive) is naive


def test_everything_that_is_wrong_is_told_at_once() -> None:
    request = SetLeverage.from_wire({"mgnMode": "isolate", "posSide": "net", "ccy": "BTC"})
    assert [each.rule for each in request.violations(Context())] == ["required", "values", "values", "ccy_means_cross"]


def test_a_request_survives_the_wire() -> None:
    wire = {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "cross"}
    assert SetLeverage.from_wire(wire).to_wire() == wire
    assert SetLeverage.from_wire({**wire, "lever": 5, "unknown": 1}).to_wire() == wire


def test_a_mistyped_parameter_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="mgnmode"):
        SetLeverage(lever=5, mgnmode="cross")  # type: ignore[call-arg]  # the mistake under test


def test_a_row_keeps_what_nobody_documented() -> None:
    raw = {"lever": "10.50", "mgnMode": "new_mode", "posSide": "", "future": {"a": [1]}}
    row = Leverage.from_wire(raw)
    assert (row.lever, row.mgn_mode, row.get("pos_side"), row.get("inst_id")) == (
        Decimal("10.50"),
        "new_mode",
        None,
        None,
    )
    assert row.extra == {"future": {"a": [1]}}
    assert row.to_wire() == raw


def test_a_row_made_by_hand_becomes_json() -> None:
    assert Leverage(lever=Decimal("1E+1"), mgn_mode="cross").to_wire() == {"mgnMode": "cross", "lever": "10"}


def test_cattrs_keeps_rows_and_requests() -> None:
    made = converter()
    raw = {"lever": "10.50", "posSide": "", "future": 1}
    row = made.structure(raw, Leverage)
    assert row.lever == Decimal("10.50")
    assert made.unstructure([row]) == [raw]
    wire = {"lever": "5", "mgnMode": "cross"}
    assert made.unstructure(made.structure(wire, SetLeverage)) == wire


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([{}, {"lever": "many"}], "data[1].lever: expected a number, got 'many'"),
        ([{"lever": []}], "data[0].lever: expected a number, got []"),
        ([1], "data[0]: expected an object, got 1"),
        ({"lever": "1"}, "data: expected a list, got {'lever': '1'}"),
        ([{"instId": {}}], "data[0].instId: expected text, got {}"),
    ],
)
def test_a_value_that_cannot_be_is_named_by_its_path(data: Any, message: str) -> None:
    with pytest.raises(rows.FieldError) as caught:
        GetLeverage.decode(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (rows.decimal, "0.00000000000000000000000000000000000000041", Decimal("4.1E-40")),
        (rows.decimal, 5, Decimal(5)),
        (rows.decimal, "", None),
        (rows.integer, "20", 20),
        (rows.boolean, "true", True),
        (rows.boolean, False, False),
        (rows.milliseconds, "1597026383085", datetime(2020, 8, 10, 2, 26, 23, 85000, tzinfo=UTC)),
        (rows.seconds, 1597026383, datetime(2020, 8, 10, 2, 26, 23, tzinfo=UTC)),
        (rows.microseconds, "1597026383085123", datetime(2020, 8, 10, 2, 26, 23, 85123, tzinfo=UTC)),
        (rows.text, 123456789012345678, "123456789012345678"),
        (rows.text, "", None),
        (rows.prose, "", ""),
    ],
)
def test_wire_values_are_read_without_loss(read: Any, raw: Any, value: Any) -> None:
    assert read(raw, "x") == value


def test_an_object_is_no_row_by_position_and_nothing_is_an_empty_one() -> None:
    with pytest.raises(rows.FieldError, match="expected a list"):
        rows.rows([{}], "data", Candle.from_wire)
    assert rows.one(None, "data", Candle.from_wire).get("open") is None
    assert rows.one("", "data", Candle.from_wire).to_wire() == []


def test_a_truth_value_where_a_number_should_be_goes_back_as_it_came() -> None:
    came = {"code": "0", "lever": True, "instId": "A"}
    assert Leverage.from_wire(came).to_wire() == came
