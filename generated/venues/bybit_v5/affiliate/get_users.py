"""Get the clients of the affiliate with their volume, deposits and commissions.

GET /v5/affiliate/aff-user-list, https://bybit-exchange.github.io/docs/v5/affiliate/affiliate-user-list (generated
by venuespec from the spec; edit that instead)
"""

import re
from builtins import list as ListOf
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    UNUSUAL_VALUE,
    Row,
    boolean,
    by_key,
    cursor,
    exact_decimal,
    no_number,
    prose,
    rows,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, unlike, violation_of
from ..._runtime.values import flag, whole
from ..context import Context

ENDPOINT = Endpoint(
    name="affiliate.get_users",
    method="GET",
    path="/v5/affiliate/aff-user-list",
    docs="https://bybit-exchange.github.io/docs/v5/affiliate/affiliate-user-list",
    signed=True,
    permissions=("Affiliate",),
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    paging=Paging(cursor="cursor", rows="list", token="nextPageCursor", size="size", largest=100),
)
FORM_OF_DATES = Rule(
    id="form_of_dates",
    says=(
        "startDate must match the pattern [0-9]{4}-[0-9]{2}-[0-9]{2} and endDate must match the pattern "
        "[0-9]{4}-[0-9]{2}-[0-9]{2}."
    ),
    because="Dates are written as year, month and day with dashes between them.",
    params=("startDate", "endDate"),
)
FORM_OF_DATES_FORM = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AffiliateUser(Row):
    """One entry per record."""

    user_id: str = field(default=ABSENT, metadata=wire("userId", "text"))
    """User id."""
    register_time: str = field(default=ABSENT, metadata=wire("registerTime", "prose"))
    """Day when the user registered."""
    source: str = field(default=ABSENT, metadata=wire("source", "prose"))
    """Code by which the user came."""
    remarks: str = field(default=ABSENT, metadata=wire("remarks", "prose"))
    """Note."""
    is_kyc: bool = field(default=ABSENT, metadata=wire("isKyc", "boolean"))
    """Whether the person is known."""
    taker_vol30_day: Decimal | None = field(default=None, metadata=wire("takerVol30Day", "decimal"))
    """Volume as a taker in 30 days, in USDT."""
    maker_vol30_day: Decimal | None = field(default=None, metadata=wire("makerVol30Day", "decimal"))
    """Volume as a maker in 30 days, in USDT."""
    trade_vol30_day: Decimal | None = field(default=None, metadata=wire("tradeVol30Day", "decimal"))
    """Volume of 30 days, in USDT."""
    deposit_amount30_day: Decimal | None = field(default=None, metadata=wire("depositAmount30Day", "decimal"))
    """Deposits of 30 days, in USDT."""
    taker_vol365_day: Decimal = field(default=ABSENT, metadata=wire("takerVol365Day", "decimal"))
    """Volume as a taker in a year, in USDT."""
    maker_vol365_day: Decimal = field(default=ABSENT, metadata=wire("makerVol365Day", "decimal"))
    """Volume as a maker in a year, in USDT."""
    trade_vol365_day: Decimal = field(default=ABSENT, metadata=wire("tradeVol365Day", "decimal"))
    """Volume of a year, in USDT."""
    deposit_amount365_day: Decimal | None = field(default=None, metadata=wire("depositAmount365Day", "decimal"))
    """Deposits of a year, in USDT."""
    taker_vol: Decimal = field(default=ABSENT, metadata=wire("takerVol", "decimal"))
    """Volume as a taker in the window, in USDT."""
    maker_vol: Decimal = field(default=ABSENT, metadata=wire("makerVol", "decimal"))
    """Volume as a maker in the window, in USDT."""
    trade_vol: Decimal = field(default=ABSENT, metadata=wire("tradeVol", "decimal"))
    """Volume in the window, in USDT."""
    start_date: str = field(default=ABSENT, metadata=wire("startDate", "prose"))
    """Begin of the window."""
    end_date: str = field(default=ABSENT, metadata=wire("endDate", "prose"))
    """End of the window."""
    tradfi_trade_vol: Decimal | None = field(default=None, metadata=wire("tradfiTradeVol", "decimal"))
    """Volume of traditional assets in the window."""
    tradfi_trade_vol30_day: Decimal = field(default=ABSENT, metadata=wire("tradfiTradeVol30Day", "decimal"))
    """Volume of traditional assets in 30 days; 0 where both dates were sent."""
    tradfi_trade_vol365_day: Decimal = field(default=ABSENT, metadata=wire("tradfiTradeVol365Day", "decimal"))
    """Volume of traditional assets in a year; 0 where both dates were sent."""
    commissions_vol: dict[str, Decimal] = field(
        factory=dict[str, Decimal], metadata=wire("commissionsVol", "by_key", ("decimal", None))
    )
    """Commissions in the window, by coin; only where both dates were sent."""
    commissions30_day: dict[str, Decimal] = field(
        factory=dict[str, Decimal], metadata=wire("commissions30Day", "by_key", ("decimal", None))
    )
    """Commissions of 30 days, by coin."""
    commissions365_day: dict[str, Decimal] = field(
        factory=dict[str, Decimal], metadata=wire("commissions365Day", "by_key", ("decimal", None))
    )
    """Commissions of a year, by coin."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_user_id,
            v_register_time,
            v_source,
            v_remarks,
            v_is_kyc,
            v_taker_vol30_day,
            v_maker_vol30_day,
            v_trade_vol30_day,
            v_deposit_amount30_day,
            v_taker_vol365_day,
            v_maker_vol365_day,
            v_trade_vol365_day,
            v_deposit_amount365_day,
            v_taker_vol,
            v_maker_vol,
            v_trade_vol,
            v_start_date,
            v_end_date,
            v_tradfi_trade_vol,
            v_tradfi_trade_vol30_day,
            v_tradfi_trade_vol365_day,
            v_commissions_vol,
            v_commissions30_day,
            v_commissions365_day,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_user_id != "":
                made.user_id = v_user_id if type(v_user_id) is str else spelt(v_user_id, "userId")
            if (v := prose(v_register_time, "registerTime")) is not None:
                made.register_time = v
            if (v := prose(v_source, "source")) is not None:
                made.source = v
            if (v := prose(v_remarks, "remarks")) is not None:
                made.remarks = v
            if (v := boolean(v_is_kyc, "isKyc")) is not None:
                made.is_kyc = v
            made.taker_vol30_day = (
                None
                if v_taker_vol30_day == ""
                else d
                if (d := exact_decimal(v_taker_vol30_day)).is_finite()
                else no_number()
            )
            made.maker_vol30_day = (
                None
                if v_maker_vol30_day == ""
                else d
                if (d := exact_decimal(v_maker_vol30_day)).is_finite()
                else no_number()
            )
            made.trade_vol30_day = (
                None
                if v_trade_vol30_day == ""
                else d
                if (d := exact_decimal(v_trade_vol30_day)).is_finite()
                else no_number()
            )
            made.deposit_amount30_day = (
                None
                if v_deposit_amount30_day == ""
                else d
                if (d := exact_decimal(v_deposit_amount30_day)).is_finite()
                else no_number()
            )
            if v_taker_vol365_day != "":
                made.taker_vol365_day = d if (d := exact_decimal(v_taker_vol365_day)).is_finite() else no_number()
            if v_maker_vol365_day != "":
                made.maker_vol365_day = d if (d := exact_decimal(v_maker_vol365_day)).is_finite() else no_number()
            if v_trade_vol365_day != "":
                made.trade_vol365_day = d if (d := exact_decimal(v_trade_vol365_day)).is_finite() else no_number()
            made.deposit_amount365_day = (
                None
                if v_deposit_amount365_day == ""
                else d
                if (d := exact_decimal(v_deposit_amount365_day)).is_finite()
                else no_number()
            )
            if v_taker_vol != "":
                made.taker_vol = d if (d := exact_decimal(v_taker_vol)).is_finite() else no_number()
            if v_maker_vol != "":
                made.maker_vol = d if (d := exact_decimal(v_maker_vol)).is_finite() else no_number()
            if v_trade_vol != "":
                made.trade_vol = d if (d := exact_decimal(v_trade_vol)).is_finite() else no_number()
            if (v := prose(v_start_date, "startDate")) is not None:
                made.start_date = v
            if (v := prose(v_end_date, "endDate")) is not None:
                made.end_date = v
            made.tradfi_trade_vol = (
                None
                if v_tradfi_trade_vol == ""
                else d
                if (d := exact_decimal(v_tradfi_trade_vol)).is_finite()
                else no_number()
            )
            if v_tradfi_trade_vol30_day != "":
                made.tradfi_trade_vol30_day = (
                    d if (d := exact_decimal(v_tradfi_trade_vol30_day)).is_finite() else no_number()
                )
            if v_tradfi_trade_vol365_day != "":
                made.tradfi_trade_vol365_day = (
                    d if (d := exact_decimal(v_tradfi_trade_vol365_day)).is_finite() else no_number()
                )
            made.commissions_vol = by_key(v_commissions_vol, "commissionsVol", ("decimal", None))
            made.commissions30_day = by_key(v_commissions30_day, "commissions30Day", ("decimal", None))
            made.commissions365_day = by_key(v_commissions365_day, "commissions365Day", ("decimal", None))
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AffiliateUserList(Row):
    """The response to affiliate.get_users."""

    list: ListOf[AffiliateUser] = field(factory=ListOf[AffiliateUser], metadata=wire("list", "rows", AffiliateUser))
    """One entry per record."""
    next_page_cursor: str | None = field(default=None, metadata=wire("nextPageCursor", "cursor"))
    """Cursor of the next page; empty where there is none."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list = rows(get("list"), "list", AffiliateUser.from_wire)
            made.next_page_cursor = cursor(get("nextPageCursor"), "nextPageCursor")
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[AffiliateUser]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> AffiliateUser:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[AffiliateUser]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetUsers(PagedRequest[AffiliateUserList, AffiliateUser]):
    """Get the clients of the affiliate with their volume, deposits and commissions."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", AffiliateUserList)
    read_by_rules: ClassVar = ("start_date", "end_date")

    size: int | None = field(default=None, converter=whole, metadata=param("size", "integer"))
    """Most records to return. From 0 to 100. Default: 0."""
    cursor: str | None = field(default=None, metadata=param("cursor"))
    """Cursor; asks for the page behind the one that gave it."""
    need_deposit: bool | None = field(default=None, converter=flag, metadata=param("needDeposit", "boolean"))
    """Whether to return deposits. Default: false."""
    need30: bool | None = field(default=None, converter=flag, metadata=param("need30", "boolean"))
    """Whether to return volumes of 30 days. Default: false."""
    need365: bool | None = field(default=None, converter=flag, metadata=param("need365", "boolean"))
    """Whether to return volumes of a year. Default: false."""
    start_date: str | None = field(default=None, metadata=param("startDate"))
    """First day of the window."""
    end_date: str | None = field(default=None, metadata=param("endDate"))
    """Last day of the window."""

    def __init__(
        self,
        *,
        size: int | str | None = None,
        cursor: str | None = None,
        need_deposit: bool | None = None,
        need30: bool | None = None,
        need365: bool | None = None,
        start_date: str | None = None,
        end_date: str | None = None,
    ) -> None:
        self.__dict__.update(
            size=None if size is None else whole(size),
            cursor=cursor,
            need_deposit=None if need_deposit is None else flag(need_deposit),
            need30=None if need30 is None else flag(need30),
            need365=None if need365 is None else flag(need365),
            start_date=start_date,
            end_date=end_date,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(FORM_OF_DATES_FORM, self.start_date) or unlike(FORM_OF_DATES_FORM, self.end_date):
            yield violation_of(FORM_OF_DATES)
