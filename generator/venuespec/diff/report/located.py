"""Add to changes what the two states know of their places: titles, links, lines, names in Python, sentences, dates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ...naming import snake
from ...spec.model import Deprecation, EndpointSpec, Field, VenueSpec, walk
from ...spec.place import NOWHERE, Place
from ..change import Change
from ..known_calls import moved_keys
from ..life import day_of
from ..passages import Passage, compared, passage
from ..used_by import Caller

_SIDES = ("request", "response")
_OF_LIFE = re.compile(r"deprecated|sunset|removed|renamed|_added$")
_MOST_OF_A_PAGE = 3
_ARCHIVE = "https://web.archive.org/web"


def _link(text: str | None) -> str | None:
    return text if text and text.startswith(("https://", "http://")) else None


@frozen(kw_only=True)
class LocatedChange:
    """A change with its endpoint's title, group and docs link, its lines in both states, and who calls it.

    ``sdk`` is the endpoint's place in the SDK, such as account.set_leverage; empty for the venue itself. ``row`` is the
    parameter or field that the change is about, such as request.posSide, and ``sdk_row`` its name in Python.
    ``docs`` is an http link; one of another kind is dropped. ``archived`` is where a copy of the page of an endpoint
    that is gone may be. ``place`` is a file below the working folder, ``old_source`` and ``new_source`` are files as
    the states name them. ``passages`` are the sentences that differ; ``until`` is the last day of the thing that the
    change is about, ``use`` what to use in its place, and ``older`` an older name of the row that still works.
    """

    change: Change
    title: str = ""
    group: str = ""
    sdk: str = ""
    row: str = ""
    sdk_row: str = ""
    docs: str | None = field(default=None, converter=_link)
    archived: str | None = field(default=None, converter=_link)
    place: Place | None = None
    old_source: Place | None = None
    new_source: Place | None = None
    passages: tuple[Passage, ...] = ()
    until: str | None = None
    use: tuple[str, ...] = ()
    older: str = ""
    callers: tuple[Caller, ...] = ()

    @property
    def part(self) -> str:
        """The part of the row that changed, such as values; the whole pointer for a change that is about no row."""
        return self.change.pointer.removeprefix(self.row).removeprefix(".") if self.row else self.change.pointer

    @property
    def ends(self) -> str:
        """The name of the endpoint, row or value that ends with ``until``; '' where nothing ends."""
        if not self.until:
            return ""
        if self.change.kind.endswith("_renamed"):
            return str(self.change.old).rpartition(".")[2]
        if self.part == "values":
            return str(self.change.new if self.change.new is not None else self.change.old).partition(" ")[0]
        return self.older or self.leaf or self.title

    @property
    def leaf(self) -> str:
        """The row's own name, without the objects around it."""
        return self.row.rpartition(".")[2]


def located(changes: Iterable[Change], old: VenueSpec, new: VenueSpec, root: Path | None) -> tuple[LocatedChange, ...]:
    """Add to changes what the two states know of their endpoints; files outside of ``root`` are not a ``place``."""
    changes = tuple(changes)
    earlier = {now: was for was, now in moved_keys(changes).items()}
    states = _States(_State(old), _State(new), earlier, root)
    return tuple(states.entry(change) for change in changes)


@define
class _State:
    """A state of the venue, with its endpoints by method and path, and their rows by pointer."""

    venue: VenueSpec
    endpoints: Mapping[str, EndpointSpec] = field(init=False)
    _rows: dict[str, Mapping[str, Field]] = field(factory=dict[str, Mapping[str, Field]], init=False)

    def __attrs_post_init__(self) -> None:
        self.endpoints = {endpoint.key: endpoint for endpoint in self.venue.endpoints}

    def rows(self, endpoint: EndpointSpec | None) -> Mapping[str, Field]:
        if endpoint is None:
            return {}
        if endpoint.key not in self._rows:
            tables = zip(_SIDES, (endpoint.request, endpoint.response), strict=True)
            self._rows[endpoint.key] = {f"{side}.{path}": row for side, rows in tables for path, row in walk(rows)}
        return self._rows[endpoint.key]


