"""List the user ids of the sub-accounts.

GET /v5/asset/transfer/query-sub-member-list, https://bybit-exchange.github.io/docs/v5/asset/sub-uid-list (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request
from ..._runtime.rows import UNUSUAL_VALUE, Row, text, values, wire

ENDPOINT = Endpoint(
    name="asset.get_sub_uids",
    method="GET",
    path="/v5/asset/transfer/query-sub-member-list",
    docs="https://bybit-exchange.github.io/docs/v5/asset/sub-uid-list",
    signed=True,
    rate_limits=(
        RateLimit(limit=60, window=60.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class SubUids(Row):
    """The response to asset.get_sub_uids."""

    sub_member_ids: list[str | None] = field(factory=list[str | None], metadata=wire("subMemberIds", "values", text))
    """User ids of all sub-accounts."""
    transferable_sub_member_ids: list[str | None] = field(
        factory=list[str | None], metadata=wire("transferableSubMemberIds", "values", text)
    )
    """User ids of sub-accounts that universal transfers can use."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.sub_member_ids = values(get("subMemberIds"), "subMemberIds", text)
            made.transferable_sub_member_ids = values(get("transferableSubMemberIds"), "transferableSubMemberIds", text)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetSubUids(Request[SubUids]):
    """List the user ids of the sub-accounts."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", SubUids)

    def __init__(self) -> None:
        """Take no parameters: the endpoint has none."""
