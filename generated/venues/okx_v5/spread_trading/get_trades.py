"""List the account's own spread trades of the last 7 days with their legs.

GET /api/v5/sprd/trades, https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-trades-last-7-days (generated
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
from ..._runtime.values import EPOCH, Moment, unix_milliseconds, whole_number
from ..context import Context
from ..types import BuySellSide, SpreadTradingTradesState

ENDPOINT = Endpoint(
    name="spread_trading.get_trades",
    method="GET",
    path="/api/v5/sprd/trades",
    docs="https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-trades-last-7-days",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=20, window=2.0, key=("user_id",)),),
    paging=Paging(cursor="end_id", field=("tradeId",), size="limit", largest=100),
)
AT_MOST_100 = Rule(
    id="at_most_100",
    says="limit must be from 1 to 100.",
    because="A page has 100 records at most.",
    params=("limit",),
    level="warn",
)
BEGIN_BEFORE_END = Rule(
    id="begin_before_end",
    says="begin must not be greater than end.",
    because="A time range that ends before it begins holds nothing.",
    params=("begin", "end"),
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
    sz_cont: Decimal | None = field(default=None, metadata=wire("szCont", "decimal"))
    """Filled quantity in contracts."""
    side: BuySellSide = field(default=ABSENT, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    fill_pnl: Decimal | None = field(default=None, metadata=wire("fillPnl", "decimal"))
    """Realised profit and loss of the fill."""
    fee: Decimal | None = field(default=None, metadata=wire("fee", "decimal"))
    """Fee; on trades negative is charged and positive is a rebate."""
    fee_ccy: str | None = field(default=None, metadata=wire("feeCcy", "text"))
    """Currency of the fee."""
    trade_id: str = field(default=ABSENT, metadata=wire("tradeId", "text"))
    """Trade id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        v_inst_id, v_px, v_sz, v_sz_cont, v_side, v_fill_pnl, v_fee, v_fee_ccy, v_trade_id, *_ = (
            cls._nothing | raw
        ).values()
        try:
            if v_inst_id != "":
                made.inst_id = v_inst_id if type(v_inst_id) is str else spelt(v_inst_id, "instId")
            if v_px != "":
                made.px = d if (d := exact_decimal(v_px)).is_finite() else no_number()
            if v_sz != "":
                made.sz = d if (d := exact_decimal(v_sz)).is_finite() else no_number()
            made.sz_cont = (
                None if v_sz_cont == "" else d if (d := exact_decimal(v_sz_cont)).is_finite() else no_number()
            )
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            made.fill_pnl = (
                None if v_fill_pnl == "" else d if (d := exact_decimal(v_fill_pnl)).is_finite() else no_number()
            )
            made.fee = None if v_fee == "" else d if (d := exact_decimal(v_fee)).is_finite() else no_number()
            made.fee_ccy = (v_fee_ccy or None) if type(v_fee_ccy) is str else text(v_fee_ccy, "feeCcy")
            if v_trade_id != "":
                made.trade_id = v_trade_id if type(v_trade_id) is str else spelt(v_trade_id, "tradeId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Trade(Row):
    """One row of the response to spread_trading.get_trades."""

    sprd_id: str = field(default=ABSENT, metadata=wire("sprdId", "text"))
    """Spread id, the ids of both legs joined."""
    trade_id: str = field(default=ABSENT, metadata=wire("tradeId", "text"))
    """Trade id."""
    ord_id: str = field(default=ABSENT, metadata=wire("ordId", "text"))
    """Order id."""
    cl_ord_id: str = field(default=ABSENT, metadata=wire("clOrdId", "text"))
    """Client id of the order."""
    tag: str | None = field(default=None, metadata=wire("tag", "text"))
    """Order tag set by the client or broker."""
    fill_px: Decimal = field(default=ABSENT, metadata=wire("fillPx", "decimal"))
    """Price of the latest fill."""
    fill_sz: Decimal = field(default=ABSENT, metadata=wire("fillSz", "decimal"))
    """Quantity of the latest fill."""
    side: BuySellSide = field(default=ABSENT, metadata=wire("side", "text"))
    """Direction of the order or trade. Documented values: buy, sell."""
    state: SpreadTradingTradesState | str = field(default=ABSENT, metadata=wire("state", "text"))
    """State of the trade. Documented values: filled, rejected."""
    exec_type: str = field(default=ABSENT, metadata=wire("execType", "text"))
    """T: taker, M: maker."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the data was generated."""
    legs: list[Leg] = field(factory=list[Leg], metadata=wire("legs", "rows", Leg))
    """One entry per leg."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_sprd_id,
            v_trade_id,
            v_ord_id,
            v_cl_ord_id,
            v_tag,
            v_fill_px,
            v_fill_sz,
            v_side,
            v_state,
            v_exec_type,
            v_ts,
            v_legs,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_sprd_id != "":
                made.sprd_id = v_sprd_id if type(v_sprd_id) is str else spelt(v_sprd_id, "sprdId")
            if v_trade_id != "":
                made.trade_id = v_trade_id if type(v_trade_id) is str else spelt(v_trade_id, "tradeId")
            if v_ord_id != "":
                made.ord_id = v_ord_id if type(v_ord_id) is str else spelt(v_ord_id, "ordId")
            if v_cl_ord_id != "":
                made.cl_ord_id = v_cl_ord_id if type(v_cl_ord_id) is str else spelt(v_cl_ord_id, "clOrdId")
            made.tag = (v_tag or None) if type(v_tag) is str else text(v_tag, "tag")
            if v_fill_px != "":
                made.fill_px = d if (d := exact_decimal(v_fill_px)).is_finite() else no_number()
            if v_fill_sz != "":
                made.fill_sz = d if (d := exact_decimal(v_fill_sz)).is_finite() else no_number()
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            if v_state != "":
                made.state = v_state if type(v_state) is str else spelt(v_state, "state")
            if v_exec_type != "":
                made.exec_type = v_exec_type if type(v_exec_type) is str else spelt(v_exec_type, "execType")
            if v_ts not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v_ts) or no_time())
            made.legs = rows(v_legs, "legs", Leg.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetTrades(PagedRequest[list[Trade], Trade]):
    """List the account's own spread trades of the last 7 days with their legs."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Trade)
    read_by_rules: ClassVar = ("begin", "end")
    judged_alone: ClassVar = ("limit",)

    sprd_id: str | None = field(default=None, metadata=param("sprdId"))
    """Spread id, the ids of both legs joined."""
    trade_id: str | None = field(default=None, metadata=param("tradeId"))
    """Trade id."""
    ord_id: str | None = field(default=None, metadata=param("ordId"))
    """Order id."""
    begin_id: str | None = field(default=None, metadata=param("beginId"))
    """Cursor; only records newer than this id are returned."""
    end_id: str | None = field(default=None, metadata=param("endId"))
    """Cursor; only records older than this id are returned."""
    begin: str | None = field(default=None, converter=unix_milliseconds, metadata=param("begin"))
    """Start of the time window."""
    end: str | None = field(default=None, converter=unix_milliseconds, metadata=param("end"))
    """End of the time window."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""

    def __init__(
        self,
        *,
        sprd_id: str | None = None,
        trade_id: str | None = None,
        ord_id: str | None = None,
        begin_id: str | None = None,
        end_id: str | None = None,
        begin: Moment | None = None,
        end: Moment | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            sprd_id=sprd_id,
            trade_id=trade_id,
            ord_id=ord_id,
            begin_id=begin_id,
            end_id=end_id,
            begin=None if begin is None else unix_milliseconds(begin),
            end=None if end is None else unix_milliseconds(end),
            limit=None if limit is None else whole_number(limit),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
        if gt(self.begin, self.end):
            yield violation_of(BEGIN_BEFORE_END)
