"""Query Mall Item List.

POST /v5/card/reward/mall/item/list, https://bybit-exchange.github.io/docs/v5/bybit-card/point/item-list (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    UNUSUAL_VALUE,
    Row,
    decimal,
    exact_decimal,
    guessed,
    integer,
    milliseconds,
    prose,
    rows,
    text,
    wire,
)
from ..._runtime.values import flag, whole
from ..types import MallItemsCurrency

ENDPOINT = Endpoint(
    name="card_points.get_mall_items",
    method="POST",
    path="/v5/card/reward/mall/item/list",
    docs="https://bybit-exchange.github.io/docs/v5/bybit-card/point/item-list",
    signed=True,
    query=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    proof=Proof(),
)


@define(kw_only=True)
class GetMallItemsRowData(Row):
    """One entry per record."""

    item_id: str | None = field(default=None, metadata=wire("itemId", "prose"))
    """Item ID."""
    item_name: str | None = field(default=None, metadata=wire("itemName", "prose"))
    """Item name."""
    priority: int | None = field(default=None, metadata=wire("priority", "integer"))
    """Priority."""
    on_time: datetime | str | None = field(default=None, metadata=wire("onTime", "guessed", milliseconds))
    """Listing time."""
    off_time: datetime | str | None = field(default=None, metadata=wire("offTime", "guessed", milliseconds))
    """Delisting time."""
    price: Decimal | None = field(default=None, metadata=wire("price", "decimal"))
    """Price."""
    discount_price: Decimal | str | None = field(default=None, metadata=wire("discountPrice", "guessed", decimal))
    """Discounted price."""
    total_num: int | None = field(default=None, metadata=wire("totalNum", "integer"))
    """Total quantity."""
    redeem_num: int | None = field(default=None, metadata=wire("redeemNum", "integer"))
    """Redeemed quantity."""
    pic_path: str | None = field(default=None, metadata=wire("picPath", "prose"))
    """Image path."""
    currency: MallItemsCurrency | str | None = field(default=None, metadata=wire("currency", "text"))
    """Coin. Documented values: USDT, USDC, BTC, ETH, POINT."""
    currency_type: int | None = field(default=None, metadata=wire("currencyType", "integer"))
    """Currency type. Documented values: FIAT, CRYPTO, POINT."""
    item_type: int | None = field(default=None, metadata=wire("itemType", "integer"))
    """Item type. Documented values: VIRTUAL, ENTITY."""
    item_biz_type: int | None = field(default=None, metadata=wire("itemBizType", "integer"))
    """Item sub-type. Documented values: POINTS, CURRENCY."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.item_id = prose(get("itemId"), "itemId")
            made.item_name = prose(get("itemName"), "itemName")
            made.priority = integer(get("priority"), "priority")
            made.on_time = guessed(get("onTime"), "onTime", milliseconds)
            made.off_time = guessed(get("offTime"), "offTime", milliseconds)
            made.price = exact_decimal(v) if (v := get("price", "")) != "" else None
            made.discount_price = guessed(get("discountPrice"), "discountPrice", decimal)
            made.total_num = integer(get("totalNum"), "totalNum")
            made.redeem_num = integer(get("redeemNum"), "redeemNum")
            made.pic_path = prose(get("picPath"), "picPath")
            made.currency = text(get("currency"), "currency")
            made.currency_type = integer(get("currencyType"), "currencyType")
            made.item_type = integer(get("itemType"), "itemType")
            made.item_biz_type = integer(get("itemBizType"), "itemBizType")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetMallItemsRow(Row):
    """The response to card_points.get_mall_items."""

    page_no: int | None = field(default=None, metadata=wire("pageNo", "integer"))
    """Current page number."""
    page_size: int | None = field(default=None, metadata=wire("pageSize", "integer"))
    """Entries of a page."""
    total_count: int | None = field(default=None, metadata=wire("totalCount", "integer"))
    """Total number of records."""
    data: list[GetMallItemsRowData] = field(
        factory=list[GetMallItemsRowData], metadata=wire("data", "rows", GetMallItemsRowData)
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.page_no = integer(get("pageNo"), "pageNo")
            made.page_size = integer(get("pageSize"), "pageSize")
            made.total_count = integer(get("totalCount"), "totalCount")
            made.data = rows(get("data"), "data", GetMallItemsRowData.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetMallItemsRowData]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int) -> GetMallItemsRowData:
        return self.data[index]


@frozen(kw_only=True)
class GetMallItems(Request[GetMallItemsRow]):
    """Query Mall Item List."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetMallItemsRow)

    page_no: int | None = field(default=None, converter=whole, metadata=param("pageNo", "integer"))
    """Page number. At least 1. Default: 1."""
    page_size: int | None = field(default=None, converter=whole, metadata=param("pageSize", "integer"))
    """Entries of a page. At least 1. Default: 10."""
    item_type: int | None = field(
        default=None, converter=whole, metadata=param("itemType", "integer", values=("1", "2"))
    )
    """Item type. One of 1, 2."""
    item_biz_type: int | None = field(
        default=None, converter=whole, metadata=param("itemBizType", "integer", values=("1", "2"))
    )
    """Item sub-type. One of 1, 2."""
    order_by: int | None = field(
        default=None, converter=whole, metadata=param("orderBy", "integer", values=("1", "2", "3"))
    )
    """What the records are sorted by. One of 1, 2, 3."""
    asc: bool | None = field(default=None, converter=flag, metadata=param("asc", "boolean"))
    """Whether to sort in ascending order."""
    source: int | None = field(default=None, converter=whole, metadata=param("source", "integer", values=("0", "1")))
    """Code by which the user came. One of 0, 1."""
