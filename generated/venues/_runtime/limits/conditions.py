"""Costs of a call that depend on its parameters: conditions as data, judged on the values that are sent.

A spec states them in its rule language; its evaluator and this one must agree.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from ..json_types import is_array, is_items

CostCondition = tuple[Any, ...]
"""A name and its arguments.

``is`` and ``present`` look at a parameter, ``matches`` at its text, ``gte``, ``gt``, ``lte``, ``lt`` at its number, and
``items`` at how many there are of a list or of a text with commas; ``all``, ``any`` and ``not`` hold conditions.
"""
_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {"gte": ge, "gt": gt, "lte": le, "lt": lt}


class Cost(NamedTuple):
    """The units of a budget that a call takes where a condition holds; without one it always does."""

    units: int
    when: CostCondition | None = None


def units(costs: tuple[Cost, ...], sent: Mapping[str, Any]) -> int:
    """Return the units of the first cost that holds; the greatest where none does."""
    first = next((cost.units for cost in costs if cost.when is None or holds(cost.when, sent)), None)
    return max((cost.units for cost in costs), default=1) if first is None else first


def holds(condition: CostCondition, sent: Mapping[str, Any]) -> bool:
    """Return whether a condition holds for what is sent; empty text counts as not sent."""
    name, *of = condition
    if name in ("all", "any"):
        return (all if name == "all" else any)(holds(part, sent) for part in of[0])
    if name == "not":
        return not holds(of[0], sent)
    value = sent.get(of[0])
    if name == "present":
        return value is not None and value != "" and value != [] and value != ()
    if name == "items":
        if is_array(value) or is_items(value):
            return len(value) >= int(of[1])
        return value not in (None, "") and str(value).count(",") + 1 >= int(of[1])
    text = _text(value) if value not in (None, "") else of[2]
    if text is None:
        return False
    if name == "is":
        return text in of[1]
    if name == "matches":
        return re.fullmatch(of[1], text) is not None
    try:
        return _COMPARE[name](Decimal(text), Decimal(of[1]))
    except InvalidOperation:
        return False


def names(condition: CostCondition | None) -> Iterator[str]:
    """Yield the parameters that a condition looks at."""
    if condition is None:
        return
    name, *of = condition
    if name in ("all", "any"):
        for part in of[0]:
            yield from names(part)
    elif name == "not":
        yield from names(of[0])
    else:
        yield of[0]


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
