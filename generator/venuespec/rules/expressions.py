"""Python expressions put together as text, with no more parentheses than a reader needs."""

import ast
from collections.abc import Iterable
from decimal import Decimal
from typing import Any


def member(attribute: str, values: tuple[Any, ...], positive: bool) -> str:
    """Render membership with the simplest operator: ``is``, ``==`` or ``in``."""
    if len(values) == 1:
        [value] = values
        identity = value is None or isinstance(value, bool)
        operator = ("is" if positive else "is not") if identity else ("==" if positive else "!=")
        return f"{attribute} {operator} {value!r}"
    return f"{attribute} {'in' if positive else 'not in'} {values!r}"


def number_literal(number: Decimal) -> str:
    """Render a number: a whole one as an int, any other as a Decimal."""
    return str(int(number)) if number == int(number) else f"Decimal({format(number, 'f')!r})"


def text_arguments(values: Iterable[str]) -> str:
    """Render texts as the arguments of a call."""
    return ", ".join(map(repr, values))


def all_of(parts: list[str]) -> str:
    """Join expressions with ``and``; none at all is true."""
    return _joined(parts, "and")


def any_of(parts: list[str]) -> str:
    """Join expressions with ``or``; none at all is false."""
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
