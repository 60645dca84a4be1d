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
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, exact_decimal, no_number, no_time, spelt, wire
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
        made = cls.__new__(cls)
        made.raw = raw
        v_inst_id, v_idx_px, v_high24h, v_low24h, v_open24h, v_sod_utc0, v_sod_utc8, v_ts, *_ = (
            cls._nothing | raw
        ).values()
        try:
            if v_inst_id != "":
                made.inst_id = v_inst_id if type(v_inst_id) is str else spelt(v_inst_id, "instId")
            if v_idx_px != "":
                made.idx_px = d if (d := exact_decimal(v_idx_px)).is_finite() else no_number()
            if v_high24h != "":
                made.high24h = d if (d := exact_decimal(v_high24h)).is_finite() else no_number()
            if v_low24h != "":
                made.low24h = d if (d := exact_decimal(v_low24h)).is_finite() else no_number()
            if v_open24h != "":
                made.open24h = d if (d := exact_decimal(v_open24h)).is_finite() else no_number()
            if v_sod_utc0 != "":
                made.sod_utc0 = d if (d := exact_decimal(v_sod_utc0)).is_finite() else no_number()
            if v_sod_utc8 != "":
                made.sod_utc8 = d if (d := exact_decimal(v_sod_utc8)).is_finite() else no_number()
            if v_ts not in ("", "0"):
                made.ts = EPOCH + MILLISECOND * (int(v_ts) or no_time())
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
