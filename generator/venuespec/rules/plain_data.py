"""Read the plain data of rules: text, lists, mappings, values; what has another form is an error at its path."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn, cast

from attrs import frozen

from ..runtime.json_types import is_array, is_items, is_object
from .hints import as_list, known_names, nearest
from .patterns import fault

DataPath = tuple[str | int, ...]


@frozen
class RuleProblem:
    """A faulty part of a rule; ``stale`` if it names a parameter that the endpoint does not have.

    ``missing`` is that name. It is only a ``rename`` if the name is an older one of a parameter, of which the rule then
    speaks.
    """

    path: DataPath
    message: str
    stale: bool = False
    rename: bool = False
    missing: str = ""


class WrongError(Exception):
    def __init__(self, path: DataPath, message: str, *, stale: bool = False) -> None:
        self.problem = RuleProblem(path, message, stale)


def wrong(path: DataPath, message: str) -> NoReturn:
    raise WrongError(path, message)


def mapping_of(value: Any, path: DataPath) -> Mapping[str, Any]:
    if not is_object(value) or not all(isinstance(key, str) for key in cast(dict[object, object], value)):
        wrong(path, f"expected a mapping, found {value!r}")
    return value


def list_of(value: Any, path: DataPath) -> list[Any]:
    if not (is_array(value) or is_items(value)):
        wrong(path, f"expected a list, found {value!r}{as_list(value)}")
    return list(value)


def text_of(value: Any, path: DataPath) -> str:
    if not isinstance(value, str):
        wrong(path, f"expected text, found {value!r}")
    return value


def texts_of(value: Any, path: DataPath) -> tuple[str, ...]:
    return tuple(text_of(text, path) for text in list_of(value, path))


def values_of(value: Any, path: DataPath) -> tuple[str, ...]:
    """Return one value, or a list of them, as the text that each has on the wire."""
    values = value if (is_array(value) or is_items(value)) else [value]
    if not values:
        wrong(path, "the list of values is empty")
    texts: list[str] = []
    for single in values:
        if single == "":
            wrong(path, "empty text cannot be compared with; use present or absent")
        elif isinstance(single, bool):
            texts.append("true" if single else "false")
        elif isinstance(single, str | int | Decimal):
            texts.append(str(single))
        else:
            wrong(path, f"a parameter cannot have the value {single!r}; write text, a whole number, or true or false")
    return tuple(texts)


def number_of(value: Any, path: DataPath) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        wrong(path, f"expected a number, found {value!r}")
    return Decimal(value)


def pattern_of(value: Any, path: DataPath) -> str:
    pattern = text_of(value, path)
    if message := fault(pattern):
        wrong(path, message)
    return pattern


def only(data: Mapping[str, Any], known: set[str], path: DataPath) -> None:
    for key in data:
        if key not in known:
            wrong((*path, key), f"unknown key {key}{nearest(key, known)}; known keys: {known_names(known)}")
