"""Turn automatic borrowing on or off.

POST /api/v5/account/set-auto-loan, https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-auto-loan Generated
by venuespec from the spec; edit that instead.
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import Row, boolean, wire
from ..._runtime.values import flag

ENDPOINT = Endpoint(
    name="account.set_auto_loan",
    method="POST",
    path="/api/v5/account/set-auto-loan",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-auto-loan",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True)
class AutoLoanSetting(Row):
    """One row of the answer to account.set_auto_loan."""

    auto_loan: bool | None = field(default=None, metadata=wire("autoLoan", "boolean"))
    """Whether the account borrows automatically."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        made.auto_loan = boolean(get("autoLoan"), "autoLoan")
        return made


@frozen(kw_only=True)
class SetAutoLoan(Request[list[AutoLoanSetting]]):
    """Turn automatic borrowing on or off."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", AutoLoanSetting)

    auto_loan: bool | None = field(default=None, converter=flag, metadata=param("autoLoan", "boolean"))
    """Whether the account borrows automatically. Default: true."""
