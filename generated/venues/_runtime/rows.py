"""Response rows: wire values to typed attributes and back, with nothing lost on the way.

Reading is forgiving: a field that is missing, null or empty is None, a value outside a documented list stays a
string, and a field that nobody documented stays reachable. Only a value that cannot be what the documentation says
is an error. An attribute that all documented answers fill is not Optional: where an answer leaves it out, reading it is
a ``MissingFieldError``.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from .encoding import SCALARS, codec_of, encoded
from .errors import MissingFieldError
from .json_types import is_array, is_object, parser
from .readers import (
    MILLISECOND,
    SECOND,
    UNIX_UNITS,
    UNUSUAL_VALUE,
    Codec,
    FieldError,
    boolean,
    choice,
    cursor,
    decimal,
    exact_decimal,
    guessed,
    integer,
    iso_moment,
    leave_out,
    microseconds,
    milliseconds,
    nanoseconds,
    no_number,
    no_time,
    prose,
    seconds,
    spelt,
    text,
)
from .records import declared_of, define, field, metadata_of
from .values import MICROSECOND

__all__ = [
    "MICROSECOND",
    "MILLISECOND",
    "SECOND",
    "UNUSUAL_VALUE",
    "FieldError",
    "boolean",
    "choice",
    "cursor",
    "decimal",
    "exact_decimal",
    "guessed",
    "integer",
    "iso_moment",
    "microseconds",
    "milliseconds",
    "nanoseconds",
    "no_number",
    "no_time",
    "prose",
    "seconds",
    "spelt",
    "text",
]  # beside what is defined here: the readers that generated rows import

R = TypeVar("R")
EMPTY_TEXT = frozenset({"text", "decimal", *UNIX_UNITS})
"""The codecs whose straight-line reading takes empty text for a key that is missing."""
LISTS = ("rows", "values", "text_lists")
_EMPTY: dict[str, Callable[[], Any]] = {**dict.fromkeys(LISTS, list), "by_key": dict}


def wire(name: str | int, codec: Codec, items: Any = None) -> dict[str, Any]:
    """Return the metadata that ties an attribute to the key, or the position, it has in the answer.

    ``items`` is the class of nested rows, the reader of each of several values, or that of a guessed value; for a map
    it is the codec of a value with the items of that.
    """
    return {"wire": (name, codec, items)}


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()
"""The default of an attribute that all documented answers fill: a row without a value for it does not have it."""


class _FromBytes:
    __slots__ = ("_json",)
    _json: bytes


@define(kw_only=True, getstate_setstate=False)
class Row(_FromBytes):
    """One object of an answer. ``raw`` is the JSON as it came."""

    __test__: ClassVar = False  # pytest takes a class whose name begins with Test for tests
    known: ClassVar[dict[str | int, tuple[str, Codec, Any]]] = {}
    """The attribute, codec and items of every documented key, or position."""
    _always: ClassVar[frozenset[str]] = frozenset()
    """The attributes that all documented answers fill."""
    _nothing: ClassVar[dict[str | int, Any]] = {}
    """What stands for each documented key where an answer does not have it."""

    raw: Any = field(factory=dict[str, Any], repr=False, eq=False)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        described = ((attribute, metadata["wire"]) for attribute, metadata in metadata_of(cls) if "wire" in metadata)
        cls.known = {name: (attribute, codec, items) for attribute, (name, codec, items) in described}
        cls._nothing = {key: "" if codec in EMPTY_TEXT else None for key, (_, codec, _) in cls.known.items()}
        declared = declared_of(cls).items()
        cls._always = frozenset(name for name, arguments in declared if arguments.get("default") is ABSENT)

    def __attrs_post_init__(self) -> None:
        for attribute in self._always:
            if getattr(self, attribute) is ABSENT:
                delattr(self, attribute)

    if not TYPE_CHECKING:  # checkers are to refuse the attributes that a row does not have

        def __getattr__(self, name: str) -> Any:
            if name == "raw":
                return _parsed(self)
            if name == "_json":  # which a copy of a row asks for
                raise AttributeError(name)
            raise _without(self, name)

    def get(self, attribute: str, default: Any = None) -> Any:
        """Return the value of an attribute or, where the answer has none, the default."""
        value = getattr(self, attribute, None) if attribute in self._always else getattr(self, attribute)
        return default if value is None else value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row) or type(self) is not type(other):
            return NotImplemented
        declared = declared_of(type(self)).items()
        names = [name for name, arguments in declared if arguments.get("eq") is not False]
        return all(self.get(name) == other.get(name) for name in names)

    __hash__ = None  # type: ignore[assignment]  # a row can be changed

    def __repr__(self) -> str:
        values = ", ".join(f"{attribute}={value!r}" for attribute, value in self.__rich_repr__())
        return f"{type(self).__name__}({values})"

    @classmethod
    def from_wire(cls, raw: Any) -> Self:
        """Create a row from the venue's JSON. Raises ``FieldError`` for a value that cannot be read."""
        row = cls(raw=raw)
        row._read()
        return row

    def _read(self) -> None:
        """Set every attribute from ``raw``, whatever it holds. An unreadable value is left out, or a ``FieldError``."""
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
            try:
                read: Any = _value(value, path, codec, items, partial(self._leave_out, key))
            except FieldError as error:
                leave_out(self, key, error)
                read = _EMPTY[codec]() if codec in _EMPTY else None
            if read is not None or attribute not in self._always:
                setattr(self, attribute, read)

    def _leave_out(self, key: str | int, name: str, error: FieldError) -> None:
        leave_out(self, f"{key}.{name}", error)

    @property
    def extra(self) -> dict[str | int, Any]:
        """Return the fields that the documentation does not mention."""
        return {key: value for key, value in _entries(self.raw) if key not in self.known}

    def to_dict(self, *, floats: bool = False) -> dict[str, Any]:
        """Return the attributes and their values, rows inside as dicts; with ``floats``, quantities are floats."""
        return {attribute: python_value(self.get(attribute), floats=floats) for attribute, *_ in self.known.values()}

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        """Show the attributes that have a value, in rich's pretty printer."""
        for attribute, *_ in self.known.values():
            value = self.get(attribute)
            if value is not None and value not in ([], {}, ""):
                yield attribute, value

    def to_wire(self) -> Any:
        """Return the row as JSON: as it came or, for a row made by hand, every field that is set."""
        if is_array(self.raw):
            return [_encode(self, self.known.get(key), value) for key, value in _entries(self.raw)]
        if not is_object(self.raw):
            return self.raw
        if self.raw:
            return {key: _encode(self, self.known.get(key), value) for key, value in _entries(self.raw)}
        set_fields = {name: self.get(attribute) for name, (attribute, *_) in self.known.items()}
        given = {name: value for name, value in set_fields.items() if value is not None and value != []}
        made = {name: _encode(self, self.known[name], None) for name in given}
        return list(made.values()) if any(isinstance(name, int) for name in self.known) else made


