"""Response rows: wire values to typed attributes and back, with nothing lost on the way.

Reading is forgiving: a field that is missing, null or empty is None, a value outside a documented list stays a
string, and a field that nobody documented stays reachable. Only a value that cannot be what the documentation says
is an error.
"""

import math
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, DecimalException, FloatOperation, Inexact, InvalidOperation, Overflow
from typing import Any, ClassVar, Literal, Self, TypeVar
from urllib.parse import quote, unquote

from attrs import define, field, fields

from .json_types import is_array, is_object
from .values import EPOCH, MAX_EXPONENT, MICROSECOND, iso_time, plain, shown

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
    "text_lists",
    "json",
]

SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
_UNITS = {"seconds": 1_000_000_000, "milliseconds": 1_000_000, "microseconds": 1_000, "nanoseconds": 1}
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


_WHOLE = re.compile(r"-?[0-9]{1,20}")


class FieldError(ValueError):
    """A value in an answer that contradicts the documentation."""

    def __init__(self, path: str, expected: str, value: object) -> None:
        super().__init__(path, expected, value)
        self.path = path
        self.expected = expected
        self.value = value

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, got {shown(self.value)}"


def wire(name: str | int, codec: Codec, items: Any = None) -> dict[str, Any]:
    """Return the metadata that ties an attribute to the key, or the position, it has in the answer.

    ``items`` is the class of nested rows, the reader of each of several values, or that of a guessed value.
    """
    return {"wire": (name, codec, items)}


@define(kw_only=True)
class Row:
    """One object of an answer. ``raw`` is the JSON as it came."""

    known: ClassVar[dict[str | int, tuple[str, Codec, Any]]] = {}
    """The attribute, codec and items of every documented key, or position."""

    raw: Any = field(factory=dict[str, Any], repr=False, eq=False)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        described = (
            (attribute.name, attribute.metadata["wire"]) for attribute in fields(cls) if "wire" in attribute.metadata
        )
        cls.known = {name: (attribute, codec, items) for attribute, (name, codec, items) in described}

    @classmethod
    def from_wire(cls, raw: Any) -> Self:
        """Create a row from the venue's JSON. Raises ``FieldError`` for a value that cannot be read."""
        row = cls(raw=raw)
        row._read()
        return row

    def _read(self) -> None:
        """Set every attribute from ``raw``, whatever it holds. Raises ``FieldError`` for an unreadable value."""
        positional = any(isinstance(key, int) for key in self.known)
        raw = self.raw
        fits = is_array(raw) if positional else is_object(raw)
        if not fits:
            raise TypeError("neither rows by name nor by position")  # which ``rows`` and ``row`` put into words
        for key, (attribute, codec, items) in self.known.items():
            if isinstance(key, int):
                path, value = f"[{key}]", at(raw, key)
            else:
                path, value = key, raw.get(key)
            setattr(self, attribute, _value(value, path, codec, items))

    @property
    def extra(self) -> dict[str | int, Any]:
        """Return the fields that the documentation does not mention."""
        return {key: value for key, value in _entries(self.raw) if key not in self.known}

    def to_wire(self) -> Any:
        """Return the row as JSON: as it came or, for a row made by hand, every field that is set."""
        if is_array(self.raw):
            return [_encode(self, self.known.get(key), value) for key, value in _entries(self.raw)]
        if not is_object(self.raw):
            return self.raw
        if self.raw:
            return {key: _encode(self, self.known.get(key), value) for key, value in _entries(self.raw)}
        set_fields = {name: getattr(self, attribute) for name, (attribute, *_) in self.known.items()}
        made = {name: _encode(self, self.known[name], None) for name, value in set_fields.items() if value is not None}
        return list(made.values()) if any(isinstance(name, int) for name in self.known) else made


def _entries(raw: Any) -> Iterator[tuple[Any, Any]]:
    if is_object(raw):
        return iter(raw.items())
    return iter(enumerate(raw if is_array(raw) else []))


