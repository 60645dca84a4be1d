"""Expressions that read answers: a payload as rows, a column as a value."""

from typing import LiteralString

from ..python_text import PyName, Python, literal
from ..runtime.envelopes import key_of
from .planned import Column, Module, Sdk

_PAYLOADS = "runtime.payloads"
_SPELT = PyName("spelt", "runtime.rows")
CHOICE = PyName("choice", "runtime.rows")
"""The reader of text whose type lists the documented values."""
_V = Python("v")


def payload(module: Module, sdk: Sdk) -> Python:
    """Return the expression of the function that reads an answer's payload."""
    shape, row = module.endpoint.shape, module.row
    if shape == "none":
        return PyName("nothing", _PAYLOADS)
    path = literal(key_of(sdk.venue.envelope_of(module.endpoint)))
    if row is not None and shape in ("map", "maps"):
        rows = Python.of("{}({}, {})", PyName("one_of", _PAYLOADS), path, row.name)
        for _ in range(1 if shape == "map" else 2):
            rows = Python.of("{}({}, {})", PyName("keyed_of", _PAYLOADS), path, rows)
        return rows
    if row is not None and module.one_row:
        return Python.of("{}({}, {})", PyName("only_row_of", _PAYLOADS), path, row.name)
    if row is not None:
        reader = {"one_or_objects": "one_or_rows_of", "objects": "rows_of", "arrays": "rows_of"}.get(shape, "one_of")
        return Python.of("{}({}, {})", PyName(reader, _PAYLOADS), path, row.name)
    readers = {"strings": "texts_of", "string_lists": "text_lists_of", "binary": "bytes_of"}
    return Python.of("{}({})", PyName(readers[shape], _PAYLOADS), path)


def reading(column: Column) -> Python:
    """Return the expression that reads a column in ``from_wire``; one that is ``given`` has its ``came``."""
    value = came(column)
    if column.always and given(column):
        if column.fast is not None:
            return column.fast(value)
        if not _is_text(column):
            return _V
        return Python.of("{} if type({}) is str else {}({}, {})", value, value, _SPELT, value, _path(column))
    if _is_text(column) and column.reader is not None:
        taken = value if column.unpacked else Python.of("v := {}", _wire_value(column))
        return Python.of(
            "({} or None) if type({}) is str else {}({}, {})", value, taken, column.reader, value, _path(column)
        )
    if column.fast is None:
        return _checked(column)
    if column.position is not None:
        return column.fast(_wire_value(column))
    return Python.of("None if {} else {}", _present(column, "==", "in"), column.fast(value))


def came(column: Column) -> Python:
    """Return the local name of what the answer has for a column."""
    return Python(f"v_{column.name}") if column.unpacked else _V


def given(column: Column) -> Python:
    """Return the condition under which an attribute is set that all documented answers fill.

    It is empty for an attribute that is always set, or whose reading raises where there is no value.
    """
    if not column.always or (column.position is not None and column.fast is not None):
        return Python()
    if column.fast is not None or _is_text(column):
        return _present(column)
    return Python.of("(v := {}) is not None", _checked(column))


def wire_items(column: Column) -> Python:
    """Return the items of a column as its metadata names them; empty where it has none."""
    if column.keyed is not None:
        codec = literal(str(column.keyed.reader or "json"))
        return Python.of("({}, {})", codec, wire_items(column.keyed) or Python("None"))
    return column.items or Python()


def _is_text(column: Column) -> bool:
    """Tell whether a column has text that is never empty, which is taken as it comes without a call."""
    return column.codec == "text" and column.reader != CHOICE


def _present(column: Column, other: LiteralString = "!=", among: LiteralString = "not in") -> Python:
    """Return the condition that the answer has a value, or has none, which binds it to ``v``."""
    nothing = column.kind.reading.nothing if column.kind and column.kind.reading else ("",)
    is_given = Python(f"{other} ''") if nothing == ("",) else Python.of("{} {}", Python(among), literal(nothing))
    if column.unpacked:
        return Python.of("{} {}", came(column), is_given)
    if column.position is not None:
        return Python.of("(v := {}) {}", _wire_value(column), is_given)
    return Python.of("(v := get({}, '')) {}", literal(column.field.name), is_given)


def _path(column: Column) -> Python:
    return literal(column.field.name if column.position is None else f"[{column.position}]")


def _wire_value(column: Column) -> Python:
    if column.unpacked:
        return came(column)
    if column.position is None:
        return Python.of("get({})", literal(column.field.name))
    return Python.of("raw[{}]", literal(column.position))


def _checked(column: Column) -> Python:
    """Return the call of the reader that takes whatever comes."""
    path, value = _path(column), _wire_value(column)
    if column.reader is None:
        return value
    if column.keyed is not None:
        return Python.of("{}({}, {}, {})", column.reader, value, path, wire_items(column))
    if column.codec in ("rows", "row") and column.items is not None:
        return Python.of("{}({}, {}, {}.from_wire)", column.reader, value, path, column.items)
    if column.codec in ("values", "guessed") and column.items is not None:
        return Python.of("{}({}, {}, {})", column.reader, value, path, column.items)
    return Python.of("{}({}, {})", column.reader, value, path)


def reads_json_numbers(module: Module) -> bool:
    """Tell whether quantities of the answer come as JSON numbers, so that its text is read with exact Decimals."""
    fields = (column.field for row in module.rows for column in row.columns)
    return any(row.kind == "number" or (row.kind == "decimal" and row.json == "number") for row in fields)
