"""Python values to wire values.

A request holds wire values. What a converter here does not understand it hands on unchanged, so that validation can
name every bad argument of a call at once instead of stopping at the first.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from reprlib import Repr
from typing import Any, TypeVar, cast, overload

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
_PLAIN_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


def shown(value: object) -> str:
    """Return a value in a message: its ``repr``, abridged where it is long or deep, and never an error of its own."""
    try:
        return _ABRIDGED.repr(value)
    except ValueError:  # an integer of thousands of digits
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
    if isinstance(value, str):
        return _unscientific(value) if "e" in value or "E" in value else value
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))  # a subclass, such as numpy's, may show itself in other words
    if isinstance(value, Decimal):
        return plain(value) if is_sendable(value) else _unchanged(value, str)
    if isinstance(value, int) and not isinstance(value, bool):
        return _digits(value)
    return _unchanged(value, str)


@overload
def number_or_text(value: Number) -> str: ...
@overload
def number_or_text(value: None) -> None: ...
def number_or_text(value: Number | None) -> str | None:
    """Convert what is most likely a quantity to its wire text; text is sent as it stands."""
    return value if isinstance(value, str) else number(value)


@overload
def json_number(value: Number) -> Decimal: ...
@overload
def json_number(value: None) -> None: ...
def json_number(value: Number | None) -> Decimal | None:
    """Convert a quantity that travels as a JSON number, every digit kept: ``Decimal("1.10")`` goes out as ``1.10``."""
    text = None if value is None else number(value)
    if isinstance(text, str) and _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    return _unchanged(value, Decimal)


def _unscientific(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return plain(value) if is_sendable(value) else text


def is_sendable(value: Decimal) -> bool:
    """Return whether a Decimal's positional notation has a plausible size: that of 1e999999999 has a gigabyte."""
    return value.is_finite() and abs(value.adjusted()) <= MAX_EXPONENT


def _digits(value: int) -> str:
    return int.__repr__(value) if value.bit_length() <= 10_000 else _unchanged(value, str)


@overload
def unix_milliseconds(value: Moment) -> str: ...
@overload
def unix_milliseconds(value: None) -> None: ...
def unix_milliseconds(value: Moment | None) -> str | None:
    """Return the wire text of a moment in Unix milliseconds."""
    return _moment(value, timedelta(milliseconds=1))


@overload
def unix_seconds(value: Moment) -> str: ...
@overload
def unix_seconds(value: None) -> None: ...
def unix_seconds(value: Moment | None) -> str | None:
    """Return the wire text of a moment in Unix seconds."""
    return _moment(value, timedelta(seconds=1))


@overload
def unix_microseconds(value: Moment) -> str: ...
@overload
def unix_microseconds(value: None) -> None: ...
def unix_microseconds(value: Moment | None) -> str | None:
    """Convert a moment to the wire text of Unix microseconds."""
    return _moment(value, MICROSECOND)


@overload
def unix_nanoseconds(value: Moment) -> str: ...
@overload
def unix_nanoseconds(value: None) -> None: ...
def unix_nanoseconds(value: Moment | None) -> str | None:
    """Convert a moment to the wire text of Unix nanoseconds.

    A datetime ends at its microseconds; all nine digits are sent of an integer or a text.
    """
    return _moment(value, MICROSECOND, 1000)


def _moment(value: Moment | None, unit: timedelta, parts: int = 1) -> str | None:
    """Write a moment in units, or in as many ``parts`` of a unit."""
    if isinstance(value, datetime):
        return str((value - EPOCH) // unit * parts) if value.tzinfo is not None else _unchanged(value, str)
    if isinstance(value, int) and not isinstance(value, bool):
        return _digits(value)
    return _unchanged(value, str)


@overload
def iso_time(value: datetime | str) -> str: ...
@overload
def iso_time(value: None) -> None: ...
def iso_time(value: datetime | str | None) -> str | None:
    """Convert a timezone-aware datetime to ISO 8601 text in UTC, such as ``2026-01-05T10:00:00.000Z``.

    It has three digits of a second, or six where there are microseconds; text is sent as it stands.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        digits = "microseconds" if value.microsecond % 1000 else "milliseconds"
        try:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=digits) + "Z"
        except OverflowError:  # beyond the year 1 or 9999 in UTC
            return _unchanged(value, str)
    return _unchanged(value, str)


@overload
def flag(value: bool) -> bool: ...
@overload
def flag(value: None) -> None: ...
def flag(value: bool | None) -> bool | None:
    """Return a JSON boolean; the texts 'true' and 'false' are understood."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value, _unchanged(value, bool))
    return value


@overload
def flag_text(value: bool | str) -> str: ...
@overload
def flag_text(value: None) -> None: ...
def flag_text(value: bool | str | None) -> str | None:
    """Return a boolean that the venue takes as the text 'true' or 'false'."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


@overload
def whole(value: int | str) -> int: ...
@overload
def whole(value: None) -> None: ...
def whole(value: int | str | None) -> int | None:
    """Return an integer that travels as a JSON number."""
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return _unchanged(value, int)
    return value


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
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, Iterable):
        return _unchanged(value, str)
    parts = list(value)
    return ",".join(parts) if all(isinstance(part, str) for part in parts) else _unchanged(parts, str)


@overload
def listed(value: Iterable[Any]) -> tuple[Any, ...]: ...
@overload
def listed(value: None) -> None: ...
def listed(value: Iterable[Any] | None) -> tuple[Any, ...] | None:
    """Return the items of a JSON array."""
    if value is None or isinstance(value, str) or not isinstance(value, Iterable):
        return _unchanged(value, tuple[Any, ...])
    return tuple(value)


def _unchanged(value: object, like: type[T]) -> T:
    """Return an unconvertible value unchanged, for validation to name."""
    return cast(T, value)
