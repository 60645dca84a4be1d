"""Get net asset value, circulation and leverage of a leveraged token.

GET /v5/spot-lever-token/reference, https://bybit-exchange.github.io/docs/v5/lt/leverage-token-reference (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_number, no_time, spelt, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="leveraged_tokens.get_token_market",
    method="GET",
    path="/v5/spot-lever-token/reference",
    docs="https://bybit-exchange.github.io/docs/v5/lt/leverage-token-reference",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TokenMarket(Row):
    """The response to leveraged_tokens.get_token_market."""

    lt_coin: str = field(default=ABSENT, metadata=wire("ltCoin", "text"))
    """Leveraged token, such as BTC3L."""
    nav: Decimal = field(default=ABSENT, metadata=wire("nav", "decimal"))
    """Net asset value of a token or share."""
    nav_time: datetime = field(default=ABSENT, metadata=wire("navTime", "milliseconds"))
    """When the net asset value was last reckoned."""
    circulation: Decimal = field(default=ABSENT, metadata=wire("circulation", "decimal"))
    """Tokens in circulation."""
    basket: Decimal = field(default=ABSENT, metadata=wire("basket", "decimal"))
    """Amount of the underlying contracts in the basket."""
    leverage: Decimal = field(default=ABSENT, metadata=wire("leverage", "decimal"))
    """Leverage."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("ltCoin", "")) != "":
                made.lt_coin = v if type(v) is str else spelt(v, "ltCoin")
            if (v := get("nav", "")) != "":
                made.nav = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("navTime", "")) not in ("", "0"):
                made.nav_time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := get("circulation", "")) != "":
                made.circulation = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("basket", "")) != "":
                made.basket = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := get("leverage", "")) != "":
                made.leverage = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetTokenMarket(Request[TokenMarket]):
    """Get net asset value, circulation and leverage of a leveraged token."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", TokenMarket)

    lt_coin: str = field(metadata=param("ltCoin", required=True))
    """Leveraged token, such as BTC3L."""

    def __init__(
        self,
        *,
        lt_coin: str,
    ) -> None:
        self.__dict__.update(
            lt_coin=lt_coin,
        )
