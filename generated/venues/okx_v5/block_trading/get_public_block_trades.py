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
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    choice,
    exact_decimal,
    no_number,
    no_time,
    spelt,
    text,
    wire,
)
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
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        v_inst_id, v_trade_id, v_px, v_sz, v_side, v_fill_vol, v_fwd_px, v_idx_px, v_mark_px, v_group_id, v_ts, *_ = (
            cls._nothing | raw
        ).values()
        try:
            if v_inst_id != "":
                made.inst_id = v_inst_id if type(v_inst_id) is str else spelt(v_inst_id, "instId")
            if v_trade_id != "":
                made.trade_id = v_trade_id if type(v_trade_id) is str else spelt(v_trade_id, "tradeId")
            if v_px != "":
                made.px = d if (d := exact_decimal(v_px)).is_finite() else no_number()
            if v_sz != "":
                made.sz = d if (d := exact_decimal(v_sz)).is_finite() else no_number()
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            made.fill_vol = (
                None if v_fill_vol == "" else d if (d := exact_decimal(v_fill_vol)).is_finite() else no_number()
            )
            made.fwd_px = None if v_fwd_px == "" else d if (d := exact_decimal(v_fwd_px)).is_finite() else no_number()
            made.idx_px = None if v_idx_px == "" else d if (d := exact_decimal(v_idx_px)).is_finite() else no_number()
            made.mark_px = (
                None if v_mark_px == "" else d if (d := exact_decimal(v_mark_px)).is_finite() else no_number()
            )
            made.group_id = (v_group_id or None) if type(v_group_id) is str else text(v_group_id, "groupId")
            if v_ts not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v_ts) or no_time())
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
