"""Get Collateral Coins.

GET /v5/crypto-loan/collateral-data, https://bybit-exchange.github.io/docs/v5/crypto-loan/collateral-coin (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, decimal, guessed, integer, prose, rows, wire
from ..types import VipLevel2

ENDPOINT = Endpoint(
    name="legacy_crypto_loan.get_collateral_coins",
    method="GET",
    path="/v5/crypto-loan/collateral-data",
    docs="https://bybit-exchange.github.io/docs/v5/crypto-loan/collateral-coin",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True)
class VipCoin(Row):
    """One entry per record."""

    collateral_accuracy: int | None = field(default=None, metadata=wire("collateralAccuracy", "integer"))
    """Valid collateral coin precision."""
    initial_ltv: Decimal | str | None = field(default=None, metadata=wire("initialLTV", "guessed", decimal))
    """The Initial LTV ratio determines the initial amount."""
    margin_call_ltv: Decimal | str | None = field(default=None, metadata=wire("marginCallLTV", "guessed", decimal))
    """If the LTV ratio."""
    liquidation_ltv: Decimal | str | None = field(default=None, metadata=wire("liquidationLTV", "guessed", decimal))
    """If the LTV ratio."""
    max_limit: Decimal | str | None = field(default=None, metadata=wire("maxLimit", "guessed", decimal))
    """Collateral limit."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.collateral_accuracy = integer(get("collateralAccuracy"), "collateralAccuracy")
            made.initial_ltv = guessed(get("initialLTV"), "initialLTV", decimal)
            made.margin_call_ltv = guessed(get("marginCallLTV"), "marginCallLTV", decimal)
            made.liquidation_ltv = guessed(get("liquidationLTV"), "liquidationLTV", decimal)
            made.max_limit = guessed(get("maxLimit"), "maxLimit", decimal)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class VipCoinList(Row):
    """Object."""

    list_: list[VipCoin] = field(factory=list[VipCoin], metadata=wire("list", "rows", VipCoin))
    """One entry per record."""
    vip_level: str | None = field(default=None, metadata=wire("vipLevel", "prose"))
    """VIP level."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list_ = rows(get("list"), "list", VipCoin.from_wire)
            made.vip_level = prose(get("vipLevel"), "vipLevel")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetCollateralCoinsRow(Row):
    """The response to legacy_crypto_loan.get_collateral_coins."""

    vip_coin_list: list[VipCoinList] = field(
        factory=list[VipCoinList], metadata=wire("vipCoinList", "rows", VipCoinList)
    )
    """Object."""

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


@frozen(kw_only=True)
class GetCollateralCoins(Request[GetCollateralCoinsRow]):
    """Get Collateral Coins."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetCollateralCoinsRow)

    vip_level: VipLevel2 | None = field(
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
        ),
    )
    """VIP level."""
    currency: str | None = field(default=None, metadata=param("currency"))
    """Coin."""
