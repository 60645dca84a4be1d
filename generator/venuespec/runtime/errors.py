"""All exceptions that an SDK raises.

    VenueError
      ConfigurationError        the client is not set up for this call; nothing was sent
      RequestError              the request breaks the venue's rules; nothing was sent
      RateLimitExceeded         the limiter would have to wait too long; nothing was sent
        RateLimitUnavailable    the limiter's shared storage is away and calls are to be refused; nothing was sent
      TransportError
        NotSentError            the venue was not reached; nothing was executed
        OutcomeUnknownError     the call was sent and no answer came
      HTTPError                 the answer is not the venue's envelope
      DecodeError               the answer is not as documented; the call was executed, or ``outcome`` is unknown
      MissingFieldError         a row has no value for an attribute that the documentation always shows
      APIError                  the venue refused the call
        RateLimitedError, ClockError, AuthenticationError, PermissionDeniedError, DuplicateIdError, NotFoundError,
        AlreadyDoneError, UnavailableError, InvalidRequestError

``outcome`` of each error tells the fate of a write: ``not_executed``, ``unknown``, ``executed`` or ``per_item``. Where
it is unknown, ``client.reconcile(error)`` finds out, if the venue documents a way.
"""

import sys
import warnings
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

from .endpoint import Endpoint
from .json_types import is_array, is_object
from .patterns import pattern
from .records import frozen
from .rules import Undecided, Violation
from .venue import ErrorKind, Outcome

