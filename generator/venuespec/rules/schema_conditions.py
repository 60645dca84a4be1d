"""Render conditions of rules as JSON Schema: each is certainly true, or certainly false."""

import re
from collections.abc import Mapping
from itertools import combinations

from attrs import frozen

from .queries import find, leaves
from .schema_terms import InexpressibleError, SchemaObject, SchemaTerms, about, own_name
from .schemas import NEVER, Schema, all_of, any_of, list_of, one_of, whole
from .tree import (
    AllOf,
    AnyOf,
    Compares,
    Condition,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
    Matches,
    Not,
    Present,
)


@frozen
class SchemaConditions:
    """Renders conditions as schemas of the object that they read, in a context."""

    terms: SchemaTerms
    context: Mapping[str, str]

    def render(self, of: Condition, at: SchemaObject, want: bool) -> Schema:
        match of:
            case AllOf(parts):
                return (all_of if want else any_of)([self.render(part, at, want) for part in parts])
            case AnyOf(parts):
                return (any_of if want else all_of)([self.render(part, at, want) for part in parts])
            case Not(part):
                return self.render(part, at, not want)
            case Present(name):
                return self.terms.inside(
                    at, name, self.terms.sent(name, at) if want else {"not": {"required": [own_name(name)]}}
                )
            case Is(name, values):
                return self._judged(name, at, one_of(self.terms.values(name, values, at)), values, want)
            case Matches(name, pattern):
                default = self.terms.parameter(name, at).default
                matching = (default,) if default is not None and re.fullmatch(pattern, default) else ()
                shape = {"type": "string", "pattern": whole(pattern), "minLength": 1}
                return self._judged(name, at, shape, matching, want)
            case InContext(name, values):
                known, keyed = self.context.get(name), self.terms.scope.keyed.get(name)
                if any(given.startswith(f"{name}[") for given in self.context):
                    raise InexpressibleError
                if keyed is not None and known is not None and known in keyed.only and (known in values) == want:
                    return self.render(Matches(keyed.per, keyed.only[known]), at, True)
                return {} if known is not None and (known in values) == want else NEVER
            case InstrumentType(types):
                if at.inner:
                    raise InexpressibleError
                return self._instrument(types, want)
            case ItemCounts() if of.where is None:
                return self._counted(of, at, want)
            case ItemCounts() | Compares():
                raise InexpressibleError

    def _judged(self, name: str, at: SchemaObject, shape: Schema, values: tuple[str, ...], want: bool) -> Schema:
        """Render a judgement on a value; a documented default stands for a value that is not, or possibly not, sent."""
        wire = own_name(name)
        default = self.terms.parameter(name, at).default
        has = {"required": [wire], "properties": {wire: shape}}
        if default is None or default not in values:
            return self.terms.inside(at, name, has if want else {"not": has})
        if want:
            return self.terms.inside(at, name, {"anyOf": [{"not": {"required": [wire]}}, has]})
        filled = self.terms.filled(name, at)
        return self.terms.inside(at, name, {"required": [wire], "properties": {wire: {**filled, "not": shape}}})

    def _counted(self, of: ItemCounts, at: SchemaObject, want: bool) -> Schema:
        parameter = self.terms.parameter(of.of, at)
        wire = own_name(of.of)
        if parameter.json == "array":
            shape: Schema = {"type": "array", "minItems": of.at_least}
        else:
            shape = {"type": "string", "minLength": 1, "pattern": f"^[^,]*(?:,[^,]*){{{of.at_least - 1},}}$"}
        has = {"required": [wire], "properties": {wire: shape}}
        return self.terms.inside(at, of.of, has if want else {"not": has})

    def _instrument(self, types: tuple[str, ...], want: bool) -> Schema:
        """Render the instrument type: as stated, else from the ids, else from the context."""
        instruments = self.terms.scope.instruments
        wanted = frozenset(types)
        cases: list[Schema] = []
        otherwise: list[Schema] = []
        name = instruments.type_name
        if name and find(self.terms.scope.parameters, name):
            stated = {"type": "string", "minLength": 1}
            right = one_of(sorted(wanted)) if want else {**stated, "not": one_of(sorted(wanted))}
            cases.append({"required": [name], "properties": {name: right}})
            otherwise.append({"not": {"required": [name], "properties": {name: stated}}})
        ids = [instrument_id for instrument_id in instruments.ids if find(self.terms.scope.parameters, instrument_id)]
        if len(ids) > 1 or any(
            self.terms.parameter(instrument_id, self.terms.top).json == "array" for instrument_id in ids
        ):
            raise InexpressibleError
        for instrument_id in ids:
            cases += [all_of([*otherwise, *case]) for case in self._id_cases(instrument_id, wanted, want)]
            known_form = list_of("|".join(f"(?:{pattern.pattern})" for pattern in instruments.patterns))
            otherwise.append(
                {
                    "not": {
                        "required": [instrument_id],
                        "properties": {instrument_id: {"type": "string", "pattern": known_form}},
                    }
                }
            )
        known = self.context.get(name or "")
        if known is not None and (known in wanted) == want:
            cases.append(all_of(otherwise))
        return any_of(cases)

    def _id_cases(self, name: str, wanted: frozenset[str], want: bool) -> list[list[Schema]]:
        """Render the types that the ids tell, for every set of narrowings that certainly hold."""
        instruments = self.terms.scope.instruments
        usable = [
            narrowing
            for narrowing in instruments.narrow
            if all(find(self.terms.scope.parameters, about(leaf)) for leaf in leaves(narrowing.when))
        ]
        cases: list[list[Schema]] = []
        for size in range(len(usable) + 1):
            for active in combinations(usable, size):
                holding = [self.render(narrowing.when, self.terms.top, True) for narrowing in active]
                idle = [
                    {"not": self.render(narrowing.when, self.terms.top, True)}
                    for narrowing in usable
                    if narrowing not in active
                ]
                parts: list[str] = []
                for index, pattern in enumerate(instruments.patterns):
                    possible = frozenset(pattern.types)
                    for narrowing in active:
                        possible = possible.difference(narrowing.without) or possible
                    if (possible <= wanted) if want else possible.isdisjoint(wanted):
                        earlier = "|".join(f"(?:{before.pattern})" for before in instruments.patterns[:index])
                        guard = f"(?!(?:{earlier})(?:,|$))" if earlier else ""
                        parts.append(f"{guard}(?:{pattern.pattern})")
                if parts:
                    text = {"type": "string", "pattern": list_of("|".join(parts))}
                    cases.append([*holding, *idle, {"required": [name], "properties": {name: text}}])
        return cases
