"""The classes of venue.yaml and errors.yaml, filled from YAML and used as they are.

Settings that the SDK needs at run time too (signing, envelope, environments, ...) are classes of the runtime.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from attrs import field, frozen

from ..rules.tree import JsonType
from ..runtime.endpoint import RateLimit
from ..runtime.venue import (
    AnswerMatch,
    Auth,
    Envelope,
    Environment,
    Feedback,
    Increments,
    LimitScope,
    ListForm,
    TransportForm,
)
from .alphabets import ClassName
from .orders import OrderTable
from .place import NOWHERE, Place
from .simulation import NOTHING_SIMULATED, Simulation

Reason = Literal[
    "missing_key",
    "missing_signature",
    "missing_timestamp",
    "missing_passphrase",
    "wrong_key",
    "wrong_signature",
    "wrong_passphrase",
    "wrong_timestamp",
    "wrong_environment",
    "clock",
    "wrong_body",
    "missing_parameter",
    "wrong_value",
    "rule",
    "rate_limited",
    "banned",
    "unknown_path",
    "wrong_method",
    "expired",
    "all_failed",
    "some_failed",
]
"""Why a venue refuses a call before it looks at what the call means."""


@frozen(kw_only=True)
class SharedLimit(RateLimit):
    """A limit on several endpoints together, with the code of the venue's refusal if there is one.

    Without ``endpoints`` it is on all; ``of`` is the name of its budget.
    """

    endpoints: tuple[str, ...] = ()
    code: str | None = None

    def holds_for(self, endpoint: str) -> bool:
        """Tell whether calls of an endpoint, by its id, count against it."""
        return not self.endpoints or endpoint in self.endpoints


class Derived(NamedTuple):
    """A key part that the first group of a pattern finds in the parameter ``of``."""

    of: str
    pattern: str


@frozen(kw_only=True)
class LimitFacts:
    """Facts about a venue's rate limits beyond the lines on its pages.

    ``scopes`` defines the terms of a limit's scope, ``derived`` maps a key part to the parameter that contains it,
    ``shared`` has limits by budget, and ``singles`` maps a batch endpoint to the endpoint whose limits apply to a call
    with one item.
    """

    scopes: Mapping[str, LimitScope] = {}
    derived: Mapping[str, Derived] = {}
    shared: Mapping[str, SharedLimit] = {}
    singles: Mapping[str, str] = {}


@frozen(kw_only=True)
class ContextValue:
    """A property of the account that rules may depend on, with its possible values and their meanings.

    It may differ ``per`` value of a parameter, such as an instrument. ``only`` has the pattern of those that can have a
    value: what holds for the account is not known of others.
    """

    name: str = ""
    values: Mapping[str, str]
    meaning: str
    per: str | None = None
    only: Mapping[str, str] = {}
    type_name: ClassName | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen(kw_only=True)
class ClockSource:
    """The endpoint that reports the time: its id, the field of its answer, and the unit."""

    endpoint: str
    field: str
    unit: Literal["seconds", "milliseconds", "nanoseconds"]


@frozen(kw_only=True)
class Learn:
    """The endpoint that reports the context: its id, fields of its answer, and pairs of fields to compare.

    Equal fields mean the first value of a context entry, different fields the second. ``set_by`` has the writes that
    set values of the context, each with the parameters that have them; empty text where the value is unknown then.
    ``values`` has the context's value by the text of the field, where they differ.
    """

    endpoint: str
    fields: Mapping[str, str] = {}
    same: Mapping[str, tuple[str, ...]] = {}
    set_by: Mapping[str, Mapping[str, str]] = {}
    values: Mapping[str, Mapping[str, str]] = {}


@frozen(kw_only=True)
class Refusal:
    """The code and the HTTP status with which the venue refuses a call.

    ``wait`` is the header that says in how many seconds the call will be taken.
    """

    code: str
    status: int = 200
    wait: str | None = None


@frozen(kw_only=True)
class PageSource:
    """The location of the documentation: a list of pages, a sitemap, a git repository, or several of them.

    Only the pages ``under`` a path of a sitemap or repository are used, and those of the folders of the repository that
    ``also`` names, each in a folder of its own name; ``branch`` is the repository's own where it is empty; ``delay`` is
    the least pause between two requests, in seconds.
    """

    pages: tuple[str, ...] = ()
    sitemap: str | None = None
    git: str | None = None
    under: str = ""
    also: tuple[str, ...] = ()
    branch: str = ""
    delay: float = 2.0


@frozen(kw_only=True)
class Settings:
    """The settings of a venue that are used as ``venue.yaml`` states them.

    ``sections`` are the parts of the documentation that the spec transcribes, all where there are none;
    ``permissions`` the words that its pages use for those of a key; ``page_size`` the parameter that says how many
    records a page has;
    ``refusals`` are the answers to calls that the venue cannot take, by reason; ``orders`` are the kinds of orders
    that the sandbox keeps, by table, ``sandbox`` the markets and the account that it simulates. ``transport`` says how
    parameters travel that are not those of a GET, ``lists`` how a list is written there, ``types`` what the pages' own
    words for types mean, ``matches`` which refusals the table of codes cannot tell apart.
    """

    title: str
    docs: str
    pages: str
    fetch: PageSource | None = None
    groups: Mapping[str, str] = {}
    sections: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    page_size: str | None = None
    environments: Mapping[str, Environment]
    auth: Auth
    envelope: Envelope
    clock: ClockSource | None = None
    learn: Learn | None = None
    limits: LimitFacts = LimitFacts()
    refusals: Mapping[str, Refusal] = {}
    orders: Mapping[str, OrderTable] = {}
    sandbox: Simulation = NOTHING_SIMULATED
    feedback: Feedback | None = None
    increments: Increments | None = None
    rules: tuple[Any, ...] = ()
    transport: TransportForm = "json"
    lists: ListForm = "joined"
    types: Mapping[str, JsonType] = {}
    matches: tuple[AnswerMatch, ...] = ()
