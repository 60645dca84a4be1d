"""Create Borrow Order.

POST /v5/crypto-loan-fixed/borrow, https://bybit-exchange.github.io/docs/v5/new-crypto-loan/fixed/borrow (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Item, Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, text, wire
from ..._runtime.values import listed, number, number_or_text
from ..types import AutoRepay, N1N2RepayType, Term

ENDPOINT = Endpoint(
    name="crypto_loan_fixed.create_borrow_order",
    method="POST",
    path="/v5/crypto-loan-fixed/borrow",
    docs="https://bybit-exchange.github.io/docs/v5/new-crypto-loan/fixed/borrow",
    signed=True,
    permissions=("Spot trade",),
    rate_limits=(
        RateLimit(limit=1, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    proof=Proof(),
)


@frozen(kw_only=True)
class CollateralList(Item):
    """One item of collateralList in CreateBorrowOrder."""

    currency: str | None = field(default=None, metadata=param("currency"))
    """Coin."""
    amount: str | None = field(default=None, converter=number, metadata=param("amount"))
    """Amount of the coin."""


@define(kw_only=True)
class CreateBorrowOrderRow(Row):
    """The response to crypto_loan_fixed.create_borrow_order."""

    order_id: str | None = field(default=None, metadata=wire("orderId", "text"))
    """Order id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.order_id = text(get("orderId"), "orderId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class CreateBorrowOrder(Request[CreateBorrowOrderRow]):
    """Create Borrow Order."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", CreateBorrowOrderRow)

    order_currency: str = field(metadata=param("orderCurrency", required=True))
    """Currency to borrow."""
    order_amount: str = field(converter=number_or_text, metadata=param("orderAmount", required=True))
    """Amount to borrow."""
    annual_rate: str = field(converter=number_or_text, metadata=param("annualRate", required=True))
    """Customizable annual interest rate."""
    term: Term = field(metadata=param("term", required=True, values=("7", "14", "30", "90", "180")))
    """Fixed term. One of 7, 14, 30, 90, 180."""
    auto_repay: AutoRepay | None = field(default=None, metadata=param("autoRepay", values=("true", "false")))
    """Deprecated. One of true, false. Default: true. Deprecated."""
    repay_type: N1N2RepayType | None = field(default=None, metadata=param("repayType", values=("1", "2")))
    """repayType. One of 1, 2. Default: 1."""
    collateral_list: tuple[CollateralList, ...] | None = field(
        default=None, converter=listed, metadata=param("collateralList", "array", items=CollateralList)
    )
    """One entry per coin that can be used. At most 100 items."""
