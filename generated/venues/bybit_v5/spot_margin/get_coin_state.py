"""Get Coin State.

GET /v5/spot-margin-trade/coinstate, https://bybit-exchange.github.io/docs/v5/spot-margin-uta/coinstate (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, prose, rows, text, wire

ENDPOINT = Endpoint(
    name="spot_margin.get_coin_state",
    method="GET",
    path="/v5/spot-margin-trade/coinstate",
    docs="https://bybit-exchange.github.io/docs/v5/spot-margin-uta/coinstate",
    signed=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True)
class GetCoinStateRowGetCoinStateRow(Row):
    """One entry per record."""

    currency: str | None = field(default=None, metadata=wire("currency", "text"))
    """Coin."""
    spot_leverage: str | None = field(default=None, metadata=wire("spotLeverage", "prose"))
    """Spot margin leverage."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.currency = text(get("currency"), "currency")
            made.spot_leverage = prose(get("spotLeverage"), "spotLeverage")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetCoinStateRow(Row):
    """The response to spot_margin.get_coin_state."""

    list_: list[GetCoinStateRowGetCoinStateRow] = field(
        factory=list[GetCoinStateRowGetCoinStateRow], metadata=wire("list", "rows", GetCoinStateRowGetCoinStateRow)
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list_ = rows(get("list"), "list", GetCoinStateRowGetCoinStateRow.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetCoinStateRowGetCoinStateRow]:
        return iter(self.list_)

    def __len__(self) -> int:
        return len(self.list_)

    def __getitem__(self, index: int) -> GetCoinStateRowGetCoinStateRow:
        return self.list_[index]


@frozen(kw_only=True)
class GetCoinState(Request[GetCoinStateRow]):
    """Get Coin State."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetCoinStateRow)

    currency: str | None = field(default=None, metadata=param("currency"))
    """Coin."""
