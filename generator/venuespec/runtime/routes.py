"""Paths with parameters, such as ``/orders/{orderId}``: filled in for a call, and recognised in a received one."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from .json_types import is_object
from .patterns import pattern

_NAME = pattern(r"\{([^{}/]+)\}")


@lru_cache(maxsize=512)
def names_in(path: str) -> tuple[str, ...]:
    """Return the names of a path's parameters, in their order."""
    return tuple(_NAME.findall(path))


def filled(path: str, wire: Any, text: Callable[[Any], str] = str) -> tuple[str, Any]:
    """Return the path with its parameters filled in, and the wire values that are left.

    A value stays within its segment: whatever could mean something in a path is percent-encoded, and what servers
    resolve as steps of a path (nothing, one dot, two dots) raises ``ValueError``.
    """
    names = names_in(path)
    if not names:
        return path, wire
    given: Mapping[str, Any] = wire if is_object(wire) else {}
    for name in names:
        value = given.get(name)
        written = "" if value is None else text(value)
        if written in ("", ".", ".."):
            raise ValueError(f"{name} is a part of the path {path}, and must be a text other than dots")
    target = _NAME.sub(lambda match: quote(text(given[match[1]]), safe="-_.~"), path)
    return target, {name: value for name, value in given.items() if name not in names}


def matched(path: str, target: str) -> dict[str, str] | None:
    """Return the parameters of a received path without its query, decoded; None if it is another path."""
    names = names_in(path)
    if not names:
        return {} if path == target else None
    found = _pattern(path).fullmatch(target)
    return dict(zip(names, map(unquote, found.groups()), strict=True)) if found else None


@lru_cache(maxsize=512)
def _pattern(path: str) -> re.Pattern[str]:
    pieces = _NAME.split(path)
    return re.compile("".join("([^/?]+)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)))
