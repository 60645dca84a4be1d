"""Values that Python users have: what is sent of them, and what is said of those that cannot be sent."""

import enum
import importlib.util
import json
import re
import warnings
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venues import RequestError, RuleWarning, StubTransport, bybit_v5
from venues._runtime.plain_values import plain_value
from venues.bybit_v5 import Context as BybitContext
from venues.bybit_v5.market.get_candles import GetCandles as BybitCandles
from venues.bybit_v5.order.place_order import PlaceOrder as BybitOrder
from venues.okx_v5 import AsyncClient, Client, Context
from venues.okx_v5.market_data.get_candles import GetCandles
from venues.okx_v5.sub_account.create_api_key import CreateApiKey
from venues.okx_v5.trade.get_order import GetOrder
from venues.okx_v5.trade.place_order import PlaceOrder
from venues.okx_v5.trade.place_orders import PlaceOrders, PlaceOrdersItem

ORDER = {"inst_id": "BTC-USDT", "td_mode": "cash", "side": "buy", "ord_type": "limit", "px": 100, "sz": 1}
JULY = 1720000000000
MOMENT = datetime.fromtimestamp(JULY / 1000, UTC)


class Side(str, enum.Enum):  # noqa: UP042  # what programs for older Pythons have
    BUY = "buy"


class PlainSide(enum.Enum):
    BUY = "buy"


class TextSide(enum.StrEnum):
    BUY = "buy"


class One(enum.IntEnum):
    ONE = 1


class Text(str):
    def __str__(self) -> str:
        return "shown"


class Shown(float):
    def __repr__(self) -> str:
        return "np.float64(0.1)"


class Quantity(Decimal):
    def __format__(self, spec: str, /) -> str:
        return "formatted"


class Seven:
    def __index__(self) -> int:
        return 7


def client(stub: StubTransport) -> Client:
    return Client(api_key="k", secret_key="s", passphrase="p", transport=stub)


