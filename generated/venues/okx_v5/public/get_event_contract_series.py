"""List the prediction market series with category and settlement sources.

GET /api/v5/public/event-contract/series, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-series (generated
by venuespec from the spec; edit that instead)
"""

from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import Request, param
from ..._runtime.rows import ABSENT, UNUSUAL_VALUE, Row, boolean, prose, row, spelt, text, wire
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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Settlement(Row):
    """How the event series is settled."""

    method: EventContractSeriesMethod | str = field(default=ABSENT, metadata=wire("method", "text"))
    """How the event contract is settled. Documented values: price_up_down, price_above, hit, between."""
    close_early: bool = field(default=ABSENT, metadata=wire("closeEarly", "boolean"))
    """Whether settlement may come before expiry."""
    src_name: str = field(default=ABSENT, metadata=wire("srcName", "text"))
    """Code of the source that decides the settlement."""
    underlying: str | None = field(default=None, metadata=wire("underlying", "text"))
    """Price underlying of the event series."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("method", "")) != "":
                made.method = v if type(v) is str else spelt(v, "method")
            if (v := boolean(get("closeEarly"), "closeEarly")) is not None:
                made.close_early = v
            if (v := get("srcName", "")) != "":
                made.src_name = v if type(v) is str else spelt(v, "srcName")
            made.underlying = (v or None) if type(v := get("underlying")) is str else text(v, "underlying")
        except UNUSUAL_VALUE:
            made._read()
        return made


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class EventContractSeries(Row):
    """One row of the response to public.get_event_contract_series."""

    series_id: str = field(default=ABSENT, metadata=wire("seriesId", "text"))
    """Event contract series id."""
    freq: Freq | str = field(default=ABSENT, metadata=wire("freq", "text"))
    """How often the event series recurs. Documented values: five_min, fifteen_min, hourly, daily, monthly."""
    title: str = field(default=ABSENT, metadata=wire("title", "prose"))
    """Title of the event series."""
    category: str = field(default=ABSENT, metadata=wire("category", "prose"))
    """Category of the series."""
    settlement: Settlement = field(default=ABSENT, metadata=wire("settlement", "row", Settlement))
    """How the event series is settled."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("seriesId", "")) != "":
                made.series_id = v if type(v) is str else spelt(v, "seriesId")
            if (v := get("freq", "")) != "":
                made.freq = v if type(v) is str else spelt(v, "freq")
            if (v := prose(get("title"), "title")) is not None:
                made.title = v
            if (v := prose(get("category"), "category")) is not None:
                made.category = v
            if (v := row(get("settlement"), "settlement", Settlement.from_wire)) is not None:
                made.settlement = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetEventContractSeries(Request[list[EventContractSeries]]):
    """List the prediction market series with category and settlement sources."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", EventContractSeries)

    series_id: str | None = field(default=None, metadata=param("seriesId"))
    """Event contract series id."""

    def __init__(
        self,
        *,
        series_id: str | None = None,
    ) -> None:
        self.__dict__.update(
            series_id=series_id,
        )
