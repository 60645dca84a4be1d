"""Tell the order book of a symbol with retail price improvement orders.

GET /fapi/v1/rpiDepth,
https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book-RPI (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, no_time, rows, spelt, wire
from ..._runtime.values import EPOCH, whole
from .get_order_book import BookLevel as BookLevel

ENDPOINT = Endpoint(
    name="market.get_rpi_order_book",
    method="GET",
    path="/fapi/v1/rpiDepth",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book-RPI",
    signed=False,
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=20),),
    },
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class RpiOrderBook(Row):
    """The response to market.get_rpi_order_book."""

    last_update_id: str = field(default=ABSENT, metadata=wire("lastUpdateId", "text"))
    """Id of the latest update of the order book."""
    event_time: datetime = field(default=ABSENT, metadata=wire("E", "milliseconds"))
    """Event time."""
    time: datetime = field(default=ABSENT, metadata=wire("T", "milliseconds"))
    """Trade time."""
    bids: list[BookLevel] = field(factory=list[BookLevel], metadata=wire("bids", "rows", BookLevel))
    """Bids of the book, each with price and size."""
    asks: list[BookLevel] = field(factory=list[BookLevel], metadata=wire("asks", "rows", BookLevel))
    """Asks of the book, each with price and size."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("lastUpdateId", "")) != "":
                made.last_update_id = v if type(v) is str else spelt(v, "lastUpdateId")
            if (v := get("E", "")) not in ("", "0"):
                made.event_time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("T", "")) not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v) or no_time())
            made.bids = rows(get("bids"), "bids", BookLevel.from_wire)
            made.asks = rows(get("asks"), "asks", BookLevel.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    @deprecated("e is called event_time now")
    def e(self) -> datetime:
        """The older name of ``event_time``."""
        return self.event_time

    @property
    @deprecated("t is called time now")
    def t(self) -> datetime:
        """The older name of ``time``."""
        return self.time


@frozen(kw_only=True, init=False, slots=False)
class GetRpiOrderBook(Request[RpiOrderBook]):
    """Tell the order book of a symbol with retail price improvement orders."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("", RpiOrderBook)

    symbol: str = field(metadata=param("symbol", required=True))
    """The symbol."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer", values=("1000",)))
    """Most records in the answer, or number of a rate limit. Must be 1000. Default: 1000."""

    def __init__(
        self,
        *,
        symbol: str,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            limit=None if limit is None else whole(limit),
        )
