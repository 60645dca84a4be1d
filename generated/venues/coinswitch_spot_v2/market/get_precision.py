"""Get the decimals of price and quantity of symbols.

POST /trade/api/v2/exchangePrecision, https://api-trading.coinswitch.co/spot/reference/exchange-precision (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint
from ..._runtime.payloads import keyed_of, one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, integer, wire
from ..types import Exchange

ENDPOINT = Endpoint(
    name="market.get_precision",
    method="POST",
    path="/trade/api/v2/exchangePrecision",
    docs="https://api-trading.coinswitch.co/spot/reference/exchange-precision",
    signed=True,
    write=False,
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Precision(Row):
    """One value of the response to market.get_precision."""

    base: int = field(default=ABSENT, metadata=wire("base", "integer"))
    """Decimals of a quantity."""
    quote: int = field(default=ABSENT, metadata=wire("quote", "integer"))
    """Decimals of a price."""
    limit: int = field(default=ABSENT, metadata=wire("limit", "integer"))
    """Undocumented; 0 in the example."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := integer(get("base"), "base")) is not None:
                made.base = v
            if (v := integer(get("quote"), "quote")) is not None:
                made.quote = v
            if (v := integer(get("limit"), "limit")) is not None:
                made.limit = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetPrecision(Request[dict[str, dict[str, Precision]]]):
    """Get the decimals of price and quantity of symbols."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = keyed_of("data", keyed_of("data", one_of("data", Precision)))

    exchange: Exchange | str = field(
        metadata=param(
            "exchange", required=True, values=("coinswitchx", "c2c1", "c2c2", "COINSWITCHX", "C2C1", "C2C2"), open=True
        )
    )
    """Exchange identifier, in any case. Documented values: coinswitchx, c2c1, c2c2, COINSWITCHX, C2C1, C2C2."""
    symbol: str | None = field(default=None, metadata=param("symbol"))
    """Symbol, such as BTC/INR."""

    def __init__(
        self,
        *,
        exchange: Exchange | str,
        symbol: str | None = None,
    ) -> None:
        self.__dict__.update(
            exchange=exchange,
            symbol=symbol,
        )
