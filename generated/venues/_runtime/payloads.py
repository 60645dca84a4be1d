"""Readers for the ``payload`` of a request class."""

from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

from .compiled import answers_of, shape_of
from .json_types import is_array, is_object
from .only_row import OnlyRow, among
from .readers import leave_out
from .rows import FieldError, Row, binary, one, rows, text_lists, texts

R = TypeVar("R", bound=Row)
N = TypeVar("N", bound=OnlyRow)
T = TypeVar("T")
Payload = Callable[[Any], T]


class RowsPayload(Generic[T]):
    """A reader of rows, with a faster one beside it for answers that are as documented, where it is compiled."""

    __slots__ = ("_form", "_read", "_row", "_take")

    def __init__(
        self, row: type[Row], form: Literal["row", "rows", "row_or_rows", "only_row"], read: Payload[T]
    ) -> None:
        self._row, self._form, self._read = row, form, read
        self._take: Callable[[Any], Any] | None = None

    def __call__(self, value: Any) -> T:
        return self._read(value)

    def compiled(self, value: Any) -> Any:
        """Return what a call would, with finite quantities only; NotImplemented where Python is to read the value."""
        return (self._take or self._taking())(value)

    def of_bytes(self, key: str | None, *, exact: bool) -> Callable[[bytes], Any] | None:
        """Return the reader of an answer's bytes, as ``answers_of`` makes it; None where the rows are not compiled."""
        shape = shape_of(self._row)
        return None if shape is None else answers_of(shape, self._form, key, exact=exact)

    def _taking(self) -> Callable[[Any], Any]:
        shape = shape_of(self._row)
        if shape is None:
            take: Callable[[Any], Any] = _not_taken
        elif self._form == "row":
            take = shape.row
        elif self._form == "rows":
            take = shape.rows
        elif self._form == "only_row":
            take = _only(shape.row)
        else:
            take = _one_or_many(shape.rows)
        self._take = take
        return take


def _not_taken(_: Any) -> Any:
    return NotImplemented


def _only(take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: take(value[0]) if is_array(value) and len(value) == 1 else NotImplemented


def _one_or_many(take: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: take([value] if is_object(value) else value)


def rows_of(path: str, cls: type[R]) -> Payload[list[R]]:
    """Read a JSON array of objects, or of arrays, as rows of a class."""
    read = cls.from_wire
    return RowsPayload(cls, "rows", lambda value: rows(value, path, read))


def only_row_of(path: str, cls: type[N]) -> Payload[N]:
    """Read a JSON array of one object as a row of a class; an empty array is a row without fields.

    Further objects are reported as values that are not as documented.
    """
    read = cls.from_wire

    def only(value: Any) -> N:
        found = rows(value, path, read)
        if not found:
            return one(None, path, read)
        if len(found) > 1:
            leave_out(found[0], "[1]", FieldError(path, "one row", value))
        return among(found)

    return RowsPayload(cls, "only_row", only)


def one_of(path: str, cls: type[R]) -> Payload[R]:
    """Read one object, or one array, as a row of a class."""
    read = cls.from_wire
    return RowsPayload(cls, "row", lambda value: one(value, path, read))


def one_or_rows_of(path: str, cls: type[R]) -> Payload[list[R]]:
    """Read a JSON array of objects, or one object, as rows of a class."""
    read = cls.from_wire
    return RowsPayload(cls, "row_or_rows", lambda value: rows([value] if is_object(value) else value, path, read))


def keyed_of(path: str, read: Payload[T]) -> Payload[dict[str, T]]:
    """Read an object whose names are data, each value with the reader of a payload."""

    def keyed(value: Any) -> dict[str, T]:
        if value is None or value == "":
            return {}
        if not is_object(value):
            raise FieldError(path, "an object", value)
        return {name: read(each) for name, each in value.items()}

    return keyed


def texts_of(path: str) -> Payload[list[str]]:
    """Read a JSON array of text."""
    return lambda value: texts(value, path)


def text_lists_of(path: str) -> Payload[list[list[str]]]:
    """Read a JSON array of arrays of text."""
    return lambda value: text_lists(value, path)


def bytes_of(path: str) -> Payload[bytes]:
    """Read an answer that is not JSON."""
    return lambda value: binary(value, path)


def nothing(value: Any) -> None:
    """Read an answer whose payload carries no data."""
