"""The spec as objects: what a venue's files say, resolved, frozen, sorted and free of YAML.

This is what every later step reads: the SDK's generator, the diff, the sandbox. A fact keeps the place it was
written at, so that whoever complains about it can say where.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, frozen

from ..kinds.registry import KINDS
from ..kinds.registry import ValueKind as ValueKind
from ..rules.tree import Instruments, JsonType, Parameter, Rule, Scope
from ..runtime.venue import Auth, Envelope, Environment, ErrorCode, Feedback, LimitScope

Required = Literal["yes", "no", "conditional"]
Access = Literal["signed", "public", "optional"]
Shape = Literal["objects", "object", "arrays", "array", "strings", "string_lists", "none", "binary"]
"""The payload of an answer:

a list of objects, one object, rows by position, one such row, plain strings, lists of those, nothing, no JSON.
"""


@frozen
class Place:
    """A line of a spec file."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


NOWHERE = Place(Path("-"), 0)


@frozen(kw_only=True)
class Limits:
    """What the page says of a value's size. Facts: only a rule refuses a request."""

    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    pattern: str | None = None


@frozen(kw_only=True)
class Field:
    """A row of a request or response table, with its meaning from the vocabulary.

    ``type`` and ``label`` are the page's words, ``description`` ours. ``item`` is the meaning of one item where the
    field is an array of plain values or a ``separator``-joined text. ``closed`` says that ``values`` are all there
    are. ``variants`` names the page's tables that have this row, where it has several; empty for all. ``text`` is the
    page's description, which is known only while its page is at hand; ``facts`` is everything that the page says of a
    request's row, as text that changes when any of it does.
    """

    name: str
    type: str
    json: JsonType
    kind: ValueKind
    item: ValueKind | None = None
    required: Required = "no"
    label: str = ""
    description: str = ""
    values: tuple[str, ...] = ()
    closed: bool = True
    default: str | None = None
    limits: Limits = Limits()
    separator: str | None = None
    deprecated: bool = False
    variants: tuple[str, ...] = ()
    prose: str | None = None
    text: str = field(default="", eq=False, repr=False)
    fields: "tuple[Field, ...]" = ()
    facts: str = field(default="", eq=False)
    place: Place = field(default=NOWHERE, eq=False)

    @property
    def listed(self) -> tuple[str, ...]:
        """All values that there are, where a text must be one of them letter by letter; empty where others may be.

        A number can be written in more than one way, and a joined list is not a value.
        """
        plain = self.json == "string" and self.separator is None and not KINDS[self.kind].respelt
        return self.values if self.closed and plain else ()

    def parameter(self) -> Parameter:
        """What the rule language needs to know of this row."""
        return Parameter(
            name=self.name,
            json=self.json,
            default=self.default,
            separator=self.separator,
            fields=tuple(each.parameter() for each in self.fields),
        )


def walk(rows: Iterable[Field], parent: str = "") -> Iterator[tuple[str, Field]]:
    """Every row with the rows inside it, by dotted name."""
    for row in rows:
        yield f"{parent}{row.name}", row
        yield from walk(row.fields, f"{parent}{row.name}.")


@frozen(kw_only=True)
class RateLimit:
    """At most ``limit`` units in ``window`` seconds.

    ``key`` parts are names like ``user_id`` and ``ip`` or wire parameters; for ``of`` and ``items`` see the runtime.
    """

    limit: int
    window: Decimal
    key: tuple[str, ...]
    counts: Literal["request", "order"] = "request"
    scope: str | None = None
    of: str | None = None
    items: Literal["one", "several"] | None = None


@frozen(kw_only=True)
class SharedLimit:
    """A limit, whose ``of`` names the budget, on several endpoints together, and the venue's code for it.

    Without ``endpoints`` it is on all.
    """

    limit: RateLimit
    endpoints: tuple[str, ...] = ()
    code: str | None = None

    def holds_for(self, endpoint: "Endpoint") -> bool:
        """Whether calls of an endpoint count against it."""
        return not self.endpoints or endpoint.id in self.endpoints


@frozen(kw_only=True)
class LimitFacts:
    """What is to be known of a venue's rate limits beside the pages' own lines.

    ``scopes`` gives words of a limit's scope their meaning, ``derived`` maps a key part to the parameter that tells it
    and a pattern; ``singles`` an endpoint of many items to the one whose limits hold for a call with one.
    """

    scopes: Mapping[str, LimitScope] = {}
    derived: Mapping[str, tuple[str, str]] = {}
    shared: tuple[SharedLimit, ...] = ()
    singles: Mapping[str, str] = {}


