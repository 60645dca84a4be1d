"""Read the schemas of an OpenAPI document as rows of a table."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import evolve

from ..kinds.registry import KINDS
from ..rules.schemas import Schema
from ..rules.tree import JsonType
from ..rules.wire import text_of
from ..runtime.json_types import is_array, is_object
from ..spec.model import Alias, Deprecation, Field, Limits, Required, ValueKind
from .references import References
from .rows import type_name
from .unsaid import with_facts_of_row

_KINDS: dict[JsonType, ValueKind] = {
    "string": "text",
    "boolean": "boolean",
    "integer": "integer",
    "number": "number",
    "object": "object",
    "array": "array",
}
_TYPES: dict[str, JsonType] = {name: name for name in _KINDS}
UNKNOWN = "unknown"
"""The type label of a row whose schema does not say its type."""


def rows_of(references: References, node: Any, inside: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    """Return the properties of a schema as rows; of several alternatives, the rows of all of them."""
    schema, inside = references.merged(node, inside)
    properties = schema.get("properties")
    required = [name for name in _list(schema.get("required")) if isinstance(name, str)]
    rows: dict[str, Field] = {}
    if is_object(properties):
        for name, inner in properties.items():
            rows[name] = row_of(references, name, inner, "yes" if name in required else "no", inside)
    for part in (*_list(schema.get("oneOf")), *_list(schema.get("anyOf"))):
        for row in rows_of(references, part, inside):
            # A row of one alternative is not required in the others.
            rows.setdefault(row.name, evolve(row, required="conditional" if row.required == "yes" else row.required))
    return tuple(rows.values())


def row_of(
    references: References, name: str, node: Any, required: Required, inside: frozenset[str] = frozenset()
) -> Field:
    """Return a schema as the row of a name."""
    schema, inside = references.merged(node, inside)
    branches = [references.merged(part, inside)[0] for part in _alternatives(schema)]
    listed, closed = _values(schema, branches)
    json = _json_type(schema, branches)
    fields: tuple[Field, ...] = ()
    if json == "object":
        fields = rows_of(references, schema, inside)
    elif json == "array":
        items, within = references.merged(schema.get("items"), inside)
        fields = positional(references, items, within) or rows_of(references, items, within)
        if not fields and not listed:
            # What an array lists are the values of its items.
            parts = [references.merged(part, within)[0] for part in _alternatives(items)]
            listed, closed = _values(items, parts)
    if required == "no" and schema.get("x-required") == "conditional":
        required = "conditional"
    separator = schema.get("x-separator")
    deprecated = schema.get("deprecated") is True
    row = Field(
        name=name,
        type=json or UNKNOWN,
        json=json or "string",
        kind=_kind(schema.get("x-kind")) or _KINDS[json or "string"],
        required=required,
        label=_text(schema.get("description")),
        values=tuple(dict.fromkeys(filter(None, map(text_of, listed)))),
        closed=closed,
        default=_default(schema),
        limits=_limits(schema),
        separator=separator if isinstance(separator, str) else None,
        deprecated=deprecated,
        deprecation=deprecation(schema.get("x-deprecation")) if deprecated else None,
        alias=_alias(schema.get("x-alias")),
        at_most=texts_of(schema.get("x-at-most")),
        applies_to=texts_of(schema.get("x-applies-to")),
        excludes=texts_of(schema.get("x-excludes")),
        deprecated_values=_deprecated_values(schema.get("x-deprecated-values")),
        fields=fields,
    )
    return with_facts_of_row(row, schema)


def positional(references: References, schema: Schema, inside: frozenset[str]) -> tuple[Field, ...]:
    """Return the rows of an array that has a schema for each of its places."""
    rows: list[Field] = []
    for number, part in enumerate(_list(schema.get("prefixItems"))):
        title = references.resolve(part).get("title")
        rows.append(row_of(references, title if isinstance(title, str) else str(number), part, "no", inside))
    return tuple(rows)


def texts_of(values: Any) -> tuple[str, ...]:
    """Return the texts in a list of JSON."""
    return tuple(value for value in values if isinstance(value, str)) if is_array(values) else ()


def _kind(stated: Any) -> ValueKind | None:
    return next((kind for kind in KINDS if kind == stated), None)


def _alternatives(schema: Schema) -> Iterator[Any]:
    yield from _list(schema.get("anyOf"))
    yield from _list(schema.get("oneOf"))


def _json_type(schema: Schema, branches: list[Schema]) -> JsonType | None:
    """Return the JSON type that a schema states, or that follows from its other keys; ``null`` is not a type."""
    for each in (schema, *branches):
        stated = each.get("type")
        for name in stated if is_array(stated) else [stated]:
            if (known := _TYPES.get(str(name))) is not None:
                return known
    if any(is_object(each.get("properties")) for each in (schema, *branches)):
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    shown = {type_name(value) for value in _list(schema.get("enum"))} - {"null"}
    return _TYPES.get(next(iter(shown))) if len(shown) == 1 else None


def _values(schema: Schema, branches: list[Schema]) -> tuple[list[Any], bool]:
    """Return the values that a schema lists, and whether no other is possible."""
    if own := _listed(schema):
        return own, True
    if stated := _list(schema.get("x-values")):
        return stated, True
    listed = [
        value
        for each in branches
        for value in (_list(each.get("enum")) or _list([each["const"]] if "const" in each else []))
    ]
    others = [each for each in branches if "enum" not in each and "const" not in each and "pattern" not in each]
    types = {name for each in branches if "enum" in each for name in _names(each)}
    return listed, not any(not _names(each) or types & set(_names(each)) for each in others)


def _listed(schema: Schema) -> list[Any]:
    return _list(schema.get("enum")) or ([schema["const"]] if "const" in schema else [])


def _names(schema: Schema) -> list[Any]:
    stated = schema.get("type")
    return stated if is_array(stated) else [stated] if isinstance(stated, str) else []


def _default(schema: Schema) -> str | None:
    stated = schema.get("default", schema.get("x-default"))
    return text_of(stated) if isinstance(stated, str | int | float) else None


def _limits(schema: Schema) -> Limits:
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and pattern.startswith("^(?:") and pattern.endswith(")$"):
        pattern = pattern[4:-2]
    return Limits(
        min=_number(schema.get("minimum", schema.get("x-minimum"))),
        max=_number(schema.get("maximum", schema.get("x-maximum"))),
        min_length=_size(schema.get("minLength")),
        max_length=_size(schema.get("maxLength")),
        max_items=_size(schema.get("maxItems")),
        pattern=pattern if isinstance(pattern, str) else None,
    )


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _size(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _deprecated_values(stated: Any) -> dict[str, Deprecation]:
    read = {value: deprecation(end) for value, end in (stated.items() if is_object(stated) else ())}
    return {value: end for value, end in read.items() if end is not None}


def deprecation(stated: Any) -> Deprecation | None:
    if not is_object(stated):
        return None
    use = tuple(name for name in _list(stated.get("use")) if isinstance(name, str))
    return Deprecation(use=use, until=_said(stated.get("until")), since=_said(stated.get("since")))


def _alias(stated: Any) -> Alias | None:
    if not is_object(stated):
        return None
    return Alias(was=_said(stated.get("was")), of=_said(stated.get("of")), until=_said(stated.get("until")))


def _said(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if is_array(value) else []
