"""Get your orders to stake, redeem and reinvest.

GET /v5/earn/fixed-term/order, https://bybit-exchange.github.io/docs/v5/finance/earn/fixed-saving/order (generated
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
    prose,
    rows,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Violation, gt, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import (
    EarnFixedTermCategory,
    EarnFixedTermOrdersOrderType,
    EarnFixedTermOrdersStatus,
    WalletBalanceAccountType,
    YieldStatus,
)

ENDPOINT = Endpoint(
    name="earn_fixed_term.get_orders",
    method="GET",
    path="/v5/earn/fixed-term/order",
    docs="https://bybit-exchange.github.io/docs/v5/finance/earn/fixed-saving/order",
    signed=True,
    permissions=("Earn",),
    rate_limits=(
        RateLimit(limit=10, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    paging=Paging(cursor="cursor", rows="list", token="nextPageCursor", size="limit", largest=50),
)
PRODUCT_NEEDS_CATEGORY = Rule(
    id="product_needs_category",
    says="When productId is sent, category is required.",
    because="A product is told by its category and its id.",
    params=("category", "productId"),
)
WINDOW = Rule(
    id="window",
    says="startTime must not be greater than endTime.",
    because="A window ends after it began.",
    params=("startTime", "endTime"),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class YieldInfoList(Row):
    """What the order has earned, by coin."""

    coin: str = field(default=ABSENT, metadata=wire("coin", "text"))
    """Coin."""
    amount: Decimal = field(default=ABSENT, metadata=wire("amount", "decimal"))
    """Amount of the coin."""
    status: YieldStatus | str = field(default=ABSENT, metadata=wire("status", "text"))
    """State. Documented values: Pending, Distributed, Fail, ReinvestSuccess."""
    created_at: datetime = field(default=ABSENT, metadata=wire("createdAt", "milliseconds"))
    """When it was created."""
    apy: str = field(default=ABSENT, metadata=wire("apy", "prose"))
    """Annual yield as the venue writes it, such as 2.50%."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("coin", "")) != "":
                made.coin = v if type(v) is str else spelt(v, "coin")
            if (v := get("amount", "")) != "":
                made.amount = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("status", "")) != "":
                made.status = v if type(v) is str else spelt(v, "status")
            if (v := get("createdAt", "")) not in ("", "0"):
                made.created_at = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := prose(get("apy"), "apy")) is not None:
                made.apy = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrdersOrder(Row):
    """One entry per record."""

    order_id: str = field(default=ABSENT, metadata=wire("orderId", "text"))
    """Order id."""
    order_link_id: str | None = field(default=None, metadata=wire("orderLinkId", "text"))
    """Client order id."""
    order_type: EarnFixedTermOrdersOrderType | str = field(default=ABSENT, metadata=wire("orderType", "text"))
    """Order type. Documented values: Stake, Redeem, Reinvest."""
    status: EarnFixedTermOrdersStatus | str = field(default=ABSENT, metadata=wire("status", "text"))
    """State. Documented values: Processing, Active, Complete, Failed."""
    product_id: str = field(default=ABSENT, metadata=wire("productId", "text"))
    """Product id."""
    category: EarnFixedTermCategory = field(default=ABSENT, metadata=wire("category", "text"))
    """Product category. Documented values: FixedTermSaving, FundPool, FundPoolPremium."""
    coin: str = field(default=ABSENT, metadata=wire("coin", "text"))
    """Coin."""
    amount: Decimal = field(default=ABSENT, metadata=wire("amount", "decimal"))
    """Amount of the coin."""
    duration: str = field(default=ABSENT, metadata=wire("duration", "prose"))
    """Length of the term."""
    account_type: WalletBalanceAccountType = field(default=ABSENT, metadata=wire("accountType", "text"))
    """Wallet that is meant. Documented values: FUND, UNIFIED."""
    settlement_time: datetime = field(default=ABSENT, metadata=wire("settlementTime", "milliseconds"))
    """When it is settled."""
    created_at: datetime = field(default=ABSENT, metadata=wire("createdAt", "milliseconds"))
    """When it was created."""
    yield_info_list: list[YieldInfoList] = field(
        factory=list[YieldInfoList], metadata=wire("yieldInfoList", "rows", YieldInfoList)
    )
    """What the order has earned, by coin."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_order_id,
            v_order_link_id,
            v_order_type,
            v_status,
            v_product_id,
            v_category,
            v_coin,
            v_amount,
            v_duration,
            v_account_type,
            v_settlement_time,
            v_created_at,
            v_yield_info_list,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_order_id != "":
                made.order_id = v_order_id if type(v_order_id) is str else spelt(v_order_id, "orderId")
            made.order_link_id = (
                (v_order_link_id or None) if type(v_order_link_id) is str else text(v_order_link_id, "orderLinkId")
            )
            if v_order_type != "":
                made.order_type = v_order_type if type(v_order_type) is str else spelt(v_order_type, "orderType")
            if v_status != "":
                made.status = v_status if type(v_status) is str else spelt(v_status, "status")
            if v_product_id != "":
                made.product_id = v_product_id if type(v_product_id) is str else spelt(v_product_id, "productId")
            if (v := choice(v_category, "category")) is not None:
                made.category = v
            if v_coin != "":
                made.coin = v_coin if type(v_coin) is str else spelt(v_coin, "coin")
            if v_amount != "":
                made.amount = d if (d := exact_decimal(v_amount)).is_finite() else no_number()
            if (v := prose(v_duration, "duration")) is not None:
                made.duration = v
            if (v := choice(v_account_type, "accountType")) is not None:
                made.account_type = v
            if v_settlement_time not in ("", "0"):
                made.settlement_time = EPOCH + MILLISECOND * (int(v_settlement_time) or no_time())
            if v_created_at not in ("", "0"):
                made.created_at = EPOCH + MILLISECOND * (int(v_created_at) or no_time())
            made.yield_info_list = rows(v_yield_info_list, "yieldInfoList", YieldInfoList.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Orders(Row):
    """The response to earn_fixed_term.get_orders."""

    list: ListOf[OrdersOrder] = field(factory=ListOf[OrdersOrder], metadata=wire("list", "rows", OrdersOrder))
    """One entry per record."""
    next_page_cursor: str | None = field(default=None, metadata=wire("nextPageCursor", "cursor"))
    """Cursor of the next page; empty where there is none."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list = rows(get("list"), "list", OrdersOrder.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[OrdersOrder]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> OrdersOrder:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[OrdersOrder]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetOrders(PagedRequest[Orders, OrdersOrder]):
    """Get your orders to stake, redeem and reinvest."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", Orders)
    read_by_rules: ClassVar = ("start_time", "end_time")

    order_type: EarnFixedTermOrdersOrderType | str | None = field(
        default=None, metadata=param("orderType", values=("Stake", "Redeem", "Reinvest"), open=True)
    )
    """Order type. Documented values: Stake, Redeem, Reinvest."""
    product_id: str | None = field(default=None, metadata=param("productId"))
    """Product id."""
    category: EarnFixedTermCategory | str | None = field(
        default=None, metadata=param("category", values=("FixedTermSaving", "FundPool", "FundPoolPremium"), open=True)
    )
    """Product category. Documented values: FixedTermSaving, FundPool, FundPoolPremium."""
    order_id: str | None = field(default=None, metadata=param("orderId"))
    """Order id."""
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time window."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time window."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records to return. At most 50. Default: 20."""
    cursor: str | None = field(default=None, metadata=param("cursor"))
    """Cursor; asks for the page behind the one that gave it."""

    def __init__(
        self,
        *,
        order_type: EarnFixedTermOrdersOrderType | str | None = None,
        product_id: str | None = None,
        category: EarnFixedTermCategory | str | None = None,
        order_id: str | None = None,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
        limit: int | str | None = None,
        cursor: str | None = None,
    ) -> None:
        self.__dict__.update(
            order_type=order_type,
            product_id=product_id,
            category=category,
            order_id=order_id,
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
            limit=None if limit is None else whole(limit),
            cursor=cursor,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.product_id and self.category is None:
            yield violation_of(PRODUCT_NEEDS_CATEGORY)
        if gt(self.start_time, self.end_time):
            yield violation_of(WINDOW)
