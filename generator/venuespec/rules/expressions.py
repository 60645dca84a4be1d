"""Combine Python boolean expressions: join them, merge redundant ones, and use few parentheses."""

import ast
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ..runtime.json_types import is_items


def member(attribute: str, values: tuple[Any, ...], positive: bool) -> str:
    """Render membership with the simplest operator: ``is``, ``==`` or ``in``."""
    if len(values) == 1:
        [value] = values
        identity = value is None or isinstance(value, bool)
        operator = ("is" if positive else "is not") if identity else ("==" if positive else "!=")
        return f"{attribute} {operator} {value!r}"
    return f"{attribute} {'in' if positive else 'not in'} {values!r}"


def number_text(number: Decimal) -> str:
    return str(int(number)) if number == int(number) else f"Decimal({format(number, 'f')!r})"


def quoted(values: Iterable[str]) -> str:
    return ", ".join(map(repr, values))


def implies(part: str, fails: str, sent: str) -> bool:
    """Tell whether a condition on a parameter already says that the parameter is sent."""
    if sent != fails:
        return part in (f"{sent} is True", f"{sent} is False")
    for operator in (" == ", " in "):
        name, separator, values = part.partition(operator)
        if separator and name == sent and values[:1] in "'(":
            known = ast.literal_eval(values)
            return all(known) if is_items(known) else bool(known)
    return False


def _without_absence(parts: list[str]) -> list[str]:
    """Join "is not sent" and "is sent, and none of these" to "is none of these"."""
    for absent in [part for part in parts if part.endswith(" is None")]:
        name = absent.removesuffix(" is None")
        lead = f"{name} not in (None, "
        for listing in [part for part in parts if part.startswith(lead)]:
            values = ast.literal_eval(listing.removeprefix(f"{name} not in "))
            parts = [member(name, values[1:], False) if part == listing else part for part in parts if part != absent]
    return parts


def all_of(parts: list[str]) -> str:
    return _joined(parts, "and")


def any_of(parts: list[str]) -> str:
    return _joined(_without_absence(parts), "or")


def _joined(parts: list[str], word: str) -> str:
    parts = list(dict.fromkeys(parts))
    if not parts:
        return "True" if word == "and" else "False"
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(_flattened(part, word) for part in parts)})"


def _flattened(part: str, word: str) -> str:
    """Drop the parentheses of a nested part that is joined by the same word."""
    if not (part.startswith("(") and part.endswith(")")) or f" {word} " not in part:
        return part
    tree = ast.parse(part, mode="eval").body
    same = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And if word == "and" else ast.Or)
    return unwrapped(part) if same else part


def unwrapped(expression: str) -> str:
    """Drop parentheses around the whole expression."""
    if not expression.startswith("(") or not expression.endswith(")"):
        return expression
    inner = expression[1:-1]
    try:
        whole = ast.dump(ast.parse(inner, mode="eval")) == ast.dump(ast.parse(expression, mode="eval"))
    except SyntaxError:
        return expression
    return inner if whole else expression
