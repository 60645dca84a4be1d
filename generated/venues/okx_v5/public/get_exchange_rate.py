"""Read the two-week average rate of USD to CNY.

GET /api/v5/market/exchange-rate, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-exchange-rate (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, exact_decimal, no_number, wire

ENDPOINT = Endpoint(
    name="public.get_exchange_rate",
    method="GET",
    path="/api/v5/market/exchange-rate",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-exchange-rate",
    signed=False,
    rate_limits=(RateLimit(limit=1, window=2.0, key=("ip",)),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ExchangeRate(Row):
    """One row of the response to public.get_exchange_rate."""

    usd_cny: Decimal = field(default=ABSENT, metadata=wire("usdCny", "decimal"))
    """Price of one US dollar in yuan."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("usdCny", "")) != "":
                made.usd_cny = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetExchangeRate(Request[list[ExchangeRate]]):
    """Read the two-week average rate of USD to CNY."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", ExchangeRate)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
