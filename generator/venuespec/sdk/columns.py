"""How answers are read: the expressions that turn a payload into rows and a column into a value."""

from attrs import frozen

from ..kinds.kind import from_rows
from ..python_text import Python, literal
from .plan import Column, Module, Sdk
from .text import docstring


@frozen(kw_only=True)
class Decoding:
    """How an answer's payload becomes rows: the method's result, its docstring and the expression that it returns."""

    result: Python
    doc: Python
    expression: Python


def decoding(module: Module, sdk: Sdk) -> Decoding:
    """Plan how a payload is decoded, by its shape."""
    shape, row = module.endpoint.shape, module.row
    reader, meaning = {
        "objects": ("rows", "The rows of an answer."),
        "arrays": ("rows", "The rows of an answer."),
        "object": ("one", "The object that an answer holds."),
        "array": ("one", "The row that an answer holds."),
        "strings": ("texts", "The texts of an answer."),
        "string_lists": ("text_lists", "The lists of texts of an answer."),
        "none": ("", "An answer holds nothing."),
        "binary": ("binary", "The answer as it came."),
    }[shape]
    path = literal(sdk.venue.envelope.data)
    if not reader:
        expression = Python("None")
    elif row is not None:
        expression = Python.of("{}(data, {}, {}.from_wire)", from_rows(reader), path, row.name)
    else:
        expression = Python.of("{}(data, {})", from_rows(reader), path)
    return Decoding(result=module.result, doc=docstring([meaning], 8), expression=expression)


def reading(column: Column) -> Python:
    """The expression that reads a column in ``from_wire``."""
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
        return Python.of("{} if (v := get({}, '')) != '' else None", column.fast(Python("v")), wire)
    if column.codec in ("rows", "row") and column.items is not None:
        return Python.of("{}({}, {}, {}.from_wire)", column.reader, value, path, column.items)
    if column.codec == "values" and column.items is not None:
        return Python.of("{}({}, {}, {})", column.reader, value, path, column.items)
    return Python.of("{}({}, {})", column.reader, value, path)


def reads_json_numbers(module: Module) -> bool:
    """Whether quantities of the answer come as JSON numbers, so that its text is read with exact Decimals."""
    fields = (column.field for row in module.rows for column in row.columns)
    return any(each.kind == "number" or (each.kind == "decimal" and each.json == "number") for each in fields)
