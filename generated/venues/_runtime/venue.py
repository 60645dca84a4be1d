"""What differs between venues, as a value: hosts, signing, clock, envelope, error codes."""

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import frozen

Algorithm = Literal["hmac_sha256", "ed25519", "rsa_sha256"]
Encoding = Literal["base64", "hex"]
# target is the path with its query as sent, target_decoded the same with the percent-encoding undone; payload is the
# query of a request without a body and the body of one with.
Part = Literal["timestamp", "method", "target", "target_decoded", "body", "payload", "api_key", "recv_window"]
Clock = Literal["iso_milliseconds", "milliseconds"]


@frozen(kw_only=True)
class Environment:
    """Where the venue is reached: a host for each region, and headers that every request carries there."""

    hosts: Mapping[str, str]
    headers: Mapping[str, str] = {}


@frozen(kw_only=True)
class Auth:
    """How a request is signed. ``headers`` maps a header to a credential, ``signature``, ``timestamp`` or
    ``recv_window``.

    ``tolerance`` is how far, in seconds, a timestamp may be from the venue's clock.
    """

    credentials: tuple[str, ...]
    algorithm: Algorithm
    encoding: Encoding
    signs: tuple[Part, ...]
    timestamp: Clock
    tolerance: float
    headers: Mapping[str, str]
    recv_window: int | None = None


@frozen(kw_only=True)
class Envelope:
    """The wrapper of every answer, by its keys. ``time`` is the server's clock in Unix milliseconds, where it is
    sent.

    Where a batch answers per item, ``item_code`` and ``item_message`` are the keys inside each item.
    """

    code: str
    message: str
    data: str
    success: frozenset[str]
    time: str | None = None
    item_code: str | None = None
    item_message: str | None = None


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


@frozen(kw_only=True)
class ErrorCode:
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


@frozen(kw_only=True)
class LearnClock:
    """The endpoint that tells the venue's time: a path, the key of the time in its first data row, and its unit."""

    method: str
    path: str
    field: str
    unit: Literal["seconds", "milliseconds", "nanoseconds"]
    signed: bool = False


@frozen(kw_only=True)
class LearnContext:
    """The endpoint that tells about the account: a path, and what its first data row says of the context.

    ``fields`` maps attributes of the context to keys of the row; ``same`` an attribute to two keys and the values that
    it has where they are equal and where they are not.
    """

    method: str
    path: str
    fields: Mapping[str, str]
    same: Mapping[str, tuple[str, str, str, str]] = {}


@frozen(kw_only=True)
class Feedback:
    """The response headers in which the venue tells its own count of a rate limit.

    ``remaining`` calls are left of ``limit`` until the moment ``reset``, in Unix milliseconds.
    """

    remaining: str
    limit: str | None = None
    reset: str | None = None


@frozen(kw_only=True)
class Venue:
    """One venue. ``errors`` loads the table of codes when the first failure needs it."""

    name: str
    title: str
    environments: Mapping[str, Environment]
    auth: Auth
    envelope: Envelope
    errors: Callable[[], Mapping[str, ErrorCode]]
    clock: LearnClock | None = None
    context: LearnContext | None = None
    feedback: Feedback | None = None
