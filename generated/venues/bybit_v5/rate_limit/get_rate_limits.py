"""Get the rate limits of some accounts.

GET /v5/apilimit/query, https://bybit-exchange.github.io/docs/v5/rate-limit/rules-for-pros/apilimit-query (generated
by venuespec from the spec; edit that instead)
"""

from builtins import list as ListOf
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, rows, wire
from ..._runtime.values import Texts, joined
from .get_all_rate_limits import AccountRateLimit as AccountRateLimit

ENDPOINT = Endpoint(
    name="rate_limit.get_rate_limits",
    method="GET",
    path="/v5/apilimit/query",
    docs="https://bybit-exchange.github.io/docs/v5/rate-limit/rules-for-pros/apilimit-query",
    signed=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AccountRateLimits(Row):
    """The response to rate_limit.get_rate_limits."""

    list: ListOf[AccountRateLimit] = field(
        factory=ListOf[AccountRateLimit], metadata=wire("list", "rows", AccountRateLimit)
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list = rows(get("list"), "list", AccountRateLimit.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[AccountRateLimit]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> AccountRateLimit:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[AccountRateLimit]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetRateLimits(Request[AccountRateLimits]):
    """Get the rate limits of some accounts."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", AccountRateLimits)

    uids: str = field(converter=joined, metadata=param("uids", required=True))
    """Accounts. One, or several separated by commas."""

    def __init__(
        self,
        *,
        uids: Texts,
    ) -> None:
        self.__dict__.update(
            uids=joined(uids),
        )
