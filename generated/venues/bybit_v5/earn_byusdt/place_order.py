"""Mint BYUSDT from flexible savings, or redeem it into the unified wallet.

POST /v5/earn/token/place-order, https://bybit-exchange.github.io/docs/v5/finance/earn/byusdt/place-order (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from typing import ClassVar

from ..._runtime.endpoint import Ask, Endpoint, Proof, RateLimit, Reconcile
from ..._runtime.payloads import one_of
from ..._runtime.records import field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rules import Rule, Violation, longer, violation_of
from ..._runtime.values import Number, number
from ..context import Context
from ..earn.place_order import PlacedOrder as PlacedOrder
from ..types import EarnByusdtCoin, EarnByusdtOrderType, EarnByusdtPlaceOrderAccountType

ENDPOINT = Endpoint(
    name="earn_byusdt.place_order",
    method="POST",
    path="/v5/earn/token/place-order",
    docs="https://bybit-exchange.github.io/docs/v5/finance/earn/byusdt/place-order",
    signed=True,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
    dedup_key="orderLinkId",
    reconcile=Reconcile(
        ask=(
            Ask(
                method="GET",
                path="/v5/earn/token/order",
                params={"coin": "coin", "orderLinkId": "orderLinkId"},
                rows="list",
            ),
        ),
        refused={"status": ("Fail",)},
    ),
    proof=Proof(echo=("orderLinkId",)),
)
CLIENT_ORDER_ID = Rule(
    id="client_order_id",
    says="orderLinkId must have at most 36 characters.",
    because="A client order id has at most 36 characters.",
    params=("orderLinkId",),
)
MINTING_TAKES_SAVINGS = Rule(
    id="minting_takes_savings",
    says="When orderType is Mint, accountType must be FlexibleSaving.",
    because="Tokens are minted from flexible savings.",
    params=("accountType", "orderType"),
)
REDEEMING_PAYS_UNIFIED = Rule(
    id="redeeming_pays_unified",
    says="When orderType is Redeem, accountType must be UNIFIED.",
    because="Redeemed tokens are paid into the unified wallet.",
    params=("accountType", "orderType"),
)


@frozen(kw_only=True, init=False, slots=False)
class PlaceOrder(Request[PlacedOrder]):
    """Mint BYUSDT from flexible savings, or redeem it into the unified wallet."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", PlacedOrder)
    read_by_rules: ClassVar = ("order_type", "account_type")
    judged_alone: ClassVar = ("order_link_id",)

    coin: EarnByusdtCoin | str = field(metadata=param("coin", required=True))
    """Coin. Documented values: BYUSDT."""
    order_link_id: str = field(metadata=param("orderLinkId", required=True))
    """Client order id. At most 36 characters."""
    order_type: EarnByusdtOrderType = field(metadata=param("orderType", required=True, values=("Mint", "Redeem")))
    """Order type. One of Mint, Redeem."""
    amount: str = field(converter=number, metadata=param("amount", required=True))
    """Amount of the coin."""
    account_type: EarnByusdtPlaceOrderAccountType | str = field(
        metadata=param("accountType", required=True, values=("FlexibleSaving", "UNIFIED"), open=True)
    )
    """Wallet that is meant. Documented values: FlexibleSaving, UNIFIED."""

    def __init__(
        self,
        *,
        coin: EarnByusdtCoin | str,
        order_link_id: str,
        order_type: EarnByusdtOrderType,
        amount: Number,
        account_type: EarnByusdtPlaceOrderAccountType | str,
    ) -> None:
        self.__dict__.update(
            coin=coin,
            order_link_id=order_link_id,
            order_type=order_type,
            amount=number(amount),
            account_type=account_type,
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (longer(self.order_link_id, 36))

    def broken(self, context: Context) -> Iterator[Violation]:
        if longer(self.order_link_id, 36):
            yield violation_of(CLIENT_ORDER_ID)
        if self.order_type == "Mint" and self.account_type not in (None, "", "FlexibleSaving"):
            yield violation_of(MINTING_TAKES_SAVINGS)
        if self.order_type == "Redeem" and self.account_type not in (None, "", "UNIFIED"):
            yield violation_of(REDEEMING_PAYS_UNIFIED)
