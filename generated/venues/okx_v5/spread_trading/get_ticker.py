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
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_number, no_time, spelt, wire
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
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_sprd_id,
            v_last,
            v_last_sz,
            v_ask_px,
            v_ask_sz,
            v_bid_px,
            v_bid_sz,
            v_open24h,
            v_high24h,
            v_low24h,
            v_vol24h,
            v_ts,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_sprd_id != "":
                made.sprd_id = v_sprd_id if type(v_sprd_id) is str else spelt(v_sprd_id, "sprdId")
            if v_last != "":
                made.last = d if (d := exact_decimal(v_last)).is_finite() else no_number()
            if v_last_sz != "":
                made.last_sz = d if (d := exact_decimal(v_last_sz)).is_finite() else no_number()
            if v_ask_px != "":
                made.ask_px = d if (d := exact_decimal(v_ask_px)).is_finite() else no_number()
            if v_ask_sz != "":
                made.ask_sz = d if (d := exact_decimal(v_ask_sz)).is_finite() else no_number()
            if v_bid_px != "":
                made.bid_px = d if (d := exact_decimal(v_bid_px)).is_finite() else no_number()
            if v_bid_sz != "":
                made.bid_sz = d if (d := exact_decimal(v_bid_sz)).is_finite() else no_number()
            if v_open24h != "":
                made.open24h = d if (d := exact_decimal(v_open24h)).is_finite() else no_number()
            if v_high24h != "":
                made.high24h = d if (d := exact_decimal(v_high24h)).is_finite() else no_number()
            if v_low24h != "":
                made.low24h = d if (d := exact_decimal(v_low24h)).is_finite() else no_number()
            if v_vol24h != "":
                made.vol24h = d if (d := exact_decimal(v_vol24h)).is_finite() else no_number()
            if v_ts not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v_ts) or no_time())
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
