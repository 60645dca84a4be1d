"""Expressions that read answers: a payload as rows, a column as a value."""

from ..python_text import PyName, Python, literal
from ..runtime.envelopes import key_of
from .planned import Column, Module, Sdk

_PAYLOADS = "runtime.payloads"


def payload(module: Module, sdk: Sdk) -> Python:
    """Return the expression of the function that reads an answer's payload."""
    shape, row = module.endpoint.shape, module.row
    if shape == "none":
        return PyName("nothing", _PAYLOADS)
    path = literal(key_of(sdk.venue.envelope_of(module.endpoint)))
    if row is not None:
        reader = {"one_or_objects": "one_or_rows_of", "objects": "rows_of", "arrays": "rows_of"}.get(shape, "one_of")
        return Python.of("{}({}, {})", PyName(reader, _PAYLOADS), path, row.name)
    readers = {"strings": "texts_of", "string_lists": "text_lists_of", "binary": "bytes_of"}
    return Python.of("{}({})", PyName(readers[shape], _PAYLOADS), path)


def reading(column: Column) -> Python:
    """Return the expression that reads a column in ``from_wire``."""
    wire = literal(column.field.name)
    if column.position is None:
        path, value = wire, Python.of("get({})", wire)
    else:
        path, value = literal(f"[{column.position}]"), Python.of("raw[{}]", literal(column.position))
    if column.reader is None:
        return value
    if column.fast is not None:
        if column.position is not None:
            return column.fast(value)
        nothing = column.kind.reading.nothing if column.kind and column.kind.reading else ("",)
        given = Python("!= ''") if nothing == ("",) else Python.of("not in {}", literal(nothing))
        return Python.of("{} if (v := get({}, '')) {} else None", column.fast(Python("v")), wire, given)
    if column.codec in ("rows", "row") and column.items is not None:
        return Python.of("{}({}, {}, {}.from_wire)", column.reader, value, path, column.items)
    if column.codec in ("values", "guessed") and column.items is not None:
        return Python.of("{}({}, {}, {})", column.reader, value, path, column.items)
    return Python.of("{}({}, {})", column.reader, value, path)


def reads_json_numbers(module: Module) -> bool:
    """Tell whether quantities of the answer come as JSON numbers, so that its text is read with exact Decimals."""
    fields = (column.field for row in module.rows for column in row.columns)
    return any(row.kind == "number" or (row.kind == "decimal" and row.json == "number") for row in fields)
