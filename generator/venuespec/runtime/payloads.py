"""Readers for the ``payload`` of a request class."""

from collections.abc import Callable
from typing import Any, TypeVar

from .json_types import is_object
from .only_row import OnlyRow, among
from .readers import leave_out
from .rows import FieldError, Row, binary, one, rows, text_lists, texts

R = TypeVar("R", bound=Row)
N = TypeVar("N", bound=OnlyRow)
T = TypeVar("T")
Payload = Callable[[Any], T]


def rows_of(path: str, cls: type[R]) -> Payload[list[R]]:
    """Read a JSON array of objects, or of arrays, as rows of a class."""
    read = cls.from_wire
    return lambda value: rows(value, path, read)


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

    return only


def one_of(path: str, cls: type[R]) -> Payload[R]:
    """Read one object, or one array, as a row of a class."""
    read = cls.from_wire
    return lambda value: one(value, path, read)


def one_or_rows_of(path: str, cls: type[R]) -> Payload[list[R]]:
    """Read a JSON array of objects, or one object, as rows of a class."""
    read = cls.from_wire
    return lambda value: rows([value] if is_object(value) else value, path, read)


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
