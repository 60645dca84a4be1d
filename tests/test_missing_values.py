"""Attributes that all documented answers fill are not Optional; an answer without one says so when it is asked."""

import copy
import pickle
from decimal import Decimal
from typing import Any, get_type_hints

import attrs
import pytest

from venues import RequestError, StubTransport, VenueError, frame
from venues._runtime.errors import MissingFieldError
from venues.binance_usdm.trade.cancel_order import CancelledOrder
from venues.okx_v5 import Client
from venues.okx_v5.market_data.get_candles import Candle
from venues.okx_v5.market_data.get_option_trades_by_family import TradeInfo
from venues.okx_v5.market_data.get_ticker import Ticker
from venues.okx_v5.trade.get_order import Order
from venuespec.pages.parts.conditions import empty_at_times

SHOWN = {"instType": "SPOT", "instId": "BTC-USDT", "last": "100.5", "askPx": "", "ts": "1597026383085"}


def test_what_answers_always_show_is_not_optional() -> None:
    assert get_type_hints(Ticker)["last"] is Decimal
    assert get_type_hints(Ticker)["inst_id"] is str
    assert get_type_hints(Order)["avg_px"] == Decimal | None  # the page shows '' for it
    assert get_type_hints(Candle)["close"] is Decimal


def test_a_refused_item_of_a_batch_tells_nothing_about_the_answer_of_one_order() -> None:
    # The page of the batch shows an order, and beside it {"code": -2022, "msg": ...}.
    assert get_type_hints(CancelledOrder)["status"] is str
    assert get_type_hints(CancelledOrder)["executed_qty"] is Decimal
    assert get_type_hints(CancelledOrder)["activate_price"] == Decimal | None  # only with TRAILING_STOP_MARKET


@pytest.mark.parametrize("came", [{}, {"side": ""}, {"side": None}])
def test_a_choice_that_an_answer_lacks_is_an_error_when_it_is_read(came: dict[str, Any]) -> None:
    row = TradeInfo.from_wire({"instId": "BTC-USD-221111-17750-C", **came})
    with pytest.raises(MissingFieldError, match="TradeInfo has no side"):
        _ = row.side
    assert TradeInfo.from_wire({"side": "buy"}).side == "buy"


@pytest.mark.parametrize("came", [{}, {"askPx": ""}, {"askPx": None}])
def test_a_value_that_an_answer_lacks_is_an_error_when_it_is_read(came: dict[str, Any]) -> None:
    row = Ticker.from_wire({"last": "1", **came})
    with pytest.raises(
        MissingFieldError, match=r"^Ticker has no ask_px: the answer has no askPx; row\.get\('ask_px'\)"
    ):
        _ = row.ask_px
    assert (row.get("ask_px"), row.get("ask_px", 5), row.get("last"), row.last) == (None, 5, Decimal(1), Decimal(1))
    assert (getattr(row, "ask_px", None), hasattr(row, "ask_px")) == (None, False)
    assert issubclass(MissingFieldError, VenueError)
    assert MissingFieldError("").outcome == "executed"


def test_a_value_that_cannot_be_read_does_not_lose_its_row() -> None:
    with pytest.raises(ValueError, match="expected a number"):
        Ticker.from_wire({"last": "many"})  # where no answer is being read, as in a test of the user's
    assert Ticker.from_wire({"instId": 5, "last": 1}).inst_id == "5"


def test_a_misspelt_attribute_is_told_the_nearest_one() -> None:
    row = Ticker.from_wire(SHOWN)
    with pytest.raises(AttributeError, match=r"'Ticker' object has no attribute 'instId'; did you mean inst_id\?"):
        _ = row.instId  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="did you mean last"):
        row.get("lasst")


def test_rows_without_a_value_print_compare_copy_and_pickle() -> None:
    row = Ticker.from_wire(SHOWN)
    assert repr(Ticker.from_wire({"instId": "A", "last": "1"})) == "Ticker(inst_id='A', last=Decimal('1'))"
    assert row == Ticker.from_wire(dict(SHOWN)) != Ticker.from_wire({**SHOWN, "last": "2"})
    for same in (pickle.loads(pickle.dumps(row)), copy.copy(row), copy.deepcopy(row)):
        assert (same, same.raw, same.get("ask_px")) == (row, row.raw, None)
    assert row.to_wire() == SHOWN
    assert (row.to_dict()["ask_px"], row.to_dict()["last"]) == (None, Decimal("100.5"))
    assert frame([row])["last"].tolist() == [100.5]
    assert [attribute.name for attribute in attrs.fields(Ticker)][:3] == ["raw", "inst_type", "inst_id"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(row)


def test_a_row_made_by_hand_has_what_it_was_given() -> None:
    row = Ticker(inst_id="BTC-USDT", last=Decimal(2))
    assert (row.last, row.get("ask_px"), row.to_wire()) == (Decimal(2), None, {"instId": "BTC-USDT", "last": "2"})
    with pytest.raises(MissingFieldError):
        _ = row.ts


def test_empty_text_is_no_value_of_a_required_parameter() -> None:
    with (
        Client(api_key="k", secret_key="s", passphrase="p", transport=StubTransport()) as okx,
        pytest.raises(RequestError, match="inst_id/instId is required, got empty text"),
    ):
        okx.market_data.get_ticker(inst_id="")


def test_a_batch_without_items_is_not_sent() -> None:
    with (
        Client(api_key="k", secret_key="s", passphrase="p", transport=StubTransport()) as okx,
        pytest.raises(RequestError, match="items must have at least one item, got none"),
    ):
        okx.trade.cancel_orders(items=[])


@pytest.mark.parametrize(
    "words",
    [
        'Return "" if it is a normal order',
        'Only applicable to options; return "" for other instrument types',
        "If none is filled, it will return `null`",
        '"" will be returned if there is no order amendment',
        "Not applicable to spot",
        "It will not be exposed to the Maker, only return empty string",
        "Left blank until the order is filled",
        "activation price, only return with TRAILING_STOP_MARKET order",
        "Only present for stop orders",
        "Field only shown with an algo order",
    ],
)
def test_pages_say_that_a_value_is_not_always_there(words: str) -> None:
    assert empty_at_times((words,))


@pytest.mark.parametrize(
    "words",
    [
        "Last traded price",
        "Whether only reducing is allowed",
        "Size of empty slots",
        "The pending list only returns `live` and `partially_filled`",
    ],
)
def test_other_words_do_not_say_so(words: str) -> None:
    assert not empty_at_times((words,))
