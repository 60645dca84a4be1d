"""Cancel all open spread orders at once, or those of one spread.

POST /api/v5/sprd/mass-cancel, https://www.okx.com/docs-v5/en/#spread-trading-rest-api-cancel-all-orders (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, boolean, wire

ENDPOINT = Endpoint(
    name="spread_trading.cancel_all_orders",
    method="POST",
    path="/api/v5/sprd/mass-cancel",
    docs="https://www.okx.com/docs-v5/en/#spread-trading-rest-api-cancel-all-orders",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=10, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MassCancelResult(OnlyRow):
    """One row of the response to spread_trading.cancel_all_orders."""

    result: bool = field(default=ABSENT, metadata=wire("result", "boolean"))
    """Whether the request was accepted."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := boolean(get("result"), "result")) is not None:
                made.result = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class CancelAllOrders(Request[MassCancelResult]):
    """Cancel all open spread orders at once, or those of one spread."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", MassCancelResult)

    sprd_id: str | None = field(default=None, metadata=param("sprdId"))
    """Spread id, the ids of both legs joined."""

    def __init__(
        self,
        *,
        sprd_id: str | None = None,
    ) -> None:
        self.__dict__.update(
            sprd_id=sprd_id,
        )
