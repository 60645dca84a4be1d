"""Set whether the margin of a symbol is isolated or crossed.

POST /fapi/v1/marginType,
https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Margin-Type (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, integer, prose, wire
from ..types import MarginType

ENDPOINT = Endpoint(
    name="trade.set_margin_type",
    method="POST",
    path="/fapi/v1/marginType",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Margin-Type",
    signed=True,
    query=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=2400, window=60.0, key=("ip",), counts="weight", of="weight"),),
    costs={
        "weight": (Cost(units=1),),
    },
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Done(Row):
    """The response to trade.set_margin_type."""

    code: int = field(default=ABSENT, metadata=wire("code", "integer"))
    """Code of a refusal, or of a success."""
    msg: str | None = field(default=None, metadata=wire("msg", "prose"))
    """Message of a refusal or of a success."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := integer(get("code"), "code")) is not None:
                made.code = v
            made.msg = prose(get("msg"), "msg")
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    def failed(self) -> bool | None:
        """Whether the venue refused this item; ``code`` and ``msg`` give the reason.

        An item without a code was taken.
        """
        code = self.get("code")
        return str(code) not in ("200",) if code else False


@frozen(kw_only=True, init=False, slots=False)
class SetMarginType(Request[Done]):
    """Set whether the margin of a symbol is isolated or crossed."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("", Done)

    symbol: str = field(metadata=param("symbol", required=True))
    """The symbol."""
    margin_type: MarginType | str = field(
        metadata=param("marginType", required=True, values=("ISOLATED", "CROSSED"), open=True)
    )
    """Whether margin is isolated or crossed. Documented values: ISOLATED, CROSSED."""

    def __init__(
        self,
        *,
        symbol: str,
        margin_type: MarginType | str,
    ) -> None:
        self.__dict__.update(
            symbol=symbol,
            margin_type=margin_type,
        )
