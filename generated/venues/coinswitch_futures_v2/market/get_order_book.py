"""Get the order book of a symbol.

GET /trade/api/v2/futures/order_book, https://api-trading.coinswitch.co/futures/reference/get-order-book (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.by_position import RowByPosition
from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    exact_decimal,
    no_number,
    no_time,
    rows,
    spelt,
    wire,
)
from ..._runtime.values import EPOCH
from ..types import Exchange

ENDPOINT = Endpoint(
    name="market.get_order_book",
    method="GET",
    path="/trade/api/v2/futures/order_book",
    docs="https://api-trading.coinswitch.co/futures/reference/get-order-book",
    signed=True,
    rate_limits=(RateLimit(limit=100, window=60.0),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BookLevel(RowByPosition):
    """One book level: price, quantity."""

    price: Decimal = field(default=ABSENT, metadata=wire(0, "decimal"))
    """Price."""
    quantity: Decimal = field(default=ABSENT, metadata=wire(1, "decimal"))
    """Quantity."""

    @classmethod
    def from_wire(cls, raw: list[Any]) -> Self:
        made = cls.__new__(cls)
        made.raw = raw
        if type(made.raw) is str:
            raise TypeError("a text is not a row")
        try:
            made.price = d if (d := exact_decimal(raw[0])).is_finite() else no_number()
            made.quantity = d if (d := exact_decimal(raw[1])).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderBook(Row):
    """The response to market.get_order_book."""

    timestamp: datetime = field(default=ABSENT, metadata=wire("timestamp", "milliseconds"))
    """Time of the data."""
    asks: list[BookLevel] = field(factory=list[BookLevel], metadata=wire("asks", "rows", BookLevel))
    """Asks, price and quantity each, from the best."""
    bids: list[BookLevel] = field(factory=list[BookLevel], metadata=wire("bids", "rows", BookLevel))
    """Bids, price and quantity each, from the best."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol, such as BTCUSDT."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("timestamp", "")) not in ("", "0"):
                made.timestamp = EPOCH + MILLISECOND * (int(v) or no_time())
            made.asks = rows(get("asks"), "asks", BookLevel.from_wire)
            made.bids = rows(get("bids"), "bids", BookLevel.from_wire)
            if (v := get("symbol", "")) != "":
                made.symbol = v if type(v) is str else spelt(v, "symbol")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetOrderBook(Request[OrderBook]):
    """Get the order book of a symbol."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("data", OrderBook)

    exchange: Exchange | str = field(
        metadata=param("exchange", required=True, values=("EXCHANGE_2", "exchange_2"), open=True)
    )
    """Exchange identifier, in any case. Documented values: EXCHANGE_2, exchange_2."""
    symbol: str = field(metadata=param("symbol", required=True))
    """Symbol, such as BTCUSDT."""
    l2_orderbook: str | None = field(default=None, metadata=param("l2Orderbook"))
    """The text true for the deeper book."""

    def __init__(
        self,
        *,
        exchange: Exchange | str,
        symbol: str,
        l2_orderbook: str | None = None,
    ) -> None:
        self.__dict__.update(
            exchange=exchange,
            symbol=symbol,
            l2_orderbook=l2_orderbook,
        )
