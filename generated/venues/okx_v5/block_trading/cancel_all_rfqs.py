"""Cancel all of your active RFQs.

POST /api/v5/rfq/cancel-all-rfqs, https://www.okx.com/docs-v5/en/#block-trading-rest-api-cancel-all-rfqs (generated
by venuespec from the spec; edit that instead)
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, no_time, wire
from ..._runtime.values import EPOCH

ENDPOINT = Endpoint(
    name="block_trading.cancel_all_rfqs",
    method="POST",
    path="/api/v5/rfq/cancel-all-rfqs",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-cancel-all-rfqs",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=2, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AllRfqsCancellation(OnlyRow):
    """One row of the response to block_trading.cancel_all_rfqs."""

    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the RFQs were cancelled."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class CancelAllRfqs(Request[AllRfqsCancellation]):
    """Cancel all of your active RFQs."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", AllRfqsCancellation)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
