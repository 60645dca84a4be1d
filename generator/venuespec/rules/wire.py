"""Wire values as rules see them: JSON to text and back, and the numbers that texts stand for."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from .tree import Comparison, JsonType

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")


def text_of(value: Any) -> str | None:
    """A JSON value as the text that rules compare; None for what has no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


def as_json(text: str, json: JsonType) -> Any:
    """The JSON value that a text stands for in a parameter of a JSON type; the text itself where it stands for none."""
    if json == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if json == "integer" and _INTEGER.fullmatch(text) else text


def number_of(text: str) -> Decimal | None:
    """The number that a text stands for."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def compares(number: Decimal | None, op: Comparison, other: Decimal | None) -> bool:
    """Whether two numbers compare so; false where one is none."""
    if number is None or other is None:
        return False
    match op:
        case "gte":
            return number >= other
        case "gt":
            return number > other
        case "lte":
            return number <= other
        case "lt":
            return number < other
