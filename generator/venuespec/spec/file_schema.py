"""JSON Schemas of the spec files, for editors, printed from the classes that the keys fill."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin

from ..rules.parse import ASSERTIONS, RULE_KEYS
from ..runtime.venue import ErrorCode
from .alphabets import ClassName, EndpointId, Header, Host, Label, Link, Name
from .clients import OtherClient
from .files import EndpointFile, OlderFile, SdkFile, VenueFile
from .keys import Key, is_mapping, keys_of
from .lock import NAME as LOCK_NAME
from .lock import Lock
from .model import Word
from .names import FILE as NAMES_FILE
from .names import PublicNames
from .rule_reference import RULE_WORDS
from .spans import Span
from .texts import NAME as TEXTS_NAME
from .texts import PageTexts
from .written import Labelled, OneOrMore

JsonSchema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LINE = "# yaml-language-server: $schema="
_TEXT: JsonSchema = {"type": "string"}
_PLAIN: Mapping[object, JsonSchema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    Any: {},
    Span: {"type": "string", "pattern": "^([0-9]+(\\.[0-9]+)?)?(ms|s|m|h|d|month)$"},
    Name: {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,79}$"},
    ClassName: {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]{0,79}$"},
    EndpointId: {"type": "string", "pattern": "^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$"},
    Label: {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$"},
    Header: {"type": "string", "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$"},
    Host: {"type": "string", "pattern": "^https?://"},
    Link: {"type": "string", "pattern": "^https?://"},
    Labelled: {"anyOf": [{"type": "array", "items": _TEXT}, {"type": "object", "additionalProperties": _TEXT}]},
    OneOrMore: {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
}


def file_schemas() -> dict[str, JsonSchema]:
    """Return the JSON Schema of each kind of spec file, by its file name in ``spec/schema``."""
    return {
        "endpoint.json": _schema("An endpoint of a venue", EndpointFile),
        "venue.json": _venue(),
        "fields.json": _schema("The vocabulary of a venue", Mapping[str, Word]),
        "errors.json": _schema("The error codes of a venue", Mapping[str, ErrorCode]),
        "clients.json": _schema("The other clients of a venue", Mapping[str, OtherClient]),
        "lock.json": _schema("The lock of a venue", Lock),
        "names.json": _schema("The public names of a venue", PublicNames),
        "texts.json": _schema("The texts of a venue's pages", PageTexts),
    }


def schema_line(levels: int, name: str) -> str:
    """Return the first line of a spec file, which tells an editor where its schema is."""
    return f"{_LINE}{'../' * levels}schema/{name}\n"


def with_schema_line(text: str, old: str, levels: int, name: str) -> str:
    """Return a file's new text with a schema line, which stays as ``old`` has it."""
    first = old.partition("\n")[0]
    return (f"{first}\n" if first.startswith(_LINE) else schema_line(levels, name)) + text


def levels_below(folder: Path) -> int:
    """Return how many folders below ``spec`` a venue's files are, as its ``venue.yaml`` shows; else 1."""
    first = _text_of(folder / "venue.yaml").partition("\n")[0]
    return first.count("../") if first.startswith(_LINE) else 1


def lock_text(folder: Path, lock: Lock) -> str:
    """Return the text of the lock of a spec folder."""
    return with_schema_line(lock.to_yaml(), _text_of(folder / LOCK_NAME), levels_below(folder), "lock.json")


def texts_text(folder: Path, texts: PageTexts) -> str:
    """Return the text of the file with what the texts of pages state, of a spec folder."""
    return with_schema_line(texts.to_yaml(), _text_of(folder / TEXTS_NAME), levels_below(folder), "texts.json")


def names_text(folder: Path, names: PublicNames) -> str:
    """Return the text of the public names of a spec folder."""
    return with_schema_line(names.to_yaml(), _text_of(folder / NAMES_FILE), levels_below(folder), "names.json")


def _text_of(file: Path) -> str:
    # Only the first line matters here; whoever reads the whole file reports one that is not text.
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _schema(title: str, kind: Any) -> JsonSchema:
    definitions: JsonSchema = {}
    schema = {"$schema": _DRAFT, "title": title, **_of(kind, definitions)}
    return {**schema, "$defs": dict(sorted(definitions.items()))}


def _venue() -> JsonSchema:
    definitions: JsonSchema = {}
    settings, older = _of(VenueFile, definitions), _of(OlderFile, definitions)
    return {
        "$schema": _DRAFT,
        "title": "The settings of a venue",
        "if": {"type": "object", "properties": {"like": True}, "required": ["like"]},
        "then": older,
        "else": settings,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(kind: Any, definitions: JsonSchema) -> JsonSchema:
    """Return the schema of a type; ``definitions`` collects those of the mappings inside."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if is_mapping(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] |= _mapping(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if isinstance(kind, NewType):
        return _of(kind.__supertype__, definitions)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, UnionType):
        return _either([member for member in inner if member is not type(None)], definitions)
    if origin in (tuple, frozenset):
        return {"type": "array", "items": _of(inner[0], definitions)}
    names = {"pattern": "^[0-9]+$"} if inner[0] is int else _of(inner[0], definitions)
    values = _of(inner[1], definitions)
    return {"type": "object", "propertyNames": names, "additionalProperties": values}


def _either(kinds: list[Any], definitions: JsonSchema) -> JsonSchema:
    schemas = [_of(kind, definitions) for kind in kinds]
    if len(schemas) == 1:
        return schemas[0]
    words = [word for schema in schemas for word in schema.get("enum", [True, False])]
    return (
        {"enum": words} if all("enum" in schema or schema == _PLAIN[bool] for schema in schemas) else {"anyOf": schemas}
    )


def _mapping(cls: type, definitions: JsonSchema) -> JsonSchema:
    keys = keys_of(cls)
    schema: JsonSchema = {
        "type": "object",
        "properties": {key.name: _property(cls, key, definitions) for key in keys},
        "additionalProperties": False,
    }
    if needed := [key.name for key in keys if key.required]:
        schema["required"] = needed
    return schema


def _property(cls: type, key: Key, definitions: JsonSchema) -> JsonSchema:
    if key.attribute == "rules" and cls in (SdkFile, VenueFile):
        definitions["Rule"] = rule_schema()
        schema: JsonSchema = {"type": "array", "items": {"$ref": "#/$defs/Rule"}}
    else:
        schema = _of(key.kind, definitions)
    return {**schema, "description": key.about.says}


def rule_schema() -> JsonSchema:
    """Return the schema of a rule: its keys. Conditions and values depend on the endpoint's table; lint knows that."""
    return {
        "type": "object",
        "properties": {
            **{name: {"description": RULE_WORDS[name].says} for name in sorted(RULE_KEYS | ASSERTIONS)},
            "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "description": RULE_WORDS["id"].says},
            "level": {"enum": ["error", "warn"], "description": RULE_WORDS["level"].says},
            "certainty": {"enum": ["stated", "implied", "conflict"], "description": RULE_WORDS["certainty"].says},
            "because": {"type": "string", "description": RULE_WORDS["because"].says},
        },
        "required": ["id"],
        "additionalProperties": False,
    }
