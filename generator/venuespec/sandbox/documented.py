"""Answer a call that nothing simulates: the page's example, made to agree with what was asked."""

import copy
from collections.abc import Mapping
from typing import Any

from ..runtime.json_types import is_array, is_object
from ..spec.model import EndpointSpec, Field

_NAMING = frozenset({"enum", "id", "instrument", "currency", "text", "boolean"})


def as_asked(data: Any, endpoint: EndpointSpec, wire: Any, filters: Mapping[str, str]) -> Any:
    """Return the payload of an example with the rows that a call asks for.

    If no row has the values that were sent, one row gets them: an answer never speaks of another instrument.
    """
    if not is_object(wire):
        return copy.deepcopy(data)
    count = next((str(wire[name]) for name, meaning in filters.items() if meaning == "count" and wire.get(name)), "")
    named = [
        row
        for row in endpoint.request
        if row.kind in _NAMING and row.name not in filters and _is_plain(wire.get(row.name))
    ]
    return _agreeing(copy.deepcopy(data), named, wire, int(count) if count.isdecimal() else None)


def _agreeing(data: Any, named: list[Field], wire: Mapping[str, Any], count: int | None) -> Any:
    if is_array(data):
        rows: list[Any] = list(data)
        objects = [row for row in rows if is_object(row)]
        if objects and len(objects) == len(rows):
            matching = [row for row in objects if _matches(row, named, wire)]
            rows = matching or [_told(objects[0], named, wire)]
        return rows[:count] if count else rows
    if is_object(data):
        inner = {
            name: _agreeing(value, named, wire, count) if is_array(value) and all(map(is_object, value)) else value
            for name, value in data.items()
        }
        return _told(inner, named, wire)
    return data


def _matches(row: Mapping[str, Any], named: list[Field], wire: Mapping[str, Any]) -> bool:
    return all(
        str(row[parameter.name]) in str(wire[parameter.name]).split(",")
        for parameter in named
        if _is_plain(row.get(parameter.name))
    )


def _told(row: Mapping[str, Any], named: list[Field], wire: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(row)
    for parameter in named:
        if isinstance(row.get(parameter.name), str):
            told[parameter.name] = str(wire[parameter.name]).split(",")[0]
    return told


def _is_plain(value: Any) -> bool:
    return value not in (None, "") and not is_array(value) and not is_object(value)
