"""List the numbers of orders that the account may place.

GET /fapi/v1/rateLimit/order,
https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Query-Rate-Limit (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, integer, prose, spelt, wire

ENDPOINT = Endpoint(
    name="account.get_order_limits",
    method="GET",
    path="/fapi/v1/rateLimit/order",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Query-Rate-Limit",
    signed=True,
    permissions=("user_data",),
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=1),),
    },
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderLimit(Row):
    """One row of the response to account.get_order_limits."""

    rate_limit_type: str = field(default=ABSENT, metadata=wire("rateLimitType", "text"))
    """What a rate limit counts."""
    interval: str = field(default=ABSENT, metadata=wire("interval", "prose"))
    """Length of a candle, or unit of a limit's time."""
    interval_num: int = field(default=ABSENT, metadata=wire("intervalNum", "integer"))
    """Number of units of a limit's time."""
    limit: int = field(default=ABSENT, metadata=wire("limit", "integer"))
    """Most records in the answer, or number of a rate limit."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("rateLimitType", "")) != "":
                made.rate_limit_type = v if type(v) is str else spelt(v, "rateLimitType")
            if (v := prose(get("interval"), "interval")) is not None:
                made.interval = v
            if (v := integer(get("intervalNum"), "intervalNum")) is not None:
                made.interval_num = v
            if (v := integer(get("limit"), "limit")) is not None:
                made.limit = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetOrderLimits(Request[list[OrderLimit]]):
    """List the numbers of orders that the account may place."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("", OrderLimit)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
