"""Tell from git what became of each endpoint whenever the pages of a venue were read on a later day.

A commit that only corrects a spec is not news of the venue: counted are the commits, on the branch itself, that bring
the day of the pages forward, each compared with the one before it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from ..cache import digest_of_tool, keep, kept
from ..diff.change import Change
from ..diff.compare import diff
from ..diff.inputs import load_states
from ..diff.report.summary import at_least
from ..diff.revisions import InputError, git
from ..spec.problem import SpecError
from ..textfiles import digest

VenueNews = Mapping[str, Sequence[tuple[str, str]]]
"""The history of a venue: by method and path, the day and the words of each change, newest first."""

_DAY = re.compile(rb"^as_of: '?(\d{4}-\d{2}-\d{2})", re.M)


def changes_of(folder: Path) -> VenueNews:
    """Return the history of the venue whose spec folder this is; empty where git does not know the folder."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for endpoint, day, message in _lines(folder, list(_days(folder))):
        found[endpoint].append((day, message))
    return {endpoint: tuple(lines) for endpoint, lines in found.items()}


def _days(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the commits that brought the day of the pages forward, with that day, newest first."""
    log = git(folder, "log", "--first-parent", "--format=%H", "--", "lock.yaml") or b""
    days = [(revision, _day(folder, revision)) for revision in log.decode().split()]
    for (revision, day), (_, before) in pairwise(days):
        if before and day > before:
            yield revision, day


def _day(folder: Path, revision: str) -> str:
    found = _DAY.search(git(folder, "show", f"{revision}:./lock.yaml") or b"")
    return found[1].decode() if found else ""


def _lines(folder: Path, days: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the changes of these days by endpoint, day and words; those of older days are kept between runs."""
    if not days:
        return []
    revisions = [f"{revision} {day}".encode() for revision, day in days]
    name = f"{digest([digest_of_tool().encode(), folder.name.encode(), *revisions])}.news"
    entry = kept(name)
    if entry is not None:
        return [(endpoint, day, message) for endpoint, day, message in json.loads(entry)]
    [(revision, day), *older] = days
    lines = [(change.endpoint, day, change.message) for change in _compared(folder, revision)] + _lines(folder, older)
    keep(name, json.dumps(lines).encode())
    return lines


def _compared(folder: Path, revision: str) -> tuple[Change, ...]:
    """Return the changes that a commit brought; none where one of the two states cannot be read any more."""
    place = (git(folder, "rev-parse", "--show-prefix") or b"").decode().strip().rstrip("/")
    try:
        return at_least(diff(*load_states(f"{revision}^:{place}", f"{revision}:{place}", folder)), "INFO")
    except (InputError, SpecError):
        return ()
