"""Choose between coin-based and Black-Scholes greeks for display.

POST /api/v5/account/set-greeks, https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-greeks-pa-bs Generated
by venuespec from the spec; edit that instead.
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import Row, text, wire
from ..types import GreeksType

ENDPOINT = Endpoint(
    name="account.set_greeks_type",
    method="POST",
    path="/api/v5/account/set-greeks",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-greeks-pa-bs",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True)
class GreeksTypeSetting(Row):
    """One row of the answer to account.set_greeks_type."""

    greeks_type: str | None = field(default=None, metadata=wire("greeksType", "text"))
    """Greeks; PA: in coins, BS: Black-Scholes, in dollars."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        made.greeks_type = text(get("greeksType"), "greeksType")
        return made


@frozen(kw_only=True)
class SetGreeksType(Request[list[GreeksTypeSetting]]):
    """Choose between coin-based and Black-Scholes greeks for display."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", GreeksTypeSetting)

    greeks_type: GreeksType = field(metadata=param("greeksType", required=True, values=("PA", "BS")))
    """Greeks; PA: in coins, BS: Black-Scholes, in dollars. One of PA, BS."""
