"""List the spread orders that are still open.

GET /api/v5/sprd/orders-pending, https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-active-orders Generated
by venuespec from the spec; edit that instead.
"""

from collections.abc import Iterator
from typing import ClassVar

from attrs import field, frozen

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import PagedRequest, param
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import number
from ..context import Context
from ..types import LivePartiallyFilledState, SpreadTradingOrdType
from .get_order import Order as Order

ENDPOINT = Endpoint(
    name="spread_trading.get_open_orders",
    method="GET",
    path="/api/v5/sprd/orders-pending",
    docs="https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-active-orders",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=10, window=2.0, key=("user_id",)),),
    paging=Paging(cursor="end_id", field=("ordId",)),
)
AT_MOST_100 = Rule(
    id="at_most_100",
    says="limit must be from 1 to 100.",
    because="A page has 100 records at most.",
    params=("limit",),
    level="warn",
)

OpenOrder = Order
"""The older name of ``Order``."""


@frozen(kw_only=True)
class GetOpenOrders(PagedRequest[list[Order], Order]):
    """List the spread orders that are still open."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Order)

    sprd_id: str | None = field(default=None, metadata=param("sprdId"))
    """Spread id, the ids of both legs joined."""
    ord_type: SpreadTradingOrdType | None = field(
        default=None, metadata=param("ordType", values=("market", "limit", "post_only", "ioc"))
    )
    """Order type. One of market, limit, post_only, ioc."""
    state: LivePartiallyFilledState | None = field(
        default=None, metadata=param("state", values=("live", "partially_filled"))
    )
    """State of the order. One of live, partially_filled."""
    begin_id: str | None = field(default=None, metadata=param("beginId"))
    """Cursor; only records newer than this id are returned."""
    end_id: str | None = field(default=None, metadata=param("endId"))
    """Cursor; only records older than this id are returned."""
    limit: str | None = field(default=None, converter=number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
