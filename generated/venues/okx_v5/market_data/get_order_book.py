"""Read a snapshot of the order book of one instrument.

GET /api/v5/market/books, https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-order-book (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, integer, no_time, text_lists, wire
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
class OrderBook(Row):
    """One row of the response to market_data.get_order_book."""

    asks: list[list[str]] = field(factory=list[list[str]], metadata=wire("asks", "text_lists"))
    """Sell side of the order book, one row per price."""
    bids: list[list[str]] = field(factory=list[list[str]], metadata=wire("bids", "text_lists"))
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
            made.asks = text_lists(get("asks"), "asks")
            made.bids = text_lists(get("bids"), "bids")
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := integer(get("seqId"), "seqId")) is not None:
                made.seq_id = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetOrderBook(Request[list[OrderBook]]):
    """Read a snapshot of the order book of one instrument."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", OrderBook)

    inst_id: str = field(metadata=param("instId", required=True))
    """Instrument id."""
    sz: str | None = field(default=None, converter=whole_number, metadata=param("sz"))
    """Order book levels per side. At most 400. Default: 1."""

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.sz, 1) or gt(self.sz, 400):
            yield violation_of(AT_MOST_400_LEVELS)