def _parsed(row: Any) -> Any:
    """Return the JSON of a row that was read from bytes: nobody has asked for it so far."""
    try:
        text = row._json
    except AttributeError:
        return Row.__dict__["raw"].__get__(row)  # of another thread that asked, or of a row without any
    row.raw = raw = parser()(text)
    with suppress(AttributeError):  # another thread did it
        del row._json
    return raw


def _without(row: Row, name: str) -> MissingFieldError | AttributeError:
    """Return the error about an attribute that a row does not have."""
    cls = type(row)
    key = next((key for key, (attribute, *_) in cls.known.items() if attribute == name), None)
    if key is None:
        from .misfits import nearest

        near = nearest(name, tuple(attribute for attribute, *_ in cls.known.values()))
        hint = f"; did you mean {near}?" if near else ""
        return AttributeError(f"{cls.__name__!r} object has no attribute {name!r}{hint}", name=name, obj=row)
    where = f"[{key}]" if isinstance(key, int) else key
    came = dict(_entries(row.raw)).get(key)
    why = (
        f"the answer has no {where}" if came is None or came == "" else f"{where} of the answer cannot be read: see raw"
    )
    return MissingFieldError(f"{cls.__name__} has no {name}: {why}; row.get({name!r}) is None where it is missing")


def python_value(value: Any, *, floats: bool) -> Any:
    """Return a value of a row without rows in it: those are dicts."""
    if isinstance(value, Row):
        return value.to_dict(floats=floats)
    if is_array(value):
        return [python_value(item, floats=floats) for item in value]
    if is_object(value):
        return {name: python_value(item, floats=floats) for name, item in value.items()}
    return float(value) if floats and isinstance(value, Decimal) else value