@define
class _States:
    old: _State
    new: _State
    earlier: Mapping[str, str]
    root: Path | None

    def entry(self, change: Change) -> LocatedChange:
        was = self.old.endpoints.get(self.earlier.get(change.endpoint, change.endpoint))
        now = self.new.endpoints.get(change.endpoint)
        endpoint = now or was
        if endpoint is None:
            return self._of_venue(change)
        before, after = self.old.rows(was), self.new.rows(now)
        row = _row_of(change.pointer, after) or _row_of(change.pointer, before)
        old_row = before.get(_earlier_row(change, row, before)) if row else None
        new_row = after.get(row) if row else None
        is_gone = now is None or now.gone_since is not None
        end = _end(change, old_row, new_row) if row else _end_of_endpoint(was if is_gone else now)
        new_source = None if now is None or is_gone else _line(change.pointer, now, new_row)
        return LocatedChange(
            change=change,
            title=endpoint.title,
            group=endpoint.group,
            sdk=endpoint.id,
            row=row,
            sdk_row=_in_python(row, endpoint, self.new.venue if now else self.old.venue),
            docs=self._docs(endpoint) if is_gone else endpoint.source,
            archived=self._archived(endpoint) if is_gone else None,
            place=_below(self.root, new_source),
            old_source=None if was is None else _line(change.pointer, was, old_row),
            new_source=new_source,
            passages=_passages(change, (was, old_row), (now, new_row)),
            until=end.until,
            use=end.use,
            older=(new_row.alias.was or "") if new_row is not None and new_row.alias is not None else "",
        )

    def _of_venue(self, change: Change) -> LocatedChange:
        file = "errors.yaml" if change.pointer.startswith("errors.") else "venue.yaml"
        place = Place(self.new.venue.folder / file, 1) if change.endpoint == "*" else None
        venue = self.new.venue
        texts = [value if isinstance(value, str) and " " in value else "" for value in (change.old, change.new)]
        return LocatedChange(
            change=change,
            title=venue.title,
            group="venue",
            docs=venue.docs,
            place=_below(self.root, place),
            passages=passage(*texts) if all(texts) else (),
        )

    def _docs(self, endpoint: EndpointSpec) -> str | None:
        """Return a page for an endpoint that is gone: its own without the anchor, or the first one."""
        page = endpoint.source.partition("#")[0]
        there = any(each.source.partition("#")[0] == page for each in self.new.venue.endpoints if not each.gone_since)
        return page if there else self.new.venue.docs

    def _archived(self, endpoint: EndpointSpec) -> str | None:
        day = day_of(self.old.venue)
        return f"{_ARCHIVE}/{day.replace('-', '')}/{endpoint.source}" if day and _link(endpoint.source) else None


# --- rows


def _row_of(pointer: str, rows: Mapping[str, Field]) -> str:
    """Return the longest part of a pointer that is a row; '' for none."""
    while pointer and pointer not in rows:
        pointer = pointer.rpartition(".")[0]
    return pointer


def _earlier_row(change: Change, row: str, before: Mapping[str, Field]) -> str:
    """Return the pointer of a row in the older state, where it may have had another name or place."""
    holder, _, _ = row.rpartition(".")
    side, _, _ = row.partition(".")
    candidates = (f"{holder}.{change.old}", f"{side}.{change.old}", str(change.old))
    if change.kind.endswith(("_renamed", "_moved")):
        return next((each for each in candidates if each in before), row)
    return row


def _in_python(row: str, endpoint: EndpointSpec, venue: VenueSpec) -> str:
    """Return the name of a row in Python, with the objects around it: attach_algo_ords.px."""
    side, _, path = row.partition(".")
    if not path:
        return ""
    locked = venue.names.endpoints.get(endpoint.key)
    around, parts = side, list[str]()
    for wire in path.split("."):
        known: Mapping[str, str | None] = {}
        if locked is not None:
            known = locked.attributes_at(around) or locked.attributes_at(around.replace("request", "item", 1))
        parts.append(known.get(wire) or snake(wire))
        around = f"{around}.{wire}"
    return ".".join(parts)


