"""Render the rows of a request or response table as OpenAPI 3.1 schemas, which are JSON Schema 2020-12.

A table states more than JSON Schema can say; the rest is under keys that begin with ``x-``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import asdict, frozen

from ..kinds.registry import KINDS
from ..rules.schemas import Schema, list_of, whole
from ..rules.tree import JsonType
from ..rules.wire import as_json
from ..runtime.json_types import is_array, is_items, is_object
from ..spec.json_schema import quoted
from ..spec.model import Field, ValueKind
from .unsaid import stated_of_row

_FORMATS: dict[tuple[ValueKind, JsonType], str] = {
    ("integer", "integer"): "int64",
    ("timestamp_ms", "integer"): "int64",
    ("timestamp_us", "integer"): "int64",
    ("timestamp_ns", "integer"): "int64",
    ("timestamp_s", "integer"): "int64",
    ("decimal", "string"): "decimal",
    ("decimal", "number"): "decimal",
    ("number", "number"): "decimal",
    ("number", "string"): "decimal",
    ("integer", "string"): "int64",
}
"""Formats of the OpenAPI registry, by the meaning of a value and the JSON type that it travels in."""
_PYTHON_TYPES: dict[JsonType, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_TYPE_NAMES: dict[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    type(None): "null",
}
_COVERED: dict[JsonType, frozenset[str]] = {
    "string": frozenset({"string"}),
    "boolean": frozenset({"boolean"}),
    "integer": frozenset({"integer"}),
    "number": frozenset({"integer", "number"}),
}


@frozen(eq=False)
class RowSchemas:
    """Renders the rows of one side of an endpoint.

    ``shown`` has the JSON types in the documented examples by dotted name. Where an example disagrees with its table,
    the schema takes both. The values of a response are never a closed list, because venues add some without notice.
    """

    shown: Mapping[str, frozenset[str]] = {}
    lists: frozenset[str] = frozenset()
    """The rows of which an example shows several values with commas between, although they are documented as one."""
    response: bool = False

    def object(self, rows: Iterable[Field], parent: str = "") -> Schema:
        """Render a table as the schema of an object; a venue may leave out any field of a response."""
        rows = tuple(rows)
        properties = {row.name: self.row(row, f"{parent}{row.name}") for row in rows}
        schema: Schema = {"type": "object", "properties": properties}
        if self.response:
            return schema | {"additionalProperties": True}
        required = [row.name for row in rows if row.required == "yes"]
        return schema | ({"required": required} if required else {})

    def record(self, rows: Iterable[Field], parent: str = "") -> Schema:
        """Render the rows of a record that is an array, in the order of its values."""
        return {
            "type": "array",
            "prefixItems": [{"title": row.name, **self.row(row, f"{parent}{row.name}")} for row in rows],
        }

    def row(self, row: Field, path: str) -> Schema:
        """Render one row, whose dotted name is ``path``."""
        text = row.description or row.label
        schema: Schema = {"description": text} if text else {}
        if row.json in ("array", "object"):
            schema |= self._container(row, path)
            if row.values and (row.fields or row.json == "object"):
                schema["x-values"] = list(row.values)
            if row.default is not None and not self.response:
                schema["x-default"] = row.default
        else:
            schema |= self._plain(row, path)
            if not self.response:
                schema |= _default(row)
        return schema | _beyond(row) | stated_of_row(row, response=self.response)

    def _container(self, row: Field, path: str) -> Schema:
        held: Schema = {"type": "array"}
        if row.kind == "map" and row.fields:
            held = {"type": "object", "additionalProperties": self.object(row.fields, f"{path}.")}
        elif row.json == "object":
            held = self.object(row.fields, f"{path}.") if row.fields else {"type": "object"}
        else:
            held["items"] = self._items(row, path)
            if row.limits.max_items is not None:
                held["maxItems"] = row.limits.max_items
        return held | ({"type": [row.json, "null"]} if "null" in self.shown.get(path, ()) else {})

    def _items(self, row: Field, path: str) -> Schema:
        if row.fields:
            return (self.record if row.by_position else self.object)(row.fields, f"{path}.")
        if row.values and not row.by_position:
            listed: Schema = {"type": "string", "enum": list(row.values)}
            return listed if row.closed and not self.response else {"anyOf": [listed, {}]}
        return KINDS[row.item].schema_as("string") if row.item and not self.response else {}

    def _plain(self, row: Field, path: str) -> Schema:
        kind: ValueKind = "text" if row.inferred else row.kind
        others = sorted(self.shown.get(path, frozenset()) - _COVERED[row.json] - {"array", "object"})
        base = KINDS[kind].schema_as(row.json)
        if (form := _FORMATS.get((kind, row.json))) is not None:
            base.setdefault("format", form)
        if others:
            base["type"] = [row.json, *others]
        if row.json == "boolean" or not row.values:
            return base | _sizes(row)
        values = [as_json(value, row.json) for value in row.values]
        if row.separator is not None or not all(type(value) in _PYTHON_TYPES[row.json] for value in values):
            return base | {"x-values": list(row.values)}
        listed = {"type": row.json, "enum": values}
        # A number in a text can be spelt otherwise than in the list.
        exact = not self.response and row.closed and (row.json != "string" or bool(row.listed))
        if not exact:
            return {"anyOf": [listed, base]}
        extra = [{"type": each} for each in others]
        if path in self.lists:
            word = "(?:" + "|".join(map(quoted, row.values)) + ")"
            extra.append({"type": "string", "pattern": list_of(word)})
        return {"anyOf": [listed, *extra]} if extra else listed


def _sizes(row: Field) -> Schema:
    limits = row.limits
    sizes: Schema = {}
    if row.json == "string":
        stated = (("minLength", limits.min_length), ("maxLength", limits.max_length))
        sizes |= {name: size for name, size in stated if size is not None}
        if limits.pattern is not None:
            sizes["pattern"] = whole(limits.pattern)
    for name, bound in (("minimum", limits.min), ("maximum", limits.max)):
        if bound is not None:
            # JSON Schema has no word for the size of a number in a text.
            sizes[name if row.json in ("integer", "number") else f"x-{name}"] = _number(bound)
    return sizes


def _number(bound: Decimal) -> int | float:
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def _default(row: Field) -> Schema:
    """Render a default; tools refuse one that is not a value of its own schema."""
    if row.default is None:
        return {}
    value = as_json(row.default, row.json)
    fits = type(value) in _PYTHON_TYPES[row.json] and (not row.values or row.default in row.values)
    return {"default": value} if fits else {"x-default": row.default}


STATEMENTS = ("at_most", "applies_to", "excludes")
"""What a text states of a row or an endpoint in names and figures."""


def _beyond(row: Field) -> Schema:
    """State facts of a row for which JSON Schema has no word."""
    schema: Schema = {} if row.kind in ("text", "any", "object", "map", "array") else {"x-kind": row.kind}
    if row.separator is not None:
        schema["x-separator"] = row.separator
    if row.required == "conditional":
        schema["x-required"] = "conditional"
    if row.alias is not None:
        schema["x-alias"] = stated(row.alias)
    if row.deprecation is not None and (said := stated(row.deprecation)):
        schema["x-deprecation"] = said
    schema |= {f"x-{name.replace('_', '-')}": list(said) for name in STATEMENTS if (said := getattr(row, name))}
    if row.deprecated_values:
        schema["x-deprecated-values"] = {value: stated(end) for value, end in row.deprecated_values.items()}
    return schema | ({"deprecated": True} if row.deprecated else {})


def type_name(value: object) -> str:
    """Return the name of the JSON type of a value."""
    return _TYPE_NAMES.get(type(value), "object")


def shown(values: Iterable[Any]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Return the JSON types in documented objects by dotted name, and the names whose text has commas."""
    types: dict[str, set[str]] = defaultdict(set)
    lists: set[str] = set()
    for name, value in _named(values, ""):
        types[name].add(type_name(value))
        if isinstance(value, str) and "," in value:
            lists.add(name)
    return {name: frozenset(found) for name, found in types.items()}, frozenset(lists)


def _named(values: Iterable[Any], parent: str) -> Iterator[tuple[str, Any]]:
    for value in values:
        if is_object(value):
            for name, inner in value.items():
                yield f"{parent}{name}", inner
                yield from _named(inner if is_array(inner) else [inner], f"{parent}{name}.")


def stated(facts: Any) -> Schema:
    """Return the facts of an attrs object that differ from its defaults, as JSON."""
    written: Schema = asdict(facts, filter=lambda attribute, value: value != attribute.default)
    return {name: list(value) if is_items(value) else value for name, value in written.items()}
