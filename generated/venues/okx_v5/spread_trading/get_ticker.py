"""Read last price, best quotes and 24-hour figures of a spread.

GET /api/v5/market/sprd-ticker, https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-ticker-public (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_time, text, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="spread_trading.get_ticker",
    method="GET",
    path="/api/v5/market/sprd-ticker",
    docs="https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-ticker-public",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)


@define(kw_only=True)
class Ticker(Row):
    """One row of the response to spread_trading.get_ticker."""

    sprd_id: str | None = field(default=None, metadata=wire("sprdId", "text"))
    """Spread id, the ids of both legs joined."""
    last: Decimal | None = field(default=None, metadata=wire("last", "decimal"))
    """Latest traded price."""
    last_sz: Decimal | None = field(default=None, metadata=wire("lastSz", "decimal"))
    """Size of the latest trade."""
    ask_px: Decimal | None = field(default=None, metadata=wire("askPx", "decimal"))
    """Best ask price."""
    ask_sz: Decimal | None = field(default=None, metadata=wire("askSz", "decimal"))
    """Quantity at the best ask."""
    bid_px: Decimal | None = field(default=None, metadata=wire("bidPx", "decimal"))
    """Best bid price."""
    bid_sz: Decimal | None = field(default=None, metadata=wire("bidSz", "decimal"))
    """Quantity at the best bid."""
    open24h: Decimal | None = field(default=None, metadata=wire("open24h", "decimal"))
    """Price 24 hours ago."""
    high24h: Decimal | None = field(default=None, metadata=wire("high24h", "decimal"))
    """Highest price of the past 24 hours."""
    low24h: Decimal | None = field(default=None, metadata=wire("low24h", "decimal"))
    """Lowest price of the past 24 hours."""
    vol24h: Decimal | None = field(default=None, metadata=wire("vol24h", "decimal"))
    """24-hour volume in contracts, or base currency for spot."""
    ts: datetime | None = field(default=None, metadata=wire("ts", "milliseconds"))
    """When the ticker was generated."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.sprd_id = text(get("sprdId"), "sprdId")
            made.last = exact_decimal(v) if (v := get("last", "")) != "" else None
            made.last_sz = exact_decimal(v) if (v := get("lastSz", "")) != "" else None
            made.ask_px = exact_decimal(v) if (v := get("askPx", "")) != "" else None
            made.ask_sz = exact_decimal(v) if (v := get("askSz", "")) != "" else None
            made.bid_px = exact_decimal(v) if (v := get("bidPx", "")) != "" else None
            made.bid_sz = exact_decimal(v) if (v := get("bidSz", "")) != "" else None
            made.open24h = exact_decimal(v) if (v := get("open24h", "")) != "" else None
            made.high24h = exact_decimal(v) if (v := get("high24h", "")) != "" else None
            made.low24h = exact_decimal(v) if (v := get("low24h", "")) != "" else None
            made.vol24h = exact_decimal(v) if (v := get("vol24h", "")) != "" else None
            made.ts = EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("ts", "")) not in ("", "0") else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetTicker(Request[list[Ticker]]):
    """Read last price, best quotes and 24-hour figures of a spread."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Ticker)

    sprd_id: str = field(metadata=param("sprdId", required=True))
    """Spread id, the ids of both legs joined."""
