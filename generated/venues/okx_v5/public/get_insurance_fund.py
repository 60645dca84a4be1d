"""Read the balance and recent changes of the security (insurance) fund.

GET /api/v5/public/insurance-fund, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-security-fund (generated
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
    choice,
    exact_decimal,
    no_number,
    no_time,
    rows,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, Moment, unix_milliseconds, whole_number
from ..context import Context
from ..types import AdlType, InstTypeWithoutEventsSpot, InsuranceFundType

ENDPOINT = Endpoint(
    name="public.get_insurance_fund",
    method="GET",
    path="/api/v5/public/insurance-fund",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-security-fund",
    signed=False,
    rate_limits=(RateLimit(limit=10, window=2.0, key=("ip",)),),
    paging=Paging(cursor="after", field=("ts",), ties=True, rows="details", size="limit", largest=100),
)
AT_MOST_100 = Rule(
    id="at_most_100",
    says="limit must be from 1 to 100.",
    because="A page has 100 records at most.",
    params=("limit",),
    level="warn",
)
DERIVATIVES_NEED_FAMILY = Rule(
    id="derivatives_need_family",
    says="When instType is FUTURES, SWAP or OPTION, instFamily is required.",
    because="It is documented as required for derivatives, while OKX's own example sends the older uly in its place.",
    params=("instFamily", "instType"),
    level="warn",
)
MARGIN_NEEDS_CURRENCY = Rule(
    id="margin_needs_currency",
    says="When instType is MARGIN, ccy is required.",
    because=(
        "The fund of margin trading is kept by currency; OKX documents in one language only that it must be named."
    ),
    params=("ccy", "instType"),
    level="warn",
)
CURRENCY_FOR_MARGIN = Rule(
    id="currency_for_margin",
    says="When instType is FUTURES, SWAP or OPTION, ccy has no effect.",
    because="The fund of derivatives is kept by family.",
    params=("ccy", "instType"),
    level="warn",
)
RETIRED_TYPES = Rule(
    id="retired_types",
    says="type must not be platform_revenue or adl.",
    because="These two types are deprecated and have no values any more.",
    params=("type",),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class InsuranceFundDetail(Row):
    """One entry per change of the fund."""

    balance: Decimal = field(default=ABSENT, metadata=wire("balance", "decimal"))
    """Balance of the security fund."""
    amt: Decimal | None = field(default=None, metadata=wire("amt", "decimal"))
    """Change of the balance of the security fund."""
    ccy: str = field(default=ABSENT, metadata=wire("ccy", "text"))
    """Currency."""
    type: InsuranceFundType = field(default=ABSENT, metadata=wire("type", "text"))
    """What moved the fund. Documented values: liquidation_balance_deposit, bankruptcy_loss, platform_revenue, adl."""
    max_bal: Decimal | None = field(default=None, metadata=wire("maxBal", "decimal"))
    """Highest security fund balance of eight hours. Deprecated."""
    max_bal_ts: datetime | None = field(default=None, metadata=wire("maxBalTs", "milliseconds"))
    """When the fund balance was highest. Deprecated."""
    dec_rate: Decimal | None = field(default=None, metadata=wire("decRate", "decimal"))
    """Decline of the security fund from its peak. Deprecated."""
    adl_type: AdlType | str | None = field(default=None, metadata=wire("adlType", "text"))
    """Kind of auto-deleveraging event. Documented values: rate_adl_start, bal_adl_start, pos_adl_start, adl_end.
    Deprecated.
    """
    ts: datetime | None = field(default=None, metadata=wire("ts", "milliseconds"))
    """When the fund balance changed."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        v_balance, v_amt, v_ccy, v_type, v_max_bal, v_max_bal_ts, v_dec_rate, v_adl_type, v_ts, *_ = (
            cls._nothing | raw
        ).values()
        try:
            if v_balance != "":
                made.balance = d if (d := exact_decimal(v_balance)).is_finite() else no_number()
            made.amt = None if v_amt == "" else d if (d := exact_decimal(v_amt)).is_finite() else no_number()
            if v_ccy != "":
                made.ccy = v_ccy if type(v_ccy) is str else spelt(v_ccy, "ccy")
            if (v := choice(v_type, "type")) is not None:
                made.type = v
            made.max_bal = (
                None if v_max_bal == "" else d if (d := exact_decimal(v_max_bal)).is_finite() else no_number()
            )
            made.max_bal_ts = (
                None if v_max_bal_ts in ("", "0") else EPOCH + MILLISECOND * (int(v_max_bal_ts) or no_time())
            )
            made.dec_rate = (
                None if v_dec_rate == "" else d if (d := exact_decimal(v_dec_rate)).is_finite() else no_number()
            )
            made.adl_type = (v_adl_type or None) if type(v_adl_type) is str else text(v_adl_type, "adlType")
            made.ts = None if v_ts in ("", "0") else EPOCH + MILLISECOND * (int(v_ts) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class InsuranceFund(Row):
    """One row of the response to public.get_insurance_fund."""

    total: Decimal = field(default=ABSENT, metadata=wire("total", "decimal"))
    """Total balance of the security fund in USD."""
    inst_family: str | None = field(default=None, metadata=wire("instFamily", "text"))
    """Instrument family."""
    inst_type: str = field(default=ABSENT, metadata=wire("instType", "text"))
    """Instrument type."""
    details: list[InsuranceFundDetail] = field(
        factory=list[InsuranceFundDetail], metadata=wire("details", "rows", InsuranceFundDetail)
    )
    """One entry per change of the fund."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("total", "")) != "":
                made.total = d if (d := exact_decimal(v)).is_finite() else no_number()
            made.inst_family = (v or None) if type(v := get("instFamily")) is str else text(v, "instFamily")
            if (v := get("instType", "")) != "":
                made.inst_type = v if type(v) is str else spelt(v, "instType")
            made.details = rows(get("details"), "details", InsuranceFundDetail.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetInsuranceFund(PagedRequest[list[InsuranceFund], InsuranceFundDetail]):
    """Read the balance and recent changes of the security (insurance) fund."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", InsuranceFund)
    read_by_rules: ClassVar = ("inst_type",)
    judged_alone: ClassVar = ("limit", "type")

    inst_type: InstTypeWithoutEventsSpot = field(
        metadata=param("instType", required=True, values=("MARGIN", "SWAP", "FUTURES", "OPTION"))
    )
    """Instrument type. One of MARGIN, SWAP, FUTURES, OPTION."""
    type: InsuranceFundType | None = field(
        default=None,
        metadata=param("type", values=("liquidation_balance_deposit", "bankruptcy_loss", "platform_revenue", "adl")),
    )
    """What moved the fund. One of liquidation_balance_deposit, bankruptcy_loss, platform_revenue, adl."""
    inst_family: str | None = field(default=None, metadata=param("instFamily"))
    """Instrument family."""
    ccy: str | None = field(default=None, metadata=param("ccy"))
    """Currency."""
    before: str | None = field(default=None, converter=unix_milliseconds, metadata=param("before"))
    """Time cursor; only records newer than this are returned."""
    after: str | None = field(default=None, converter=unix_milliseconds, metadata=param("after"))
    """Time cursor; only records older than this are returned."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""

    def __init__(
        self,
        *,
        inst_type: InstTypeWithoutEventsSpot,
        type: InsuranceFundType | None = None,
        inst_family: str | None = None,
        ccy: str | None = None,
        before: Moment | None = None,
        after: Moment | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_type=inst_type,
            type=type,
            inst_family=inst_family,
            ccy=ccy,
            before=None if before is None else unix_milliseconds(before),
            after=None if after is None else unix_milliseconds(after),
            limit=None if limit is None else whole_number(limit),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))
            or (self.type is not None and self.type in ("platform_revenue", "adl"))
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
        if self.inst_type in ("FUTURES", "SWAP", "OPTION") and self.inst_family is None:
            yield violation_of(DERIVATIVES_NEED_FAMILY)
        if self.inst_type == "MARGIN" and self.ccy is None:
            yield violation_of(MARGIN_NEEDS_CURRENCY)
        if self.inst_type in ("FUTURES", "SWAP", "OPTION") and self.ccy:
            yield violation_of(CURRENCY_FOR_MARGIN)
        if self.type in ("platform_revenue", "adl"):
            yield violation_of(RETIRED_TYPES)
