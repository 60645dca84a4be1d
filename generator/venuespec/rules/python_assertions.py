"""Render assertions of rules as Python: an expression that is true if the assertion fails."""

from typing import Any

from attrs import frozen

from .expressions import all_of, any_of, member, number_text, unwrapped
from .python_conditions import PythonConditions
from .python_terms import PythonObject, PythonTerms, wire_values
from .queries import bounds
from .tree import (
    AllOrNone,
    Assertion,
    Choice,
    Comparison,
    Forbid,
    FromNow,
    Ignored,
    NameGroup,
    Ordered,
    Parameter,
    Refused,
    Require,
    Restrict,
)
from .wire import is_among

_OPPOSITE: dict[Comparison, Comparison] = {"gte": "lt", "gt": "lte", "lte": "gt", "lt": "gte"}


@frozen
class PythonAssertions:
    """Renders assertions as expressions that are true if they certainly, or possibly, fail."""

    terms: PythonTerms
    conditions: PythonConditions

    def fails(self, of: Assertion, at: PythonObject, sure: bool) -> str:
        """Render an expression that is true if the assertion certainly, or possibly, fails."""
        match of:
            case Require(names):
                return any_of([self.conditions.present(name, at, False, sure) for name in names])
            case Forbid(names) | Ignored(names):
                return any_of([self.conditions.present(name, at, True, sure) for name in names])
            case AllOrNone(names):
                some = any_of([self.conditions.present(name, at, True, sure) for name in names])
                lacking = any_of([self.conditions.present(name, at, False, sure) for name in names])
                return all_of([some, lacking])
            case Choice(groups, least, most, _):
                return self._choice_fails(groups, least, most, at, sure)
            case Restrict():
                return self._restriction_fails(of, at, sure)
            case Ordered():
                return self._order_fails(of, at)
            case Refused():
                return "True"

    def _choice_fails(
        self, groups: tuple[NameGroup, ...], least: int, most: int | None, at: PythonObject, sure: bool
    ) -> str:
        parts: list[str] = []
        if least == 1:
            absent = [any_of([self.conditions.present(name, at, False, sure) for name in group]) for group in groups]
            parts.append(all_of(absent))
        if most is not None:
            sent = [all_of([self.conditions.present(name, at, True, sure) for name in group]) for group in groups]
            if len(sent) == 2:
                parts.append(all_of(sent))
            else:
                parts.append(f"sum(map(bool, ({', '.join(map(unwrapped, sent))}))) > {most}")
        return any_of(parts)

    def _restriction_fails(self, of: Restrict, at: PythonObject, sure: bool) -> str:
        attribute, parameter = self.terms.attribute(at, of.name), self.terms.parameter(at, of.name)
        parts: list[str] = []
        if parameter.json in ("string", "boolean", "integer", "number"):
            parts += self._values_fail(of, attribute, parameter, sure)
            for op, bound in bounds(of):
                if isinstance(bound, FromNow):
                    parts.append(self.terms.with_now(attribute, _OPPOSITE[op], bound, parameter.unit, sure))
                elif bound is not None:
                    parts.append(self.terms.call(_OPPOSITE[op], attribute, number_text(bound)))
            if of.min_length is not None:
                parts.append(self.terms.call("shorter", attribute, str(of.min_length)))
            if of.max_length is not None:
                parts.append(self.terms.call("longer", attribute, str(of.max_length)))
            if of.pattern is not None:
                parts.append(self.terms.call("unlike", self.terms.pattern(of.pattern), attribute))
            if of.equals is not None:
                parts.append(self.terms.call("differ", attribute, self.terms.attribute(at, of.equals)))
        if parameter.json == "array" or parameter.separator is not None:
            if of.min_items is not None:
                counted = f"{self.terms.call('count_listed', attribute)} < {of.min_items}"
                is_array = parameter.json == "array"
                parts.append(all_of([f"{attribute} is not None", f"0 <= {counted}"]) if is_array else f"0 < {counted}")
            if of.max_items is not None:
                parts.append(f"{self.terms.call('count_listed', attribute)} > {of.max_items}")
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
            known: tuple[Any, ...] = wire_values(parameter, values)
            blank: tuple[Any, ...] = () if parameter.json != "string" else ("",)
            if wrong_if_member:
                lacking = ((None,) if sure else (None, *blank)) if default_fails else ()
            elif default_fails:
                lacking = blank if sure else ()
            else:
                lacking = (None, *blank)
            parts.append(member(attribute, (*lacking, *known), wrong_if_member))
        return parts

    def _order_fails(self, of: Ordered, at: PythonObject) -> str:
        left, right = self.terms.attribute(at, of.left), self.terms.attribute(at, of.right)
        parts = [self.terms.call(_OPPOSITE[of.op], left, right)]
        span = of.span_in(self.terms.parameter(at, of.left).unit)
        if span is not None:
            parts.append(self.terms.call("further_apart", left, right, str(span)))
        return any_of(parts)
