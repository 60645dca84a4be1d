"""List the instruments that this account may trade.

GET /api/v5/account/instruments, https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-instruments (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import (
    ABSENT,
    MILLISECOND,
    UNUSUAL_VALUE,
    Row,
    boolean,
    choice,
    exact_decimal,
    no_time,
    rows,
    spelt,
    text,
    values,
    wire,
)
from ..._runtime.rules import Rule, Violation, violation_of
from ..._runtime.values import EPOCH
from ..context import Context
from ..types import (
    AccountInstrumentsState,
    CtType,
    Elp,
    FeeGroupId,
    InstCategory,
    InstType,
    OpenType,
    OptType,
    Param,
    Rpi,
    RuleType,
)

ENDPOINT = Endpoint(
    name="account.get_instruments",
    method="GET",
    path="/api/v5/account/instruments",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-instruments",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=20, window=2.0, key=("user_id", "instType")),),
)
EVENTS_NEED_SERIES = Rule(
    id="events_need_series",
    says="When instType is EVENTS, seriesId is required.",
    because="Event contracts are listed one series at a time.",
    params=("seriesId", "instType"),
)
OPTIONS_NEED_FAMILY = Rule(
    id="options_need_family",
    says="When instType is OPTION, instFamily is required.",
    because="Options are listed one family at a time.",
    params=("instFamily", "instType"),
)
FAMILY_OF_DERIVATIVES = Rule(
    id="family_of_derivatives",
    says="When instType is SPOT, MARGIN or EVENTS, instFamily has no effect.",
    because="Only futures, swaps and options are grouped into families.",
    params=("instFamily", "instType"),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class UpcChg(Row):
    """One entry per announced change of a parameter."""

    param: Param | str = field(default=ABSENT, metadata=wire("param", "text"))
    """Name of the instrument parameter that will change. Documented values: tickSz, minSz, maxMktSz."""
    new_value: Decimal = field(default=ABSENT, metadata=wire("newValue", "decimal"))
    """Value the parameter will have after the change."""
    eff_time: datetime | None = field(default=None, metadata=wire("effTime", "milliseconds"))
    """When the change takes effect."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("param", "")) != "":
                made.param = v if type(v) is str else spelt(v, "param")
            if (v := get("newValue", "")) != "":
                made.new_value = exact_decimal(v)
            made.eff_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("effTime", "")) not in ("", "0") else None
            )
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    @deprecated("param_ is called param now")
    def param_(self) -> Param | str:
        """The older name of ``param``."""
        return self.param


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Instrument(Row):
    """One row of the response to account.get_instruments."""

    inst_type: str = field(default=ABSENT, metadata=wire("instType", "text"))
    """Instrument type."""
    series_id: str | None = field(default=None, metadata=wire("seriesId", "text"))
    """Event contract series id."""
    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    uly: str | None = field(default=None, metadata=wire("uly", "text"))
    """Underlying index."""
    group_id: FeeGroupId | str = field(default=ABSENT, metadata=wire("groupId", "text"))
    """Id of the trading fee group of the instrument."""
    inst_family: str | None = field(default=None, metadata=wire("instFamily", "text"))
    """Instrument family."""
    base_ccy: str | None = field(default=None, metadata=wire("baseCcy", "text"))
    """Base currency."""
    quote_ccy: str | None = field(default=None, metadata=wire("quoteCcy", "text"))
    """Quote currency."""
    settle_ccy: str | None = field(default=None, metadata=wire("settleCcy", "text"))
    """Settlement currency."""
    ct_val: Decimal | None = field(default=None, metadata=wire("ctVal", "decimal"))
    """Value of one contract."""
    ct_mult: Decimal | None = field(default=None, metadata=wire("ctMult", "decimal"))
    """Contract multiplier."""
    ct_val_ccy: str | None = field(default=None, metadata=wire("ctValCcy", "text"))
    """Currency of the contract value."""
    opt_type: OptType | None = field(default=None, metadata=wire("optType", "text"))
    """C: call, P: put. Documented values: C, P."""
    stk: Decimal | None = field(default=None, metadata=wire("stk", "decimal"))
    """Strike price of the option."""
    list_time: datetime = field(default=ABSENT, metadata=wire("listTime", "milliseconds"))
    """Listing time."""
    auction_end_time: datetime | None = field(default=None, metadata=wire("auctionEndTime", "milliseconds"))
    """When the call auction ends. Deprecated."""
    cont_td_sw_time: datetime | None = field(default=None, metadata=wire("contTdSwTime", "milliseconds"))
    """When continuous trading starts."""
    pre_mkt_sw_time: datetime | None = field(default=None, metadata=wire("preMktSwTime", "milliseconds"))
    """When the pre-market perpetual becomes a normal one."""
    open_type: OpenType | str | None = field(default=None, metadata=wire("openType", "text"))
    """How trading of the instrument is opened. Documented values: fix_price, pre_quote, call_auction."""
    elp: Elp | str = field(default=ABSENT, metadata=wire("elp", "text"))
    """ELP orders of the instrument; 0: not enabled, 1: enabled, not for this user, 2: enabled for this user.
    Documented values: 0, 1, 2.
    """
    rpi: Rpi | str = field(default=ABSENT, metadata=wire("rpi", "text"))
    """RPI orders of the instrument; 0: not enabled, 1: enabled, not for this user, 2: enabled for this user.
    Documented values: 0, 1, 2.
    """
    exp_time: datetime | None = field(default=None, metadata=wire("expTime", "milliseconds"))
    """Expiry or delivery time."""
    lever: Decimal | None = field(default=None, metadata=wire("lever", "decimal"))
    """Highest leverage of the instrument."""
    tick_sz: Decimal = field(default=ABSENT, metadata=wire("tickSz", "decimal"))
    """Smallest price increment."""
    lot_sz: Decimal = field(default=ABSENT, metadata=wire("lotSz", "decimal"))
    """Step of the order size."""
    min_sz: Decimal = field(default=ABSENT, metadata=wire("minSz", "decimal"))
    """Smallest order size."""
    ct_type: CtType | None = field(default=None, metadata=wire("ctType", "text"))
    """Contract type, linear or inverse. Documented values: linear, inverse."""
    state: AccountInstrumentsState | str = field(default=ABSENT, metadata=wire("state", "text"))
    """State of the instrument. Documented values: live, suspend, rebase, post_only, test, settling."""
    rule_type: RuleType | str = field(default=ABSENT, metadata=wire("ruleType", "text"))
    """Trading rule set of the instrument. Documented values: normal, pre_market, rebase_contract, xperp."""
    pos_lmt_amt: Decimal | None = field(default=None, metadata=wire("posLmtAmt", "decimal"))
    """Largest position value a user may hold, in USD."""
    pos_lmt_pct: Decimal | None = field(default=None, metadata=wire("posLmtPct", "decimal"))
    """Largest share of the platform's positions; 30 is 30 %."""
    max_plat_oi_lmt: Decimal | None = field(default=None, metadata=wire("maxPlatOILmt", "decimal"))
    """Limit of the open interest on the platform, in USD."""
    max_plat_oi_coin_lmt: Decimal | None = field(default=None, metadata=wire("maxPlatOICoinLmt", "decimal"))
    """Limit of the open interest on the platform, in coins."""
    long_pos_remaining_quota: Decimal | None = field(default=None, metadata=wire("longPosRemainingQuota", "decimal"))
    """Long position value that may still be opened, in USD."""
    short_pos_remaining_quota: Decimal | None = field(default=None, metadata=wire("shortPosRemainingQuota", "decimal"))
    """Short position value still allowed, in USD."""
    max_lmt_sz: Decimal = field(default=ABSENT, metadata=wire("maxLmtSz", "decimal"))
    """Largest quantity of one limit order."""
    max_mkt_sz: Decimal | None = field(default=None, metadata=wire("maxMktSz", "decimal"))
    """Largest quantity of one market order; spot in USDT."""
    max_lmt_amt: Decimal = field(default=ABSENT, metadata=wire("maxLmtAmt", "decimal"))
    """Largest value of one limit order in USD."""
    max_mkt_amt: Decimal | None = field(default=None, metadata=wire("maxMktAmt", "decimal"))
    """Largest value of one market order in USD."""
    max_twap_sz: Decimal = field(default=ABSENT, metadata=wire("maxTwapSz", "decimal"))
    """Largest size of one TWAP order."""
    max_iceberg_sz: Decimal = field(default=ABSENT, metadata=wire("maxIcebergSz", "decimal"))
    """Largest quantity of one iceberg order."""
    max_trigger_sz: Decimal = field(default=ABSENT, metadata=wire("maxTriggerSz", "decimal"))
    """Largest size of one trigger order."""
    max_stop_sz: Decimal | None = field(default=None, metadata=wire("maxStopSz", "decimal"))
    """Largest size of one stop market order."""
    future_settlement: bool | None = field(default=None, metadata=wire("futureSettlement", "boolean"))
    """Whether expiry futures are settled daily."""
    trade_quote_ccy_list: list[str | None] = field(
        factory=list[str | None], metadata=wire("tradeQuoteCcyList", "values", text)
    )
    """Quote currencies that can be traded with."""
    inst_id_code: str | None = field(default=None, metadata=wire("instIdCode", "text"))
    """Numeric code of the instrument."""
    inst_category: InstCategory | str | None = field(default=None, metadata=wire("instCategory", "text"))
    """Kind of the base asset; 1: crypto, 3: stocks, 4: commodities, 5: forex, 6: bonds, empty: not known. Documented
    values: 1, 3, 4, 5, 6.
    """
    init_px_lmt_pct: Decimal | None = field(default=None, metadata=wire("initPxLmtPct", "decimal"))
    """Price limit in the ten minutes after listing, as a fraction."""
    float_px_lmt_pct: Decimal | None = field(default=None, metadata=wire("floatPxLmtPct", "decimal"))
    """Price limit in normal trading, as a fraction."""
    max_px_lmt_pct: Decimal | None = field(default=None, metadata=wire("maxPxLmtPct", "decimal"))
    """Widest price limit around the index price, as a fraction."""
    upc_chg: list[UpcChg] = field(factory=list[UpcChg], metadata=wire("upcChg", "rows", UpcChg))
    """One entry per announced change of a parameter."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instType", "")) != "":
                made.inst_type = v if type(v) is str else spelt(v, "instType")
            made.series_id = text(get("seriesId"), "seriesId")
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            made.uly = text(get("uly"), "uly")
            if (v := get("groupId", "")) != "":
                made.group_id = v if type(v) is str else spelt(v, "groupId")
            made.inst_family = text(get("instFamily"), "instFamily")
            made.base_ccy = text(get("baseCcy"), "baseCcy")
            made.quote_ccy = text(get("quoteCcy"), "quoteCcy")
            made.settle_ccy = text(get("settleCcy"), "settleCcy")
            made.ct_val = exact_decimal(v) if (v := get("ctVal", "")) != "" else None
            made.ct_mult = exact_decimal(v) if (v := get("ctMult", "")) != "" else None
            made.ct_val_ccy = text(get("ctValCcy"), "ctValCcy")
            made.opt_type = choice(get("optType"), "optType")
            made.stk = exact_decimal(v) if (v := get("stk", "")) != "" else None
            if (v := get("listTime", "")) not in ("", "0"):
                made.list_time = EPOCH + MILLISECOND * (int(v) or no_time())
            made.auction_end_time = (
                EPOCH + MILLISECOND * (int(v) or no_time())
                if (v := get("auctionEndTime", "")) not in ("", "0")
                else None
            )
            made.cont_td_sw_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("contTdSwTime", "")) not in ("", "0") else None
            )
            made.pre_mkt_sw_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("preMktSwTime", "")) not in ("", "0") else None
            )
            made.open_type = text(get("openType"), "openType")
            if (v := get("elp", "")) != "":
                made.elp = v if type(v) is str else spelt(v, "elp")
            if (v := get("rpi", "")) != "":
                made.rpi = v if type(v) is str else spelt(v, "rpi")
            made.exp_time = (
                EPOCH + MILLISECOND * (int(v) or no_time()) if (v := get("expTime", "")) not in ("", "0") else None
            )
            made.lever = exact_decimal(v) if (v := get("lever", "")) != "" else None
            if (v := get("tickSz", "")) != "":
                made.tick_sz = exact_decimal(v)
            if (v := get("lotSz", "")) != "":
                made.lot_sz = exact_decimal(v)
            if (v := get("minSz", "")) != "":
                made.min_sz = exact_decimal(v)
            made.ct_type = choice(get("ctType"), "ctType")
            if (v := get("state", "")) != "":
                made.state = v if type(v) is str else spelt(v, "state")
            if (v := get("ruleType", "")) != "":
                made.rule_type = v if type(v) is str else spelt(v, "ruleType")
            made.pos_lmt_amt = exact_decimal(v) if (v := get("posLmtAmt", "")) != "" else None
            made.pos_lmt_pct = exact_decimal(v) if (v := get("posLmtPct", "")) != "" else None
            made.max_plat_oi_lmt = exact_decimal(v) if (v := get("maxPlatOILmt", "")) != "" else None
            made.max_plat_oi_coin_lmt = exact_decimal(v) if (v := get("maxPlatOICoinLmt", "")) != "" else None
            made.long_pos_remaining_quota = exact_decimal(v) if (v := get("longPosRemainingQuota", "")) != "" else None
            made.short_pos_remaining_quota = (
                exact_decimal(v) if (v := get("shortPosRemainingQuota", "")) != "" else None
            )
            if (v := get("maxLmtSz", "")) != "":
                made.max_lmt_sz = exact_decimal(v)
            made.max_mkt_sz = exact_decimal(v) if (v := get("maxMktSz", "")) != "" else None
            if (v := get("maxLmtAmt", "")) != "":
                made.max_lmt_amt = exact_decimal(v)
            made.max_mkt_amt = exact_decimal(v) if (v := get("maxMktAmt", "")) != "" else None
            if (v := get("maxTwapSz", "")) != "":
                made.max_twap_sz = exact_decimal(v)
            if (v := get("maxIcebergSz", "")) != "":
                made.max_iceberg_sz = exact_decimal(v)
            if (v := get("maxTriggerSz", "")) != "":
                made.max_trigger_sz = exact_decimal(v)
            made.max_stop_sz = exact_decimal(v) if (v := get("maxStopSz", "")) != "" else None
            made.future_settlement = boolean(get("futureSettlement"), "futureSettlement")
            made.trade_quote_ccy_list = values(get("tradeQuoteCcyList"), "tradeQuoteCcyList", text)
            made.inst_id_code = text(get("instIdCode"), "instIdCode")
            made.inst_category = text(get("instCategory"), "instCategory")
            made.init_px_lmt_pct = exact_decimal(v) if (v := get("initPxLmtPct", "")) != "" else None
            made.float_px_lmt_pct = exact_decimal(v) if (v := get("floatPxLmtPct", "")) != "" else None
            made.max_px_lmt_pct = exact_decimal(v) if (v := get("maxPxLmtPct", "")) != "" else None
            made.upc_chg = rows(get("upcChg"), "upcChg", UpcChg.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetInstruments(Request[list[Instrument]]):
    """List the instruments that this account may trade."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Instrument)
    read_by_rules: ClassVar = ("inst_type",)

    inst_type: InstType = field(
        metadata=param("instType", required=True, values=("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"))
    )
    """Instrument type. One of SPOT, MARGIN, SWAP, FUTURES, OPTION, EVENTS."""
    series_id: str | None = field(default=None, metadata=param("seriesId"))
    """Event contract series id."""
    inst_family: str | None = field(default=None, metadata=param("instFamily"))
    """Instrument family."""
    inst_id: str | None = field(default=None, metadata=param("instId"))
    """Instrument id."""

    def __init__(
        self,
        *,
        inst_type: InstType,
        series_id: str | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_type=inst_type,
            series_id=series_id,
            inst_family=inst_family,
            inst_id=inst_id,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.inst_type == "EVENTS" and self.series_id is None:
            yield violation_of(EVENTS_NEED_SERIES)
        if self.inst_type == "OPTION" and self.inst_family is None:
            yield violation_of(OPTIONS_NEED_FAMILY)
        if self.inst_type in ("SPOT", "MARGIN", "EVENTS") and self.inst_family:
            yield violation_of(FAMILY_OF_DERIVATIVES)
