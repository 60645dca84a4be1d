"""List the orders of liquidations and auto-deleveraging.

GET /fapi/v1/forceOrders,
https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Users-Force-Orders (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    boolean,
    exact_decimal,
    no_time,
    prose,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import AutoCloseType

ENDPOINT = Endpoint(
    name="trade.get_forced_orders",
    method="GET",
    path="/fapi/v1/forceOrders",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Users-Force-Orders",
    signed=True,
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (
            Cost(units=50, when=("not", ("present", "symbol"))),
            Cost(units=20),
        ),
    },
)
LIMIT_RANGE = Rule(
    id="limit_range",
    says="limit must be from 1 to 100.",
    because="The page allows 100 records at most.",
    params=("limit",),
)
PERIOD = Rule(
    id="period",
    says="startTime must not be greater than endTime.",
    because="Time runs forward.",
    params=("startTime", "endTime"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ForcedOrder(Row):
    """One row of the response to trade.get_forced_orders."""

    order_id: str = field(default=ABSENT, metadata=wire("orderId", "text"))
    """Order id."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "prose"))
    """The symbol."""
    status: str = field(default=ABSENT, metadata=wire("status", "text"))
    """Status."""
    client_order_id: str = field(default=ABSENT, metadata=wire("clientOrderId", "prose"))
    """Client order id."""
    price: Decimal = field(default=ABSENT, metadata=wire("price", "decimal"))
    """Price."""
    avg_price: Decimal = field(default=ABSENT, metadata=wire("avgPrice", "decimal"))
    """Average fill price."""
    orig_qty: Decimal = field(default=ABSENT, metadata=wire("origQty", "decimal"))
    """Original quantity."""
    executed_qty: Decimal = field(default=ABSENT, metadata=wire("executedQty", "decimal"))
    """Executed quantity."""
    cum_quote: Decimal = field(default=ABSENT, metadata=wire("cumQuote", "decimal"))
    """Executed amount in the quote asset."""
    time_in_force: str = field(default=ABSENT, metadata=wire("timeInForce", "text"))
    """Time in force."""
    type: str = field(default=ABSENT, metadata=wire("type", "text"))
    """Type of the order or record."""
    reduce_only: bool | None = field(default=None, metadata=wire("reduceOnly", "boolean"))
    """Whether the order may only reduce a position."""
    close_position: bool = field(default=ABSENT, metadata=wire("closePosition", "boolean"))
    """Whether the order closes the whole position."""
    side: str = field(default=ABSENT, metadata=wire("side", "text"))
    """Whether the order buys or sells."""
    position_side: str = field(default=ABSENT, metadata=wire("positionSide", "text"))
    """Side of the position: BOTH in one-way mode, else LONG or SHORT."""
    stop_price: Decimal = field(default=ABSENT, metadata=wire("stopPrice", "decimal"))
    """Trigger price."""
    working_type: str = field(default=ABSENT, metadata=wire("workingType", "text"))
    """Which price triggers: contract price or mark price."""
    orig_type: str = field(default=ABSENT, metadata=wire("origType", "text"))
    """Original order type."""
    time: datetime = field(default=ABSENT, metadata=wire("time", "milliseconds"))
    """Time of the record."""
    update_time: datetime = field(default=ABSENT, metadata=wire("updateTime", "milliseconds"))
    """Update time."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("orderId", "")) != "":
                made.order_id = v if type(v) is str else spelt(v, "orderId")
            if (v := prose(get("symbol"), "symbol")) is not None:
                made.symbol = v
            if (v := get("status", "")) != "":
                made.status = v if type(v) is str else spelt(v, "status")
            if (v := prose(get("clientOrderId"), "clientOrderId")) is not None:
                made.client_order_id = v
            if (v := get("price", "")) != "":
                made.price = exact_decimal(v)
            if (v := get("avgPrice", "")) != "":
                made.avg_price = exact_decimal(v)
            if (v := get("origQty", "")) != "":
                made.orig_qty = exact_decimal(v)
            if (v := get("executedQty", "")) != "":
                made.executed_qty = exact_decimal(v)
            if (v := get("cumQuote", "")) != "":
                made.cum_quote = exact_decimal(v)
            if (v := get("timeInForce", "")) != "":
                made.time_in_force = v if type(v) is str else spelt(v, "timeInForce")
            if (v := get("type", "")) != "":
                made.type = v if type(v) is str else spelt(v, "type")
            made.reduce_only = boolean(get("reduceOnly"), "reduceOnly")
            if (v := boolean(get("closePosition"), "closePosition")) is not None:
                made.close_position = v
            if (v := get("side", "")) != "":
                made.side = v if type(v) is str else spelt(v, "side")
            if (v := get("positionSide", "")) != "":
                made.position_side = v if type(v) is str else spelt(v, "positionSide")
            if (v := get("stopPrice", "")) != "":
                made.stop_price = exact_decimal(v)
            if (v := get("workingType", "")) != "":
                made.working_type = v if type(v) is str else spelt(v, "workingType")
            if (v := get("origType", "")) != "":
                made.orig_type = v if type(v) is str else spelt(v, "origType")
            if (v := get("time", "")) not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("updateTime", "")) not in ("", "0"):
                made.update_time = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetForcedOrders(Request[list[ForcedOrder]]):
    """List the orders of liquidations and auto-deleveraging."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("", ForcedOrder)
    read_by_rules: ClassVar = ("start_time", "end_time")
    judged_alone: ClassVar = ("limit",)

    symbol: str | None = field(default=None, metadata=param("symbol"))
    """The symbol."""
    auto_close_type: AutoCloseType | None = field(
        default=None, metadata=param("autoCloseType", values=("LIQUIDATION", "ADL"))
    )
    """Whether a liquidation or auto-deleveraging made the order. One of LIQUIDATION, ADL."""
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time range."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time range."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records in the answer, or number of a rate limit. At most 100. Default: 50."""

    def __init__(
        self,
        *,
        symbol: str | None = None,
        auto_close_type: AutoCloseType | None = None,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            auto_close_type=auto_close_type,
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
            limit=None if limit is None else whole(limit),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(LIMIT_RANGE)
        if gt(self.start_time, self.end_time):
            yield violation_of(PERIOD)
