"""How answers are read: the expressions that turn a payload into rows and a column into a value."""

from .plan import Column, Module, Sdk
from .text import Python, literal


def payload(module: Module, sdk: Sdk) -> Python:
    """The expression of the function that reads an answer's payload."""
    path = literal(sdk.venue.envelope.data)
    row = module.row.name if module.row else ""
    return Python(
        {
            "objects": f"rows_of({path}, {row})",
            "arrays": f"rows_of({path}, {row})",
            "object": f"one_of({path}, {row})",
            "array": f"one_of({path}, {row})",
            "strings": f"texts_of({path})",
            "string_lists": f"text_lists_of({path})",
            "none": "nothing",
            "binary": f"bytes_of({path})",
        }[module.endpoint.shape]
    )


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
        made = "exact_decimal({})" if column.reader == "decimal" else f"EPOCH + {_UNITS[column.reader]} * int({{}})"
        if column.position is not None:
            return made.format(value)
        return f"{made.format('v')} if (v := get({wire!r}, '')) != '' else None"
    if column.reader in ("rows", "row"):
        return f"{column.reader}({value}, {path}, {column.items}.from_wire)"
    if column.reader == "values":
        return f"values({value}, {path}, {column.items})"
    return f"{column.reader}({value}, {path})"
