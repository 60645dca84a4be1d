"""The values that documented requests and answers show of each row, and what the readers make of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from ..kinds.inference import misread, misread_by
from ..kinds.registry import KINDS, ValueKind
from ..runtime.envelopes import code_of, payload_of, without_code
from ..runtime.json_types import is_array, is_object
from ..runtime.venue import Envelope
from ..spec.model import EndpointSpec, Field, Shape, VenueSpec


@frozen(kw_only=True)
class Shown:
    """One value of a row in an example.

    ``name`` is dotted, without positions in lists, ``path`` has them. ``kind`` reads the value; ``expected`` says what
    was needed where that fails, and ``shape`` that it is a list or an object that is needed.
    """

    name: str
    path: str
    row: Field
    value: Any
    kind: ValueKind
    expected: str | None = None
    shape: bool = False


def shown_by(rows: Iterable[Field], data: Any, path: str = "", name: str = "", *, listed: bool = False) -> list[Shown]:
    """Return every value in a JSON object, or in a row by position where ``listed``, that the rows speak of."""
    return list(_shown(tuple(rows), data, path, name, listed=listed))


def answers(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[tuple[int, Any]]:
    """Yield the payload of each documented answer that the SDK decodes, with the number of its example from 1."""
    envelope = venue.envelope_of(endpoint)
    for number, example in enumerate(endpoint.examples, 1):
        body = example.response
        if body is not None and _succeeds(envelope, body, endpoint, venue):
            yield number, payload_of(envelope, body)


def rows_in(shape: Shape, payload: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each row of a payload of this shape, with the positions and names that lead to it."""
    if shape in ("objects", "arrays") or (shape == "one_or_objects" and is_array(payload)):
        yield from (((index,), item) for index, item in enumerate(payload if is_array(payload) else []))
    elif shape in ("map", "maps") and is_object(payload):
        for name, value in payload.items():
            inner = rows_in("map" if shape == "maps" else "object", value)
            yield from (((name, *way), row) for way, row in inner)
    else:
        yield (), payload


def answered(endpoint: EndpointSpec, data: Any, path: str) -> list[Shown]:
    """Return every value in the payload of an answer that the response table speaks of."""
    if endpoint.shape in ("strings", "string_lists", "none", "binary") or data is None or data == "":
        return []
    listed = endpoint.shape in ("arrays", "array")
    if endpoint.shape in ("objects", "arrays") and not is_array(data):
        whole = Field(name="", type="Array", json="array", kind="array", place=endpoint.place)
        return [Shown(name="", path=path, row=whole, value=data, kind="array", expected="a list", shape=True)]
    return [
        value
        for way, item in rows_in(endpoint.shape, data)
        for value in shown_by(endpoint.response, item, path + "".join(map(_step, way)), listed=listed)
    ]


def _step(name: str | int) -> str:
    return f"[{name}]" if isinstance(name, int) else f".{name}"


def _succeeds(envelope: Envelope, body: Any, endpoint: EndpointSpec, venue: VenueSpec) -> bool:
    code = code_of(envelope, body)
    if code is None:
        return without_code(envelope, body)
    known = venue.errors.get(code)
    taken = known is not None and (known.success or known.outcome == "per_item")
    return taken or code in envelope.success or code in endpoint.success_codes


def _shown(rows: tuple[Field, ...], data: Any, path: str, name: str, *, listed: bool) -> Iterator[Shown]:
    if listed != is_array(data) or (not listed and not is_object(data)):
        expected, json = ("a list", "array") if listed else ("an object", "object")
        whole = Field(name=name, type=expected, json="array" if json == "array" else "object", kind="any")
        yield Shown(name=name, path=path, row=whole, value=data, kind="any", expected=expected, shape=True)
        return
    for index, row in enumerate(rows):
        value = _value(data, index, row.name)
        inner = f"{path}[{index}]" if listed else f"{path}.{row.name}" if path else row.name
        dotted = f"{name}.{row.name}" if name else row.name
        if value is not None and value != "":
            yield from _of_row(row, value, inner, dotted)


def _value(data: Any, index: int, name: str) -> Any:
    if is_array(data):
        return data[index] if index < len(data) else None
    return data.get(name) if is_object(data) else None


def _of_row(row: Field, value: Any, path: str, name: str) -> Iterator[Shown]:
    by_position = row.type.lower().startswith("array of array")
    if row.kind == "map":
        if not is_object(value):
            yield Shown(name=name, path=path, row=row, value=value, kind="map", expected="an object", shape=True)
            return
        for key, each in value.items():
            if row.fields:
                yield from _shown(row.fields, each, f"{path}.{key}", name, listed=False)
            else:
                yield _leaf(row, each, f"{path}.{key}", name, row.item or "any")
        return
    if row.fields and row.json != "array":
        yield from _shown(row.fields, value, path, name, listed=False)
    elif row.fields or (row.json == "array" and not by_position):
        if not is_array(value):
            yield Shown(name=name, path=path, row=row, value=value, kind="array", expected="a list", shape=True)
            return
        for index, item in enumerate(value):
            if row.fields:
                yield from _shown(row.fields, item, f"{path}[{index}]", name, listed=by_position)
            else:
                yield _leaf(row, item, f"{path}[{index}]", name, row.item or ("any" if row.kind == "any" else "text"))
    elif by_position:
        expected = misread_by("text_lists", value)
        yield Shown(name=name, path=path, row=row, value=value, kind="array", expected=expected, shape=True)
    elif row.separator is not None and isinstance(value, str):
        for part in filter(None, value.split(row.separator)):
            yield _leaf(row, part, path, name, row.kind)
    elif KINDS[row.kind].reading is not None:
        yield _leaf(row, value, path, name, row.kind)


def _leaf(row: Field, value: Any, path: str, name: str, kind: ValueKind) -> Shown:
    return Shown(name=name, path=path, row=row, value=value, kind=kind, expected=misread(kind, value))
