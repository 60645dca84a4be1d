"""Set the leverage of a symbol.

POST /trade/api/v2/futures/leverage, https://api-trading.coinswitch.co/futures/reference/update-leverage (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, exact_decimal, no_number, spelt, wire
from ..._runtime.values import whole
from ..types import Exchange

ENDPOINT = Endpoint(
    name="position.set_leverage",
    method="POST",
    path="/trade/api/v2/futures/leverage",
    docs="https://api-trading.coinswitch.co/futures/reference/update-leverage",
    signed=True,
    rate_limits=(RateLimit(limit=10, window=60.0),),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class LeverageSet(Row):
    """The response to position.set_leverage."""

    exchange: str = field(default=ABSENT, metadata=wire("exchange", "text"))
    """Exchange identifier, in any case."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "text"))
    """Symbol, such as BTCUSDT."""
    leverage: Decimal = field(default=ABSENT, metadata=wire("leverage", "decimal"))
    """Leverage."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("exchange", "")) != "":
                made.exchange = v if type(v) is str else spelt(v, "exchange")
            if (v := get("symbol", "")) != "":
                made.symbol = v if type(v) is str else spelt(v, "symbol")
            if (v := get("leverage", "")) != "":
                made.leverage = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class SetLeverage(Request[LeverageSet]):
    """Set the leverage of a symbol."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("data", LeverageSet)

    symbol: str = field(metadata=param("symbol", required=True))
    """Symbol, such as BTCUSDT."""
    exchange: Exchange | str = field(
        metadata=param("exchange", required=True, values=("EXCHANGE_2", "exchange_2"), open=True)
    )
    """Exchange identifier, in any case. Documented values: EXCHANGE_2, exchange_2."""
    leverage: int = field(converter=whole, metadata=param("leverage", "integer", required=True))
    """Leverage."""

    def __init__(
        self,
        *,
        symbol: str,
        exchange: Exchange | str,
        leverage: int | str,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            exchange=exchange,
            leverage=whole(leverage),
        )
