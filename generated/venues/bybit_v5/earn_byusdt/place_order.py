"""Place Order.

POST /v5/earn/token/place-order, https://bybit-exchange.github.io/docs/v5/finance/earn/byusdt/place-order (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, text, wire
from ..._runtime.values import number
from ..types import EarnByusdtOrderType

ENDPOINT = Endpoint(
    name="earn_byusdt.place_order",
    method="POST",
    path="/v5/earn/token/place-order",
    docs="https://bybit-exchange.github.io/docs/v5/finance/earn/byusdt/place-order",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    proof=Proof(echo=("orderLinkId",)),
)


@define(kw_only=True)
class PlaceOrderRow(Row):
    """The response to earn_byusdt.place_order."""

    order_id: str | None = field(default=None, metadata=wire("orderId", "text"))
    """Order id."""
    order_link_id: str | None = field(default=None, metadata=wire("orderLinkId", "text"))
    """Client order id."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.order_id = text(get("orderId"), "orderId")
            made.order_link_id = text(get("orderLinkId"), "orderLinkId")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class PlaceOrder(Request[PlaceOrderRow]):
    """Place Order."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", PlaceOrderRow)

    coin: str = field(metadata=param("coin", required=True))
    """Coin."""
    order_link_id: str = field(metadata=param("orderLinkId", required=True))
    """Client order id. At most 36 characters."""
    order_type: EarnByusdtOrderType = field(metadata=param("orderType", required=True, values=("Mint", "Redeem")))
    """Order type. One of Mint, Redeem."""
    amount: str = field(converter=number, metadata=param("amount", required=True))
    """Amount of the coin."""
    account_type: str = field(metadata=param("accountType", required=True))
    """Wallet that is meant."""
