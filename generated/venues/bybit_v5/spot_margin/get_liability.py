"""Get how much of a coin is owed, and in which ways it was borrowed.

GET /v5/spot-margin-trade/liability, https://bybit-exchange.github.io/docs/v5/spot-margin-uta/liability (generated
by venuespec from the spec; edit that instead)
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, exact_decimal, no_number, spelt, wire
from ..._runtime.rules import Rule, Violation, unlike, violation_of
from ..context import Context

ENDPOINT = Endpoint(
    name="spot_margin.get_liability",
    method="GET",
    path="/v5/spot-margin-trade/liability",
    docs="https://bybit-exchange.github.io/docs/v5/spot-margin-uta/liability",
    signed=True,
    rate_limits=(
        RateLimit(limit=5, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)
COIN_IN_CAPITALS = Rule(
    id="coin_in_capitals",
    says="currency must match the pattern [^a-z]+.",
    because="Coins are documented in capitals only; the answer to others is not documented.",
    params=("currency",),
    level="warn",
)
COIN_IN_CAPITALS_FORM = re.compile("[^a-z]+")


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Liability(Row):
    """The response to spot_margin.get_liability."""

    currency: str = field(default=ABSENT, metadata=wire("currency", "text"))
    """Coin."""
    total_borrow_amount: Decimal = field(default=ABSENT, metadata=wire("totalBorrowAmount", "decimal"))
    """Amount owed."""
    fixed_borrow_amount: Decimal = field(default=ABSENT, metadata=wire("fixedBorrowAmount", "decimal"))
    """Amount borrowed at fixed rates."""
    flexible_borrow_amount: Decimal = field(default=ABSENT, metadata=wire("flexibleBorrowAmount", "decimal"))
    """Amount borrowed at flexible rates."""
    spot_total_borrow: Decimal = field(default=ABSENT, metadata=wire("spotTotalBorrow", "decimal"))
    """Amount owed for spot, with that of open orders."""
    derivatives_borrow: Decimal = field(default=ABSENT, metadata=wire("derivativesBorrow", "decimal"))
    """Amount borrowed for derivatives."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("currency", "")) != "":
                made.currency = v if type(v) is str else spelt(v, "currency")
            if (v := get("totalBorrowAmount", "")) != "":
                made.total_borrow_amount = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("fixedBorrowAmount", "")) != "":
                made.fixed_borrow_amount = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("flexibleBorrowAmount", "")) != "":
                made.flexible_borrow_amount = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("spotTotalBorrow", "")) != "":
                made.spot_total_borrow = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("derivativesBorrow", "")) != "":
                made.derivatives_borrow = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetLiability(Request[Liability]):
    """Get how much of a coin is owed, and in which ways it was borrowed."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", Liability)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("currency",)

    currency: str = field(metadata=param("currency", required=True))
    """Coin."""

    def __init__(
        self,
        *,
        currency: str,
    ) -> None:
        self.__dict__.update(
            currency=currency,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (unlike(COIN_IN_CAPITALS_FORM, self.currency))

    def broken(self, context: Context) -> Iterator[Violation]:
        if unlike(COIN_IN_CAPITALS_FORM, self.currency):
            yield violation_of(COIN_IN_CAPITALS)
