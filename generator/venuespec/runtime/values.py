"""Python values to wire values.

A request holds wire values. A converter returns a value that it cannot convert unchanged, or as a ``Misfit`` with the
reason, so that validation can name every bad argument of a call at once instead of stopping at the first.

Each converter looks at the exact type first; only an unusual one is converted to a type of Python's own.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from reprlib import Repr
from typing import Any, Self, TypeVar, cast, overload

from .patterns import pattern

Number = Decimal | int | float | str
"""A quantity.

A float is taken by its shortest ``repr``; text is sent as it stands, but never in scientific notation.
"""

Moment = datetime | int | str
"""A point in time: a timezone-aware datetime, or the venue's own unit as an integer or as text."""

Texts = str | Iterable[str]
"""One id, or several; several travel as one comma-separated text."""

T = TypeVar("T")
_ABRIDGED = Repr()
_ABRIDGED.maxstring = _ABRIDGED.maxlong = _ABRIDGED.maxother = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_EXPONENT = 1000
"""The powers of ten beyond which a quantity is a mistake or an attack."""
MICROSECOND = timedelta(microseconds=1)
_PLAIN_NUMBER = pattern(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_WHOLE = pattern(r"[+-]?[0-9]+")
_UNITS = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000, "nanoseconds": 1_000_000_000}
"""The units of Unix time, by how many of them a second has."""
_PLAUSIBLE = range(1_000_000_000, 4_200_000_000)
"""Moments from 2001 to 2103, in seconds: a count that is one of them in another unit is in the wrong unit."""


class Misfit(str):
    """A text that is not what its parameter takes, what that is, and the value that was given.

    Empty text only counts as missing.
    """

    why: str
    given: object

    def __new__(cls, text: str, why: str, given: object = None) -> Self:
        made = super().__new__(cls, text)
        made.why, made.given = why, text if given is None else given
        return made

    def __reduce__(self) -> Any:
        return Misfit, (str(self), self.why, self.given)


def shown(value: object) -> str:
    """Return a value in a message: its ``repr``, abridged where it is long or deep, and never an error of its own."""
    try:
        return " ".join(_ABRIDGED.repr(value).split("\n"))
    except Exception:  # an integer of thousands of digits, or a type whose own repr fails
        return f"some {type(value).__name__}"


def plain(value: Decimal) -> str:
    """Write a finite Decimal in positional notation with every digit: ``Decimal("1E-7")`` is ``"0.0000001"``."""
    return format(value, "f")


@overload
def number(value: Number) -> str: ...
@overload
def number(value: None) -> None: ...
def number(value: Number | None) -> str | None:
    """Return the wire text of a quantity."""
    if value is None:
        return None
    given: Any = value  # of exactly the type that is asked for below, which a cast would say at the cost of a call
    if type(given) is str:
        return given if _PLAIN_NUMBER.fullmatch(given) else _number_text(given)
    return _digits(given) if type(given) is int else _unusual_number(given)


def _unusual_number(value: Any) -> str:
    if type(value) is float or type(value) is Decimal:
        found: Any = Decimal(float.__repr__(value)) if type(value) is float else value
        return plain(found) if is_sendable(found) else Misfit(str(found), "a finite number", value)
    if type(value) is Misfit:
        return value
    found = _plain(value)
    return cast(Any, number(found)) if type(found) in (str, int, float, Decimal) else _unchanged(value, str)


def _number_text(text: str) -> str:
    """Return a number's text in positional notation, without space around it; a ``Misfit`` for any other text."""
    stripped = text.strip()
    try:
        value = Decimal(stripped) if stripped.isascii() and "_" not in text else None
    except InvalidOperation:
        value = None
    if value is None or not is_sendable(value):
        finite = value is not None and value.is_finite()
        return Misfit(text, f"a number below 10 to the power of {MAX_EXPONENT}" if finite else "a number")
    return plain(value) if "e" in stripped or "E" in stripped else stripped


@overload
def number_or_text(value: Number) -> str: ...
@overload
def number_or_text(value: None) -> None: ...
def number_or_text(value: Number | None) -> str | None:
    """Convert what is most likely a quantity to its wire text; text is sent as it stands."""
    return value if isinstance(value, str) else number(value)


@overload
def whole_number(value: int | str) -> str: ...
@overload
def whole_number(value: None) -> None: ...
def whole_number(value: int | str | None) -> str | None:
    """Return the wire text of a whole number."""
    if value is None:
        return None
    kind = type(value)
    if kind is int:
        return _digits(cast(int, value))
    if kind is str and _WHOLE.fullmatch(cast(str, value)):
        return cast(str, value)
    text = number(value)
    if type(text) is not str or _WHOLE.fullmatch(text):
        return text
    found = Decimal(text)
    return plain(found.to_integral_value()) if found == found.to_integral_value() else Misfit(text, "a whole number")


