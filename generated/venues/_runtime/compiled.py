"""Rows read by the compiled module ``venues._rows``, where it is at hand.

It is never required, and ``VENUES_PURE=1`` in the environment leaves it out. It returns the rows that Python would
read, or nothing at all: an answer with anything that it does not expect is read by Python, from the start.
"""

import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from .encoding import SCALARS
from .json_types import parser
from .readers import UNIX_UNITS, Codec, exact_decimal, guessed
from .rows import LISTS, Row, by_key, text_lists, values

FORM = 2
"""The form of what a ``Shape`` is made of; a module that was compiled for another form is not used."""


class RowShape(Protocol):
    """The rows of a class, as the compiled module reads them.

    Its methods return NotImplemented for what they do not read.
    """

    def row(self, value: Any, /) -> Any: ...
    def rows(self, value: Any, /) -> Any: ...
    def answer(self, body: bytes, key: str | None, form: int, loads: Callable[[bytes], Any], exact: bool, /) -> Any: ...


@cache
def compiled_module() -> Any:
    """Return the compiled module; None where there is none, or where it is not wanted."""
    if os.environ.get("VENUES_PURE", "0") not in ("", "0"):
        return None
    try:
        module = import_module(".._rows", __package__)
    except ImportError:  # not compiled here, in another interpreter of the process, or for another Python
        return None
    return module if module.FORM == FORM else None


FORMS = {"row": "ONE", "rows": "MANY", "row_or_rows": "EITHER", "only_row": "ONLY"}
"""The module's names of the forms of a payload."""


def answers_of(shape: RowShape, form: str, key: str | None, *, exact: bool) -> Callable[[bytes], Any]:
    """Return a function from the bytes of an answer to its payload and a dict of what stands beside it.

    It returns NotImplemented for what it does not read. Without a key the whole answer is the payload; numbers that are
    no text and have a fraction are not read where they are to be exact.
    """
    number, loads, answer = getattr(compiled_module(), FORMS[form]), parser(), shape.answer
    return lambda body: answer(body, key, number, loads, exact)


_SHAPES: dict[Any, RowShape | None] = {}


def shape_of(cls: type[Row]) -> RowShape | None:
    """Return the shape of a row class; None for a class that only Python reads."""
    if cls not in _SHAPES:
        _SHAPES[cls] = _made(cls)
    return _SHAPES[cls]


def _made(cls: type[Row]) -> RowShape | None:
    module: Any = compiled_module()
    plain = cls.__new__ is object.__new__ and cls.__setattr__ is object.__setattr__
    keys = [*cls.known]
    positional = bool(keys) and keys == [*range(len(keys))]
    if module is None or not plain or not (positional or all(isinstance(key, str) for key in keys)):
        return None
    always = cls._always  # pyright: ignore[reportPrivateUsage] - it is Row's own
    fields: list[Sequence[Any]] = []
    for key, (attribute, codec, items) in cls.known.items():
        path = f"[{key}]" if positional else str(key)
        if (reading := _reading(module, codec, items, path)) is None:
            return None
        kind, reader, arguments, nested = reading
        empty = module.UNSET if attribute in always else module.NONE
        if codec in LISTS:
            empty = module.LIST
        elif codec == "by_key":
            empty = module.DICT
        per_second = 1_000_000_000 // UNIX_UNITS.get(codec, 1)
        fields.append((key, getattr(cls, attribute), kind, empty, reader, arguments, nested, per_second))
    raw = getattr(Row, "raw"), getattr(Row, "_json")  # noqa: B009 - descriptors, not values
    shape: RowShape = module.Shape(cls, *raw, positional, tuple(fields), exact_decimal, Decimal)
    return shape


_Reading = tuple[int, Callable[..., Any] | None, tuple[Any, ...], RowShape | None]


def _reading(module: Any, codec: Codec, items: Any, path: str) -> _Reading | None:
    """Return the kind of a field, Python's reader of values that are unusual for it, and the shape of rows in it.

    Quantities and times have no such reader, since straight-line constructors read the whole row again for those.
    """
    if codec == "decimal":
        return module.DECIMAL, None, (), None
    if codec in UNIX_UNITS:
        return module.TIME, None, (), None
    if codec == "json":
        return module.JSON, None, (), None
    if codec in ("row", "rows"):
        nested = shape_of(items)
        return None if nested is None else (module.ROW if codec == "row" else module.ROWS, None, (), nested)
    if codec == "by_key":
        return module.CALL, by_key, (path, items), None
    if codec in ("values", "guessed"):
        return module.CALL, values if codec == "values" else guessed, (path, items), None
    if codec == "text_lists":
        return module.CALL, text_lists, (path,), None
    usual = {"text": module.TEXT, "prose": module.PROSE, "integer": module.INTEGER, "boolean": module.BOOLEAN}
    return usual.get(codec, module.CALL), SCALARS[codec], (path,), None
