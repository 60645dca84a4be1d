"""Older names of parameters, fields and methods: they go on working, with a warning that says what to write."""

import warnings
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from .endpoint import Endpoint
from .errors import RequestError, lines_up_to_caller
from .rules import Violation

T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:

    def deprecated(advice: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a method or property warn its caller, with the advice that type checkers show."""

        def decorated(method: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(method)
            def call(*arguments: Any, **named: Any) -> Any:
                outdated(advice)
                return method(*arguments, **named)

            return call

        return decorated


def outdated(advice: str) -> None:
    """Issue a ``DeprecationWarning`` at the caller's line outside of the SDK."""
    warnings.warn(advice, DeprecationWarning, stacklevel=lines_up_to_caller())


def either(endpoint: Endpoint, advice: str, wire: str, older: T | None, now: T | None) -> T | None:
    """Return the value of a parameter that was given by its older name or by the one it has now.

    Raises ``RequestError`` where both are given.
    """
    if older is None:
        return now
    outdated(advice)
    if now is not None:
        message = f"{wire} is given twice, by an older name too; leave out the older one: {advice}"
        raise RequestError(endpoint, (Violation(rule="renamed", params=(wire,), message=message),))
    return older