def _entries(raw: Any) -> Iterator[tuple[Any, Any]]:
    if is_object(raw):
        return iter(raw.items())
    return iter(enumerate(raw if is_array(raw) else []))


def _encode(row: Row, entry: tuple[str, Codec, Any] | None, came: Any) -> Any:
    """Encode one field as JSON, in the JSON type that it came in."""
    value = None if entry is None else row.get(entry[0])
    return came if entry is None or value is None else _encode_held(value, entry[1], entry[2], came)


def _encode_held(value: Any, codec: Codec, items: Any, came: Any) -> Any:
    if codec == "by_key":
        before: Any = came if is_object(came) else {}
        item_codec, item_items = items
        now = {name: _encode_held(held, item_codec, item_items, before.get(name)) for name, held in value.items()}
        return {**before, **now} if now or is_object(came) else came
    if codec == "rows":
        return [item.to_wire() for item in value] if came is None or is_array(came) else came
    if codec == "row":
        return value.to_wire()
    if codec in LISTS and not value and not is_array(came):
        return came
    if codec == "values":
        olds = came if is_array(came) and len(came) == len(value) else [None] * len(value)
        return [encoded(item, codec_of(items), old) for item, old in zip(value, olds, strict=True)]
    if codec in ("json", "text_lists"):
        return value
    if codec == "guessed":
        codec = codec_of(items)
    return encoded(value, codec, came)


def by_key(
    value: Any, path: str, item: tuple[Codec, Any], leave: Callable[[str, FieldError], None] | None = None
) -> dict[str, Any]:
    """Read a JSON object whose names are data; a missing one is empty, and a name without a value is left out.

    ``leave`` takes the values that cannot be read; without it the first of them is a ``FieldError``.
    """
    if value is None or value == "":
        return {}
    if not is_object(value):
        raise FieldError(path, "an object", value)
    found: dict[str, Any] = {}
    for name, each in value.items():
        try:
            read = _value(each, f"{path}.{name}", *item)
        except FieldError as error:
            if leave is None:
                raise
            leave(name, error)
        else:
            if read is not None:
                found[name] = read
    return found


def rows(value: Any, path: str, read: Callable[[Any], R]) -> list[R]:
    """Read a JSON array of objects; a missing one is empty."""
    if value is None or value == "":
        return []
    if not is_array(value):
        raise FieldError(path, "a list", value)
    decoded: list[R] = []
    remaining = iter(value)
    while True:
        try:
            for item in remaining:
                decoded.append(read(item))
            return decoded
        except FieldError as error:
            raise FieldError(f"{path}[{len(decoded)}].{error.path}", error.expected, error.value) from None
        except (TypeError, AttributeError):
            place, item = f"{path}[{len(decoded)}]", value[len(decoded)]
            if item is not None:
                raise FieldError(place, "a list" if is_object(item) else _taken_by(read), item) from None
            decoded.append(_row_of_null(place, read))


def _row_of_null(path: str, read: Callable[[Any], R]) -> R:
    """Return the row that stands for a null among rows: it has no fields, and keeps its place."""
    made: Any = _without_fields(read)
    made.raw = None
    leave_out(made, "", FieldError(path, _taken_by(read), None))
    return cast(R, made)


def _taken_by(read: Callable[[Any], R]) -> str:
    """Return the JSON that a reader of rows takes, in words."""
    return "a list" if 0 in getattr(getattr(read, "__self__", None), "known", ()) else "an object"


def _without_fields(read: Callable[[Any], R]) -> R:
    try:
        return read({})
    except TypeError:
        return read([])


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
        return _without_fields(read)
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


_READERS: dict[Codec, Callable[[Any, str], Any]] = {**SCALARS, "text_lists": text_lists, "json": _as_is}


def _value(
    value: Any, path: str, codec: Codec, items: Any, leave: Callable[[str, FieldError], None] | None = None
) -> Any:
    """Read a field's value with its checked reader."""
    if codec == "by_key":
        return by_key(value, path, items, leave)
    if codec == "rows":
        return rows(value, path, items.from_wire)
    if codec == "row":
        return row(value, path, items.from_wire)
    if codec == "values":
        return values(value, path, items)
    if codec == "guessed":
        return guessed(value, path, items)
    return _READERS[codec](value, path)
