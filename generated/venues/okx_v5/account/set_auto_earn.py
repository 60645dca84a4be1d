"""Turn automatic lending, staking or USDG earning for a currency on or off.

POST /api/v5/account/set-auto-earn, https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-auto-earn Generated
by venuespec from the spec; edit that instead.
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, exact_decimal, text, wire
from ..._runtime.values import number
from ..types import Action, EarnType

ENDPOINT = Endpoint(
    name="account.set_auto_earn",
    method="POST",
    path="/api/v5/account/set-auto-earn",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-auto-earn",
    signed=True,
    rate_limits=(RateLimit(limit=2, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True)
class AutoEarnSetting(Row):
    """One row of the answer to account.set_auto_earn."""

    earn_type: EarnType | str | None = field(default=None, metadata=wire("earnType", "text"))
    """Kind of auto earn; 0: lending or staking, 1: USDG earn. Documented values: 0, 1."""
    ccy: str | None = field(default=None, metadata=wire("ccy", "text"))
    """Currency."""
    action: Action | str | None = field(default=None, metadata=wire("action", "text"))
    """What to do. Documented values: turn_on, turn_off, amend."""
    apr: Decimal | None = field(default=None, metadata=wire("apr", "decimal"))
    """Lowest yearly lending rate accepted, 0.01 is 1 %. Deprecated."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.earn_type = text(get("earnType"), "earnType")
            made.ccy = text(get("ccy"), "ccy")
            made.action = text(get("action"), "action")
            made.apr = exact_decimal(v) if (v := get("apr", "")) != "" else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class SetAutoEarn(Request[list[AutoEarnSetting]]):
    """Turn automatic lending, staking or USDG earning for a currency on or off."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", AutoEarnSetting)

    earn_type: EarnType | None = field(default=None, metadata=param("earnType", values=("0", "1")))
    """Kind of auto earn; 0: lending or staking, 1: USDG earn. One of 0, 1. Default: 0."""
    ccy: str = field(metadata=param("ccy", required=True))
    """Currency."""
    action: Action | str = field(metadata=param("action", required=True))
    """What to do. Documented values: turn_on, turn_off, amend."""
    apr: str | None = field(default=None, converter=number, metadata=param("apr"))
    """Lowest yearly lending rate accepted, 0.01 is 1 %. From 0.01 to 3.65. Deprecated."""
