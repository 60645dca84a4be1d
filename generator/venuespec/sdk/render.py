"""Render a plan as files: ``{path: text}``, without touching the disk."""

from pathlib import Path

from .. import runtime
from ..python_text import PyName, Python
from .endpoint_module import endpoint_module
from .group_module import former_module, group_module
from .planned import GroupPlan, Sdk
from .templating import template
from .venue_modules import venue_modules

RUNTIME = Path(*runtime.__path__)
"""The runtime's source; in a wheel the SDK's copy."""

PUBLIC = {
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
"""The names that ``venues`` exports, by module of the runtime."""


def render_package(venue: str | None = None) -> Python:
    """Render the module ``venues``, which collects the names of the runtime that users need.

    With a ``venue`` it is the module of a package of its own, which has that venue's client as well.
    """
    own = ("AsyncClient", "Client", "Context", "endpoints") if venue is not None else ()
    exported = sorted((*own, *(name for names in PUBLIC.values() for name in names)))
    public = [(module, Python(module), list(map(PyName, names))) for module, names in PUBLIC.items()]
    named = PyName(venue) if venue is not None else None
    return template("venues.py.jinja", public=public, exported=exported, venue=named, own=list(map(PyName, own)))


def render(sdk: Sdk) -> dict[str, Python]:
    """Render a venue's package: {path below ``generated/venues``: unformatted source}."""
    files = venue_modules(sdk)
    for group in sdk.groups:
        files |= render_group(group, sdk)
    return files


def render_group(group: GroupPlan, sdk: Sdk) -> dict[str, Python]:
    """Render the modules of a group: {path below ``generated/venues``: unformatted source}."""
    folder = f"{sdk.venue.name}/{group.name}"
    files = {f"{folder}/__init__.py": group_module(group, sdk)}
    files |= {f"{folder}/{module.name}.py": endpoint_module(module, sdk) for module in group.modules}
    files |= {f"{folder}/{moved.name}.py": former_module(moved, group) for moved in group.moved}
    return files


def runtime_files() -> dict[str, str]:
    """Return the runtime's files, which are copied into the SDK: {path below ``generated/venues``: text}."""
    files = sorted(file for kind in ("*.py", "*.lua", "*.c") for file in RUNTIME.rglob(kind))
    return {f"_runtime/{file.relative_to(RUNTIME).as_posix()}": file.read_text(encoding="utf-8") for file in files}
