"""Unfreeze an option family after market maker protection has tripped.

POST /api/v5/account/mmp-reset, https://www.okx.com/docs-v5/en/#trading-account-rest-api-reset-mmp-status (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.only_row import OnlyRow
from ..._runtime.payloads import only_row_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, boolean, wire
from ..types import OptionInstType

ENDPOINT = Endpoint(
    name="account.reset_mmp",
    method="POST",
    path="/api/v5/account/mmp-reset",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-reset-mmp-status",
    signed=True,
    permissions=("trade",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MmpResetResult(OnlyRow):
    """One row of the response to account.reset_mmp."""

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
class ResetMmp(Request[MmpResetResult]):
    """Unfreeze an option family after market maker protection has tripped."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = only_row_of("data", MmpResetResult)

    inst_type: OptionInstType | None = field(default=None, metadata=param("instType", values=("OPTION",)))
    """Instrument type. Must be OPTION."""
    inst_family: str = field(metadata=param("instFamily", required=True))
    """Instrument family."""

    def __init__(
        self,
        *,
        inst_type: OptionInstType | None = None,
        inst_family: str,
    ) -> None:
        self.__dict__.update(
            inst_type=inst_type,
            inst_family=inst_family,
        )
