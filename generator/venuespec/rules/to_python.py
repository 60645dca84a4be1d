"""Render rules as Python: the bodies of the generated ``broken`` and ``undecided`` methods.

A condition has four renderings: for the truth that is wanted (true or false), and for holding *certainly* or only
*possibly*. ``broken`` asks for a condition that is certainly true and an assertion that certainly fails;
``undecided`` for both possibly. The code runs on request objects, whose attributes are wire values; None means
not sent.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any

from attrs import field, frozen

from ..python_text import Import, Python
from .expressions import all_of, any_of, implies, member, number_text, quoted, unwrapped
from .queries import INSTRUMENT_TYPE, bounds, find, leaves, reads
from .tree import (
    AllOf,
    AllOrNone,
    AnyOf,
    Assertion,
    Choice,
    Compares,
    Comparison,
    Condition,
    Forbid,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
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
from .wire import as_json, compares, is_among, number_of

ObjectPath = tuple[str, ...]
_OPPOSITE: dict[Comparison, Comparison] = {"gte": "lt", "gt": "lte", "lte": "gt", "lt": "gte"}


@frozen(kw_only=True)
class Names:
    """The names that the generated code uses.

    ``attributes`` maps wire names to attribute names, for each path of an object; ``classes`` maps the path of an
    object to its class, ``context`` wire names of the context to attributes, ``constants`` rule ids to constants;
    ``required`` are the parameters whose attribute type is not Optional.
    """

    attributes: Mapping[ObjectPath, Mapping[str, str]]
    classes: Mapping[ObjectPath, str] = {}
    context: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    required: frozenset[tuple[ObjectPath, str]] = frozenset()


@frozen(kw_only=True)
class RuleSource:
    """Method bodies, not indented, and empty if there is nothing to do.

    ``patterns`` are the regular expressions that they use, by the name of the constant.
    """

    broken: Python
    undecided: Python
    patterns: Mapping[str, str]


def render_rules(rules: Iterable[RuleTree], scope: Scope, names: Names) -> RuleSource:
    """Render the two method bodies of a request class."""
    renderer = _Renderer(scope, names)
    rules = tuple(rules)
    return RuleSource(
        broken=renderer.body(rules, sure=True),
        undecided=renderer.body(tuple(each for each in rules if reads(each)), sure=False),
        patterns=renderer.patterns,
    )


@frozen
class _At:
    """The object that names are read from: its variable, and its path inside the request."""

    variable: str = "self"
    path: ObjectPath = ()


@frozen
class _Renderer:
    scope: Scope
    names: Names
    patterns: dict[str, str] = field(factory=dict[str, str])
    imports: set[Import] = field(factory=set[Import])
    uses: Counter[str] = field(factory=Counter[str])
    """How often a body asks for the objects in a list of the request."""
    several: set[str] = field(factory=set[str])
    """The lists that it asks for more than once."""
    rule: list[str] = field(factory=lambda: ["PATTERN"])
    """The constant of the rule that is being rendered, which its patterns are named after."""

    # --- bodies

    def body(self, rules: tuple[RuleTree, ...], *, sure: bool) -> Python:
        self.uses.clear()
        self.imports.clear()
        self._lines(rules, sure)
        self.several.clear()
        self.several.update(name for name, count in self.uses.items() if count > 1)
        lines = self._lines(rules, sure)
        found = (f"placed_{self.names.attributes[()][name]} = tuple({self._placed(name)})" for name in self.uses)
        once = [each for each, name in zip(found, self.uses, strict=True) if name in self.several]
        source = "\n".join([*once, *lines])
        return Python(source, {each for each in self.imports if each[1] in source})  # some calls were said already

    def _lines(self, rules: tuple[RuleTree, ...], sure: bool) -> list[str]:
        lines: list[str] = []
        plain = [rule for rule in rules if not rule.each and not rule.inside]
        known = self._types(_At()) if any(INSTRUMENT_TYPE in reads(rule) for rule in plain) else []
        lines += known
        for rule in plain:
            lines += self._statement(rule, _At(), "", sure)
        nested: dict[str, list[RuleTree]] = {}
        for rule in rules:
            if rule.each or rule.inside:
                nested.setdefault(rule.each or rule.inside or "", []).append(rule)
        for name, group in nested.items():
            item = "item" if len(nested) == 1 else f"{self.names.attributes[()][name]}_item"
            at = _At(item, (name,))
            inner: list[str] = []
            if any(INSTRUMENT_TYPE in reads(rule) for rule in group) and self._types(at) != known:
                inner += self._types(at)
            for rule in group:
                inner += self._statement(rule, at, "where", sure)
            where = "where" if sure else "_"
            lines.append(f"for {where}, {item} in {self._items(name)}:")
            lines += [f"    {line}" for line in inner]
        return lines

    def _placed(self, name: str) -> str:
        return self._call("placed", repr(name), self._attribute(_At(), name), self.names.classes[(name,)])

    def _items(self, name: str) -> str:
        """Render the objects in a list of the request; looked up once where several rules ask for them."""
        self.uses[name] += 1
        return f"placed_{self.names.attributes[()][name]}" if name in self.several else self._placed(name)

    def _types(self, at: _At) -> list[str]:
        instruments = self.scope.instruments
        arguments: list[str] = []
        places = [at] if at.path == () else [at, _At()]
        known = [(place, self._parameters(place)) for place in places]
        stated = [
            self._attribute(place, instruments.type_name)
            for place, fields in known
            if instruments.type_name and find(fields, instruments.type_name)
        ]
        if stated:
            arguments.append(f"stated={' or '.join(stated)}")
        ids = [
            self._attribute(place, name) for place, fields in known for name in instruments.ids if find(fields, name)
        ]
        if ids:
            arguments.append(f"ids={' or '.join(ids)}")
        if instruments.type_name and instruments.type_name in self.names.context:
            arguments.append(f"known=context.{self.names.context[instruments.type_name]}")
        self.imports.add(("sdk.instruments", "INSTRUMENTS"))
        lines = [f"types = INSTRUMENTS.types({', '.join(arguments)})"]
        for narrowing in instruments.narrow if ids else ():
            if all(self._knows(each) for each in leaves(narrowing.when)):
                condition = self.condition(narrowing.when, _At(), True, True)
                narrowed = self._call("without", "types", quoted(narrowing.without))
                lines += [f"if {condition}:", f"    types = {narrowed}"]
        return lines

    def _knows(self, leaf: Condition) -> bool:
        name = leaf.of if isinstance(leaf, ItemCounts) else getattr(leaf, "name", None)
        return isinstance(leaf, InContext) or (name is not None and find(self.scope.parameters, name) is not None)

    def _statement(self, rule: RuleTree, at: _At, where: str, sure: bool) -> list[str]:
        self.rule[0] = self.names.constants[rule.id]
        conditions = rule.when.of if isinstance(rule.when, AllOf) else (rule.when,)
        parts = [self.condition(each, at, True, sure) for each in conditions]
        fails = any_of([self.fails(each, at, sure) for each in rule.asserts])
        sent = fails.removesuffix(" is not None")
        if rule.asserts == (Refused(),):
            pass  # The condition says it all.
        elif not any(implies(part, fails, sent) for part in parts):
            parts.append(fails)
        constant = self.names.constants[rule.id]
        if sure:
            action = f"yield {self._call('violation_of', constant, *filter(None, [where]))}"
        else:
            known = ", ".join(f"{each!r}: {self._context_value(each)}" for each in reads(rule))
            action = f"yield from {self._call('undecided_rule', constant, f'{{{known}}}')}"
        return [f"if {unwrapped(all_of(parts))}:", f"    {action}"]

    def _context_value(self, name: str) -> str:
        return "types" if name == INSTRUMENT_TYPE else f"context.{self.names.context[name]}"

    # --- conditions

    def condition(self, of: Condition, at: _At, want: bool, sure: bool) -> str:
        """Render an expression that is true if the condition certainly, or possibly, has the wanted truth."""
        match of:
            case AllOf(parts):
                return (all_of if want else any_of)([self.condition(each, at, want, sure) for each in parts])
            case AnyOf(parts):
                return (any_of if want else all_of)([self.condition(each, at, want, sure) for each in parts])
            case Not(part):
                return self.condition(part, at, not want, sure)
            case Present(name):
                return self._present(name, at, want, sure)
            case Is(name, values):
                return self._is(name, values, at, want, sure)
            case Matches(name, pattern):
                holds = self._call("matches", self._pattern(pattern), self._attribute(at, name))
                return self._with_default(of, name, holds, at, want, sure)
            case Compares(name, op, number):
                holds = self._call(op, self._attribute(at, name), number_text(number))
                return self._with_default(of, name, holds, at, want, sure)
            case InContext(name, values):
                # Unknown is None: it is possibly any value and certainly none.
                unknown = () if want == sure else (None,)
                return member(f"context.{self.names.context[name]}", (*unknown, *values), want)
            case InstrumentType(types):
                helper = "only" if want == sure else "none_of"
                return f"{'' if sure else 'not '}{self._call(helper, 'types', quoted(types))}"
            case ItemCounts():
                return self._counts(of, at, want, sure)

    def _present(self, name: str, at: _At, want: bool, sure: bool) -> str:
        """Render whether a parameter is sent; an empty text or list is possibly sent and possibly not."""
        attribute = self._attribute(at, name)
        own_path = () if name.startswith("$.") else at.path
        if (own_path, name.removeprefix("$.")) in self.names.required:
            absent = self._call("missing", attribute)
            there = f"not {absent}"
        else:
            absent, there = f"{attribute} is None", f"{attribute} is not None"
        if self._parameter(at, name).json not in ("string", "array") or want != sure:
            return there if want else absent
        return attribute if want else f"not {attribute}"

    def _is(self, name: str, values: tuple[str, ...], at: _At, want: bool, sure: bool) -> str:
        parameter = self._parameter(at, name)
        wanted: tuple[Any, ...] = _python_values(parameter, values)
        if parameter.default is not None and is_among(parameter.default, values, parameter.json):
            # Not sent it has the default; sent empty it possibly has.
            wanted = (None, *wanted) if want == sure or parameter.json == "boolean" else (None, "", *wanted)
        return member(self._attribute(at, name), wanted, want)

    def _with_default(self, of: Condition, name: str, holds: str, at: _At, want: bool, sure: bool) -> str:
        """Render a call of a helper that is false for missing and empty values; the default stands for these."""
        default = self._parameter(at, name).default
        if default is None or not _default_holds(of, default):
            return holds if want else f"not {holds}"
        missing = member(self._attribute(at, name), (None,) if want == sure else (None, ""), True)
        return f"({missing} or {holds})" if want else f"not ({missing} or {holds})"

    def _counts(self, of: ItemCounts, at: _At, want: bool, sure: bool) -> str:
        attribute = self._attribute(at, of.of)
        if of.where is None:
            return f"{self._call('count_listed', attribute)} {'>=' if want else '<'} {of.at_least}"
        inside = (*at.path, of.of)
        where = self.condition(of.where, _At("each", inside), True, want == sure)
        if at.path:
            items = self._call("placed", repr(of.of), attribute, self.names.classes[inside])
        else:
            items = self._items(of.of)
        if of.at_least == 1:
            return f"{'' if want else 'not '}any({unwrapped(where)} for _, each in {items})"
        return f"sum(1 for _, each in {items} if {unwrapped(where)}) {'>=' if want else '<'} {of.at_least}"

    # --- assertions

    def fails(self, of: Assertion, at: _At, sure: bool) -> str:
        """Render an expression that is true if the assertion certainly, or possibly, fails."""
        match of:
            case Require(names):
                return any_of([self._present(each, at, False, sure) for each in names])
            case Forbid(names) | Ignored(names):
                return any_of([self._present(each, at, True, sure) for each in names])
            case AllOrNone(names):
                some = any_of([self._present(each, at, True, sure) for each in names])
                lacking = any_of([self._present(each, at, False, sure) for each in names])
                return all_of([some, lacking])
            case Choice(groups, least, most, _):
                return self._choice_fails(groups, least, most, at, sure)
            case Restrict():
                return self._restriction_fails(of, at, sure)
            case Ordered():
                return self._order_fails(of, at)
            case Refused():
                return "True"

    def _choice_fails(self, groups: tuple[NameGroup, ...], least: int, most: int | None, at: _At, sure: bool) -> str:
        parts: list[str] = []
        if least == 1:
            absent = [any_of([self._present(each, at, False, sure) for each in group]) for group in groups]
            parts.append(all_of(absent))
        if most is not None:
            sent = [all_of([self._present(each, at, True, sure) for each in group]) for group in groups]
            if len(sent) == 2:
                parts.append(all_of(sent))
            else:
                parts.append(f"sum(map(bool, ({', '.join(map(unwrapped, sent))}))) > {most}")
        return any_of(parts)

    def _restriction_fails(self, of: Restrict, at: _At, sure: bool) -> str:
        attribute, parameter = self._attribute(at, of.name), self._parameter(at, of.name)
        parts: list[str] = []
        if parameter.json in ("string", "boolean", "integer", "number"):
            parts += self._values_fail(of, attribute, parameter, sure)
            for op, bound in bounds(of):
                if bound is not None:
                    parts.append(self._call(_OPPOSITE[op], attribute, number_text(bound)))
            if of.min_length is not None:
                parts.append(self._call("shorter", attribute, str(of.min_length)))
            if of.max_length is not None:
                parts.append(self._call("longer", attribute, str(of.max_length)))
            if of.pattern is not None:
                parts.append(self._call("unlike", self._pattern(of.pattern), attribute))
            if of.equals is not None:
                parts.append(self._call("differ", attribute, self._attribute(at, of.equals)))
        if parameter.json == "array" or parameter.separator is not None:
            if of.min_items is not None:
                parts.append(f"0 < {self._call('count_listed', attribute)} < {of.min_items}")
            if of.max_items is not None:
                parts.append(f"{self._call('count_listed', attribute)} > {of.max_items}")
        return any_of(parts) if parts else "False"

    def _values_fail(self, of: Restrict, attribute: str, parameter: Parameter, sure: bool) -> list[str]:
        """Render the check that a value is out of bounds.

        A missing value passes unless the default does not; a value sent empty may mean the default.
        """
        parts: list[str] = []
        for values, wrong_if_member in ((of.one_of, False), (of.none_of, True)):
            if values is None:
                continue
            default = parameter.default
            default_fails = default is not None and is_among(default, values, parameter.json) == wrong_if_member
            known: tuple[Any, ...] = _python_values(parameter, values)
            blank: tuple[Any, ...] = () if parameter.json != "string" else ("",)
            if wrong_if_member:
                lacking = ((None,) if sure else (None, *blank)) if default_fails else ()
            elif default_fails:
                lacking = blank if sure else ()
            else:
                lacking = (None, *blank)
            parts.append(member(attribute, (*lacking, *known), wrong_if_member))
        return parts

    def _order_fails(self, of: Ordered, at: _At) -> str:
        left, right = self._attribute(at, of.left), self._attribute(at, of.right)
        parts = [self._call(_OPPOSITE[of.op], left, right)]
        if of.span_max_ms is not None:
            parts.append(self._call("further_apart", left, right, str(of.span_max_ms)))
        return any_of(parts)

    # --- names

    def _call(self, name: str, *arguments: str) -> str:
        """Render a call of one of the runtime's functions for rules."""
        self.imports.add(("runtime.rules", name))
        return f"{name}({', '.join(arguments)})"

    def _attribute(self, at: _At, name: str) -> str:
        if name.startswith("$."):
            at, name = _At(), name[2:]
        return f"{at.variable}.{self.names.attributes[at.path][name]}"

    def _parameters(self, at: _At) -> tuple[Parameter, ...]:
        fields = self.scope.parameters
        for step in at.path:
            found = find(fields, step)
            fields = found.fields if found else ()
        return fields

    def _parameter(self, at: _At, name: str) -> Parameter:
        if name.startswith("$."):
            at, name = _At(), name[2:]
        return find(self._parameters(at), name) or Parameter(name=name)

    def _pattern(self, pattern: str) -> str:
        known = {text: constant for constant, text in self.patterns.items()}
        constant = known.get(pattern)
        if constant is None:
            name = f"{self.rule[0]}_FORM"
            numbered = (f"{name}_{number}" for number in count(2))
            constant = next(each for each in chain([name], numbered) if each not in self.patterns)
            self.patterns[constant] = pattern
        return constant


def _default_holds(of: Condition, default: str) -> bool:
    match of:
        case Matches(_, pattern):
            return re.fullmatch(pattern, default) is not None
        case Compares(_, op, number):
            return compares(number_of(default), op, number)
        case _:
            return False


def _python_values(parameter: Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
    """Return texts as the wire values that the attribute holds."""
    if parameter.json == "number":
        numbers = (number_of(each) for each in values)
        return tuple(each for each in numbers if each is not None)
    return tuple(as_json(each, parameter.json) for each in values)
