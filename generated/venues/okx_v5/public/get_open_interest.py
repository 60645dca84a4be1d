"""Read how many contracts are open now, by instrument.

GET /api/v5/public/open-interest, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-open-interest (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_number, no_time, spelt, wire
from ..._runtime.rules import Rule, Violation, violation_of
from ..._runtime.values import EPOCH
from ..context import Context
from ..types import OpenInterestInstType

ENDPOINT = Endpoint(
    name="public.get_open_interest",
    method="GET",
    path="/api/v5/public/open-interest",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-open-interest",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip", "instId")),),
)
OPTIONS_NEED_FAMILY = Rule(
    id="options_need_family",
    says="When instType is OPTION, instFamily is required.",
    because="The open interest of options is listed one family at a time.",
    params=("instFamily", "instType"),
)
FAMILY_FOR_DERIVATIVES = Rule(
    id="family_for_derivatives",
    says="When instType is EVENTS, instFamily has no effect.",
    because="Event contracts belong to no family.",
    params=("instFamily", "instType"),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OpenInterest(Row):
    """One row of the response to public.get_open_interest."""

    inst_type: str = field(default=ABSENT, metadata=wire("instType", "text"))
    """Instrument type."""
    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    oi: Decimal = field(default=ABSENT, metadata=wire("oi", "decimal"))
    """Open interest, in contracts."""
    oi_ccy: Decimal = field(default=ABSENT, metadata=wire("oiCcy", "decimal"))
    """Open interest, in coin."""
    oi_usd: Decimal = field(default=ABSENT, metadata=wire("oiUsd", "decimal"))
    """Open interest, in USD."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the data was returned."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instType", "")) != "":
                made.inst_type = v if type(v) is str else spelt(v, "instType")
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            if (v := get("oi", "")) != "":
                made.oi = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("oiCcy", "")) != "":
                made.oi_ccy = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("oiUsd", "")) != "":
                made.oi_usd = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetOpenInterest(Request[list[OpenInterest]]):
    """Read how many contracts are open now, by instrument."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", OpenInterest)
    read_by_rules: ClassVar = ("inst_type",)

    inst_type: OpenInterestInstType = field(
        metadata=param("instType", required=True, values=("SWAP", "FUTURES", "OPTION", "EVENTS"))
    )
    """Instrument type. One of SWAP, FUTURES, OPTION, EVENTS."""
    inst_family: str | None = field(default=None, metadata=param("instFamily"))
    """Instrument family."""
    inst_id: str | None = field(default=None, metadata=param("instId"))
    """Instrument id."""

    def __init__(
        self,
        *,
        inst_type: OpenInterestInstType,
        inst_family: str | None = None,
        inst_id: str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_type=inst_type,
            inst_family=inst_family,
            inst_id=inst_id,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.inst_type == "OPTION" and self.inst_family is None:
            yield violation_of(OPTIONS_NEED_FAMILY)
        if self.inst_type == "EVENTS" and self.inst_family:
            yield violation_of(FAMILY_FOR_DERIVATIVES)
