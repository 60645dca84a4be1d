"""The spec as objects: the content of a venue's files, resolved, frozen, sorted and free of YAML.

Every later step reads these objects: the SDK's generator, the diff, the sandbox. A fact keeps its place in the
files, so that a message about it can name the line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, evolve, field, frozen

from ..kinds.registry import KINDS
from ..kinds.registry import ValueKind as ValueKind
from ..rules.tree import InstrumentFacts, JsonType, Keyed, Parameter, RuleTree, Scope, TimeUnit
from ..runtime.endpoint import Paging, PayloadVerdict, RateLimit
from ..runtime.limits.conditions import Cost
from ..runtime.venue import Envelope, ErrorCode
from .alphabets import ClassName, Name
from .clients import OtherClient
from .names import NOTHING_KNOWN, PublicNames
from .orders import ReconcileSpec, Stateful
from .place import NOWHERE, Place
from .problem import Problem
from .settings import ContextValue, Settings
from .texts import NO_TEXTS, PageTexts

_TIME_UNITS: dict[ValueKind, TimeUnit] = {"timestamp_s": "s", "timestamp_us": "us", "timestamp_ns": "ns"}

Required = Literal["yes", "no", "conditional", "unknown"]
"""Whether a parameter must be sent; ``unknown`` where the page's word is not understood, and treated as optional."""
Access = Literal["signed", "public", "optional", "keyed"]
"""Whether a call is signed; a ``keyed`` one carries the key and no signature."""
Shape = Literal[
    "objects",
    "object",
    "one_or_objects",
    "map",
    "maps",
    "arrays",
    "array",
    "strings",
    "string_lists",
    "none",
    "binary",
]
"""The payload of an answer:

a list of objects, one object, either of them as the call asks, an object whose names are data with such objects or with
maps of them as values, rows by position, one such row, plain strings, lists of
those, nothing, no JSON.
"""


_WHOLE = re.compile(r"0|-?[1-9][0-9]*")


@frozen(kw_only=True)
class Limits:
    """The limits that the page states for a value; only a rule refuses a request."""

    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    pattern: str | None = None


@frozen(kw_only=True)
class Deprecation:
    """The end of something: its replacement in ``use``, its last day, and since when it is deprecated."""

    use: tuple[str, ...] = ()
    until: str | None = None
    since: str | None = None


@frozen(kw_only=True)
class Alias:
    """Another name: ``was`` is an older one that works ``until`` a day, ``of`` the name to use."""

    was: str | None = None
    of: str | None = None
    until: str | None = None


@frozen(kw_only=True)
class RowStatements:
    """Statements in the description of a row, as names and figures.

    ``at_most`` has spans of time, ``applies_to`` the parties and conditions of a restriction, ``excludes`` those that
    it leaves out, ``required_when`` the names and values in a sentence about being required, ``mentions`` all other
    names and figures. A row of an answer is ``empty_at_times`` where the page says that it need not have a value.
    """

    unit: str | None = None
    at_most: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    required_when: tuple[str, ...] = ()
    empty_at_times: bool = False
    alias: Alias | None = None
    deprecated_values: Mapping[str, Deprecation] = {}
    mentions: tuple[str, ...] = ()


@frozen(kw_only=True)
class PageStatements:
    """Statements in the text of a page around its tables, as names and figures."""

    applies_to: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@frozen(kw_only=True)
