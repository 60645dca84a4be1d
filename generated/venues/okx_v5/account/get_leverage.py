"""Read the leverage of instruments or borrowing currencies.

GET /api/v5/account/leverage-info, https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-leverage (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, choice, exact_decimal, no_number, spelt, text, wire
from ..._runtime.rules import Rule, Undecided, Violation, count_listed, undecided_rule, violation_of
from ..._runtime.values import Texts, joined
from ..context import Context
from ..types import CrossIsolatedMgnMode, PosSide

ENDPOINT = Endpoint(
    name="account.get_leverage",
    method="GET",
    path="/api/v5/account/leverage-info",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-leverage",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=20, window=2.0, key=("user_id",)),),
)
AT_MOST_20_CURRENCIES = Rule(
    id="at_most_20_currencies",
    says="ccy takes at most 20 items.",
    because="One call answers for 20 currencies.",
    params=("ccy",),
)
INSTRUMENT_OR_CURRENCY = Rule(
    id="instrument_or_currency",
    says="Either instId or ccy is required.",
    because="What a call without either answers is not documented.",
    params=("instId", "ccy"),
    level="warn",
)
AT_MOST_20_INSTRUMENTS = Rule(
    id="at_most_20_instruments",
    says="instId takes at most 20 ids.",
    because="One call answers for 20 instruments.",
    params=("instId",),
)
CCY_FOR_CROSS_MARGIN = Rule(
    id="ccy_for_cross_margin",
    says="When mgnMode is isolated or the context's acctLv is 2, ccy has no effect.",
    because="Currency leverage exists for cross margin outside Futures mode.",
    params=("ccy", "mgnMode"),
    level="warn",
    needs=("acctLv",),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Leverage(Row):
    """One row of the response to account.get_leverage."""

    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    ccy: str | None = field(default=None, metadata=wire("ccy", "text"))
    """Currency."""
    mgn_mode: str = field(default=ABSENT, metadata=wire("mgnMode", "text"))
    """Margin mode."""
    pos_side: PosSide = field(default=ABSENT, metadata=wire("posSide", "text"))
    """Position side. Documented values: long, short, net."""
    lever: Decimal = field(default=ABSENT, metadata=wire("lever", "decimal"))
    """Leverage."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            made.ccy = (v or None) if type(v := get("ccy")) is str else text(v, "ccy")
            if (v := get("mgnMode", "")) != "":
                made.mgn_mode = v if type(v) is str else spelt(v, "mgnMode")
            if (v := choice(get("posSide"), "posSide")) is not None:
                made.pos_side = v
            if (v := get("lever", "")) != "":
                made.lever = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetLeverage(Request[list[Leverage]]):
    """Read the leverage of instruments or borrowing currencies."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Leverage)
    read_by_rules: ClassVar = ("mgn_mode",)
    judged_alone: ClassVar = ("ccy", "inst_id")

    inst_id: str | None = field(default=None, converter=joined, metadata=param("instId"))
    """Instrument id. One, or several separated by commas. At most 20 items."""
    ccy: str | None = field(default=None, converter=joined, metadata=param("ccy"))
    """Currency. One, or several separated by commas. At most 20 items."""
    mgn_mode: CrossIsolatedMgnMode = field(metadata=param("mgnMode", required=True, values=("cross", "isolated")))
    """Margin mode. One of cross, isolated."""

    def __init__(
        self,
        *,
        inst_id: Texts | None = None,
        ccy: Texts | None = None,
        mgn_mode: CrossIsolatedMgnMode,
    ) -> None:
        self.__dict__.update(
            inst_id=None if inst_id is None else joined(inst_id),
            ccy=None if ccy is None else joined(ccy),
            mgn_mode=mgn_mode,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (
            (self.ccy is not None and count_listed(self.ccy) > 20)
            or (self.inst_id is not None and count_listed(self.inst_id) > 20)
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if count_listed(self.ccy) > 20:
            yield violation_of(AT_MOST_20_CURRENCIES)
        if self.inst_id is None and self.ccy is None:
            yield violation_of(INSTRUMENT_OR_CURRENCY)
        if count_listed(self.inst_id) > 20:
            yield violation_of(AT_MOST_20_INSTRUMENTS)
        if (self.mgn_mode == "isolated" or context.acct_lv == "2") and self.ccy:
            yield violation_of(CCY_FOR_CROSS_MARGIN)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        if (self.mgn_mode == "isolated" or context.acct_lv in (None, "2")) and self.ccy is not None:
            yield from undecided_rule(CCY_FOR_CROSS_MARGIN, {"acctLv": context.acct_lv})
