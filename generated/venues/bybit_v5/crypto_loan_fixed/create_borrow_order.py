"""Offer to borrow a coin for a fixed term at a rate, with collateral if wanted.

POST /v5/crypto-loan-fixed/borrow, https://bybit-exchange.github.io/docs/v5/new-crypto-loan/fixed/borrow (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self, TypedDict

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Item, Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, spelt, wire
from ..._runtime.rules import Rule, Violation, count_listed, placed, violation_of
from ..._runtime.values import Number, listed, number
from ..context import Context
from ..types import AutoRepay, LoanRepayType, Term

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
AT_MOST_100_COLLATERAL_COINS = Rule(
    id="at_most_100_collateral_coins",
    says="collateralList takes at most 100 items.",
    because="One request takes collateral in 100 coins at most.",
    params=("collateralList",),
)
COLLATERAL_IS_COIN_AND_AMOUNT = Rule(
    id="collateral_is_coin_and_amount",
    says="In each item of collateralList, currency and amount must be sent together or not at all.",
    because="Collateral is an amount of a coin.",
    params=("currency", "amount"),
    level="warn",
)


@frozen(kw_only=True, init=False, slots=False)
class CollateralList(Item):
    """One item of collateralList in CreateBorrowOrder."""

    currency: str | None = field(default=None, metadata=param("currency"))
    """Coin."""
    amount: str | None = field(default=None, converter=number, metadata=param("amount"))
    """Amount of the coin."""

    def __init__(
        self,
        *,
        currency: str | None = None,
        amount: Number | None = None,
    ) -> None:
        self.__dict__.update(
            currency=currency,
            amount=None if amount is None else number(amount),
        )


class CollateralListDict(TypedDict, total=False):
    """``CollateralList`` as a dict."""

    currency: str | None
    amount: Number | None


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class BorrowOrderId(Row):
    """The response to crypto_loan_fixed.create_borrow_order."""

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
class CreateBorrowOrder(Request[BorrowOrderId]):
    """Offer to borrow a coin for a fixed term at a rate, with collateral if wanted."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", BorrowOrderId)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("collateral_list",)

    order_currency: str = field(metadata=param("orderCurrency", required=True))
    """Coin of the order."""
    order_amount: str = field(converter=number, metadata=param("orderAmount", required=True))
    """Amount of the order."""
    annual_rate: str = field(converter=number, metadata=param("annualRate", required=True))
    """Interest rate of a year, as a fraction."""
    term: Term | str = field(metadata=param("term", required=True, values=("7", "14", "30", "90", "180"), open=True))
    """Days of the term. Documented values: 7, 14, 30, 90, 180."""
    auto_repay: AutoRepay | None = field(default=None, metadata=param("autoRepay", values=("true", "false")))
    """What happens when the loan is due; replaced by repayType. One of true, false. Default: true. Deprecated."""
    repay_type: LoanRepayType | None = field(default=None, metadata=param("repayType", values=("1", "2")))
    """What happens when the loan is due; 1: it is repaid from the funding wallet, 2: it becomes a flexible loan. One
    of 1, 2. Default: 1.
    """
    collateral_list: tuple[CollateralList, ...] | None = field(
        default=None, converter=listed, metadata=param("collateralList", "array", items=CollateralList)
    )
    """One entry per coin that is added as collateral. At most 100 items."""

    def __init__(
        self,
        *,
        order_currency: str,
        order_amount: Number,
        annual_rate: Number,
        term: Term | str,
        auto_repay: AutoRepay | None = None,
        repay_type: LoanRepayType | None = None,
        collateral_list: Iterable[CollateralList | CollateralListDict] | None = None,
    ) -> None:
        self.__dict__.update(
            order_currency=order_currency,
            order_amount=number(order_amount),
            annual_rate=number(annual_rate),
            term=term,
            auto_repay=auto_repay,
            repay_type=repay_type,
            collateral_list=None if collateral_list is None else listed(collateral_list),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.collateral_list is not None and count_listed(self.collateral_list) > 100)

    def broken(self, context: Context) -> Iterator[Violation]:
        if count_listed(self.collateral_list) > 100:
            yield violation_of(AT_MOST_100_COLLATERAL_COINS)
        for where, item in placed("collateralList", self.collateral_list, CollateralList):
            if (item.currency or item.amount) and (item.currency is None or item.amount is None):
                yield violation_of(COLLATERAL_IS_COIN_AND_AMOUNT, where)
