"""List the counterparties that you may trade blocks with.

GET /api/v5/rfq/counterparties, https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-counterparties (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request
from ..._runtime.rows import UNUSUAL_VALUE, Row, prose, text, wire

ENDPOINT = Endpoint(
    name="block_trading.get_counterparties",
    method="GET",
    path="/api/v5/rfq/counterparties",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-counterparties",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
)


@define(kw_only=True)
class Counterparty(Row):
    """One row of the response to block_trading.get_counterparties."""

    trader_name: str | None = field(default=None, metadata=wire("traderName", "prose"))
    """Full display name of the counterparty."""
    trader_code: str | None = field(default=None, metadata=wire("traderCode", "text"))
    """Public code of a block trading counterparty."""
    type: str | None = field(default=None, metadata=wire("type", "text"))
    """Kind of counterparty; LP is an automatic market maker behind the API."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.trader_name = prose(get("traderName"), "traderName")
            made.trader_code = text(get("traderCode"), "traderCode")
            made.type = text(get("type"), "type")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetCounterparties(Request[list[Counterparty]]):
    """List the counterparties that you may trade blocks with."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Counterparty)
