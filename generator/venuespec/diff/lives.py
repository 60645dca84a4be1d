"""Follow endpoints, parameters and fields through a timeline: since when they are there, and what became of them."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from .history import TimelineDay
from .report.located import LocatedChange
from .selection import NamedEndpoint, Patterns, Wanted, patterns_of


@frozen(kw_only=True)
class Event:
    """What happened to a thing in one state: it is there first, it is gone, it is back, or it changed."""

    state: str
    what: str
    entry: LocatedChange | None = None


@frozen(kw_only=True)
class Life:
    """The life of an endpoint, or of one of its rows; ``row`` is empty for the endpoint."""

    endpoint: str
    title: str
    sdk: str
    row: str
    events: tuple[Event, ...]


def followed(steps: Sequence[TimelineDay], wanted: Wanted) -> tuple[tuple[TimelineDay, ...], tuple[Life, ...]]:
    """Return the timeline with only the changes that are wanted, and the lives of what the patterns name.

    Raises ``InputError`` for a pattern that matches nothing in any state.
    """
    every = tuple({id(step.names): step.names for step in steps}.values())
    known = {(endpoint.key, endpoint.id): endpoint for names in every for endpoint in names}
    changes = [change for step in steps for change in step.changes]
    # A row that only one state has is a row of the endpoint all the same.
    merged = [evolve(endpoint, rows=_rows_of(key, every)) for (key, _), endpoint in known.items()]
    patterns = patterns_of(wanted, merged, changes)
    chosen = tuple(
        evolve(step, entries=tuple(entry for entry in step.entries if patterns.take(entry.change))) for step in steps
    )
    return chosen, tuple(_lives(chosen, patterns, {endpoint.key: endpoint for endpoint in merged}.values()))


def _rows_of(key: str, every: Iterable[Sequence[NamedEndpoint]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row for names in every for each in names if each.key == key for row in each.rows))


def _lives(steps: Sequence[TimelineDay], patterns: Patterns, endpoints: Iterable[NamedEndpoint]) -> Iterator[Life]:
    present = [_present(step) for step in steps]
    for endpoint in sorted(endpoints, key=lambda each: each.key):
        if not patterns.takes(endpoint.key):
            continue
        rows = sorted(patterns.rows.get(endpoint.key, ())) if patterns.wanted.params else [""]
        for row in rows:
            there = [(f"{endpoint.key} {row}" if row else endpoint.key) in names for names in present]
            yield Life(
                endpoint=endpoint.key,
                title=endpoint.title,
                sdk=endpoint.id,
                row=row,
                events=tuple(_events(steps, there, endpoint.key, row)),
            )


def _present(step: TimelineDay) -> frozenset[str]:
    """Return every endpoint of a state, and every row after its endpoint."""
    rows = (f"{endpoint.key} {row}" for endpoint in step.names for row in endpoint.rows)
    return frozenset((*(endpoint.key for endpoint in step.names), *rows))


def _events(steps: Sequence[TimelineDay], there: Sequence[bool], key: str, row: str) -> Iterator[Event]:
    for number, (step, is_there) in enumerate(zip(steps, there, strict=True)):
        was = number > 0 and there[number - 1]
        name = step.snapshot.name
        if is_there and not was:
            first = "is there in the first state" if number == 0 else "is there"
            yield Event(state=name, what="is back" if any(there[:number]) else first)
        for entry in step.entries:
            if entry.change.endpoint == key and (not row or _concerns(entry, row)):
                yield Event(state=name, what=entry.change.message, entry=entry)
        if was and not is_there:
            yield Event(state=name, what="is gone")


def _concerns(entry: LocatedChange, row: str) -> bool:
    """Tell whether a change is about a row, one inside it, one around it, or all of the endpoint."""
    change = entry.change
    side = row.partition(".")[0]
    names = {change.pointer, *(f"{side}.{value}" for value in (change.old, change.new) if isinstance(value, str))}
    return not entry.row or any(f"{name}.".startswith(f"{row}.") for name in names) or row.startswith(f"{entry.row}.")