@frozen(kw_only=True)
class Example:
    """A documented request or response, as JSON. ``context`` is what a request example assumes.

    ``repaired`` says what was mended in its JSON, ``broken`` why it could not be read.
    """

    title: str = ""
    request: Any = None
    response: Any = None
    context: Mapping[str, str] = {}
    repaired: str | None = None
    broken: str | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen(kw_only=True)
class Reviewed:
    """Digests of what the page said when somebody last confirmed an endpoint's rules against it.

    Of the page's text outside of its tables, and of each row that the rules speak of, by dotted name.
    """

    page: str
    rows: Mapping[str, str] = {}


@frozen(kw_only=True)
class Note:
    """Something the page says that is no rule: it depends on the venue's state, or describes behaviour."""

    text: str
    params: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


Does = Literal["place", "amend", "cancel", "read"]
"""What a call does to the orders of a table."""


@frozen(kw_only=True)
class Stateful:
    """How the sandbox remembers what an endpoint is told, as rows of ``table``.

    Settings are told apart by ``key``, and a call ``writes`` or reads them; ``defaults`` fills fields that no request
    sends. Orders are what a call ``does`` something to: ``changes`` names the columns that an amendment's parameters
    change, ``open`` reads those that are not done yet, ``items`` is the parameter with the orders of a batch whose
    body is no list, ``rows`` the list in an answer that is an object. ``duplicate`` is the code for a client id that
    an open order has, ``missing`` the one for an order that there is not, or that is done.
    """

    table: str
    key: tuple[str, ...] = ()
    writes: bool = False
    defaults: Mapping[str, str] = {}
    does: Does | None = None
    changes: Mapping[str, str] = {}
    open: bool = False
    items: str | None = None
    rows: str | None = None
    duplicate: str | None = None
    missing: str | None = None


@frozen(kw_only=True)
class OrderTable:
    """A kind of order that the sandbox keeps, in wire names.

    ``open`` are the ``state`` values of orders that can still be amended, the first that of a new one. ``created`` and
    ``updated`` name columns with the time in Unix milliseconds, ``defaults`` columns that no request sends. An order
    that has one of the values in ``fills`` is ``filled`` at once, and gets the columns of ``fill`` from those it has.
    """

    id: str
    client_id: str
    state: str
    open: tuple[str, ...]
    cancelled: str
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    defaults: Mapping[str, str] = {}
    fills: Mapping[str, tuple[str, ...]] = {}
    filled: str = ""
    fill: Mapping[str, str] = {}


@frozen(kw_only=True)
class Ask:
    """A question by which the outcome of a write is found out, in wire names.

    ``endpoint`` is the id of what is asked, ``params`` its parameters by those of the write that they are taken from,
    ``rows`` the list of an answer that is an object. The codes ``absent`` say that there is nothing of the kind, and
    so does an answer without rows.
    """

    endpoint: str
    params: Mapping[str, str]
    absent: tuple[str, ...] = ()
    rows: str | None = None


@frozen(kw_only=True)
class Reconcile:
    """How the outcome of a write is found out by its ``dedup_key``, in wire names.

    ``created`` is the time in a found row, ``expires`` the header after whose time the venue drops the write,
    ``refused`` the values in a found row that say that the venue did not take it. ``items`` is the parameter with the
    items of a batch whose body is no list.
    """

    ask: tuple[Ask, ...]
    items: str | None = None
    created: str | None = None
    expires: str | None = None
    refused: Mapping[str, tuple[str, ...]] = {}


@frozen(kw_only=True)
class Pages:
    """How records are read page by page, in wire names.

    By ``cursor``, which asks for what lies behind the record that the row's ``field`` (dotted) names, or by
    ``number``. ``inclusive`` says that the named record comes again, ``ties`` that records can share the value.
    ``total`` names the number of pages, ``rows`` the list in the only row that holds the records, ``keep`` what
    later pages take over from the first answer. ``token`` names the field beside the records that holds the cursor
    of the next page, where no record's field does.
    """

    cursor: str | None = None
    field: str | None = None
    inclusive: bool = False
    ties: bool = False
    number: str | None = None
    first: int = 1
    total: str | None = None
    rows: str | None = None
    keep: str | None = None
    token: str | None = None


