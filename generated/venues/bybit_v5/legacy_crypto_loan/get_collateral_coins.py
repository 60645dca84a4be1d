"""Get the coins that can be collateral, by level, with their loans to value.

GET /v5/crypto-loan/collateral-data, https://bybit-exchange.github.io/docs/v5/crypto-loan/collateral-coin (generated
by venuespec from the spec; edit that instead)
"""

from builtins import list as ListOf
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, exact_decimal, integer, no_number, rows, spelt, wire
from ..types import LoanVipLevel

ENDPOINT = Endpoint(
    name="legacy_crypto_loan.get_collateral_coins",
    method="GET",
    path="/v5/crypto-loan/collateral-data",
    docs="https://bybit-exchange.github.io/docs/v5/crypto-loan/collateral-coin",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class VipCoin(Row):
    """One entry per coin."""

    collateral_accuracy: int = field(default=ABSENT, metadata=wire("collateralAccuracy", "integer"))
    """Decimals of the amount of collateral."""
    initial_ltv: Decimal = field(default=ABSENT, metadata=wire("initialLTV", "decimal"))
    """Loan to value up to which one can borrow, as a fraction."""
    margin_call_ltv: Decimal | None = field(default=None, metadata=wire("marginCallLTV", "decimal"))
    """Loan to value at which more collateral is called for, as a fraction."""
    liquidation_ltv: Decimal | None = field(default=None, metadata=wire("liquidationLTV", "decimal"))
    """Loan to value at which the collateral is liquidated, as a fraction."""
    max_limit: Decimal = field(default=ABSENT, metadata=wire("maxLimit", "decimal"))
    """Most collateral."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := integer(get("collateralAccuracy"), "collateralAccuracy")) is not None:
                made.collateral_accuracy = v
            if (v := get("initialLTV", "")) != "":
                made.initial_ltv = d if (d := exact_decimal(v)).is_finite() else no_number()
            made.margin_call_ltv = (
                None
                if (v := get("marginCallLTV", "")) == ""
                else d
                if (d := exact_decimal(v)).is_finite()
                else no_number()
            )
            made.liquidation_ltv = (
                None
                if (v := get("liquidationLTV", "")) == ""
                else d
                if (d := exact_decimal(v)).is_finite()
                else no_number()
            )
            if (v := get("maxLimit", "")) != "":
                made.max_limit = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class VipCoinList(Row):
    """One entry per level of accounts."""

    list: ListOf[VipCoin] = field(factory=ListOf[VipCoin], metadata=wire("list", "rows", VipCoin))
    """One entry per coin."""
    vip_level: str = field(default=ABSENT, metadata=wire("vipLevel", "text"))
    """Level of the account."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list = rows(get("list"), "list", VipCoin.from_wire)
            if (v := get("vipLevel", "")) != "":
                made.vip_level = v if type(v) is str else spelt(v, "vipLevel")
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[VipCoin]:
        """The older name of ``list``."""
        return self.list


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class LegacyCollateralCoins(Row):
    """The response to legacy_crypto_loan.get_collateral_coins."""

    vip_coin_list: list[VipCoinList] = field(
        factory=list[VipCoinList], metadata=wire("vipCoinList", "rows", VipCoinList)
    )
    """One entry per level of accounts."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.vip_coin_list = rows(get("vipCoinList"), "vipCoinList", VipCoinList.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[VipCoinList]:
        return iter(self.vip_coin_list)

    def __len__(self) -> int:
        return len(self.vip_coin_list)

    def __getitem__(self, index: int) -> VipCoinList:
        return self.vip_coin_list[index]


@frozen(kw_only=True, init=False, slots=False)
class GetCollateralCoins(Request[LegacyCollateralCoins]):
    """Get the coins that can be collateral, by level, with their loans to value."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", LegacyCollateralCoins)

    vip_level: LoanVipLevel | str | None = field(
        default=None,
        metadata=param(
            "vipLevel",
            values=(
                "VIP0",
                "VIP1",
                "VIP2",
                "VIP3",
                "VIP4",
                "VIP5",
                "VIP99",
                "PRO1",
                "PRO2",
                "PRO3",
                "PRO4",
                "PRO5",
                "PRO6",
            ),
            open=True,
        ),
    )
    """Level of the account. Documented values: VIP0, VIP1, VIP2, VIP3, VIP4, VIP5, VIP99, PRO1, PRO2, PRO3, PRO4,
    PRO5, PRO6.
    """
    currency: str | None = field(default=None, metadata=param("currency"))
    """Coin."""

    def __init__(
        self,
        *,
        vip_level: LoanVipLevel | str | None = None,
        currency: str | None = None,
    ) -> None:
        self.__dict__.update(
            vip_level=vip_level,
            currency=currency,
        )
