"""List the public block trades of all users, each with all of its legs.

GET /api/v5/rfq/public-trades,
https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-public-multi-leg-transactions-of-block-trades (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    choice,
    exact_decimal,
    no_number,
    no_time,
    rows,
    spelt,
    text,
    wire,
)
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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Leg(Row):
    """One entry per leg."""

    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    px: Decimal = field(default=ABSENT, metadata=wire("px", "decimal"))
    """Price."""
    sz: Decimal = field(default=ABSENT, metadata=wire("sz", "decimal"))
    """Quantity."""
    side: BuySellSide = field(default=ABSENT, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    trade_id: str = field(default=ABSENT, metadata=wire("tradeId", "text"))
    """Trade id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            if (v := get("px", "")) != "":
                made.px = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("sz", "")) != "":
                made.sz = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := choice(get("side"), "side")) is not None:
                made.side = v
            if (v := get("tradeId", "")) != "":
                made.trade_id = v if type(v) is str else spelt(v, "tradeId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PublicTrade(Row):
    """One row of the response to block_trading.get_public_trades."""

    strategy: str = field(default=ABSENT, metadata=wire("strategy", "text"))
    """Code of the option strategy traded."""
    c_time: datetime = field(default=ABSENT, metadata=wire("cTime", "milliseconds"))
    """When the trade was executed."""
    block_td_id: str = field(default=ABSENT, metadata=wire("blockTdId", "text"))
    """Block trade id."""
    group_id: str | None = field(default=None, metadata=wire("groupId", "text"))
    """Group RFQ id, empty for a normal RFQ."""
    legs: list[Leg] = field(factory=list[Leg], metadata=wire("legs", "rows", Leg))
    """One entry per leg."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("strategy", "")) != "":
                made.strategy = v if type(v) is str else spelt(v, "strategy")
            if (v := get("cTime", "")) not in ("", "0"):
                made.c_time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("blockTdId", "")) != "":
                made.block_td_id = v if type(v) is str else spelt(v, "blockTdId")
            made.group_id = (v or None) if type(v := get("groupId")) is str else text(v, "groupId")
            made.legs = rows(get("legs"), "legs", Leg.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetPublicTrades(PagedRequest[list[PublicTrade], PublicTrade]):
    """List the public block trades of all users, each with all of its legs."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", PublicTrade)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("limit",)

    begin_id: str | None = field(default=None, metadata=param("beginId"))
    """Cursor; only records newer than this id are returned."""
    end_id: str | None = field(default=None, metadata=param("endId"))
    """Cursor; only records older than this id are returned."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""

    def __init__(
        self,
        *,
        begin_id: str | None = None,
        end_id: str | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            begin_id=begin_id,
            end_id=end_id,
            limit=None if limit is None else whole_number(limit),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
