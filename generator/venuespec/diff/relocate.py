"""Find lists of values that moved from one page to another, and report where they are now."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field, VenueSpec, walk
from . import judgements
from .finding import Finding, finding

_ENOUGH = 0.6
_LEAST = 3
_CATALOGUE_SUFFIXES = ("Desc", "Description", "Name", "Label")
_RELOCATED = {
    judgements.PARAM_VALUES_UNDOCUMENTED: judgements.PARAM_VALUES_RELOCATED,
    judgements.FIELD_VALUES_UNDOCUMENTED: judgements.FIELD_VALUES_RELOCATED,
}


@frozen
class _ValueList:
    """Values that a row of the newer state gives, and that the older one does not give there."""

    endpoint: str
    pointer: str
    name: str
    values: frozenset[str]
    is_stated: bool


def relocated(differences: list[Finding], before: VenueSpec, after: VenueSpec) -> list[Finding]:
    """Return the findings, with a lost list of values as relocated where another place has it."""
    if not any(map(_is_lost_list, differences)):
        return differences
    lists = list(_lists(before, after))
    return [
        _relocation(difference, place)
        if _is_lost_list(difference) and (place := _place(difference, lists)) is not None
        else difference
        for difference in differences
    ]


def _is_lost_list(difference: Finding) -> bool:
    return difference.judgement in _RELOCATED and len(difference.old) >= _LEAST


def _place(lost: Finding, lists: Iterable[_ValueList]) -> _ValueList | None:
    """Return the list that holds most of the lost values, or shows such values under the same name."""
    values, name = frozenset(lost.old), lost.pointer.split(".")[-2]
    holders = [
        candidate
        for candidate in lists
        if (
            len(values & candidate.values) >= _ENOUGH * len(values)
            if candidate.is_stated
            else candidate.values <= values and candidate.name == name
        )
    ]
    return max(holders, key=lambda holder: (len(values & holder.values), holder.name == name), default=None)


def _relocation(lost: Finding, place: _ValueList) -> Finding:
    return finding(
        _RELOCATED[lost.judgement],
        lost.endpoint,
        lost.pointer,
        lost.old,
        f"{place.endpoint} {place.pointer}",
        name=lost.pointer.removesuffix(".values").partition(".")[2],
        place=f"{place.endpoint}, {place.pointer}",
    )


def _lists(before: VenueSpec, after: VenueSpec) -> Iterator[_ValueList]:
    older = {endpoint.key: endpoint for endpoint in before.endpoints}
    for endpoint in after.endpoints:
        known = dict(_rows(older[endpoint.key])) if endpoint.key in older else {}
        for pointer, row in _rows(endpoint):
            known_values = set(known[pointer].values) if pointer in known else set[str]()
            values = frozenset(row.values) - known_values
            if len(values) >= _LEAST:
                yield _ValueList(endpoint.key, pointer, row.name, values, True)
        if endpoint.key not in older:
            yield from _catalogue(endpoint)


def _catalogue(endpoint: EndpointSpec) -> Iterator[_ValueList]:
    """Yield the values that an endpoint's examples show beside descriptions, as a catalogue of values."""
    rows = dict(walk(endpoint.response, "response."))
    for pointer, row in rows.items():
        if any(f"{pointer}{suffix}" in rows for suffix in _CATALOGUE_SUFFIXES):
            shown = frozenset(_shown(row.name, [example.response for example in endpoint.examples]))
            if shown:
                yield _ValueList(endpoint.key, pointer, row.name, shown, False)


def _rows(endpoint: EndpointSpec) -> Iterator[tuple[str, Field]]:
    yield from walk(endpoint.request, "request.")
    yield from walk(endpoint.response, "response.")


def _shown(name: str, value: object) -> Iterator[str]:
    """Yield the texts that examples show under a name, at any depth."""
    if is_object(value):
        for key, inner in value.items():
            if key == name and isinstance(inner, str):
                yield inner
            yield from _shown(name, inner)
    elif is_array(value):
        for item in value:
            yield from _shown(name, item)
