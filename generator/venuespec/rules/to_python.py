"""Render rules as Python: the bodies of the generated ``broken`` and ``undecided`` methods.

A condition has four renderings: for the truth that is wanted (true or false), and for holding *certainly* or only
*possibly*. ``broken`` asks for a condition that is certainly true and an assertion that certainly fails;
``undecided`` for both possibly. The code runs on request objects, whose attributes are wire values; None means
not sent.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

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
from .wire import as_json, compares, number_of

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

    ``patterns`` are the regular expressions that they use, by the name of the constant."""

    broken: str
    undecided: str
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
    rule: list[str] = field(factory=lambda: ["PATTERN"])
    """The constant of the rule that is being rendered, which its patterns are named after."""

    # --- bodies

    def body(self, rules: tuple[RuleTree, ...], *, sure: bool) -> str:
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
            cls = self.names.classes[at.path]
            inner: list[str] = []
            if any(INSTRUMENT_TYPE in reads(rule) for rule in group) and self._types(at) != known:
                inner += self._types(at)
            for rule in group:
                inner += self._statement(rule, at, "where", sure)
            where = "where" if sure else "_"
            lines.append(f"for {where}, {item} in placed({name!r}, {self._attribute(_At(), name)}, {cls}):")
            lines += [f"    {line}" for line in inner]
        return "\n".join(lines)

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
        lines = [f"types = INSTRUMENTS.types({', '.join(arguments)})"]
        for narrowing in instruments.narrow if ids else ():
            if all(self._knows(each) for each in leaves(narrowing.when)):
                condition = self.condition(narrowing.when, _At(), True, True)
                lines += [f"if {condition}:", f"    types = without(types, {_arguments(narrowing.without)})"]
        return lines

    def _knows(self, leaf: Condition) -> bool:
        name = leaf.of if isinstance(leaf, ItemCounts) else getattr(leaf, "name", None)
        return isinstance(leaf, InContext) or (name is not None and find(self.scope.parameters, name) is not None)

    def _statement(self, rule: RuleTree, at: _At, where: str, sure: bool) -> list[str]:
        self.rule[0] = self.names.constants[rule.id]
        conditions = rule.when.of if isinstance(rule.when, AllOf) else (rule.when,)
        parts = [self.condition(each, at, True, sure) for each in conditions]
        fails = _any([self.fails(each, at, sure) for each in rule.asserts])
        sent = fails.removesuffix(" is not None")
        if rule.asserts == (Refused(),):
            pass  # The condition says it all.
        elif sent == fails or not {f"{sent} is True", f"{sent} is False"} & set(parts):
            parts.append(fails)
        constant = self.names.constants[rule.id]
        if sure:
            action = f"yield broken({constant}{', ' + where if where else ''})"
        else:
            known = ", ".join(f"{each!r}: {self._context_value(each)}" for each in reads(rule))
            action = f"yield from open_question({constant}, {{{known}}})"
        return [f"if {_unwrapped(_all(parts))}:", f"    {action}"]

    def _context_value(self, name: str) -> str:
        return "types" if name == INSTRUMENT_TYPE else f"context.{self.names.context[name]}"

    # --- conditions

    def condition(self, of: Condition, at: _At, want: bool, sure: bool) -> str:
        """Render an expression that is true if the condition certainly, or possibly, has the wanted truth."""
        match of:
            case AllOf(parts):
                return (_all if want else _any)([self.condition(each, at, want, sure) for each in parts])
            case AnyOf(parts):
                return (_any if want else _all)([self.condition(each, at, want, sure) for each in parts])
            case Not(part):
                return self.condition(part, at, not want, sure)
            case Present(name):
                return self._present(name, at, want, sure)
            case Is(name, values):
                return self._is(name, values, at, want, sure)
            case Matches(name, pattern):
                holds = f"matches({self._pattern(pattern)}, {self._attribute(at, name)})"
                return self._with_default(of, name, holds, at, want, sure)
            case Compares(name, op, number):
                holds = f"{op}({self._attribute(at, name)}, {_bound(number)})"
                return self._with_default(of, name, holds, at, want, sure)
            case InContext(name, values):
                # Unknown is None: it is possibly any value and certainly none.
                unknown = () if want == sure else (None,)
                return _member(f"context.{self.names.context[name]}", (*unknown, *values), want)
            case InstrumentType(types):
                helper = "only" if want == sure else "none_of"
                return f"{'' if sure else 'not '}{helper}(types, {_arguments(types)})"
            case ItemCounts():
                return self._counts(of, at, want, sure)

    def _present(self, name: str, at: _At, want: bool, sure: bool) -> str:
        """Render whether a parameter is sent; an empty text or list is possibly sent and possibly not."""
        attribute = self._attribute(at, name)
        own_path = () if name.startswith("$.") else at.path
        if (own_path, name.removeprefix("$.")) in self.names.required:
            absent, there = f"missing({attribute})", f"not missing({attribute})"
        else:
            absent, there = f"{attribute} is None", f"{attribute} is not None"
        if self._parameter(at, name).json not in ("string", "array") or want != sure:
            return there if want else absent
        return attribute if want else f"not {attribute}"

    def _is(self, name: str, values: tuple[str, ...], at: _At, want: bool, sure: bool) -> str:
        parameter = self._parameter(at, name)
        wanted: tuple[Any, ...] = _python_values(parameter, values)
        if parameter.default is not None and parameter.default in values:
            # Not sent it has the default; sent empty it possibly has.
            wanted = (None, *wanted) if want == sure or parameter.json == "boolean" else (None, "", *wanted)
        return _member(self._attribute(at, name), wanted, want)

    def _with_default(self, of: Condition, name: str, holds: str, at: _At, want: bool, sure: bool) -> str:
        """Render a call of a helper that is false for missing and empty values; the default stands for these."""
        default = self._parameter(at, name).default
        if default is None or not _default_holds(of, default):
            return holds if want else f"not {holds}"
        missing = _member(self._attribute(at, name), (None,) if want == sure else (None, ""), True)
        return f"({missing} or {holds})" if want else f"not ({missing} or {holds})"

    def _counts(self, of: ItemCounts, at: _At, want: bool, sure: bool) -> str:
        attribute = self._attribute(at, of.of)
        if of.where is None:
            return f"count_listed({attribute}) {'>=' if want else '<'} {of.at_least}"
        inside = (*at.path, of.of)
        where = self.condition(of.where, _At("each", inside), True, want == sure)
        items = f"placed({of.of!r}, {attribute}, {self.names.classes[inside]})"
        if of.at_least == 1:
            return f"{'' if want else 'not '}any({_unwrapped(where)} for _, each in {items})"
        return f"sum(1 for _, each in {items} if {_unwrapped(where)}) {'>=' if want else '<'} {of.at_least}"

    # --- assertions

    def fails(self, of: Assertion, at: _At, sure: bool) -> str:
        """Render an expression that is true if the assertion certainly, or possibly, fails."""
        match of:
            case Require(names):
                return _any([self._present(each, at, False, sure) for each in names])
            case Forbid(names) | Ignored(names):
                return _any([self._present(each, at, True, sure) for each in names])
            case AllOrNone(names):
                some = _any([self._present(each, at, True, sure) for each in names])
                lacking = _any([self._present(each, at, False, sure) for each in names])
                return _all([some, lacking])
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
            absent = [_any([self._present(each, at, False, sure) for each in group]) for group in groups]
            parts.append(_all(absent))
        if most is not None:
            sent = [_all([self._present(each, at, True, sure) for each in group]) for group in groups]
            if len(sent) == 2:
                parts.append(_all(sent))
            else:
                parts.append(f"sum(map(bool, ({', '.join(map(_unwrapped, sent))}))) > {most}")
        return _any(parts)

    def _restriction_fails(self, of: Restrict, at: _At, sure: bool) -> str:
        attribute, parameter = self._attribute(at, of.name), self._parameter(at, of.name)
        parts: list[str] = []
        if parameter.json in ("string", "boolean", "integer", "number"):
            parts += self._values_fail(of, attribute, parameter, sure)
            parts += [f"{_OPPOSITE[op]}({attribute}, {_bound(bound)})" for op, bound in bounds(of) if bound is not None]
            if of.min_length is not None:
                parts.append(f"shorter({attribute}, {of.min_length})")
            if of.max_length is not None:
                parts.append(f"longer({attribute}, {of.max_length})")
            if of.pattern is not None:
                parts.append(f"unlike({self._pattern(of.pattern)}, {attribute})")
            if of.equals is not None:
                parts.append(f"differ({attribute}, {self._attribute(at, of.equals)})")
        if parameter.json == "array" or parameter.separator is not None:
            if of.min_items is not None:
                parts.append(f"0 < count_listed({attribute}) < {of.min_items}")
            if of.max_items is not None:
                parts.append(f"count_listed({attribute}) > {of.max_items}")
        return _any(parts) if parts else "False"

    def _values_fail(self, of: Restrict, attribute: str, parameter: Parameter, sure: bool) -> list[str]:
        """Render the check that a value is out of bounds.

        A missing value passes unless the default does not; a value sent empty may mean the default.
        """
        parts: list[str] = []
        for values, wrong_if_member in ((of.one_of, False), (of.none_of, True)):
            if values is None:
                continue
            default_fails = parameter.default is not None and (parameter.default in values) == wrong_if_member
            known: tuple[Any, ...] = _python_values(parameter, values)
            blank: tuple[Any, ...] = () if parameter.json != "string" else ("",)
            if wrong_if_member:
                lacking = ((None,) if sure else (None, *blank)) if default_fails else ()
            elif default_fails:
                lacking = blank if sure else ()
            else:
                lacking = (None, *blank)
            parts.append(_member(attribute, (*lacking, *known), wrong_if_member))
        return parts

    def _order_fails(self, of: Ordered, at: _At) -> str:
        left, right = self._attribute(at, of.left), self._attribute(at, of.right)
        parts = [f"{_OPPOSITE[of.op]}({left}, {right})"]
        if of.span_max_ms is not None:
            parts.append(f"further_apart({left}, {right}, {of.span_max_ms})")
        return _any(parts)

    # --- names

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
            constant = next(
                each for each in (name, *(f"{name}_{n}" for n in range(2, 99))) if each not in self.patterns
            )
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
    return tuple(as_json(each, parameter.json) for each in values)


