"""Tell the order book of a symbol with retail price improvement orders.

GET /fapi/v1/rpiDepth,
https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book-RPI (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, no_time, spelt, text_lists, wire
from ..._runtime.values import EPOCH, whole

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
    """Number of the latest change of the book."""
    e: datetime = field(default=ABSENT, metadata=wire("E", "milliseconds"))
    """Time of the message."""
    t: datetime = field(default=ABSENT, metadata=wire("T", "milliseconds"))
    """Time of the trade."""
    bids: list[list[str]] = field(factory=list[list[str]], metadata=wire("bids", "text_lists"))
    """Bids of the book, each with price and size."""
    asks: list[list[str]] = field(factory=list[list[str]], metadata=wire("asks", "text_lists"))
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
                made.e = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("T", "")) not in ("", "0"):
                made.t = EPOCH + MILLISECOND * (int(v) or no_time())
            made.bids = text_lists(get("bids"), "bids")
            made.asks = text_lists(get("asks"), "asks")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetRpiOrderBook(Request[RpiOrderBook]):
    """Tell the order book of a symbol with retail price improvement orders."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("", RpiOrderBook)

    symbol: str = field(metadata=param("symbol", required=True))
    """The symbol."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer", values=("1000",)))
    """Greatest number of records, or number of a limit. Must be 1000. Default: 1000."""
