"""Wire values as rules see them: conversion between JSON and text, and the numbers in texts."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from .tree import Comparison, JsonType

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def text_of(value: Any) -> str | None:
    """Return a JSON value as the text that rules compare; None for a value without a text form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else None
    return str(value) if isinstance(value, str | int) else None


def as_json(text: str, json: JsonType) -> Any:
    """Return the JSON value of a text for a parameter's JSON type; the text itself if it has none."""
    if json == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if json == "number" and _NUMBER.fullmatch(text):
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    return int(text) if json == "integer" and _INTEGER.fullmatch(text) else text


def is_among(text: str, values: Iterable[str], json: JsonType) -> bool:
    """Tell whether a text is one of the values: literally, or as a number where JSON numbers travel."""
    if json != "number":
        return text in values
    number = number_of(text)
    return number is not None and any(number_of(value) == number for value in values)


def number_of(text: str) -> Decimal | None:
    """Parse a text as a finite number; None if it is not one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def compares(number: Decimal | None, op: Comparison, bound: Decimal | None) -> bool:
    """Compare two numbers; false if either is None."""
    if number is None or bound is None:
        return False
    match op:
        case "gte":
            return number >= bound
        case "gt":
            return number > bound
        case "lte":
            return number <= bound
        case "lt":
            return number < bound
