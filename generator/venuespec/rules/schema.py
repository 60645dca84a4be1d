"""Rules as JSON Schema 2020-12.

The schema describes an object ``{request: ..., context: ...}``: rules depend on both. A rule becomes ``if`` what
certainly makes it apply ``then`` what must hold; every leaf of an ``if`` demands that what it reads is there, so
that an unknown context turns a rule off instead of refusing. What JSON Schema cannot say, numbers written as text
above all, stands under ``x-venuespec-rules`` in English.
"""

import re
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from attrs import field, frozen

from .english import says
from .evaluate import leaves
from .parse import find
from .python import bounds
from .tree import (
    ALWAYS,
    AllOf,
    AllOrNone,
    AnyOf,
    Assertion,
    Choice,
    Compares,
    Condition,
    Counts,
    Forbid,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    Matches,
    Not,
    Ordered,
    Parameter,
    Present,
    Require,
    Restrict,
    Rule,
    Scope,
)

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EMPTY: Schema = {"enum": ["", []]}
_NEVER: Schema = {"not": {}}


class _BeyondError(Exception):
    """JSON Schema has no words for this."""


def expressible(rule: Rule, scope: Scope) -> bool:
    """Whether JSON Schema can say the rule. Rules that only warn are never part of a schema."""
    try:
        _Renderer(scope).rule(rule)
    except _BeyondError:
        return False
    return rule.level == "error"


def rules_schema(rules: tuple[Rule, ...], scope: Scope, request: Schema | None = None) -> Schema:
    """The schema of a request in its context.

    ``request`` is the schema of the request's own table, without rules.
    """
    said = [rule for rule in rules if expressible(rule, scope)]
    unsaid = [rule for rule in rules if rule not in said]
    schema: Schema = {
        "$schema": DIALECT,
        "type": "object",
        "properties": {"request": request or {"type": "object"}, "context": {"type": "object"}},
        "required": ["request"],
        "allOf": [{"$comment": rule.id, **_Renderer(scope).rule(rule)} for rule in said],
    }
    if unsaid:
        schema["x-venuespec-rules"] = [{"id": rule.id, "level": rule.level, "says": says(rule)} for rule in unsaid]
    return schema


@frozen
class _At:
    """Where names are read: in the request, or in an item of it, in which the request itself is out of reach."""

    fields: tuple[Parameter, ...]
    inner: bool = False


