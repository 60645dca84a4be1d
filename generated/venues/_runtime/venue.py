"""Venue descriptions as values: hosts, signing, clock, envelope, error codes.

They are named tuples because every import creates these classes, ten times faster than as attrs classes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from .rules import Instruments

Algorithm = Literal["hmac_sha256", "ed25519", "rsa_sha256"]
Encoding = Literal["base64", "hex"]
# target is the path with its query as sent, target_decoded the same with the percent-encoding undone; query is what
# follows the path, payload is the query of a request without a body and the body of one with.
Part = Literal["timestamp", "method", "target", "target_decoded", "query", "body", "payload", "api_key", "recv_window"]
TimestampForm = Literal["iso_milliseconds", "milliseconds"]
TransportForm = Literal["json", "query", "form"]
ListForm = Literal["joined", "json"]


class Environment(NamedTuple):
    """A venue's environment: a host per region, and the headers that every request carries there."""

    hosts: Mapping[str, str]
    headers: Mapping[str, str] = {}


class Auth(NamedTuple):
    """The signing of requests.

    ``headers`` maps a header to a credential, ``signature``, ``timestamp`` or ``recv_window``, and ``params`` a
    parameter that the signer adds, the signature last. ``tolerance`` is how
    far, in seconds, a timestamp may be from the venue's clock, and ``ahead`` how far ahead of it, where that differs.
    ``also`` has the encoding of the signature for other kinds of keys that the venue takes: a secret in PEM form says
    itself which kind it is.
    """

    credentials: tuple[str, ...]
    algorithm: Algorithm
    encoding: Encoding
    signs: tuple[Part, ...]
    timestamp: TimestampForm
    tolerance: float
    headers: Mapping[str, str]
    recv_window: int | None = None
    ahead: float | None = None
    also: Mapping[Algorithm, Encoding] = {}
    params: Mapping[str, str] = {}


