"""Get open orders of at most seven days.

POST /trade/api/v2/futures/orders/open, https://api-trading.coinswitch.co/futures/reference/open-orders (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    boolean,
    exact_decimal,
    integer,
    no_number,
    no_time,
    rows,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, further_apart, gt, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import Exchange, OrderType, Side, Status

ENDPOINT = Endpoint(
    name="order.get_open_orders",
    method="POST",
    path="/trade/api/v2/futures/orders/open",
    docs="https://api-trading.coinswitch.co/futures/reference/open-orders",
    signed=True,
    write=False,
    rate_limits=(RateLimit(limit=20, window=60.0),),
)
AT_MOST_A_WEEK = Rule(
    id="at_most_a_week",
    says="from_time must not be later than to_time, and they may be at most 7 days apart.",
    because="One call covers at most seven days.",
    params=("from_time", "to_time"),
)
AT_MOST_50 = Rule(
    id="at_most_50", says="limit must be at most 50.", because="One answer has at most 50 orders.", params=("limit",)
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OpenOrdersOrder(Row):
    """Orders."""

    order_id: str = field(default=ABSENT, metadata=wire("order_id", "text"))
    """Id of the order."""
    exchange: str = field(default=ABSENT, metadata=wire("exchange", "text"))
    """Exchange identifier, in any case."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol, such as BTCUSDT."""
    side: Side | str = field(default=ABSENT, metadata=wire("side", "text"))
    """Side of the order. Documented values: BUY, SELL."""
    status: Status | str = field(default=ABSENT, metadata=wire("status", "text"))
    """State. Documented values: RAISED, EXECUTED, PARTIALLY_EXECUTED, CANCELLED, CANCELLATION_RAISED."""
    order_type: OrderType | str = field(default=ABSENT, metadata=wire("order_type", "text"))
    """Type of the order. Documented values: MARKET, LIMIT, TAKE_PROFIT_MARKET, STOP_MARKET."""
    quantity: Decimal = field(default=ABSENT, metadata=wire("quantity", "decimal"))
    """Quantity in the base asset."""
    exec_quantity: Decimal = field(default=ABSENT, metadata=wire("exec_quantity", "decimal"))
    """Filled quantity."""
    price: Decimal = field(default=ABSENT, metadata=wire("price", "decimal"))
    """Limit price."""
    avg_execution_price: Decimal = field(default=ABSENT, metadata=wire("avg_execution_price", "decimal"))
    """Average price of the fills."""
    execution_fee: Decimal = field(default=ABSENT, metadata=wire("execution_fee", "decimal"))
    """Fee."""
    realised_pnl: Decimal = field(default=ABSENT, metadata=wire("realised_pnl", "decimal"))
    """Realised profit or loss."""
    reduce_only: bool | None = field(default=None, metadata=wire("reduce_only", "boolean"))
    """Whether the order may only reduce the position."""
    created_at: datetime = field(default=ABSENT, metadata=wire("created_at", "milliseconds"))
    """Time of creation."""
    updated_at: datetime = field(default=ABSENT, metadata=wire("updated_at", "milliseconds"))
    """Time of the last change."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_order_id,
            v_exchange,
            v_symbol,
            v_side,
            v_status,
            v_order_type,
            v_quantity,
            v_exec_quantity,
            v_price,
            v_avg_execution_price,
            v_execution_fee,
            v_realised_pnl,
            v_reduce_only,
            v_created_at,
            v_updated_at,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_order_id != "":
                made.order_id = v_order_id if type(v_order_id) is str else spelt(v_order_id, "order_id")
            if v_exchange != "":
                made.exchange = v_exchange if type(v_exchange) is str else spelt(v_exchange, "exchange")
            if v_symbol != "":
                made.symbol = v_symbol if type(v_symbol) is str else spelt(v_symbol, "symbol")
            if v_side != "":
                made.side = v_side if type(v_side) is str else spelt(v_side, "side")
            if v_status != "":
                made.status = v_status if type(v_status) is str else spelt(v_status, "status")
            if v_order_type != "":
                made.order_type = v_order_type if type(v_order_type) is str else spelt(v_order_type, "order_type")
            if v_quantity != "":
                made.quantity = d if (d := exact_decimal(v_quantity)).is_finite() else no_number()
            if v_exec_quantity != "":
                made.exec_quantity = d if (d := exact_decimal(v_exec_quantity)).is_finite() else no_number()
            if v_price != "":
                made.price = d if (d := exact_decimal(v_price)).is_finite() else no_number()
            if v_avg_execution_price != "":
                made.avg_execution_price = d if (d := exact_decimal(v_avg_execution_price)).is_finite() else no_number()
            if v_execution_fee != "":
                made.execution_fee = d if (d := exact_decimal(v_execution_fee)).is_finite() else no_number()
            if v_realised_pnl != "":
                made.realised_pnl = d if (d := exact_decimal(v_realised_pnl)).is_finite() else no_number()
            made.reduce_only = boolean(v_reduce_only, "reduce_only")
            if v_created_at not in ("", "0"):
                made.created_at = EPOCH + MILLISECOND * (int(v_created_at) or no_time())
            if v_updated_at not in ("", "0"):
                made.updated_at = EPOCH + MILLISECOND * (int(v_updated_at) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OpenOrders(Row):
    """The response to order.get_open_orders."""

    orders: list[OpenOrdersOrder] = field(
        factory=list[OpenOrdersOrder], metadata=wire("orders", "rows", OpenOrdersOrder)
    )
    """Orders."""
    cursor: int = field(default=ABSENT, metadata=wire("cursor", "integer"))
    """The to_time of the next page."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.orders = rows(get("orders"), "orders", OpenOrdersOrder.from_wire)
            if (v := integer(get("cursor"), "cursor")) is not None:
                made.cursor = v
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[OpenOrdersOrder]:
        return iter(self.orders)

    def __len__(self) -> int:
        return len(self.orders)

    def __getitem__(self, index: int) -> OpenOrdersOrder:
        return self.orders[index]


@frozen(kw_only=True, init=False, slots=False)
class GetOpenOrders(Request[OpenOrders]):
    """Get open orders of at most seven days."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("data", OpenOrders)
    read_by_rules: ClassVar = ("from_time", "to_time")
    judged_alone: ClassVar = ("limit",)

    exchange: Exchange | str = field(
        metadata=param("exchange", required=True, values=("EXCHANGE_2", "exchange_2"), open=True)
    )
    """Exchange identifier, in any case. Documented values: EXCHANGE_2, exchange_2."""
    symbol: str | None = field(default=None, metadata=param("symbol"))
    """Symbol, such as BTCUSDT."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Number of records."""
    from_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("from_time", "integer"))
    """Begin of the period."""
    to_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("to_time", "integer"))
    """End of the period."""

    def __init__(
        self,
        *,
        exchange: Exchange | str,
        symbol: str | None = None,
        limit: int | str | None = None,
        from_time: Moment | None = None,
        to_time: Moment | None = None,
    ) -> None:
        self.__dict__.update(
            exchange=exchange,
            symbol=symbol,
            limit=None if limit is None else whole(limit),
            from_time=None if from_time is None else whole_milliseconds(from_time),
            to_time=None if to_time is None else whole_milliseconds(to_time),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and gt(self.limit, 50))

    def broken(self, context: Context) -> Iterator[Violation]:
        if gt(self.from_time, self.to_time) or further_apart(self.from_time, self.to_time, 604800000):
            yield violation_of(AT_MOST_A_WEEK)
        if gt(self.limit, 50):
            yield violation_of(AT_MOST_50)
