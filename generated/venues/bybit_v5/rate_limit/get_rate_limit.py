"""Get Rate Limit.

GET /v5/apilimit/query, https://bybit-exchange.github.io/docs/v5/rate-limit/rules-for-pros/apilimit-query (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, integer, prose, rows, wire
from ..._runtime.values import joined
from ..types import DerivativesOptionsSpotBizType

ENDPOINT = Endpoint(
    name="rate_limit.get_rate_limit",
    method="GET",
    path="/v5/apilimit/query",
    docs="https://bybit-exchange.github.io/docs/v5/rate-limit/rules-for-pros/apilimit-query",
    signed=True,
    rate_limits=(
        RateLimit(limit=50, window=1.0, key=("user_id",)),
        RateLimit(limit=600, window=5.0, key=("ip",), of="address"),
    ),
)


@define(kw_only=True)
class GetRateLimitRowGetRateLimitRow(Row):
    """One entry per record."""

    uids: str | None = field(default=None, metadata=wire("uids", "prose"))
    """Multiple UIDs separated by commas."""
    biz_type: DerivativesOptionsSpotBizType | str | None = field(default=None, metadata=wire("bizType", "prose"))
    """Business type. Documented values: SPOT, DERIVATIVES, OPTIONS."""
    rate: int | None = field(default=None, metadata=wire("rate", "integer"))
    """API rate limit per second."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.uids = prose(get("uids"), "uids")
            made.biz_type = prose(get("bizType"), "bizType")
            made.rate = integer(get("rate"), "rate")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class GetRateLimitRow(Row):
    """The response to rate_limit.get_rate_limit."""

    list_: list[GetRateLimitRowGetRateLimitRow] = field(
        factory=list[GetRateLimitRowGetRateLimitRow], metadata=wire("list", "rows", GetRateLimitRowGetRateLimitRow)
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list_ = rows(get("list"), "list", GetRateLimitRowGetRateLimitRow.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[GetRateLimitRowGetRateLimitRow]:
        return iter(self.list_)

    def __len__(self) -> int:
        return len(self.list_)

    def __getitem__(self, index: int) -> GetRateLimitRowGetRateLimitRow:
        return self.list_[index]


@frozen(kw_only=True)
class GetRateLimit(Request[GetRateLimitRow]):
    """Get Rate Limit."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", GetRateLimitRow)

    uids: str = field(converter=joined, metadata=param("uids", required=True))
    """Multiple UIDs separated by commas. One, or several separated by commas."""
