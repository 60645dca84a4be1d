"""The JSON type and the kind of a row: from the page's word for its type, the vocabulary, or the page's examples."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..kinds.inference import FieldWords, inferred, inferred_of_type, is_decimal
from ..rules.tree import JsonType
from .files import FieldFile, RowFile
from .model import ValueKind, Word

# 'DECIMAL', 'string decimal': a text with a quantity.
_DECIMAL = re.compile(r"\b(?:big ?)?decimals?\b", re.IGNORECASE)
TYPE_UNREAD = "type-unread"
"""The code of ``unread`` in the spec of a page with a word for a type that the reader does not know."""
JSON_TYPES: dict[str, JsonType] = {
    "string": "string",
    "decimal": "string",  # a number of JSON loses digits
    "boolean": "boolean",
    "bool": "boolean",
    "integer": "integer",
    "int": "integer",
    "long": "integer",
    "number": "number",
    "double": "number",
    "object": "object",
    "map": "object",
    "json": "object",
    "array": "array",
}


def json_type(label: str, own: Mapping[str, JsonType] | None = None) -> JsonType | None:
    """Return the JSON type for a page's type label; None for an unknown label. ``own`` are words of one venue."""
    if own and (known := own.get(label) or own.get(label.split("<")[0])):
        return known
    return _known_type(label)


@lru_cache(maxsize=1 << 12)
def _known_type(label: str) -> JsonType | None:
    words = label.strip().rstrip(".").lower().split()
    return JSON_TYPES.get(words[0].split("<")[0]) if words else None


def meaning_of(
    row: RowFile, json: JsonType, own: FieldFile | None, word: Word | None
) -> tuple[ValueKind, ValueKind | None]:
    """Return a row's kind: as the endpoint states, else from its structure, else from the vocabulary."""
    if own and own.kind:
        return own.kind, own.item
    if json == "array" and not row.fields and row.type.lower().startswith("array of array"):
        return "any", None
    if json == "array":
        item = word.item if word and word.kind == "array" else word.kind if word and word.kind != "object" else None
        return "array", None if row.fields else item or "text"
    if json == "object" and word and word.kind == "map":
        return "map", word.item
    if json == "object":
        return ("object" if row.fields else "any"), None
    if json == "boolean":
        return "boolean", None
    if word is None or word.kind in ("array", "object", "map"):
        return ("text" if json == "string" else "integer" if json == "integer" else "decimal"), None
    return word.kind, word.item


def guessed_kind(row: RowFile, values: list[Any], json: JsonType | None, *, untyped: bool) -> ValueKind | None:
    """Infer the kind of a row from its examples and words; ``json`` is the type that the examples show.

    The page's word for the type of an ``untyped`` row may still speak of an amount or a time.
    """
    words = FieldWords(name=row.name, label=f"{row.label} {row.type}" if untyped else row.label)
    if untyped:
        return inferred_of_type(json, values, words)
    return inferred(values, words) or ("decimal" if _DECIMAL.search(row.type) and is_decimal(values, words) else None)


def is_open(row: RowFile, own: FieldFile | None, word: Word | None) -> bool:
    """Tell whether neither people nor the row's own list, rows or separator indicate the meaning of a row."""
    explained = word is not None or (own is not None and (own.kind is not None or own.values or own.separator))
    return not explained and not row.values and not row.fields and row.separator is None
