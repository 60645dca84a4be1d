"""Changes as text to read and as JSON."""

import json
from collections.abc import Iterable
from itertools import groupby

from ..runtime.errors import readable
from .change import LEVELS, Bump, Change, Level

_BUMPS: tuple[Bump, ...] = ("major", "minor", "patch", "none")
_COLOURS: dict[Level, str] = {"ERR": "\x1b[31m", "WARN": "\x1b[33m", "INFO": "\x1b[36m", "NONE": "\x1b[2m"}
_PLAIN = "\x1b[0m"


def at_least(changes: Iterable[Change], level: Level) -> tuple[Change, ...]:
    """The changes of this level and graver."""
    return tuple(each for each in changes if LEVELS.index(each.level) <= LEVELS.index(level))


def worst(changes: Iterable[Change]) -> Level | None:
    """The gravest level there is."""
    present = {each.level for each in changes}
    return next((level for level in LEVELS if level in present), None)


def bump(changes: Iterable[Change]) -> Bump:
    """The version bump that all the changes together ask for."""
    present = {each.bump for each in changes}
    for each in _BUMPS:
        if each in present:
            return each
    return "none"


def render_text(changes: Iterable[Change], *, colour: bool = False) -> str:
    """The changes grouped by endpoint, and a line that counts them; nothing where nothing changed."""
    changes = tuple(changes)
    if not changes:
        return ""
    lines: list[str] = []
    for endpoint, group in groupby(changes, key=lambda each: each.endpoint):
        lines.append("the venue" if endpoint == "*" else readable(endpoint))
        for each in group:
            level = f"{_COLOURS[each.level]}{each.level:<4}{_PLAIN}" if colour else f"{each.level:<4}"
            broken = [
                name for name, is_broken in (("wire", each.wire_breaking), ("sdk", each.sdk_breaking)) if is_broken
            ]
            breaks = f" (breaks {' and '.join(broken)})" if broken else ""
            lines.append(f"  {level} {each.kind:<26} {readable(each.message)}{breaks}")
        lines.append("")
    counts = ", ".join(
        f"{sum(each.level == level for each in changes)} {level}"
        for level in LEVELS
        if any(each.level == level for each in changes)
    )
    lines.append(f"{len(changes)} changes: {counts}; version bump: {bump(changes)}")
    return "\n".join(lines)


def render_json(changes: Iterable[Change]) -> str:
    """The changes as a JSON list."""
    return json.dumps([each.to_json() for each in changes], indent=2, ensure_ascii=True)
