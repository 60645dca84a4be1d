"""Read the market maker protection settings and state of option families.

GET /api/v5/account/mmp-config, https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-mmp-config (generated
by venuespec from the spec; edit that instead)
"""

from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, boolean, exact_decimal, integer, no_number, spelt, wire

ENDPOINT = Endpoint(
    name="account.get_mmp_config",
    method="GET",
    path="/api/v5/account/mmp-config",
    docs="https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-mmp-config",
    signed=True,
    permissions=("read",),
    rate_limits=(RateLimit(limit=5, window=2.0, key=("user_id",)),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MmpConfig(Row):
    """One row of the response to account.get_mmp_config."""

    inst_family: str = field(default=ABSENT, metadata=wire("instFamily", "text"))
    """Instrument family."""
    mmp_frozen: bool = field(default=ABSENT, metadata=wire("mmpFrozen", "boolean"))
    """Whether market maker protection is holding back trading now."""
    mmp_frozen_until: int = field(default=ABSENT, metadata=wire("mmpFrozenUntil", "integer"))
    """Time until market maker protection lets go, in milliseconds."""
    time_interval: int = field(default=ABSENT, metadata=wire("timeInterval", "integer"))
    """Length of the monitoring window in milliseconds."""
    frozen_interval: int | None = field(default=None, metadata=wire("frozenInterval", "integer"))
    """How long market maker protection freezes, in milliseconds."""
    qty_limit: Decimal = field(default=ABSENT, metadata=wire("qtyLimit", "decimal"))
    """Traded contracts that set off market maker protection."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instFamily", "")) != "":
                made.inst_family = v if type(v) is str else spelt(v, "instFamily")
            if (v := boolean(get("mmpFrozen"), "mmpFrozen")) is not None:
                made.mmp_frozen = v
            if (v := integer(get("mmpFrozenUntil"), "mmpFrozenUntil")) is not None:
                made.mmp_frozen_until = v
            if (v := integer(get("timeInterval"), "timeInterval")) is not None:
                made.time_interval = v
            made.frozen_interval = integer(get("frozenInterval"), "frozenInterval")
            if (v := get("qtyLimit", "")) != "":
                made.qty_limit = d if (d := exact_decimal(v)).is_finite() else no_number()
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetMmpConfig(Request[list[MmpConfig]]):
    """Read the market maker protection settings and state of option families."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", MmpConfig)

    inst_family: str | None = field(default=None, metadata=param("instFamily"))
    """Instrument family."""

    def __init__(
        self,
        *,
        inst_family: str | None = None,
    ) -> None:
        self.__dict__.update(
            inst_family=inst_family,
        )
