"""Get the items that points can be spent on.

POST /v5/card/reward/mall/item/list, https://bybit-exchange.github.io/docs/v5/bybit-card/point/item-list (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    exact_decimal,
    integer,
    no_number,
    no_time,
    prose,
    rows,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, lt, violation_of
from ..._runtime.values import EPOCH, flag, whole
from ..context import Context
from ..types import MallItemsCurrency

ENDPOINT = Endpoint(
    name="card_points.get_mall_items",
    method="POST",
    path="/v5/card/reward/mall/item/list",
    docs="https://bybit-exchange.github.io/docs/v5/bybit-card/point/item-list",
    signed=True,
    query=True,
    write=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    paging=Paging(number="page_no", rows="data"),
)
PAGE_SIZE = Rule(
    id="page_size", says="pageSize must be at least 1.", because="A page has one item at least.", params=("pageSize",)
)
PAGES_FROM_ONE = Rule(
    id="pages_from_one", says="pageNo must be at least 1.", because="Pages are counted from 1.", params=("pageNo",)
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MallItemsData(Row):
    """One entry per record."""

    item_id: str = field(default=ABSENT, metadata=wire("itemId", "text"))
    """Item id."""
    item_name: str = field(default=ABSENT, metadata=wire("itemName", "prose"))
    """Name of the item."""
    priority: int = field(default=ABSENT, metadata=wire("priority", "integer"))
    """Priority; what a high one means is not said."""
    on_time: datetime = field(default=ABSENT, metadata=wire("onTime", "milliseconds"))
    """Start of the offer."""
    off_time: datetime = field(default=ABSENT, metadata=wire("offTime", "milliseconds"))
    """End of the offer."""
    price: Decimal = field(default=ABSENT, metadata=wire("price", "decimal"))
    """Price."""
    discount_price: Decimal = field(default=ABSENT, metadata=wire("discountPrice", "decimal"))
    """Reduced price."""
    total_num: int = field(default=ABSENT, metadata=wire("totalNum", "integer"))
    """Total number of items."""
    redeem_num: int = field(default=ABSENT, metadata=wire("redeemNum", "integer"))
    """Number of items that were taken."""
    pic_path: str = field(default=ABSENT, metadata=wire("picPath", "prose"))
    """Path of the picture."""
    currency: MallItemsCurrency | str = field(default=ABSENT, metadata=wire("currency", "text"))
    """Coin that the price is in. Documented values: USDT, USDC, BTC, ETH, POINT."""
    currency_type: int = field(default=ABSENT, metadata=wire("currencyType", "integer"))
    """Kind of currency, as a code."""
    item_type: int = field(default=ABSENT, metadata=wire("itemType", "integer"))
    """Kind of item; 1: virtual, 2: physical."""
    item_biz_type: int = field(default=ABSENT, metadata=wire("itemBizType", "integer"))
    """What the item gives; 1: points, 2: currency."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_item_id,
            v_item_name,
            v_priority,
            v_on_time,
            v_off_time,
            v_price,
            v_discount_price,
            v_total_num,
            v_redeem_num,
            v_pic_path,
            v_currency,
            v_currency_type,
            v_item_type,
            v_item_biz_type,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_item_id != "":
                made.item_id = v_item_id if type(v_item_id) is str else spelt(v_item_id, "itemId")
            if (v := prose(v_item_name, "itemName")) is not None:
                made.item_name = v
            if (v := integer(v_priority, "priority")) is not None:
                made.priority = v
            if v_on_time not in ("", "0"):
                made.on_time = EPOCH + MILLISECOND * (int(v_on_time) or no_time())
            if v_off_time not in ("", "0"):
                made.off_time = EPOCH + MILLISECOND * (int(v_off_time) or no_time())
            if v_price != "":
                made.price = d if (d := exact_decimal(v_price)).is_finite() else no_number()
            if v_discount_price != "":
                made.discount_price = d if (d := exact_decimal(v_discount_price)).is_finite() else no_number()
            if (v := integer(v_total_num, "totalNum")) is not None:
                made.total_num = v
            if (v := integer(v_redeem_num, "redeemNum")) is not None:
                made.redeem_num = v
            if (v := prose(v_pic_path, "picPath")) is not None:
                made.pic_path = v
            if v_currency != "":
                made.currency = v_currency if type(v_currency) is str else spelt(v_currency, "currency")
            if (v := integer(v_currency_type, "currencyType")) is not None:
                made.currency_type = v
            if (v := integer(v_item_type, "itemType")) is not None:
                made.item_type = v
            if (v := integer(v_item_biz_type, "itemBizType")) is not None:
                made.item_biz_type = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MallItems(Row):
    """The response to card_points.get_mall_items."""

    page_no: int = field(default=ABSENT, metadata=wire("pageNo", "integer"))
    """Number of the page, from 1."""
    page_size: int = field(default=ABSENT, metadata=wire("pageSize", "integer"))
    """Entries of a page."""
    total_count: int = field(default=ABSENT, metadata=wire("totalCount", "integer"))
    """Total number of records."""
    data: list[MallItemsData] = field(factory=list[MallItemsData], metadata=wire("data", "rows", MallItemsData))
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := integer(get("pageNo"), "pageNo")) is not None:
                made.page_no = v
            if (v := integer(get("pageSize"), "pageSize")) is not None:
                made.page_size = v
            if (v := integer(get("totalCount"), "totalCount")) is not None:
                made.total_count = v
            made.data = rows(get("data"), "data", MallItemsData.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[MallItemsData]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int) -> MallItemsData:
        return self.data[index]


