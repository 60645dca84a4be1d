"""Unknown keywords of methods and classes: the error names the one that was most likely meant."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


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
