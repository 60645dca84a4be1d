"""The values that an endpoint's documented requests and answers show, by row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from ..runtime.json_types import is_array, is_object
from .files import DocsFile, RowFile
from .model import Shape


def values_by_row(docs: DocsFile, data_key: str, shape: Shape) -> Mapping[str, list[Any]]:
    """Collect every plain value in an endpoint's examples: {"response.details.px": ["1.5"]}."""
    values: dict[str, list[Any]] = defaultdict(list)
    for example in docs.examples:
        request, response = _parsed(example.request), _parsed(example.response)
        for name, value in _plain(request, "request"):
            values[name].append(value)
        data = response.get(data_key) if is_object(response) else None
        if shape in ("arrays", "array"):
            rows = data if shape == "arrays" and is_array(data) else [data]
            data = [_named(row, docs.response) for row in rows if is_array(row)]
        for name, value in _plain(data, "response"):
            values[name].append(value)
    return values


def _parsed(text: Any) -> Any:
    try:
        return orjson.loads(text) if isinstance(text, str) else text
    except orjson.JSONDecodeError:
        return None


def _named(columns: list[Any], rows: tuple[RowFile, ...]) -> dict[str, Any]:
    return {row.name: value for row, value in zip(rows, columns, strict=False)}


def _plain(data: Any, name: str) -> Iterator[tuple[str, Any]]:
    if is_object(data):
        for key, value in data.items():
            yield from _plain(value, f"{name}.{key}")
    elif is_array(data):
        for item in data:
            yield from _plain(item, name)
    elif data is not None and data != "":
        yield name, data
