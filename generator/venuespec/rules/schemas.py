"""Combine JSON Schemas: join them, and merge them where the result is shorter."""

from typing import Any

Schema = dict[str, Any]
NEVER: Schema = {"not": {}}
"""Matches nothing; the empty schema matches everything."""


def any_of(parts: list[Schema]) -> Schema:
    """Render that any of the parts holds; without parts the schema never matches."""
    if {} in parts:
        return {}
    parts = [part for part in parts if part != NEVER]
    return (parts[0] if len(parts) == 1 else {"anyOf": parts}) if parts else NEVER


def all_of(parts: list[Schema]) -> Schema:
    """Render that all parts hold; parts that only list required properties are merged."""
    if NEVER in parts:
        return NEVER
    plain: Schema = {}
    rest: list[Schema] = []
    for part in parts:
        named = part.get("properties", {})
        if part.keys() <= {"required", "properties"} and named.keys().isdisjoint(plain.get("properties", {})):
            required = dict.fromkeys((*plain.get("required", ()), *part.get("required", ())))
            properties = plain.get("properties", {}) | named
            plain = {key: value for key, value in (("required", list(required)), ("properties", properties)) if value}
        else:
            rest.append(part)
    parts = [*([plain] if plain else []), *rest]
    return (parts[0] if len(parts) == 1 else {"allOf": parts}) if parts else {}


def one_of(values: list[Any]) -> Schema:
    return {"const": values[0]} if len(values) == 1 else {"enum": values}


def whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def list_of(item: str) -> str:
    """Render a comma-separated list of items."""
    return f"^(?:{item})(?:,(?:{item}))*$"
