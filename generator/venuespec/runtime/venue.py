"""What differs between venues, as a value: hosts, signing, clock, envelope, error codes.

Every import makes these classes: as named tuples in a tenth of the time.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from .rules import Instruments

Algorithm = Literal["hmac_sha256", "ed25519", "rsa_sha256"]
Encoding = Literal["base64", "hex"]
# target is the path with its query as sent, target_decoded the same with the percent-encoding undone; payload is the
# query of a request without a body and the body of one with.
Part = Literal["timestamp", "method", "target", "target_decoded", "body", "payload", "api_key", "recv_window"]
TimestampForm = Literal["iso_milliseconds", "milliseconds"]


class Environment(NamedTuple):
    """Where the venue is reached: a host for each region, and headers that every request carries there."""

    hosts: Mapping[str, str]
    headers: Mapping[str, str] = {}


class Auth(NamedTuple):
    """How a request is signed. ``headers`` maps a header to a credential, ``signature``, ``timestamp`` or
    ``recv_window``.

    ``tolerance`` is how far, in seconds, a timestamp may be from the venue's clock.
    """

    credentials: tuple[str, ...]
    algorithm: Algorithm
    encoding: Encoding
    signs: tuple[Part, ...]
    timestamp: TimestampForm
    tolerance: float
    headers: Mapping[str, str]
    recv_window: int | None = None


class Envelope(NamedTuple):
    """The wrapper of every answer, by its keys. ``time`` is the server's clock in Unix milliseconds, where it is
    sent.

    Where a batch answers per item, ``item_code`` and ``item_message`` are the keys inside each item; where the items'
    verdicts stand in a list of their own, ``verdicts`` is the way to it, and its last key that of the payload's list.
    """

    code: str
    message: str
    data: str
    success: frozenset[str]
    time: str | None = None
    item_code: str | None = None
    item_message: str | None = None
    verdicts: tuple[str, ...] = ()


Kind = Literal[
    "rate_limited",
    "clock",
    "auth",
    "permission",
    "duplicate_id",
    "not_found",
    "already_done",
    "unavailable",
    "invalid",
    "rejected",
]
Outcome = Literal["not_executed", "unknown", "executed", "per_item"]


class ErrorCode(NamedTuple):
    """A code of the venue: what kind of failure it is, whether a read may be repeated, what became of a write.

    ``status`` is the HTTP status that it comes with; ``success`` marks a code that says the venue is already as the
    request wants it.
    """

    meaning: str = ""
    kind: Kind = "rejected"
    retry: bool = False
    outcome: Outcome = "not_executed"
    success: bool = False
    status: int = 200


class LearnClock(NamedTuple):
    """The endpoint that tells the venue's time: a path, the key of the time in its first data row, and its unit."""

    method: str
    path: str
    field: str
    unit: Literal["seconds", "milliseconds", "nanoseconds"]
    signed: bool = False


class LearnContext(NamedTuple):
    """The endpoint that tells about the account: a path, and what its first data row says of the context.

    ``fields`` maps attributes of the context to keys of the row; ``same`` an attribute to two keys and the values that
    it has where they are equal and where they are not.
    """

    method: str
    path: str
    fields: Mapping[str, str]
    same: Mapping[str, tuple[str, str, str, str]] = {}


class Ban(NamedTuple):
    """How a gateway shuts out an address that called too often: an HTTP status, words that its page holds in any case,
    and for how many seconds."""

    status: int
    says: str
    seconds: float


class Feedback(NamedTuple):
    """The response headers in which the venue tells its own count of an endpoint's rate limit.

    ``remaining`` calls are left of ``limit`` until the moment ``reset``, in Unix milliseconds. ``ban`` is what comes
    instead of an answer when all calls are to stop.
    """

    remaining: str
    limit: str | None = None
    reset: str | None = None
    ban: Ban | None = None


class LimitScope(NamedTuple):
    """The part of the traffic that a rate limit holds for.

    ``only`` where each name certainly has one of the values, not where one of ``unless`` certainly has. Names are
    wire parameters, ``instrument.type``, and ``context.`` with a name of the context. A scope that is not ``kept``
    cannot be told, or is not worth it: its limits are shown only.
    """

    only: Mapping[str, tuple[str, ...]] = {}
    unless: Mapping[str, tuple[str, ...]] = {}
    kept: bool = True


class LimitTerms(NamedTuple):
    """How a venue's rate limits are read: scopes by the words for them, and key parts told by other parameters.

    ``derived`` maps a part to a parameter and a pattern whose first group is the value. ``type_name`` is the parameter
    that states the type of the instruments, ``ids`` are those that name them. ``shared`` are the budgets that several
    endpoints draw on, with the code that speaks of the budget alone, where there is one.
    """

    scopes: Mapping[str, LimitScope] = {}
    derived: Mapping[str, tuple[str, str]] = {}
    instruments: Instruments | None = None
    type_name: str = ""
    ids: tuple[str, ...] = ()
    shared: Mapping[str, str | None] = {}


class Venue(NamedTuple):
    """One venue.

    ``errors`` loads the table of codes when the first failure needs it, ``limits`` what rate limits mean when the first
    call is counted. ``requests`` gives the class of an endpoint's requests, by method and path.
    """

    name: str
    title: str
    environments: Mapping[str, Environment]
    auth: Auth
    envelope: Envelope
    errors: Callable[[], Mapping[str, ErrorCode]]
    requests: Callable[[str, str], type[Any]]
    clock: LearnClock | None = None
    context: LearnContext | None = None
    feedback: Feedback | None = None
    limits: Callable[[], LimitTerms] = LimitTerms