@overload
def json_number(value: Number) -> Decimal: ...
@overload
def json_number(value: None) -> None: ...
def json_number(value: Number | None) -> Decimal | None:
    """Convert a quantity that travels as a JSON number, every digit kept: ``Decimal("1.10")`` goes out as ``1.10``."""
    text = number(value)
    return Decimal(text) if type(text) is str else _unchanged(text, Decimal)


def is_sendable(value: Decimal) -> bool:
    """Return whether a Decimal's positional notation has a plausible size: that of 1e999999999 has a gigabyte."""
    return value.is_finite() and abs(value.adjusted()) <= MAX_EXPONENT


def _plain(value: object) -> Any:
    from .plain_values import plain_value  # which usual values never need

    return plain_value(value)


def _digits(value: int) -> str:
    return int.__repr__(value) if value.bit_length() <= 10_000 else _unchanged(value, str)


@overload
def unix_milliseconds(value: Moment) -> str: ...
@overload
def unix_milliseconds(value: None) -> None: ...
def unix_milliseconds(value: Moment | None) -> str | None:
    """Return the wire text of a moment in Unix milliseconds."""
    return _moment(value, timedelta(milliseconds=1), "milliseconds")


@overload
def unix_seconds(value: Moment) -> str: ...
@overload
def unix_seconds(value: None) -> None: ...
def unix_seconds(value: Moment | None) -> str | None:
    """Return the wire text of a moment in Unix seconds."""
    return _moment(value, timedelta(seconds=1), "seconds")


@overload
def unix_microseconds(value: Moment) -> str: ...
@overload
def unix_microseconds(value: None) -> None: ...
def unix_microseconds(value: Moment | None) -> str | None:
    """Convert a moment to the wire text of Unix microseconds."""
    return _moment(value, MICROSECOND, "microseconds")


@overload
def unix_nanoseconds(value: Moment) -> str: ...
@overload
def unix_nanoseconds(value: None) -> None: ...
def unix_nanoseconds(value: Moment | None) -> str | None:
    """Convert a moment to the wire text of Unix nanoseconds.

    A datetime ends at its microseconds; all nine digits are sent of an integer or a text.
    """
    return _moment(value, MICROSECOND, "nanoseconds", 1000)


