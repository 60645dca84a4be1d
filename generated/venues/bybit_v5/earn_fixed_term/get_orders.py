"""Get Order List.

GET /v5/earn/fixed-term/order, https://bybit-exchange.github.io/docs/v5/finance/earn/fixed-saving/order (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    cursor,
    exact_decimal,
    guessed,
    milliseconds,
    no_time,
    prose,
    rows,
    text,
    wire,
)
from ..._runtime.values import EPOCH, whole, whole_milliseconds
from ..types import EarnFixedTermCategory, EarnFixedTermOrdersOrderType, EarnFixedTermOrdersStatus, Status5

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
)


@define(kw_only=True)
class YieldInfoList(Row):
    """Yield info list."""

    coin: str | None = field(default=None, metadata=wire("coin", "text"))
    """Coin."""
    amount: Decimal | None = field(default=None, metadata=wire("amount", "decimal"))
    """Amount of the coin."""
    status: Status5 | str | None = field(default=None, metadata=wire("status", "text"))
    """State. Documented values: Pending, Distributed, Fail, ReinvestSuccess."""
    created_at: datetime | None = field(default=None, metadata=wire("createdAt", "milliseconds"))
    """When it was created."""
    apy: str | None = field(default=None, metadata=wire("apy", "prose"))
    """APY applied for this yield."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.coin = text(get("coin"), "coin")
            made.amount = exact_decimal(v) if (v := get("amount", "")) != "" else None
            made.status = text(get("status"), "status")
            made.created_at = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("createdAt", "")) not in ("", "0") else None
            )
            made.apy = prose(get("apy"), "apy")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetOrdersRowGetOrdersRow(Row):
    """One entry per record."""

    order_id: str | None = field(default=None, metadata=wire("orderId", "text"))
    """Order id."""
    order_link_id: str | None = field(default=None, metadata=wire("orderLinkId", "text"))
    """Client order id."""
    order_type: EarnFixedTermOrdersOrderType | str | None = field(default=None, metadata=wire("orderType", "text"))
    """Order type. Documented values: Stake, Redeem, Reinvest."""
    status: EarnFixedTermOrdersStatus | str | None = field(default=None, metadata=wire("status", "text"))
    """State. Documented values: Processing, Active, Complete, Failed."""
    product_id: str | None = field(default=None, metadata=wire("productId", "text"))
    """Product id."""
    category: EarnFixedTermCategory | str | None = field(default=None, metadata=wire("category", "text"))
    """Product category. Documented values: FixedTermSaving, FundPool, FundPoolPremium."""
    coin: str | None = field(default=None, metadata=wire("coin", "text"))
    """Coin."""
    amount: Decimal | None = field(default=None, metadata=wire("amount", "decimal"))
    """Amount of the coin."""
    duration: str | None = field(default=None, metadata=wire("duration", "prose"))
    """Fixed term duration."""
    account_type: str | None = field(default=None, metadata=wire("accountType", "text"))
    """Wallet that is meant."""
    settlement_time: datetime | str | None = field(
        default=None, metadata=wire("settlementTime", "guessed", milliseconds)
    )
    """Settlement time."""
    created_at: datetime | None = field(default=None, metadata=wire("createdAt", "milliseconds"))
    """When it was created."""
    yield_info_list: list[YieldInfoList] = field(
        factory=list[YieldInfoList], metadata=wire("yieldInfoList", "rows", YieldInfoList)
    )
    """Yield info list."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.order_id = text(get("orderId"), "orderId")
            made.order_link_id = text(get("orderLinkId"), "orderLinkId")
            made.order_type = text(get("orderType"), "orderType")
            made.status = text(get("status"), "status")
            made.product_id = text(get("productId"), "productId")
            made.category = text(get("category"), "category")
            made.coin = text(get("coin"), "coin")
            made.amount = exact_decimal(v) if (v := get("amount", "")) != "" else None
            made.duration = prose(get("duration"), "duration")
            made.account_type = text(get("accountType"), "accountType")
            made.settlement_time = guessed(get("settlementTime"), "settlementTime", milliseconds)
            made.created_at = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("createdAt", "")) not in ("", "0") else None
            )
            made.yield_info_list = rows(get("yieldInfoList"), "yieldInfoList", YieldInfoList.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetOrdersRow(Row):
    """The response to earn_fixed_term.get_orders."""

    list_: list[GetOrdersRowGetOrdersRow] = field(
        factory=list[GetOrdersRowGetOrdersRow], metadata=wire("list", "rows", GetOrdersRowGetOrdersRow)
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
            made.list_ = rows(get("list"), "list", GetOrdersRowGetOrdersRow.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetOrdersRowGetOrdersRow]:
        return iter(self.list_)

    def __len__(self) -> int:
        return len(self.list_)

    def __getitem__(self, index: int) -> GetOrdersRowGetOrdersRow:
        return self.list_[index]


@frozen(kw_only=True)
class GetOrders(Request[GetOrdersRow]):
    """Get Order List."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetOrdersRow)

    order_type: str | None = field(default=None, metadata=param("orderType"))
    """Order type."""
    product_id: str | None = field(default=None, metadata=param("productId"))
    """Product id."""
    category: str | None = field(default=None, metadata=param("category"))
    """Product category."""
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
