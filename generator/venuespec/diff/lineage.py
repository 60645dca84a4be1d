"""Follow endpoints and rows through their other names: renamed, moved to another place, or replaced by another row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from .change import Change
from .known_calls import moved_keys
from .report.located import LocatedChange

Thing = tuple[str, str]
"""An endpoint's method and path, and the pointer of one of its rows; '' for the endpoint itself."""


@frozen
class Lineage:
    """The names that things had before and after each other; ``rows`` are pairs of names by endpoint."""

    endpoints: Sequence[tuple[str, str]] = ()
    rows: Mapping[str, Sequence[tuple[str, str]]] = field(factory=dict[str, Sequence[tuple[str, str]]])

    def names(self, thing: Thing) -> tuple[Thing, ...]:
        """Return every name of a thing in any state, the given one first."""
        found = {thing: None}
        for name in (waiting := [thing]):
            for other in self._next_to(*name):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return tuple(found)

    def _next_to(self, key: str, row: str) -> Iterator[Thing]:
        for pair in self.endpoints:
            if key in pair:
                yield pair[pair[0] == key], row
        for was, now in self.rows.get(key, ()):
            for one, other in ((was, now), (now, was)):
                if row == one or row.startswith(f"{one}."):
                    yield key, other + row.removeprefix(one)


def of_changes(changes: Iterable[Change]) -> Lineage:
    """Return the names that the changes between two states connect."""
    changes = tuple(changes)
    return _lineage([changes], (named for change in changes for named in _renamed(change)))


def of_timeline(steps: Iterable[Iterable[LocatedChange]]) -> Lineage:
    """Return the names that the changes of many states connect, with rows that a page says replace another."""
    every = [tuple(step) for step in steps]
    renamed = (named for step in every for entry in step for named in (*_renamed(entry.change), *_replaced(entry)))
    return _lineage([[entry.change for entry in step] for step in every], renamed)


def _lineage(states: Iterable[Iterable[Change]], renamed: Iterable[tuple[str, str, str]]) -> Lineage:
    rows: dict[str, list[tuple[str, str]]] = {}
    for key, was, now in renamed:
        if was != now and (was, now) not in rows.setdefault(key, []):
            rows[key].append((was, now))
    return Lineage([pair for state in states for pair in moved_keys(state).items()], rows)


def _renamed(change: Change) -> Iterator[tuple[str, str, str]]:
    if change.kind.endswith("_renamed"):
        holder = change.pointer.rpartition(".")[0]
        yield change.endpoint, f"{holder}.{str(change.old).rpartition('.')[2]}", change.pointer
    elif change.kind.endswith("_moved"):
        yield change.endpoint, str(change.old), str(change.new)


def _replaced(entry: LocatedChange) -> Iterator[tuple[str, str, str]]:
    """Yield the row that a deprecated one makes way for, where both stand in one object."""
    change = entry.change
    if not entry.row or entry.part not in ("", "alias"):
        return
    holder = entry.row.rpartition(".")[0]
    for name in entry.use:
        if change.kind in ("deprecated", "sunset_set", "sunset_changed", "removed_as_announced", "removed_early"):
            yield change.endpoint, entry.row, f"{holder}.{name}"
    if entry.older:
        yield change.endpoint, f"{holder}.{entry.older}", entry.row
