"""Render rules as JSON Schema 2020-12.

The schema describes a request as it is sent, in a context that is given when the schema is made: JSON Schema has no
way to look at an account or at a clock. A rule becomes an ``if`` with the conditions that certainly make it apply, and
a ``then`` with its assertions. Every leaf of an ``if`` requires the property that it reads, so that a missing one turns
the rule off. What JSON Schema cannot say, above all about numbers written as text and about the present time, is under
``x-venuespec-rules`` in English.

An empty text or list may or may not count as sent, so ``dependentRequired`` is exact for other types only, and
``oneOf`` has one more branch for the undecided case.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from .queries import NOW, find, leaves, reads_now
from .schema_assertions import SchemaAssertions
from .schema_conditions import SchemaConditions
from .schema_terms import InexpressibleError, SchemaObject, SchemaTerms, about
from .schemas import NEVER, Schema, all_of
from .to_english import says
from .tree import AllOf, Condition, InContext, InstrumentType, Present, RuleTree, Scope

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def expressible(rule: RuleTree, scope: Scope, context: Mapping[str, str] | None = None) -> bool:
    """Tell whether JSON Schema can express a rule in a context. Rules that only warn are never part of a schema."""
    return rule.level == "error" and _rendered(rule, scope, context or {}) is not None


def rules_schema(rules: Iterable[RuleTree], scope: Scope, context: Mapping[str, str] | None = None) -> Schema:
    """Render rules for a context: ``allOf``, and ``x-venuespec-rules`` for the rules that it cannot express.

    A rule that needs more context is among the latter, with its ``needs``; a rule that this context turns off is in
    neither.
    """
    known = context or {}
    rendered: list[Schema] = []
    unsaid: list[Schema] = []
    for rule in rules:
        needs = [name for name in _needs(rule, scope) if name not in known]
        held = _rendered(rule, scope, known) if rule.level == "error" else None
        if held is not None and not _never_applies(held):
            rendered.append({"$comment": rule.id, "description": says(rule), **held})
        elif held is None or needs:
            entry: Schema = {"id": rule.id, "level": rule.level, "says": says(rule)}
            unsaid.append(entry | ({"needs": needs} if needs else {}))
    schema: Schema = {"allOf": rendered} if rendered else {}
    return schema | ({"x-venuespec-rules": unsaid} if unsaid else {})


def _rendered(rule: RuleTree, scope: Scope, context: Mapping[str, str]) -> Schema | None:
    terms = SchemaTerms(scope)
    conditions = SchemaConditions(terms, context)
    try:
        return _Rules(terms, conditions, SchemaAssertions(terms, conditions)).render(rule)
    except InexpressibleError:
        return None


def _never_applies(held: Schema) -> bool:
    """Tell whether a rendered rule can never apply."""
    return held.get("if") == NEVER or not held


def _needs(rule: RuleTree, scope: Scope) -> list[str]:
    """Return the names of the context that a rule needs, in every case or in some."""
    instruments = scope.instruments
    in_request = any(find(scope.parameters, name) for name in (*instruments.ids, instruments.type_name or ""))
    needed: dict[str, None] = {}
    for leaf in leaves(rule.when):
        if isinstance(leaf, InContext):
            needed[leaf.name] = None
        elif isinstance(leaf, InstrumentType) and instruments.type_name and not in_request:
            needed[instruments.type_name] = None
    if reads_now(rule):
        needed[NOW] = None
    return list(needed)


@frozen
class _Rules:
    """Renders whole rules: where they apply, and what holds there."""

    terms: SchemaTerms
    conditions: SchemaConditions
    assertions: SchemaAssertions

    def render(self, rule: RuleTree) -> Schema:
        name = rule.each or rule.inside
        if name is None:
            return self._implies(rule.when, self._asserted(rule, self.terms.top), self.terms.top)
        parameter = find(self.terms.scope.parameters, name)
        at = SchemaObject(parameter.fields if parameter else (), inner=True)
        parts = rule.when.of if isinstance(rule.when, AllOf) else (rule.when,)
        outer = tuple(part for part in parts if self._outside(part, at))
        inner = tuple(part for part in parts if part not in outer)
        objects = {"if": {"type": "object"}, "then": self._implies(AllOf(inner), self._asserted(rule, at), at)}
        placed = {"properties": {name: objects if rule.inside else {"items": objects}}}
        return self._implies(AllOf(outer), placed, self.terms.top)

    def _outside(self, of: Condition, at: SchemaObject) -> bool:
        """Tell whether a condition of an item depends on nothing in the item."""
        instruments = self.terms.scope.instruments
        in_item = any(find(at.fields, name) for name in (*instruments.ids, instruments.type_name or ""))
        keyed = self.terms.scope.keyed
        of_item = {name for name, each in keyed.items() if find(at.fields, each.per)}
        return all(
            (isinstance(leaf, InContext) and leaf.name not in of_item)
            or (isinstance(leaf, InstrumentType) and not in_item)
            or (not isinstance(leaf, InContext) and about(leaf).startswith("$."))
            for leaf in leaves(of)
        )

    def _asserted(self, rule: RuleTree, at: SchemaObject) -> Schema:
        return all_of([self.assertions.holds(assertion, at) for assertion in rule.asserts])

    def _implies(self, when: Condition, then: Schema, at: SchemaObject) -> Schema:
        if isinstance(when, AllOf) and len(when.of) == 1:
            when = when.of[0]
        condition = self.conditions.render(when, at, True)
        if condition == {}:
            return then
        # Sent empty, a text or a list may mean that it is not sent; nothing else can be empty.
        exact = isinstance(when, Present) and self.terms.parameter(when.name, at).json not in ("string", "array")
        if exact and then.keys() == {"required"}:
            return {"dependentRequired": {about(when).removeprefix("$."): then["required"]}}
        return {"if": condition, "then": then}
