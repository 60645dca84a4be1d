"""Arm or disarm a countdown at whose end all of your quotes are cancelled.

POST /api/v5/rfq/cancel-all-after, https://www.okx.com/docs-v5/en/#block-trading-rest-api-cancel-all-after Generated
by venuespec from the spec; edit that instead.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import SECOND, UNUSUAL_VALUE, Row, wire
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, number
from ..context import Context

ENDPOINT = Endpoint(
    name="block_trading.cancel_all_after",
    method="POST",
    path="/api/v5/rfq/cancel-all-after",
    docs="https://www.okx.com/docs-v5/en/#block-trading-rest-api-cancel-all-after",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=1, window=1.0, key=("user_id",)),),
    proof=Proof(),
)
ZERO_OR_10_TO_120_SECONDS = Rule(
    id="zero_or_10_to_120_seconds",
    says="When timeOut is less than 0 or is greater than 0, timeOut must be from 10 to 120.",
    because="A countdown runs for 10 to 120 seconds; only 0, which switches it off, stands outside of that.",
    params=("timeOut",),
)


@define(kw_only=True)
class CancelAllTimer(Row):
    """One row of the answer to block_trading.cancel_all_after."""

    trigger_time: datetime | None = field(default=None, metadata=wire("triggerTime", "seconds"))
    """When quotes get cancelled, 0 if switched off."""
    ts: datetime | None = field(default=None, metadata=wire("ts", "seconds"))
    """When the request was received."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.trigger_time = EPOCH + SECOND * int(v) if (v := get("triggerTime", "")) != "" else None
            made.ts = EPOCH + SECOND * int(v) if (v := get("ts", "")) != "" else None
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class CancelAllAfter(Request[list[CancelAllTimer]]):
    """Arm or disarm a countdown at whose end all of your quotes are cancelled."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", CancelAllTimer)

    time_out: str = field(converter=number, metadata=param("timeOut", required=True))
    """Seconds until cancellation, 0 switches it off."""

    def broken(self, context: Context) -> Iterator[Violation]:
        if (lt(self.time_out, 0) or gt(self.time_out, 0)) and (lt(self.time_out, 10) or gt(self.time_out, 120)):
            yield violation_of(ZERO_OR_10_TO_120_SECONDS)
