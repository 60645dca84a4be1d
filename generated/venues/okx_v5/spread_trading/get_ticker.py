"""Read last price, best quotes and 24-hour figures of a spread.

GET /api/v5/market/sprd-ticker, https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-ticker-public (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_time, spelt, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="spread_trading.get_ticker",
    method="GET",
    path="/api/v5/market/sprd-ticker",
    docs="https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-ticker-public",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Ticker(Row):
    """One row of the response to spread_trading.get_ticker."""

    sprd_id: str = field(default=ABSENT, metadata=wire("sprdId", "text"))
    """Spread id, the ids of both legs joined."""
    last: Decimal = field(default=ABSENT, metadata=wire("last", "decimal"))
    """Latest traded price."""
    last_sz: Decimal = field(default=ABSENT, metadata=wire("lastSz", "decimal"))
    """Size of the latest trade."""
    ask_px: Decimal = field(default=ABSENT, metadata=wire("askPx", "decimal"))
    """Best ask price."""
    ask_sz: Decimal = field(default=ABSENT, metadata=wire("askSz", "decimal"))
    """Quantity at the best ask."""
    bid_px: Decimal = field(default=ABSENT, metadata=wire("bidPx", "decimal"))
    """Best bid price."""
    bid_sz: Decimal = field(default=ABSENT, metadata=wire("bidSz", "decimal"))
    """Quantity at the best bid."""
    open24h: Decimal = field(default=ABSENT, metadata=wire("open24h", "decimal"))
    """Price 24 hours ago."""
    high24h: Decimal = field(default=ABSENT, metadata=wire("high24h", "decimal"))
    """Highest price of the past 24 hours."""
    low24h: Decimal = field(default=ABSENT, metadata=wire("low24h", "decimal"))
    """Lowest price of the past 24 hours."""
    vol24h: Decimal = field(default=ABSENT, metadata=wire("vol24h", "decimal"))
    """24-hour volume in contracts, or base currency for spot."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the ticker was generated."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("sprdId", "")) != "":
                made.sprd_id = v if type(v) is str else spelt(v, "sprdId")
            if (v := get("last", "")) != "":
                made.last = exact_decimal(v)
            if (v := get("lastSz", "")) != "":
                made.last_sz = exact_decimal(v)
            if (v := get("askPx", "")) != "":
                made.ask_px = exact_decimal(v)
            if (v := get("askSz", "")) != "":
                made.ask_sz = exact_decimal(v)
            if (v := get("bidPx", "")) != "":
                made.bid_px = exact_decimal(v)
            if (v := get("bidSz", "")) != "":
                made.bid_sz = exact_decimal(v)
            if (v := get("open24h", "")) != "":
                made.open24h = exact_decimal(v)
            if (v := get("high24h", "")) != "":
                made.high24h = exact_decimal(v)
            if (v := get("low24h", "")) != "":
                made.low24h = exact_decimal(v)
            if (v := get("vol24h", "")) != "":
                made.vol24h = exact_decimal(v)
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetTicker(Request[list[Ticker]]):
    """Read last price, best quotes and 24-hour figures of a spread."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Ticker)

    sprd_id: str = field(metadata=param("sprdId", required=True))
    """Spread id, the ids of both legs joined."""

    def __init__(
        self,
        *,
        sprd_id: str,
    ) -> None:
        self.__dict__.update(
            sprd_id=sprd_id,
        )
