"""Get closed positions of options, newest first.

GET /v5/position/get-closed-positions, https://bybit-exchange.github.io/docs/v5/position/close-position (generated
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
    no_number,
    no_time,
    rows,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, further_apart, gt, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import Category, OptionCategory, Side

ENDPOINT = Endpoint(
    name="position.get_closed_option_positions",
    method="GET",
    path="/v5/position/get-closed-positions",
    docs="https://bybit-exchange.github.io/docs/v5/position/close-position",
    signed=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    paging=Paging(cursor="cursor", rows="list", token="nextPageCursor", size="limit", largest=100),
)
WINDOW = Rule(
    id="window",
    says="startTime must not be later than endTime, and they may be at most 7 days apart.",
    because="One request looks at seven days at most.",
    params=("startTime", "endTime"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ClosedOptionPosition(Row):
    """One entry per record."""

    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol of the instrument."""
    side: Side = field(default=ABSENT, metadata=wire("side", "text"))
    """Buy or sell. Documented values: Buy, Sell."""
    total_open_fee: Decimal = field(default=ABSENT, metadata=wire("totalOpenFee", "decimal"))
    """Fees of opening."""
    delivery_fee: Decimal = field(default=ABSENT, metadata=wire("deliveryFee", "decimal"))
    """Fee of delivery."""
    total_close_fee: Decimal = field(default=ABSENT, metadata=wire("totalCloseFee", "decimal"))
    """Fees of closing."""
    qty: Decimal = field(default=ABSENT, metadata=wire("qty", "decimal"))
    """Quantity."""
    close_time: datetime = field(default=ABSENT, metadata=wire("closeTime", "milliseconds"))
    """When the position was closed."""
    avg_exit_price: Decimal = field(default=ABSENT, metadata=wire("avgExitPrice", "decimal"))
    """Average price at which the position was closed."""
    delivery_price: Decimal = field(default=ABSENT, metadata=wire("deliveryPrice", "decimal"))
    """Price at which the contract was delivered."""
    open_time: datetime = field(default=ABSENT, metadata=wire("openTime", "milliseconds"))
    """When the position was opened."""
    avg_entry_price: Decimal = field(default=ABSENT, metadata=wire("avgEntryPrice", "decimal"))
    """Average price at which the position was opened."""
    total_pnl: Decimal = field(default=ABSENT, metadata=wire("totalPnl", "decimal"))
    """Total profit or loss."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_symbol,
            v_side,
            v_total_open_fee,
            v_delivery_fee,
            v_total_close_fee,
            v_qty,
            v_close_time,
            v_avg_exit_price,
            v_delivery_price,
            v_open_time,
            v_avg_entry_price,
            v_total_pnl,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_symbol != "":
                made.symbol = v_symbol if type(v_symbol) is str else spelt(v_symbol, "symbol")
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            if v_total_open_fee != "":
                made.total_open_fee = d if (d := exact_decimal(v_total_open_fee)).is_finite() else no_number()
            if v_delivery_fee != "":
                made.delivery_fee = d if (d := exact_decimal(v_delivery_fee)).is_finite() else no_number()
            if v_total_close_fee != "":
                made.total_close_fee = d if (d := exact_decimal(v_total_close_fee)).is_finite() else no_number()
            if v_qty != "":
                made.qty = d if (d := exact_decimal(v_qty)).is_finite() else no_number()
            if v_close_time not in ("", "0"):
                made.close_time = EPOCH + MILLISECOND * (int(v_close_time) or no_time())
            if v_avg_exit_price != "":
                made.avg_exit_price = d if (d := exact_decimal(v_avg_exit_price)).is_finite() else no_number()
            if v_delivery_price != "":
                made.delivery_price = d if (d := exact_decimal(v_delivery_price)).is_finite() else no_number()
            if v_open_time not in ("", "0"):
                made.open_time = EPOCH + MILLISECOND * (int(v_open_time) or no_time())
            if v_avg_entry_price != "":
                made.avg_entry_price = d if (d := exact_decimal(v_avg_entry_price)).is_finite() else no_number()
            if v_total_pnl != "":
                made.total_pnl = d if (d := exact_decimal(v_total_pnl)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ClosedOptionPositions(Row):
    """The response to position.get_closed_option_positions."""

    next_page_cursor: str | None = field(default=None, metadata=wire("nextPageCursor", "cursor"))
    """Cursor of the next page; empty where there is none."""
    category: Category | None = field(default=None, metadata=wire("category", "text"))
    """Product category. Documented values: spot, linear, inverse, option."""
    list: ListOf[ClosedOptionPosition] = field(
        factory=ListOf[ClosedOptionPosition], metadata=wire("list", "rows", ClosedOptionPosition)
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
            made.category = choice(get("category"), "category")
            made.list = rows(get("list"), "list", ClosedOptionPosition.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[ClosedOptionPosition]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> ClosedOptionPosition:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[ClosedOptionPosition]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetClosedOptionPositions(PagedRequest[ClosedOptionPositions, ClosedOptionPosition]):
    """Get closed positions of options, newest first."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", ClosedOptionPositions)
    read_by_rules: ClassVar = ("start_time", "end_time")

    category: OptionCategory = field(metadata=param("category", required=True, values=("option",)))
    """Product category. Must be option."""
    symbol: str | None = field(default=None, metadata=param("symbol"))
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
        category: OptionCategory,
        symbol: str | None = None,
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
