"""List the prices of settlements of quarterly contracts.

GET /futures/data/delivery-price,
https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Delivery-Price (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_number, no_time, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="market.get_delivery_prices",
    method="GET",
    path="/futures/data/delivery-price",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Delivery-Price",
    signed=False,
    exact=True,
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=0),),
    },
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DeliveryPrice(Row):
    """One row of the response to market.get_delivery_prices."""

    delivery_time: datetime = field(default=ABSENT, metadata=wire("deliveryTime", "milliseconds"))
    """Settlement time."""
    delivery_price: Decimal = field(default=ABSENT, metadata=wire("deliveryPrice", "decimal"))
    """Settlement price."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("deliveryTime", "")) not in ("", "0"):
                made.delivery_time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("deliveryPrice", "")) != "":
                made.delivery_price = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetDeliveryPrices(Request[list[DeliveryPrice]]):
    """List the prices of settlements of quarterly contracts."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("", DeliveryPrice)

    pair: str = field(metadata=param("pair", required=True))
    """The pair."""

    def __init__(
        self,
        *,
        pair: str,
    ) -> None:
        self.__dict__.update(
            pair=pair,
        )
