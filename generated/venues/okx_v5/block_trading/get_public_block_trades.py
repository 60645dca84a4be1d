"""List the recent public block trades of one instrument, leg by leg.

GET /api/v5/public/block-trades,
https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-single-leg-transactions-of-block-trades (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, choice, exact_decimal, no_time, spelt, text, wire
from ..._runtime.values import EPOCH
from ..types import BuySellSide

ENDPOINT = Endpoint(
    name="block_trading.get_public_block_trades",
    method="GET",
    path="/api/v5/public/block-trades",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-single-leg-transactions-of-block-trades",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PublicBlockTrade(Row):
    """One row of the response to block_trading.get_public_block_trades."""

    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    trade_id: str = field(default=ABSENT, metadata=wire("tradeId", "text"))
    """Trade id."""
    px: Decimal = field(default=ABSENT, metadata=wire("px", "decimal"))
    """Price."""
    sz: Decimal = field(default=ABSENT, metadata=wire("sz", "decimal"))
    """Quantity."""
    side: BuySellSide = field(default=ABSENT, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    fill_vol: Decimal | None = field(default=None, metadata=wire("fillVol", "decimal"))
    """Implied volatility of the trade, for options."""
    fwd_px: Decimal | None = field(default=None, metadata=wire("fwdPx", "decimal"))
    """Forward price."""
    idx_px: Decimal | None = field(default=None, metadata=wire("idxPx", "decimal"))
    """Index price."""
    mark_px: Decimal | None = field(default=None, metadata=wire("markPx", "decimal"))
    """Mark price."""
    group_id: str | None = field(default=None, metadata=wire("groupId", "text"))
    """Group RFQ id, empty for a normal RFQ."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """Time of the trade."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            if (v := get("tradeId", "")) != "":
                made.trade_id = v if type(v) is str else spelt(v, "tradeId")
            if (v := get("px", "")) != "":
                made.px = exact_decimal(v)
            if (v := get("sz", "")) != "":
                made.sz = exact_decimal(v)
            if (v := choice(get("side"), "side")) is not None:
                made.side = v
            made.fill_vol = exact_decimal(v) if (v := get("fillVol", "")) != "" else None
            made.fwd_px = exact_decimal(v) if (v := get("fwdPx", "")) != "" else None
            made.idx_px = exact_decimal(v) if (v := get("idxPx", "")) != "" else None
            made.mark_px = exact_decimal(v) if (v := get("markPx", "")) != "" else None
            made.group_id = text(get("groupId"), "groupId")
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetPublicBlockTrades(Request[list[PublicBlockTrade]]):
    """List the recent public block trades of one instrument, leg by leg."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", PublicBlockTrade)

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
