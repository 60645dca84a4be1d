"""Parameter values that are not of the type that is sent: what they become, or why they cannot be sent."""

import re
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from math import isfinite
from numbers import Integral, Rational
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

from .parameters import Param
from .patterns import pattern
from .records import declared_of
from .rules import Violation
from .secret import Secret
from .values import Misfit, is_sendable, plain, shown


class Parameterised(Protocol):
    """An object with parameters: a request, or an item of one."""

    params: ClassVar[tuple[tuple[str, Param], ...]]


P = TypeVar("P", bound=Parameterised)

_MANY_VALUES = 40
_SECRET = pattern(r"pass_?(?:word|phrase)|secret|pwd|token|private_?key", re.IGNORECASE)
_JSON = {
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a finite number",
    "array": "a sequence",
    "object": "a dict",
}
_CONVERTERS = {
    "number": "a finite number",
    "number_or_text": "a finite number or text",
    "whole_number": "a whole number",
    "json_number": "a finite number",
    "iso_time": "a datetime with tzinfo, or ISO 8601 text",
    "flag_text": "true or false",
    "joined": "text, or a sequence of texts",
}


class Unsendable(NamedTuple):
    """A value that cannot be sent, in a checked request: rules see a value of which they know nothing."""

    value: Any
    wanted: str


def unfit(attribute: str, row: Param, value: object, wanted: str) -> Violation:
    """Return the violation that names a parameter, its value and a way out."""
    advice = _advice(value, row)
    got = f"got {displayed(row, value)}{f'; {advice}' if advice else ''}"
    message = f"{label(attribute, row)} must be {wanted}, {got}."
    return Violation(rule="type", params=(row.wire,), message=message)


def label(attribute: str, row: Param) -> str:
    """Return a parameter's name in Python and, where that differs, on the wire: ``td_mode/tdMode``."""
    return row.wire if attribute == row.wire else f"{attribute}/{row.wire}"


def displayed(row: Param, value: object) -> str:
    """Return a value in a message; three stars for a secret."""
    hidden = isinstance(value, Secret) or _SECRET.search(row.wire)
    return "***" if hidden else shown(_given(value))


def _given(value: object) -> object:
    return value.given if isinstance(value, Misfit) else value


def lacking(attribute: str, row: Param, value: object = None) -> Violation:
    """Return the violation of a required parameter that is not sent, or is sent as empty text."""
    came = "" if value is None else ", got empty text"
    return Violation(rule="required", params=(row.wire,), message=f"{label(attribute, row)} is required{came}.")


def unlisted(attribute: str, row: Param, value: Any, *, read: bool) -> list[Violation]:
    """Return the violation of a text or whole number that is not among the documented values.

    A list that the documentation leaves open only warns. Several values with commas between are no violation where the
    documentation takes them; elsewhere a write is refused, and a read warned of, as filters often take several.
    """
    if value == "":
        return []
    where, given, text = label(attribute, row), displayed(row, value), str(value)
    parts = text.split(",")
    if len(parts) > 1 and set(parts) <= set(row.values):
        if row.several:
            return []
        message = f"{where} is {given}; the documentation does not say that it takes several values."
        return [Violation(rule="values", params=(row.wire,), message=message, level="warn" if read else "error")]
    near = nearest(text, row.values)
    hint = f"; did you mean {near!r}?" if near else "."
    said = ", ".join(row.values[:_MANY_VALUES]) + (", ..." if len(row.values) > _MANY_VALUES else "")
    message = f"{where} is {given}; the documentation lists {said}{hint}"
    return [Violation(rule="values", params=(row.wire,), message=message, level="warn" if row.open else "error")]


def nearest(value: str, names: tuple[str, ...]) -> str | None:
    """Return the name that a misspelt text most likely means; None where nothing is near."""
    from difflib import get_close_matches

    def bare(text: str) -> str:
        return re.sub(r"[^0-9a-z]", "", text.lower())

    same = [name for name in names if bare(name) == bare(value)]
    if len(same) == 1 or (same and value.swapcase() not in same):
        return same[0]
    if same:
        return value.swapcase()
    close = get_close_matches(value.lower(), [name.lower() for name in names], 1, 0.75)
    return next((name for name in names if close and name.lower() == close[0]), None)


