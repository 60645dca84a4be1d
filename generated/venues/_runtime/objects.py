"""Dicts in place of the objects inside a request: the same names, and what is wrong with other names."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from .json_types import is_items
from .rules import Violation
from .values import shown


def is_dict(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Return whether a value is a dict, or acts as one."""
    return isinstance(value, Mapping)


def objects_of(cls: type[Any], value: Any) -> Any:
    """Return a value with its dicts as objects of a class; itself if it holds none that can be one."""
    if isinstance(value, cls):
        return value
    if is_dict(value):
        return _object_of(cls, value)
    if not is_items(value) or not any(is_dict(item) for item in value):
        return value
    made = tuple(_object_of(cls, item) if is_dict(item) else item for item in value)
    return value if all(new is old for new, old in zip(made, value, strict=True)) else made


def _object_of(cls: type[Any], value: Mapping[Any, Any]) -> Any:
    """Return the object of a dict; the dict itself if a name in it is unknown."""
    names = dict.fromkeys(attribute for attribute, _ in cls.params)
    if value.keys() - names and _unknown(cls, value):
        return value
    return cls(**{name: None for name, row in cls.params if row.required and name not in value}, **value)


def _unknown(cls: type[Any], value: Mapping[Any, Any]) -> list[Any]:
    """Return the names in a dict that the class does not take, not even as older names."""
    from inspect import signature

    taken = signature(cls).parameters
    return [name for name in value if name not in taken]


def unfit_object(
    cls: type[Any], value: Any, params: tuple[str, ...], place: str, message: str, where: str = ""
) -> Violation:
    """Return the violation of a value that is not an object of a class: of a dict, the names that are unknown."""
    from .misfits import nearest

    if is_dict(value):
        known = tuple(attribute for attribute, _ in cls.params)
        unknown = [(shown(name), nearest(str(name), known)) for name in _unknown(cls, value)]
        hints = [f"{name} (did you mean {near}?)" if near else name for name, near in unknown]
        message = (
            f"{where or 'the item'} has unknown names: {', '.join(hints)}; a {cls.__name__} takes {', '.join(known)}."
        )
    return Violation(rule="type", params=params, message=message, where=place)
