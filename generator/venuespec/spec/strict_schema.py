"""Write a JSON Schema so that strict validators compile it too: ajv in strict mode, and generators of code.

The schema means the same: keywords get the type that they are about, one type at a time, required properties are
named, no enumeration has an empty text, and what the schema leaves out is told in a comment, not under a key of ours.
"""

from typing import Any

from ..rules.schemas import Schema
from ..runtime.json_types import is_array, is_object

_ABOUT = {
    "string": ("pattern", "minLength", "maxLength"),
    "array": ("items", "minItems", "maxItems"),
    "object": ("properties", "required", "dependentRequired"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
_SAME_VALUE = ("if", "then", "else", "not")
_SAME_VALUES = ("allOf", "anyOf", "oneOf")
UNSAID = "x-venuespec-rules"


def strict(schema: Schema) -> Schema:
    """Return a schema that means the same to a lenient validator and compiles in a strict one."""
    told = _strict(schema, None)
    unsaid = told.pop(UNSAID, None)
    if is_array(unsaid):
        told["$comment"] = "\n".join(map(_told, unsaid))
    return told


def _told(rule: Any) -> str:
    needs = f"; needs {', '.join(rule['needs'])}" if "needs" in rule else ""
    return (
        f"{'Not part of this schema' if rule['level'] == 'error' else 'Warning'}: {rule['says']} [{rule['id']}{needs}]"
    )


def _strict(schema: Schema, known: str | None) -> Schema:
    """Rewrite a schema of a value whose type is ``known`` where the schema around it states one."""
    kind = schema.get("type", known)
    if is_array(kind):
        return _one_type_each(schema, [str(name) for name in kind])
    missing: list[str] = []
    if kind is None:
        missing = [name for name, keywords in _ABOUT.items() if any(keyword in schema for keyword in keywords)]
        kind = missing[0] if missing else None
    told: Schema = {"type": missing[0]} if missing else {}
    for key, value in schema.items():
        if key in _SAME_VALUE and is_object(value):
            told[key] = _strict(value, kind)
        elif key in _SAME_VALUES:
            told[key] = [_strict(part, kind) for part in value]
        elif key == "properties":
            told[key] = {name: _strict(inner, None) if is_object(inner) else inner for name, inner in value.items()}
        elif key == "items":
            told[key] = _strict(value, None)
        else:
            told[key] = value
    absent = [name for name in told.get("required", ()) if name not in told.get("properties", {})]
    if absent:
        told["properties"] = {**told.get("properties", {}), **dict.fromkeys(absent, True)}
    for name, needed in told.get("dependentRequired", {}).items():
        told["properties"] = {**dict.fromkeys((name, *needed), True), **told.get("properties", {})}
    return _without_empty(told, kind)


def _one_type_each(schema: Schema, kinds: list[str]) -> Schema:
    """Return alternatives for a value of several types, each with the keywords that are about it."""
    typed = {keyword for keywords in _ABOUT.values() for keyword in keywords}
    alternatives: list[Schema] = []
    for kind in kinds:
        own = _ABOUT["number" if kind == "integer" else kind] if kind != "boolean" else ()
        alternatives.append({"type": kind, **{key: schema[key] for key in own if key in schema}})
    rest = {key: value for key, value in schema.items() if key != "type" and key not in typed}
    return {**rest, "anyOf": [_strict(alternative, None) for alternative in alternatives]}


def _without_empty(schema: Schema, kind: Any) -> Schema:
    values = schema.get("enum")
    if not is_array(values) or "" not in values:
        return schema
    rest = {key: value for key, value in schema.items() if key != "enum"}
    kept = [value for value in values if value != ""]
    empty: Schema = {"maxLength": 0} if kind == "string" else {"type": "string", "maxLength": 0}
    alternatives = {"anyOf": [{"enum": kept}, empty]}
    return {**rest, "allOf": [alternatives]} if "anyOf" in rest else {**rest, **alternatives}
