"""Rows and requests in cattrs, to store them beside a program's own classes."""

from collections.abc import Callable
from typing import Any

from cattrs import Converter

from .request import Item
from .rows import Row


def converter() -> Converter:
    """Return a cattrs converter between rows or requests and the venue's JSON, without loss."""
    made = Converter()
    for base in (Row, Item):
        made.register_structure_hook_func(_subclass_of(base), _structure)
        made.register_unstructure_hook_func(_subclass_of(base), _unstructure)
    return made


def _subclass_of(base: type) -> Callable[[Any], bool]:
    def check(cls: Any) -> bool:
        return isinstance(cls, type) and issubclass(cls, base)

    return check


def _structure(value: Any, cls: Any) -> Any:
    return cls.from_wire(value)


def _unstructure(value: Any) -> Any:
    return value.to_wire()
