"""Show facts of the simulation as a venue's rows: its columns, words, and ways to write a number or a moment."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson

from ..runtime.json_types import is_array, is_object
from ..spec.model import Field
from ..spec.simulation import Simulation
from .market import Facts


def shown(facts: Simulation, name: str, row: Facts) -> Any:
    """Return the text of a fact of a row; a name that begins with = is that text itself."""
    if name.startswith("="):
        return name[1:]
    value = row.get(name, "")
    if isinstance(value, str):
        words = facts.words.get(name, {})
        return words.get(value, value)
    if isinstance(value, float):
        return str(int(value * 1000))
    if isinstance(value, Decimal):
        return as_plain(value)
    if is_array(value):
        return [[shown(facts, level, inner) for level in facts.levels] for inner in value]
    return str(value)


def as_plain(value: Decimal) -> str:
    """Return a number without an exponent, of 12 decimal places at most."""
    return f"{value.quantize(Decimal('1e-12')).normalize():f}" if value else "0"


def wire_row(facts: Simulation, table: str, columns: tuple[Field, ...], row: Facts, path: str = "") -> dict[str, Any]:
    """Return a row with every documented column; what nobody knows is empty.

    A fill or bill has the columns of its order as well.
    """
    names, order = facts.columns.get(table, {}), row.get("order")
    answered: dict[str, Any] = {}
    for column in columns:
        name = names.get(f"{path}{column.name}")
        if name is not None:
            answered[column.name] = typed(column, shown(facts, name, row))
        elif column.json == "object" and column.fields:
            answered[column.name] = wire_row(facts, table, column.fields, row, f"{path}{column.name}.")
        elif column.json == "array" and f"{path}{column.name}.0" in _parents(facts, table):
            answered[column.name] = list(_items(facts, table, column, row, f"{path}{column.name}."))
        elif is_object(order) and not path and column.json in ("string", "integer"):
            answered[column.name] = typed(column, order.get(column.name, ""))
        else:
            answered[column.name] = empty(column)
    if not path:
        answered |= {name: orjson.loads(text) for name, text in facts.undocumented.get(table, {}).items()}
    return answered


def _items(facts: Simulation, table: str, column: Field, row: Facts, path: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list whose columns are named ``path`` and their place; each has its own columns only."""
    parents = _parents(facts, table)
    for index in range(len(parents)):
        inside = f"{path}{index}."
        if inside[:-1] not in parents:
            return
        own = tuple(each for each in column.fields if f"{inside}{each.name}" in facts.columns[table])
        yield wire_row(facts, table, own, row, inside)


def _parents(facts: Simulation, table: str) -> frozenset[str]:
    return frozenset(name.rpartition(".")[0] for name in facts.columns.get(table, {}) if "." in name)


def empty(column: Field) -> Any:
    """Return the value of a column that nobody knows."""
    if column.json in ("array", "object"):
        return [] if column.json == "array" else {}
    return ""


def typed(column: Field, text: Any) -> Any:
    """Return the text of a column in its JSON type."""
    if column.json == "integer" and isinstance(text, str):
        return int(text) if text.lstrip("-").isdecimal() else text
    if column.json == "boolean" and isinstance(text, str):
        return text == "true"
    if column.json == "array" and isinstance(text, str):
        return text.split(",") if text else []
    return text


def number(row: Mapping[str, Any], name: str) -> Decimal:
    """Return a fact as a number, a moment in milliseconds; 0 for one that is none."""
    value = row.get(name, 0)
    if isinstance(value, float):
        return Decimal(int(value * 1000))
    return value if isinstance(value, Decimal) else Decimal(str(value)) if str(value).isdecimal() else Decimal(0)