@frozen
class _Renderer:
    scope: Scope
    top: _At = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "top", _At(self.scope.parameters))

    def rule(self, rule: Rule) -> Schema:
        name = rule.each or rule.inside
        if name is None:
            held = self._implies(rule, self.top)
            return held
        parameter = find(self.scope.parameters, name)
        fields = parameter.fields if parameter else ()
        outside = [each for each in leaves(rule.when) if isinstance(each, InContext | InstrumentType)]
        if outside or any(str(getattr(each, "name", "")).startswith("$.") for each in leaves(rule.when)):
            raise _BeyondError
        held = self._implies(rule, _At(fields, inner=True))
        objects: Schema = {"if": {"type": "object"}, "then": held}
        if rule.inside:
            return _request({"properties": {name: objects}})
        return _request({"properties": {name: {"items": objects}}})

    def _implies(self, rule: Rule, at: _At) -> Schema:
        parts = [self.holds(each, at) for each in rule.asserts]
        then = parts[0] if len(parts) == 1 else {"allOf": parts}
        if rule.when == ALWAYS:
            return then
        return {"if": self.condition(rule.when, at, True), "then": then}

    # --- conditions: certainly true, or certainly false

    def condition(self, of: Condition, at: _At, want: bool) -> Schema:
        match of:
            case AllOf(parts):
                return {"allOf" if want else "anyOf": [self.condition(each, at, want) for each in parts]}
            case AnyOf(parts):
                return {"anyOf" if want else "allOf": [self.condition(each, at, want) for each in parts]}
            case Not(part):
                return self.condition(part, at, not want)
            case Present(name):
                return self._in(at, name, self._sent(name) if want else {"not": {"required": [_own(name)]}})
            case Is(name, values):
                return self._judged(name, at, {"enum": self._values(name, values, at)}, values, want)
            case Matches(name, pattern):
                default = self._parameter(name, at).default
                matching = (default,) if default is not None and re.fullmatch(pattern, default) else ()
                shape = {"type": "string", "pattern": _whole(pattern), "minLength": 1}
                return self._judged(name, at, shape, matching, want)
            case InContext(name, values):
                allowed: Schema = {"enum": list(values)}
                known: Schema = {"required": [name], "properties": {name: allowed if want else {"not": allowed}}}
                return {"required": ["context"], "properties": {"context": known}}
            case InstrumentType(types):
                return self._instrument(types, want)
            case Counts() if of.where is None:
                return self._counted(of, at, want)
            case Counts() | Compares():
                raise _BeyondError

    def _judged(self, name: str, at: _At, shape: Schema, values: tuple[str, ...], want: bool) -> Schema:
        """A judgement on a value; a documented default takes part where nothing, or possibly nothing, is sent."""
        wire = _own(name)
        default = self._parameter(name, at).default
        has = {"required": [wire], "properties": {wire: shape}}
        if default is None or default not in values:
            return self._in(at, name, has if want else {"not": has})
        if want:
            return self._in(at, name, {"anyOf": [{"not": {"required": [wire]}}, has]})
        other = {"required": [wire], "properties": {wire: {"not": {"anyOf": [shape, _EMPTY]}}}}
        return self._in(at, name, other)

    def _counted(self, of: Counts, at: _At, want: bool) -> Schema:
        parameter = self._parameter(of.of, at)
        wire = _own(of.of)
        if parameter.json == "array":
            shape: Schema = {"type": "array", "minItems": of.at_least}
        else:
            shape = {"type": "string", "minLength": 1, "pattern": f"^[^,]*(?:,[^,]*){{{of.at_least - 1},}}$"}
        has = {"required": [wire], "properties": {wire: shape}}
        return self._in(at, of.of, has if want else {"not": has})

    # --- the instrument's type

    def _instrument(self, types: tuple[str, ...], want: bool) -> Schema:
        """As stated, else as the ids tell, else as the context says."""
        instruments = self.scope.instruments
        wanted = frozenset(types)
        cases: list[Schema] = []
        unstated: list[Schema] = []
        name = instruments.type_name
        if name and find(self.scope.parameters, name):
            said = {"type": "string", "minLength": 1}
            right: Schema = {"enum": sorted(wanted)} if want else {**said, "not": {"enum": sorted(wanted)}}
            cases.append(_request({"required": [name], "properties": {name: right}}))
            unstated = [_request({"not": {"required": [name], "properties": {name: said}}})]
        ids = [each for each in instruments.ids if find(self.scope.parameters, each)]
        if len(ids) > 1 or any(self._parameter(each, self.top).json == "array" for each in ids):
            raise _BeyondError
        untold = list(unstated)
        for each in ids:
            cases += [{"allOf": [*unstated, *case]} for case in self._id_cases(each, wanted, want)]
            told = _list_of("|".join(f"(?:{pattern.pattern})" for pattern in instruments.patterns))
            has = {"required": [each], "properties": {each: {"type": "string", "pattern": told}}}
            untold.append(_request({"not": has}))
        if name and name in self.scope.context:
            allowed: Schema = {"enum": sorted(wanted)}
            known = {"required": [name], "properties": {name: allowed if want else {"not": allowed}}}
            cases.append({"allOf": [*untold, {"required": ["context"], "properties": {"context": known}}]})
        return {"anyOf": cases} if cases else _NEVER

    def _id_cases(self, name: str, wanted: frozenset[str], want: bool) -> list[list[Schema]]:
        """What the ids say, for every set of narrowings that certainly hold."""
        instruments = self.scope.instruments
        usable = [
            each
            for each in instruments.narrow
            if all(find(self.scope.parameters, str(getattr(leaf, "name", ""))) for leaf in leaves(each.when))
        ]
        cases: list[list[Schema]] = []
        for size in range(len(usable) + 1):
            for active in combinations(usable, size):
                holding = [self.condition(each.when, self.top, True) for each in active]
                idle = [{"not": self.condition(each.when, self.top, True)} for each in usable if each not in active]
                parts: list[str] = []
                for index, pattern in enumerate(instruments.patterns):
                    possible = frozenset(pattern.types)
                    for each in active:
                        possible = possible.difference(each.without) or possible
                    if (possible <= wanted) if want else possible.isdisjoint(wanted):
                        earlier = "|".join(f"(?:{before.pattern})" for before in instruments.patterns[:index])
                        guard = f"(?!(?:{earlier})(?:,|$))" if earlier else ""
                        parts.append(f"{guard}(?:{pattern.pattern})")
                if parts:
                    text = {"type": "string", "pattern": _list_of("|".join(parts))}
                    cases.append([*holding, *idle, _request({"required": [name], "properties": {name: text}})])
        return cases

    # --- assertions: not certainly broken

    def holds(self, of: Assertion, at: _At) -> Schema:
        match of:
            case Require(names):
                return _all([self._in(at, name, {"required": [_own(name)]}) for name in names])
            case Forbid(names):
                return _all([{"not": self.condition(Present(name), at, True)} for name in names])
            case Ignored():
                return {}
            case AllOrNone(names):
                some = {"anyOf": [self.condition(Present(name), at, True) for name in names]}
                lacking = {"anyOf": [self.condition(Present(name), at, False) for name in names]}
                return {"not": {"allOf": [some, lacking]}}
            case Choice(groups, least, most, _):
                parts: list[Schema] = []
                if least:
                    parts.append(
                        {"anyOf": [_all([self._in(at, n, {"required": [_own(n)]}) for n in g]) for g in groups]}
                    )
                if most is not None:
                    sent = [_all([self.condition(Present(name), at, True) for name in group]) for group in groups]
                    parts += [{"not": {"allOf": list(pair)}} for pair in combinations(sent, most + 1)]
                return _all(parts)
            case Restrict():
                return self._restricted(of, at)
            case Ordered():
                raise _BeyondError

    def _restricted(self, of: Restrict, at: _At) -> Schema:
        if of.equals is not None or any(bound is not None for _, bound in bounds(of)):
            raise _BeyondError
        parameter = self._parameter(of.name, at)
        wire = _own(of.name)
        shapes: list[Schema] = []
        needs_value = False
        for values, member in ((of.one_of, True), (of.none_of, False)):
            if values is None or parameter.json == "array":
                continue
            listed: Schema = {"enum": self._values(of.name, values, at)}
            shapes.append({"anyOf": [_EMPTY, listed]} if member else {"not": listed})
            needs_value |= parameter.default is not None and (parameter.default in values) != member
        if of.min_length is not None:
            shapes.append({"anyOf": [_EMPTY, {"minLength": of.min_length}]})
        if of.max_length is not None:
            shapes.append({"maxLength": of.max_length})
        if of.pattern is not None:
            shapes.append({"anyOf": [_EMPTY, {"pattern": _whole(of.pattern)}]})
        if of.max_items is not None:
            shapes.append(self._items(parameter, 0, of.max_items))
        if of.min_items is not None:
            shapes.append({"anyOf": [_EMPTY, self._items(parameter, of.min_items, None)]})
        about_text = of.min_length is not None or of.max_length is not None or of.pattern is not None
        if about_text and parameter.json != "string":
            raise _BeyondError
        held = {"properties": {wire: _all(shapes)}}
        return self._in(at, of.name, {"required": [wire], **held} if needs_value else held)

    @staticmethod
    def _items(parameter: Parameter, least: int, most: int | None) -> Schema:
        if parameter.json == "array":
            limits = {"minItems": least} | ({} if most is None else {"maxItems": most})
            return dict(limits)
        return {"pattern": f"^[^,]*(?:,[^,]*){{{max(least - 1, 0)},{'' if most is None else most - 1}}}$"}

    # --- names and values

    def _parameter(self, name: str, at: _At) -> Parameter:
        fields = self.scope.parameters if name.startswith("$.") else at.fields
        return find(fields, _own(name)) or Parameter(name=name)

    def _values(self, name: str, values: tuple[str, ...], at: _At) -> list[Any]:
        """Texts as the JSON values they stand for."""
        match self._parameter(name, at).json:
            case "boolean":
                return [{"true": True, "false": False}.get(each, each) for each in values]
            case "integer":
                return [int(each) if each.lstrip("-").isdigit() else each for each in values]
            case _:
                return list(values)

    def _sent(self, name: str) -> Schema:
        wire = _own(name)
        return {"required": [wire], "properties": {wire: {"not": _EMPTY}}}

    def _in(self, at: _At, name: str, schema: Schema) -> Schema:
        """A schema of the object that a name is in."""
        if not at.inner:
            return _request(schema)
        if name.startswith("$."):
            raise _BeyondError
        return schema


def request_schema(parameters: tuple[Parameter, ...], required: Mapping[str, bool]) -> Schema:
    """The schema of a request's own table: JSON types and what is always required."""
    return {
        "type": "object",
        "properties": {each.name: _type(each) for each in parameters},
        "required": [each.name for each in parameters if required.get(each.name)],
    }


def _type(parameter: Parameter) -> Schema:
    if parameter.json == "array":
        items = request_schema(parameter.fields, {}) if parameter.fields else {}
        return {"type": "array", "items": items}
    if parameter.json == "object":
        return request_schema(parameter.fields, {}) if parameter.fields else {"type": "object"}
    return {"type": parameter.json}


def _own(name: str) -> str:
    return name.removeprefix("$.")


def _request(schema: Schema) -> Schema:
    return {"properties": {"request": schema}}


def _all(parts: list[Schema]) -> Schema:
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _list_of(item: str) -> str:
    """A comma-separated list of items."""
    return f"^(?:{item})(?:,(?:{item}))*$"
