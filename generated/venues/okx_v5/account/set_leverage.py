"""Set the leverage of an instrument, an underlying or a borrowing currency.

POST /api/v5/account/set-leverage, https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, choice, exact_decimal, no_number, spelt, wire
from ..._runtime.rules import Rule, Undecided, Violation, missing, none_of, only, undecided_rule, violation_of, without
from ..._runtime.values import Number, number
from ..context import Context
from ..instruments import INSTRUMENTS
from ..types import CrossIsolatedMgnMode, LongShortPosSide

ENDPOINT = Endpoint(
    name="account.set_leverage",
    method="POST",
    path="/api/v5/account/set-leverage",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-leverage",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=20, window=2.0, key=("user_id",)),),
    proof=Proof(),
)
INSTRUMENT_OR_CURRENCY = Rule(
    id="instrument_or_currency",
    says="Either instId or ccy is required.",
    because="Each of the scenarios names what it sets, and one of the two is required in every one of them.",
    params=("instId", "ccy"),
)
CCY_MEANS_CROSS = Rule(
    id="ccy_means_cross",
    says="When ccy is sent, mgnMode must be cross.",
    because="Leverage for a whole currency exists only for cross margin.",
    params=("mgnMode", "ccy"),
)
ISOLATED_NEEDS_INSTRUMENT = Rule(
    id="isolated_needs_instrument",
    says="When mgnMode is isolated, instId is required.",
    because="An isolated position belongs to one instrument.",
    params=("instId", "mgnMode"),
)
FUTURES_MODE_NEEDS_INSTRUMENT = Rule(
    id="futures_mode_needs_instrument",
    says="When mgnMode is cross and the context's acctLv is 2, instId is required.",
    because="In Futures mode cross leverage is kept for each pair or contract, not for a currency.",
    params=("instId", "mgnMode"),
    needs=("acctLv",),
)
BORROWING_NEEDS_CURRENCY = Rule(
    id="borrowing_needs_currency",
    says=(
        "When mgnMode is cross and the instrument type is MARGIN and the context's acctLv is 1, 3 or 4, ccy is "
        "required."
    ),
    because="In these account modes cross margin leverage is kept for each borrowed currency.",
    params=("ccy", "mgnMode"),
    needs=("instrument type", "acctLv"),
)
SIDE_FOR_LONG_SHORT = Rule(
    id="side_for_long_short",
    says=(
        "When mgnMode is isolated and the instrument type is FUTURES or SWAP and the context's posMode is "
        "long_short_mode, posSide is required and must be long or short."
    ),
    because="In long/short mode each side of an isolated position has its own leverage.",
    params=("posSide", "mgnMode"),
    needs=("instrument type", "posMode"),
)
PORTFOLIO_MARGIN_KEEPS_LEVERAGE = Rule(
    id="portfolio_margin_keeps_leverage",
    says=(
        "When mgnMode is cross and the instrument type is FUTURES or SWAP and the context's acctLv is 4, lever "
        "has no effect."
    ),
    because="OKX documents in one place that it cannot be adjusted under portfolio margin, in another that it can.",
    params=("lever", "mgnMode"),
    level="warn",
    needs=("instrument type", "acctLv"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class LeverageSetting(OnlyRow):
    """One row of the response to account.set_leverage."""

    lever: Decimal = field(default=ABSENT, metadata=wire("lever", "decimal"))
    """Leverage."""
    mgn_mode: CrossIsolatedMgnMode = field(default=ABSENT, metadata=wire("mgnMode", "text"))
    """Margin mode. Documented values: cross, isolated."""
    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    pos_side: str = field(default=ABSENT, metadata=wire("posSide", "text"))
    """Position side."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("lever", "")) != "":
                made.lever = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := choice(get("mgnMode"), "mgnMode")) is not None:
                made.mgn_mode = v
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            if (v := get("posSide", "")) != "":
                made.pos_side = v if type(v) is str else spelt(v, "posSide")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class SetLeverage(Request[LeverageSetting]):
    """Set the leverage of an instrument, an underlying or a borrowing currency."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", LeverageSetting)
    read_by_rules: ClassVar = ("inst_id", "mgn_mode", "pos_side")

    inst_id: str | None = field(default=None, metadata=param("instId"))
    """Instrument id."""
    ccy: str | None = field(default=None, metadata=param("ccy"))
    """Currency whose borrowing leverage is set."""
    lever: str = field(converter=number, metadata=param("lever", required=True))
    """Leverage."""
    mgn_mode: CrossIsolatedMgnMode = field(metadata=param("mgnMode", required=True, values=("isolated", "cross")))
    """Margin mode. One of isolated, cross."""
    pos_side: LongShortPosSide | str | None = field(
        default=None, metadata=param("posSide", values=("long", "short"), open=True)
    )
    """Position side. Documented values: long, short."""

    def __init__(
        self,
        *,
        inst_id: str | None = None,
        ccy: str | None = None,
        lever: Number,
        mgn_mode: CrossIsolatedMgnMode,
        pos_side: LongShortPosSide | str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_id=inst_id,
            ccy=ccy,
            lever=number(lever),
            mgn_mode=mgn_mode,
            pos_side=pos_side,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        types = INSTRUMENTS.types(ids=self.inst_id, known=context.inst_type)
        if self.mgn_mode:
            types = without(types, "SPOT")
        if self.inst_id is None and self.ccy is None:
            yield violation_of(INSTRUMENT_OR_CURRENCY)
        if self.ccy and self.mgn_mode not in (None, "", "cross"):
            yield violation_of(CCY_MEANS_CROSS)
        if self.mgn_mode == "isolated" and self.inst_id is None:
            yield violation_of(ISOLATED_NEEDS_INSTRUMENT)
        if self.mgn_mode == "cross" and context.acct_lv == "2" and self.inst_id is None:
            yield violation_of(FUTURES_MODE_NEEDS_INSTRUMENT)
        if (
            self.mgn_mode == "cross"
            and only(types, "MARGIN")
            and context.acct_lv in ("1", "3", "4")
            and self.ccy is None
        ):
            yield violation_of(BORROWING_NEEDS_CURRENCY)
        if (
            self.mgn_mode == "isolated"
            and only(types, "FUTURES", "SWAP")
            and context.pos_mode == "long_short_mode"
            and self.pos_side not in ("", "long", "short")
        ):
            yield violation_of(SIDE_FOR_LONG_SHORT)
        if self.mgn_mode == "cross" and only(types, "FUTURES", "SWAP") and context.acct_lv == "4" and self.lever:
            yield violation_of(PORTFOLIO_MARGIN_KEEPS_LEVERAGE)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        types = INSTRUMENTS.types(ids=self.inst_id, known=context.inst_type)
        if self.mgn_mode:
            types = without(types, "SPOT")
        if self.mgn_mode == "cross" and context.acct_lv in (None, "2") and not self.inst_id:
            yield from undecided_rule(FUTURES_MODE_NEEDS_INSTRUMENT, {"acctLv": context.acct_lv})
        if (
            self.mgn_mode == "cross"
            and not none_of(types, "MARGIN")
            and context.acct_lv in (None, "1", "3", "4")
            and not self.ccy
        ):
            yield from undecided_rule(BORROWING_NEEDS_CURRENCY, {"instrument type": types, "acctLv": context.acct_lv})
        if (
            self.mgn_mode == "isolated"
            and not none_of(types, "FUTURES", "SWAP")
            and context.pos_mode in (None, "long_short_mode")
            and (not self.pos_side or self.pos_side not in (None, "", "long", "short"))
        ):
            yield from undecided_rule(SIDE_FOR_LONG_SHORT, {"instrument type": types, "posMode": context.pos_mode})
        if (
            self.mgn_mode == "cross"
            and not none_of(types, "FUTURES", "SWAP")
            and context.acct_lv in (None, "4")
            and not missing(self.lever)
        ):
            yield from undecided_rule(
                PORTFOLIO_MARGIN_KEEPS_LEVERAGE, {"instrument type": types, "acctLv": context.acct_lv}
            )
