"""Get a product's annual rates, one per day.

GET /v5/earn/apr-history, https://bybit-exchange.github.io/docs/v5/finance/earn/easy-onchain/apr-history (generated
by venuespec from the spec; edit that instead)
"""

from builtins import list as ListOf
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import one_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, no_time, prose, rows, wire
from ..._runtime.rules import Rule, Violation, further_apart, gt, violation_of
from ..._runtime.values import EPOCH, Moment, whole_milliseconds
from ..context import Context
from ..types import EarnCategory

ENDPOINT = Endpoint(
    name="earn.get_apr_history",
    method="GET",
    path="/v5/earn/apr-history",
    docs="https://bybit-exchange.github.io/docs/v5/finance/earn/easy-onchain/apr-history",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)
WINDOW = Rule(
    id="window",
    says="startTime must not be later than endTime, and they may be at most 182 days apart.",
    because="One request looks at 182 days at most.",
    params=("startTime", "endTime"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AprHistoryAprHistory(Row):
    """One entry per record."""

    timestamp: datetime = field(default=ABSENT, metadata=wire("timestamp", "milliseconds"))
    """When the record was made."""
    apr: str = field(default=ABSENT, metadata=wire("apr", "prose"))
    """Annual rate; the page says a fraction, and its example shows 15%."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("timestamp", "")) not in ("", "0"):
                made.timestamp = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := prose(get("apr"), "apr")) is not None:
                made.apr = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AprHistory(Row):
    """The response to earn.get_apr_history."""

    list: ListOf[AprHistoryAprHistory] = field(
        factory=ListOf[AprHistoryAprHistory], metadata=wire("list", "rows", AprHistoryAprHistory)
    )
    """One entry per record."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.list = rows(get("list"), "list", AprHistoryAprHistory.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made

    def __iter__(self) -> Iterator[AprHistoryAprHistory]:
        return iter(self.list)

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, index: int) -> AprHistoryAprHistory:
        return self.list[index]

    @property
    @deprecated("list_ is called list now")
    def list_(self) -> ListOf[AprHistoryAprHistory]:
        """The older name of ``list``."""
        return self.list


@frozen(kw_only=True, init=False, slots=False)
class GetAprHistory(Request[AprHistory]):
    """Get a product's annual rates, one per day."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", AprHistory)
    read_by_rules: ClassVar = ("start_time", "end_time")

    category: EarnCategory = field(metadata=param("category", required=True, values=("FlexibleSaving", "OnChain")))
    """Product category. One of FlexibleSaving, OnChain."""
    product_id: str = field(metadata=param("productId", required=True))
    """Product id."""
    start_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("startTime", "integer"))
    """Start of the time window."""
    end_time: int | None = field(default=None, converter=whole_milliseconds, metadata=param("endTime", "integer"))
    """End of the time window."""

    def __init__(
        self,
        *,
        category: EarnCategory,
        product_id: str,
        start_time: Moment | None = None,
        end_time: Moment | None = None,
    ) -> None:
        self.__dict__.update(
            category=category,
            product_id=product_id,
            start_time=None if start_time is None else whole_milliseconds(start_time),
            end_time=None if end_time is None else whole_milliseconds(end_time),
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if gt(self.start_time, self.end_time) or further_apart(self.start_time, self.end_time, 15724800000):
            yield violation_of(WINDOW)