# --- dates


def _end_of_endpoint(endpoint: EndpointSpec | None) -> Deprecation:
    stated = endpoint.deprecated if endpoint is not None else None
    return stated if isinstance(stated, Deprecation) else Deprecation()


def _end(change: Change, old: Field | None, new: Field | None) -> Deprecation:
    """Return what the rows say of the end of the value, the older name or the row that a change is about."""
    if not _OF_LIFE.search(change.kind):
        return Deprecation()
    for row in filter(None, (new, old)):
        if change.pointer.endswith(".values"):
            for stated in (change.new, change.old):
                end = row.deprecated_values.get(str(stated).partition(" ")[0])
                if end is not None:
                    return end
            continue
        if row.alias is not None and row.alias.was and not row.deprecated:
            return Deprecation(use=(row.name,), until=row.alias.until)
        if row.deprecation is not None:
            return row.deprecation
        if row.alias is not None and row.alias.of:
            return Deprecation(use=(row.alias.of,), until=row.alias.until)
    return Deprecation()


# --- sentences


def _passages(
    change: Change, was: tuple[EndpointSpec | None, Field | None], now: tuple[EndpointSpec | None, Field | None]
) -> tuple[Passage, ...]:
    """Return the sentences that a change is about: its own, those of its row, or those of the page."""
    texts = [value if isinstance(value, str) and " " in value else "" for value in (change.old, change.new)]
    is_fact = change.pointer.endswith((".type", ".default", "rate_limits")) or _OF_LIFE.search(change.kind)
    if any(texts) and change.pointer and not is_fact:
        return passage(*texts)
    (old_page, old_row), (new_page, new_row) = was, now
    if old_row is not None or new_row is not None:
        return tuple(_about(change, _compared(_text(old_row), _text(new_row))))
    if change.pointer == "notes" and old_page is not None and new_page is not None:
        return _compared(old_page.text, new_page.text)
    if change.pointer == "" and (old_page is None) != (new_page is None):
        old_text, new_text = (page.text if page is not None else "" for page in (old_page, new_page))
        return _compared(_beginning(old_text), _beginning(new_text))
    return ()


def _about(change: Change, passages: tuple[Passage, ...]) -> Iterator[Passage]:
    """Of the sentences of a row, yield those that name the value that came or went; all where none does."""
    value = change.new if change.new is not None else change.old
    if not change.pointer.endswith(".values") or not isinstance(value, str):
        yield from passages
        return
    value = value.partition(" ")[0]
    naming = [each for each in passages if value in (*each.old_text.split("`"), *each.new_text.split("`"))]
    yield from naming or passages


def _text(row: Field | None) -> str:
    return (row.text or row.label) if row is not None else ""


def _beginning(text: str) -> str:
    """Return the first lines of a page's text."""
    return "\n".join([line for line in text.splitlines() if line.strip()][:_MOST_OF_A_PAGE])


@lru_cache(maxsize=1 << 10)
def _compared(old: str, new: str) -> tuple[Passage, ...]:
    return compared(old, new)


# --- lines


def _line(pointer: str, endpoint: EndpointSpec, row: Field | None) -> Place | None:
    """Return the line of the row or rule that a pointer names, or else of the endpoint."""
    side, _, rest = pointer.partition(".")
    place = endpoint.place
    if side == "rules":
        place = endpoint.rule_places.get(rest.removesuffix(".prefer"), endpoint.place)
    elif row is not None and row.place != NOWHERE:
        place = row.place
    return None if place == NOWHERE else place


def _below(root: Path | None, place: Place | None) -> Place | None:
    """Return a place by its path from the root; None for a file elsewhere, or that is in no folder here."""
    if root is None or place is None or not place.file.is_file():
        return None
    file = place.file.resolve()
    return Place(file.relative_to(root.resolve()), place.line) if file.is_relative_to(root.resolve()) else None


def source_json(place: Place | None) -> dict[str, Any] | None:
    """Return a place as JSON."""
    return None if place is None else {"file": place.file.as_posix(), "line": max(place.line, 1)}
