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
    no_number,
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
                made.new_value = d if (d := exact_decimal(v)).is_finite() else no_number()
            made.eff_time = (
                None if (v := get("effTime", "")) in ("", "0") else EPOCH + MILLISECOND * (int(v) or no_time())
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
        made = cls.__new__(cls)
        made.raw = raw
        (
            v_inst_type,
            v_series_id,
            v_inst_id,
            v_uly,
            v_group_id,
            v_inst_family,
            v_base_ccy,
            v_quote_ccy,
            v_settle_ccy,
            v_ct_val,
            v_ct_mult,
            v_ct_val_ccy,
            v_opt_type,
            v_stk,
            v_list_time,
            v_auction_end_time,
            v_cont_td_sw_time,
            v_pre_mkt_sw_time,
            v_open_type,
            v_elp,
            v_rpi,
            v_exp_time,
            v_lever,
            v_tick_sz,
            v_lot_sz,
            v_min_sz,
            v_ct_type,
            v_state,
            v_rule_type,
            v_pos_lmt_amt,
            v_pos_lmt_pct,
            v_max_plat_oi_lmt,
            v_max_plat_oi_coin_lmt,
            v_long_pos_remaining_quota,
            v_short_pos_remaining_quota,
            v_max_lmt_sz,
            v_max_mkt_sz,
            v_max_lmt_amt,
            v_max_mkt_amt,
            v_max_twap_sz,
            v_max_iceberg_sz,
            v_max_trigger_sz,
            v_max_stop_sz,
            v_future_settlement,
            v_trade_quote_ccy_list,
            v_inst_id_code,
            v_inst_category,
            v_init_px_lmt_pct,
            v_float_px_lmt_pct,
            v_max_px_lmt_pct,
            v_upc_chg,
            *_,
        ) = (cls._nothing | raw).values()
        try:
            if v_inst_type != "":
                made.inst_type = v_inst_type if type(v_inst_type) is str else spelt(v_inst_type, "instType")
            made.series_id = (v_series_id or None) if type(v_series_id) is str else text(v_series_id, "seriesId")
            if v_inst_id != "":
                made.inst_id = v_inst_id if type(v_inst_id) is str else spelt(v_inst_id, "instId")
            made.uly = (v_uly or None) if type(v_uly) is str else text(v_uly, "uly")
            if v_group_id != "":
                made.group_id = v_group_id if type(v_group_id) is str else spelt(v_group_id, "groupId")
            made.inst_family = (
                (v_inst_family or None) if type(v_inst_family) is str else text(v_inst_family, "instFamily")
            )
            made.base_ccy = (v_base_ccy or None) if type(v_base_ccy) is str else text(v_base_ccy, "baseCcy")
            made.quote_ccy = (v_quote_ccy or None) if type(v_quote_ccy) is str else text(v_quote_ccy, "quoteCcy")
            made.settle_ccy = (v_settle_ccy or None) if type(v_settle_ccy) is str else text(v_settle_ccy, "settleCcy")
            made.ct_val = None if v_ct_val == "" else d if (d := exact_decimal(v_ct_val)).is_finite() else no_number()
            made.ct_mult = (
                None if v_ct_mult == "" else d if (d := exact_decimal(v_ct_mult)).is_finite() else no_number()
            )
            made.ct_val_ccy = (v_ct_val_ccy or None) if type(v_ct_val_ccy) is str else text(v_ct_val_ccy, "ctValCcy")
            made.opt_type = choice(v_opt_type, "optType")
            made.stk = None if v_stk == "" else d if (d := exact_decimal(v_stk)).is_finite() else no_number()
            if v_list_time not in ("", "0"):
                made.list_time = EPOCH + MILLISECOND * (int(v_list_time) or no_time())
            made.auction_end_time = (
                None
                if v_auction_end_time in ("", "0")
                else EPOCH + MILLISECOND * (int(v_auction_end_time) or no_time())
            )
            made.cont_td_sw_time = (
                None if v_cont_td_sw_time in ("", "0") else EPOCH + MILLISECOND * (int(v_cont_td_sw_time) or no_time())
            )
            made.pre_mkt_sw_time = (
                None if v_pre_mkt_sw_time in ("", "0") else EPOCH + MILLISECOND * (int(v_pre_mkt_sw_time) or no_time())
            )
            made.open_type = (v_open_type or None) if type(v_open_type) is str else text(v_open_type, "openType")
            if v_elp != "":
                made.elp = v_elp if type(v_elp) is str else spelt(v_elp, "elp")
            if v_rpi != "":
                made.rpi = v_rpi if type(v_rpi) is str else spelt(v_rpi, "rpi")
            made.exp_time = None if v_exp_time in ("", "0") else EPOCH + MILLISECOND * (int(v_exp_time) or no_time())
            made.lever = None if v_lever == "" else d if (d := exact_decimal(v_lever)).is_finite() else no_number()
            if v_tick_sz != "":
                made.tick_sz = d if (d := exact_decimal(v_tick_sz)).is_finite() else no_number()
            if v_lot_sz != "":
                made.lot_sz = d if (d := exact_decimal(v_lot_sz)).is_finite() else no_number()
            if v_min_sz != "":
                made.min_sz = d if (d := exact_decimal(v_min_sz)).is_finite() else no_number()
            made.ct_type = choice(v_ct_type, "ctType")
            if v_state != "":
                made.state = v_state if type(v_state) is str else spelt(v_state, "state")
            if v_rule_type != "":
                made.rule_type = v_rule_type if type(v_rule_type) is str else spelt(v_rule_type, "ruleType")
            made.pos_lmt_amt = (
                None if v_pos_lmt_amt == "" else d if (d := exact_decimal(v_pos_lmt_amt)).is_finite() else no_number()
            )
            made.pos_lmt_pct = (
                None if v_pos_lmt_pct == "" else d if (d := exact_decimal(v_pos_lmt_pct)).is_finite() else no_number()
            )
            made.max_plat_oi_lmt = (
                None
                if v_max_plat_oi_lmt == ""
                else d
                if (d := exact_decimal(v_max_plat_oi_lmt)).is_finite()
                else no_number()
            )
            made.max_plat_oi_coin_lmt = (
                None
                if v_max_plat_oi_coin_lmt == ""
                else d
                if (d := exact_decimal(v_max_plat_oi_coin_lmt)).is_finite()
                else no_number()
            )
            made.long_pos_remaining_quota = (
                None
                if v_long_pos_remaining_quota == ""
                else d
                if (d := exact_decimal(v_long_pos_remaining_quota)).is_finite()
                else no_number()
            )
            made.short_pos_remaining_quota = (
                None
                if v_short_pos_remaining_quota == ""
                else d
                if (d := exact_decimal(v_short_pos_remaining_quota)).is_finite()
                else no_number()
            )
            if v_max_lmt_sz != "":
                made.max_lmt_sz = d if (d := exact_decimal(v_max_lmt_sz)).is_finite() else no_number()
            made.max_mkt_sz = (
                None if v_max_mkt_sz == "" else d if (d := exact_decimal(v_max_mkt_sz)).is_finite() else no_number()
            )
            if v_max_lmt_amt != "":
                made.max_lmt_amt = d if (d := exact_decimal(v_max_lmt_amt)).is_finite() else no_number()
            made.max_mkt_amt = (
                None if v_max_mkt_amt == "" else d if (d := exact_decimal(v_max_mkt_amt)).is_finite() else no_number()
            )
            if v_max_twap_sz != "":
                made.max_twap_sz = d if (d := exact_decimal(v_max_twap_sz)).is_finite() else no_number()
            if v_max_iceberg_sz != "":
                made.max_iceberg_sz = d if (d := exact_decimal(v_max_iceberg_sz)).is_finite() else no_number()
            if v_max_trigger_sz != "":
                made.max_trigger_sz = d if (d := exact_decimal(v_max_trigger_sz)).is_finite() else no_number()
            made.max_stop_sz = (
                None if v_max_stop_sz == "" else d if (d := exact_decimal(v_max_stop_sz)).is_finite() else no_number()
            )
            made.future_settlement = boolean(v_future_settlement, "futureSettlement")
            made.trade_quote_ccy_list = values(v_trade_quote_ccy_list, "tradeQuoteCcyList", text)
            made.inst_id_code = (
                (v_inst_id_code or None) if type(v_inst_id_code) is str else text(v_inst_id_code, "instIdCode")
            )
            made.inst_category = (
                (v_inst_category or None) if type(v_inst_category) is str else text(v_inst_category, "instCategory")
            )
            made.init_px_lmt_pct = (
                None
                if v_init_px_lmt_pct == ""
                else d
                if (d := exact_decimal(v_init_px_lmt_pct)).is_finite()
                else no_number()
            )
            made.float_px_lmt_pct = (
                None
                if v_float_px_lmt_pct == ""
                else d
                if (d := exact_decimal(v_float_px_lmt_pct)).is_finite()
                else no_number()
            )
            made.max_px_lmt_pct = (
                None
                if v_max_px_lmt_pct == ""
                else d
                if (d := exact_decimal(v_max_px_lmt_pct)).is_finite()
                else no_number()
            )
            made.upc_chg = rows(v_upc_chg, "upcChg", UpcChg.from_wire)
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
