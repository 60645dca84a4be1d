"""Resolve ``costs``: the units that a call takes of each budget, with their conditions as the SDK evaluates them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..rules.parse import RulesError, parse_rules
from ..rules.queries import find
from ..rules.tree import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compares,
    Condition,
    Is,
    ItemCounts,
    Matches,
    Not,
    Present,
    Scope,
)
from ..runtime.json_types import is_array, is_items, is_object
from ..runtime.limits.conditions import Cost, CostCondition
from .model import EndpointSpec, VenueSpec

_Path = tuple[str | int, ...]


class _NoCostError(Exception):
    def __init__(self, path: _Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def costs_of(
    written: Mapping[str, Any], endpoint: EndpointSpec, venue: VenueSpec
) -> tuple[Mapping[str, tuple[Cost, ...]], tuple[tuple[_Path, str], ...]]:
    """Return the costs of an endpoint by budget, and what is wrong with those that are left out, by path."""
    found: dict[str, tuple[Cost, ...]] = {}
    problems: list[tuple[_Path, str]] = []
    for budget, value in written.items():
        try:
            if budget not in venue.limits.shared:
                known = ", ".join(venue.limits.shared) or "none"
                raise _NoCostError((budget,), f"limits.shared has no budget {budget}; there are: {known}")
            found[budget] = _costs(value, endpoint.scope(venue), (budget,))
        except _NoCostError as error:
            problems.append((error.path, str(error)))
    return found, tuple(problems)


def _costs(value: Any, scope: Scope, path: _Path) -> tuple[Cost, ...]:
    if not (is_array(value) or is_items(value)):
        return (Cost(_units(value, path)),)
    costs: list[Cost] = []
    for index, entry in enumerate(value):
        where = (*path, index)
        if not is_object(entry) or not entry.keys() <= {"when", "is"} or "is" not in entry:
            raise _NoCostError(where, f"a cost is written {{when: CONDITION, is: NUMBER}}, found {entry!r}")
        when = _condition(entry["when"], scope, (*where, "when")) if "when" in entry else None
        costs.append(Cost(_units(entry["is"], (*where, "is")), when))
    return tuple(costs)


def _units(value: Any, path: _Path) -> int:
    if isinstance(value, Decimal) and value == int(value):
        value = int(value)
    if type(value) is not int or value < 0:
        raise _NoCostError(path, f"a cost is a whole number from 0, found {value!r}")
    return value


def _condition(written: Any, scope: Scope, path: _Path) -> CostCondition:
    try:
        (rule,) = parse_rules([{"id": "cost", "when": written, "refuse": True}], scope)
    except RulesError as error:
        raise _NoCostError(path, error.errors[0].message) from None
    if rule.when == ALWAYS:
        raise _NoCostError(path, "the condition says nothing")
    return _as_data(rule.when, scope, path)


def _as_data(condition: Condition, scope: Scope, path: _Path) -> CostCondition:
    """Return a condition on parameters as the runtime evaluates it."""
    match condition:
        case AllOf(parts):
            return ("all", tuple(_as_data(part, scope, path) for part in parts))
        case AnyOf(parts):
            return ("any", tuple(_as_data(part, scope, path) for part in parts))
        case Not(part):
            return ("not", _as_data(part, scope, path))
        case Present(name):
            return ("present", name)
        case Is(name, values):
            return ("is", name, values, _default(name, scope))
        case Matches(name, pattern):
            return ("matches", name, pattern, _default(name, scope))
        case Compares(name, op, Decimal() as number):
            return (op, name, str(number), _default(name, scope))
        case ItemCounts(of, None, at_least):
            return ("items", of, at_least)
        case _:
            raise _NoCostError(path, "a cost depends on the parameters of the call alone")


def _default(name: str, scope: Scope) -> str | None:
    parameter = find(scope.parameters, name)
    return None if parameter is None else parameter.default
