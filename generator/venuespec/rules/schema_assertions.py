"""Render assertions of rules as JSON Schema: an object matches unless it certainly breaks them."""

from collections.abc import Iterable
from itertools import combinations

from attrs import frozen

from .queries import bounds
from .schema_conditions import SchemaConditions
from .schema_terms import InexpressibleError, SchemaObject, SchemaTerms, own_name
from .schemas import NEVER, Schema, all_of, any_of, one_of
from .tree import (
    AllOrNone,
    Assertion,
    Choice,
    Forbid,
    Ignored,
    NameGroup,
    Ordered,
    Parameter,
    Present,
    Refused,
    Require,
    Restrict,
)


@frozen
class SchemaAssertions:
    """Renders assertions as schemas of the object that they speak of."""

    terms: SchemaTerms
    conditions: SchemaConditions

    def holds(self, of: Assertion, at: SchemaObject) -> Schema:
        match of:
            case Require(names):
                return self._required(names, at)
            case Forbid(names):
                return all_of([{"not": self.conditions.render(Present(name), at, True)} for name in names])
            case Ignored():
                return {}
            case Refused():
                return NEVER
            case AllOrNone(names):
                some = any_of([self.conditions.render(Present(name), at, True) for name in names])
                lacking = any_of([self.conditions.render(Present(name), at, False) for name in names])
                return {"not": all_of([some, lacking])}
            case Choice(groups, least, most, _):
                return self._chosen(groups, least, most, at)
            case Restrict():
                return self._restricted(of, at)
            case Ordered():
                raise InexpressibleError

    def _required(self, names: Iterable[str], at: SchemaObject) -> Schema:
        return all_of([self.terms.inside(at, name, {"required": [own_name(name)]}) for name in names])

    def _chosen(self, groups: tuple[NameGroup, ...], least: int, most: int | None, at: SchemaObject) -> Schema:
        possibly = {"anyOf": [self._required(group, at) for group in groups]}
        if most is None:
            return possibly
        sent = [all_of([self.conditions.render(Present(name), at, True) for name in group]) for group in groups]
        if not least:
            return all_of([{"not": all_of(list(pair))} for pair in combinations(sent, most + 1)])
        names = [name for group in groups for name in group]
        if all(self.terms.parameter(name, at).json not in ("string", "array") for name in names):
            return {"oneOf": sent}
        return {"oneOf": [*sent, {"$comment": "sent empty", "not": {"anyOf": sent}, **possibly}]}

    def _restricted(self, of: Restrict, at: SchemaObject) -> Schema:
        if of.equals is not None or any(bound is not None for _, bound in bounds(of)):
            raise InexpressibleError
        parameter = self.terms.parameter(of.name, at)
        wire = own_name(of.name)
        shapes: list[Schema] = []
        needs_value = False
        for values, member in ((of.one_of, True), (of.none_of, False)):
            if values is None or parameter.json == "array":
                continue
            listed = self.terms.values(of.name, values, at)
            blank = [""] if parameter.json == "string" else []
            shapes.append(one_of([*listed, *blank]) if member else {"not": one_of(listed)})
            needs_value |= parameter.default is not None and (parameter.default in values) != member
        if of.min_length is not None:
            # Not as anyOf with an empty text, which generators of clients cannot merge with the type of the property.
            shapes.append({"pattern": f"^(?:[\\s\\S]{{{of.min_length},}})?$"})
        if of.max_length is not None:
            shapes.append({"maxLength": of.max_length})
        if of.pattern is not None:
            shapes.append({"pattern": f"^(?:{of.pattern})?$"})
        if of.min_items is not None or of.max_items is not None:
            shapes.append(_sized(parameter, of.min_items or 0, of.max_items))
        about_text = of.min_length is not None or of.max_length is not None or of.pattern is not None
        if about_text and parameter.json != "string":
            raise InexpressibleError
        held = {"properties": {wire: _merged(shapes)}}
        return self.terms.inside(at, of.name, {"required": [wire], **held} if needs_value else held)


def _merged(shapes: list[Schema]) -> Schema:
    """Render that a value has all the shapes, in one schema as far as they use different keywords."""
    joined: Schema = {}
    rest: list[Schema] = []
    for shape in shapes:
        if joined.keys().isdisjoint(shape):
            joined |= shape
        else:
            rest.append(shape)
    return all_of([*([joined] if joined else []), *rest])


def _sized(parameter: Parameter, least: int, most: int | None) -> Schema:
    """Render a number of items; an empty text counts as not sent."""
    if parameter.json == "array":
        return ({"minItems": least} if least else {}) | ({} if most is None else {"maxItems": most})
    if parameter.separator is None:
        return {}
    return {"pattern": f"^(?:[^,]*(?:,[^,]*){{{max(least - 1, 0)},{'' if most is None else most - 1}}})?$"}
