"""Read the position tiers with their leverage limits and margin ratios.

GET /api/v5/public/position-tiers, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-position-tiers Generated
by venuespec from the spec; edit that instead.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, exact_decimal, integer, text, wire
from ..._runtime.rules import Rule, Violation, count_listed, violation_of
from ..._runtime.values import joined, number
from ..context import Context
from ..types import CrossIsolatedTdMode, InstTypeWithoutEventsSpot

ENDPOINT = Endpoint(
    name="public.get_position_tiers",
    method="GET",
    path="/api/v5/public/position-tiers",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-position-tiers",
    signed=False,
    rate_limits=(RateLimit(limit=10, window=2.0, key=("ip",)),),
)
FAMILY_FOR_DERIVATIVES = Rule(
    id="family_for_derivatives",
    says="When instType is SWAP, FUTURES or OPTION, instFamily is required.",
    because="The tiers of a derivative belong to its family; some of OKX's examples name it by the older uly.",
    params=("instFamily", "instType"),
    level="warn",
)
INSTRUMENT_OR_CURRENCY_FOR_MARGIN = Rule(
    id="instrument_or_currency_for_margin",
    says="When instType is MARGIN, either instId or ccy is required; if both are sent, instId is used.",
    because="Margin tiers belong to a pair or to a borrowed currency; the venue takes the pair where both are sent.",
    params=("instId", "ccy", "instType"),
)
INSTRUMENT_FOR_MARGIN_ONLY = Rule(
    id="instrument_for_margin_only",
    says="When instType is SWAP, FUTURES or OPTION, instId has no effect.",
    because="Derivatives are looked up by family.",
    params=("instId", "instType"),
    level="warn",
)
CURRENCY_FOR_CROSS_MARGIN_ONLY = Rule(
    id="currency_for_cross_margin_only",
    says="When instType is not MARGIN or tdMode is not cross, ccy has no effect.",
    because="Tiers by currency exist only for cross margin.",
    params=("ccy", "instType", "tdMode"),
    level="warn",
)
AT_MOST_5_FAMILIES = Rule(
    id="at_most_5_families",
    says="When instType is SWAP, FUTURES or OPTION, instFamily takes at most 5 items.",
    because="One call answers for 5 families.",
    params=("instFamily", "instType"),
)
AT_MOST_5_INSTRUMENTS = Rule(
    id="at_most_5_instruments",
    says="When instType is MARGIN, instId takes at most 5 ids.",
    because="One call answers for 5 instruments.",
    params=("instId", "instType"),
)


@define(kw_only=True)
class PositionTier(Row):
    """One row of the answer to public.get_position_tiers."""

    uly: str | None = field(default=None, metadata=wire("uly", "text"))
    """Underlying index."""
    inst_family: str | None = field(default=None, metadata=wire("instFamily", "text"))
    """Instrument family."""
    inst_id: str | None = field(default=None, metadata=wire("instId", "text"))
    """Instrument id."""
    tier: int | None = field(default=None, metadata=wire("tier", "integer"))
    """Number of the tier."""
    min_sz: Decimal | None = field(default=None, metadata=wire("minSz", "decimal"))
    """Lower bound of the position size or borrowing in the tier."""
    max_sz: Decimal | None = field(default=None, metadata=wire("maxSz", "decimal"))
    """Upper bound of the position size or borrowing in a tier."""
    mmr: Decimal | None = field(default=None, metadata=wire("mmr", "decimal"))
    """Maintenance margin rate of the tier, as a fraction."""
    imr: Decimal | None = field(default=None, metadata=wire("imr", "decimal"))
    """Initial margin rate, fraction."""
    max_lever: Decimal | None = field(default=None, metadata=wire("maxLever", "decimal"))
    """Highest leverage allowed."""
    opt_mgn_factor: Decimal | None = field(default=None, metadata=wire("optMgnFactor", "decimal"))
    """Margin coefficient for options."""
    quote_max_loan: Decimal | None = field(default=None, metadata=wire("quoteMaxLoan", "decimal"))
    """Most that can be borrowed in quote currency."""
    base_max_loan: Decimal | None = field(default=None, metadata=wire("baseMaxLoan", "decimal"))
    """Most that can be borrowed of the base currency."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.uly = text(get("uly"), "uly")
            made.inst_family = text(get("instFamily"), "instFamily")
            made.inst_id = text(get("instId"), "instId")
            made.tier = integer(get("tier"), "tier")
            made.min_sz = exact_decimal(v) if (v := get("minSz", "")) != "" else None
            made.max_sz = exact_decimal(v) if (v := get("maxSz", "")) != "" else None
            made.mmr = exact_decimal(v) if (v := get("mmr", "")) != "" else None
            made.imr = exact_decimal(v) if (v := get("imr", "")) != "" else None
            made.max_lever = exact_decimal(v) if (v := get("maxLever", "")) != "" else None
            made.opt_mgn_factor = exact_decimal(v) if (v := get("optMgnFactor", "")) != "" else None
            made.quote_max_loan = exact_decimal(v) if (v := get("quoteMaxLoan", "")) != "" else None
            made.base_max_loan = exact_decimal(v) if (v := get("baseMaxLoan", "")) != "" else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetPositionTiers(Request[list[PositionTier]]):
    """Read the position tiers with their leverage limits and margin ratios."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", PositionTier)

    inst_type: InstTypeWithoutEventsSpot = field(
        metadata=param("instType", required=True, values=("MARGIN", "SWAP", "FUTURES", "OPTION"))
    )
    """Instrument type. One of MARGIN, SWAP, FUTURES, OPTION."""
    td_mode: CrossIsolatedTdMode = field(metadata=param("tdMode", required=True, values=("cross", "isolated")))
    """Trade mode, cash or a margin mode. One of cross, isolated."""
    inst_family: str | None = field(default=None, converter=joined, metadata=param("instFamily"))
    """Instrument family. One, or several separated by commas. At most 5 items."""
    inst_id: str | None = field(default=None, converter=joined, metadata=param("instId"))
    """Instrument id. One, or several separated by commas. At most 5 items."""
    ccy: str | None = field(default=None, metadata=param("ccy"))
    """Currency."""
    tier: str | None = field(default=None, converter=number, metadata=param("tier"))
    """Number of the tier."""

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.inst_type in ("SWAP", "FUTURES", "OPTION") and self.inst_family is None:
            yield violation_of(FAMILY_FOR_DERIVATIVES)
        if self.inst_type == "MARGIN" and self.inst_id is None and self.ccy is None:
            yield violation_of(INSTRUMENT_OR_CURRENCY_FOR_MARGIN)
        if self.inst_type in ("SWAP", "FUTURES", "OPTION") and self.inst_id:
            yield violation_of(INSTRUMENT_FOR_MARGIN_ONLY)
        if (self.inst_type != "MARGIN" or self.td_mode != "cross") and self.ccy:
            yield violation_of(CURRENCY_FOR_CROSS_MARGIN_ONLY)
        if self.inst_type in ("SWAP", "FUTURES", "OPTION") and count_listed(self.inst_family) > 5:
            yield violation_of(AT_MOST_5_FAMILIES)
        if self.inst_type == "MARGIN" and count_listed(self.inst_id) > 5:
            yield violation_of(AT_MOST_5_INSTRUMENTS)