_MANY = 20
_CONTROL = pattern(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@frozen(kw_only=True, slots=False)
class Answer:
    """The raw answer, for a closer look."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __init__(self, *, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.__dict__.update(status=status, headers=headers, body=body)


class RuleWarning(UserWarning):
    """A warning about a request that the documentation advises against or contradicts itself about."""


class AnswerWarning(UserWarning):
    """A warning about a value in an answer that is not as documented: it is None in its row, and kept in ``raw``."""


class VenueError(Exception):
    """The base class of all errors of the SDK.

    ``endpoint`` is the call's endpoint, ``attempts`` how often it was sent, ``answer`` the raw answer; ``request_id``
    also stands in log records and hooks. ``request`` is the failed write, ``began`` its start in seconds since the
    Unix epoch and ``window`` the seconds after signing within which the venue takes it, if the signature has them; they
    are set only where ``client.reconcile(error)`` can find out more.
    """

    outcome: Outcome = "not_executed"
    request: Any = None
    began: float | None = None
    window: float | None = None

    def __init__(
        self,
        message: str,
        *,
        endpoint: Endpoint | None = None,
        outcome: Outcome | None = None,
        attempts: int = 0,
        answer: Answer | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.endpoint = endpoint
        self.attempts = attempts
        self.answer = answer
        self.request_id = request_id
        if outcome is not None:
            self.outcome = outcome

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> Any:
        return _rebuilt, (type(self), self.message, self.__dict__.copy())


def _rebuilt(cls: type[VenueError], message: str, state: dict[str, Any]) -> VenueError:
    error = cls.__new__(cls)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class ConfigurationError(VenueError):
    """The client lacks a setting, or was given an impossible one."""


class RequestError(VenueError):
    """The request breaks the venue's rules and was not sent.

    ``violations`` lists everything wrong with it, ``undecided`` the rules that need more context to be checked.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        violations: tuple[Violation, ...],
        undecided: tuple[Undecided, ...] = (),
        learnt: tuple[str, ...] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        lines = [f"{endpoint.name} was not sent:", *_listed(violations, names or {})]
        for rule in undecided:
            lines.append(f"  ? {rule.says} [{rule.rule}; give the context {', '.join(rule.needs)} to have it checked]")
        if learnt:
            lines.append(f"The context may be out of date: {', '.join(learnt)}; client.learn_context() asks again.")
        if endpoint.docs:
            lines.append(f"See {endpoint.docs}")
        super().__init__("\n".join(lines), endpoint=endpoint)
        self.violations = violations
        self.undecided = undecided


def _listed(violations: tuple[Violation, ...], names: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each violation, one that several items share once; with the Python names of parameters."""
    places: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for violation in violations:
        places.setdefault((violation.message, violation.rule, violation.params), []).append(violation.where)
    for (message, rule, params), where in places.items():
        called = [f"{wire}: {names[wire]}" for wire in params if wire in names and names[wire] not in message]
        python = f" (in Python {', '.join(called)})" if called else ""
        place = f"{', '.join(where[:_MANY])}{', ...' if len(where) > _MANY else ''}: " if any(where) else ""
        yield f"  - {place}{message} [{rule}]{python}"


class RateLimitExceeded(VenueError):  # noqa: N818  # named for what happened, as time-outs are
    """The call would wait for its rate limit longer than allowed.

    ``wait`` is the number of seconds until the call would fit.
    """

    def __init__(self, endpoint: Endpoint, wait: float, bucket: str) -> None:
        super().__init__(
            f"{endpoint.name} was not sent: its rate limit ({bucket}) is used up for another {wait:.3f} s",
            endpoint=endpoint,
        )
        self.wait = wait


class RateLimitUnavailable(RateLimitExceeded):
    """The storage of the shared limits is away, and the limiter is set to refuse calls then.

    ``wait`` is the number of seconds until the storage is tried again.
    """

    def __init__(self, place: str, wait: float) -> None:
        VenueError.__init__(
            self,
            f"nothing was sent: the Redis at {place} that keeps the rate limits is away (it is tried again in "
            f"{wait:.1f} s); RateLimiter(outage='share') would go on with a share of the limits",
        )
        self.wait = wait


class TransportError(VenueError):
    """The call got no answer; ``reason`` is the transport's own message.

    ``permanent`` is true when another attempt would fail in the same way, as with an untrusted certificate: the call is
    not retried.
    """

    permanent: bool = False

    def __init__(self, reason: str, *, endpoint: Endpoint | None = None, attempts: int = 0, message: str = "") -> None:
        super().__init__(message or reason, endpoint=endpoint, attempts=attempts)
        self.reason = reason


class NotSentError(TransportError):
    """The venue was not reached: the connection, TLS or the proxy failed."""


class OutcomeUnknownError(TransportError):
    """The call was sent, in whole or in part, and no answer came: it may have been executed."""

    outcome: Outcome = "unknown"


class HTTPError(VenueError):
    """The answer lacks the venue's envelope: a gateway's page, a bare status."""

    def __init__(self, message: str, *, status: int, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.status = status


class DecodeError(VenueError):
    """A value in the answer is not as documented; ``path`` names it."""

    outcome: Outcome = "executed"

    def __init__(self, message: str, *, path: str, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.path = path


class MissingFieldError(VenueError, AttributeError):
    """A row's attribute that all documented answers fill, and this answer does not; ``row.get(name)`` is None then."""

    outcome = "executed"


class APIError(VenueError):
    """The venue refused the call; ``code`` and ``reason`` are the venue's."""

    def __init__(self, message: str, *, code: str, reason: str, data: Any = None, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.code = code
        self.reason = reason
        self.data = data


class RateLimitedError(APIError):
    """The venue counted too many calls."""


class ClockError(APIError):
    """The venue found the timestamp too far from its clock."""


class AuthenticationError(APIError):
    """The key, the signature or the passphrase is wrong."""


class PermissionDeniedError(APIError):
    """The key lacks the permission for this call."""


class DuplicateIdError(APIError):
    """The client's id is already in use.

    An earlier write may have it, or this one, if something on the way sent the call twice.

    ``outcome`` tells which of the two is possible by the venue's table of codes.
    """


class NotFoundError(APIError):
    """The order, position or other object does not exist."""


class AlreadyDoneError(APIError):
    """The venue is already in the requested state, or can no longer reach it."""


class UnavailableError(APIError):
    """The venue cannot serve the call now."""


class InvalidRequestError(APIError):
    """A parameter is missing or wrong."""


_BY_KIND: dict[ErrorKind, type[APIError]] = {
    "rate_limited": RateLimitedError,
    "clock": ClockError,
    "auth": AuthenticationError,
    "permission": PermissionDeniedError,
    "duplicate_id": DuplicateIdError,
    "not_found": NotFoundError,
    "already_done": AlreadyDoneError,
    "unavailable": UnavailableError,
    "invalid": InvalidRequestError,
    "rejected": APIError,
}


def api_error_class(kind: ErrorKind) -> type[APIError]:
    """Return the exception class for a kind of code."""
    return _BY_KIND[kind]


def readable(text: str, limit: int = 300) -> str:
    """Make untrusted text safe to print: control characters become spaces, long text is cut."""
    clean = _CONTROL.sub(" ", text)
    return clean if len(clean) <= limit else f"{clean[:limit]}..."


def unknown_outcome(endpoint: Endpoint, sent: Any) -> str:
    """Advise what to do after a write with an unknown outcome."""
    items = sent
    if endpoint.reconcile and endpoint.reconcile.items and is_object(sent):
        items = sent.get(endpoint.reconcile.items)
    item = items[0] if is_array(items) and items else items
    key = item.get(endpoint.dedup_key) if endpoint.dedup_key and is_object(item) else None
    unknown = "Whether it was executed is unknown."
    if key is None and endpoint.reconcile:
        unknown += f" It had no {endpoint.dedup_key}, by which client.reconcile could ask for it."
    if key is None:
        return f"{unknown} Read the state back from the venue before sending it again."
    wanted = f"{endpoint.dedup_key}={readable(str(key), 80)!r}"
    if endpoint.reconcile:
        return f"{unknown} client.reconcile(error) asks the venue for {wanted}; do that before sending it again."
    return f"{unknown} Ask the venue for {wanted} before sending it again."


def warn(violation: Violation, endpoint: Endpoint) -> None:
    """Issue a Python warning for an advisory rule, at the caller's line outside of the SDK."""
    warnings.warn(f"{endpoint.name}: {violation} See {endpoint.docs}", RuleWarning, stacklevel=lines_up_to_caller())


def lines_up_to_caller() -> int:
    """Return the ``stacklevel`` of the caller's line outside of the SDK, for a warning that the caller issues."""
    root = __name__.split("._runtime")[0].split(".runtime")[0]
    frame: FrameType | None = sys._getframe()  # pyright: ignore[reportPrivateUsage] - inspect takes long to import
    level = 0
    while frame is not None and f"{frame.f_globals.get('__name__', '')}.".startswith(f"{root}."):
        level, frame = level + 1, frame.f_back
    return level
