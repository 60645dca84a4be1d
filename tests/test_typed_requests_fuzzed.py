"""Every typed request of every venue with values of every kind: sent, or a ``RequestError``, never a bare exception."""

import enum
import importlib.util
import json
import warnings
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venues import RequestError, StubTransport, VenueError
from venues._runtime.outgoing import check
from venues._runtime.request import BatchRequest, Item

VENUES = ("okx_v5", "bybit_v5", "binance_usdm")
KEYS = {"api_key": "k", "secret_key": "s", "passphrase": "p"}
NUMPY = importlib.util.find_spec("numpy") is not None


class Text(str):
    def __str__(self) -> str:
        return "shown"


class Real(float):
    def __repr__(self) -> str:
        return "Real(0.5)"


class Whole(int):
    def __repr__(self) -> str:
        return "Whole(7)"


class Quantity(Decimal):
    def __str__(self) -> str:
        return "a quantity"


class Level(enum.IntEnum):
    ONE = 1


class Flag(enum.IntFlag):
    A = 1
    B = 2


class Word(enum.StrEnum):
    BUY = "buy"


class Mixed(str, enum.Enum):  # noqa: UP042  # what programs for older Pythons have
    BUY = "Buy"


class Plain(enum.Enum):
    LIMIT = "limit"
    PRICE = Decimal("1.5")
    NOTHING = None
    LIST = (1, 2)


class Index:
    def __index__(self) -> int:
        return 7


class BadIndex:
    def __index__(self) -> int:
        raise RuntimeError("no index")


def numpy_scalars() -> list[Any]:
    if not NUMPY:
        return []
    import numpy

    names = ("int8", "uint8", "int64", "uint64", "float16", "float32", "float64", "bool_", "str_", "bytes_")
    made = [getattr(numpy, name)(1) for name in names]
    moments = [numpy.datetime64("2024-01-01"), numpy.datetime64("NaT"), numpy.timedelta64(1, "s")]
    return [*made, *moments, numpy.float64("nan"), numpy.array([1.5]), numpy.array(2), numpy.complex128(1)]


ODD = [
    *(Text("buy"), Text("5"), Real(0.5), Whole(7), Quantity("1.50"), Quantity("NaN"), Level.ONE, Flag.A | Flag.B),
    *(Word.BUY, Mixed.BUY, *Plain, Index(), BadIndex(), Fraction(1, 8), Fraction(1, 3), 10**400, 1j, b"1", object()),
    *(True, [], {}, (), {1}, [None], ["a", 1], {"a": 1}, {1: 2}, [[]], [{}], iter(()), range(3), Ellipsis, print),
    *("", " ", "\n", "\ud800", "a\x00b", "1e5", "٣", "1" * 5000, datetime(2024, 1, 1, tzinfo=UTC), datetime.max),
    *numpy_scalars(),
]
VALUES = st.one_of(
    st.sampled_from(ODD), st.integers(), st.floats(), st.decimals(), st.text(max_size=6), st.datetimes(), st.none()
)


@cache
def requests() -> list[tuple[str, tuple[str, str, str]]]:
    return [(venue, place) for venue in VENUES for place in import_module(f"venues.{venue}.index").REQUESTS.values()]


@cache
def client(venue: str) -> Any:
    made = import_module(f"venues.{venue}").Client
    keys = {name: key for name, key in KEYS.items() if name in made.venue.auth.credentials}
    return made(**keys, transport=StubTransport())


def wire(venue: str, request: Any) -> Any:
    """Return what a client would send of a request. Raises ``RequestError``."""
    made = client(venue)
    return check(request, made.context, request, dict[str, str]).to_wire()


def values_of(cls: type[Item], draw: Any, depth: int = 0) -> dict[str, Any]:
    """Draw values for the required parameters of a class, and for some of the others."""
    values: dict[str, Any] = {}
    for attribute, row in cls.params:
        if row.required or draw(st.integers(0, 7)) == 0:
            if row.items is not None and depth < 2 and draw(st.booleans()):
                inner = values_of(row.items, draw, depth + 1)
                values[attribute] = [inner] if row.json == "array" else inner
            elif row.values and draw(st.booleans()):
                values[attribute] = row.values[0]
            else:
                values[attribute] = draw(VALUES)
    return values


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_typed_request_is_sent_or_refused_by_name(data: st.DataObject) -> None:
    venue, (group, name, cls) = data.draw(st.sampled_from(requests()))
    made = getattr(import_module(f"venues.{venue}.{group}.{name}"), cls)
    if issubclass(made, BatchRequest):
        values: dict[str, Any] = {"items": [values_of(made.item_class, data.draw)]}
    else:
        values = values_of(made, data.draw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            sent = wire(venue, made(**values))
        except VenueError:
            return  # a ``RequestError``, or a missing key
    json.dumps(sent, allow_nan=False, default=float)  # Decimals go out as JSON numbers


@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_an_odd_value_in_an_order(value: Any) -> None:
    from venues.okx_v5.trade.place_order import PlaceOrder

    given: dict[str, Any] = {
        "inst_id": "BTC-USDT",
        "td_mode": "cash",
        "side": "buy",
        "ord_type": "limit",
        "px": 100,
        "sz": 1,
    }
    for name in given:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                sent = wire("okx_v5", PlaceOrder(**(given | {name: value})))
            except RequestError:
                continue
        assert all(isinstance(text, str | bool) for text in sent.values())
