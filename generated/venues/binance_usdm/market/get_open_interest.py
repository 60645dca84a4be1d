"""Tell the open interest of a symbol.

GET /fapi/v1/openInterest,
https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_number, no_time, prose, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="market.get_open_interest",
    method="GET",
    path="/fapi/v1/openInterest",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest",
    signed=False,
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=1),),
    },
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OpenInterest(Row):
    """The response to market.get_open_interest."""

    open_interest: Decimal = field(default=ABSENT, metadata=wire("openInterest", "decimal"))
    """Open interest in contracts."""
    symbol: str = field(default=ABSENT, metadata=wire("symbol", "prose"))
    """The symbol."""
    time: datetime = field(default=ABSENT, metadata=wire("time", "milliseconds"))
    """Time of the record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("openInterest", "")) != "":
                made.open_interest = d if (d := exact_decimal(v)).is_finite() else no_number()
            if (v := prose(get("symbol"), "symbol")) is not None:
                made.symbol = v
            if (v := get("time", "")) not in ("", "0"):
                made.time = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetOpenInterest(Request[OpenInterest]):
    """Tell the open interest of a symbol."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("", OpenInterest)

    symbol: str = field(metadata=param("symbol", required=True))
    """The symbol."""

    def __init__(
        self,
        *,
        symbol: str,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
        )
