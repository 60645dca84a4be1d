"""Read the 24-hour block trading volume of one instrument.

GET /api/v5/market/block-ticker, https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-block-ticker (generated
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
    name="block_trading.get_block_ticker",
    method="GET",
    path="/api/v5/market/block-ticker",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-block-ticker",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)


@define(kw_only=True)
class BlockTicker(Row):
    """One row of the responses to block_trading.get_block_ticker and block_trading.get_block_tickers."""

    inst_id: str | None = field(default=None, metadata=wire("instId", "text"))
    """Instrument id."""
    inst_type: str | None = field(default=None, metadata=wire("instType", "text"))
    """Instrument type."""
    vol_ccy24h: Decimal | None = field(default=None, metadata=wire("volCcy24h", "decimal"))
    """24-hour volume in base, or quote currency for spot."""
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
            made.inst_id = text(get("instId"), "instId")
            made.inst_type = text(get("instType"), "instType")
            made.vol_ccy24h = exact_decimal(v) if (v := get("volCcy24h", "")) != "" else None
            made.vol24h = exact_decimal(v) if (v := get("vol24h", "")) != "" else None
            made.ts = EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("ts", "")) not in ("", "0") else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetBlockTicker(Request[list[BlockTicker]]):
    """Read the 24-hour block trading volume of one instrument."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", BlockTicker)

    inst_id: str = field(metadata=param("instId", required=True))
    """Instrument id."""
