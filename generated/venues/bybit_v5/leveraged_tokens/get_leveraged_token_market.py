"""Get Leveraged Token Market.

GET /v5/spot-lever-token/reference, https://bybit-exchange.github.io/docs/v5/lt/leverage-token-reference (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, decimal, exact_decimal, guessed, milliseconds, prose, wire

ENDPOINT = Endpoint(
    name="leveraged_tokens.get_leveraged_token_market",
    method="GET",
    path="/v5/spot-lever-token/reference",
    docs="https://bybit-exchange.github.io/docs/v5/lt/leverage-token-reference",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True)
class GetLeveragedTokenMarketRow(Row):
    """The response to leveraged_tokens.get_leveraged_token_market."""

    lt_coin: str | None = field(default=None, metadata=wire("ltCoin", "prose"))
    """Abbreviation of the LT."""
    nav: Decimal | str | None = field(default=None, metadata=wire("nav", "guessed", decimal))
    """net value."""
    nav_time: datetime | str | None = field(default=None, metadata=wire("navTime", "guessed", milliseconds))
    """Update time for net asset value."""
    circulation: str | None = field(default=None, metadata=wire("circulation", "prose"))
    """Circulating supply in the secondary market."""
    basket: str | None = field(default=None, metadata=wire("basket", "prose"))
    """basket."""
    leverage: Decimal | None = field(default=None, metadata=wire("leverage", "decimal"))
    """Leverage."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.lt_coin = prose(get("ltCoin"), "ltCoin")
            made.nav = guessed(get("nav"), "nav", decimal)
            made.nav_time = guessed(get("navTime"), "navTime", milliseconds)
            made.circulation = prose(get("circulation"), "circulation")
            made.basket = prose(get("basket"), "basket")
            made.leverage = exact_decimal(v) if (v := get("leverage", "")) != "" else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetLeveragedTokenMarket(Request[GetLeveragedTokenMarketRow]):
    """Get Leveraged Token Market."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetLeveragedTokenMarketRow)

    lt_coin: str = field(metadata=param("ltCoin", required=True))
    """Abbreviation of the LT."""