def _encode(row: Row, entry: tuple[str, Codec, Any] | None, came: Any) -> Any:
    """Encode one field as JSON, in the JSON type that it came in."""
    value = None if entry is None else getattr(row, entry[0])
    if entry is None or value is None:
        return came
    codec = entry[1]
    if codec == "rows":
        return [item.to_wire() for item in value] if came is None or is_array(came) else came
    if codec == "row":
        return value.to_wire()
    if codec == "values":
        before = came if is_array(came) and len(came) == len(value) else [None] * len(value)
        return [_encode_value(item, _codec_of(entry[2]), old) for item, old in zip(value, before, strict=True)]
    if codec in ("json", "text_lists"):
        return value
    if codec == "guessed":
        codec = _codec_of(entry[2])
    return _encode_value(value, codec, came)


def _encode_value(value: Any, codec: Codec, came: Any) -> Any:
    if codec == "cursor":
        return came if isinstance(came, str) and unquote(came) == value else quote(value, safe="")
    moment = isinstance(value, datetime) and (codec in _UNITS or codec == "iso_moment")
    return _encode_moment(value, codec, came) if moment else _scalar(value, came)


def _encode_moment(value: datetime, codec: Codec, came: Any) -> Any:
    """Encode a moment, as it came if it is unchanged: a datetime drops nanoseconds and the offset."""
    try:
        if _READERS[codec](came, "") == value:
            return came
    except FieldError:
        pass  # it came as something else, and a moment was set since
    if codec == "iso_moment":
        return iso_time(value)
    return _scalar((value - EPOCH) // MICROSECOND * 1000 // _UNITS[codec], came)


def _scalar(value: Any, came: Any) -> Any:
    """Encode a typed value as JSON: text, unless it came as a number or a boolean."""
    if value is None or isinstance(came, float):
        return came
    if isinstance(came, Decimal) and isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, bool):
        if came is None:
            return value
        value = "true" if value else "false"
    spelt = plain(value) if isinstance(value, Decimal) else str(value)
    if isinstance(came, bool):
        return {"true": True, "false": False, "1": True, "0": False}.get(spelt, spelt)
    return int(spelt) if isinstance(came, int) and _WHOLE.fullmatch(spelt) else spelt


# Each reader takes a value and its path; None and "" are None, for which the venues have no other word.


def text(value: Any, path: str) -> str | None:
    """Read text that is never empty: an id, a name, a code."""
    if type(value) is str:
        return value or None
    return None if value is None else _scalar_text(value, path)


def cursor(value: Any, path: str) -> str | None:
    """Read the percent-encoded name of the next page, decoded as the request takes it."""
    return None if (found := text(value, path)) is None else unquote(found)


def prose(value: Any, path: str) -> str | None:
    """Read text that may be empty."""
    return value if isinstance(value, str) or value is None else _scalar_text(value, path)


def guessed(value: Any, path: str, read: Callable[[Any, str], R | None]) -> R | str | None:
    """Read a value whose kind is inferred from examples; return its text if it turns out to be of another."""
    try:
        return read(value, path)
    except FieldError:
        return prose(value, path)


