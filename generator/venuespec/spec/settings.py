"""The things that venue.yaml and errors.yaml state: one class each, filled from YAML and used as it is.

What the SDK needs at run time too (signing, envelope, environments, ...) is a class of the runtime.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from attrs import field, frozen

from ..runtime.endpoint import RateLimit
from ..runtime.venue import Auth, Envelope, Environment, Feedback, LimitScope
from .orders import OrderTable
from .place import NOWHERE, Place

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
    "unknown_path",
    "wrong_method",
    "expired",
    "all_failed",
    "some_failed",
]
"""Why a venue refuses a call before it looks at what the call means."""


@frozen(kw_only=True)
class SharedLimit(RateLimit):
    """A limit on several endpoints together, and the code that the venue refuses with, where it has one.

    Without ``endpoints`` it is on all; ``of`` is the name of its budget.
    """

    endpoints: tuple[str, ...] = ()
    code: str | None = None

    def holds_for(self, endpoint: str) -> bool:
        """Whether calls of an endpoint, by its id, count against it."""
        return not self.endpoints or endpoint in self.endpoints


class Derived(NamedTuple):
    """A key part that the first group of a pattern finds in the parameter ``of``."""

    of: str
    pattern: str


@frozen(kw_only=True)
class LimitFacts:
    """What is to be known of a venue's rate limits beside the pages' own lines.

    ``scopes`` gives words of a limit's scope their meaning, ``derived`` maps a key part to where it is found;
    ``shared`` are limits by budget; ``singles`` maps an endpoint of many items to the one whose limits hold instead
    for a call with one item.
    """

    scopes: Mapping[str, LimitScope] = {}
    derived: Mapping[str, Derived] = {}
    shared: Mapping[str, SharedLimit] = {}
    singles: Mapping[str, str] = {}


@frozen(kw_only=True)
class ContextValue:
    """A thing about the account that rules may depend on, the values it can have and the meaning of each."""

    name: str = ""
    values: Mapping[str, str]
    meaning: str
    place: Place = field(default=NOWHERE, eq=False)


@frozen(kw_only=True)
class ClockSource:
    """The endpoint that tells the time: its id, the field of its answer, and the unit."""

    endpoint: str
    field: str
    unit: Literal["seconds", "milliseconds", "nanoseconds"]


@frozen(kw_only=True)
class Learn:
    """The endpoint that tells the context: its id, fields of its answer, and pairs of them whose equality tells.

    Of the values of a context entry the first stands for equal fields, the second for different ones.
    """

    endpoint: str
    fields: Mapping[str, str] = {}
    same: Mapping[str, tuple[str, ...]] = {}


@frozen(kw_only=True)
class Refusal:
    """The code and the HTTP status that the venue refuses a call with."""

    code: str
    status: int = 200


@frozen(kw_only=True)
class PageSource:
    """Where the documentation lives: a list of pages, a sitemap, a git repository, or several of them.

    Of a sitemap and of a repository only what is ``under`` a path is taken; ``branch`` is the repository's own where
    it is empty; ``delay`` is the least pause between two requests, in seconds.
    """

    pages: tuple[str, ...] = ()
    sitemap: str | None = None
    git: str | None = None
    under: str = ""
    branch: str = ""
    delay: float = 2.0


@frozen(kw_only=True)
class Settings:
    """The settings of a venue that are used as ``venue.yaml`` states them.

    ``sections`` are the parts of the documentation that the spec transcribes, all where there are none;
    ``permissions`` the words that its pages use for those of a key;
    ``refusals`` are the answers to calls that the venue cannot take, by reason; ``orders`` are the kinds of orders
    that the sandbox keeps, by table.
    """

    title: str
    docs: str
    pages: str
    fetch: PageSource | None = None
    groups: Mapping[str, str] = {}
    sections: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    environments: Mapping[str, Environment]
    auth: Auth
    envelope: Envelope
    clock: ClockSource | None = None
    learn: Learn | None = None
    limits: LimitFacts = LimitFacts()
    refusals: Mapping[str, Refusal] = {}
    orders: Mapping[str, OrderTable] = {}
    feedback: Feedback | None = None
    rules: tuple[Any, ...] = ()