def _moment(value: Moment | None, length: timedelta, unit: str, parts: int = 1) -> str | None:
    """Write a moment in units of a length, or in as many ``parts`` of a unit."""
    if value is None:
        return None
    kind = type(value)
    if kind is int:
        return _in_unit(_digits(cast(int, value)), unit)
    if kind is str:
        return _moment_text(cast(str, value), length, unit, parts)
    if isinstance(value, datetime):
        try:
            return str((value - EPOCH) // length * parts) if value.tzinfo is not None else _unchanged(value, str)
        except (ArithmeticError, TypeError, ValueError):  # NaT, and moments out of a library's range
            return _unchanged(value, str)
    found: Any = _plain(value)
    if type(found) in (float, Decimal) and (count := Decimal(found)).is_finite() and count.adjusted() < 20:
        found = int(count)  # a product of time.time() ends in digits that no venue counts
    return _moment(found, length, unit, parts) if type(found) in (int, str, datetime) else _unchanged(value, str)


def _moment_text(text: str, length: timedelta, unit: str, parts: int) -> str:
    if _WHOLE.fullmatch(text):
        return _in_unit(text, unit)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return Misfit(text, f"Unix {unit}, or a datetime with tzinfo")
    naive = f"a datetime with tzinfo: this one is naive, so give it a time zone; or Unix {unit}"
    return _moment(found, length, unit, parts) or text if found.tzinfo is not None else Misfit(text, naive)


def _in_unit(text: str, unit: str) -> str:
    """Return a count of units; a ``Misfit`` if it is a plausible moment only in another unit."""
    if type(text) is not str or len(text) > 20:
        return text
    count = int(text)
    if count // _UNITS[unit] in _PLAUSIBLE:
        return text
    other = next((name for name, parts in _UNITS.items() if count // parts in _PLAUSIBLE), None)
    return text if other is None else Misfit(text, f"Unix {unit}: this looks like {other}")


@overload
def iso_time(value: datetime | str) -> str: ...
@overload
def iso_time(value: None) -> None: ...
def iso_time(value: datetime | str | None) -> str | None:
    """Convert a timezone-aware datetime to ISO 8601 text in UTC, such as ``2026-01-05T10:00:00.000Z``.

    It has three digits of a second, or six where there are microseconds; text is sent as it stands.
    """
    if value is None or type(value) is str:
        return value
    found = value if isinstance(value, datetime) else _plain(value)
    if isinstance(found, datetime) and found.tzinfo is not None:
        try:
            digits = "microseconds" if found.microsecond % 1000 else "milliseconds"
            return found.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=digits) + "Z"
        except (OverflowError, TypeError, ValueError):  # NaT, and moments beyond the year 1 or 9999 in UTC
            return _unchanged(value, str)
    return found if type(found) is str else _unchanged(value, str)


_FLAGS = {"true": True, "false": False, "True": True, "False": False, 1: True, 0: False}


@overload
def flag(value: bool) -> bool: ...
@overload
def flag(value: None) -> None: ...
def flag(value: bool | None) -> bool | None:
    """Return a JSON boolean; 1 and 0, and the texts 'true' and 'false', are understood."""
    if value is None or value is True or value is False:
        return value
    found = _plain(value)
    return _FLAGS.get(found, _unchanged(value, bool)) if type(found) in (str, int, bool) else value


@overload
def flag_text(value: bool | str) -> str: ...
@overload
def flag_text(value: None) -> None: ...
def flag_text(value: bool | str | None) -> str | None:
    """Return a boolean that the venue takes as the text 'true' or 'false'."""
    if value is None:
        return None
    found = value if type(value) in (bool, str) else _plain(value)
    if type(found) in (bool, int, str) and found in _FLAGS:
        return "true" if _FLAGS[found] else "false"
    return found if type(found) is str else _unchanged(value, str)


@overload
def whole(value: int | str) -> int: ...
@overload
def whole(value: None) -> None: ...
def whole(value: int | str | None) -> int | None:
    """Return an integer that travels as a JSON number."""
    if value is None or type(value) is int:
        return value
    text = whole_number(value)
    if type(text) is not str or len(text) > 40:
        return _unchanged(text, int)
    return int(text)


@overload
def whole_seconds(value: Moment) -> int: ...
@overload
def whole_seconds(value: None) -> None: ...
def whole_seconds(value: Moment | None) -> int | None:
    """Convert a moment to Unix seconds that travel as a JSON number."""
    return whole(unix_seconds(value))


@overload
def whole_milliseconds(value: Moment) -> int: ...
@overload
def whole_milliseconds(value: None) -> None: ...
def whole_milliseconds(value: Moment | None) -> int | None:
    """Convert a moment to Unix milliseconds that travel as a JSON number."""
    return whole(unix_milliseconds(value))


@overload
def whole_microseconds(value: Moment) -> int: ...
@overload
def whole_microseconds(value: None) -> None: ...
def whole_microseconds(value: Moment | None) -> int | None:
    """Convert a moment to Unix microseconds that travel as a JSON number."""
    return whole(unix_microseconds(value))


@overload
def whole_nanoseconds(value: Moment) -> int: ...
@overload
def whole_nanoseconds(value: None) -> None: ...
def whole_nanoseconds(value: Moment | None) -> int | None:
    """Convert a moment to Unix nanoseconds that travel as a JSON number."""
    return whole(unix_nanoseconds(value))


@overload
def joined(value: Texts) -> str: ...
@overload
def joined(value: None) -> None: ...
def joined(value: Texts | None) -> str | None:
    """Return one text as it stands, several separated by commas."""
    if value is None or type(value) is str:
        return value
    found: Any = _plain(value)
    if not _is_sequence(found):
        return cast(str, found)
    try:
        parts = [str(part) if type(part) is int else part for part in map(_plain, found)]
    except Exception:  # of the caller's own class, or of an array without a dimension: validation names it
        return _unchanged(value, str)
    return ",".join(parts) if all(type(part) is str for part in parts) else _unchanged(parts, str)


@overload
def listed(value: Iterable[Any]) -> tuple[Any, ...]: ...
@overload
def listed(value: None) -> None: ...
def listed(value: Iterable[Any] | None) -> tuple[Any, ...] | None:
    """Return the items of a JSON array."""
    if value is None or not _is_sequence(value):
        return cast("tuple[Any, ...] | None", value)
    try:
        return tuple(value)
    except Exception:  # of the caller's own class, or of an array without a dimension: validation names it
        return cast("tuple[Any, ...] | None", value)


def one_object(value: Any) -> Any:
    """Return a JSON object that is given as an object or as a dict; the request makes an object of a dict."""
    return value


def _is_sequence(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _unchanged(value: object, like: type[T]) -> T:
    """Return an unconvertible value unchanged, for validation to name."""
    return cast(T, value)
