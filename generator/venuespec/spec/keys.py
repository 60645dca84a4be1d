"""The keys of the spec files, from the classes that they fill.

A key has its attribute's name and type unless the tables of ``endpoint_keys`` and ``venue_keys`` say otherwise, and is
required where the attribute has no default.
"""

from collections.abc import Mapping
from typing import Any, get_type_hints

import attrs
from attrs import frozen

from ..runtime.endpoint import RateLimit
from .endpoint_keys import ENDPOINT_KEYS
from .model import Note, Word
from .settings import ContextValue, SharedLimit
from .venue_keys import VENUE_KEYS
from .written import About

KEYS: Mapping[type, Mapping[str, About]] = {**ENDPOINT_KEYS, **VENUE_KEYS}

UNWRITTEN: Mapping[type, frozenset[str]] = {
    RateLimit: frozenset({"of", "items"}),
    SharedLimit: frozenset({"of", "items"}),
    Note: frozenset({"place"}),
    Word: frozenset({"place"}),
    ContextValue: frozenset({"name", "place"}),
}
"""Attributes that no key fills: they are known from where the mapping stands."""


@frozen(kw_only=True)
class Key:
    """A key of a mapping in a spec file, and the attribute that it fills."""

    name: str
    attribute: str
    kind: Any
    required: bool
    default: object
    about: About


def is_mapping(kind: object) -> bool:
    """Tell whether a type is a mapping with known keys."""
    return isinstance(kind, type) and (attrs.has(kind) or hasattr(kind, "_field_defaults"))


def keys_of(cls: type) -> tuple[Key, ...]:
    """Return the keys of the mapping that fills a class, in the order of its table."""
    defaults, hints = attributes_of(cls), get_type_hints(cls)
    attributes = dict.fromkeys((*KEYS.get(cls, ()), *defaults))
    unwritten = UNWRITTEN.get(cls, ())
    return tuple(
        _key(cls, attribute, defaults[attribute], hints) for attribute in attributes if attribute not in unwritten
    )


def attributes_of(cls: type) -> dict[str, object]:
    """Return the attributes of a class with their defaults; ``NOTHING`` for none."""
    if attrs.has(cls):
        return {attribute.name: attribute.default for attribute in attrs.fields(cls)}
    defaults: dict[str, object] = getattr(cls, "_field_defaults", {})
    return {name: defaults.get(name, attrs.NOTHING) for name in getattr(cls, "_fields", ())}


def _key(cls: type, attribute: str, default: object, hints: Mapping[str, Any]) -> Key:
    about = KEYS.get(cls, {}).get(attribute, About("", ""))
    return Key(
        name=about.name or attribute,
        attribute=attribute,
        kind=about.kind or hints[attribute],
        required=default is attrs.NOTHING,
        default=default,
        about=about,
    )
