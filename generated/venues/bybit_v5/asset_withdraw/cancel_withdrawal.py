"""Cancel a pending withdrawal.

POST /v5/asset/withdraw/cancel, https://bybit-exchange.github.io/docs/v5/asset/withdraw/cancel-withdraw (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, PayloadVerdict, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, integer, wire

ENDPOINT = Endpoint(
    name="asset_withdraw.cancel_withdrawal",
    method="POST",
    path="/v5/asset/withdraw/cancel",
    docs="https://bybit-exchange.github.io/docs/v5/asset/withdraw/cancel-withdraw",
    signed=True,
    rate_limits=(
        RateLimit(limit=60, window=60.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    proof=Proof(),
    verdict=PayloadVerdict(success=("1",), code="status", kinds={"0": "rejected"}),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class WithdrawalCancellation(Row):
    """The response to asset_withdraw.cancel_withdrawal."""

    status: int = field(default=ABSENT, metadata=wire("status", "integer"))
    """Whether it was cancelled; 0: no, 1: yes. Documented values: 0, 1."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := integer(get("status"), "status")) is not None:
                made.status = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class CancelWithdrawal(Request[WithdrawalCancellation]):
    """Cancel a pending withdrawal."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", WithdrawalCancellation)

    id: str = field(metadata=param("id", required=True))
    """Id of the withdrawal."""

    def __init__(
        self,
        *,
        id: str,
    ) -> None:
        self.__dict__.update(
            id=id,
        )