@frozen(kw_only=True)
class Endpoint:
    """One method and path of a venue: one page, one spec file, one module.

    ``group`` and ``name`` are its place in the SDK; ``row`` is the name of the class of its answer's items.
    ``unread`` names what import could not read on its page; ``decided`` answers that, and contradictions of the page.
    ``text`` is what the page says between its tables, and ``remarks`` what it says below the last of them; both are
    known only while the page is at hand.
    """

    venue: str
    group: str
    name: str
    method: str
    path: str
    title: str
    source: str
    summary: str
    as_of: str | None = None
    section: str | None = None
    access: Access = "signed"
    access_evidence: str = ""
    permissions: tuple[str, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    batch: bool = False
    max_items: int | None = None
    headers: tuple[Field, ...] = ()
    pages: Pages | None = None
    request: tuple[Field, ...] = ()
    shape: Shape = "objects"
    response: tuple[Field, ...] = ()
    examples: tuple[Example, ...] = ()
    rules: tuple[Rule, ...] = ()
    rule_places: Mapping[str, Place] = field(factory=dict[str, Place], eq=False)
    reviewed: Reviewed | None = field(default=None, eq=False)
    notes: tuple[Note, ...] = ()
    row: str | None = None
    row_alias: str | None = None
    write: bool = True
    dedup_key: str | None = None
    reconcile: Reconcile | None = None
    success_codes: tuple[str, ...] = ()
    error_codes: tuple[str, ...] = ()
    sandbox: Stateful | None = None
    deprecated: bool = False
    unread: tuple[str, ...] = ()
    decided: Mapping[str, str] = {}
    gone_since: str | None = None
    prose: str | None = None
    text: str = field(default="", eq=False, repr=False)
    remarks: str = field(default="", eq=False, repr=False)
    place: Place = field(default=NOWHERE, eq=False)

    @property
    def key(self) -> str:
        """'POST /api/v5/account/set-leverage', which is the same endpoint in every state of the docs."""
        return f"{self.method} {self.path}"

    @property
    def id(self) -> str:
        """'account.set_leverage', its place in the SDK."""
        return f"{self.group}.{self.name}"

    def scope(self, venue: "Venue") -> Scope:
        """What this endpoint's rules are read against."""
        return Scope(
            parameters=tuple(each.parameter() for each in self.request),
            instruments=venue.instruments,
            context=tuple(each.name for each in venue.context),
        )


@frozen(kw_only=True)
class ContextValue:
    """A thing about the account that rules may depend on, the values it can have and what each means."""

    name: str
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
    """The endpoint that tells the context: its id, fields of its answer by context name, and pairs of fields whose
    equality tells."""

    endpoint: str
    fields: Mapping[str, str] = {}
    same: Mapping[str, tuple[str, ...]] = {}


@frozen(kw_only=True)
class Word:
    """What a wire name means everywhere in a venue, unless an endpoint says otherwise."""

    kind: ValueKind
    description: str = ""
    item: ValueKind | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen(kw_only=True)
class Refusal:
    """With which code and HTTP status the venue refuses a call."""

    code: str
    status: int = 200


@frozen(kw_only=True)
class Venue:
    """Everything that the files of one venue say.

    ``sections`` are the parts of the documentation that the spec transcribes, all where there are none;
    ``refusals`` are what the venue answers to a call that it cannot take, by reason; ``orders`` are the kinds of
    orders that the sandbox keeps, by table; ``endpoints`` is sorted by
    group and name; an older state, kept to be compared, is not ``current``, and ``partial`` where what it
    does not have says nothing; ``documented`` if facts are as pages state them and ``sdk:`` is of another state.
    """

    name: str
    title: str
    docs: str
    pages: str
    groups: Mapping[str, str] = {}
    sections: tuple[str, ...] = ()
    environments: Mapping[str, Environment]
    auth: Auth
    envelope: Envelope
    clock: ClockSource | None = None
    context: tuple[ContextValue, ...] = ()
    learn: Learn | None = None
    instruments: Instruments = field(factory=Instruments)
    limits: LimitFacts = LimitFacts()
    words: Mapping[str, Word] = {}
    errors: Mapping[str, ErrorCode] = {}
    refusals: Mapping[str, Refusal] = {}
    orders: Mapping[str, OrderTable] = {}
    feedback: Feedback | None = None
    rules: tuple[Any, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    current: bool = True
    partial: bool = False
    documented: bool = False
    folder: Path = field(default=Path("-"), eq=False)

    def endpoint(self, method: str, path: str) -> Endpoint | None:
        """The endpoint with this method and path."""
        return next((each for each in self.endpoints if each.method == method and each.path == path), None)

    def charged(self, endpoint: Endpoint) -> tuple[RateLimit, ...]:
        """Every limit that calls of an endpoint count against: its own, those of another endpoint, shared ones."""
        found = endpoint.rate_limits
        single = next((each for each in self.endpoints if each.id == self.limits.singles.get(endpoint.id)), None)
        if single is not None:
            several = (evolve(each, items="several") for each in found)
            found = (*several, *(evolve(each, of=single.id, items="one") for each in single.rate_limits))
        return (*found, *(each.limit for each in self.limits.shared if each.holds_for(endpoint)))
