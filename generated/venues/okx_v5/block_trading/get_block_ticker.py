"""Read the 24-hour block trading volume of one instrument.

GET /api/v5/market/block-ticker, https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-block-ticker (generated
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
    name="block_trading.get_block_ticker",
    method="GET",
    path="/api/v5/market/block-ticker",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-block-ticker",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BlockTicker(Row):
    """One row of the responses to block_trading.get_block_ticker and block_trading.get_block_tickers."""

    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    inst_type: str = field(default=ABSENT, metadata=wire("instType", "text"))
    """Instrument type."""
    vol_ccy24h: Decimal = field(default=ABSENT, metadata=wire("volCcy24h", "decimal"))
    """24-hour volume in base, or quote currency for spot."""
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
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            if (v := get("instType", "")) != "":
                made.inst_type = v if type(v) is str else spelt(v, "instType")
            if (v := get("volCcy24h", "")) != "":
                made.vol_ccy24h = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("vol24h", "")) != "":
                made.vol24h = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetBlockTicker(Request[list[BlockTicker]]):
    """Read the 24-hour block trading volume of one instrument."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", BlockTicker)

    inst_id: str = field(metadata=param("instId", required=True))
    """Instrument id."""

    def __init__(
        self,
        *,
        inst_id: str,
    ) -> None:
        self.__dict__.update(
            inst_id=inst_id,
        )
