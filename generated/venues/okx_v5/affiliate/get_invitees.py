"""List your invitees page by page with trading figures and verification state.

GET /api/v5/affiliate/invitee/list, https://www.okx.com/docs-v5/en/#affiliate-rest-api-get-invitee-list (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    boolean,
    choice,
    exact_decimal,
    integer,
    no_number,
    no_time,
    prose,
    spelt,
    wire,
)
from ..._runtime.rules import Rule, Violation, count_listed, further_apart, gt, lt, violation_of
from ..._runtime.values import EPOCH, Moment, Texts, joined, unix_milliseconds, whole_number
from ..context import Context
from ..types import CommissionCategory, KycStatus, OrderBy, OrderDir, PeriodType

ENDPOINT = Endpoint(
    name="affiliate.get_invitees",
    method="GET",
    path="/api/v5/affiliate/invitee/list",
    docs="https://www.okx.com/docs-v5/en/#affiliate-rest-api-get-invitee-list",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=3, window=1.0, key=("user_id",)),),
    paging=Paging(number="page", total="totalPage", size="limit", largest=100),
)
CUSTOM_NEEDS_WINDOW = Rule(
    id="custom_needs_window",
    says="When periodType is custom, begin and end are required.",
    because="A window of one's own has a start and an end; with one of them the call fails.",
    params=("begin", "end", "periodType"),
)
WINDOW_OF_CUSTOM = Rule(
    id="window_of_custom",
    says=(
        "When periodType is last_7d, last_30d, this_month, last_month, total, today or this_week, begin and end "
        "have no effect."
    ),
    because="The other periods have windows of their own.",
    params=("begin", "end", "periodType"),
    level="warn",
)
WINDOW_OF_90_DAYS = Rule(
    id="window_of_90_days",
    says="When periodType is custom, begin must not be later than end, and they may be at most 90 days apart.",
    because="A window spans 90 days at most.",
    params=("begin", "end", "periodType"),
)
AT_MOST_100_ROWS = Rule(
    id="at_most_100_rows",
    says="limit must be from 1 to 100.",
    because="The venue brings any other limit into this range.",
    params=("limit",),
    level="warn",
)
JOINED_BETWEEN = Rule(
    id="joined_between",
    says="joinTimeBegin and joinTimeEnd must be sent together or not at all.",
    because="The time of joining has a lower and an upper bound, or none.",
    params=("joinTimeBegin", "joinTimeEnd"),
)
JOINED_WITHIN_90_DAYS = Rule(
    id="joined_within_90_days",
    says="joinTimeBegin must not be later than joinTimeEnd, and they may be at most 90 days apart.",
    because="The two bounds are 90 days apart at most, and may be equal.",
    params=("joinTimeBegin", "joinTimeEnd"),
)
AT_MOST_100_USERS = Rule(
    id="at_most_100_users", says="uid takes at most 100 items.", because="One call takes 100 user ids.", params=("uid",)
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Invitee(Row):
    """One row of the response to affiliate.get_invitees."""

    uid: str = field(default=ABSENT, metadata=wire("uid", "text"))
    """User id."""
    country: str | None = field(default=None, metadata=wire("country", "prose"))
    """Two-letter code of the country of residence."""
    join_time: datetime = field(default=ABSENT, metadata=wire("joinTime", "milliseconds"))
    """When the affiliate relation began."""
    first_trade_time: datetime | None = field(default=None, metadata=wire("firstTradeTime", "milliseconds"))
    """When the invitee first traded."""
    channel_name: str = field(default=ABSENT, metadata=wire("channelName", "prose"))
    """Affiliate channel name."""
    rebate_rate: Decimal = field(default=ABSENT, metadata=wire("rebateRate", "decimal"))
    """Rebate rate as a fraction; 0.1 is 10 %."""
    fee_tier_rank: int = field(default=ABSENT, metadata=wire("feeTierRank", "integer"))
    """Rank of the fee tier, 0 is the lowest."""
    kyc_status: KycStatus = field(default=ABSENT, metadata=wire("kycStatus", "text"))
    """Whether the invitee passed KYC. Documented values: unverified, verified."""
    kyc_time: datetime | None = field(default=None, metadata=wire("kycTime", "milliseconds"))
    """When KYC level 2 was passed, exact to the day."""
    dep_amt: Decimal = field(default=ABSENT, metadata=wire("depAmt", "decimal"))
    """Total deposited, in USDT."""
    total_vol: Decimal = field(default=ABSENT, metadata=wire("totalVol", "decimal"))
    """Lifetime trading volume in USDT."""
    total_fee: Decimal = field(default=ABSENT, metadata=wire("totalFee", "decimal"))
    """Total trading fees paid by invitees, in USDT."""
    total_commission: Decimal = field(default=ABSENT, metadata=wire("totalCommission", "decimal"))
    """Commission earned in total, in USDT."""
    is_compliant: bool = field(default=ABSENT, metadata=wire("isCompliant", "boolean"))
    """Whether regional compliance rules allow the user."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_uid,
            v_country,
            v_join_time,
            v_first_trade_time,
            v_channel_name,
            v_rebate_rate,
            v_fee_tier_rank,
            v_kyc_status,
            v_kyc_time,
            v_dep_amt,
            v_total_vol,
            v_total_fee,
            v_total_commission,
            v_is_compliant,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_uid != "":
                made.uid = v_uid if type(v_uid) is str else spelt(v_uid, "uid")
            made.country = prose(v_country, "country")
            if v_join_time not in ("", "0"):
                made.join_time = EPOCH + MILLISECOND * (int(v_join_time) or no_time())
            made.first_trade_time = (
                None
                if v_first_trade_time in ("", "0")
                else EPOCH + MILLISECOND * (int(v_first_trade_time) or no_time())
            )
            if (v := prose(v_channel_name, "channelName")) is not None:
                made.channel_name = v
            if v_rebate_rate != "":
                made.rebate_rate = d if (d := exact_decimal(v_rebate_rate)).is_finite() else no_number()
            if (v := integer(v_fee_tier_rank, "feeTierRank")) is not None:
                made.fee_tier_rank = v
            if (v := choice(v_kyc_status, "kycStatus")) is not None:
                made.kyc_status = v
            made.kyc_time = None if v_kyc_time in ("", "0") else EPOCH + MILLISECOND * (int(v_kyc_time) or no_time())
            if v_dep_amt != "":
                made.dep_amt = d if (d := exact_decimal(v_dep_amt)).is_finite() else no_number()
            if v_total_vol != "":
                made.total_vol = d if (d := exact_decimal(v_total_vol)).is_finite() else no_number()
            if v_total_fee != "":
                made.total_fee = d if (d := exact_decimal(v_total_fee)).is_finite() else no_number()
            if v_total_commission != "":
                made.total_commission = d if (d := exact_decimal(v_total_commission)).is_finite() else no_number()
            if (v := boolean(v_is_compliant, "isCompliant")) is not None:
                made.is_compliant = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetInvitees(PagedRequest[list[Invitee], Invitee]):
    """List your invitees page by page with trading figures and verification state."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Invitee)
    read_by_rules: ClassVar = ("period_type", "begin", "end", "join_time_begin", "join_time_end")
    judged_alone: ClassVar = ("limit", "uid")

    page: str | None = field(default=None, metadata=param("page"))
    """Page number, from 1. Default: 1."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. From 1 to 100. Default: 100."""
    period_type: PeriodType | None = field(
        default=None,
        metadata=param(
            "periodType",
            values=("last_7d", "last_30d", "this_month", "last_month", "total", "today", "this_week", "custom"),
        ),
    )
    """Time window of the figures. One of last_7d, last_30d, this_month, last_month, total, today, this_week, custom."""
    begin: str | None = field(default=None, converter=unix_milliseconds, metadata=param("begin"))
    """Start of the time window."""
    end: str | None = field(default=None, converter=unix_milliseconds, metadata=param("end"))
    """End of the time window."""
    keyword: str | None = field(default=None, metadata=param("keyword"))
    """Text to search user ids or channel names for."""
    commission_category: CommissionCategory | None = field(
        default=None, metadata=param("commissionCategory", values=("SPOT", "DERIVATIVE", "BSC"))
    )
    """Group of products the commission is counted for. One of SPOT, DERIVATIVE, BSC."""
    order_by: OrderBy | None = field(
        default=None, metadata=param("orderBy", values=("cTime", "depAmt", "vol", "fee", "rebate"))
    )
    """Field the rows are sorted by. One of cTime, depAmt, vol, fee, rebate. Default: cTime."""
    order_dir: OrderDir | None = field(default=None, metadata=param("orderDir", values=("asc", "desc")))
    """Direction of sorting. One of asc, desc. Default: desc."""
    kyc_status: KycStatus | None = field(default=None, metadata=param("kycStatus", values=("unverified", "verified")))
    """Whether the invitee passed KYC. One of unverified, verified."""
    sub_affiliate_uid: str | None = field(default=None, metadata=param("subAffiliateUid"))
    """User id of the sub-affiliate."""
    uid: str | None = field(default=None, converter=joined, metadata=param("uid"))
    """User id. One, or several separated by commas. At most 100 items."""
    join_time_begin: str | None = field(default=None, converter=unix_milliseconds, metadata=param("joinTimeBegin"))
    """Earliest time of joining."""
    join_time_end: str | None = field(default=None, converter=unix_milliseconds, metadata=param("joinTimeEnd"))
    """Latest time of joining."""

    def __init__(
        self,
        *,
        page: str | None = None,
        limit: int | str | None = None,
        period_type: PeriodType | None = None,
        begin: Moment | None = None,
        end: Moment | None = None,
        keyword: str | None = None,
        commission_category: CommissionCategory | None = None,
        order_by: OrderBy | None = None,
        order_dir: OrderDir | None = None,
        kyc_status: KycStatus | None = None,
        sub_affiliate_uid: str | None = None,
        uid: Texts | None = None,
        join_time_begin: Moment | None = None,
        join_time_end: Moment | None = None,
    ) -> None:
        self.__dict__.update(
            page=page,
            limit=None if limit is None else whole_number(limit),
            period_type=period_type,
            begin=None if begin is None else unix_milliseconds(begin),
            end=None if end is None else unix_milliseconds(end),
            keyword=keyword,
            commission_category=commission_category,
            order_by=order_by,
            order_dir=order_dir,
            kyc_status=kyc_status,
            sub_affiliate_uid=sub_affiliate_uid,
            uid=None if uid is None else joined(uid),
            join_time_begin=None if join_time_begin is None else unix_milliseconds(join_time_begin),
            join_time_end=None if join_time_end is None else unix_milliseconds(join_time_end),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))
            or (self.uid is not None and count_listed(self.uid) > 100)
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.period_type == "custom" and (self.begin is None or self.end is None):
            yield violation_of(CUSTOM_NEEDS_WINDOW)
        if self.period_type in ("last_7d", "last_30d", "this_month", "last_month", "total", "today", "this_week") and (
            self.begin or self.end
        ):
            yield violation_of(WINDOW_OF_CUSTOM)
        if self.period_type == "custom" and (
            gt(self.begin, self.end) or further_apart(self.begin, self.end, 7776000000)
        ):
            yield violation_of(WINDOW_OF_90_DAYS)
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100_ROWS)
        if (self.join_time_begin or self.join_time_end) and (
            self.join_time_begin is None or self.join_time_end is None
        ):
            yield violation_of(JOINED_BETWEEN)
        if gt(self.join_time_begin, self.join_time_end) or further_apart(
            self.join_time_begin, self.join_time_end, 7776000000
        ):
            yield violation_of(JOINED_WITHIN_90_DAYS)
        if count_listed(self.uid) > 100:
            yield violation_of(AT_MOST_100_USERS)
