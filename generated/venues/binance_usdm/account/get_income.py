"""List incomes: profits, fundings, commissions, transfers.

GET /fapi/v1/income,
https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Income-History (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.now import compares_with_now, exact
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    exact_decimal,
    no_number,
    no_time,
    prose,
    spelt,
    text,
    wire,
)
from ..._runtime.rules import Rule, Undecided, Violation, gt, lt, undecided_rule, violation_of
from ..._runtime.values import EPOCH, Moment, whole, whole_milliseconds
from ..context import Context
from ..types import IncomeType

ENDPOINT = Endpoint(
    name="account.get_income",
    method="GET",
    path="/fapi/v1/income",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Income-History",
    signed=True,
    permissions=("user_data",),
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=30),),
    },
    paging=Paging(number="page", size="limit", largest=1000),
)
LIMIT_RANGE = Rule(
    id="limit_range",
    says="limit must be from 1 to 1000.",
    because="The page allows 1000 records at most.",
    params=("limit",),
)
PERIOD = Rule(
    id="period",
    says="startTime must not be greater than endTime.",
    because="Time runs forward.",
    params=("startTime", "endTime"),
)
HISTORY = Rule(
    id="history",
    says="startTime must not be earlier than 92 days ago.",
    because="The page offers the last three months.",
    params=("startTime",),
    level="warn",
    needs=("now",),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Income(Row):
    """One row of the response to account.get_income."""

    symbol: str = field(default=ABSENT, metadata=wire("symbol", "prose"))
    """The symbol."""
    income_type: str = field(default=ABSENT, metadata=wire("incomeType", "text"))
    """Income type."""
    income: Decimal = field(default=ABSENT, metadata=wire("income", "decimal"))
    """Amount of the income."""
    asset: str = field(default=ABSENT, metadata=wire("asset", "prose"))
    """The asset."""
    info: str = field(default=ABSENT, metadata=wire("info", "prose"))
    """Further information."""
    time: datetime = field(default=ABSENT, metadata=wire("time", "milliseconds"))
    """Time of the record."""
    tran_id: str = field(default=ABSENT, metadata=wire("tranId", "text"))
    """Transaction id."""
    trade_id: str | None = field(default=None, metadata=wire("tradeId", "text"))
    """Trade id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        v_symbol, v_income_type, v_income, v_asset, v_info, v_time, v_tran_id, v_trade_id, *_ = (
            cls._nothing | raw
        ).values()
        try:
            if (v := prose(v_symbol, "symbol")) is not None:
                made.symbol = v
            if v_income_type != "":
                made.income_type = v_income_type if type(v_income_type) is str else spelt(v_income_type, "incomeType")
            if v_income != "":
                made.income = d if (d := exact_decimal(v_income)).is_finite() else no_number()
            if (v := prose(v_asset, "asset")) is not None:
                made.asset = v
            if (v := prose(v_info, "info")) is not None:
                made.info = v
            if v_time not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v_time) or no_time())
            if v_tran_id != "":
                made.tran_id = v_tran_id if type(v_tran_id) is str else spelt(v_tran_id, "tranId")
            made.trade_id = (v_trade_id or None) if type(v_trade_id) is str else text(v_trade_id, "tradeId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetIncome(PagedRequest[list[Income], Income]):
    """List incomes: profits, fundings, commissions, transfers."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("", Income)
    reads_now: ClassVar[bool] = True

    symbol: str | None = field(default=None, metadata=param("symbol"))
    """The symbol."""
    income_type: IncomeType | str | None = field(
        default=None,
        metadata=param(
            "incomeType",
            values=(
                "TRANSFER",
                "WELCOME_BONUS",
                "REALIZED_PNL",
                "FUNDING_FEE",
                "COMMISSION",
                "INSURANCE_CLEAR",
                "REFERRAL_KICKBACK",
                "COMMISSION_REBATE",
                "API_REBATE",
                "CONTEST_REWARD",
                "CROSS_COLLATERAL_TRANSFER",
                "OPTIONS_PREMIUM_FEE",
                "OPTIONS_SETTLE_PROFIT",
                "INTERNAL_TRANSFER",
                "AUTO_EXCHANGE",
                "DELIVERED_SETTELMENT",
                "COIN_SWAP_DEPOSIT",
                "COIN_SWAP_WITHDRAW",
                "POSITION_LIMIT_INCREASE_FEE",
                "STRATEGY_UMFUTURES_TRANSFER",
                "FEE_RETURN",
                "BFUSD_REWARD",
            ),
            open=True,
        ),
    )
    """Income type. Documented values: TRANSFER, WELCOME_BONUS, REALIZED_PNL, FUNDING_FEE, COMMISSION,
    INSURANCE_CLEAR, REFERRAL_KICKBACK, COMMISSION_REBATE, API_REBATE, CONTEST_REWARD, CROSS_COLLATERAL_TRANSFER,
    OPTIONS_PREMIUM_FEE, OPTIONS_SETTLE_PROFIT, INTERNAL_TRANSFER, AUTO_EXCHANGE, DELIVERED_SETTELMENT,
    COIN_SWAP_DEPOSIT, COIN_SWAP_WITHDRAW, POSITION_LIMIT_INCREASE_FEE, STRATEGY_UMFUTURES_TRANSFER, FEE_RETURN,
    BFUSD_REWARD.
    """
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time range."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time range."""
    page: int | None = field(default=None, converter=whole, metadata=param("page", "integer"))
    """Number of the page."""
    limit: int | None = field(default=None, converter=whole, metadata=param("limit", "integer"))
    """Most records in the answer, or number of a rate limit. At most 1000. Default: 100."""

    def __init__(
        self,
        *,
        symbol: str | None = None,
        income_type: IncomeType | str | None = None,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
        page: int | str | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            income_type=income_type,
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
            page=None if page is None else whole(page),
            limit=None if limit is None else whole(limit),
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 1000):
            yield violation_of(LIMIT_RANGE)
        if gt(self.start_time, self.end_time):
            yield violation_of(PERIOD)
        if compares_with_now(self.start_time, "lt", context.now, -7_948_800_000, sure=True):
            yield violation_of(HISTORY)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        if compares_with_now(self.start_time, "lt", context.now, -7_948_800_000, sure=False):
            yield from undecided_rule(HISTORY, {"now": exact(context.now)})
