"""Collect the days on which things of a venue stop to work, or become deprecated, as its documentation states them.

A thing is an endpoint, a parameter, a field, a value or an older name; the same thing of several endpoints that ends on
the same day is one deadline.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from attrs import evolve, field, frozen

from ..naming import snake
from ..spec.model import Deprecation, EndpointSpec, Field, VenueSpec, walk
from ..spec.problem import Problem
from . import judgements
from .change import Change
from .judgements import Judgement
from .life import end_of_endpoint, end_of_row
from .used_by import Caller, CodeUse, used_by

Ending = Literal["ends", "deprecated"]
EndingThing = Literal["endpoint", "parameter", "field", "value", "older name"]
_SIDES: tuple[tuple[str, EndingThing], ...] = (("request", "parameter"), ("response", "field"))


@frozen(kw_only=True)
class DeadlinePlace:
    """One endpoint that a deadline is about.

    ``pointer`` is the place inside the endpoint, ``sdk`` the SDK's name of what ends and ``sdk_use`` that of its
    replacement, such as ``trade.place_order(ord_type='elp')``; ``callers`` are lines of the code that uses it.
    """

    endpoint: str
    pointer: str
    title: str
    docs: str
    sdk: str
    sdk_use: tuple[str, ...] = ()
    callers: tuple[Caller, ...] = ()


@frozen(kw_only=True)
class Deadline:
    """A day on which a thing stops to work (``ends``, its last day), or from which it is deprecated.

    ``name`` is the thing's name on the wire, ``of`` the row that a value or an older name belongs to, ``use`` what the
    documentation says to use in its place.
    """

    day: str
    ending: Ending
    thing: EndingThing
    name: str
    of: str = ""
    use: tuple[str, ...] = ()
    places: tuple[DeadlinePlace, ...] = ()

    @property
    def words(self) -> str:
        """The deadline in one line, without its day: 'value elp of ordType works until this day; use rpi'."""
        of = f" of {self.of}" if self.of else ""
        use = f"; use {' or '.join(self.use)}" if self.use else ""
        end = "works until this day" if self.ending == "ends" else "is deprecated from this day"
        return f"{self.thing} {self.name}{of} {end}{use}"


@frozen(kw_only=True)
class Calendar:
    """The deadlines of a venue on ``today`` and later, or all of them, the earliest first.

    ``as_of`` is the day of the latest page, ``past`` the number of deadlines before today; ``code`` names the code base
    that the deadlines concern.
    """

    venue: str
    title: str
    docs: str
    today: str
    as_of: str
    deadlines: tuple[Deadline, ...]
    past: int = 0
    code: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()


@frozen
class _Stated:
    """What one endpoint states of the end of one thing, and the change by which its callers are found."""

    deadline: Deadline
    place: DeadlinePlace
    change: Change = field(repr=False)
    older: str = ""


def calendar(venue: VenueSpec, today: str, code: Iterable[Path] = (), *, with_past: bool = False) -> Calendar:
    """Return the deadlines of a venue; with ``code`` only those that can touch it.

    Raises ``FileNotFoundError`` for a path that does not exist.
    """
    stated = list(_stated(venue))
    folders = tuple(code)
    before = _with_older_names(venue) if folders else venue
    use = used_by(folders, before, venue, [each.change for each in stated]) if folders else None
    if use is not None:
        stated = list(_used(stated, use))
    found = _joined(stated)
    ahead = tuple(each for each in found if with_past or each.day >= today)
    return Calendar(
        venue=venue.name,
        title=venue.title,
        docs=venue.docs,
        today=today,
        as_of=max((each.as_of for each in venue.endpoints if each.as_of), default=today),
        deadlines=ahead,
        past=len(found) - len([each for each in found if each.day >= today]),
        code=tuple(map(str, folders)),
        notices=use.notices if use is not None else (),
    )


def _joined(stated: Iterable[_Stated]) -> list[Deadline]:
    """Return one deadline for the same thing of several endpoints, in the order of their days."""
    places: dict[Deadline, list[DeadlinePlace]] = {}
    for each in stated:
        places.setdefault(each.deadline, []).append(each.place)
    joined = [evolve(deadline, places=tuple(found)) for deadline, found in places.items()]
    return sorted(joined, key=lambda each: (each.day, each.ending, each.thing, each.name, each.of, each.use))


def _with_older_names(venue: VenueSpec) -> VenueSpec:
    """Return a venue of which each row that has an older name stands in its table under that name as well."""

    def rows(table: tuple[Field, ...]) -> tuple[Field, ...]:
        inner = [evolve(row, fields=rows(row.fields)) if row.fields else row for row in table]
        known = {row.name for row in table}
        older = [(row, row.alias.was) for row in inner if row.alias is not None and row.alias.was]
        return (*inner, *(evolve(row, name=was, alias=None, required="no") for row, was in older if was not in known))

    endpoints = (evolve(each, request=rows(each.request), response=rows(each.response)) for each in venue.endpoints)
    return evolve(venue, endpoints=tuple(endpoints))


def _used(stated: Iterable[_Stated], use: CodeUse) -> Iterator[_Stated]:
    """Keep what can touch the code: an older name of a field only where the code reads it by that name."""
    for each in stated:
        names = {each.older, snake(each.older)}
        reads = (read.name for read in use.sites.reads if each.place.endpoint in read.endpoints)
        if each.older and each.place.pointer.startswith("response.") and names.isdisjoint(reads):
            continue
        callers = use.callers(each.change)
        if callers is not None:
            yield evolve(each, place=evolve(each.place, callers=callers))


# --- what an endpoint states


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar; a spec that a person wrote may have another."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _stated(venue: VenueSpec) -> Iterator[_Stated]:
    by_path = {endpoint.path: endpoint for endpoint in venue.endpoints}
    for endpoint in venue.endpoints:
        if endpoint.gone_since is not None:
            continue
        says = _Endpoint(venue, endpoint)
        end = end_of_endpoint(endpoint)
        uses = tuple(f"{by_path[use].id}()" for use in (end.use if end else ()) if use in by_path)
        whole = says.place("", f"{endpoint.id}()", uses)
        yield from says.ends(judgements.ENDPOINT_DEPRECATED, "endpoint", endpoint.key, "", end, whole)
        for side, thing in _SIDES:
            rows = endpoint.request if side == "request" else endpoint.response
            for path, row in walk(rows):
                yield from says.of_row(side, thing, path, row)


@frozen
class _Endpoint:
    """An endpoint with the names of its SDK."""

    venue: VenueSpec
    spec: EndpointSpec

    def of_row(self, side: str, thing: EndingThing, path: str, row: Field) -> Iterator[_Stated]:
        """Yield the ends of a row, of its values and of its older name."""
        end = end_of_row(row)
        holder = path.rpartition(".")[0]
        uses = tuple(self.named(side, f"{holder}.{use}".lstrip(".")) for use in (end.use if end else ()))
        here = self.place(f"{side}.{path}", self.named(side, path), uses)
        yield from self.ends(judgements.ROW_DEPRECATED, thing, path, "", end, here)
        for value, its_end in row.deprecated_values.items():
            values = tuple(self.named(side, path, use) for use in its_end.use)
            here = self.place(f"{side}.{path}.values", self.named(side, path, value), values)
            yield from self.ends(judgements.VALUE_DEPRECATED, "value", value, path, its_end, here)
        if row.alias is not None and row.alias.was:
            was = f"{holder}.{row.alias.was}".lstrip(".")
            here = self.place(f"{side}.{was}", self.named(side, was), (self.named(side, path),))
            its_end = Deprecation(use=(row.name,), until=row.alias.until)
            yield from self.ends(judgements.ROW_DEPRECATED, "older name", row.alias.was, "", its_end, here)

    def ends(
        self,
        judgement: Judgement,
        thing: EndingThing,
        name: str,
        of: str,
        end: Deprecation | None,
        place: DeadlinePlace,
    ) -> Iterator[_Stated]:
        """Yield the days that an end states: its last day, and the day from which it is deprecated."""
        if end is None:
            return
        change = Change(
            kind=judgement.kind,
            endpoint=self.spec.key,
            pointer=place.pointer,
            old=name,
            new=None,
            level=judgement.level,
            evidence=judgement.evidence,
            wire_breaking=judgement.wire,
            sdk_breaking=judgement.sdk,
            bump=judgement.bump,
            message=f"{thing} {name}",
        )
        older = name if thing == "older name" else ""
        days: tuple[tuple[str | None, Ending], ...] = ((end.until, "ends"), (end.since, "deprecated"))
        for day, ending in days:
            if day is not None and _is_day(day):
                deadline = Deadline(day=day, ending=ending, thing=thing, name=name, of=of, use=end.use)
                yield _Stated(deadline, place, change, older)

    def place(self, pointer: str, sdk: str, uses: tuple[str, ...]) -> DeadlinePlace:
        """Return the endpoint as a place, with the SDK's names of a thing and of its replacements."""
        spec = self.spec
        return DeadlinePlace(
            endpoint=spec.key, pointer=pointer, title=spec.title, docs=spec.source or "", sdk=sdk, sdk_use=uses
        )

    def named(self, side: str, path: str, value: str | None = None) -> str:
        """Return the SDK's name of a row: ``trade.place_order(ord_type='elp')``, ``trade.get_order().ord_type``."""
        names = self.venue.names.of(self.spec.key)
        parts: list[str] = []
        place = side
        for wire in path.split("."):
            parts.append(names.attributes_at(place).get(wire) or snake(wire))
            place = f"{place}.{wire}"
        name = ".".join(parts)
        if side == "request":
            return f"{self.spec.id}({name}{f'={value!r}' if value is not None else ''})"
        return f"{self.spec.id}().{name}{f' == {value!r}' if value is not None else ''}"
