"""How answers are read: the expressions that turn a payload into rows and a column into a value."""

from attrs import frozen

from .plan import Column, Module, Sdk
from .text import Python, docstring, literal


@frozen(kw_only=True)
class Decoding:
    """How an answer's payload becomes rows."""

    result: str
    expression: Python
    says: Python


def decoding(module: Module, sdk: Sdk) -> Decoding:
    endpoint, row = module.endpoint, module.row
    path = literal(sdk.venue.envelope.data)
    expression, meaning = {
        "objects": (f"rows(data, {path}, {row.name if row else ''}.from_wire)", "The rows of an answer."),
        "arrays": (f"rows(data, {path}, {row.name if row else ''}.from_wire)", "The rows of an answer."),
        "object": (f"one(data, {path}, {row.name if row else ''}.from_wire)", "The object that an answer holds."),
        "array": (f"one(data, {path}, {row.name if row else ''}.from_wire)", "The row that an answer holds."),
        "strings": (f"texts(data, {path})", "The texts of an answer."),
        "string_lists": (f"text_lists(data, {path})", "The lists of texts of an answer."),
        "none": ("None", "An answer holds nothing."),
        "binary": (f"binary(data, {path})", "The answer as it came."),
    }[endpoint.shape]
    return Decoding(result=module.result, expression=Python(expression), says=docstring([meaning], 8))


_UNITS = {"seconds": "SECOND", "milliseconds": "MILLISECOND", "microseconds": "MICROSECOND"}


def reading(column: Column) -> Python:
    """The expression that reads a column in ``from_wire``."""
    return Python(_reading(column))


def _reading(column: Column) -> str:
    wire = column.field.name
    value = f"get({wire!r})" if column.position is None else f"raw[{column.position}]"
    path = repr(wire) if column.position is None else repr(f"[{column.position}]")
    if column.reader is None:
        return value
    if column.straight:
        made = "exact({})" if column.reader == "decimal" else f"EPOCH + {_UNITS[column.reader]} * int({{}})"
        if column.position is not None:
            return made.format(value)
        return f"{made.format('v')} if (v := get({wire!r}, '')) != '' else None"
    if column.reader in ("rows", "row"):
        return f"{column.reader}({value}, {path}, {column.items}.from_wire)"
    if column.reader == "values":
        return f"values({value}, {path}, {column.items})"
    return f"{column.reader}({value}, {path})"
