"""Use a coin as collateral or stop doing so.

POST /v5/account/set-collateral-switch, https://bybit-exchange.github.io/docs/v5/account/set-collateral (generated
by venuespec from the spec; edit that instead)
"""

from typing import ClassVar

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import nothing
from ..._runtime.records import field, frozen
from ..._runtime.request import Request, param
from ..types import CollateralSwitch

ENDPOINT = Endpoint(
    name="account.set_collateral",
    method="POST",
    path="/v5/account/set-collateral-switch",
    docs="https://bybit-exchange.github.io/docs/v5/account/set-collateral",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@frozen(kw_only=True, init=False, slots=False)
class SetCollateral(Request[None]):
    """Use a coin as collateral or stop doing so."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = nothing

    coin: str = field(metadata=param("coin", required=True))
    """Coin."""
    collateral_switch: CollateralSwitch = field(metadata=param("collateralSwitch", required=True, values=("ON", "OFF")))
    """Whether the coin is used as collateral. One of ON, OFF."""

    def __init__(
        self,
        *,
        coin: str,
        collateral_switch: CollateralSwitch,
    ) -> None:
        self.__dict__.update(
            coin=coin,
            collateral_switch=collateral_switch,
        )