def _scalar_text(value: Any, path: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
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


def only_finite(value: Any, path: str) -> None:
    """Look through decoded rows for a quantity that is not a number: straight-line constructors let ``NaN`` pass.

    Raises ``FieldError``.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise FieldError(path, "a number", str(value))
    if is_array(value):
        for index, item in enumerate(value):
            only_finite(item, f"{path}[{index}]")
    elif isinstance(value, Row):
        for key, (attribute, *_) in value.known.items():
            only_finite(getattr(value, attribute), f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}")


def _digits(value: Any) -> str:
    """Return a JSON number as text; empty for any other value."""
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
    """Read true or false, as JSON or as text."""
    if value is None or value == "":
        return None
    if value is True or value == "true":
        return True
    if value is False or value == "false":
        return False
    raise FieldError(path, "true or false", value)


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
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise FieldError(path, "a Unix time", value)
    try:
        count = exact_decimal(value if isinstance(value, str | Decimal) else _digits(value))
        return EPOCH + timedelta(microseconds=math.floor(count * _UNITS[unit] / 1000))
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


def rows(value: Any, path: str, read: Callable[[Any], R]) -> list[R]:
    """Read a JSON array of objects; a missing one is empty."""
    if value is None or value == "":
        return []
    if not is_array(value):
        raise FieldError(path, "a list", value)
    decoded: list[R] = []
    try:
        for item in value:
            decoded.append(read(item))
    except FieldError as error:
        raise FieldError(f"{path}[{len(decoded)}].{error.path}", error.expected, error.value) from None
    except (TypeError, AttributeError):
        raise FieldError(f"{path}[{len(decoded)}]", "an object", value[len(decoded)]) from None
    return decoded


def row(value: Any, path: str, read: Callable[[Any], R]) -> R | None:
    """Read a JSON object; None if it is missing or empty text."""
    if value is None or value == "":
        return None
    try:
        return read(value)
    except FieldError as error:
        raise FieldError(f"{path}.{error.path}", error.expected, error.value) from None
    except (TypeError, AttributeError):
        raise FieldError(path, "an object", value) from None


def one(value: Any, path: str, read: Callable[[Any], R]) -> R:
    """Return the only row of an answer; an empty answer is a row without fields."""
    if value is None or value == "":
        try:
            return read({})
        except TypeError:
            return read([])
    only_row = row(value, path, read)
    assert only_row is not None
    return only_row


def texts(value: Any, path: str) -> list[str]:
    """Read a JSON array of text; a missing one is empty."""
    return [prose(item, f"{path}[{index}]") or "" for index, item in enumerate(values(value, path, _as_is))]


def binary(value: Any, path: str) -> bytes:
    """Return an answer that is not JSON; a missing one is empty."""
    if value is None:
        return b""
    if not isinstance(value, bytes):
        raise FieldError(path, "bytes", value)
    return value


def text_lists(value: Any, path: str) -> list[list[str]]:
    """Read a JSON array of arrays of text; a missing one is empty."""
    return [texts(item, f"{path}[{index}]") for index, item in enumerate(values(value, path, _as_is))]


def _as_is(value: Any, _: str) -> Any:
    return value


def values(value: Any, path: str, read: Callable[[Any, str], R | None]) -> list[R | None]:
    """Read a JSON array of plain values; a missing one is empty."""
    if value is None or value == "":
        return []
    if not is_array(value):
        raise FieldError(path, "a list", value)
    return [read(item, f"{path}[{index}]") for index, item in enumerate(value)]


def at(columns: Any, position: int) -> Any:
    """Return the value at a position of an array; None if the array is shorter."""
    if not is_array(columns):
        raise TypeError("no array")  # which ``rows`` and ``row`` put into words
    return columns[position] if position < len(columns) else None


_READERS: dict[Codec, Callable[[Any, str], Any]] = {
    "text": text,
    "prose": prose,
    "cursor": cursor,
    "decimal": decimal,
    "integer": integer,
    "boolean": boolean,
    "seconds": seconds,
    "milliseconds": milliseconds,
    "microseconds": microseconds,
    "nanoseconds": nanoseconds,
    "iso_moment": iso_moment,
    "text_lists": text_lists,
    "json": _as_is,
}


def _codec_of(reader: Callable[[Any, str], Any]) -> Codec:
    return next((codec for codec, known in _READERS.items() if known is reader), "json")


def _value(value: Any, path: str, codec: Codec, items: Any) -> Any:
    """Read a field's value with its checked reader."""
    if codec == "rows":
        return rows(value, path, items.from_wire)
    if codec == "row":
        return row(value, path, items.from_wire)
    if codec == "values":
        return values(value, path, items)
    if codec == "guessed":
        return guessed(value, path, items)
    return _READERS[codec](value, path)
