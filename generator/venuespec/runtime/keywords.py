"""Unknown keywords of methods and classes: the error names the one that was most likely meant."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


class MadeOnUse:
    """A method that is made when it is first looked up: a program uses few of those that a client has."""

    def __init__(self, make: Callable[[], Any], owner: Any = None, name: str = "") -> None:
        self._make, self._owner, self._name = make, owner, name

    def __set_name__(self, owner: Any, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        made = self._make()
        made.__qualname__, made.__module__ = f"{self._owner.__qualname__}.{self._name}", self._owner.__module__
        setattr(self._owner, self._name, made)
        return made.__get__(instance, owner)


def hinting(function: F) -> F:
    """Return the function; a call with a keyword that it does not have says which one is near."""

    @wraps(function)
    def call(self: Any, /, **named: Any) -> Any:  # they take nothing by position
        try:
            return function(self, **named)
        except TypeError as error:
            if named and "unexpected keyword" in str(error):
                _explain(error, function, named)
            raise

    return cast(F, call)


def _explain(error: TypeError, function: Callable[..., Any], named: dict[str, Any]) -> None:
    """Add to an error the names that its keywords most likely stand for."""
    from inspect import signature

    from .misfits import nearest

    known = tuple(signature(function).parameters)[1:]
    hints = [(name, nearest(name, known)) for name in named if name not in known]
    meant = [f"{name}: did you mean {near}?" for name, near in hints if near]
    if meant:
        error.args = (f"{error} ({'; '.join(meant)})",)
