"""Print the rows of an answer: as a table where it fits, as lists of names and values elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..runtime.errors import readable
from ..runtime.json_types import is_array, is_object, json_text
from ..runtime.values import iso_time, plain
from .tables import print_table

_WHOLE = 10_000_000


def print_answer(data: Any) -> None:
    """Print a payload for a person: typed rows, a row, or a bare value."""
    if isinstance(data, bytes):
        sys.stdout.buffer.write(data)
        return
    items: Sequence[Any] = data if is_array(data) else [data]
    if not items:
        print("no rows")
    elif len(items) > 1 and all(map(_is_row, items)):
        entries = [dict(item.__rich_repr__()) for item in items]
        names = list(dict.fromkeys(name for item in items for name, _ in _attributes(item)))
        shown = [name for name in names if any(name in entry for entry in entries)]
        print_table(shown, [[_cell(entry.get(name)) for name in shown] for entry in entries])
    else:
        for item in items:
            for line in _lines(item, 0) if _is_row(item) or is_object(item) else [_cell(item)]:
                print(line)


def wire_of(data: Any) -> Any:
    """Return a payload as JSON values, as the venue sent it."""
    if _is_row(data):
        return data.to_wire()
    return [wire_of(item) for item in data] if is_array(data) else data


def _is_row(value: Any) -> bool:
    """Whether it is a row of an SDK, whose runtime is a copy of the tool's."""
    return hasattr(value, "to_wire") and hasattr(value, "__rich_repr__")


def _attributes(row: Any) -> Iterator[tuple[str, Any]]:
    """Yield every attribute of a row, in the order of the documentation."""
    return ((attribute, None) for attribute, *_ in row.known.values())


def _lines(item: Any, depth: int) -> Iterator[str]:
    """Yield a line for each value of a row, with the values of rows inside it below, indented."""
    entries = dict(item.__rich_repr__() if _is_row(item) else item)
    width = max((len(name) for name, value in entries.items() if not _has_rows(value)), default=0)
    for name, value in entries.items():
        if not _has_rows(value):
            yield f"{'  ' * depth}{readable(str(name)):<{width}}  {_cell(value)}"
            continue
        inside = value if is_array(value) else [value]
        for number, row in enumerate(inside):
            yield f"{'  ' * depth}{name}{f'[{number}]' if is_array(value) else ''}"
            yield from _lines(row, depth + 1)


def _has_rows(value: Any) -> bool:
    return _is_row(value) or (is_array(value) and bool(value) and all(map(_is_row, value)))


def _cell(value: Any) -> str:
    """Return a value on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return iso_time(value)
    if isinstance(value, str):
        return readable(value, _WHOLE)
    if _is_row(value) or is_array(value) or is_object(value):
        return readable(json_text(wire_of(value)).decode(), _WHOLE)
    return readable(str(value), _WHOLE)
