"""Get profit and loss of positions closed before the upgrade to a unified account, newest first.

GET /v5/pre-upgrade/position/closed-pnl, https://bybit-exchange.github.io/docs/v5/pre-upgrade/close-pnl (generated
by venuespec from the spec; edit that instead)
"""

from builtins import list as ListOf
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    choice,
    cursor,
    exact_decimal,
    integer,
    no_number,
    no_time,
    rows,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Violation, further_apart, gt, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import InverseLinearCategory, OrderType, PreUpgradeClosedPnlExecType, PreUpgradeClosedPnlSide

ENDPOINT = Endpoint(
    name="pre_upgrade.get_closed_pnl",
    method="GET",
    path="/v5/pre-upgrade/position/closed-pnl",
    docs="https://bybit-exchange.github.io/docs/v5/pre-upgrade/close-pnl",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    paging=Paging(cursor="cursor", rows="list", token="nextPageCursor", size="limit", largest=100),
)
WINDOW = Rule(
    id="window",
    says="startTime must not be later than endTime, and they may be at most 7 days apart.",
    because="One request looks at seven days at most.",
    params=("startTime", "endTime"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class EarlierClosedPnl(Row):
    """One entry per record."""

    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol of the instrument."""
    order_id: str = field(default=ABSENT, metadata=wire("orderId", "text"))
    """Order id."""
    side: PreUpgradeClosedPnlSide | str = field(default=ABSENT, metadata=wire("side", "text"))
    """Buy or sell. Documented values: Buy, Side."""
    qty: Decimal = field(default=ABSENT, metadata=wire("qty", "decimal"))
    """Quantity of the order."""
    order_price: Decimal = field(default=ABSENT, metadata=wire("orderPrice", "decimal"))
    """Price of the order."""
    order_type: OrderType = field(default=ABSENT, metadata=wire("orderType", "text"))
    """Order type. Documented values: Market, Limit."""
    exec_type: PreUpgradeClosedPnlExecType | str = field(default=ABSENT, metadata=wire("execType", "text"))
    """Kind of execution. Documented values: Trade, BustTrade, SessionSettlePnL, Settle."""
    closed_size: Decimal = field(default=ABSENT, metadata=wire("closedSize", "decimal"))
    """Quantity that was closed."""
    cum_entry_value: Decimal | None = field(default=None, metadata=wire("cumEntryValue", "decimal"))
    """Value of the position when it was opened."""
    avg_entry_price: Decimal = field(default=ABSENT, metadata=wire("avgEntryPrice", "decimal"))
    """Average price at which the position was opened."""
    cum_exit_value: Decimal | None = field(default=None, metadata=wire("cumExitValue", "decimal"))
    """Value of the position when it was closed."""
    avg_exit_price: Decimal = field(default=ABSENT, metadata=wire("avgExitPrice", "decimal"))
    """Average price at which the position was closed."""
    closed_pnl: Decimal = field(default=ABSENT, metadata=wire("closedPnl", "decimal"))
    """Profit or loss of what was closed."""
    fill_count: int = field(default=ABSENT, metadata=wire("fillCount", "integer"))
    """Number of fills."""
    leverage: Decimal = field(default=ABSENT, metadata=wire("leverage", "decimal"))
    """Leverage."""
    created_time: datetime = field(default=ABSENT, metadata=wire("createdTime", "milliseconds"))
    """When it was created."""
    updated_time: datetime = field(default=ABSENT, metadata=wire("updatedTime", "milliseconds"))
    """When it was last changed."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_symbol,
            v_order_id,
            v_side,
            v_qty,
            v_order_price,
            v_order_type,
            v_exec_type,
            v_closed_size,
            v_cum_entry_value,
            v_avg_entry_price,
            v_cum_exit_value,
            v_avg_exit_price,
            v_closed_pnl,
            v_fill_count,
            v_leverage,
            v_created_time,
            v_updated_time,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_symbol != "":
                made.symbol = v_symbol if type(v_symbol) is str else spelt(v_symbol, "symbol")
            if v_order_id != "":
                made.order_id = v_order_id if type(v_order_id) is str else spelt(v_order_id, "orderId")
            if v_side != "":
                made.side = v_side if type(v_side) is str else spelt(v_side, "side")
            if v_qty != "":
                made.qty = d if (d := exact_decimal(v_qty)).is_finite() else no_number()
            if v_order_price != "":
                made.order_price = d if (d := exact_decimal(v_order_price)).is_finite() else no_number()
            if (v := choice(v_order_type, "orderType")) is not None:
                made.order_type = v
            if v_exec_type != "":
                made.exec_type = v_exec_type if type(v_exec_type) is str else spelt(v_exec_type, "execType")
            if v_closed_size != "":
                made.closed_size = d if (d := exact_decimal(v_closed_size)).is_finite() else no_number()
            made.cum_entry_value = (
                None
                if v_cum_entry_value == ""
                else d
                if (d := exact_decimal(v_cum_entry_value)).is_finite()
                else no_number()
            )
            if v_avg_entry_price != "":
                made.avg_entry_price = d if (d := exact_decimal(v_avg_entry_price)).is_finite() else no_number()
            made.cum_exit_value = (
                None
                if v_cum_exit_value == ""
                else d
                if (d := exact_decimal(v_cum_exit_value)).is_finite()
                else no_number()
            )
            if v_avg_exit_price != "":
                made.avg_exit_price = d if (d := exact_decimal(v_avg_exit_price)).is_finite() else no_number()
            if v_closed_pnl != "":
                made.closed_pnl = d if (d := exact_decimal(v_closed_pnl)).is_finite() else no_number()
            if (v := integer(v_fill_count, "fillCount")) is not None:
                made.fill_count = v
            if v_leverage != "":
                made.leverage = d if (d := exact_decimal(v_leverage)).is_finite() else no_number()
            if v_created_time not in ("", "0"):
                made.created_time = EPOCH + MILLISECOND * (int(v_created_time) or no_time())
            if v_updated_time not in ("", "0"):
                made.updated_time = EPOCH + MILLISECOND * (int(v_updated_time) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class EarlierClosedPnls(Row):
    """The response to pre_upgrade.get_closed_pnl."""

    category: str | None = field(default=None, metadata=wire("category", "text"))
    """Product category."""
    list: ListOf[EarlierClosedPnl] = field(
        factory=ListOf[EarlierClosedPnl], metadata=wire("list", "rows", EarlierClosedPnl)
    )
    """One entry per record."""
    next_page_cursor: str | None = field(default=None, metadata=wire("nextPageCursor", "cursor"))
    """Cursor of the next page; empty where there is none."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.category = (v or None) if type(v := get("category")) is str else text(v, "category")
            made.list = rows(get("list"), "list", EarlierClosedPnl.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[EarlierClosedPnl]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> EarlierClosedPnl:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[EarlierClosedPnl]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetClosedPnl(PagedRequest[EarlierClosedPnls, EarlierClosedPnl]):
    """Get profit and loss of positions closed before the upgrade to a unified account, newest first."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", EarlierClosedPnls)
    read_by_rules: ClassVar = ("start_time", "end_time")

    category: InverseLinearCategory = field(metadata=param("category", required=True, values=("linear", "inverse")))
    """Product category. One of linear, inverse."""
    symbol: str = field(metadata=param("symbol", required=True))
    """Symbol of the instrument."""
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time window."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time window."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records to return. From 1 to 100. Default: 50."""
    cursor: str | None = field(default=None, metadata=param("cursor"))
    """Cursor; asks for the page behind the one that gave it."""

    def __init__(
        self,
        *,
        category: InverseLinearCategory,
        symbol: str,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
        limit: int | str | None = None,
        cursor: str | None = None,
    ) -> None:
        self.__dict__.update(
            category=category,
            symbol=symbol,
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
            limit=None if limit is None else whole(limit),
            cursor=cursor,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if gt(self.start_time, self.end_time) or further_apart(self.start_time, self.end_time, 604800000):
            yield violation_of(WINDOW)
