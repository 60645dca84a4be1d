"""Parse what the prose of a table cell states about a value: its default, range and length.

A sentence that begins with a condition ('When the period is ...', 'If ...') states nothing that holds for every call,
and a default that depends on something ('for buy', 'in net mode') does not count; both are left to the rules.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypedDict

_SENTENCE = re.compile(r"(?<=[.;；。])\s+|\n")
_UNSENT = re.compile(
    r"(?:if|when) (?:not specified|not provided|omitted|unspecified)[^,`]*,?\s*|\s*when unspecified", re.IGNORECASE
)
_CONDITION = re.compile(r"\W*(?:if|when|for|in case|unless|spot|contract)\b|.*\bfor example\b", re.IGNORECASE)
# A bare value begins at a word boundary: a search inside words would take quadratic time on a long word.
_BARE = r"-?(?<![A-Za-z0-9_])[A-Za-z0-9_]+(?:\.[0-9]+)?%?"
_VALUE = rf"(?:`(?P<{{0}}>[^`]+)`|\"(?P<{{0}}_quoted>[^\"]+)\"|(?P<{{0}}_bare>{_BARE}))"
_ENDS = r"(?=\s*(?:[.,;:)；。，]|$|and\b))"
_DEFAULTS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"defaults?(?: and fixed)?(?: value)?(?: of this field)?(?: is| to| are| will be| returns to|:)\s+"
        + _VALUE.format("value")
        + rf"(?:{_ENDS}|(?= depth data))",
        r"(?:default both are|default are both|maximum and default is|value will be|equal to)\s+"
        + _VALUE.format("value")
        + rf"(?:{_ENDS}|(?= by default))",
        _VALUE.format("value") + r" by default\b",
        r"^\W*"
        + _VALUE.format("value")
        + r"\s*(?:[:：].*?)?(?:,? (?:is )?the default(?: value)?|\(default\))\s*[.,;]?$",
        _VALUE.format("value") + r" \(default\)",
    )
)
_NOT_BARE = frozenset({"the", "be", "it", "is", "a", "an", "value", "to", "zero", "latest", "current", "all", "month"})
_MAXIMUM = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"\bmax(?:imum)?(?: value)?(?: and default)?(?: is| are both| both are)?:? `?([0-9][0-9,]*)`?"
        r"(?=\s*(?:[.,;]|$|which\b))",
        r"\bno more than ([0-9]+) days",
    )
)
_NUMBER = r"`?(-?[0-9][0-9 ]*(?:\.[0-9]+)?)`?"
_RANGE = (
    re.compile(rf"\[{_NUMBER}\s*,\s*{_NUMBER}\]"),
    re.compile(rf"\b(?:range:?|between)\s+\[?{_NUMBER}\s*(?:~|-|to|and)\s*{_NUMBER}\]?(?!\s*[0-9%])", re.IGNORECASE),
)
_OPEN_SET = re.compile(r"can be \S+, \[")
_LENGTH = (
    re.compile(r"\b([0-9]+)\s*(?:-|to)\s*([0-9]+) (?:alphanumeric )?(?:characters|letters)"),
    re.compile(r"\b(?:up to|no more than)() ([0-9]+) characters"),
)
_ALPHANUMERIC = re.compile(r"combination of case-sensitive alpha-?numerics?, all numbers, or all letters of up to")
_ITEMS = (
    re.compile(r"\(?(?:no|not) more than (\d+)|(?:max(?:imum)?(?: of)?|up to) (\d+)[^.]*separated", re.IGNORECASE),
    re.compile(
        r"max(?:imum)? (?:length = )?(\d+)(?: \w+ can be|(?=\s*$|\s*\())|support up to (\d+)",
        re.IGNORECASE | re.MULTILINE,
    ),
)
_SEPARATED = re.compile(r"separated (?:with|by) (?:a )?(?:comma|`,`)", re.IGNORECASE)


class Stated(TypedDict, total=False):
    """The attributes of a row that its prose states; others are missing."""

    default: str
    min: Decimal
    max: Decimal
    min_length: int
    max_length: int
    max_items: int
    pattern: str
    separator: str


def stated(text: str, kind: str, values: Iterable[str]) -> Stated:
    """Return what a cell states about the value of a row of type ``kind`` with the listed ``values``."""
    facts = Stated()
    sentences = (_UNSENT.sub("", part.strip().strip("~")) for part in _SENTENCE.split(text) if part.strip())
    plain = [sentence for sentence in sentences if not _CONDITION.match(sentence)]
    defaults = set(_defaults(plain, frozenset(values)))
    if len(defaults) == 1:
        facts["default"] = defaults.pop()
    is_array = kind.lower().startswith("array")
    if _SEPARATED.search(text) and not is_array:
        facts["separator"] = ","
    if is_array or "separator" in facts or "addresses" in text:
        items = _first(_ITEMS, text)
        if items:
            facts["max_items"] = int(items[1] or items[2])
        return facts
    for sentence in plain:
        _add_bounds(sentence, facts)
    return facts


def _add_bounds(sentence: str, facts: Stated) -> None:
    length = _first(_LENGTH, sentence)
    if length:
        if length[1]:
            facts["min_length"] = int(length[1])
        facts["max_length"] = int(length[2])
        if _ALPHANUMERIC.search(sentence):
            facts["pattern"] = "[A-Za-z0-9]*"
        return
    value_range = None if _OPEN_SET.search(sentence) else _first(_RANGE, sentence)
    if value_range:
        facts["min"], facts["max"] = _number(value_range[1]), _number(value_range[2])
    maximum = _first(_MAXIMUM, sentence)
    if maximum and "max" not in facts:
        facts["max"] = _number(maximum[1])


def _defaults(sentences: Iterable[str], values: frozenset[str]) -> Iterator[str]:
    for sentence in sentences:
        for pattern in _DEFAULTS:
            match = pattern.search(sentence)
            if match is None:
                continue
            marked = match["value"] or match["value_quoted"]
            bare = match["value_bare"]
            if marked:
                if not re.search(r"[ %]", marked.strip()):
                    yield marked.strip()
            elif bare and bare.lower() not in _NOT_BARE and (bare in values or not values) and _is_value(bare):
                yield bare
            break


def _is_value(word: str) -> bool:
    """Tell whether an unquoted word can be a literal: a number, a truth value, or a code word such as 1m."""
    return (
        word in ("true", "false")
        or any(character.isdigit() for character in word)
        or (word.islower() and len(word) < 8)
    )


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", ""))
