"""Lists of values that left one page and stand on another: one change, which says where they are now."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ..runtime.json_types import is_array, is_object
from ..spec.model import Endpoint, Field, Venue, walk
from .change import Change, change

_ENOUGH = 0.6
_LEAST = 3
_WORDS = ("Desc", "Description", "Name", "Label")


@frozen
class _List:
    """Values that a row of the newer state gives, and that the older one does not give there."""

    endpoint: str
    pointer: str
    name: str
    values: frozenset[str]
    listed: bool


def relocated(changes: Iterable[Change], before: Venue, after: Venue) -> list[Change]:
    """The changes, with each list that is no longer documented in its place as moved, where another place has it."""
    changes = list(changes)
    lost = [each for each in changes if _is_lost(each)]
    if not lost:
        return changes
    lists = list(_lists(before, after))
    moved = {each.fingerprint: found for each in lost if (found := _found(each, lists)) is not None}
    return [_relocation(each, moved[each.fingerprint]) if each.fingerprint in moved else each for each in changes]


def _is_lost(each: Change) -> bool:
    whole = each.kind == "enum_removed" and each.evidence == "no_longer_documented" and each.new == []
    return whole and len(each.old) >= _LEAST


def _found(lost: Change, lists: Iterable[_List]) -> _List | None:
    """The list that holds most of the lost values, or shows such values under the same name."""
    values, name = frozenset(lost.old), lost.pointer.split(".")[-2]
    held = [
        each
        for each in lists
        if (len(values & each.values) >= _ENOUGH * len(values) if each.listed else each.values <= values)
        and (each.listed or each.name == name)
    ]
    return max(held, key=lambda each: (len(values & each.values), each.name == name), default=None)


def _relocation(lost: Change, found: _List) -> Change:
    what = lost.pointer.removesuffix(".values").partition(".")[2]
    message = f"the values of {what} are documented elsewhere now: {found.endpoint}, {found.pointer}"
    place = f"{found.endpoint} {found.pointer}"
    evidence = lost.evidence
    kind = "enum_relocated"
    return change(kind, lost.endpoint, lost.pointer, lost.old, place, message, level=lost.level, evidence=evidence)


def _lists(before: Venue, after: Venue) -> Iterator[_List]:
    older = {each.key: each for each in before.endpoints}
    for each in after.endpoints:
        known = dict(_rows(older[each.key])) if each.key in older else {}
        for pointer, row in _rows(each):
            were = set(known[pointer].values) if pointer in known else set[str]()
            values = frozenset(row.values) - were
            if len(values) >= _LEAST:
                yield _List(each.key, pointer, row.name, values, True)
        if each.key not in older:
            yield from _catalogue(each)


def _catalogue(endpoint: Endpoint) -> Iterator[_List]:
    """Of an endpoint that was made to tell what values there are: some that its examples show, each with its words."""
    rows = dict(walk(endpoint.response, "response."))
    for pointer, row in rows.items():
        if any(f"{pointer}{words}" in rows for words in _WORDS):
            shown = frozenset(_shown(row.name, [each.response for each in endpoint.examples]))
            if shown:
                yield _List(endpoint.key, pointer, row.name, shown, False)


def _rows(endpoint: Endpoint) -> Iterator[tuple[str, Field]]:
    yield from walk(endpoint.request, "request.")
    yield from walk(endpoint.response, "response.")


def _shown(name: str, value: object) -> Iterator[str]:
    """The texts that examples show under a name, at any depth."""
    if is_object(value):
        for key, each in value.items():
            if key == name and isinstance(each, str):
                yield each
            yield from _shown(name, each)
    elif is_array(value):
        for each in value:
            yield from _shown(name, each)
