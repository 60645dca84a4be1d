"""Offer to lend out a coin for a fixed term at a rate.

POST /v5/crypto-loan-fixed/supply, https://bybit-exchange.github.io/docs/v5/new-crypto-loan/fixed/supply (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, spelt, wire
from ..._runtime.values import Number, number
from ..types import AvailableSource, Term

ENDPOINT = Endpoint(
    name="crypto_loan_fixed.create_supply_order",
    method="POST",
    path="/v5/crypto-loan-fixed/supply",
    docs="https://bybit-exchange.github.io/docs/v5/new-crypto-loan/fixed/supply",
    signed=True,
    permissions=("Spot trade",),
    rate_limits=(
        RateLimit(limit=1, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SupplyOrderId(Row):
    """The response to crypto_loan_fixed.create_supply_order."""

    order_id: str = field(default=ABSENT, metadata=wire("orderId", "text"))
    """Order id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("orderId", "")) != "":
                made.order_id = v if type(v) is str else spelt(v, "orderId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class CreateSupplyOrder(Request[SupplyOrderId]):
    """Offer to lend out a coin for a fixed term at a rate."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", SupplyOrderId)

    order_currency: str = field(metadata=param("orderCurrency", required=True))
    """Coin of the order."""
    order_amount: str = field(converter=number, metadata=param("orderAmount", required=True))
    """Amount of the order."""
    annual_rate: str = field(converter=number, metadata=param("annualRate", required=True))
    """Interest rate of a year, as a fraction."""
    term: Term | str = field(metadata=param("term", required=True, values=("7", "14", "30", "90", "180"), open=True))
    """Days of the term. Documented values: 7, 14, 30, 90, 180."""
    available_source: AvailableSource | None = field(
        default=None, metadata=param("availableSource", values=("0", "1", "2"))
    )
    """Wallet that the coins come from; 0: funding, 1: flexible earn, 2: both. One of 0, 1, 2. Default: 0."""

    def __init__(
        self,
        *,
        order_currency: str,
        order_amount: Number,
        annual_rate: Number,
        term: Term | str,
        available_source: AvailableSource | None = None,
    ) -> None:
        self.__dict__.update(
            order_currency=order_currency,
            order_amount=number(order_amount),
            annual_rate=number(annual_rate),
            term=term,
            available_source=available_source,
        )
