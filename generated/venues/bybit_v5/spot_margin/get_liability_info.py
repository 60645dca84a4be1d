"""Get Liability Info.

GET /v5/spot-margin-trade/liability, https://bybit-exchange.github.io/docs/v5/spot-margin-uta/liability (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, decimal, guessed, text, wire

ENDPOINT = Endpoint(
    name="spot_margin.get_liability_info",
    method="GET",
    path="/v5/spot-margin-trade/liability",
    docs="https://bybit-exchange.github.io/docs/v5/spot-margin-uta/liability",
    signed=True,
    rate_limits=(
        RateLimit(limit=5, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True)
class GetLiabilityInfoRow(Row):
    """The response to spot_margin.get_liability_info."""

    currency: str | None = field(default=None, metadata=wire("currency", "text"))
    """Coin."""
    total_borrow_amount: Decimal | str | None = field(
        default=None, metadata=wire("totalBorrowAmount", "guessed", decimal)
    )
    """Total liability = borrowSize."""
    fixed_borrow_amount: Decimal | str | None = field(
        default=None, metadata=wire("fixedBorrowAmount", "guessed", decimal)
    )
    """Fixed-rate liability."""
    flexible_borrow_amount: Decimal | str | None = field(
        default=None, metadata=wire("flexibleBorrowAmount", "guessed", decimal)
    )
    """Floating-rate liability = borrowSize."""
    spot_total_borrow: Decimal | str | None = field(default=None, metadata=wire("spotTotalBorrow", "guessed", decimal))
    """Spot liability + open order liability."""
    derivatives_borrow: Decimal | str | None = field(
        default=None, metadata=wire("derivativesBorrow", "guessed", decimal)
    )
    """Derivatives liability = borrowSize."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.currency = text(get("currency"), "currency")
            made.total_borrow_amount = guessed(get("totalBorrowAmount"), "totalBorrowAmount", decimal)
            made.fixed_borrow_amount = guessed(get("fixedBorrowAmount"), "fixedBorrowAmount", decimal)
            made.flexible_borrow_amount = guessed(get("flexibleBorrowAmount"), "flexibleBorrowAmount", decimal)
            made.spot_total_borrow = guessed(get("spotTotalBorrow"), "spotTotalBorrow", decimal)
            made.derivatives_borrow = guessed(get("derivativesBorrow"), "derivativesBorrow", decimal)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetLiabilityInfo(Request[GetLiabilityInfoRow]):
    """Get Liability Info."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetLiabilityInfoRow)

    currency: str = field(metadata=param("currency", required=True))
    """Coin."""
