"""List the events of a prediction market series, expired ones too.

GET /api/v5/public/event-contract/events, https://www.okx.com/docs-v5/en/#public-data-rest-api-get-events (generated
by venuespec from the spec; edit that instead)
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Self

from ..._runtime.endpoint import Endpoint, Paging, RateLimit
from ..._runtime.payloads import rows_of
from ..._runtime.records import define, field, frozen
from ..._runtime.request import PagedRequest, param
from ..._runtime.rows import ABSENT, MILLISECOND, UNUSUAL_VALUE, Row, choice, no_time, spelt, wire
from ..._runtime.rules import Rule, Violation, gt, lt, violation_of
from ..._runtime.values import EPOCH, Moment, unix_milliseconds, whole_number
from ..context import Context
from ..types import PublicState

ENDPOINT = Endpoint(
    name="public.get_event_contract_events",
    method="GET",
    path="/api/v5/public/event-contract/events",
    docs="https://www.okx.com/docs-v5/en/#public-data-rest-api-get-events",
    signed=False,
    permissions=("public",),
    rate_limits=(RateLimit(limit=10, window=2.0, key=("ip",)),),
    paging=Paging(cursor="after", field=("expTime",), ties=True, size="limit", largest=100),
)
AT_MOST_100 = Rule(
    id="at_most_100",
    says="limit must be from 1 to 100.",
    because="A page has 100 events at most.",
    params=("limit",),
    level="warn",
)


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class EventContractEvent(Row):
    """One row of the response to public.get_event_contract_events."""

    series_id: str = field(default=ABSENT, metadata=wire("seriesId", "text"))
    """Event contract series id."""
    event_id: str = field(default=ABSENT, metadata=wire("eventId", "text"))
    """Event id of an event contract."""
    fix_time: datetime | None = field(default=None, metadata=wire("fixTime", "milliseconds"))
    """When the strike price is fixed."""
    exp_time: datetime = field(default=ABSENT, metadata=wire("expTime", "milliseconds"))
    """Time of the strike the event is based on."""
    state: PublicState = field(default=ABSENT, metadata=wire("state", "text"))
    """State of the event. Documented values: preopen, live, settling, expired."""

    @classmethod
    def from_wire(cls, raw: dict[str, Any]) -> Self:
        get = raw.get
        v: Any
        made = cls.__new__(cls)
        made.raw = raw
        try:
            if (v := get("seriesId", "")) != "":
                made.series_id = v if type(v) is str else spelt(v, "seriesId")
            if (v := get("eventId", "")) != "":
                made.event_id = v if type(v) is str else spelt(v, "eventId")
            made.fix_time = (
                None if (v := get("fixTime", "")) in ("", "0") else EPOCH + MILLISECOND * (int(v) or no_time())
            )
            if (v := get("expTime", "")) not in ("", "0"):
                made.exp_time = EPOCH + MILLISECOND * (int(v) or no_time())
            if (v := choice(get("state"), "state")) is not None:
                made.state = v
        except UNUSUAL_VALUE:
            made._read()
        return made


@frozen(kw_only=True, init=False, slots=False)
class GetEventContractEvents(PagedRequest[list[EventContractEvent], EventContractEvent]):
    """List the events of a prediction market series, expired ones too."""

    endpoint: ClassVar[Endpoint] = ENDPOINT
    payload: ClassVar = rows_of("data", EventContractEvent)
    read_by_rules: ClassVar = ()
    judged_alone: ClassVar = ("limit",)

    series_id: str = field(metadata=param("seriesId", required=True))
    """Event contract series id."""
    event_id: str | None = field(default=None, metadata=param("eventId"))
    """Event id of an event contract."""
    state: PublicState | None = field(
        default=None, metadata=param("state", values=("preopen", "live", "settling", "expired"))
    )
    """State of the event. One of preopen, live, settling, expired."""
    limit: str | None = field(default=None, converter=whole_number, metadata=param("limit"))
    """Number of results wanted. At most 100. Default: 100."""
    before: str | None = field(default=None, converter=unix_milliseconds, metadata=param("before"))
    """Time cursor; only records newer than this are returned."""
    after: str | None = field(default=None, converter=unix_milliseconds, metadata=param("after"))
    """Time cursor; only records older than this are returned."""

    def __init__(
        self,
        *,
        series_id: str,
        event_id: str | None = None,
        state: PublicState | None = None,
        limit: int | str | None = None,
        before: Moment | None = None,
        after: Moment | None = None,
    ) -> None:
        self.__dict__.update(
            series_id=series_id,
            event_id=event_id,
            state=state,
            limit=None if limit is None else whole_number(limit),
            before=None if before is None else unix_milliseconds(before),
            after=None if after is None else unix_milliseconds(after),
        )

    def fits_alone(self) -> bool:
        """Return whether each value in ``judged_alone`` that is sent keeps the rules on itself."""
        return not (self.limit is not None and (lt(self.limit, 1) or gt(self.limit, 100)))

    def broken(self, context: Context) -> Iterator[Violation]:
        if lt(self.limit, 1) or gt(self.limit, 100):
            yield violation_of(AT_MOST_100)
