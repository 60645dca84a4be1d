"""Report changes as text for a terminal."""

from collections.abc import Iterable
from itertools import groupby

from ...runtime.errors import readable
from ..change import Bump, Change, ChangeLevel
from .summary import breaks, bump, counted

_COLOURS: dict[ChangeLevel, str] = {"ERR": "\x1b[31m", "WARN": "\x1b[33m", "INFO": "\x1b[36m", "NONE": "\x1b[2m"}
_PLAIN = "\x1b[0m"


def render_text(changes: Iterable[Change], *, asked: Bump | None = None, colour: bool = False) -> str:
    """Render the changes by endpoint, and a line that counts them; '' where nothing changed.

    ``asked`` is the version bump where changes that are not shown count as well.
    """
    changes = tuple(changes)
    if not changes:
        return ""
    lines: list[str] = []
    for endpoint, group in groupby(changes, key=lambda change: change.endpoint):
        lines.append("the venue" if endpoint == "*" else readable(endpoint))
        for change in group:
            level = f"{_COLOURS[change.level]}{change.level:<4}{_PLAIN}" if colour else f"{change.level:<4}"
            broken = f" (breaks {breaks(change)})" if breaks(change) else ""
            lines.append(f"  {level} {change.kind:<26} {readable(change.message)}{broken}")
        lines.append("")
    lines.append(
        f"{len(changes)} change{'s' * (len(changes) != 1)}: {counted(changes)}; version bump: {asked or bump(changes)}"
    )
    return "\n".join(lines)