@frozen(kw_only=True, init=False, slots=False)
class GetMallItems(PagedRequest[MallItems, MallItemsData]):
    """Get the items that points can be spent on."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", MallItems)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("page_size", "page_no")

    page_no: int | None = field(default=None, converter=whole, metadata=param("pageNo", "integer"))
    """Number of the page, from 1. At least 1. Default: 1."""
    page_size: int | None = field(default=None, converter=whole, metadata=param("pageSize", "integer"))
    """Entries of a page. At least 1. Default: 10."""
    item_type: int | None = field(
        default=None, converter=whole, metadata=param("itemType", "integer", values=("1", "2"))
    )
    """Kind of item; 1: virtual, 2: physical. One of 1, 2."""
    item_biz_type: int | None = field(
        default=None, converter=whole, metadata=param("itemBizType", "integer", values=("1", "2"))
    )
    """What the item gives; 1: points, 2: currency. One of 1, 2."""
    order_by: int | None = field(
        default=None, converter=whole, metadata=param("orderBy", "integer", values=("1", "2", "3"))
    )
    """What the items are sorted by; 1: priority, 2: start of the offer, 3: price. One of 1, 2, 3."""
    asc: bool | None = field(default=None, converter=flag, metadata=param("asc", "boolean"))
    """Whether the smallest comes first."""
    source: int | None = field(default=None, converter=whole, metadata=param("source", "integer", values=("0", "1")))
    """Which items; 0: the usual ones, 1: those for VIP users. One of 0, 1."""

    def __init__(
        self,
        *,
        page_no: int | str | None = None,
        page_size: int | str | None = None,
        item_type: int | str | None = None,
        item_biz_type: int | str | None = None,
        order_by: int | str | None = None,
        asc: bool | None = None,
        source: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            page_no=None if page_no is None else whole(page_no),
            page_size=None if page_size is None else whole(page_size),
            item_type=None if item_type is None else whole(item_type),
            item_biz_type=None if item_biz_type is None else whole(item_biz_type),
            order_by=None if order_by is None else whole(order_by),
            asc=None if asc is None else flag(asc),
            source=None if source is None else whole(source),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (self.page_size is not None and lt(self.page_size, 1)) or (self.page_no is not None and lt(self.page_no, 1))
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.page_size, 1):
            yield violation_of(PAGE_SIZE)
        if lt(self.page_no, 1):
            yield violation_of(PAGES_FROM_ONE)
