"""Read single values of an answer; what cannot be read is left out of its row, or an error."""

import math
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, DecimalException, FloatOperation, Inexact, InvalidOperation, Overflow
from typing import Any, Literal, TypeVar
from urllib.parse import unquote

from .values import EPOCH, MAX_EXPONENT, shown

R = TypeVar("R")

Codec = Literal[
    "text",
    "prose",
    "cursor",
    "decimal",
    "integer",
    "boolean",
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
    "iso_moment",
    "guessed",
    "rows",
    "row",
    "values",
    "by_key",
    "text_lists",
    "json",
]

SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
UNIX_UNITS = {"seconds": 1_000_000_000, "milliseconds": 1_000_000, "microseconds": 1_000, "nanoseconds": 1}
"""The nanoseconds of each unit of Unix time."""

# Straight-line constructors read what nearly always comes, a quantity or a time as text that is not empty, without a
# call of their own readers. Whatever else comes ends in one of these errors, and the row is read again with care.
# Every digit is taken, and no number whose positional notation would fill the memory: "1e999999999" is ten bytes.
exact_decimal = Context(
    prec=MAX_EXPONENT,
    Emax=MAX_EXPONENT,
    Emin=-MAX_EXPONENT,
    traps=[InvalidOperation, FloatOperation, Inexact, Overflow],
).create_decimal
UNUSUAL_VALUE = (ArithmeticError, LookupError, TypeError, ValueError)


_FLAGS = {"true": True, "false": False, "1": True, "0": False}


class FieldError(ValueError):
    """A value in an answer that contradicts the documentation."""

    def __init__(self, path: str, expected: str, value: object) -> None:
        super().__init__(path, expected, value)
        self.path = path
        self.expected = expected
        self.value = value

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, got {shown(self.value)}"


class AnswerReading:
    """One reading of an answer: what was odd about it.

    A value that cannot be read is left out of its row and counted, unless the reading is ``strict``: then it is a
    ``FieldError``, as it is where no reading is going on.
    """

    __slots__ = ("inexact", "left_out", "strict")

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.inexact = False
        self.left_out: dict[tuple[int, object], tuple[str, FieldError]] = {}
        """What was left out, each with the class of its row, by the identity of the row's JSON and the key."""

    def leave_out(self, row: object, key: object, error: FieldError) -> None:
        """Count a value that is left out, once if its row is read twice. Raises the error of a strict reading."""
        if self.strict:
            raise error
        self.left_out[id(getattr(row, "raw", None)), key] = (type(row).__name__, error)


READING: ContextVar[AnswerReading | None] = ContextVar("reading", default=None)
"""The record of the answer that is being read."""
last_float: object = None
"""Another object after each number that came as a float, in any thread: its last digits may be gone."""


def leave_out(row: object, key: object, error: FieldError) -> None:
    record = READING.get()
    if record is None:
        raise error
    record.leave_out(row, key, error)


# Each reader takes a value and its path; None and "" are None, for which the venues have no other word.


def text(value: Any, path: str) -> str | None:
    """Read text that is never empty: an id, a name, a code."""
    if type(value) is str:
        return value or None
    return None if value is None else spelt(value, path)


choice: Callable[[Any, str], Any] = text
"""Read text for an attribute whose type lists the documented values; what is not among them comes as text too."""


def cursor(value: Any, path: str) -> str | None:
    """Read the percent-encoded name of the next page, decoded as the request takes it."""
    return None if (found := text(value, path)) is None else unquote(found)


def prose(value: Any, path: str) -> str | None:
    """Read text that may be empty."""
    return value if isinstance(value, str) or value is None else spelt(value, path)


def guessed(value: Any, path: str, read: Callable[[Any, str], R | None]) -> R | str | None:
    """Read a value whose kind is inferred from examples; return its text if it turns out to be of another."""
    try:
        return read(value, path)
    except FieldError:
        return prose(value, path)


def spelt(value: Any, path: str) -> str:
    """Spell a plain JSON value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _digits(value)
    raise FieldError(path, "text", value)


def decimal(value: Any, path: str) -> Decimal | None:
    """Read a quantity with every digit that was sent; a number that is not finite, or too large, is an error."""
    if value is None or value == "":
        return None
    try:
        number = exact_decimal(value if isinstance(value, str | Decimal) else _digits(value))
    except DecimalException:
        raise FieldError(path, "a number", value) from None
    if not number.is_finite():
        raise FieldError(path, "a number", value)
    return number


def _digits(value: Any) -> str:
    """Return a JSON number as text; empty for any other value."""
    global last_float
    if isinstance(value, float):
        last_float = object()
        if (record := READING.get()) is not None:
            record.inexact = True
    return str(value) if isinstance(value, int | float | Decimal) else ""


def integer(value: Any, path: str) -> int | None:
    """Read a whole number."""
    if value is None or value == "":
        return None
    if type(value) is int:
        return value
    try:
        return int(value) if isinstance(value, str) else int(exact_decimal(_digits(value)))
    except (DecimalException, ValueError, OverflowError):
        raise FieldError(path, "a whole number", value) from None


def boolean(value: Any, path: str) -> bool | None:
    """Read true or false, as JSON or as text, in any case; 1 and 0 stand for them too."""
    if value is None or value == "":
        return None
    if isinstance(value, str | int) and (word := str(value).lower()) in _FLAGS:
        return _FLAGS[word]
    raise FieldError(path, "true or false", value)


def no_number() -> Decimal:
    """Raise ``ValueError`` for a quantity that is not finite, which the checked reader then reads."""
    raise ValueError("not a finite number")


def no_time() -> int:
    """Raise ``ValueError`` for a zero in place of a time, which the checked reader then reads."""
    raise ValueError("zero is no time")


def seconds(value: Any, path: str) -> datetime | None:
    """Read Unix seconds, with or without a fraction, as an aware datetime in UTC."""
    return _moment(value, path, "seconds")


def milliseconds(value: Any, path: str) -> datetime | None:
    """Read Unix milliseconds as an aware datetime in UTC."""
    return _moment(value, path, "milliseconds")


def microseconds(value: Any, path: str) -> datetime | None:
    """Read Unix microseconds as an aware datetime in UTC."""
    return _moment(value, path, "microseconds")


def nanoseconds(value: Any, path: str) -> datetime | None:
    """Read Unix nanoseconds as an aware datetime in UTC, which ends at the microseconds; ``raw`` has all digits."""
    return _moment(value, path, "nanoseconds")


def _moment(value: Any, path: str, unit: Codec) -> datetime | None:
    """Read a moment; the zero that stands for no time is None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise FieldError(path, "a Unix time", value)
    try:
        count = exact_decimal(value if isinstance(value, str | Decimal) else _digits(value))
        return EPOCH + timedelta(microseconds=math.floor(count * UNIX_UNITS[unit] / 1000)) if count else None
    except (ArithmeticError, ValueError):
        raise FieldError(path, "a Unix time", value) from None


def iso_moment(value: Any, path: str) -> datetime | None:
    """Read ISO 8601 text as an aware datetime in UTC; text without an offset is in UTC.

    A datetime ends at the microseconds; ``raw`` has all digits.
    """
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise FieldError(path, "an ISO 8601 time", value) from None