class Hostile:
    """A value whose every method fails."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise RuntimeError("asked")

    def __repr__(self) -> str:
        raise RuntimeError("shown")


def order(**values: Any) -> PlaceOrder:
    return PlaceOrder(**(ORDER | values))


def said(request: Any) -> str:
    context = BybitContext() if "bybit" in type(request).__module__ else Context()
    return " ".join(violation.message for violation in request.violations(context))


def wire(request: Any) -> Any:
    assert said(request) == ""
    return request.to_wire()


NUMBERS: list[tuple[Any, str]] = [
    (Shown(0.1), "0.1"),
    (Quantity("1.50"), "1.50"),
    (One.ONE, "1"),
    (Seven(), "7"),
    (Fraction(1, 8), "0.125"),
    (Text("5"), "5"),
    (" 100 ", "100"),
    ("1e-5", "0.00001"),
]
MOMENTS: list[tuple[Any, str]] = [
    (MOMENT, str(JULY)),
    (JULY + 0.7, str(JULY)),
    (Decimal(JULY), str(JULY)),
    ("2024-07-03T09:46:40Z", str(JULY)),
    (0, "0"),
    ("9999999999999", "9999999999999"),
]
UNFIT: list[Any] = [
    *(
        True,
        b"5",
        "abc",
        "1,000",
        "1_000",
        "１００",
        "Infinity",
        "1e999999999",
        float("nan"),
        Decimal("sNaN"),
        1j,
        [],
        {},
    ),
    *(object(), Hostile(), Fraction(1, 3), 10**4000, date(2024, 1, 1)),
]


@pytest.mark.parametrize(("value", "sent"), NUMBERS)
def test_a_number_of_another_type_is_sent_as_plain_text(value: Any, sent: str) -> None:
    assert wire(order(px=value))["px"] == sent
    assert type(order(px=value).to_wire()["px"]) is str


@pytest.mark.parametrize("value", [Side.BUY, PlainSide.BUY, TextSide.BUY, Text("buy")])
def test_an_enum_or_a_subclass_is_sent_as_its_text(value: Any) -> None:
    sent = wire(order(side=value))["side"]
    assert (sent, type(sent)) == ("buy", str)


def test_rules_see_the_plain_value_of_an_enum() -> None:
    class Kind(enum.Enum):
        LIMIT = "limit"

    assert "at least one of px, pxUsd and pxVol is required" in said(order(ord_type=Kind.LIMIT, px=None))
    item = PlaceOrdersItem(**(ORDER | {"ord_type": Kind.LIMIT, "px": None}))
    assert "at least one of px, pxUsd and pxVol is required" in said(PlaceOrders(items=[item]))


@pytest.mark.parametrize(("value", "sent"), MOMENTS)
def test_a_moment_is_sent_in_the_venues_unit(value: Any, sent: str) -> None:
    assert wire(GetCandles(inst_id="BTC-USDT", after=value))["after"] == sent


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2024, 1, 1), "it is naive: give it a tzinfo"),
        ("2024-01-01", "this one is naive"),
        (1704067200, "looks like seconds"),
        ("1704067200", "looks like seconds"),
        (1704067200.5, "looks like seconds"),
        (1704067200000000, "looks like microseconds"),
        (date(2024, 1, 1), "a date has no time of day"),
        ("soon", "must be Unix milliseconds, or a datetime with tzinfo, got 'soon'"),
    ],
)
def test_a_moment_that_is_none_is_told_apart(value: Any, words: str) -> None:
    assert words in said(GetCandles(inst_id="BTC-USDT", after=value))
    assert words in said(BybitCandles(symbol="BTCUSDT", interval="1", start=value))


@pytest.mark.filterwarnings("ignore::venues._runtime.errors.RuleWarning")
@pytest.mark.parametrize("value", UNFIT, ids=lambda value: type(value).__name__)
def test_what_is_no_number_is_refused_by_name_and_never_a_bare_error(value: Any) -> None:
    with Client(api_key="k", secret_key="s", passphrase="p", transport=StubTransport()) as okx:
        for name in ("px", "tgt_ccy", "reduce_only", "attach_algo_ords", "exp_time", "cl_ord_id"):
            taken = {
                "cl_ord_id": (int, Decimal, str),
                "tgt_ccy": (str,),
                "reduce_only": (bool,),
                "attach_algo_ords": (list,),
            }
            if isinstance(value, taken.get(name, ())) and not (name == "cl_ord_id" and value is True):
                continue
            with pytest.raises(RequestError) as refused:
                okx.trade.place_order(**(ORDER | {name: value}))
            assert name in str(refused.value)


def test_a_missing_value_is_told_and_never_left_out_in_silence() -> None:
    assert said(order(px=float("nan"))) == "px must be a finite number, got nan; None leaves it out."


def test_empty_text_for_a_number_counts_as_not_given() -> None:
    okx = Client(api_key="k", secret_key="s", passphrase="p", transport=StubTransport())
    with (
        pytest.warns(RuleWarning, match="px is empty text"),
        pytest.raises(RequestError, match="at least one of px"),
    ):
        okx.trade.place_order(**(ORDER | {"px": ""}))
    assert "sz is required" in said(order(sz=""))


def test_empty_text_that_the_page_gives_a_meaning_is_sent() -> None:
    from venues.okx_v5.grid_trading.amend_grid_order import AmendGridOrder

    request = AmendGridOrder(algo_id="1", inst_id="BTC-USDT-SWAP", sl_trigger_px="")
    assert wire(request)["slTriggerPx"] == ""


@pytest.mark.parametrize("value", [1, 1.0, "1", One.ONE, Decimal(1)])
def test_a_number_is_taken_where_the_list_has_its_text(value: Any) -> None:
    assert wire(BybitCandles(symbol="BTCUSDT", interval=value))["interval"] == "1"


@pytest.mark.parametrize(("value", "sent"), [(1, 1), (1.0, 1), ("1", 1), (One.ONE, 1), (Decimal(1), 1)])
def test_a_whole_json_number_takes_every_whole_value(value: Any, sent: int) -> None:
    request = BybitOrder(
        category="linear", symbol="BTCUSDT", side="Buy", order_type="Market", qty=1, position_idx=value
    )
    assert wire(request)["positionIdx"] == sent


@pytest.mark.parametrize(("value", "sent"), [(100.0, "100"), ("100.0", "100"), (100, "100")])
def test_a_whole_number_has_no_decimals(value: Any, sent: str) -> None:
    assert wire(GetCandles(inst_id="BTC-USDT", limit=value))["limit"] == sent
    assert said(GetCandles(inst_id="BTC-USDT", limit=100.5)) == "limit must be a whole number, got '100.5'."


def test_an_id_may_be_an_integer_or_a_uuid_and_no_float() -> None:
    assert wire(GetOrder(inst_id="BTC-USDT", ord_id=312269865356374016))["ordId"] == "312269865356374016"
    assert wire(GetOrder(inst_id="BTC-USDT", ord_id=UUID(int=5)))["ordId"] == "00000000-0000-0000-0000-000000000005"
    assert "may have lost digits" in said(GetOrder(inst_id="BTC-USDT", ord_id=3.1e17))


def test_a_comma_list_is_for_filters_of_reads() -> None:
    assert "does not say that it takes several values" in said(order(side="buy,sell"))
    assert "does not say that it takes several values" in said(order(td_mode="cash,cross"))


def test_a_value_outside_an_open_list_warns_with_the_nearest() -> None:
    stub = StubTransport()
    stub.answer("GET", "/api/v5/market/candles", {"code": "0", "msg": "", "data": []})
    with Client(transport=stub) as okx, pytest.warns(RuleWarning, match="bar is '1h'.*did you mean '1H'"):
        assert okx.market_data.get_candles(inst_id="BTC-USDT", bar="1h") == []
    assert "did you mean 'limit'" in said(order(ord_type="limitt"))
    assert "did you mean 'buy'" in said(order(side="BUY"))


def test_a_secret_parameter_is_never_shown() -> None:
    assert "hunter2" not in said(CreateApiKey(sub_acct="a", label="b", passphrase=b"hunter2"))


def test_messages_have_the_names_of_python_and_of_the_wire() -> None:
    assert "td_mode/tdMode is 'cas'" in said(order(td_mode="cas"))


def test_a_misspelt_keyword_is_told_what_it_most_likely_means() -> None:
    with Client() as okx, pytest.raises(TypeError, match=r"instId: did you mean inst_id\?"):
        okx.market_data.get_candles(instId="BTC-USDT")  # type: ignore[call-arg]  # the mistake under test
    with pytest.raises(TypeError, match=r"tdMode: did you mean td_mode\?"):
        PlaceOrdersItem(**(ORDER | {"tdMode": "cash"}))


async def _misspelt() -> None:
    async with AsyncClient() as okx:
        await okx.market_data.get_candles(instId="BTC-USDT")  # type: ignore[call-arg]  # the mistake under test


def test_a_misspelt_keyword_is_told_in_asyncio_too() -> None:
    import asyncio

    with pytest.raises(TypeError, match=r"instId: did you mean inst_id\?"):
        asyncio.run(_misspelt())


any_value = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=8),
    st.binary(max_size=4),
    st.datetimes(timezones=st.none() | st.just(UTC)),
    st.sampled_from(
        [Side.BUY, PlainSide.BUY, One.ONE, Seven(), Fraction(1, 3), Hostile(), object(), [], {}, (1,), {1}]
    ),
)


@given(st.dictionaries(st.sampled_from([name for name, _ in PlaceOrder.params]), any_value, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_value_ends_in_a_bare_error(values: dict[str, Any]) -> None:
    stub = StubTransport()
    stub.answer("POST", "/api/v5/trade/order", {"code": "0", "msg": "", "data": [{"ordId": "1", "sCode": "0"}]})
    with warnings.catch_warnings(), Client(api_key="k", secret_key="s", passphrase="p", transport=stub) as okx:
        warnings.simplefilter("ignore")
        try:
            okx.trade.place_order(**(ORDER | values))
        except RequestError:
            return
    assert len(stub.calls) == 1


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=1e-9, max_value=1e12),
    st.sampled_from([float, Shown, str, Decimal]),
)
@settings(max_examples=60, deadline=None)
def test_no_finite_number_is_refused(value: float, kind: Any) -> None:
    given = kind(repr(value)) if kind in (str, Decimal) else kind(value)
    assert Decimal(wire(order(px=given))["px"]) == Decimal(repr(value))


DATA = importlib.util.find_spec("numpy") and importlib.util.find_spec("pandas")
with_data = pytest.mark.skipif(not DATA, reason="numpy and pandas are not installed: their real values are NOT tested")


@with_data
def test_scalars_of_numpy_and_pandas_are_sent() -> None:
    import numpy as np
    import pandas as pd

    numbers = [
        (np.float64(100.5), "100.5"),
        (np.float32(0.1), "0.1"),
        (np.float16(0.5), "0.5"),
        (np.longdouble("0.1"), "0.1"),
        (np.int64(5), "5"),
        (np.uint8(5), "5"),
        (np.array(5.5), "5.5"),
        (pd.Series([100.0, 101.0]).mean(), "100.5"),
        (np.str_("5"), "5"),
    ]
    assert [wire(order(px=value))["px"] for value, _ in numbers] == [sent for _, sent in numbers]
    moments = [pd.Timestamp(JULY, unit="ms", tz="UTC"), np.datetime64(JULY, "ms"), np.int64(JULY), np.float64(JULY)]
    assert {wire(GetCandles(inst_id="BTC-USDT", after=value))["after"] for value in moments} == {str(JULY)}
    assert wire(order(side=np.str_("buy")))["side"] == "buy"
    assert wire(order(reduce_only=np.bool_(False)))["reduceOnly"] is False
    assert plain_value(np.int64(5)) == 5


@with_data
def test_missing_values_of_pandas_are_told() -> None:
    import numpy as np
    import pandas as pd

    for value in (pd.NA, pd.NaT, np.nan, np.datetime64("NaT")):
        assert "None leaves it out" in said(order(px=value))
        assert "None leaves it out" in said(GetCandles(inst_id="BTC-USDT", after=value))
    assert "naive" in said(GetCandles(inst_id="BTC-USDT", after=pd.Timestamp("2024-01-01")))
    for value in (np.array([5.5]), pd.Series([1.0, 2.0]), np.timedelta64(5, "s"), np.complex64(1), np.bool_(True)):
        assert "px must be a finite number" in said(order(px=value))


def test_the_runtime_imports_no_numpy_and_no_pandas() -> None:
    import subprocess
    import sys

    code = "import sys; from venues.okx_v5.trade.place_order import PlaceOrder as P; P(inst_id=1, td_mode=2, side=3, ord_type=4, sz=1.5).to_wire(); print({'numpy', 'pandas'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_dicts_stand_for_the_items_of_a_batch_and_for_the_objects_inside() -> None:
    stub = StubTransport()
    done = {"sCode": "0", "sMsg": "", "ordId": "1"}
    stub.answer("POST", "/api/v5/trade/batch-orders", {"code": "0", "msg": "", "data": [done, done]})
    dicts = [ORDER | {"attach_algo_ords": [{"tp_trigger_px": 1, "tp_ord_px": "-1"}]}, ORDER | {"sz": 2}]
    with client(stub) as okx:
        okx.trade.place_orders(items=dicts)
    sent = json.loads(stub.calls[-1].body or b"")
    assert sent[0]["attachAlgoOrds"] == [{"tpTriggerPx": "1", "tpOrdPx": "-1"}]
    assert sent[1]["sz"] == "2"
    assert sent[1]["clOrdId"]  # an id, with which the outcome can be found out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"tdMode": "cash"},
            "[1]: the item has unknown names: 'tdMode' (did you mean td_mode?); a PlaceOrdersItem takes",
        ),
        ({"attach_algo_ords": [{"tp_triggerpx": 1}]}, "'tp_triggerpx' (did you mean tp_trigger_px?)"),
        ({"side": None}, "[1]: side is required."),
    ],
)
def test_a_dict_with_an_unknown_name_is_told_what_it_most_likely_means(change: dict[str, Any], message: str) -> None:
    with client(StubTransport()) as okx, pytest.raises(RequestError, match=re.escape(message)):
        okx.trade.place_orders(items=[ORDER, ORDER | change])


def test_a_rule_that_many_items_break_is_printed_once_with_the_places() -> None:
    items = [{name: value for name, value in ORDER.items() if name != "px"} for _ in range(3)]
    with client(StubTransport()) as okx, pytest.raises(RequestError) as refused:
        okx.trade.place_orders(items=items)
    lines = [line for line in str(refused.value).splitlines() if "limit_needs_price" in line]
    assert len(lines) == 1
    assert lines[0].startswith("  - [0], [1], [2]: ")
    assert "ordType: ord_type" in lines[0]
    assert len(refused.value.violations) == 3


def test_a_value_that_cannot_be_gone_through_is_no_list() -> None:
    class Broken:
        def __iter__(self) -> Any:
            raise RuntimeError("closed")

    numpy = pytest.importorskip("numpy")
    for odd in (numpy.array(2), Broken()):
        client = bybit_v5.Client(api_key="k", secret_key="s", transport=StubTransport())
        with client, pytest.raises(RequestError, match="collateral_list"):
            client.crypto_loan.get_max_loan_amount(currency="BTC", collateral_list=odd)
