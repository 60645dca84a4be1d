"""List the prediction market series with category and settlement sources.

GET /api/v5/public/event-contract/series, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-series (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from attrs import define, field, frozen

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.request import Request, param
from ..._runtime.rows import UNUSUAL_VALUE, Row, boolean, prose, row, text, wire
from ..types import EventContractSeriesMethod, Freq

ENDPOINT = Endpoint(
    name="public.get_event_contract_series",
    method="GET",
    path="/api/v5/public/event-contract/series",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-series",
    signed=False,
    permissions=("public",),
    rate_limits=(RateLimit(limit=10, window=2.0, key=("ip",)),),
)


@define(kw_only=True)
class Settlement(Row):
    """How the event series is settled."""

    method: EventContractSeriesMethod | str | None = field(default=None, metadata=wire("method", "text"))
    """How the event contract is settled. Documented values: price_up_down, price_above, hit, between."""
    close_early: bool | None = field(default=None, metadata=wire("closeEarly", "boolean"))
    """Whether settlement may come before expiry."""
    src_name: str | None = field(default=None, metadata=wire("srcName", "text"))
    """Code of the source that decides the settlement."""
    underlying: str | None = field(default=None, metadata=wire("underlying", "text"))
    """Price underlying of the event series."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.method = text(get("method"), "method")
            made.close_early = boolean(get("closeEarly"), "closeEarly")
            made.src_name = text(get("srcName"), "srcName")
            made.underlying = text(get("underlying"), "underlying")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True)
class EventContractSeries(Row):
    """One row of the response to public.get_event_contract_series."""

    series_id: str | None = field(default=None, metadata=wire("seriesId", "text"))
    """Event contract series id."""
    freq: Freq | str | None = field(default=None, metadata=wire("freq", "text"))
    """How often the event series recurs. Documented values: five_min, fifteen_min, hourly, daily, monthly."""
    title: str | None = field(default=None, metadata=wire("title", "prose"))
    """Title of the event series."""
    category: str | None = field(default=None, metadata=wire("category", "prose"))
    """Category of the series."""
    settlement: Settlement | None = field(default=None, metadata=wire("settlement", "row", Settlement))
    """How the event series is settled."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        made = cls.__new__(cls)
        made.raw = raw
        try:
            made.series_id = text(get("seriesId"), "seriesId")
            made.freq = text(get("freq"), "freq")
            made.title = prose(get("title"), "title")
            made.category = prose(get("category"), "category")
            made.settlement = row(get("settlement"), "settlement", Settlement.from_wire)
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True)
class GetEventContractSeries(Request[list[EventContractSeries]]):
    """List the prediction market series with category and settlement sources."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", EventContractSeries)

    series_id: str | None = field(default=None, metadata=param("seriesId"))
    """Event contract series id."""
