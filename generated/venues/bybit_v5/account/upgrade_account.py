"""Turn the account into a unified one of the newest kind.

POST /v5/account/upgrade-to-uta, https://bybit-exchange.github.io/docs/v5/account/upgrade-unified-account (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Proof, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, prose, row, spelt, values, wire
from ..types import UnifiedUpdateStatus

ENDPOINT = Endpoint(
    name="account.upgrade_account",
    method="POST",
    path="/v5/account/upgrade-to-uta",
    docs="https://bybit-exchange.github.io/docs/v5/account/upgrade-unified-account",
    signed=True,
    rate_limits=(
        RateLimit(limit=1, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
    proof=Proof(),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class UnifiedUpdateMsg(Row):
    """Why the upgrade failed."""

    msg: list[str | None] = field(factory=list[str | None], metadata=wire("msg", "values", prose))
    """The venue's reason for the code."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.msg = values(get("msg"), "msg", prose)
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AccountUpgrade(Row):
    """The response to account.upgrade_account."""

    unified_update_status: UnifiedUpdateStatus | str = field(
        default=ABSENT, metadata=wire("unifiedUpdateStatus", "text")
    )
    """How far the upgrade has come. Documented values: FAIL, PROCESS, SUCCESS."""
    unified_update_msg: UnifiedUpdateMsg | None = field(
        default=None, metadata=wire("unifiedUpdateMsg", "row", UnifiedUpdateMsg)
    )
    """Why the upgrade failed."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("unifiedUpdateStatus", "")) != "":
                made.unified_update_status = v if type(v) is str else spelt(v, "unifiedUpdateStatus")
            made.unified_update_msg = row(get("unifiedUpdateMsg"), "unifiedUpdateMsg", UnifiedUpdateMsg.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class UpgradeAccount(Request[AccountUpgrade]):
    """Turn the account into a unified one of the newest kind."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", AccountUpgrade)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
