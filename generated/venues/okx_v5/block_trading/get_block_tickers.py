"""List the 24-hour block trading volumes of an instrument type.

GET /api/v5/market/block-tickers, https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-block-tickers Generated
by venuespec from the spec; edit that instead.
"""

from collections.abc import Iterator
from typing import ClassVar

from attrs import field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rules import Rule, Violation, violation_of
from ..context import Context
from ..types import InstTypeWithoutEventsMargin
from .get_block_ticker import BlockTicker as BlockTicker

ENDPOINT = Endpoint(
    name="block_trading.get_block_tickers",
    method="GET",
    path="/api/v5/market/block-tickers",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-get-block-tickers",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)
FAMILY_FOR_DERIVATIVES = Rule(
    id="family_for_derivatives",
    says="When instType is SPOT, instFamily has no effect.",
    because="The family filter is meant for futures, swaps and options.",
    params=("instFamily", "instType"),
    level="warn",
)

BlockTickerEntry = BlockTicker
"""The older name of ``BlockTicker``."""


@frozen(kw_only=True)
class GetBlockTickers(Request[list[BlockTicker]]):
    """List the 24-hour block trading volumes of an instrument type."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", BlockTicker)

    inst_type: InstTypeWithoutEventsMargin = field(
        metadata=param("instType", required=True, values=("SPOT", "SWAP", "FUTURES", "OPTION"))
    )
    """Instrument type. One of SPOT, SWAP, FUTURES, OPTION."""
    inst_family: str | None = field(default=None, metadata=param("instFamily"))
    """Instrument family."""

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.inst_type == "SPOT" and self.inst_family:
            yield violation_of(FAMILY_FOR_DERIVATIVES)