class Field(RowStatements):
    """A row of a request or response table, with its meaning from the vocabulary.

    ``type`` and ``label`` are the page's words, ``description`` ours. ``item`` is the meaning of one item where the
    field is an array of plain values or a ``separator``-joined text; the ``kind`` is ``inferred`` where only the page's
    examples tell it. A row is ``untyped`` if the page's word for its type is not understood: its JSON type is that of
    the examples. ``closed`` says that ``values`` are all there are, and ``meanings`` has a label of the page for
    some of them. ``flags`` are the texts of false and true, where they are not those words; a ``signer`` row is one
    that the signature adds, which no caller sends. ``evidence`` is the source that saw a request without the row taken,
    where the page requires it. ``variants`` names the page's tables that have this row, where it has several; empty for
    all. ``text`` is the page's description, which is known only while its page is at hand, ``text_key`` its key among
    the venue's texts; ``facts`` is everything that the page says of a request's row, as text that changes when any of
    it does. ``attribute`` is its name in the SDK, ``type_name`` that of the type of its values, where they are stated;
    ``row`` is the class of the items of a list of lists whose columns a person has named.
    """

    name: str
    type: str
    json: JsonType
    kind: ValueKind
    item: ValueKind | None = None
    inferred: bool = False
    untyped: bool = False
    required: Required = "no"
    evidence: str = ""
    label: str = ""
    description: str = ""
    values: tuple[str, ...] = ()
    meanings: Mapping[str, str] = {}
    closed: bool = True
    default: str | None = None
    limits: Limits = Limits()
    separator: str | None = None
    empty: bool = False
    flags: tuple[str, str] | None = None
    signer: bool = False
    deprecated: bool = False
    deprecation: Deprecation | None = None
    variants: tuple[str, ...] = ()
    prose: str | None = None
    text: str = field(default="", eq=False, repr=False)
    text_key: str = field(default="", eq=False, repr=False)
    fields: "tuple[Field, ...]" = ()
    facts: str = field(default="", eq=False)
    attribute: Name | None = field(default=None, eq=False)
    type_name: ClassName | None = field(default=None, eq=False)
    row: ClassName | None = field(default=None, eq=False)
    place: Place = field(default=NOWHERE, eq=False)

    @property
    def listed(self) -> tuple[str, ...]:
        """All possible values, if a value must equal one of them exactly; empty if others are possible.

        A number in text can be written in more than one way, and a joined list is not a value.
        """
        if self.json == "integer":
            plain = all(map(_WHOLE.fullmatch, self.values))
        else:
            plain = self.json == "string" and not KINDS[self.kind].respelt
        return self.values if self.closed and plain and self.separator is None else ()

    @property
    def by_position(self) -> bool:
        """Whether the items of the array are arrays, whose values the rows inside describe in their order."""
        return self.row is not None or self.type.lower().startswith("array of array")

    def parameter(self) -> Parameter:
        """Return the row as a parameter of the rule language."""
        return Parameter(
            name=self.name,
            json=self.json,
            default=self.default,
            separator=self.separator,
            unit=_TIME_UNITS.get(self.kind, "ms"),
            fields=tuple(row.parameter() for row in self.fields if not row.signer),
            former=self.alias.was if self.alias else None,
        )


def walk(rows: Iterable[Field], parent: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every row with the rows inside it, by dotted name."""
    for row in rows:
        yield f"{parent}{row.name}", row
        yield from walk(row.fields, f"{parent}{row.name}.")


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
class ReviewedRule:
    """Digests of the page's text and of the rule's rows when somebody last confirmed one rule against them."""

    page: str
    rows: Mapping[str, str] = {}


@frozen(kw_only=True)
class Reviewed:
    """Digests of the page's text when somebody last confirmed an endpoint's rules against it.

    They cover the page's text outside its tables and, by dotted name, each row that the rules use. ``rules`` has the
    rules, by id, that were confirmed individually since; ``page`` is None if only such rules were confirmed.
    """

    page: str | None = None
    rows: Mapping[str, str] = {}
    rules: Mapping[str, ReviewedRule] = {}

    def of(self, rule: str) -> "Reviewed | ReviewedRule | None":
        """Return what a rule was confirmed against; None where it never was."""
        return self.rules.get(rule) or (self if self.page is not None else None)


@frozen(kw_only=True)
class Note:
    """A statement of the page that is not a rule: it depends on the venue's state, or describes behaviour."""

    text: str
    params: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)


@frozen(kw_only=True)
class OlderRow:
    """A row's name before the page renamed it: its wire name, and until when the SDK accepts that name."""

    former: str
    until: str | None = None


