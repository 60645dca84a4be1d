"""Everything that an SDK raises.

    VenueError
      ConfigurationError        the client is not set up for this; nothing was sent
      RequestError              the request breaks the venue's rules; nothing was sent
      RateLimitExceeded         the limiter would have to wait for too long; nothing was sent
        RateLimitUnavailable    the storage that the limiter shares is away, and it is to refuse then; nothing was sent
      TransportError
        NotSentError            the venue was not reached; nothing was executed
        OutcomeUnknownError     the call was sent and no answer came
      HTTPError                 an answer that is not the venue's envelope
      DecodeError               an answer that is not what the documentation says; the call was executed
      APIError                  the venue said no
        RateLimitedError, ClockError, AuthenticationError, PermissionDeniedError, DuplicateIdError, NotFoundError,
        AlreadyDoneError, UnavailableError, InvalidRequestError

``outcome`` of each says what became of a write: ``not_executed``, ``unknown``, ``executed`` or ``per_item``. Where it
is unknown, ``client.reconcile(error)`` finds out, if the venue documents a way.
"""

import inspect
import re
import warnings
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from .endpoint import Endpoint
from .json_types import is_array, is_object
from .rules import Undecided, Violation
from .venue import Kind, Outcome

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@frozen(kw_only=True)
class Answer:
    """What came back: for whoever must look closer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RuleWarning(UserWarning):
    """A request that the documentation advises against, or contradicts itself about."""


class VenueError(Exception):
    """The root of all errors of the SDK.

    ``endpoint`` and ``attempts`` say which call and how often it was sent, ``answer`` what came back, ``request_id``
    finds it among log records and hooks. ``request`` is the write that failed and ``began`` when it was begun, in
    seconds since the Unix epoch, both only where ``client.reconcile(error)`` can find out more.
    """

    outcome: Outcome = "not_executed"
    request: Any = None
    began: float | None = None

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
    """The client lacks something, or was given something that cannot be."""


class RequestError(VenueError):
    """A request that the venue would refuse.

    ``violations`` are all that is wrong with it, ``undecided`` what nobody can tell without more context.
    """

    def __init__(
        self, endpoint: Endpoint, violations: tuple[Violation, ...], undecided: tuple[Undecided, ...] = ()
    ) -> None:
        lines = [f"{endpoint.name} was not sent:"]
        lines += [f"  - {violation}" for violation in violations]
        for rule in undecided:
            lines.append(f"  ? {rule.says} [{rule.rule}; give the context {', '.join(rule.needs)} to have it checked]")
        if endpoint.docs:
            lines.append(f"See {endpoint.docs}")
        super().__init__("\n".join(lines), endpoint=endpoint)
        self.violations = violations
        self.undecided = undecided


class RateLimitExceeded(VenueError):  # noqa: N818  # named for what happened, as time-outs are
    """The local limiter would wait longer than allowed.

    ``wait`` is the number of seconds until the call would fit.
    """

    def __init__(self, endpoint: Endpoint, wait: float, bucket: str) -> None:
        super().__init__(
            f"{endpoint.name} was not sent: its rate limit ({bucket}) is used up for another {wait:.3f} s",
            endpoint=endpoint,
        )
        self.wait = wait


class RateLimitUnavailable(RateLimitExceeded):
    """The storage of the shared limits is away, and calls are to be refused then.

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
    """No answer came. ``reason`` is the transport's own word for it.

    ``permanent`` says that another attempt fails in the same way, as with a certificate that is not trusted: the call
    is not tried again.
    """

    permanent: bool = False

    def __init__(self, reason: str, *, endpoint: Endpoint | None = None, attempts: int = 0, message: str = "") -> None:
        super().__init__(message or reason, endpoint=endpoint, attempts=attempts)
        self.reason = reason


class NotSentError(TransportError):
    """The venue was not reached: no connection, no TLS, no proxy."""


class OutcomeUnknownError(TransportError):
    """The call was sent, wholly or in part, and no answer came: it may have been executed."""

    outcome: Outcome = "unknown"


class HTTPError(VenueError):
    """An answer without the venue's envelope: a gateway's page, a bare status."""

    def __init__(self, message: str, *, status: int, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.status = status


class DecodeError(VenueError):
    """A value in an answer that is not what the documentation says. ``path`` names it."""

    outcome: Outcome = "executed"

    def __init__(self, message: str, *, path: str, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.path = path


class APIError(VenueError):
    """The venue's own refusal. ``code`` and ``reason`` are the venue's."""

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
    """The key may not do this."""


class DuplicateIdError(APIError):
    """The client's id is taken: by an earlier write, or by this one if something on the way sent it twice.

    ``outcome`` says which of the two the venue's table takes for possible.
    """


class NotFoundError(APIError):
    """There is no such order, position or thing."""


class AlreadyDoneError(APIError):
    """It is so already, or can be no more."""


class UnavailableError(APIError):
    """The venue cannot serve the call now."""


class InvalidRequestError(APIError):
    """A parameter is missing or wrong."""


_BY_KIND: dict[Kind, type[APIError]] = {
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


def api_error_class(kind: Kind) -> type[APIError]:
    """The exception for a kind of code."""
    return _BY_KIND[kind]


def readable(text: str, limit: int = 300) -> str:
    """Text from outside, safe to print: control characters shown as spaces, cut where it is long."""
    clean = _CONTROL.sub(" ", text)
    return clean if len(clean) <= limit else f"{clean[:limit]}..."


def unknown_outcome(endpoint: Endpoint, sent: Any) -> str:
    """What to do after a write of which nobody knows whether it was executed."""
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
    """Pass an advisory rule to Python's warnings, at the line of the caller outside of the SDK."""
    root = __name__.split("._runtime")[0].split(".runtime")[0]
    level, frame = 1, inspect.currentframe()
    while frame is not None and f"{frame.f_globals.get('__name__', '')}.".startswith(f"{root}."):
        level, frame = level + 1, frame.f_back
    warnings.warn(f"{endpoint.name}: {violation} See {endpoint.docs}", RuleWarning, stacklevel=level)
