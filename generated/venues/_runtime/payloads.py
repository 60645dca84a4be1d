"""Readers for the ``payload`` of a request class."""

from collections.abc import Callable
from typing import Any, TypeVar

from .json_types import is_object
from .rows import FieldError, Row, binary, one, rows, text_lists, texts

R = TypeVar("R", bound=Row)
T = TypeVar("T")
Payload = Callable[[Any], T]


def rows_of(path: str, cls: type[R]) -> Payload[list[R]]:
    """Read a JSON array of objects, or of arrays, as rows of a class."""
    read = cls.from_wire
    return lambda value: rows(value, path, read)


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
