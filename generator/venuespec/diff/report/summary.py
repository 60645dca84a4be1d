"""Hold what all formats share: changes with links and places, their counts, the version bump."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ...runtime.json_types import is_array
from ...spec.model import EndpointSpec, VenueSpec, walk
from ...spec.place import NOWHERE, Place
from ...spec.problem import Problem
from ..change import LEVELS, Bump, Change, ChangeLevel
from ..used_by import Caller

BUMPS: tuple[Bump, ...] = ("major", "minor", "patch", "none")


def _link(text: str | None) -> str | None:
    return text if text and text.startswith(("https://", "http://")) else None


@frozen(kw_only=True)
class LocatedChange:
    """A change with its endpoint's title, group and docs link, its line in the newer spec, and who calls it.

    ``sdk`` is the endpoint's place in the SDK, such as account.set_leverage; empty for the venue itself.
    ``docs`` is an http link; one of another kind is dropped. ``place`` is a file below the working folder.
    """

    change: Change
    title: str = ""
    group: str = ""
    sdk: str = ""
    docs: str | None = field(default=None, converter=_link)
    place: Place | None = None
    callers: tuple[Caller, ...] = ()


@frozen(kw_only=True)
class Selection:
    """The options by which the changes of a report were selected, and the changes that these left out.

    ``used`` says what was found in the code base, where one was given.
    """

    asked: tuple[str, ...]
    left_out: tuple[Change, ...] = ()
    used: str = ""

    @property
    def words(self) -> str:
        """The selection in one line: '--group trade: 3 changes left out (1 ERR, 2 INFO)'."""
        count = f"{len(self.left_out)} change{'s' * (len(self.left_out) != 1)} left out"
        levels = f" ({counted(self.left_out)})" if self.left_out else ""
        return f"{' '.join(self.asked)}: {count}{levels}{f'; {self.used}' if self.used else ''}"


@frozen(kw_only=True)
class IgnoredChange:
    """A change that a policy ignores, with the reason."""

    entry: LocatedChange
    reason: str
    expires: str


@frozen(kw_only=True)
class Report:
    """The changes between two states, which are named as the caller named them.

    ``bump`` is of all changes that count; ``failing`` the level from which a change fails a run; ``notices`` are what
    is wrong with the policy.
    """

    old: str
    new: str
    entries: tuple[LocatedChange, ...]
    ignored: tuple[IgnoredChange, ...] = ()
    notices: tuple[Problem, ...] = ()
    bump: Bump = "none"
    failing: ChangeLevel = "ERR"
    selection: Selection | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(entry.change for entry in self.entries)

    @property
    def counts(self) -> Mapping[ChangeLevel, int]:
        """The number of changes of every level."""
        return {level: sum(entry.change.level == level for entry in self.entries) for level in LEVELS}

    def from_level(self, level: ChangeLevel) -> "Report":
        """Return the report without changes below a level."""
        selection = self.selection
        if selection is not None:
            selection = evolve(selection, left_out=at_least(selection.left_out, level))
        entries = tuple(entry for entry in self.entries if reaches(entry.change.level, level))
        return evolve(self, entries=entries, selection=selection)


def reaches(level: ChangeLevel, least: ChangeLevel) -> bool:
    """Tell whether a level is as grave as another, or graver."""
    return LEVELS.index(level) <= LEVELS.index(least)


def at_least(changes: Iterable[Change], level: ChangeLevel) -> tuple[Change, ...]:
    """Return the changes of a level and graver."""
    return tuple(change for change in changes if reaches(change.level, level))


def worst(changes: Iterable[Change]) -> ChangeLevel | None:
    """Return the gravest level of the changes."""
    present = {change.level for change in changes}
    return next((level for level in LEVELS if level in present), None)


def bump(changes: Iterable[Change]) -> Bump:
    """Return the version bump that all changes together ask for."""
    return greatest(change.bump for change in changes)


def greatest(bumps: Iterable[Bump]) -> Bump:
    """Return the greatest of version bumps."""
    asked: list[Bump] = ["none", *bumps]
    return min(asked, key=BUMPS.index)


def counted(changes: Iterable[Change]) -> str:
    """Count changes by level: '1 ERR, 3 INFO'."""
    levels = [change.level for change in changes]
    return ", ".join(f"{levels.count(level)} {level}" for level in LEVELS if level in levels)


def breaks(change: Change) -> str:
    """Name the users that a change breaks: 'wire and sdk'; '' for none."""
    broken = [name for name, is_broken in (("wire", change.wire_breaking), ("sdk", change.sdk_breaking)) if is_broken]
    return " and ".join(broken)


def located(changes: Iterable[Change], old: VenueSpec, new: VenueSpec, root: Path | None) -> tuple[LocatedChange, ...]:
    """Add to changes what the two states know of their endpoints; files outside of ``root`` are left out."""
    before = {endpoint.key: endpoint for endpoint in old.endpoints}
    after = {endpoint.key: endpoint for endpoint in new.endpoints}
    return tuple(
        _entry(change, after.get(change.endpoint) or before.get(change.endpoint), change.endpoint in after, new, root)
        for change in changes
    )


def _entry(
    change: Change, endpoint: EndpointSpec | None, is_current: bool, new: VenueSpec, root: Path | None
) -> LocatedChange:
    if endpoint is None:
        file = "errors.yaml" if change.pointer.startswith("errors.") else "venue.yaml"
        place = Place(new.folder / file, 1) if change.endpoint == "*" else None
        return LocatedChange(change=change, title=new.title, group="venue", docs=new.docs, place=_below(root, place))
    place = _line(change.pointer, endpoint) if is_current else None
    return LocatedChange(
        change=change,
        title=endpoint.title,
        group=endpoint.group,
        sdk=endpoint.id,
        docs=endpoint.source,
        place=_below(root, place),
    )


def _line(pointer: str, endpoint: EndpointSpec) -> Place:
    """Return the line of the row or rule that a pointer names, or else of the endpoint."""
    side, _, rest = pointer.partition(".")
    if side == "rules":
        return endpoint.rule_places.get(rest.removesuffix(".prefer"), endpoint.place)
    if side not in ("request", "response"):
        return endpoint.place
    rows = dict(walk(endpoint.request if side == "request" else endpoint.response))
    while rest and rest not in rows:
        rest = rest.rpartition(".")[0]
    place = rows[rest].place if rest else NOWHERE
    return endpoint.place if place == NOWHERE else place


def _below(root: Path | None, place: Place | None) -> Place | None:
    """Return a place by its path from the root; None for a file elsewhere."""
    if root is None or place is None or not place.file.resolve().is_relative_to(root.resolve()):
        return None
    return Place(place.file.resolve().relative_to(root.resolve()), place.line)


def shown(value: Any) -> str:
    """Format an old or new value as text; '' for no value."""
    if value is None or value == []:
        return ""
    if is_array(value):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