def _member(attribute: str, values: tuple[Any, ...], positive: bool) -> str:
    """Render membership with the simplest operator: ``is``, ``==`` or ``in``."""
    if len(values) == 1:
        [value] = values
        identity = value is None or isinstance(value, bool)
        operator = ("is" if positive else "is not") if identity else ("==" if positive else "!=")
        return f"{attribute} {operator} {value!r}"
    return f"{attribute} {'in' if positive else 'not in'} {values!r}"


def _bound(number: Decimal) -> str:
    return str(int(number)) if number == int(number) else f"Decimal({format(number, 'f')!r})"


def _arguments(values: Iterable[str]) -> str:
    return ", ".join(map(repr, values))


def _all(parts: list[str]) -> str:
    return _joined(parts, "and")


def _any(parts: list[str]) -> str:
    return _joined(parts, "or")


def _joined(parts: list[str], word: str) -> str:
    parts = list(dict.fromkeys(parts))
    if not parts:
        return "True" if word == "and" else "False"
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(_flattened(each, word) for each in parts)})"


def _flattened(part: str, word: str) -> str:
    """Drop the parentheses of a nested part that is joined by the same word."""
    if not (part.startswith("(") and part.endswith(")")) or f" {word} " not in part:
        return part
    tree = ast.parse(part, mode="eval").body
    same = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And if word == "and" else ast.Or)
    return _unwrapped(part) if same else part


def _unwrapped(expression: str) -> str:
    """Drop parentheses around the whole expression."""
    if not expression.startswith("(") or not expression.endswith(")"):
        return expression
    inner = expression[1:-1]
    try:
        whole = ast.dump(ast.parse(inner, mode="eval")) == ast.dump(ast.parse(expression, mode="eval"))
    except SyntaxError:
        return expression
    return inner if whole else expression