@frozen(kw_only=True)
class PageFacts(PageStatements):
    """The facts of an endpoint's page that are used as its file states them.

    ``unread`` names what import could not read on the page.
    """

    source: str
    title: str
    path: str
    gone_since: str | None = None
    section: str | None = None
    permissions: tuple[str, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    deprecated: bool | Deprecation = False
    unread: tuple[str, ...] = ()


@frozen(kw_only=True, slots=False)  # an endpoint has the facts of its page beside these, and Python lays out slots once
class OwnFacts:
    """The part of an endpoint's ``sdk:`` that is used as its file states it.

    ``row`` is the name of the class of the answer's items, ``row_alias`` an older name of such a class that is shared
    now, ``renamed`` has older names of rows by path, ``max_items`` how many items one call takes whose body is a list,
    ``one_row`` whether the list of every answer has exactly one row, where the page does not show it;
    ``decided`` answers what is unread, and contradictions of the page.
    """

    summary: str = ""
    row: str | None = None
    row_alias: str | None = None
    dedup_key: str | None = None
    reconcile: ReconcileSpec | None = None
    success_codes: tuple[str, ...] = ()
    verdict: PayloadVerdict | None = None
    envelope: Envelope | None = None
    max_items: int | None = None
    one_row: bool | None = None
    pages: Paging | None = None
    sandbox: Stateful | None = None
    decided: Mapping[str, str] = {}
    renamed: Mapping[str, OlderRow] = {}


@frozen(kw_only=True)
class EndpointSpec(PageFacts, OwnFacts):
    """One method and path of a venue: one page, one spec file, one module.

    ``group`` and ``name`` are its place in the SDK. ``text`` is the page's text between its tables, ``remarks`` the
    text below the last of them; both are known only while the page is at hand, their digests always. ``stale`` has the
    problems of the rules and other parts of ``sdk:`` that are left out because they refer to something that the page
    does not have, ``renames`` a warning for each older name in ``sdk:`` of a row that the page renames; those hold.
    ``in_query`` is true where the parameters travel in the query, as those of every GET do, ``form`` where they travel
    in the body as those of an HTML form. ``costs`` has the units that a call takes of the venue's budgets.
    ``kept`` names facts of ``docs:`` that the page no longer states, as many pages stopped stating them at once.
    ``tables`` are the request tables as they stand, by title, where there are several; ``request`` has all their rows.
    ``doubts`` are the parts of its page that are not understood; only a comparison of pages knows them.
    """

    venue: str
    group: str
    name: str
    method: str
    as_of: str | None = None
    access: Access = "signed"
    access_evidence: str = ""
    batch: bool = False
    in_query: bool = field(default=Factory(lambda self: self.method == "GET", takes_self=True))
    form: bool = False
    costs: Mapping[str, tuple[Cost, ...]] = {}
    headers: tuple[Field, ...] = ()
    request: tuple[Field, ...] = ()
    tables: Mapping[str, tuple[Field, ...]] = {}
    shape: Shape = "objects"
    response: tuple[Field, ...] = ()
    examples: tuple[Example, ...] = ()
    rules: tuple[RuleTree, ...] = ()
    rule_places: Mapping[str, Place] = field(factory=dict[str, Place], eq=False)
    reviewed: Reviewed | None = field(default=None, eq=False)
    kept: frozenset[str] = field(default=frozenset(), eq=False)
    notes: tuple[Note, ...] = ()
    write: bool = True
    error_codes: tuple[str, ...] = ()
    prose: str | None = None
    text: str = field(default="", eq=False, repr=False)
    remarks: str = field(default="", eq=False, repr=False)
    remarks_digest: str = field(default="", eq=False, repr=False)
    stale: tuple[Problem, ...] = field(default=(), eq=False, repr=False)
    renames: tuple[Problem, ...] = field(default=(), eq=False, repr=False)
    doubts: tuple[Problem, ...] = field(default=(), eq=False, repr=False)
    place: Place = field(default=NOWHERE, eq=False)

    @property
    def key(self) -> str:
        """'POST /api/v5/account/set-leverage', which is the same endpoint in every state of the docs."""
        return f"{self.method} {self.path}"

    @property
    def id(self) -> str:
        """'account.set_leverage', its place in the SDK."""
        return f"{self.group}.{self.name}"

    @property
    def has_untyped(self) -> bool:
        """Whether the type of a row is told by the examples alone."""
        return any(row.untyped for _, row in (*walk(self.request), *walk(self.response)))

    def scope(self, venue: "VenueSpec") -> Scope:
        """Return the scope of this endpoint's rules."""
        return Scope(
            parameters=tuple(row.parameter() for row in self.request if not row.signer),
            instruments=venue.instruments,
            context=tuple(entry.name for entry in venue.context),
            keyed={entry.name: Keyed(per=entry.per, only=entry.only) for entry in venue.context if entry.per},
        )


@frozen(kw_only=True)
class Word:
    """The meaning of a wire name everywhere in a venue, unless an endpoint overrides it."""

    kind: ValueKind
    description: str = ""
    item: ValueKind | None = None
    attribute: Name | None = None
    place: Place = field(default=NOWHERE, eq=False)


@frozen(kw_only=True)
class VenueSpec(Settings):
    """The content of all files of one venue.

    ``words`` is the vocabulary by wire name; ``endpoints`` is sorted by group and name. An older state, kept to be
    compared, is not ``current``. In a ``partial`` venue a missing endpoint proves nothing. A ``documented`` venue has
    the facts as the pages state them, and ``sdk:`` sections of another state. ``names`` are the public names of its
    SDK, and ``texts`` what the sentences of its pages state; only a comparison loads them. ``clients`` are other
    clients of the venue, by name. ``unread`` tells where endpoints and lists that a ``crawled`` state lacks may stand.
    """

    name: str
    context: tuple[ContextValue, ...] = ()
    instruments: InstrumentFacts = field(factory=InstrumentFacts)
    words: Mapping[str, Word] = {}
    errors: Mapping[str, ErrorCode] = {}
    code_texts: Mapping[str, str] = {}
    addresses: frozenset[str] = frozenset()
    endpoints: tuple[EndpointSpec, ...] = ()
    clients: Mapping[str, OtherClient] = field(factory=dict[str, OtherClient], eq=False)
    current: bool = True
    partial: bool = False
    crawled: bool = field(default=False, eq=False)
    unread: tuple[tuple[str, Problem], ...] = field(default=(), eq=False, repr=False)
    documented: bool = False
    names: PublicNames = field(default=NOTHING_KNOWN, eq=False, repr=False)
    texts: PageTexts = field(default=NO_TEXTS, eq=False, repr=False)
    folder: Path = field(default=Path("-"), eq=False)

    def endpoint(self, method: str, path: str) -> EndpointSpec | None:
        """Return the endpoint with this method and path."""
        return next(
            (endpoint for endpoint in self.endpoints if endpoint.method == method and endpoint.path == path), None
        )

    def envelope_of(self, endpoint: EndpointSpec) -> Envelope:
        """Return the envelope of an endpoint's answers: its own, or the venue's."""
        return endpoint.envelope or self.envelope

    def charged(self, endpoint: EndpointSpec) -> tuple[RateLimit, ...]:
        """Return every limit that calls of an endpoint count against: its own, another endpoint's, shared ones."""
        limits = endpoint.rate_limits
        name = self.limits.singles.get(endpoint.id)
        single = next((other for other in self.endpoints if other.id == name), None) if name is not None else None
        if single is not None:
            several = (evolve(limit, items="several") for limit in limits)
            limits = (*several, *(evolve(limit, of=single.id, items="one") for limit in single.rate_limits))
        shared = self.limits.shared.items()
        return (
            *limits,
            *(limit for name, limit in shared if name in endpoint.costs or limit.holds_for(endpoint.id)),
        )
