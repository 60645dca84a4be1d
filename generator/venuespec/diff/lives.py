"""Follow endpoints, parameters and fields through a timeline: since when they are there, and what became of them.

A life goes on where the thing gets another name or place, or makes way for another row.
"""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from .history import TimelineDay
from .lineage import Lineage, Thing, of_timeline
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
    """The life of an endpoint, or of one of its rows; ``row`` is empty for the endpoint.

    ``endpoint`` and ``row`` are the last names, ``older`` those that it had before, the first one first.
    """

    endpoint: str
    title: str
    sdk: str
    row: str
    older: tuple[str, ...] = ()
    events: tuple[Event, ...]


def followed(steps: Sequence[TimelineDay], wanted: Wanted) -> tuple[tuple[TimelineDay, ...], tuple[Life, ...]]:
    """Return the timeline with only the changes that are wanted, and the lives of what the patterns name.

    Raises ``InputError`` for a pattern that matches nothing in any state.
    """
    every = tuple({id(step.names): step.names for step in steps}.values())
    known = {(endpoint.key, endpoint.id): endpoint for names in every for endpoint in names}
    lineage = of_timeline(step.entries for step in steps)
    # A row that only one state has is a row of the endpoint all the same.
    merged = [evolve(endpoint, rows=_rows_of(key, every)) for (key, _), endpoint in known.items()]
    patterns = patterns_of(wanted, merged, lineage)
    chosen = tuple(
        evolve(step, entries=tuple(entry for entry in step.entries if patterns.take(entry.change))) for step in steps
    )
    return chosen, tuple(_lives(chosen, patterns, {endpoint.key: endpoint for endpoint in merged}, lineage))


def _rows_of(key: str, every: Iterable[Sequence[NamedEndpoint]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row for names in every for each in names if each.key == key for row in each.rows))


def _lives(
    steps: Sequence[TimelineDay], patterns: Patterns, endpoints: dict[str, NamedEndpoint], lineage: Lineage
) -> Iterator[Life]:
    present = [_present(step) for step in steps]
    states: dict[Thing, list[int]] = {}
    for number, things in enumerate(present):
        for name in things:
            states.setdefault(name, []).append(number)
    told = set[Thing]()
    for key in sorted(endpoints):
        if not patterns.takes(key):
            continue
        for row in sorted(patterns.rows.get(key, ())) if patterns.wanted.params else [""]:
            if (key, row) in told or (key, row) not in states:
                continue
            # In the order in which they came and went, the name of today last.
            names = [name for name in lineage.names((key, row)) if name in states]
            names.sort(key=lambda name: (states[name][-1], states[name][0], name == (key, row)))
            told.update(names)
            last, last_row = names[-1]
            older = tuple(_named(name, names[-1]) for name in names[:-1])
            yield Life(
                endpoint=last,
                title=endpoints[last].title,
                sdk=endpoints[last].id,
                row=last_row,
                older=older,
                events=tuple(_events(steps, present, names)),
            )


def _named(name: Thing, beside: Thing) -> str:
    """Return the endpoint, the row, or both, of a name: as much as is another one than beside it."""
    return " ".join(part for part, other in zip(name, beside, strict=True) if part and part != other)


def _present(step: TimelineDay) -> frozenset[Thing]:
    """Return every endpoint of a state, and each of its rows."""
    rows = ((endpoint.key, row) for endpoint in step.names for row in endpoint.rows)
    return frozenset((*((endpoint.key, "") for endpoint in step.names), *rows))


def _events(
    steps: Sequence[TimelineDay], present: Sequence[frozenset[Thing]], names: Sequence[Thing]
) -> Iterator[Event]:
    there = [[name for name in names if name in state] for state in present]
    for number, step in enumerate(steps):
        was = there[number - 1] if number else []
        state = step.snapshot.name
        if there[number] and not was:
            first = "is there in the first state" if number == 0 else "is there"
            called = _named(there[number][0], names[-1])
            what = "is back" if any(there[:number]) else first
            yield Event(state=state, what=f"{what}, as {called}" if called else what)
        for entry in step.entries:
            if any(entry.change.endpoint == key and (not row or _concerns(entry, row)) for key, row in names):
                yield Event(state=state, what=entry.change.message, entry=entry)
        if was and not there[number]:
            yield Event(state=state, what="is gone")


def _concerns(entry: LocatedChange, row: str) -> bool:
    """Tell whether a change is about a row, one inside it, one around it, or all of the endpoint."""
    change = entry.change
    side = row.partition(".")[0]
    names = {change.pointer, *(f"{side}.{value}" for value in (change.old, change.new) if isinstance(value, str))}
    return not entry.row or any(f"{name}.".startswith(f"{row}.") for name in names) or row.startswith(f"{entry.row}.")
