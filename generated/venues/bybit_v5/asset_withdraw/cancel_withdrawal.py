"""Cancel Withdrawal.

POST /v5/asset/withdraw/cancel, https://bybit-exchange.github.io/docs/v5/asset/withdraw/cancel-withdraw (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, text, wire

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
)


@define(kw_only=True)
class CancelWithdrawalRow(Row):
    """The response to asset_withdraw.cancel_withdrawal."""

    status: str | None = field(default=None, metadata=wire("status", "text"))
    """State. Documented values: 0, 1."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.status = text(get("status"), "status")
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class CancelWithdrawal(Request[CancelWithdrawalRow]):
    """Cancel Withdrawal."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", CancelWithdrawalRow)

    id: str = field(metadata=param("id", required=True))
    """Id of the entry."""
