"""Set whether the account has a position for each side.

POST /fapi/v1/positionSide/dual,
https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Position-Mode (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.limits.conditions import Cost
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, integer, prose, wire
from ..._runtime.values import flag_text

ENDPOINT = Endpoint(
    name="trade.set_position_mode",
    method="POST",
    path="/fapi/v1/positionSide/dual",
    docs="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Position-Mode",
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
    """The response to trade.set_position_mode."""

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
class SetPositionMode(Request[Done]):
    """Set whether the account has a position for each side."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("", Done)

    dual_side_position: str = field(
        converter=flag_text, metadata=param("dualSidePosition", required=True, values=("true", "false"))
    )
    """Whether the account is in hedge mode (a position for each side)."""

    def __init__(
        self,
        *,
        dual_side_position: bool | str,
    ) -> None:
        self.__dict__.update(
            dual_side_position=flag_text(dual_side_position),
        )
