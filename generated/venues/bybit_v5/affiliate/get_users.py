"""Get Affiliate User List.

GET /v5/affiliate/aff-user-list, https://bybit-exchange.github.io/docs/v5/affiliate/affiliate-user-list (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, boolean, cursor, decimal, guessed, prose, rows, text, wire
from ..._runtime.values import flag, whole

ENDPOINT = Endpoint(
    name="affiliate.get_users",
    method="GET",
    path="/v5/affiliate/aff-user-list",
    docs="https://bybit-exchange.github.io/docs/v5/affiliate/affiliate-user-list",
    signed=True,
    permissions=("Affiliate",),
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True)
class GetUsersRowGetUsersRow(Row):
    """One entry per record."""

    user_id: str | None = field(default=None, metadata=wire("userId", "text"))
    """User id."""
    register_time: str | None = field(default=None, metadata=wire("registerTime", "prose"))
    """user register time."""
    source: str | None = field(default=None, metadata=wire("source", "prose"))
    """user registration source."""
    remarks: str | None = field(default=None, metadata=wire("remarks", "prose"))
    """The remark."""
    is_kyc: bool | None = field(default=None, metadata=wire("isKyc", "boolean"))
    """Whether KYC is completed."""
    taker_vol30_day: Decimal | str | None = field(default=None, metadata=wire("takerVol30Day", "guessed", decimal))
    """Taker volume in last 30 days."""
    maker_vol30_day: Decimal | str | None = field(default=None, metadata=wire("makerVol30Day", "guessed", decimal))
    """Maker volume in last 30 days."""
    trade_vol30_day: Decimal | str | None = field(default=None, metadata=wire("tradeVol30Day", "guessed", decimal))
    """Total trading volume in last 30 days."""
    deposit_amount30_day: str | None = field(default=None, metadata=wire("depositAmount30Day", "prose"))
    """Deposit amount in last 30 days."""
    taker_vol365_day: Decimal | str | None = field(default=None, metadata=wire("takerVol365Day", "guessed", decimal))
    """Taker volume in the past year."""
    maker_vol365_day: Decimal | str | None = field(default=None, metadata=wire("makerVol365Day", "guessed", decimal))
    """Maker volume in the past year."""
    trade_vol365_day: Decimal | str | None = field(default=None, metadata=wire("tradeVol365Day", "guessed", decimal))
    """Total trading volume in the past year."""
    deposit_amount365_day: str | None = field(default=None, metadata=wire("depositAmount365Day", "prose"))
    """Total deposit amount in the past year."""
    taker_vol: Decimal | str | None = field(default=None, metadata=wire("takerVol", "guessed", decimal))
    """Taker volume in [."""
    maker_vol: Decimal | str | None = field(default=None, metadata=wire("makerVol", "guessed", decimal))
    """Maker volume in [."""
    trade_vol: Decimal | str | None = field(default=None, metadata=wire("tradeVol", "guessed", decimal))
    """Total trading volume in [."""
    start_date: str | None = field(default=None, metadata=wire("startDate", "prose"))
    """Start date of the query period."""
    end_date: str | None = field(default=None, metadata=wire("endDate", "prose"))
    """End date of the query period."""
    tradfi_trade_vol: Decimal | str | None = field(default=None, metadata=wire("tradfiTradeVol", "guessed", decimal))
    """Only."""
    tradfi_trade_vol30_day: Decimal | str | None = field(
        default=None, metadata=wire("tradfiTradeVol30Day", "guessed", decimal)
    )
    """tradfi trade volume in last 30 days."""
    tradfi_trade_vol365_day: Decimal | str | None = field(
        default=None, metadata=wire("tradfiTradeVol365Day", "guessed", decimal)
    )
    """tradfi trade volume in the past year."""
    commissions_vol: Any = field(default=None, metadata=wire("commissionsVol", "json"))
    """Only."""
    commissions30_day: Any = field(default=None, metadata=wire("commissions30Day", "json"))
    """commission in last 30 days."""
    commissions365_day: Any = field(default=None, metadata=wire("commissions365Day", "json"))
    """commission in the past year."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.user_id = text(get("userId"), "userId")
            made.register_time = prose(get("registerTime"), "registerTime")
            made.source = prose(get("source"), "source")
            made.remarks = prose(get("remarks"), "remarks")
            made.is_kyc = boolean(get("isKyc"), "isKyc")
            made.taker_vol30_day = guessed(get("takerVol30Day"), "takerVol30Day", decimal)
            made.maker_vol30_day = guessed(get("makerVol30Day"), "makerVol30Day", decimal)
            made.trade_vol30_day = guessed(get("tradeVol30Day"), "tradeVol30Day", decimal)
            made.deposit_amount30_day = prose(get("depositAmount30Day"), "depositAmount30Day")
            made.taker_vol365_day = guessed(get("takerVol365Day"), "takerVol365Day", decimal)
            made.maker_vol365_day = guessed(get("makerVol365Day"), "makerVol365Day", decimal)
            made.trade_vol365_day = guessed(get("tradeVol365Day"), "tradeVol365Day", decimal)
            made.deposit_amount365_day = prose(get("depositAmount365Day"), "depositAmount365Day")
            made.taker_vol = guessed(get("takerVol"), "takerVol", decimal)
            made.maker_vol = guessed(get("makerVol"), "makerVol", decimal)
            made.trade_vol = guessed(get("tradeVol"), "tradeVol", decimal)
            made.start_date = prose(get("startDate"), "startDate")
            made.end_date = prose(get("endDate"), "endDate")
            made.tradfi_trade_vol = guessed(get("tradfiTradeVol"), "tradfiTradeVol", decimal)
            made.tradfi_trade_vol30_day = guessed(get("tradfiTradeVol30Day"), "tradfiTradeVol30Day", decimal)
            made.tradfi_trade_vol365_day = guessed(get("tradfiTradeVol365Day"), "tradfiTradeVol365Day", decimal)
            made.commissions_vol = get("commissionsVol")
            made.commissions30_day = get("commissions30Day")
            made.commissions365_day = get("commissions365Day")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetUsersRow(Row):
    """The response to affiliate.get_users."""

    list_: list[GetUsersRowGetUsersRow] = field(
        factory=list[GetUsersRowGetUsersRow], metadata=wire("list", "rows", GetUsersRowGetUsersRow)
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
            made.list_ = rows(get("list"), "list", GetUsersRowGetUsersRow.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetUsersRowGetUsersRow]:
        return iter(self.list_)

    def __len__(self) -> int:
        return len(self.list_)

    def __getitem__(self, index: int) -> GetUsersRowGetUsersRow:
        return self.list_[index]


@frozen(kw_only=True)
class GetUsers(Request[GetUsersRow]):
    """Get Affiliate User List."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetUsersRow)

    size: int | None = field(default=None, converter=whole, metadata=param("size", "integer"))
    """Quantity. From 0 to 100. Default: 0."""
    cursor: str | None = field(default=None, metadata=param("cursor"))
    """Cursor; asks for the page behind the one that gave it."""
    need_deposit: bool | None = field(default=None, converter=flag, metadata=param("needDeposit", "boolean"))
    """needDeposit. Default: false."""
    need30: bool | None = field(default=None, converter=flag, metadata=param("need30", "boolean"))
    """need30. Default: false."""
    need365: bool | None = field(default=None, converter=flag, metadata=param("need365", "boolean"))
    """need365. Default: false."""
    start_date: str | None = field(default=None, metadata=param("startDate"))
    """Start date of the query period."""
    end_date: str | None = field(default=None, metadata=param("endDate"))
    """End date of the query period."""
