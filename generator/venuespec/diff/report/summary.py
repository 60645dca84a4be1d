"""Hold what all formats share: the changes of a report and their stories, counts, the version bump."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from ...runtime.json_types import is_array
from ...spec.problem import Problem
from ..change import LEVELS, Bump, Change, ChangeLevel
from .located import LocatedChange
from .stories import Story, stories_of
from .verdicts import BUMPS


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

    ``title`` is the venue's; ``old_day`` and ``new_day`` are the days of the states, where these give one. ``bump``
    is of all changes that count; ``failing`` the level from which a change fails a run; ``notices`` are what is wrong
    with the policy.
    """

    old: str
    new: str
    entries: tuple[LocatedChange, ...]
    ignored: tuple[IgnoredChange, ...] = ()
    notices: tuple[Problem, ...] = ()
    bump: Bump = "none"
    failing: ChangeLevel = "ERR"
    selection: Selection | None = None
    title: str = ""
    old_day: str | None = None
    new_day: str | None = None

    @property
    def stories(self) -> tuple[Story, ...]:
        """The changes with those that are the same, or of one renaming, in one entry."""
        return stories_of(self.entries)

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
        return evolve(self, entries=from_level(self.entries, level), selection=selection)


def reaches(level: ChangeLevel, least: ChangeLevel) -> bool:
    """Tell whether a level is as grave as another, or graver."""
    return LEVELS.index(level) <= LEVELS.index(least)


def at_least(changes: Iterable[Change], level: ChangeLevel) -> tuple[Change, ...]:
    """Return the changes of a level and graver."""
    return tuple(change for change in changes if reaches(change.level, level))


def from_level(entries: Iterable[LocatedChange], level: ChangeLevel) -> tuple[LocatedChange, ...]:
    """Return the changes of a level and graver, with what is known of their places."""
    return tuple(entry for entry in entries if reaches(entry.change.level, level))


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


def shown(value: Any) -> str:
    """Format an old or new value as text; '' for no value."""
    if value is None or value == []:
        return ""
    if is_array(value):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
