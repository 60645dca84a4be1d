"""Get Total Members Assets.

GET /v5/asset/total-members-assets, https://bybit-exchange.github.io/docs/v5/asset/total-members-assets (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    UNUSUAL_VALUE,
    Row,
    boolean,
    decimal,
    exact_decimal,
    guessed,
    integer,
    prose,
    rows,
    text,
    wire,
)

ENDPOINT = Endpoint(
    name="asset.get_total_members_assets",
    method="GET",
    path="/v5/asset/total-members-assets",
    docs="https://bybit-exchange.github.io/docs/v5/asset/total-members-assets",
    signed=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True)
class GetTotalMembersAssetsRowGetTotalMembersAssetsRowItem(Row):
    """Sub-account type breakdown."""

    type: str | None = field(default=None, metadata=wire("type", "text"))
    """Kind of entry."""
    origb: Decimal | str | None = field(default=None, metadata=wire("origb", "guessed", decimal))
    """Original balance in USD."""
    quoteb: Decimal | str | None = field(default=None, metadata=wire("quoteb", "guessed", decimal))
    """Balance in quoted coin."""
    stat: int | None = field(default=None, metadata=wire("stat", "integer"))
    """Whether there was an exception. Documented values: 0."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.type = text(get("type"), "type")
            made.origb = guessed(get("origb"), "origb", decimal)
            made.quoteb = guessed(get("quoteb"), "quoteb", decimal)
            made.stat = integer(get("stat"), "stat")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetTotalMembersAssetsRowGetTotalMembersAssetsRow(Row):
    """One entry per record."""

    uid: str | None = field(default=None, metadata=wire("uid", "text"))
    """Account id."""
    is_m: bool | None = field(default=None, metadata=wire("isM", "boolean"))
    """Whether it is a master account."""
    type: str | None = field(default=None, metadata=wire("type", "text"))
    """Kind of entry. Documented values: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."""
    stat: int | None = field(default=None, metadata=wire("stat", "integer"))
    """Whether there was an exception. Documented values: 0."""
    origb: Decimal | str | None = field(default=None, metadata=wire("origb", "guessed", decimal))
    """Original balance in USD."""
    quoteb: str | None = field(default=None, metadata=wire("quoteb", "prose"))
    """Balance in quoted coin."""
    items_: list[GetTotalMembersAssetsRowGetTotalMembersAssetsRowItem] = field(
        factory=list[GetTotalMembersAssetsRowGetTotalMembersAssetsRowItem],
        metadata=wire("items", "rows", GetTotalMembersAssetsRowGetTotalMembersAssetsRowItem),
    )
    """Sub-account type breakdown."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.uid = text(get("uid"), "uid")
            made.is_m = boolean(get("isM"), "isM")
            made.type = text(get("type"), "type")
            made.stat = integer(get("stat"), "stat")
            made.origb = guessed(get("origb"), "origb", decimal)
            made.quoteb = prose(get("quoteb"), "quoteb")
            made.items_ = rows(get("items"), "items", GetTotalMembersAssetsRowGetTotalMembersAssetsRowItem.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetTotalMembersAssetsRow(Row):
    """The response to asset.get_total_members_assets."""

    total: Decimal | None = field(default=None, metadata=wire("total", "decimal"))
    """Number or amount in all."""
    quote_total: Decimal | str | None = field(default=None, metadata=wire("quoteTotal", "guessed", decimal))
    """Total asset value in quoted coin."""
    stat: int | None = field(default=None, metadata=wire("stat", "integer"))
    """Whether there was an exception. Documented values: 0."""
    list_: list[GetTotalMembersAssetsRowGetTotalMembersAssetsRow] = field(
        factory=list[GetTotalMembersAssetsRowGetTotalMembersAssetsRow],
        metadata=wire("list", "rows", GetTotalMembersAssetsRowGetTotalMembersAssetsRow),
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.total = exact_decimal(v) if (v := get("total", "")) != "" else None
            made.quote_total = guessed(get("quoteTotal"), "quoteTotal", decimal)
            made.stat = integer(get("stat"), "stat")
            made.list_ = rows(get("list"), "list", GetTotalMembersAssetsRowGetTotalMembersAssetsRow.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetTotalMembersAssetsRowGetTotalMembersAssetsRow]:
        return iter(self.list_)

    def __len__(self) -> int:
        return len(self.list_)

    def __getitem__(self, index: int) -> GetTotalMembersAssetsRowGetTotalMembersAssetsRow:
        return self.list_[index]


@frozen(kw_only=True)
class GetTotalMembersAssets(Request[GetTotalMembersAssetsRow]):
    """Get Total Members Assets."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetTotalMembersAssetsRow)

    coin: str | None = field(default=None, metadata=param("coin"))
    """Coin. Default: BTC."""
