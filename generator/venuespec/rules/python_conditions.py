"""Render conditions of rules as Python: each is wanted true or false, certainly or possibly."""

import re
from decimal import Decimal
from typing import Any

from attrs import frozen

from .expressions import all_of, any_of, member, number_text, quoted, unwrapped
from .python_terms import PythonObject, PythonTerms, wire_values
from .tree import (
    AllOf,
    AnyOf,
    Compares,
    Condition,
    FromNow,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
    Matches,
    Not,
    Present,
)
from .wire import compares, is_among, number_of


@frozen
class PythonConditions:
    """Renders conditions as expressions on request objects; an attribute that is None is not sent."""

    terms: PythonTerms

    def render(self, of: Condition, at: PythonObject, want: bool, sure: bool) -> str:
        """Render an expression that is true if the condition certainly, or possibly, has the wanted truth."""
        match of:
            case AllOf(parts):
                return (all_of if want else any_of)([self.render(part, at, want, sure) for part in parts])
            case AnyOf(parts):
                return (any_of if want else all_of)([self.render(part, at, want, sure) for part in parts])
            case Not(part):
                return self.render(part, at, not want, sure)
            case Present(name):
                return self.present(name, at, want, sure)
            case Is(name, values):
                return self._is(name, values, at, want, sure)
            case Matches(name, pattern):
                holds = self.terms.call("matches", self.terms.pattern(pattern), self.terms.attribute(at, name))
                return self._with_default(of, name, holds, at, want, sure)
            case Compares(name, op, number):
                if isinstance(number, FromNow):
                    unit = self.terms.parameter(at, name).unit
                    holds = self.terms.with_now(self.terms.attribute(at, name), op, number, unit, want == sure)
                    return holds if want else f"not {holds}"
                holds = self.terms.call(op, self.terms.attribute(at, name), number_text(number))
                return self._with_default(of, name, holds, at, want, sure)
            case InContext(name, values):
                # Unknown is None: it is possibly any value and certainly none.
                unknown = () if want == sure else (None,)
                return member(self.terms.context(name, at), (*unknown, *values), want)
            case InstrumentType(types):
                helper = "only" if want == sure else "none_of"
                return f"{'' if sure else 'not '}{self.terms.call(helper, 'types', quoted(types))}"
            case ItemCounts():
                return self._counts(of, at, want, sure)

    def present(self, name: str, at: PythonObject, want: bool, sure: bool) -> str:
        """Render whether a parameter is sent; an empty text or list is possibly sent and possibly not."""
        attribute = self.terms.attribute(at, name)
        own_path = () if name.startswith("$.") else at.path
        if (own_path, name.removeprefix("$.")) in self.terms.names.required:
            absent = self.terms.call("missing", attribute)
            there = f"not {absent}"
        else:
            absent, there = f"{attribute} is None", f"{attribute} is not None"
        if self.terms.parameter(at, name).json not in ("string", "array") or want != sure:
            return there if want else absent
        return attribute if want else f"not {attribute}"

    def _is(self, name: str, values: tuple[str, ...], at: PythonObject, want: bool, sure: bool) -> str:
        parameter = self.terms.parameter(at, name)
        wanted: tuple[Any, ...] = wire_values(parameter, values)
        if parameter.default is not None and is_among(parameter.default, values, parameter.json):
            # Not sent it has the default; sent empty it possibly has.
            wanted = (None, *wanted) if want == sure or parameter.json == "boolean" else (None, "", *wanted)
        return member(self.terms.attribute(at, name), wanted, want)

    def _with_default(self, of: Condition, name: str, holds: str, at: PythonObject, want: bool, sure: bool) -> str:
        """Render a call of a helper that is false for missing and empty values; the default stands for these."""
        default = self.terms.parameter(at, name).default
        if default is None or not _default_holds(of, default):
            return holds if want else f"not {holds}"
        missing = member(self.terms.attribute(at, name), (None,) if want == sure else (None, ""), True)
        return f"({missing} or {holds})" if want else f"not ({missing} or {holds})"

    def _counts(self, of: ItemCounts, at: PythonObject, want: bool, sure: bool) -> str:
        attribute = self.terms.attribute(at, of.of)
        if of.where is None:
            return f"{self.terms.call('count_listed', attribute)} {'>=' if want else '<'} {of.at_least}"
        inside = (*at.path, of.of)
        where = self.render(of.where, PythonObject("each", inside), True, want == sure)
        if at.path:
            items = self.terms.call("placed", repr(of.of), attribute, self.terms.names.classes[inside])
        else:
            items = self.terms.items(of.of)
        if of.at_least == 1:
            return f"{'' if want else 'not '}any({unwrapped(where)} for _, each in {items})"
        return f"sum(1 for _, each in {items} if {unwrapped(where)}) {'>=' if want else '<'} {of.at_least}"


def _default_holds(of: Condition, default: str) -> bool:
    match of:
        case Matches(_, pattern):
            return re.fullmatch(pattern, default) is not None
        case Compares(_, op, Decimal() as number):
            return compares(number_of(default), op, number)
        case _:
            return False
