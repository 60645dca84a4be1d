"""Report changes as text for a terminal."""

from collections.abc import Iterable
from itertools import groupby

from ...runtime.errors import readable
from ..change import Bump, Change, ChangeLevel
from .summary import LocatedChange, Selection, breaks, bump, counted

_COLOURS: dict[ChangeLevel, str] = {"ERR": "\x1b[31m", "WARN": "\x1b[33m", "INFO": "\x1b[36m", "NONE": "\x1b[2m"}
_PLAIN = "\x1b[0m"


def render_text(changes: Iterable[Change], *, asked: Bump | None = None, colour: bool = False) -> str:
    """Render the changes by endpoint, and a line that counts them; '' where nothing changed.

    ``asked`` is the version bump where changes that are not shown count as well.
    """
    return render_entries((LocatedChange(change=change) for change in changes), asked=asked, colour=colour)


def render_entries(
    entries: Iterable[LocatedChange],
    *,
    asked: Bump | None = None,
    selection: Selection | None = None,
    colour: bool = False,
) -> str:
    """Render changes with the lines of code that they can touch, and the selection by which they were taken."""
    entries = tuple(entries)
    changes = [entry.change for entry in entries]
    chosen = [readable(selection.words, 2000)] if selection else []
    if not changes:
        return "\n".join(chosen)
    lines: list[str] = []
    for endpoint, group in groupby(entries, key=lambda entry: entry.change.endpoint):
        lines.append("the venue" if endpoint == "*" else readable(endpoint))
        for entry in group:
            change = entry.change
            level = f"{_COLOURS[change.level]}{change.level:<4}{_PLAIN}" if colour else f"{change.level:<4}"
            broken = f" (breaks {breaks(change)})" if breaks(change) else ""
            lines.append(f"  {level} {change.kind:<26} {readable(change.message)}{broken}")
            lines += [f"       {readable(f'{each.file}:{each.line} {each.call}')}" for each in entry.callers]
        lines.append("")
    lines.append(
        f"{len(changes)} change{'s' * (len(changes) != 1)}: {counted(changes)}; version bump: {asked or bump(changes)}"
    )
    return "\n".join([*lines, *chosen])
