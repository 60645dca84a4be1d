"""List the counterparties that you may trade blocks with.

GET /api/v5/rfq/counterparties, https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-counterparties (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, prose, spelt, text, wire

ENDPOINT = Endpoint(
    name="block_trading.get_counterparties",
    method="GET",
    path="/api/v5/rfq/counterparties",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-counterparties",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Counterparty(Row):
    """One row of the response to block_trading.get_counterparties."""

    trader_name: str = field(default=ABSENT, metadata=wire("traderName", "prose"))
    """Full display name of the counterparty."""
    trader_code: str = field(default=ABSENT, metadata=wire("traderCode", "text"))
    """Public code of a block trading counterparty."""
    type: str | None = field(default=None, metadata=wire("type", "text"))
    """Kind of counterparty; LP is an automatic market maker behind the API."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := prose(get("traderName"), "traderName")) is not None:
                made.trader_name = v
            if (v := get("traderCode", "")) != "":
                made.trader_code = v if type(v) is str else spelt(v, "traderCode")
            made.type = (v or None) if type(v := get("type")) is str else text(v, "type")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetCounterparties(Request[list[Counterparty]]):
    """List the counterparties that you may trade blocks with."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Counterparty)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
