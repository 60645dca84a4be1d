"""Get the annual rates of BYUSDT, by day.

GET /v5/earn/token/history-apr, https://bybit-exchange.github.io/docs/v5/finance/earn/byusdt/history-apr (generated
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
from ..._runtime.rows import ABSENT, SECOND, UNUSUAL_VALUE, Row, integer, no_time, rows, wire
from ..._runtime.values import EPOCH, whole
from ..types import EarnByusdtCoin

ENDPOINT = Endpoint(
    name="earn_byusdt.get_apr_history",
    method="GET",
    path="/v5/earn/token/history-apr",
    docs="https://bybit-exchange.github.io/docs/v5/finance/earn/byusdt/history-apr",
    signed=False,
    rate_limits=(RateLimit(limit=600, window=5.0, key=("ip",), of="address"),),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AprHistoryAprHistory(Row):
    """One entry per record."""

    timestamp: datetime = field(default=ABSENT, metadata=wire("timestamp", "seconds"))
    """When the record was made."""
    apr_e8: int = field(default=ABSENT, metadata=wire("aprE8", "integer"))
    """Annual rate times 100000000."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("timestamp", "")) not in ("", "0"):
                made.timestamp = EPOCH + SECOND * (int(v) or no_time())
            if (v := integer(get("aprE8"), "aprE8")) is not None:
                made.apr_e8 = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class AprHistory(Row):
    """The response to earn_byusdt.get_apr_history."""

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
    """Get the annual rates of BYUSDT, by day."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = one_of("result", AprHistory)

    coin: EarnByusdtCoin | str = field(metadata=param("coin", required=True))
    """Coin. Documented values: BYUSDT."""
    range: int = field(converter=whole, metadata=param("range", "integer", required=True))
    """Span of time; 1: 7 days, 2: 30 days, 3: 180 days. Documented values: 1, 2, 3."""

    def __init__(
        self,
        *,
        coin: EarnByusdtCoin | str,
        range: int | str,
    ) -> None:
        self.__dict__.update(
            coin=coin,
            range=whole(range),
        )
