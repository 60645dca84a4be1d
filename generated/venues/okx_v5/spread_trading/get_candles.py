"""Read the latest candles of a spread, up to 1,440 of them.

GET /api/v5/market/sprd-candles, https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-candlesticks (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.by_position import RowByPosition
from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.renamed import deprecated
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, exact_decimal, no_number, no_time, spelt, wire
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, Moment, unix_milliseconds, whole_number
from ..context import Context
from ..types import Bar, Confirm

ENDPOINT = Endpoint(
    name="spread_trading.get_candles",
    method="GET",
    path="/api/v5/market/sprd-candles",
    docs="https://www.okx.com/docs-v5/en/#spread-trading-rest-api-get-candlesticks",
    signed=False,
    rate_limits=(RateLimit(limit=40, window=2.0, key=("ip",)),),
    paging=Paging(cursor="after", field=(0,), size="limit", largest=300),
)
AT_MOST_300 = Rule(
    id="at_most_300",
    says="limit must be from 1 to 300.",
    because="A page has 300 candles at most.",
    params=("limit",),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Candle(RowByPosition):
    """One row of the responses to spread_trading.get_candles and spread_trading.get_history_candles."""

    ts: datetime = field(default=ABSENT, metadata=wire(0, "milliseconds"))
    """Opening time of the candle."""
    open: Decimal = field(default=ABSENT, metadata=wire(1, "decimal"))
    """Opening price of the bar."""
    high: Decimal = field(default=ABSENT, metadata=wire(2, "decimal"))
    """Highest price."""
    low: Decimal = field(default=ABSENT, metadata=wire(3, "decimal"))
    """Lowest price."""
    close: Decimal = field(default=ABSENT, metadata=wire(4, "decimal"))
    """Close price."""
    vol: Decimal = field(default=ABSENT, metadata=wire(5, "decimal"))
    """Trading volume."""
    confirm: Confirm | str = field(default=ABSENT, metadata=wire(6, "text"))
    """0: the candle is not complete yet, 1: it is complete. Documented values: 0, 1."""

    @classmethod
    def from_wire(cls, raw: list[Any]) -> Self:
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        if type(made.raw) is str:
            raise TypeError("a text is not a row")
        try:
            made.ts = EPOCH + MILLISECOND * (int(raw[0]) or no_time())
            made.open = d if (d := exact_decimal(raw[1])).is_finite() else no_number()
            made.high = d if (d := exact_decimal(raw[2])).is_finite() else no_number()
            made.low = d if (d := exact_decimal(raw[3])).is_finite() else no_number()
            made.close = d if (d := exact_decimal(raw[4])).is_finite() else no_number()
            made.vol = d if (d := exact_decimal(raw[5])).is_finite() else no_number()
            if (v := raw[6]) != "":
                made.confirm = v if type(v) is str else spelt(v, "[6]")
        except UNUSUAL_VALUE:
            made._read()
        return made

    @property
    @deprecated("c is called close now")
    def c(self) -> Decimal:
        """The older name of ``close``."""
        return self.close

    @property
    @deprecated("h is called high now")
    def h(self) -> Decimal:
        """The older name of ``high``."""
        return self.high

    @property
    @deprecated("l_ is called low now")
    def l_(self) -> Decimal:
        """The older name of ``low``."""
        return self.low

    @property
    @deprecated("o is called open now")
    def o(self) -> Decimal:
        """The older name of ``open``."""
        return self.open


@frozen(kw_only=True, init=False, slots=False)
class GetCandles(PagedRequest[list[Candle], Candle]):
    """Read the latest candles of a spread, up to 1,440 of them."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", Candle)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("limit",)

    sprd_id: str = field(metadata=param("sprdId", required=True))
    """Spread id, the ids of both legs joined."""
    bar: Bar | str | None = field(
        default=None,
        metadata=param(
            "bar",
            values=(
                "1m",
                "3m",
                "5m",
                "15m",
                "30m",
                "1H",
                "2H",
                "4H",
                "6H",
                "12H",
                "1D",
                "2D",
                "3D",
                "1W",
                "1M",
                "3M",
                "6Hutc",
                "12Hutc",
                "1Dutc",
                "2Dutc",
                "3Dutc",
                "1Wutc",
                "1Mutc",
                "3Mutc",
            ),
            open=True,
        ),
    )
    """Candle interval. Documented values: 1m, 3m, 5m, 15m, 30m, 1H, 2H, 4H, 6H, 12H, 1D, 2D, 3D, 1W, 1M, 3M, 6Hutc,
    12Hutc, 1Dutc, 2Dutc, 3Dutc, 1Wutc, 1Mutc, 3Mutc. Default: 1m.
    """
    after: str | None = field(default=None, converter=unix_milliseconds, metadata=param("after"))
    """Time cursor; only records older than this are returned."""
    before: str | None = field(default=None, converter=unix_milliseconds, metadata=param("before"))
    """Time cursor; only records newer than this are returned."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 300. Default: 100."""

    def __init__(
        self,
        *,
        sprd_id: str,
        bar: Bar | str | None = None,
        after: Moment | None = None,
        before: Moment | None = None,
        limit: int | str | None = None,
    ) -> None:
        self.__dict__.update(
            sprd_id=sprd_id,
            bar=bar,
            after=None if after is None else unix_milliseconds(after),
            before=None if before is None else unix_milliseconds(before),
            limit=None if limit is None else whole_number(limit),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 300)))

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 300):
            yield violation_of(AT_MOST_300)
