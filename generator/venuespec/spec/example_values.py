"""The values that an endpoint's documented requests and answers show, by row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

import orjson

from ..rules.tree import JsonType
from ..runtime.envelopes import payload_of
from ..runtime.json_types import is_array, is_object
from ..runtime.venue import Envelope
from .files import DocsFile, RowFile
from .model import Shape

_JSON_TYPES: tuple[tuple[type, JsonType], ...] = (
    (bool, "boolean"),
    (str, "string"),
    (int, "number"),
    (float, "number"),
    (Decimal, "number"),
    (list, "array"),
    (object, "object"),
)
"""The JSON type of each Python type, bool before int; a whole number may be one of a quantity."""


class ExampleValues:
    """The examples of one endpoint, by the dotted name of a row with its side: ``response.details.px``."""

    def __init__(self, docs: DocsFile, envelope: Envelope, shape: Shape) -> None:
        self._examples = partial(_examples, docs, envelope, shape)

    def values(self, name: str) -> list[Any]:
        """Return every plain value of a row."""
        return self._values.get(name, [])

    def json_type(self, name: str) -> JsonType | None:
        """Return the JSON type of a row in all examples; None where they show none, or several."""
        found = self._types.get(name, set[JsonType]())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _values(self) -> Mapping[str, list[Any]]:
        values: dict[str, list[Any]] = defaultdict(list)
        for name, data in self._examples():
            for path, value in _inside(data, name):
                if not (is_array(value) or is_object(value)):
                    values[path].append(value)
        return values

    @cached_property
    def _types(self) -> Mapping[str, set[JsonType]]:
        types: dict[str, set[JsonType]] = defaultdict(set)
        for name, data in self._examples():
            for path, value in _inside(data, name, items=False):
                types[path].add(next(json for kind, json in _JSON_TYPES if isinstance(value, kind)))
        return types


def _examples(docs: DocsFile, envelope: Envelope, shape: Shape) -> Iterator[tuple[str, Any]]:
    """Yield each documented request and payload, with the side that it is on."""
    for example in docs.examples:
        request, response = _parsed(example.request), _parsed(example.response)
        yield "request", request
        data = payload_of(envelope, response)
        if shape in ("arrays", "array"):
            rows = data if shape == "arrays" and is_array(data) else [data]
            data = [_named(row, docs.response) for row in rows if is_array(row)]
        yield "response", data


def _parsed(text: Any) -> Any:
    try:
        return orjson.loads(text) if isinstance(text, str) else text
    except orjson.JSONDecodeError:
        return None


def _named(columns: list[Any], rows: tuple[RowFile, ...]) -> dict[str, Any]:
    return {row.name: value for row, value in zip(rows, columns, strict=False)}


def _inside(data: Any, name: str, *, items: bool = True) -> Iterator[tuple[str, Any]]:
    """Yield every value in a JSON value, by dotted name; the plain items of a list only where asked for."""
    if data is None or data == "":
        return
    yield name, data
    if is_object(data):
        for key, value in data.items():
            yield from _inside(value, f"{name}.{key}", items=items)
    elif is_array(data):
        for item in data:
            found = _inside(item, name, items=items)
            yield from found if items else ((path, value) for path, value in found if path != name)
