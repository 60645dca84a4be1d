"""Get deliveries of options before the upgrade to a unified account, newest first.

GET /v5/pre-upgrade/asset/delivery-record, https://bybit-exchange.github.io/docs/v5/pre-upgrade/delivery (generated
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
    rows,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Violation, violation_of
from ..._runtime.values import EPOCH, whole
from ..context import Context
from ..types import Category, Side

ENDPOINT = Endpoint(
    name="pre_upgrade.get_deliveries",
    method="GET",
    path="/v5/pre-upgrade/asset/delivery-record",
    docs="https://bybit-exchange.github.io/docs/v5/pre-upgrade/delivery",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    paging=Paging(cursor="cursor", rows="list", token="nextPageCursor", size="limit", largest=50),
)
OPTIONS_ONLY = Rule(
    id="options_only",
    says="category must be option.",
    because="The page names options alone, and its link to the list of categories has more.",
    params=("category",),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class EarlierDelivery(Row):
    """One entry per record."""

    delivery_time: datetime = field(default=ABSENT, metadata=wire("deliveryTime", "milliseconds"))
    """When the contract is delivered."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol of the instrument."""
    side: Side = field(default=ABSENT, metadata=wire("side", "text"))
    """Buy or sell. Documented values: Buy, Sell."""
    position: Decimal = field(default=ABSENT, metadata=wire("position", "decimal"))
    """Quantity of the position."""
    delivery_price: Decimal = field(default=ABSENT, metadata=wire("deliveryPrice", "decimal"))
    """Price at which the contract was delivered."""
    strike: Decimal = field(default=ABSENT, metadata=wire("strike", "decimal"))
    """Strike price."""
    fee: Decimal = field(default=ABSENT, metadata=wire("fee", "decimal"))
    """Trading fee; negative is a rebate."""
    delivery_rpl: Decimal = field(default=ABSENT, metadata=wire("deliveryRpl", "decimal"))
    """Realised profit or loss of the delivery."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        v_delivery_time, v_symbol, v_side, v_position, v_delivery_price, v_strike, v_fee, v_delivery_rpl, *_ = (
            cls._nothing | raw
        ).values()
        try:
            if v_delivery_time not in ("", "0"):
                made.delivery_time = EPOCH + MILLISECOND * (int(v_delivery_time) or no_time())
            if v_symbol != "":
                made.symbol = v_symbol if type(v_symbol) is str else spelt(v_symbol, "symbol")
            if (v := choice(v_side, "side")) is not None:
                made.side = v
            if v_position != "":
                made.position = d if (d := exact_decimal(v_position)).is_finite() else no_number()
            if v_delivery_price != "":
                made.delivery_price = d if (d := exact_decimal(v_delivery_price)).is_finite() else no_number()
            if v_strike != "":
                made.strike = d if (d := exact_decimal(v_strike)).is_finite() else no_number()
            if v_fee != "":
                made.fee = d if (d := exact_decimal(v_fee)).is_finite() else no_number()
            if v_delivery_rpl != "":
                made.delivery_rpl = d if (d := exact_decimal(v_delivery_rpl)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class EarlierDeliveries(Row):
    """The response to pre_upgrade.get_deliveries."""

    category: str | None = field(default=None, metadata=wire("category", "text"))
    """Product category."""
    list: ListOf[EarlierDelivery] = field(
        factory=ListOf[EarlierDelivery], metadata=wire("list", "rows", EarlierDelivery)
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
            made.category = (v or None) if type(v := get("category")) is str else text(v, "category")
            made.list = rows(get("list"), "list", EarlierDelivery.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[EarlierDelivery]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> EarlierDelivery:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[EarlierDelivery]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetDeliveries(PagedRequest[EarlierDeliveries, EarlierDelivery]):
    """Get deliveries of options before the upgrade to a unified account, newest first."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", EarlierDeliveries)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("category",)

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

    def __init__(
        self,
        *,
        category: Category,
        symbol: str | None = None,
        exp_date: str | None = None,
        limit: int | str | None = None,
        cursor: str | None = None,
    ) -> None:
        self.__dict__.update(
            category=category,
            symbol=symbol,
            exp_date=exp_date,
            limit=None if limit is None else whole(limit),
            cursor=cursor,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.category not in (None, "", "option"))

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.category not in (None, "", "option"):
            yield violation_of(OPTIONS_ONLY)
