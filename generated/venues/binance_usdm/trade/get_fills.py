"""List the fills of the account in a symbol.

GET /fapi/v1/userTrades,
https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Account-Trade-List (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.now import compares_with_now, exact
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
from ..._runtime.rules import Rule, Undecided, Violation, further_apart, gt, lt, undecided_rule, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context

ENDPOINT = Endpoint(
    name="trade.get_fills",
    method="GET",
    path="/fapi/v1/userTrades",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Account-Trade-List",
    signed=True,
    permissions=("user_data",),
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=5),),
    },
)
LIMIT_RANGE = Rule(
    id="limit_range",
    says="limit must be from 1 to 1000.",
    because="The page allows 1000 records at most.",
    params=("limit",),
)
PERIOD = Rule(
    id="period",
    says="startTime must not be later than endTime, and they may be at most 7 days apart.",
    because="The page allows seven days at most.",
    params=("startTime", "endTime"),
)
HISTORY = Rule(
    id="history",
    says="startTime must not be earlier than 184 days ago.",
    because="The page offers the last six months.",
    params=("startTime",),
    level="warn",
    needs=("now",),
)
ID_OR_TIME = Rule(
    id="id_or_time",
    says="When fromId is sent, neither startTime nor endTime may be sent.",
    because="The venue takes one of the two.",
    params=("startTime", "endTime", "fromId"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Fill(Row):
    """One row of the response to trade.get_fills."""

    buyer: bool = field(default=ABSENT, metadata=wire("buyer", "boolean"))
    """Whether the account was the buyer."""
    commission: Decimal = field(default=ABSENT, metadata=wire("commission", "decimal"))
    """Commission."""
    commission_asset: str = field(default=ABSENT, metadata=wire("commissionAsset", "prose"))
    """Commission asset."""
    id: str = field(default=ABSENT, metadata=wire("id", "text"))
    """Id of the record."""
    maker: bool = field(default=ABSENT, metadata=wire("maker", "boolean"))
    """Whether the account was the maker."""
    order_id: str = field(default=ABSENT, metadata=wire("orderId", "text"))
    """Order id."""
    price: Decimal = field(default=ABSENT, metadata=wire("price", "decimal"))
    """Price."""
    qty: Decimal = field(default=ABSENT, metadata=wire("qty", "decimal"))
    """Size."""
    quote_qty: Decimal = field(default=ABSENT, metadata=wire("quoteQty", "decimal"))
    """Amount of the quote asset."""
    realized_pnl: Decimal = field(default=ABSENT, metadata=wire("realizedPnl", "decimal"))
    """Realized PnL."""
    side: str = field(default=ABSENT, metadata=wire("side", "text"))
    """Whether the order buys or sells."""
    position_side: str = field(default=ABSENT, metadata=wire("positionSide", "text"))
    """Side of the position: BOTH in one-way mode, else LONG or SHORT."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "prose"))
    """The symbol."""
    time: datetime = field(default=ABSENT, metadata=wire("time", "milliseconds"))
    """Time of the record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_buyer,
            v_commission,
            v_commission_asset,
            v_id,
            v_maker,
            v_order_id,
            v_price,
            v_qty,
            v_quote_qty,
            v_realized_pnl,
            v_side,
            v_position_side,
            v_symbol,
            v_time,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if (v := boolean(v_buyer, "buyer")) is not None:
                made.buyer = v
            if v_commission != "":
                made.commission = d if (d := exact_decimal(v_commission)).is_finite() else no_number()
            if (v := prose(v_commission_asset, "commissionAsset")) is not None:
                made.commission_asset = v
            if v_id != "":
                made.id = v_id if type(v_id) is str else spelt(v_id, "id")
            if (v := boolean(v_maker, "maker")) is not None:
                made.maker = v
            if v_order_id != "":
                made.order_id = v_order_id if type(v_order_id) is str else spelt(v_order_id, "orderId")
            if v_price != "":
                made.price = d if (d := exact_decimal(v_price)).is_finite() else no_number()
            if v_qty != "":
                made.qty = d if (d := exact_decimal(v_qty)).is_finite() else no_number()
            if v_quote_qty != "":
                made.quote_qty = d if (d := exact_decimal(v_quote_qty)).is_finite() else no_number()
            if v_realized_pnl != "":
                made.realized_pnl = d if (d := exact_decimal(v_realized_pnl)).is_finite() else no_number()
            if v_side != "":
                made.side = v_side if type(v_side) is str else spelt(v_side, "side")
            if v_position_side != "":
                made.position_side = (
                    v_position_side if type(v_position_side) is str else spelt(v_position_side, "positionSide")
                )
            if (v := prose(v_symbol, "symbol")) is not None:
                made.symbol = v
            if v_time not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v_time) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetFills(Request[list[Fill]]):
    """List the fills of the account in a symbol."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("", Fill)
    reads_now: ClassVar[bool] = True

    symbol: str = field(metadata=param("symbol", required=True))
    """The symbol."""
    order_id: int | None = field(default=None, converter=whole, metadata=param("orderId", "integer"))
    """Order id."""
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time range."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time range."""
    from_id: int | None = field(default=None, converter=whole, metadata=param("fromId", "integer"))
    """Trade id to start from, included."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records in the answer, or number of a rate limit. At most 1000. Default: 500."""

    def __init__(
        self,
        *,
        symbol: str,
        order_id: int | str | None = None,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
        from_id: int | str | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            order_id=None if order_id is None else whole(order_id),
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
            from_id=None if from_id is None else whole(from_id),
            limit=None if limit is None else whole(limit),
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 1000):
            yield violation_of(LIMIT_RANGE)
        if gt(self.start_time, self.end_time) or further_apart(self.start_time, self.end_time, 604800000):
            yield violation_of(PERIOD)
        if compares_with_now(self.start_time, "lt", context.now, -15_897_600_000, sure=True):
            yield violation_of(HISTORY)
        if self.from_id is not None and (self.start_time is not None or self.end_time is not None):
            yield violation_of(ID_OR_TIME)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        if compares_with_now(self.start_time, "lt", context.now, -15_897_600_000, sure=False):
            yield from undecided_rule(HISTORY, {"now": exact(context.now)})
