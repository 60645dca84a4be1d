"""List the orders of liquidations and auto-deleveraging.

GET /fapi/v1/forceOrders,
https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Users-Force-Orders (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, boolean, exact_decimal, no_time, prose, text, wire
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, whole, whole_milliseconds
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

    order_id: str | None = field(default=None, metadata=wire("orderId", "text"))
    """Order id."""
    symbol: str | None = field(default=None, metadata=wire("symbol", "prose"))
    """The symbol."""
    status: str | None = field(default=None, metadata=wire("status", "text"))
    """Status."""
    client_order_id: str | None = field(default=None, metadata=wire("clientOrderId", "prose"))
    """Client order id."""
    price: Decimal | None = field(default=None, metadata=wire("price", "decimal"))
    """Price."""
    avg_price: Decimal | None = field(default=None, metadata=wire("avgPrice", "decimal"))
    """Average fill price."""
    orig_qty: Decimal | None = field(default=None, metadata=wire("origQty", "decimal"))
    """Original quantity."""
    executed_qty: Decimal | None = field(default=None, metadata=wire("executedQty", "decimal"))
    """Executed quantity."""
    cum_quote: Decimal | None = field(default=None, metadata=wire("cumQuote", "decimal"))
    """Executed amount in the quote asset."""
    time_in_force: str | None = field(default=None, metadata=wire("timeInForce", "text"))
    """Time in force."""
    type: str | None = field(default=None, metadata=wire("type", "text"))
    """Type of the order or record."""
    reduce_only: bool | None = field(default=None, metadata=wire("reduceOnly", "boolean"))
    """Whether the order may only reduce a position."""
    close_position: bool | None = field(default=None, metadata=wire("closePosition", "boolean"))
    """Whether the order closes the whole position."""
    side: str | None = field(default=None, metadata=wire("side", "text"))
    """Whether the order buys or sells."""
    position_side: str | None = field(default=None, metadata=wire("positionSide", "text"))
    """Side of the position: BOTH in one-way mode, else LONG or SHORT."""
    stop_price: Decimal | None = field(default=None, metadata=wire("stopPrice", "decimal"))
    """Trigger price."""
    working_type: str | None = field(default=None, metadata=wire("workingType", "text"))
    """Which price triggers: contract price or mark price."""
    orig_type: str | None = field(default=None, metadata=wire("origType", "text"))
    """Original order type."""
    time: datetime = field(default=ABSENT, metadata=wire("time", "milliseconds"))
    """Time of the record."""
    update_time: datetime | None = field(default=None, metadata=wire("updateTime", "milliseconds"))
    """Update time."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.order_id = text(get("orderId"), "orderId")
            made.symbol = prose(get("symbol"), "symbol")
            made.status = text(get("status"), "status")
            made.client_order_id = prose(get("clientOrderId"), "clientOrderId")
            made.price = exact_decimal(v) if (v := get("price", "")) != "" else None
            made.avg_price = exact_decimal(v) if (v := get("avgPrice", "")) != "" else None
            made.orig_qty = exact_decimal(v) if (v := get("origQty", "")) != "" else None
            made.executed_qty = exact_decimal(v) if (v := get("executedQty", "")) != "" else None
            made.cum_quote = exact_decimal(v) if (v := get("cumQuote", "")) != "" else None
            made.time_in_force = text(get("timeInForce"), "timeInForce")
            made.type = text(get("type"), "type")
            made.reduce_only = boolean(get("reduceOnly"), "reduceOnly")
            made.close_position = boolean(get("closePosition"), "closePosition")
            made.side = text(get("side"), "side")
            made.position_side = text(get("positionSide"), "positionSide")
            made.stop_price = exact_decimal(v) if (v := get("stopPrice", "")) != "" else None
            made.working_type = text(get("workingType"), "workingType")
            made.orig_type = text(get("origType"), "origType")
            if (v := get("time", "")) not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v) or no_time())
            made.update_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("updateTime", "")) not in ("", "0") else None
            )
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetForcedOrders(Request[list[ForcedOrder]]):
    """List the orders of liquidations and auto-deleveraging."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("", ForcedOrder)

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

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(LIMIT_RANGE)
        if gt(self.start_time, self.end_time):
            yield violation_of(PERIOD)
