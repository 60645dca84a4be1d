"""List the orders that are still open.

GET /api/v5/trade/orders-pending, https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-order-list (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from typing import ClassVar

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rules import Rule, Undecided, Violation, gt, lt, none_of, only, undecided_rule, violation_of
from ..._runtime.values import whole_number
from ..context import Context
from ..instruments import INSTRUMENTS
from ..types import InstType, LivePartiallyFilledState, OrdType
from .get_order import Order as Order

ENDPOINT = Endpoint(
    name="trade.get_open_orders",
    method="GET",
    path="/api/v5/trade/orders-pending",
    docs="https://www.okx.com/docs-v5/en/#order-book-trading-trade-get-order-list",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=60, window=2.0, key=("user_id",)),),
    paging=Paging(cursor="after", field=("ordId",), size="limit", largest=100),
)
AT_MOST_100 = Rule(
    id="at_most_100",
    says="limit must be from 1 to 100.",
    because="A page has 100 records at most.",
    params=("limit",),
    level="warn",
)
FAMILY_FOR_DERIVATIVES = Rule(
    id="family_for_derivatives",
    says="When the instrument type is SPOT, MARGIN or EVENTS, instFamily has no effect.",
    because="The family filter is meant for futures, swaps and options.",
    params=("instFamily",),
    level="warn",
    needs=("instrument type",),
)
PROTECTED_ORDERS_ARE_OPTIONS = Rule(
    id="protected_orders_are_options",
    says=(
        "When the instrument type is SPOT, MARGIN, FUTURES, SWAP or EVENTS, ordType must not be mmp or "
        "mmp_and_post_only."
    ),
    because="Orders under market maker protection exist for options only.",
    params=("ordType",),
    level="warn",
    needs=("instrument type",),
)

OpenOrder = Order
"""The older name of ``Order``."""


@frozen(kw_only=True, init=False, slots=False)
class GetOpenOrders(PagedRequest[list[Order], Order]):
    """List the orders that are still open."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Order)
    read_by_rules: ClassVar = ("inst_type", "inst_id", "ord_type")
    judged_alone: ClassVar = ("limit",)

    inst_type: InstType | None = field(
        default=None, metadata=param("instType", values=("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS"))
    )
    """Instrument type. One of SPOT, MARGIN, SWAP, FUTURES, OPTION, EVENTS."""
    inst_family: str | None = field(default=None, metadata=param("instFamily"))
    """Instrument family."""
    inst_id: str | None = field(default=None, metadata=param("instId"))
    """Instrument id."""
    ord_type: OrdType | None = field(
        default=None,
        metadata=param(
            "ordType",
            values=(
                "market",
                "limit",
                "post_only",
                "fok",
                "ioc",
                "optimal_limit_ioc",
                "mmp",
                "mmp_and_post_only",
                "op_fok",
                "rpi",
                "elp",
            ),
            several=True,
        ),
    )
    """Order type. One of market, limit, post_only, fok, ioc, optimal_limit_ioc, mmp, mmp_and_post_only, op_fok, rpi,
    elp.
    """
    state: LivePartiallyFilledState | None = field(
        default=None, metadata=param("state", values=("live", "partially_filled"))
    )
    """State of the order. One of live, partially_filled."""
    after: str | None = field(default=None, metadata=param("after"))
    """Cursor; only records older than this one are returned."""
    before: str | None = field(default=None, metadata=param("before"))
    """Cursor; only records newer than this one are returned."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""

    def __init__(
        self,
        *,
        inst_type: InstType | None = None,
        inst_family: str | None = None,
        inst_id: str | None = None,
        ord_type: OrdType | None = None,
        state: LivePartiallyFilledState | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_type=inst_type,
            inst_family=inst_family,
            inst_id=inst_id,
            ord_type=ord_type,
            state=state,
            after=after,
            before=before,
            limit=None if limit is None else whole_number(limit),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))

    def broken(self, context: Context) -> Iterator[Violation]:
        types = INSTRUMENTS.types(stated=self.inst_type, ids=self.inst_id, known=context.inst_type)
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
        if only(types, "SPOT", "MARGIN", "EVENTS") and self.inst_family:
            yield violation_of(FAMILY_FOR_DERIVATIVES)
        if only(types, "SPOT", "MARGIN", "FUTURES", "SWAP", "EVENTS") and self.ord_type in ("mmp", "mmp_and_post_only"):
            yield violation_of(PROTECTED_ORDERS_ARE_OPTIONS)

    def undecided(self, context: Context) -> Iterator[Undecided]:
        types = INSTRUMENTS.types(stated=self.inst_type, ids=self.inst_id, known=context.inst_type)
        if not none_of(types, "SPOT", "MARGIN", "EVENTS") and self.inst_family is not None:
            yield from undecided_rule(FAMILY_FOR_DERIVATIVES, {"instrument type": types})
        if not none_of(types, "SPOT", "MARGIN", "FUTURES", "SWAP", "EVENTS") and self.ord_type in (
            "mmp",
            "mmp_and_post_only",
        ):
            yield from undecided_rule(PROTECTED_ORDERS_ARE_OPTIONS, {"instrument type": types})
