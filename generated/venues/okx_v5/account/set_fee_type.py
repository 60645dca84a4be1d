"""Charge spot fees in the currency received or always in the quote currency.

POST /api/v5/account/set-fee-type, https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-fee-type (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, choice, wire
from ..types import FeeType

ENDPOINT = Endpoint(
    name="account.set_fee_type",
    method="POST",
    path="/api/v5/account/set-fee-type",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-fee-type",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class FeeTypeSetting(OnlyRow):
    """One row of the response to account.set_fee_type."""

    fee_type: FeeType = field(default=ABSENT, metadata=wire("feeType", "text"))
    """Currency of spot fees; 0: the one received, 1: always the quote currency. Documented values: 0, 1."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := choice(get("feeType"), "feeType")) is not None:
                made.fee_type = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class SetFeeType(Request[FeeTypeSetting]):
    """Charge spot fees in the currency received or always in the quote currency."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", FeeTypeSetting)

    fee_type: FeeType = field(metadata=param("feeType", required=True, values=("0", "1")))
    """Currency of spot fees; 0: the one received, 1: always the quote currency. One of 0, 1. Default: 0."""

    def __init__(
        self,
        *,
        fee_type: FeeType,
    ) -> None:
        self.__dict__.update(
            fee_type=fee_type,
        )
