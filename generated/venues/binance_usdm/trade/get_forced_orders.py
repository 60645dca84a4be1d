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
    no_number,
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
    permissions=("user_data",),
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
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_order_id,
            v_symbol,
            v_status,
            v_client_order_id,
            v_price,
            v_avg_price,
            v_orig_qty,
            v_executed_qty,
            v_cum_quote,
            v_time_in_force,
            v_type,
            v_reduce_only,
            v_close_position,
            v_side,
            v_position_side,
            v_stop_price,
            v_working_type,
            v_orig_type,
            v_time,
            v_update_time,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_order_id != "":
                made.order_id = v_order_id if type(v_order_id) is str else spelt(v_order_id, "orderId")
            if (v := prose(v_symbol, "symbol")) is not None:
                made.symbol = v
            if v_status != "":
                made.status = v_status if type(v_status) is str else spelt(v_status, "status")
            if (v := prose(v_client_order_id, "clientOrderId")) is not None:
                made.client_order_id = v
            if v_price != "":
                made.price = d if (d := exact_decimal(v_price)).is_finite() else no_number()
            if v_avg_price != "":
                made.avg_price = d if (d := exact_decimal(v_avg_price)).is_finite() else no_number()
            if v_orig_qty != "":
                made.orig_qty = d if (d := exact_decimal(v_orig_qty)).is_finite() else no_number()
            if v_executed_qty != "":
                made.executed_qty = d if (d := exact_decimal(v_executed_qty)).is_finite() else no_number()
            if v_cum_quote != "":
                made.cum_quote = d if (d := exact_decimal(v_cum_quote)).is_finite() else no_number()
            if v_time_in_force != "":
                made.time_in_force = (
                    v_time_in_force if type(v_time_in_force) is str else spelt(v_time_in_force, "timeInForce")
                )
            if v_type != "":
                made.type = v_type if type(v_type) is str else spelt(v_type, "type")
            made.reduce_only = boolean(v_reduce_only, "reduceOnly")
            if (v := boolean(v_close_position, "closePosition")) is not None:
                made.close_position = v
            if v_side != "":
                made.side = v_side if type(v_side) is str else spelt(v_side, "side")
            if v_position_side != "":
                made.position_side = (
                    v_position_side if type(v_position_side) is str else spelt(v_position_side, "positionSide")
                )
            if v_stop_price != "":
                made.stop_price = d if (d := exact_decimal(v_stop_price)).is_finite() else no_number()
            if v_working_type != "":
                made.working_type = (
                    v_working_type if type(v_working_type) is str else spelt(v_working_type, "workingType")
                )
            if v_orig_type != "":
                made.orig_type = v_orig_type if type(v_orig_type) is str else spelt(v_orig_type, "origType")
            if v_time not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v_time) or no_time())
            if v_update_time not in ("", "0"):
                made.update_time = EPOCH + MILLISECOND * (int(v_update_time) or no_time())
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
