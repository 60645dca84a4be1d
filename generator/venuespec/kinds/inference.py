"""Infer the kind of a field from documented values, its name and a few words of its page.

The inference is careful: every documented value must fit, and the name or the words must indicate the kind. Inferred
kinds are marked, and their readers fall back to text, so a wrong inference does no harm.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from ..naming import snake
from ..rules.tree import JsonType
from ..runtime import rows
from ..runtime.rows import FieldError
from .registry import KINDS, ValueKind

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_UNIX = re.compile(r"[0-9]{10}([0-9]{3}){0,3}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})?")
_DIGITS: dict[int, ValueKind] = {10: "timestamp_s", 13: "timestamp_ms", 16: "timestamp_us", 19: "timestamp_ns"}
_PLAUSIBLE = range(2005, 2101)
"""Years of moments in documentation; others are placeholders, or in another unit."""

# Parts of names and words of labels. An id is never a number, whatever its digits.
_ID = frozenset({"id", "ids", "uid", "code", "no", "version", "phone", "account", "acct", "address", "addr", "tag"})
_NOT_MEASURED = frozenset({"type", "mode", "status", "state", "level", "name", "key", "index", "page", "tier"})
_MOMENT = frozenset({"time", "ts", "timestamp", "date", "expiry", "deadline", "until", "at"})
_COUNT = frozenset({"count", "cnt", "days", "hours", "minutes", "seconds"})
_AMOUNT = frozenset(
    {
        *("amount", "amt", "apr", "apy", "avail", "avg", "avl", "bal", "balance", "bonus", "borrow", "cap", "chg"),
        *("cost", "cum", "debt", "delta", "deposit", "discount", "earning", "earnings", "eq", "equity", "exposure"),
        *("fee", "fees", "frozen", "gamma", "haircut", "imr", "income", "interest", "ir", "lever", "leverage", "liab"),
        *("liability", "limit", "loan", "loss", "lot", "lots", "margin", "max", "min", "mmr", "notional", "pct"),
        *("percent", "percentage", "pnl", "premium", "price", "prices", "profit", "px", "qty", "quantity", "quota"),
        *("rate", "ratio", "rebate", "reward", "rewards", "size", "slippage", "spread", "sum", "sz", "theta", "total"),
        *("turnover", "usd", "usdt", "value", "vega", "vol", "volatility", "volume", "weight", "withdrawal", "worth"),
        *("yield"),
    }
)
# Words of a type: a page that says Decimal means a quantity, in whatever JSON type.
_QUANTITY = frozenset(
    {"decimal", "bigdecimal", "double", "float", "numeric", "money", "quantity", "price", "percentage"}
)


@frozen(kw_only=True)
class FieldWords:
    """The words of a page about a field: its wire name and its label."""

    name: str
    label: str = ""

    def name_has(self, words: frozenset[str]) -> bool:
        """Tell whether the name ends with one of the words; a suffix that marks an amount may follow it."""
        return self._parts()[-1] in words

    def has(self, words: frozenset[str]) -> bool:
        """Tell whether the name or the label has one of the words."""
        return not words.isdisjoint(self._parts()) or not words.isdisjoint(re.findall(r"[a-z]+", self.label.lower()))

    def _parts(self) -> list[str]:
        return snake(self.name).strip("_").split("_")


def misread(kind: ValueKind, value: Any) -> str | None:
    """Return what the reader of a kind expects in place of a value; None where it can read it."""
    reading = KINDS[kind].reading
    return None if reading is None else misread_by(reading.reader, value, kind)


def misread_by(reader: str, value: Any, kind: ValueKind = "any") -> str | None:
    """Return what a reader of the runtime, by name, expects in place of a value; None where it can read it."""
    try:
        moment = _reader(reader)(value, "")
    except FieldError as error:
        return error.expected
    if isinstance(moment, datetime) and moment.year not in _PLAUSIBLE and (unit := _unix_kind(value)):
        return f"a moment in the unit of {kind}, and not of {unit}," if unit != kind else None
    return None


def fitting(values: Iterable[Any], words: FieldWords) -> ValueKind:
    """Return the kind that reads all of the values, for a field whose stated kind misreads some of them."""
    shown = [value for value in values if value is not None and value != ""]
    guessed = inferred(shown, words)
    if guessed is not None:
        return guessed
    if (unit := _common_unit(shown)) is not None:
        return unit
    order: Sequence[ValueKind] = ("boolean", "decimal", "timestamp_iso") if not words.has(_ID) else ()
    for kind in order:
        if shown and all(misread(kind, value) is None for value in shown) and not _date_without_time(kind, shown):
            return kind
    return "text" if all(misread("text", value) is None for value in shown) else "any"


def inferred(values: Iterable[Any], words: FieldWords) -> ValueKind | None:
    """Infer the kind of a text field from its values and words; None where nothing indicates one."""
    shown = [value for value in values if value is not None and value != ""]
    if not shown or not all(isinstance(value, str) for value in shown):
        return None
    if all(value in ("true", "false") for value in shown):
        return "boolean"
    if words.has(_MOMENT):
        if (unit := _common_unit(shown)) is not None:
            return unit
        if all(_ISO.fullmatch(value) and misread("timestamp_iso", value) is None for value in shown):
            return "timestamp_iso"
    if words.name_has(_ID | _NOT_MEASURED) or not all(_DECIMAL.fullmatch(value) for value in shown):
        return None
    if words.has(_AMOUNT):
        return "decimal"
    return "integer" if words.has(_COUNT) and all(_WHOLE.fullmatch(value) for value in shown) else None


def is_decimal(values: Iterable[Any], words: FieldWords) -> bool:
    """Tell whether a text field that the page calls a decimal is one: no value and no word speaks against it."""
    shown = [value for value in values if value is not None and value != ""]
    return not words.name_has(_ID) and all(isinstance(each, str) and _DECIMAL.fullmatch(each) for each in shown)


def inferred_of_type(json: JsonType | None, values: Iterable[Any], words: FieldWords) -> ValueKind:
    """Infer the kind of a field whose type is not understood, from the JSON type and the values of its examples.

    Where examples show no value, or values of several types, only words that speak of a quantity tell a kind; without
    them it is ``any``, which reads every value.
    """
    shown = [value for value in values if value is not None and value != ""]
    match json:
        case None:
            return "decimal" if not shown and words.has(_QUANTITY) and not words.name_has(_ID) else "any"
        case "boolean":
            return "boolean"
        case "array" | "object":
            return "any"
        case "string":
            return inferred(shown, words) or "text"
        case _:
            guess = inferred(map(str, shown), words)
            return guess or ("integer" if words.name_has(_ID | _NOT_MEASURED) else "decimal")


def _common_unit(values: Sequence[Any]) -> ValueKind | None:
    units: list[ValueKind | None] = [_unix_kind(value) for value in values]
    return units[0] if units and all(unit == units[0] for unit in units) else None


def _unix_kind(value: Any) -> ValueKind | None:
    """Return the unit in which a value is a plausible moment; None where no unit makes it one."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _UNIX.fullmatch(text):
        return None
    kind = _DIGITS[len(text)]
    reading = KINDS[kind].reading
    assert reading is not None
    moment = _reader(reading.reader)(text, "")
    return kind if moment is not None and moment.year in _PLAUSIBLE else None


def _date_without_time(kind: ValueKind, shown: list[Any]) -> bool:
    return kind == "timestamp_iso" and not all(isinstance(value, str) and _ISO.fullmatch(value) for value in shown)


def _reader(name: str) -> Callable[[Any, str], Any]:
    read: Callable[[Any, str], Any] = getattr(rows, name)
    return read
