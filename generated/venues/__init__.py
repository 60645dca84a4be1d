"""Typed clients of exchange REST APIs, one package per venue; this package has the names that they share.

Import a client from its venue's package, errors and options from this one: ``from venues import RequestError``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._runtime.clock import Clock, SystemClock
    from ._runtime.convert import converter
    from ._runtime.errors import (
        AlreadyDoneError,
        Answer,
        AnswerWarning,
        APIError,
        AuthenticationError,
        ClockError,
        ConfigurationError,
        DecodeError,
        DuplicateIdError,
        HTTPError,
        InvalidRequestError,
        MissingFieldError,
        NotFoundError,
        NotSentError,
        OutcomeUnknownError,
        PermissionDeniedError,
        RateLimitedError,
        RateLimitExceeded,
        RateLimitUnavailable,
        RequestError,
        RuleWarning,
        TransportError,
        UnavailableError,
        VenueError,
    )
    from ._runtime.exchange import Response
    from ._runtime.frames import frame
    from ._runtime.increments import Quantized
    from ._runtime.limits.limiter import RateLimiter
    from ._runtime.observe import Attempt, Counts, Stats
    from ._runtime.paging import PagesWarning, Progress
    from ._runtime.reconcile import Verdict
    from ._runtime.retry import Retry
    from ._runtime.rules import Undecided, Violation
    from ._runtime.transport.async_curl import AsyncCurlTransport
    from ._runtime.transport.base import AsyncTransport, Headers, HttpRequest, HttpResponse, Transport
    from ._runtime.transport.curl import CurlTransport
    from ._runtime.transport.stub import StubTransport

__all__ = [
    "APIError",
    "AlreadyDoneError",
    "Answer",
    "AnswerWarning",
    "AsyncCurlTransport",
    "AsyncTransport",
    "Attempt",
    "AuthenticationError",
    "Clock",
    "ClockError",
    "ConfigurationError",
    "Counts",
    "CurlTransport",
    "DecodeError",
    "DuplicateIdError",
    "HTTPError",
    "Headers",
    "HttpRequest",
    "HttpResponse",
    "InvalidRequestError",
    "MissingFieldError",
    "NotFoundError",
    "NotSentError",
    "OutcomeUnknownError",
    "PagesWarning",
    "PermissionDeniedError",
    "Progress",
    "Quantized",
    "RateLimitExceeded",
    "RateLimitUnavailable",
    "RateLimitedError",
    "RateLimiter",
    "RequestError",
    "Response",
    "Retry",
    "RuleWarning",
    "Stats",
    "StubTransport",
    "SystemClock",
    "Transport",
    "TransportError",
    "UnavailableError",
    "Undecided",
    "VenueError",
    "Verdict",
    "Violation",
    "converter",
    "frame",
]

_HOMES = {
    "clock": ("Clock", "SystemClock"),
    "convert": ("converter",),
    "errors": (
        "APIError",
        "AlreadyDoneError",
        "Answer",
        "AuthenticationError",
        "ClockError",
        "ConfigurationError",
        "DecodeError",
        "DuplicateIdError",
        "HTTPError",
        "InvalidRequestError",
        "MissingFieldError",
        "NotFoundError",
        "NotSentError",
        "OutcomeUnknownError",
        "PermissionDeniedError",
        "RateLimitExceeded",
        "RateLimitUnavailable",
        "RateLimitedError",
        "RequestError",
        "RuleWarning",
        "AnswerWarning",
        "TransportError",
        "UnavailableError",
        "VenueError",
    ),
    "limits.limiter": ("RateLimiter",),
    "exchange": ("Response",),
    "frames": ("frame",),
    "observe": ("Attempt", "Counts", "Stats"),
    "increments": ("Quantized",),
    "paging": ("PagesWarning", "Progress"),
    "reconcile": ("Verdict",),
    "retry": ("Retry",),
    "rules": ("Undecided", "Violation"),
    "transport.async_curl": ("AsyncCurlTransport",),
    "transport.base": ("AsyncTransport", "Headers", "HttpRequest", "HttpResponse", "Transport"),
    "transport.curl": ("CurlTransport",),
    "transport.stub": ("StubTransport",),
}


def __getattr__(name: str) -> Any:
    """Import a name on first use, so that a program that only reads prices loads no asyncio client."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"._runtime.{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names to choose from: those above, and the venues."""
    from pkgutil import iter_modules

    return [*__all__, *(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))]