def settle(item: P) -> tuple[P, list[Violation]]:
    """Return a copy in which every value is one that can be sent or an ``Unsendable``, and warnings about it.

    An item that is so already comes back itself.
    """
    changed: dict[str, Any] = {}
    told: list[Violation] = []
    for attribute, row in item.params:
        value = getattr(item, attribute)
        if value is None or type(value) is row.holds or type(value) is Unsendable:
            continue
        if row.items is not None and (row.json != "array") and isinstance(value, row.items):
            continue
        settled = _settled(item, attribute, row, value)
        if settled is value:
            continue
        changed[attribute] = settled
        if settled is None and not row.required:
            message = f"{label(attribute, row)} is empty text, which counts as not given; None leaves it out."
            told.append(Violation(rule="empty", params=(row.wire,), message=message, level="warn"))
    return (replaced(item, changed) if changed else item), told


def replaced(item: P, changed: Mapping[str, Any]) -> P:
    """Return a copy with other values, which are not converted."""
    made = copy(item)
    for attribute, value in changed.items():
        object.__setattr__(made, attribute, value)
    return made


def sendable(item: Parameterised, attribute: str, row: Param, value: Any) -> Any:
    """Return an unusual value as it is sent, None for empty text in place of a JSON number.

    What cannot be sent is unchanged.
    """
    if row.items is not None:
        return value
    if isinstance(value, str) and row.json == "string":
        return value.value if isinstance(value, Enum) else str.__str__(value)
    settled = _settled(item, attribute, row, value)
    return value if isinstance(settled, Unsendable) else settled


def _settled(item: Parameterised, attribute: str, row: Param, value: Any) -> Any:
    """Return a value as rules see it: an ``Unsendable`` if it cannot be sent, None for empty text of no meaning."""
    if isinstance(value, Misfit):
        text = str.__str__(value)
        if text.strip() == "" and not row.empty:
            return None
        return text if row.json == "string" and (not text or text in row.values) else value
    wanted = _wanted(item, attribute, row)
    if row.items is not None:
        many = f"a sequence of {row.items.__name__}"
        return Unsendable(value, many if row.json == "array" else f"a {row.items.__name__}")
    if row.json == "object":
        return dict(value) if hasattr(value, "keys") else Unsendable(value, wanted)
    if row.json != "string" or wanted != _JSON["string"]:
        return Unsendable(value, wanted)  # its converter did not know what to do
    written = _as_text(value, row)
    return Unsendable(value, wanted) if written is None else written


def _as_text(value: Any, row: Param) -> str | None:
    """Return the text of a value for a parameter that is neither number nor moment; None where it has none."""
    from .plain_values import plain_value

    found = plain_value(value)
    if type(found) is str:
        return found
    if type(found) is bool:
        text = "true" if found else "false"
        return text if text in row.values else None
    if type(found) is int:
        return int.__repr__(found) if found.bit_length() <= 10_000 else None
    if type(found) is Decimal:
        return plain(found) if is_sendable(found) else None
    if type(found) is float and row.values:
        text = f"{found:g}"
        return text if text in row.values else None
    return None  # a float may have lost digits of an id


def _wanted(item: Parameterised, attribute: str, row: Param) -> str:
    """Return the words for what a parameter takes."""
    used = declared_of(type(item))[attribute].get("converter")
    converter: str = getattr(used, "__name__", "")
    unit = converter.partition("_")[2]
    if converter.startswith(("unix_", "whole_")) and unit in ("seconds", "milliseconds", "microseconds", "nanoseconds"):
        return f"a datetime with tzinfo, or Unix {unit}"
    return _CONVERTERS.get(converter, _JSON[row.json])


def _advice(given: Any, row: Param) -> str:
    from .plain_values import is_missing

    value: Any = _given(given)
    if is_missing(value):
        return "" if row.required else "None leaves it out"
    if isinstance(value, datetime):
        return "it is naive: give it a tzinfo, such as datetime.UTC" if value.tzinfo is None else ""
    if isinstance(value, date):
        return "a date has no time of day"
    if isinstance(value, float) and row.json == "string":
        return "a float may have lost digits: give text or an int" if isfinite(value) else ""
    if isinstance(value, Rational) and not isinstance(value, Integral):
        return "as a decimal it has no end: round it"
    if isinstance(value, str | bytes):
        return "decode the bytes" if isinstance(value, bytes) else ""
    return "take one value out of it" if row.json not in ("array", "object") and _has_items(value) else ""


def _has_items(value: Any) -> bool:
    """Tell whether a value holds others; False for one that does not say, such as an array without a dimension."""
    try:
        return bool(getattr(value, "shape", None)) or len(value) > 0
    except Exception:  # of the caller's own class
        return False
