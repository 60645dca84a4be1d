"""Place an order.

POST /fapi/v1/order, https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Ask, Endpoint, MadeId, Proof, RateLimit, Reconcile
from ..._runtime.limits.conditions import Cost
from ..._runtime.now import compares_with_now, exact
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
    no_number,
    no_time,
    prose,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Undecided, Violation, gte, undecided_rule, unlike, violation_of
from ..._runtime.values import EPOCH, Moment, Number, flag_text, number, whole_milliseconds
from ..context import Context
from ..types import NewOrderRespType, PositionSide, PriceMatch, SelfTradePreventionMode, Side, TimeInForce, Type
from .check_order import (
    CLIENT_ID_FORM,
    GTD_EARLIEST,
    GTD_LATEST,
    GTD_NEEDS_DATE,
    HEDGE_SIDE,
    HEDGE_SIDE_VALUE,
    LIMIT_NEEDS,
    LIMIT_PRICE,
    MARKET_NEEDS,
    ONE_WAY_SIDE,
    PREVENTION_EFFECTIVE,
    REDUCE_ONLY_ONE_WAY,
)

ENDPOINT = Endpoint(
    name="trade.place_order",
    method="POST",
    path="/fapi/v1/order",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api",
    signed=True,
    query=True,
    permissions=("trade",),
    rate_limits=(
        RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),
        RateLimit(limit=300, window=10.0, key=("user_id",), of="orders_10s"),
        RateLimit(limit=1200, window=60.0, key=("user_id",), of="orders_1m"),
    ),
    costs={
        "orders_10s": (Cost(units=1),),
        "orders_1m": (Cost(units=1),),
        "weight": (Cost(units=0),),
    },
    dedup_key="newClientOrderId",
    reconcile=Reconcile(
        ask=(
            Ask(
                method="GET",
                path="/fapi/v1/order",
                params={"symbol": "symbol", "origClientOrderId": "newClientOrderId"},
                match={"symbol": "symbol", "clientOrderId": "newClientOrderId"},
                absent=frozenset(("-2013",)),
            ),
        ),
        created="time",
    ),
    made_id=MadeId(length=32, form="letters_and_digits"),
    proof=Proof(),
)
PRICE_OR_MATCH = Rule(
    id="price_or_match",
    says="At most one of price and priceMatch may be sent.",
    because="A matched price stands for a given one.",
    params=("price", "priceMatch"),
)
CONDITIONAL_TYPES = Rule(
    id="conditional_types",
    says=(
        "When type is STOP, STOP_MARKET, TAKE_PROFIT, TAKE_PROFIT_MARKET or TRAILING_STOP_MARKET, the request is "
        "refused."
    ),
    because="Conditional orders moved to place_algo_order; the venue answers -4120 here.",
    params=("type",),
    level="warn",
)
CLIENT_ID_FORM_FORM = re.compile("[.A-Z:/a-z0-9_-]{1,36}")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class PlacedOrder(Row):
    """The response to trade.place_order."""

    client_order_id: str = field(default=ABSENT, metadata=wire("clientOrderId", "prose"))
    """Client order id."""
    cum_qty: Decimal = field(default=ABSENT, metadata=wire("cumQty", "decimal"))
    """Executed quantity."""
    cum_quote: Decimal = field(default=ABSENT, metadata=wire("cumQuote", "decimal"))
    """Executed amount in the quote asset."""
    executed_qty: Decimal = field(default=ABSENT, metadata=wire("executedQty", "decimal"))
    """Executed quantity."""
    order_id: str = field(default=ABSENT, metadata=wire("orderId", "text"))
    """Order id."""
    avg_price: Decimal = field(default=ABSENT, metadata=wire("avgPrice", "decimal"))
    """Average fill price."""
    orig_qty: Decimal = field(default=ABSENT, metadata=wire("origQty", "decimal"))
    """Original quantity."""
    price: Decimal = field(default=ABSENT, metadata=wire("price", "decimal"))
    """Price."""
    reduce_only: bool | None = field(default=None, metadata=wire("reduceOnly", "boolean"))
    """Whether the order may only reduce a position."""
    side: str = field(default=ABSENT, metadata=wire("side", "text"))
    """Whether the order buys or sells."""
    position_side: str = field(default=ABSENT, metadata=wire("positionSide", "text"))
    """Side of the position: BOTH in one-way mode, else LONG or SHORT."""
    status: str = field(default=ABSENT, metadata=wire("status", "text"))
    """Status."""
    stop_price: Decimal | None = field(default=None, metadata=wire("stopPrice", "decimal"))
    """Trigger price."""
    close_position: bool | None = field(default=None, metadata=wire("closePosition", "boolean"))
    """Whether the order closes the whole position."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "prose"))
    """The symbol."""
    time_in_force: str = field(default=ABSENT, metadata=wire("timeInForce", "text"))
    """Time in force."""
    type: str = field(default=ABSENT, metadata=wire("type", "text"))
    """Type of the order or record."""
    orig_type: str = field(default=ABSENT, metadata=wire("origType", "text"))
    """Original order type."""
    update_time: datetime = field(default=ABSENT, metadata=wire("updateTime", "milliseconds"))
    """Update time."""
    working_type: str = field(default=ABSENT, metadata=wire("workingType", "text"))
    """Which price triggers: contract price or mark price."""
    price_protect: bool | None = field(default=None, metadata=wire("priceProtect", "boolean"))
    """Whether a trigger is protected against a gap of mark price and last price."""
    price_match: str = field(default=ABSENT, metadata=wire("priceMatch", "text"))
    """Level of the order book whose price the order takes."""
    self_trade_prevention_mode: str = field(default=ABSENT, metadata=wire("selfTradePreventionMode", "text"))
    """Self-trade prevention: what happens to an order that would trade with one of the same account."""
    good_till_date: datetime | None = field(default=None, metadata=wire("goodTillDate", "milliseconds"))
    """Time at which a GTD order is cancelled; the venue keeps seconds only."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_client_order_id,
            v_cum_qty,
            v_cum_quote,
            v_executed_qty,
            v_order_id,
            v_avg_price,
            v_orig_qty,
            v_price,
            v_reduce_only,
            v_side,
            v_position_side,
            v_status,
            v_stop_price,
            v_close_position,
            v_symbol,
            v_time_in_force,
            v_type,
            v_orig_type,
            v_update_time,
            v_working_type,
            v_price_protect,
            v_price_match,
            v_self_trade_prevention_mode,
            v_good_till_date,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if (v := prose(v_client_order_id, "clientOrderId")) is not None:
                made.client_order_id = v
            if v_cum_qty != "":
                made.cum_qty = d if (d := exact_decimal(v_cum_qty)).is_finite() else no_number()
            if v_cum_quote != "":
                made.cum_quote = d if (d := exact_decimal(v_cum_quote)).is_finite() else no_number()
            if v_executed_qty != "":
                made.executed_qty = d if (d := exact_decimal(v_executed_qty)).is_finite() else no_number()
            if v_order_id != "":
                made.order_id = v_order_id if type(v_order_id) is str else spelt(v_order_id, "orderId")
            if v_avg_price != "":
                made.avg_price = d if (d := exact_decimal(v_avg_price)).is_finite() else no_number()
            if v_orig_qty != "":
                made.orig_qty = d if (d := exact_decimal(v_orig_qty)).is_finite() else no_number()
            if v_price != "":
                made.price = d if (d := exact_decimal(v_price)).is_finite() else no_number()
            made.reduce_only = boolean(v_reduce_only, "reduceOnly")
            if v_side != "":
                made.side = v_side if type(v_side) is str else spelt(v_side, "side")
            if v_position_side != "":
                made.position_side = (
                    v_position_side if type(v_position_side) is str else spelt(v_position_side, "positionSide")
                )
            if v_status != "":
                made.status = v_status if type(v_status) is str else spelt(v_status, "status")
            made.stop_price = (
                None if v_stop_price == "" else d if (d := exact_decimal(v_stop_price)).is_finite() else no_number()
            )
            made.close_position = boolean(v_close_position, "closePosition")
            if (v := prose(v_symbol, "symbol")) is not None:
                made.symbol = v
            if v_time_in_force != "":
                made.time_in_force = (
                    v_time_in_force if type(v_time_in_force) is str else spelt(v_time_in_force, "timeInForce")
                )
            if v_type != "":
                made.type = v_type if type(v_type) is str else spelt(v_type, "type")
            if v_orig_type != "":
                made.orig_type = v_orig_type if type(v_orig_type) is str else spelt(v_orig_type, "origType")
            if v_update_time not in ("", "0"):
                made.update_time = EPOCH + MILLISECOND * (int(v_update_time) or no_time())
            if v_working_type != "":
                made.working_type = (
                    v_working_type if type(v_working_type) is str else spelt(v_working_type, "workingType")
                )
            made.price_protect = boolean(v_price_protect, "priceProtect")
            if v_price_match != "":
                made.price_match = v_price_match if type(v_price_match) is str else spelt(v_price_match, "priceMatch")
            if v_self_trade_prevention_mode != "":
                made.self_trade_prevention_mode = (
                    v_self_trade_prevention_mode
                    if type(v_self_trade_prevention_mode) is str
                    else spelt(v_self_trade_prevention_mode, "selfTradePreventionMode")
                )
            made.good_till_date = (
                None if v_good_till_date in ("", "0") else EPOCH + MILLISECOND * (int(v_good_till_date) or no_time())
            )
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class PlaceOrder(Request[PlacedOrder]):
    """Place an order."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("", PlacedOrder)
    reads_now: ClassVar[bool] = True

    symbol: str = field(metadata=param("symbol", required=True))
    """The symbol."""
    side: Side | str = field(metadata=param("side", required=True, values=("BUY", "SELL"), open=True))
    """Whether the order buys or sells. Documented values: BUY, SELL."""
    position_side: PositionSide | str | None = field(
        default=None, metadata=param("positionSide", values=("BOTH", "LONG", "SHORT"), open=True)
    )
    """Side of the position: BOTH in one-way mode, else LONG or SHORT. Documented values: BOTH, LONG, SHORT."""
    type: Type | str = field(metadata=param("type", required=True, values=("LIMIT", "MARKET"), open=True))
    """Type of the order or record. Documented values: LIMIT, MARKET."""
    time_in_force: TimeInForce | str | None = field(
        default=None, metadata=param("timeInForce", values=("GTC", "IOC", "FOK", "GTX", "GTD"), open=True)
    )
    """Time in force. Documented values: GTC, IOC, FOK, GTX, GTD."""
    quantity: str | None = field(default=None, converter=number, metadata=param("quantity"))
    """Order quantity."""
    reduce_only: str | None = field(default=None, converter=flag_text, metadata=param("reduceOnly"))
    """Whether the order may only reduce a position. Default: false."""
    price: str | None = field(default=None, converter=number, metadata=param("price"))
    """Price."""
    new_client_order_id: str | None = field(default=None, metadata=param("newClientOrderId"))
    """Client order id of the new order; unique among open orders."""
    new_order_resp_type: NewOrderRespType | str | None = field(
        default=None, metadata=param("newOrderRespType", values=("ACK", "RESULT"), open=True)
    )
    """Whether the answer waits for the result of the order. Documented values: ACK, RESULT. Default: ACK."""
    price_match: PriceMatch | str | None = field(
        default=None,
        metadata=param(
            "priceMatch",
            values=("OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"),
            open=True,
        ),
    )
    """Level of the order book whose price the order takes. Documented values: OPPONENT, OPPONENT_5, OPPONENT_10,
    OPPONENT_20, QUEUE, QUEUE_5, QUEUE_10, QUEUE_20.
    """
    self_trade_prevention_mode: SelfTradePreventionMode | str | None = field(
        default=None,
        metadata=param(
            "selfTradePreventionMode", values=("EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "NONE"), open=True
        ),
    )
    """Self-trade prevention: what happens to an order that would trade with one of the same account. Documented
    values: EXPIRE_TAKER, EXPIRE_MAKER, EXPIRE_BOTH, NONE. Default: EXPIRE_MAKER.
    """
    good_till_date: int | None = field(
        default=None, converter=whole_milliseconds, metadata=param("goodTillDate", "integer")
    )
    """Time at which a GTD order is cancelled; the venue keeps seconds only."""

    def __init__(
        self,
        *,
        symbol: str,
        side: Side | str,
        position_side: PositionSide | str | None = None,
        type: Type | str,
        time_in_force: TimeInForce | str | None = None,
        quantity: Number | None = None,
        reduce_only: bool | str | None = None,
        price: Number | None = None,
        new_client_order_id: str | None = None,
        new_order_resp_type: NewOrderRespType | str | None = None,
        price_match: PriceMatch | str | None = None,
        self_trade_prevention_mode: SelfTradePreventionMode | str | None = None,
        good_till_date: Moment | None = None,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            side=side,
            position_side=position_side,
            type=type,
            time_in_force=time_in_force,
            quantity=None if quantity is None else number(quantity),
            reduce_only=None if reduce_only is None else flag_text(reduce_only),
            price=None if price is None else number(price),
            new_client_order_id=new_client_order_id,
            new_order_resp_type=new_order_resp_type,
            price_match=price_match,
            self_trade_prevention_mode=self_trade_prevention_mode,
            good_till_date=None if good_till_date is None else whole_milliseconds(good_till_date),
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.type == "LIMIT" and (self.time_in_force is None or self.quantity is None):
            yield violation_of(LIMIT_NEEDS)
        if self.type == "LIMIT" and self.price is None and self.price_match is None:
            yield violation_of(LIMIT_PRICE)
        if self.type == "MARKET" and self.quantity is None:
            yield violation_of(MARKET_NEEDS)
        if context.position_mode == "hedge" and self.position_side is None:
            yield violation_of(HEDGE_SIDE)
        if context.position_mode == "hedge" and self.position_side not in (None, "", "LONG", "SHORT"):
            yield violation_of(HEDGE_SIDE_VALUE)
        if context.position_mode == "one_way" and self.position_side not in (None, "", "BOTH"):
            yield violation_of(ONE_WAY_SIDE)
        if context.position_mode == "hedge" and self.reduce_only:
            yield violation_of(REDUCE_ONLY_ONE_WAY)
        if unlike(CLIENT_ID_FORM_FORM, self.new_client_order_id):
            yield violation_of(CLIENT_ID_FORM)
        if self.price and self.price_match:
            yield violation_of(PRICE_OR_MATCH)
        if self.time_in_force == "GTD" and self.good_till_date is None:
            yield violation_of(GTD_NEEDS_DATE)
        if gte(self.good_till_date, 253402300799000):
            yield violation_of(GTD_LATEST)
        if self.time_in_force == "GTD" and compares_with_now(
            self.good_till_date, "lte", context.now, 600_000, sure=True
        ):
            yield violation_of(GTD_EARLIEST)
        if self.time_in_force in ("FOK", "GTX") and self.self_trade_prevention_mode:
            yield violation_of(PREVENTION_EFFECTIVE)
        if self.type in ("STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"):
            yield violation_of(CONDITIONAL_TYPES)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        if context.position_mode in (None, "hedge") and not self.position_side:
            yield from undecided_rule(HEDGE_SIDE, {"positionMode": context.position_mode})
        if context.position_mode in (None, "hedge") and self.position_side not in (None, "", "LONG", "SHORT"):
            yield from undecided_rule(HEDGE_SIDE_VALUE, {"positionMode": context.position_mode})
        if context.position_mode in (None, "one_way") and self.position_side not in (None, "", "BOTH"):
            yield from undecided_rule(ONE_WAY_SIDE, {"positionMode": context.position_mode})
        if context.position_mode in (None, "hedge") and self.reduce_only is not None:
            yield from undecided_rule(REDUCE_ONLY_ONE_WAY, {"positionMode": context.position_mode})
        if self.time_in_force == "GTD" and compares_with_now(
            self.good_till_date, "lte", context.now, 600_000, sure=False
        ):
            yield from undecided_rule(GTD_EARLIEST, {"now": exact(context.now)})
