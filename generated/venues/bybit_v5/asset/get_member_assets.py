"""Get the value of the assets of the master account and its sub-accounts.

GET /v5/asset/total-members-assets, https://bybit-exchange.github.io/docs/v5/asset/total-members-assets (generated
by venuespec from the spec; edit that instead)
"""

from builtins import list as ListOf
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    UNUSUAL_VALUE,
    Row,
    boolean,
    exact_decimal,
    integer,
    no_number,
    rows,
    spelt,
    text,
    wire,
)

ENDPOINT = Endpoint(
    name="asset.get_member_assets",
    method="GET",
    path="/v5/asset/total-members-assets",
    docs="https://bybit-exchange.github.io/docs/v5/asset/total-members-assets",
    signed=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MemberAssetItem(Row):
    """One entry per part."""

    type: str | None = field(default=None, metadata=wire("type", "text"))
    """Kind of account, such as ACCOUNT_TYPE_FUND."""
    origb: Decimal = field(default=ABSENT, metadata=wire("origb", "decimal"))
    """Value, in USD."""
    quoteb: Decimal | None = field(default=None, metadata=wire("quoteb", "decimal"))
    """Value, in the coin of the request."""
    stat: int | None = field(default=None, metadata=wire("stat", "integer"))
    """Whether the data is whole; 0: yes, else a part could not be read. Documented values: 0."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.type = (v or None) if type(v := get("type")) is str else text(v, "type")
            if (v := get("origb", "")) != "":
                made.origb = d if (d := exact_decimal(v)).is_finite() else no_number()
            made.quoteb = (
                None if (v := get("quoteb", "")) == "" else d if (d := exact_decimal(v)).is_finite() else no_number()
            )
            made.stat = integer(get("stat"), "stat")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MemberAsset(Row):
    """One entry per record."""

    uid: str = field(default=ABSENT, metadata=wire("uid", "text"))
    """Account id."""
    is_m: bool | None = field(default=None, metadata=wire("isM", "boolean"))
    """Whether it is the master account; absent for a sub-account."""
    type: int | None = field(default=None, metadata=wire("type", "integer"))
    """Kind of sub-account, such as 1: normal, 3: trading bot, 6: custodial, 8: demo; absent for the master account.
    Documented values: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.
    """
    stat: int | None = field(default=None, metadata=wire("stat", "integer"))
    """Whether the data is whole; 0: yes, else a part could not be read. Documented values: 0."""
    origb: Decimal = field(default=ABSENT, metadata=wire("origb", "decimal"))
    """Value, in USD."""
    quoteb: Decimal | None = field(default=None, metadata=wire("quoteb", "decimal"))
    """Value, in the coin of the request."""
    items: list[MemberAssetItem] = field(factory=list[MemberAssetItem], metadata=wire("items", "rows", MemberAssetItem))
    """One entry per part."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("uid", "")) != "":
                made.uid = v if type(v) is str else spelt(v, "uid")
            made.is_m = boolean(get("isM"), "isM")
            made.type = integer(get("type"), "type")
            made.stat = integer(get("stat"), "stat")
            if (v := get("origb", "")) != "":
                made.origb = d if (d := exact_decimal(v)).is_finite() else no_number()
            made.quoteb = (
                None if (v := get("quoteb", "")) == "" else d if (d := exact_decimal(v)).is_finite() else no_number()
            )
            made.items = rows(get("items"), "items", MemberAssetItem.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    @deprecated("items_ is called items now")
    def items_(self) -> list[MemberAssetItem]:
        """The older name of ``items``."""
        return self.items


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MemberAssets(Row):
    """The response to asset.get_member_assets."""

    total: Decimal = field(default=ABSENT, metadata=wire("total", "decimal"))
    """Value of everything, in USD."""
    quote_total: Decimal = field(default=ABSENT, metadata=wire("quoteTotal", "decimal"))
    """Value of everything, in the coin of the request."""
    stat: int | None = field(default=None, metadata=wire("stat", "integer"))
    """Whether the data is whole; 0: yes, else a part could not be read. Documented values: 0."""
    list: ListOf[MemberAsset] = field(factory=ListOf[MemberAsset], metadata=wire("list", "rows", MemberAsset))
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("total", "")) != "":
                made.total = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("quoteTotal", "")) != "":
                made.quote_total = d if (d := exact_decimal(v)).is_finite() else no_number()
            made.stat = integer(get("stat"), "stat")
            made.list = rows(get("list"), "list", MemberAsset.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[MemberAsset]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> MemberAsset:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[MemberAsset]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetMemberAssets(Request[MemberAssets]):
    """Get the value of the assets of the master account and its sub-accounts."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", MemberAssets)

    coin: str | None = field(default=None, metadata=param("coin"))
    """Coin of the second valuation. Default: BTC."""

    def __init__(
        self,
        *,
        coin: str | None = None,
    ) -> None:
        self.__dict__.update(
            coin=coin,
        )
