"""Read latest, opening and 24-hour extreme prices of indices.

GET /api/v5/market/index-tickers, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-index-tickers (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_time, spelt, wire
from ..._runtime.rules import Rule, Violation, violation_of
from ..._runtime.values import EPOCH
from ..context import Context
from ..types import QuoteCcy

ENDPOINT = Endpoint(
    name="public.get_index_tickers",
    method="GET",
    path="/api/v5/market/index-tickers",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-index-tickers",
    signed=False,
    rate_limits=(RateLimit(limit=20, window=2.0, key=("ip",)),),
)
QUOTE_OR_INDEX = Rule(
    id="quote_or_index",
    says="Either quoteCcy or instId is required.",
    because="Indices are asked for by their quote currency or by name, never all at once.",
    params=("quoteCcy", "instId"),
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class IndexTicker(Row):
    """One row of the response to public.get_index_tickers."""

    inst_id: str = field(default=ABSENT, metadata=wire("instId", "text"))
    """Instrument id."""
    idx_px: Decimal = field(default=ABSENT, metadata=wire("idxPx", "decimal"))
    """Index price."""
    high24h: Decimal = field(default=ABSENT, metadata=wire("high24h", "decimal"))
    """Highest price of the past 24 hours."""
    low24h: Decimal = field(default=ABSENT, metadata=wire("low24h", "decimal"))
    """Lowest price of the past 24 hours."""
    open24h: Decimal = field(default=ABSENT, metadata=wire("open24h", "decimal"))
    """Price 24 hours ago."""
    sod_utc0: Decimal = field(default=ABSENT, metadata=wire("sodUtc0", "decimal"))
    """Opening price of the day at UTC+0."""
    sod_utc8: Decimal = field(default=ABSENT, metadata=wire("sodUtc8", "decimal"))
    """Opening price of the day at UTC+8."""
    ts: datetime = field(default=ABSENT, metadata=wire("ts", "milliseconds"))
    """When the index price was updated."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("instId", "")) != "":
                made.inst_id = v if type(v) is str else spelt(v, "instId")
            if (v := get("idxPx", "")) != "":
                made.idx_px = exact_decimal(v)
            if (v := get("high24h", "")) != "":
                made.high24h = exact_decimal(v)
            if (v := get("low24h", "")) != "":
                made.low24h = exact_decimal(v)
            if (v := get("open24h", "")) != "":
                made.open24h = exact_decimal(v)
            if (v := get("sodUtc0", "")) != "":
                made.sod_utc0 = exact_decimal(v)
            if (v := get("sodUtc8", "")) != "":
                made.sod_utc8 = exact_decimal(v)
            if (v := get("ts", "")) not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v) or no_time())
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetIndexTickers(Request[list[IndexTicker]]):
    """Read latest, opening and 24-hour extreme prices of indices."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", IndexTicker)
    read_by_rules: ClassVar = ()

    quote_ccy: QuoteCcy | str | None = field(default=None, metadata=param("quoteCcy"))
    """Quote currency. Documented values: USD, USDT, BTC, USDC."""
    inst_id: str | None = field(default=None, metadata=param("instId"))
    """Instrument id."""

    def __init__(
        self,
        *,
        quote_ccy: QuoteCcy | str | None = None,
        inst_id: str | None = None,
    ) -> None:
        self.__dict__.update(
            quote_ccy=quote_ccy,
            inst_id=inst_id,
        )

    def broken(self, context: Context) -> Iterator[Violation]:
        if self.quote_ccy is None and self.inst_id is None:
            yield violation_of(QUOTE_OR_INDEX)
