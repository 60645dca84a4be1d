"""Tell changes as stories: the same change of many endpoints is one, and so are the changes of one renaming.

Changes are the same when their kind, the name of their row and what they say are, whichever table of whichever endpoint
the row stands in. A row or a value that takes the place of another one is in one story with it: its addition, the
deprecation or removal of the older one, and the dates of that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ..change import LEVELS, Bump, Change, ChangeLevel
from .located import LocatedChange
from .verdicts import BUMPS, BreakageVerdict, verdict

_OF_ROWS = re.compile(r"^(?:request_param|response_field)_")
_ENDPOINTS = frozenset({"endpoint_added", "endpoint_removed", "endpoint_gone", "endpoint_back"})
_JOINED = re.compile(r"^(?:(?:request_param|response_field)_(?:added|removed|renamed)|enum_added|enum_removed)$")
_MOST_TITLES = 6
_OF_LIFE = re.compile(r"deprecated|sunset|removed")

Signature = tuple[str, ...]
StorySubject = tuple[str, ...]
"""A row, or a value of a row, by its name: ('row', 'ordType') or ('value', 'ordType', 'rpi')."""


@frozen(kw_only=True)
class StoryPart:
    """The same change, on one endpoint or on many."""

    entries: tuple[LocatedChange, ...]

    @property
    def lead(self) -> LocatedChange:
        return self.entries[0]


@frozen(kw_only=True)
class Story:
    """What happened, in one entry: the gravest part first, and in each part the gravest change."""

    parts: tuple[StoryPart, ...]

    @property
    def entries(self) -> tuple[LocatedChange, ...]:
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def lead(self) -> LocatedChange:
        """The change that tells the story."""
        return self.parts[0].lead

    @property
    def level(self) -> ChangeLevel:
        return self.lead.change.level

    @property
    def verdict(self) -> BreakageVerdict:
        """Whom the story breaks and whom it may break, of all its changes."""
        return BreakageVerdict.of_all(verdict(entry.change) for entry in self.entries)

    @property
    def bump(self) -> Bump:
        bumps: list[Bump] = [entry.change.bump for entry in self.entries]
        return min(bumps, key=BUMPS.index)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the change that tells the story, which is the same in each format."""
        return self.lead.change.fingerprint

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Method and path of every endpoint, each once; * for the venue itself."""
        return tuple(dict.fromkeys(entry.change.endpoint for entry in self.entries))

    @property
    def until(self) -> str | None:
        """The first of the last days of what the story is about."""
        return min((entry.until for entry in self.entries if entry.until), default=None)

    @property
    def use(self) -> tuple[str, ...]:
        """What to use in place of what ends on that day."""
        return tuple(dict.fromkeys(name for entry in self.entries if entry.until == self.until for name in entry.use))

    @property
    def ends(self) -> tuple[str, ...]:
        """The names of what ends on that day."""
        return tuple(dict.fromkeys(entry.ends for entry in self.entries if entry.until == self.until and entry.ends))

    @property
    def ends_of(self) -> tuple[str, ...]:
        """The parameters and fields with a value that ends on that day."""
        ending = (entry for entry in self.entries if entry.until == self.until and entry.part == "values")
        return tuple(dict.fromkeys(entry.leaf for entry in ending if entry.until))

    @property
    def message(self) -> str:
        """What happened, in one line: the words of its gravest change, or the titles of endpoints that come or go."""
        change, titles = self.lead.change, [entry.title for entry in self.parts[0].entries]
        if len(titles) == 1 or not _is_of_endpoint(change):
            return change.message
        words = {"endpoint_added": "are new", "endpoint_back": "are on the pages again"}.get(change.kind, "are gone")
        more = f" and {len(titles) - _MOST_TITLES} more" if len(titles) > _MOST_TITLES else ""
        return f"{len(titles)} endpoints {words}: {', '.join(titles[:_MOST_TITLES])}{more}"


def stories_of(entries: Iterable[LocatedChange]) -> tuple[Story, ...]:
    """Return the stories of changes, the gravest first; every change is in exactly one."""
    parts: dict[Signature, list[LocatedChange]] = {}
    for entry in entries:
        parts.setdefault(_signature(entry), []).append(entry)
    leads = {signature: StoryPart(entries=tuple(sorted(same, key=_order))) for signature, same in parts.items()}
    stories: dict[Signature, list[StoryPart]] = {}
    for signature, part in zip(leads, _joined(list(leads.values())), strict=True):
        stories.setdefault(part or signature, []).append(leads[signature])
    told = (Story(parts=tuple(sorted(group, key=lambda part: _order(part.lead)))) for group in stories.values())
    return tuple(sorted(told, key=lambda story: _order(story.lead)))


def _order(entry: LocatedChange) -> tuple[int, int, bool, str, str]:
    """Order the gravest first, what breaks somebody before what breaks nobody, and a renaming before its traces."""
    change = entry.change
    breaks = int(change.wire_breaking) + int(change.sdk_breaking)
    traces = not change.kind.endswith("_renamed") and not entry.until
    return LEVELS.index(change.level), -breaks, traces, change.endpoint, change.pointer


# --- the same change


def _is_of_endpoint(change: Change) -> bool:
    """Tell whether an endpoint came or went as a whole."""
    return change.kind in _ENDPOINTS or (change.kind.startswith("removed_") and change.pointer == "")


def _signature(entry: LocatedChange) -> Signature:
    change = entry.change
    kind = _OF_ROWS.sub("row_", change.kind)
    said = (repr(change.old), repr(change.new))
    if _is_of_endpoint(change):
        return (kind, change.level, _folder(change.endpoint))
    if change.kind == "path_changed":
        return (kind, _folder(str(change.old)), _folder(change.endpoint))
    if change.old is None and change.new is None:
        # Nobody knows whether two of these say the same.
        return (kind, change.endpoint, change.pointer)
    if kind.startswith("row_"):
        return (kind, entry.leaf, *(text.rpartition(".")[2].strip("'") for text in said))
    if isinstance(change.old or change.new, str) and " " in str(change.old or change.new):
        # A sentence says what it says, whichever row it stands at.
        return (kind, "", *said)
    if change.endpoint == "*" or not entry.row:
        return (
            kind,
            change.pointer.rpartition(".")[2] if change.pointer.startswith("error") else change.pointer,
            *said,
        )
    return (kind, entry.leaf, entry.part, *said)


def _folder(endpoint: str) -> str:
    """Return a path without its last part and without the method before it."""
    return endpoint.rpartition(" ")[2].rpartition("/")[0]


# --- renamings


def _joined(parts: Sequence[StoryPart]) -> Iterator[Signature | None]:
    """Yield for each part the renaming that it belongs to; None for a part that tells its own story."""
    leader: dict[StorySubject, StorySubject] = {}

    def find(name: StorySubject) -> StorySubject:
        while leader.get(name, name) != name:
            name = leader[name]
        return name

    for part in parts:
        for entry in part.entries:
            for one, other in _links(entry):
                leader.setdefault(one, one)
                leader.setdefault(other, other)
                leader[find(one)] = find(other)
    for part in parts:
        name = _subject(part.lead)
        yield ("renaming", *find(name)) if name in leader else None


def _links(entry: LocatedChange) -> Iterator[tuple[StorySubject, StorySubject]]:
    """Yield names of which one takes the place of the other."""
    change, subject = entry.change, _subject(entry)
    if not subject:
        return
    if change.kind.endswith("_renamed"):
        yield ("row", str(change.old).rpartition(".")[2]), subject
    if entry.older:
        yield ("row", entry.older), ("row", entry.leaf)
    for name in entry.use:
        if name != subject[-1]:
            yield subject, (*subject[:-1], name)


def _subject(entry: LocatedChange) -> StorySubject:
    """Return the row or value that came, went, ends or got another name; () for other changes."""
    change = entry.change
    if not entry.row or not (_JOINED.match(change.kind) or _OF_LIFE.search(change.kind)):
        return ()
    if entry.part == "values":
        value = str(change.new if change.new is not None else change.old).partition(" ")[0]
        return ("value", entry.leaf, value)
    if entry.part == "alias" and change.old is not None:
        return ("row", entry.older or entry.leaf)
    return ("row", entry.leaf) if entry.part in ("", "alias") else ()
