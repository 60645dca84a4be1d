"""Read a snapshot of the order book of one instrument.

GET /api/v5/market/books, https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-order-book (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.by_position import RowByPosition
from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    exact_decimal,
    integer,
    no_number,
    no_time,
    rows,
    wire,
)
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, whole_number
from ..context import Context

ENDPOINT = Endpoint(
    name="market_data.get_order_book",
    method="GET",
    path="/api/v5/market/books",
    docs="https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-order-book",
    signed=False,
    rate_limits=(RateLimit(limit=40, window=2.0, key=("ip",)),),
)
AT_MOST_400_LEVELS = Rule(
    id="at_most_400_levels",
    says="sz must be from 1 to 400.",
    because="This book is 400 levels deep on each side.",
    params=("sz",),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BookLevel(RowByPosition):
    """One book level: price, quantity, liquidated orders, orders."""

    price: Decimal = field(default=ABSENT, metadata=wire(0, "decimal"))
    """Price."""
    quantity: Decimal = field(default=ABSENT, metadata=wire(1, "decimal"))
    """Quantity."""
    liquidated_orders: Decimal = field(default=ABSENT, metadata=wire(2, "decimal"))
    """Liquidated orders."""
    orders: int = field(default=ABSENT, metadata=wire(3, "integer"))
    """Orders."""

    @classmethod
    def from_wire(cls, raw: list[Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        if type(made.raw) is str:
            raise TypeError("a text is not a row")
        try:
            made.price = d if (d := exact_decimal(raw[0])).is_finite() else no_number()
            made.quantity = d if (d := exact_decimal(raw[1])).is_finite() else no_number()
            made.liquidated_orders = d if (d := exact_decimal(raw[2])).is_finite() else no_number()
            if (v := integer(raw[3], "[3]")) is not None:
                made.orders = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderBook(Row):
    """One row of the response to market_data.get_order_book."""

    asks: list[BookLevel] = field(factory=list[BookLevel], metadata=wire("asks", "rows", BookLevel))
    """Sell side of the order book, one row per price."""
    bids: list[BookLevel] = field(factory=list[BookLevel], metadata=wire("bids", "rows", BookLevel))
    """Buy side of the order book, one row per price."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """Time of the order book."""
    seq_id: int = field(default=ABSENT, metadata=wire("seqId", "integer"))
    """Sequence number of the order book snapshot."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.asks = rows(get("asks"), "asks", BookLevel.from_wire)
            made.bids = rows(get("bids"), "bids", BookLevel.from_wire)
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := integer(get("seqId"), "seqId")) is not None:
                made.seq_id = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetOrderBook(Request[list[OrderBook]]):
    """Read a snapshot of the order book of one instrument."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", OrderBook)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("sz",)

    inst_id: str = field(metadata=param("instId", required=True))
    """Instrument id."""
    sz: str | None = field(default=None, converter=whole_number, metadata=param("sz"))
    """Order book levels per side. At most 400. Default: 1."""

    def __init__(
        self,
        *,
        inst_id: str,
        sz: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_id=inst_id,
            sz=None if sz is None else whole_number(sz),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.sz is not None and (lt(self.sz, 1) or gt(self.sz, 400)))

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.sz, 1) or gt(self.sz, 400):
            yield violation_of(AT_MOST_400_LEVELS)
