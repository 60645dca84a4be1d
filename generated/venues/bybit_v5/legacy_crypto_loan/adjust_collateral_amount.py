"""Add collateral to a loan, or take some out.

POST /v5/crypto-loan/adjust-ltv, https://bybit-exchange.github.io/docs/v5/crypto-loan/adjust-collateral (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, spelt, wire
from ..._runtime.values import Number, number
from ..types import Direction

ENDPOINT = Endpoint(
    name="legacy_crypto_loan.adjust_collateral_amount",
    method="POST",
    path="/v5/crypto-loan/adjust-ltv",
    docs="https://bybit-exchange.github.io/docs/v5/crypto-loan/adjust-collateral",
    signed=True,
    permissions=("Spot trade",),
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class LegacyCollateralAdjustmentId(Row):
    """The response to legacy_crypto_loan.adjust_collateral_amount."""

    adjust_id: str = field(default=ABSENT, metadata=wire("adjustId", "text"))
    """Id of the change of collateral."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("adjustId", "")) != "":
                made.adjust_id = v if type(v) is str else spelt(v, "adjustId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class AdjustCollateralAmount(Request[LegacyCollateralAdjustmentId]):
    """Add collateral to a loan, or take some out."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", LegacyCollateralAdjustmentId)

    order_id: str = field(metadata=param("orderId", required=True))
    """Order id."""
    amount: str = field(converter=number, metadata=param("amount", required=True))
    """Amount of the coin."""
    direction: Direction = field(metadata=param("direction", required=True, values=("0", "1")))
    """Direction of the change; 0: add collateral, 1: take it out. One of 0, 1."""

    def __init__(
        self,
        *,
        order_id: str,
        amount: Number,
        direction: Direction,
    ) -> None:
        self.__dict__.update(
            order_id=order_id,
            amount=number(amount),
            direction=direction,
        )
