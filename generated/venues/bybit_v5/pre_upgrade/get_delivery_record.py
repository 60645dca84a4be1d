"""Get Pre-upgrade Delivery Record.

GET /v5/pre-upgrade/asset/delivery-record, https://bybit-exchange.github.io/docs/v5/pre-upgrade/delivery (generated
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
    decimal,
    exact_decimal,
    guessed,
    no_time,
    rows,
    text,
    wire,
)
from ..._runtime.values import EPOCH, whole
from ..types import Category, Side

ENDPOINT = Endpoint(
    name="pre_upgrade.get_delivery_record",
    method="GET",
    path="/v5/pre-upgrade/asset/delivery-record",
    docs="https://bybit-exchange.github.io/docs/v5/pre-upgrade/delivery",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True)
class GetDeliveryRecordRowGetDeliveryRecordRow(Row):
    """One entry per record."""

    delivery_time: datetime | None = field(default=None, metadata=wire("deliveryTime", "milliseconds"))
    """When the contract is delivered."""
    symbol: str | None = field(default=None, metadata=wire("symbol", "text"))
    """Symbol of the instrument."""
    side: Side | str | None = field(default=None, metadata=wire("side", "text"))
    """Buy or sell. Documented values: Buy, Sell."""
    position: Decimal | str | None = field(default=None, metadata=wire("position", "guessed", decimal))
    """Executed size."""
    delivery_price: Decimal | None = field(default=None, metadata=wire("deliveryPrice", "decimal"))
    """Price at which the contract was delivered."""
    strike: Decimal | str | None = field(default=None, metadata=wire("strike", "guessed", decimal))
    """Exercise price."""
    fee: Decimal | None = field(default=None, metadata=wire("fee", "decimal"))
    """Trading fee; negative is a rebate."""
    delivery_rpl: Decimal | str | None = field(default=None, metadata=wire("deliveryRpl", "guessed", decimal))
    """Realized PnL of the delivery."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.delivery_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("deliveryTime", "")) not in ("", "0") else None
            )
            made.symbol = text(get("symbol"), "symbol")
            made.side = text(get("side"), "side")
            made.position = guessed(get("position"), "position", decimal)
            made.delivery_price = exact_decimal(v) if (v := get("deliveryPrice", "")) != "" else None
            made.strike = guessed(get("strike"), "strike", decimal)
            made.fee = exact_decimal(v) if (v := get("fee", "")) != "" else None
            made.delivery_rpl = guessed(get("deliveryRpl"), "deliveryRpl", decimal)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetDeliveryRecordRow(Row):
    """The response to pre_upgrade.get_delivery_record."""

    category: str | None = field(default=None, metadata=wire("category", "text"))
    """Product category."""
    list_: list[GetDeliveryRecordRowGetDeliveryRecordRow] = field(
        factory=list[GetDeliveryRecordRowGetDeliveryRecordRow],
        metadata=wire("list", "rows", GetDeliveryRecordRowGetDeliveryRecordRow),
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
            made.category = text(get("category"), "category")
            made.list_ = rows(get("list"), "list", GetDeliveryRecordRowGetDeliveryRecordRow.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetDeliveryRecordRowGetDeliveryRecordRow]:
        return iter(self.list_)

    def __len__(self) -> int:
        return len(self.list_)

    def __getitem__(self, index: int) -> GetDeliveryRecordRowGetDeliveryRecordRow:
        return self.list_[index]


@frozen(kw_only=True)
class GetDeliveryRecord(Request[GetDeliveryRecordRow]):
    """Get Pre-upgrade Delivery Record."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetDeliveryRecordRow)

    category: Category = field(
        metadata=param("category", required=True, values=("spot", "linear", "inverse", "option"))
    )
    """Product category. One of spot, linear, inverse, option."""
    symbol: str | None = field(default=None, metadata=param("symbol"))
    """Symbol of the instrument."""
    exp_date: str | None = field(default=None, metadata=param("expDate"))
    """Expiry date, such as 25DEC22."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records to return. From 1 to 50. Default: 20."""
    cursor: str | None = field(default=None, metadata=param("cursor"))
    """Cursor; asks for the page behind the one that gave it."""
