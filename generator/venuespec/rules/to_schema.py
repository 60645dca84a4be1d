"""Render rules as JSON Schema 2020-12.

The schema describes a request as it is sent, in a context that is given when the schema is made: JSON Schema has no
way to look at an account. A rule becomes an ``if`` with the conditions that certainly make it apply, and a ``then``
with its assertions. Every leaf of an ``if`` requires the property that it reads, so that a missing one turns the rule
off. What JSON Schema cannot say, above all about numbers written as text, is under ``x-venuespec-rules`` in English.

An empty text or list may or may not count as sent, so ``dependentRequired`` is exact for other types only, and
``oneOf`` has one more branch for the undecided case.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from attrs import field, frozen

from .queries import bounds, find, leaves
from .to_english import says
from .tree import (
    AllOf,
    AllOrNone,
    AnyOf,
    Assertion,
    Choice,
    Compares,
    Condition,
    Forbid,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
    JsonType,
    Matches,
    NameGroup,
    Not,
    Ordered,
    Parameter,
    Present,
    Refused,
    Require,
    Restrict,
    RuleTree,
    Scope,
)
from .wire import as_json

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SENT: dict[JsonType, Schema] = {"string": {"minLength": 1}, "array": {"minItems": 1}}
_NEVER: Schema = {"not": {}}


class _BeyondError(Exception):
    """Raised for rules that JSON Schema cannot express."""


def expressible(rule: RuleTree, scope: Scope, context: Mapping[str, str] | None = None) -> bool:
    """Whether JSON Schema can express a rule in a context. Rules that only warn are never part of a schema."""
    return rule.level == "error" and _rendered(rule, scope, context or {}) is not None


def rules_schema(rules: Iterable[RuleTree], scope: Scope, context: Mapping[str, str] | None = None) -> Schema:
    """Render rules for a context: ``allOf``, and ``x-venuespec-rules`` for the rules that it cannot express.

    A rule that needs more context is among the latter, with its ``needs``; a rule that this context turns off is in
    neither.
    """
    known = context or {}
    said: list[Schema] = []
    unsaid: list[Schema] = []
    for rule in rules:
        needs = [name for name in _needs(rule, scope) if name not in known]
        held = _rendered(rule, scope, known) if rule.level == "error" else None
        if held is not None and not _moot(held):
            said.append({"$comment": rule.id, "description": says(rule), **held})
        elif held is None or needs:
            entry: Schema = {"id": rule.id, "level": rule.level, "says": says(rule)}
            unsaid.append(entry | ({"needs": needs} if needs else {}))
    schema: Schema = {"allOf": said} if said else {}
    return schema | ({"x-venuespec-rules": unsaid} if unsaid else {})


def _rendered(rule: RuleTree, scope: Scope, context: Mapping[str, str]) -> Schema | None:
    try:
        return _Renderer(scope, context).rule(rule)
    except _BeyondError:
        return None


def _moot(held: Schema) -> bool:
    """Whether a rule can never apply."""
    return held.get("if") == _NEVER or not held


def _needs(rule: RuleTree, scope: Scope) -> list[str]:
    """Return the names of the context that a rule needs, in every case or in some."""
    instruments = scope.instruments
    told = any(find(scope.parameters, name) for name in (*instruments.ids, instruments.type_name or ""))
    found: dict[str, None] = {}
    for leaf in leaves(rule.when):
        if isinstance(leaf, InContext):
            found[leaf.name] = None
        elif isinstance(leaf, InstrumentType) and instruments.type_name and not told:
            found[instruments.type_name] = None
    return list(found)


@frozen
class _At:
    """The object that names are read from: the request, or an item, from which the request is out of reach."""

    fields: tuple[Parameter, ...]
    inner: bool = False


@frozen
class _Renderer:
    scope: Scope
    context: Mapping[str, str]
    top: _At = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "top", _At(self.scope.parameters))

    def rule(self, rule: RuleTree) -> Schema:
        name = rule.each or rule.inside
        if name is None:
            return self._implies(rule.when, self._asserted(rule, self.top), self.top)
        parameter = find(self.scope.parameters, name)
        at = _At(parameter.fields if parameter else (), inner=True)
        parts = rule.when.of if isinstance(rule.when, AllOf) else (rule.when,)
        outer = tuple(each for each in parts if self._outside(each, at))
        inner = tuple(each for each in parts if each not in outer)
        objects = {"if": {"type": "object"}, "then": self._implies(AllOf(inner), self._asserted(rule, at), at)}
        placed = {"properties": {name: objects if rule.inside else {"items": objects}}}
        return self._implies(AllOf(outer), placed, self.top)

    def _outside(self, of: Condition, at: _At) -> bool:
        """Whether a condition of an item depends on nothing in the item."""
        instruments = self.scope.instruments
        told = any(find(at.fields, name) for name in (*instruments.ids, instruments.type_name or ""))
        return all(
            isinstance(leaf, InContext)
            or (isinstance(leaf, InstrumentType) and not told)
            or _about(leaf).startswith("$.")
            for leaf in leaves(of)
        )

    def _asserted(self, rule: RuleTree, at: _At) -> Schema:
        return _all([self.holds(each, at) for each in rule.asserts])

    def _implies(self, when: Condition, then: Schema, at: _At) -> Schema:
        if isinstance(when, AllOf) and len(when.of) == 1:
            when = when.of[0]
        condition = self.condition(when, at, True)
        if condition == {}:
            return then
        # Sent empty, a text or a list may mean that it is not sent; nothing else can be empty.
        exact = isinstance(when, Present) and self._parameter(when.name, at).json not in ("string", "array")
        if exact and then.keys() == {"required"}:
            return {"dependentRequired": {_about(when).removeprefix("$."): then["required"]}}
        return {"if": condition, "then": then}

    # --- conditions: certainly true, or certainly false

    def condition(self, of: Condition, at: _At, want: bool) -> Schema:
        match of:
            case AllOf(parts):
                return (_all if want else _any)([self.condition(each, at, want) for each in parts])
            case AnyOf(parts):
                return (_any if want else _all)([self.condition(each, at, want) for each in parts])
            case Not(part):
                return self.condition(part, at, not want)
            case Present(name):
                return self._in(at, name, self._sent(name, at) if want else {"not": {"required": [_own(name)]}})
            case Is(name, values):
                return self._judged(name, at, _one_of(self._values(name, values, at)), values, want)
            case Matches(name, pattern):
                default = self._parameter(name, at).default
                matching = (default,) if default is not None and re.fullmatch(pattern, default) else ()
                shape = {"type": "string", "pattern": _whole(pattern), "minLength": 1}
                return self._judged(name, at, shape, matching, want)
            case InContext(name, values):
                known = self.context.get(name)
                return {} if known is not None and (known in values) == want else _NEVER
            case InstrumentType(types):
                if at.inner:
                    raise _BeyondError
                return self._instrument(types, want)
            case ItemCounts() if of.where is None:
                return self._counted(of, at, want)
            case ItemCounts() | Compares():
                raise _BeyondError

    def _judged(self, name: str, at: _At, shape: Schema, values: tuple[str, ...], want: bool) -> Schema:
        """Render a judgement on a value; a documented default stands for a value that is not, or possibly not, sent."""
        wire = _own(name)
        default = self._parameter(name, at).default
        has = {"required": [wire], "properties": {wire: shape}}
        if default is None or default not in values:
            return self._in(at, name, has if want else {"not": has})
        if want:
            return self._in(at, name, {"anyOf": [{"not": {"required": [wire]}}, has]})
        filled = _SENT.get(self._parameter(name, at).json, {})
        return self._in(at, name, {"required": [wire], "properties": {wire: {**filled, "not": shape}}})

    def _counted(self, of: ItemCounts, at: _At, want: bool) -> Schema:
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
        """Render the instrument type: as stated, else from the ids, else from the context."""
        instruments = self.scope.instruments
        wanted = frozenset(types)
        cases: list[Schema] = []
        untold: list[Schema] = []
        name = instruments.type_name
        if name and find(self.scope.parameters, name):
            said = {"type": "string", "minLength": 1}
            right = _one_of(sorted(wanted)) if want else {**said, "not": _one_of(sorted(wanted))}
            cases.append({"required": [name], "properties": {name: right}})
            untold.append({"not": {"required": [name], "properties": {name: said}}})
        ids = [each for each in instruments.ids if find(self.scope.parameters, each)]
        if len(ids) > 1 or any(self._parameter(each, self.top).json == "array" for each in ids):
            raise _BeyondError
        for each in ids:
            cases += [_all([*untold, *case]) for case in self._id_cases(each, wanted, want)]
            told = _list_of("|".join(f"(?:{pattern.pattern})" for pattern in instruments.patterns))
            untold.append({"not": {"required": [each], "properties": {each: {"type": "string", "pattern": told}}}})
        known = self.context.get(name or "")
        if known is not None and (known in wanted) == want:
            cases.append(_all(untold))
        return _any(cases)

    def _id_cases(self, name: str, wanted: frozenset[str], want: bool) -> list[list[Schema]]:
        """Render the types that the ids tell, for every set of narrowings that certainly hold."""
        instruments = self.scope.instruments
        usable = [
            each
            for each in instruments.narrow
            if all(find(self.scope.parameters, _about(leaf)) for leaf in leaves(each.when))
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
                    cases.append([*holding, *idle, {"required": [name], "properties": {name: text}}])
        return cases

    # --- assertions: not certainly broken

    def holds(self, of: Assertion, at: _At) -> Schema:
        match of:
            case Require(names):
                return self._required(names, at)
            case Forbid(names):
                return _all([{"not": self.condition(Present(name), at, True)} for name in names])
            case Ignored():
                return {}
            case Refused():
                return _NEVER
            case AllOrNone(names):
                some = _any([self.condition(Present(name), at, True) for name in names])
                lacking = _any([self.condition(Present(name), at, False) for name in names])
                return {"not": _all([some, lacking])}
            case Choice(groups, least, most, _):
                return self._chosen(groups, least, most, at)
            case Restrict():
                return self._restricted(of, at)
            case Ordered():
                raise _BeyondError

    def _required(self, names: Iterable[str], at: _At) -> Schema:
        return _all([self._in(at, name, {"required": [_own(name)]}) for name in names])

    def _chosen(self, groups: tuple[NameGroup, ...], least: int, most: int | None, at: _At) -> Schema:
        possibly = {"anyOf": [self._required(group, at) for group in groups]}
        if most is None:
            return possibly
        sent = [_all([self.condition(Present(name), at, True) for name in group]) for group in groups]
        if not least:
            return _all([{"not": _all(list(pair))} for pair in combinations(sent, most + 1)])
        names = [name for group in groups for name in group]
        if all(self._parameter(name, at).json not in ("string", "array") for name in names):
            return {"oneOf": sent}
        return {"oneOf": [*sent, {"$comment": "sent empty", "not": {"anyOf": sent}, **possibly}]}

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
            listed = self._values(of.name, values, at)
            blank = [""] if parameter.json == "string" else []
            shapes.append(_one_of([*listed, *blank]) if member else {"not": _one_of(listed)})
            needs_value |= parameter.default is not None and (parameter.default in values) != member
        if of.min_length is not None:
            shapes.append({"anyOf": [{"const": ""}, {"minLength": of.min_length}]})
        if of.max_length is not None:
            shapes.append({"maxLength": of.max_length})
        if of.pattern is not None:
            shapes.append({"pattern": f"^(?:{of.pattern})?$"})
        if of.min_items is not None or of.max_items is not None:
            shapes.append(_sized(parameter, of.min_items or 0, of.max_items))
        about_text = of.min_length is not None or of.max_length is not None or of.pattern is not None
        if about_text and parameter.json != "string":
            raise _BeyondError
        held = {"properties": {wire: _all(shapes)}}
        return self._in(at, of.name, {"required": [wire], **held} if needs_value else held)

    # --- names and values

    def _parameter(self, name: str, at: _At) -> Parameter:
        fields = self.scope.parameters if name.startswith("$.") else at.fields
        return find(fields, _own(name)) or Parameter(name=name)

    def _values(self, name: str, values: tuple[str, ...], at: _At) -> list[Any]:
        """Return texts as the JSON values that they stand for."""
        return [as_json(each, self._parameter(name, at).json) for each in values]

    def _sent(self, name: str, at: _At) -> Schema:
        filled = _SENT.get(self._parameter(name, at).json)
        return {"required": [_own(name)], **({"properties": {_own(name): filled}} if filled else {})}

    def _in(self, at: _At, name: str, schema: Schema) -> Schema:
        """Render a schema of the object that has a name."""
        if at.inner and name.startswith("$."):
            raise _BeyondError
        return schema


def _own(name: str) -> str:
    return name.removeprefix("$.")


def _about(leaf: Condition) -> str:
    """Return the name that a leaf refers to; empty if it refers to none."""
    return leaf.of if isinstance(leaf, ItemCounts) else str(getattr(leaf, "name", ""))


def _one_of(values: list[Any]) -> Schema:
    return {"const": values[0]} if len(values) == 1 else {"enum": values}


def _sized(parameter: Parameter, least: int, most: int | None) -> Schema:
    """Render a number of items, or none: an empty list may count as not sent."""
    if parameter.json == "array":
        limits = ({"minItems": least} if least else {}) | ({} if most is None else {"maxItems": most})
        return {"anyOf": [{"maxItems": 0}, limits]} if least > 1 else limits
    if parameter.separator is None:
        return {}
    return {"pattern": f"^(?:[^,]*(?:,[^,]*){{{max(least - 1, 0)},{'' if most is None else most - 1}}})?$"}


def _any(parts: list[Schema]) -> Schema:
    """Render that any of the parts holds; without parts the schema never matches."""
    if {} in parts:
        return {}
    parts = [each for each in parts if each != _NEVER]
    return (parts[0] if len(parts) == 1 else {"anyOf": parts}) if parts else _NEVER


def _all(parts: list[Schema]) -> Schema:
    """Render that all parts hold; parts that only list required properties are merged."""
    if _NEVER in parts:
        return _NEVER
    plain: Schema = {}
    rest: list[Schema] = []
    for each in parts:
        named = each.get("properties", {})
        if each.keys() <= {"required", "properties"} and named.keys().isdisjoint(plain.get("properties", {})):
            required = dict.fromkeys((*plain.get("required", ()), *each.get("required", ())))
            properties = plain.get("properties", {}) | named
            plain = {key: value for key, value in (("required", list(required)), ("properties", properties)) if value}
        else:
            rest.append(each)
    parts = [*([plain] if plain else []), *rest]
    return (parts[0] if len(parts) == 1 else {"allOf": parts}) if parts else {}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _list_of(item: str) -> str:
    """Render a comma-separated list of items."""
    return f"^(?:{item})(?:,(?:{item}))*$"
