"""Render the names in a rule as JSON Schema: the object that has them, their values, whether they are sent."""

from typing import Any

from attrs import frozen

from .queries import find
from .schemas import Schema
from .tree import Condition, ItemCounts, JsonType, Parameter, Scope
from .wire import as_json

_FILLED: dict[JsonType, Schema] = {"string": {"minLength": 1}, "array": {"minItems": 1}}


class InexpressibleError(Exception):
    """Raised for rules that JSON Schema cannot express."""


@frozen
class SchemaObject:
    """The object that names are read from: the request, or an item, from which the request is out of reach."""

    fields: tuple[Parameter, ...]
    inner: bool = False


@frozen
class SchemaTerms:
    """The parts of schemas for the rules of one request."""

    scope: Scope

    @property
    def top(self) -> SchemaObject:
        return SchemaObject(self.scope.parameters)

    def parameter(self, name: str, at: SchemaObject) -> Parameter:
        fields = self.scope.parameters if name.startswith("$.") else at.fields
        return find(fields, own_name(name)) or Parameter(name=name)

    def values(self, name: str, values: tuple[str, ...], at: SchemaObject) -> list[Any]:
        """Return texts as the JSON values that they stand for."""
        return [as_json(value, self.parameter(name, at).json) for value in values]

    def filled(self, name: str, at: SchemaObject) -> Schema:
        """Render that a value is not empty, where its type can be."""
        return _FILLED.get(self.parameter(name, at).json, {})

    def sent(self, name: str, at: SchemaObject) -> Schema:
        filled = self.filled(name, at)
        return {"required": [own_name(name)], **({"properties": {own_name(name): filled}} if filled else {})}

    def inside(self, at: SchemaObject, name: str, schema: Schema) -> Schema:
        """Render a schema of the object that has a name."""
        if at.inner and name.startswith("$."):
            raise InexpressibleError
        return schema


def own_name(name: str) -> str:
    return name.removeprefix("$.")


def about(leaf: Condition) -> str:
    """Return the name that a leaf refers to; empty if it refers to none."""
    return leaf.of if isinstance(leaf, ItemCounts) else str(getattr(leaf, "name", ""))