ErrorKind = Literal[
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


class Envelope(NamedTuple):
    """The keys of the wrapper of every answer.

    Without ``data`` the payload is the whole body, and one inside another object has a path with dots; without
    ``code`` the HTTP status alone tells whether a call succeeded, as it does for a body without a code that is the
    payload itself. ``time`` is the server's clock in Unix milliseconds, where it is sent. Where a batch answers per
    item, ``item_code`` and ``item_message`` are the keys inside each item; where the verdicts on items are a list
    of their own, ``verdicts`` is the path to that list, and its last key also names the list in the payload.
    ``statuses`` has the kind of the errors that an HTTP status tells alone, in an answer without a code.
    """

    code: str | None = None
    message: str | None = None
    data: str | None = None
    success: frozenset[str] = frozenset()
    time: str | None = None
    item_code: str | None = None
    item_message: str | None = None
    verdicts: tuple[str, ...] = ()
    statuses: Mapping[int, ErrorKind] = {}


Outcome = Literal["not_executed", "unknown", "executed", "per_item"]


class ErrorCode(NamedTuple):
    """A code of the venue: the kind of failure, whether a read may be repeated, the outcome of a write.

    Where ``retry`` is ``write``, a write that was not executed may be repeated too.
    ``status`` is the HTTP status that it comes with; ``success`` marks a code that says the venue is already in the
    requested state.
    """

    meaning: str = ""
    kind: ErrorKind = "rejected"
    retry: bool | Literal["write"] = False
    outcome: Outcome = "not_executed"
    success: bool = False
    status: int = 200


class AnswerMatch(NamedTuple):
    """Refusals that a table by code cannot tell apart, and their meaning.

    An answer is one of them if it has one of the HTTP statuses ``status``, one of the codes ``code``, and a text with
    ``says`` in any case; empty ones are not looked at.
    """

    status: tuple[int, ...] = ()
    code: tuple[str, ...] = ()
    says: str = ""
    meaning: str = ""
    kind: ErrorKind = "rejected"
    retry: bool | Literal["write"] = False
    outcome: Outcome = "not_executed"

    def known(self) -> ErrorCode:
        """Return the meaning as that of a code."""
        return ErrorCode(meaning=self.meaning, kind=self.kind, retry=self.retry, outcome=self.outcome)


class LearnClock(NamedTuple):
    """The endpoint that returns the venue's time: path, key of the time in its first data row, unit, own envelope."""

    method: str
    path: str
    field: str
    unit: Literal["seconds", "milliseconds", "nanoseconds"]
    signed: bool = False
    envelope: Envelope | None = None


class LearnContext(NamedTuple):
    """The endpoint that describes the account: path, and the context values in its first data row.

    ``fields`` maps attributes of the context to keys of the row; ``same`` maps an attribute to two keys and the values
    that it has where they are equal and where they are not. ``set_by`` maps the name of a write to the attributes that
    it sets, each with the parameter that has the new value; empty text where the value is not known afterwards.
    ``values`` maps an attribute to its values by the text of the field, where they are not the same.
    """

    method: str
    path: str
    fields: Mapping[str, str]
    same: Mapping[str, tuple[str, str, str, str]] = {}
    set_by: Mapping[str, Mapping[str, str]] = {}
    values: Mapping[str, Mapping[str, str]] = {}


class Ban(NamedTuple):
    """The ban of an address that called too often, by a gateway.

    ``status`` is its HTTP status, ``says`` a text of its page (in any case), ``seconds`` the length of the ban where no
    ``Retry-After`` tells it.
    """

    status: int
    says: str = ""
    seconds: float = 60.0


class HeaderCount(NamedTuple):
    """A header that tells how much of a budget is used, or remains; ``but`` are endpoints where it is not accurate."""

    header: str
    tells: Literal["used", "remaining"]
    budget: str
    but: tuple[str, ...] = ()


class Feedback(NamedTuple):
    """The response headers in which the venue reports its own count of an endpoint's rate limit.

    ``remaining`` calls are left of ``limit`` until the moment ``reset``, in Unix milliseconds. ``counts`` are headers
    about budgets that endpoints share. ``ban`` describes the answer that stops all calls.
    """

    remaining: str | None = None
    limit: str | None = None
    reset: str | None = None
    ban: Ban | None = None
    counts: tuple[HeaderCount, ...] = ()


class LimitScope(NamedTuple):
    """The part of the traffic that a rate limit applies to.

    It applies where each name in ``only`` certainly has one of its values, unless a name in ``unless`` certainly has
    one of its values. Names are wire parameters, ``instrument.type``, and ``context.`` with a name of the context. The
    limits of a scope that is not ``kept``, because it cannot be determined or is not worth it, are only shown.
    """

    only: Mapping[str, tuple[str, ...]] = {}
    unless: Mapping[str, tuple[str, ...]] = {}
    kept: bool = True


class LimitTerms(NamedTuple):
    """The terms of a venue's rate limits: scopes by their words, key parts from other parameters.

    ``derived`` maps a part to a parameter and a pattern whose first group is the value. ``type_name`` is the parameter
    that states the type of the instruments, ``ids`` are the parameters that name them. ``shared`` maps the budgets that
    several endpoints use to the error code specific to the budget, if there is one.
    """

    scopes: Mapping[str, LimitScope] = {}
    derived: Mapping[str, tuple[str, str]] = {}
    instruments: Instruments | None = None
    type_name: str = ""
    ids: tuple[str, ...] = ()
    shared: Mapping[str, str | None] = {}


class Increments(NamedTuple):
    """The fields of an instrument's row that hold its steps, as dotted wire names; the first that has one counts.

    ``price`` is the tick, ``size`` the lot, ``minimum`` the least size of an order.
    """

    price: tuple[str, ...]
    size: tuple[str, ...]
    minimum: tuple[str, ...] = ()


class Venue(NamedTuple):
    """One venue.

    ``errors`` loads the table of codes on the first failure, ``limits`` the meaning of rate limits on the first counted
    call. ``requests`` returns the request class of an endpoint, by method and path. ``transport`` says how the
    parameters of a call travel that is no GET, ``lists`` how a list is written in a query or a form, ``matches`` which
    refusals the table of codes cannot tell apart: the first that fits counts.
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
    increments: Increments | None = None
    transport: TransportForm = "json"
    lists: ListForm = "joined"
    matches: tuple[AnswerMatch, ...] = ()
