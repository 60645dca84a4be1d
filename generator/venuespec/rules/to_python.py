"""Render rules as Python: the bodies of the generated ``broken`` and ``undecided`` methods.

A condition has four renderings: for the wanted truth (true or false), and for *certainly* or only *possibly*.
``broken`` asks for a condition that is certainly true and an assertion that certainly fails; ``undecided`` for both
possibly. The code runs on request objects, whose attributes are wire values; None means not sent.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from ..python_text import Python
from .expressions import all_of, any_of, implies, quoted, unwrapped
from .python_assertions import PythonAssertions
from .python_conditions import PythonConditions
from .python_terms import Names, PythonObject, PythonTerms
from .queries import INSTRUMENT_TYPE, NOW, find, leaves, reads
from .tree import AllOf, Condition, InContext, ItemCounts, Refused, RuleTree, Scope
from .values_read import ValuesRead, values_read


@frozen(kw_only=True)
class RuleSource:
    """Method bodies, not indented, and empty if there is nothing to do.

    ``patterns`` are the regular expressions that they use, by the name of the constant; ``reads`` is what ``broken``
    reads by value.
    """

    broken: Python
    undecided: Python
    patterns: Mapping[str, str]
    reads: ValuesRead


def render_rules(rules: Iterable[RuleTree], scope: Scope, names: Names) -> RuleSource:
    """Render the two method bodies of a request class."""
    terms = PythonTerms(scope, names)
    conditions = PythonConditions(terms)
    bodies = _Bodies(terms, conditions, PythonAssertions(terms, conditions))
    rules = tuple(rules)
    broken = bodies.body(rules, sure=True)
    own = names.attributes.get((), {})
    return RuleSource(
        broken=broken,
        reads=values_read(broken, {own[name] for path, name in names.required if not path and name in own}),
        undecided=bodies.body(tuple(rule for rule in rules if reads(rule)), sure=False),
        patterns=terms.patterns,
    )


@frozen
class _Bodies:
    """Renders the statements of a method's body."""

    terms: PythonTerms
    conditions: PythonConditions
    assertions: PythonAssertions

    def body(self, rules: tuple[RuleTree, ...], *, sure: bool) -> Python:
        self.terms.restart()
        self._lines(rules, sure)
        self.terms.share_lists()
        lines = self._lines(rules, sure)
        source = "\n".join([*self.terms.shared_lists(), *lines])
        # Some calls that were rendered are in no line: another condition says the same.
        return Python(source, {used for used in self.terms.imports if used[1] in source})

    def _lines(self, rules: tuple[RuleTree, ...], sure: bool) -> list[str]:
        lines: list[str] = []
        plain = [rule for rule in rules if not rule.each and not rule.inside]
        known = self._types(PythonObject()) if any(INSTRUMENT_TYPE in reads(rule) for rule in plain) else []
        lines += known
        for rule in plain:
            lines += self._statement(rule, PythonObject(), "", sure)
        nested: dict[str, list[RuleTree]] = {}
        for rule in rules:
            if rule.each or rule.inside:
                nested.setdefault(rule.each or rule.inside or "", []).append(rule)
        for name, group in nested.items():
            item = "item" if len(nested) == 1 else f"{self.terms.attribute_name(name)}_item"
            at = PythonObject(item, (name,))
            inner: list[str] = []
            if any(INSTRUMENT_TYPE in reads(rule) for rule in group) and self._types(at) != known:
                inner += self._types(at)
            for rule in group:
                inner += self._statement(rule, at, "where", sure)
            where = "where" if sure else "_"
            lines.append(f"for {where}, {item} in {self.terms.items(name)}:")
            lines += [f"    {line}" for line in inner]
        return lines

    def _types(self, at: PythonObject) -> list[str]:
        instruments = self.terms.scope.instruments
        arguments: list[str] = []
        places = [at] if at.path == () else [at, PythonObject()]
        known = [(place, self.terms.parameters(place)) for place in places]
        stated = [
            self.terms.attribute(place, instruments.type_name)
            for place, fields in known
            if instruments.type_name and find(fields, instruments.type_name)
        ]
        if stated:
            arguments.append(f"stated={' or '.join(stated)}")
        ids = [
            self.terms.attribute(place, name)
            for place, fields in known
            for name in instruments.ids
            if find(fields, name)
        ]
        if ids:
            arguments.append(f"ids={' or '.join(ids)}")
        if instruments.type_name and instruments.type_name in self.terms.names.context:
            arguments.append(f"known={self.terms.context(instruments.type_name, PythonObject())}")
        self.terms.imports.add(("sdk.instruments", "INSTRUMENTS"))
        lines = [f"types = INSTRUMENTS.types({', '.join(arguments)})"]
        for narrowing in instruments.narrow if ids else ():
            if all(self._knows(leaf) for leaf in leaves(narrowing.when)):
                condition = self.conditions.render(narrowing.when, PythonObject(), True, True)
                narrowed = self.terms.call("without", "types", quoted(narrowing.without))
                lines += [f"if {condition}:", f"    types = {narrowed}"]
        return lines

    def _knows(self, leaf: Condition) -> bool:
        name = leaf.of if isinstance(leaf, ItemCounts) else getattr(leaf, "name", None)
        return isinstance(leaf, InContext) or (name is not None and find(self.terms.scope.parameters, name) is not None)

    def _statement(self, rule: RuleTree, at: PythonObject, where: str, sure: bool) -> list[str]:
        constant = self.terms.begin(rule)
        conditions = rule.when.of if isinstance(rule.when, AllOf) else (rule.when,)
        parts = [self.conditions.render(condition, at, True, sure) for condition in conditions]
        fails = any_of([self.assertions.fails(assertion, at, sure) for assertion in rule.asserts])
        sent = fails.removesuffix(" is not None")
        if rule.asserts == (Refused(),):
            pass  # The condition says it all.
        elif not any(implies(part, fails, sent) for part in parts):
            parts.append(fails)
        if sure:
            action = f"yield {self.terms.call('violation_of', constant, *filter(None, [where]))}"
        else:
            known = ", ".join(f"{name!r}: {self._context_value(name, at)}" for name in reads(rule))
            action = f"yield from {self.terms.call('undecided_rule', constant, f'{{{known}}}')}"
        return [f"if {unwrapped(all_of(parts))}:", f"    {action}"]

    def _context_value(self, name: str, at: PythonObject) -> str:
        if name == NOW:
            return self.terms.exact_now()
        return "types" if name == INSTRUMENT_TYPE else self.terms.context(name, at)
