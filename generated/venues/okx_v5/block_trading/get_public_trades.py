"""List the public block trades of all users, each with all of its legs.

GET /api/v5/rfq/public-trades,
https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-multi-leg-transactions-of-block-trades (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_time, rows, text, wire
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, whole_number
from ..context import Context
from ..types import BuySellSide

ENDPOINT = Endpoint(
    name="block_trading.get_public_trades",
    method="GET",
    path="/api/v5/rfq/public-trades",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-multi-leg-transactions-of-block-trades",
    signed=False,
    rate_limits=(RateLimit(limit=5, window=2.0, key=("ip",)),),
    paging=Paging(cursor="end_id", field=("blockTdId",), size="limit", largest=100),
)
AT_MOST_100 = Rule(
    id="at_most_100",
    says="limit must be from 1 to 100.",
    because="A page has 100 trades at most.",
    params=("limit",),
    level="warn",
)


@define(kw_only=True)
class Leg(Row):
    """One entry per leg."""

    inst_id: str | None = field(default=None, metadata=wire("instId", "text"))
    """Instrument id."""
    px: Decimal | None = field(default=None, metadata=wire("px", "decimal"))
    """Price."""
    sz: Decimal | None = field(default=None, metadata=wire("sz", "decimal"))
    """Quantity."""
    side: BuySellSide | str | None = field(default=None, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    trade_id: str | None = field(default=None, metadata=wire("tradeId", "text"))
    """Trade id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.inst_id = text(get("instId"), "instId")
            made.px = exact_decimal(v) if (v := get("px", "")) != "" else None
            made.sz = exact_decimal(v) if (v := get("sz", "")) != "" else None
            made.side = text(get("side"), "side")
            made.trade_id = text(get("tradeId"), "tradeId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class PublicTrade(Row):
    """One row of the response to block_trading.get_public_trades."""

    strategy: str | None = field(default=None, metadata=wire("strategy", "text"))
    """Code of the option strategy traded."""
    c_time: datetime | None = field(default=None, metadata=wire("cTime", "milliseconds"))
    """When the trade was executed."""
    block_td_id: str | None = field(default=None, metadata=wire("blockTdId", "text"))
    """Block trade id."""
    group_id: str | None = field(default=None, metadata=wire("groupId", "text"))
    """Group RFQ id, empty for a normal RFQ."""
    legs: list[Leg] = field(factory=list[Leg], metadata=wire("legs", "rows", Leg))
    """One entry per leg."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.strategy = text(get("strategy"), "strategy")
            made.c_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("cTime", "")) not in ("", "0") else None
            )
            made.block_td_id = text(get("blockTdId"), "blockTdId")
            made.group_id = text(get("groupId"), "groupId")
            made.legs = rows(get("legs"), "legs", Leg.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetPublicTrades(PagedRequest[list[PublicTrade], PublicTrade]):
    """List the public block trades of all users, each with all of its legs."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", PublicTrade)

    begin_id: str | None = field(default=None, metadata=param("beginId"))
    """Cursor; only records newer than this id are returned."""
    end_id: str | None = field(default=None, metadata=param("endId"))
    """Cursor; only records older than this id are returned."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
