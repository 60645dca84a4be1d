"""Description of one endpoint: everything the SDK knows before it sends a request."""

from collections.abc import Mapping
from typing import Literal

from .limits.conditions import Cost
from .records import field, frozen
from .venue import Envelope, ErrorKind


@frozen(kw_only=True, slots=False)
class RateLimit:
    """At most ``limit`` units in any ``window`` seconds, counted on ``key``.

    A key part is ``user_id``, ``ip``, ``master_user_id`` ... or the wire name of a request parameter. ``counts``
    says what a unit is: the request, each order in it, or a unit of its weight. ``scope`` names the part of the traffic
    that the limit holds for, in the page's words; ``None`` means all of it, and the venue's ``limits`` say what the
    words mean. ``of`` is the budget that the units are of, where it is not the endpoint's own; ``items`` limits it to
    calls with one item, or with several.
    """

    limit: int
    window: float
    key: tuple[str, ...] = ()
    counts: Literal["request", "order", "weight"] = "request"
    scope: str | None = None
    of: str | None = None
    items: Literal["one", "several"] | None = None

    def __init__(
        self,
        *,
        limit: int,
        window: float,
        key: tuple[str, ...] = (),
        counts: Literal["request", "order", "weight"] = "request",
        scope: str | None = None,
        of: str | None = None,
        items: Literal["one", "several"] | None = None,
    ) -> None:
        self.__dict__.update(limit=limit, window=window, key=key, counts=counts, scope=scope, of=of, items=items)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The words of the scope, each of which must hold."""
        return tuple(self.scope.split("; ")) if self.scope else ()

    def __str__(self) -> str:
        """Describe the limit: '20 requests per 2 s, counted on user_id'."""
        unit = self.counts + ("" if self.limit == 1 or self.counts == "weight" else "s")
        counted = f", counted on {' + '.join(self.key)}" if self.key else ""
        return f"{self.limit} {unit} per {self.window:g} s{counted}{f' ({self.scope})' if self.scope else ''}"


@frozen(kw_only=True, slots=False)
class Paging:
    """The paging of an endpoint. A spec has wire names where the SDK has attributes.

    ``cursor`` is the request's attribute that asks for the records behind a given one, ``field`` the path in the wire's
    row to the value that identifies that record. ``repeats`` says that the named record, or others of the same instant,
    come back on the next page; ``ties`` that several records can share the value, a time in milliseconds. ``number`` is
    the attribute of a page number that begins with ``first``; ``total`` the wire name of the number of pages, in the
    row or in the envelope. ``rows`` is the attribute of the only row that holds the records, ``keep`` an attribute of
    the request that is taken over from an attribute of the first answer's row. Where no record names the next page,
    ``token`` is the wire name of the field beside the records that does, percent-encoded; an empty one, or ``last``,
    says that there is no next page. ``size`` is the attribute with the number of records of a page, ``largest`` the
    most that the venue documents for it. ``begin`` is the attribute that begins a range of time which the cursor
    ends: a venue counts from it where no end is sent, so that pages which go back in time must start at the present.
    """

    cursor: str | None = None
    field: tuple[str | int, ...] = ()
    repeats: bool = False
    ties: bool = False
    number: str | None = None
    first: int = 1
    total: str | None = None
    rows: str | None = None
    keep: tuple[str, str] | None = None
    token: str | None = None
    last: str | None = None
    size: str | None = None
    largest: int | None = None
    begin: str | None = None

    def __init__(
        self,
        *,
        cursor: str | None = None,
        field: tuple[str | int, ...] = (),
        repeats: bool = False,
        ties: bool = False,
        number: str | None = None,
        first: int = 1,
        total: str | None = None,
        rows: str | None = None,
        keep: tuple[str, str] | None = None,
        token: str | None = None,
        last: str | None = None,
        size: str | None = None,
        largest: int | None = None,
        begin: str | None = None,
    ) -> None:
        self.__dict__.update(
            cursor=cursor,
            field=field,
            repeats=repeats,
            ties=ties,
            number=number,
            first=first,
            total=total,
            rows=rows,
            keep=keep,
            token=token,
            last=last,
            size=size,
            largest=largest,
            begin=begin,
        )


@frozen(kw_only=True, slots=False)
class Ask:
    """A question that tells whether a write was executed.

    It names an endpoint, and maps its parameters to those of the write that supply them, in wire names; ``given`` are
    parameters with values of their own. ``match`` maps the fields of a found row in the same way, where they have other
    names than the parameters, and ``created`` is its time, where it is not that of the other questions. The codes
    ``absent`` say that the venue has no such record; so does an answer without rows. ``rows`` is the attribute that
    holds the rows of an answer that is one object.
    """

    method: str
    path: str
    params: Mapping[str, str]
    given: Mapping[str, str] = {}
    match: Mapping[str, str] = {}
    created: str | None = None
    absent: frozenset[str] = frozenset()
    rows: str | None = None

    def __init__(
        self,
        *,
        method: str,
        path: str,
        params: Mapping[str, str],
        given: Mapping[str, str] = {},
        match: Mapping[str, str] = {},
        created: str | None = None,
        absent: frozenset[str] = frozenset(),
        rows: str | None = None,
    ) -> None:
        self.__dict__.update(
            method=method,
            path=path,
            params=params,
            given=given,
            match=match,
            created=created,
            absent=absent,
            rows=rows,
        )


@frozen(kw_only=True, slots=False)
class Reconcile:
    """The way to find out the outcome of a write by its ``dedup_key``.

    The write was not executed only if no question finds it. ``created`` is the wire name of a found row's time,
    ``expires`` the header after whose time the venue drops the write, ``refused`` values in a row that mean that the
    venue refused the write, ``undecided`` values that say nothing about it. ``items`` is the wire name of the parameter
    with the items of a batch whose body is not a list.
    """

    ask: tuple[Ask, ...]
    items: str | None = None
    created: str | None = None
    expires: str | None = None
    refused: Mapping[str, tuple[str, ...]] = {}
    undecided: Mapping[str, tuple[str, ...]] = {}

    def __init__(
        self,
        *,
        ask: tuple[Ask, ...],
        items: str | None = None,
        created: str | None = None,
        expires: str | None = None,
        refused: Mapping[str, tuple[str, ...]] = {},
        undecided: Mapping[str, tuple[str, ...]] = {},
    ) -> None:
        self.__dict__.update(
            ask=ask,
            items=items,
            created=created,
            expires=expires,
            refused=refused,
            undecided=undecided,
        )


@frozen(kw_only=True, slots=False)
class Proof:
    """The content that the answer to an executed write always has, as far as the documentation shows it.

    That is at least one row that is not empty or, with ``each``, one for each item. ``items`` is the wire name of
    the parameter with the items of a body that is not a list, ``listed`` that of the rows in an answer that is an
    object. A row that has one of the client's ids that were sent, ``echo``, has the same one, unless another of the
    ``ids`` is the same.
    """

    each: bool = False
    items: str | None = None
    listed: str | None = None
    echo: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        each: bool = False,
        items: str | None = None,
        listed: str | None = None,
        echo: tuple[str, ...] = (),
        ids: tuple[str, ...] = (),
    ) -> None:
        self.__dict__.update(each=each, items=items, listed=listed, echo=echo, ids=ids)


@frozen(kw_only=True, slots=False)
class PayloadVerdict:
    """A code of success or refusal inside the payload of one endpoint, below an envelope that reports success.

    ``code`` and ``message`` are keys of the payload; without ``code`` the payload, a word or a number, is the code
    itself. A code that is not in ``success`` is a refusal. Such codes are numbered by the product behind the endpoint:
    the venue's table of codes says nothing about them. ``kinds`` has the kind of the error for those that the page
    explains, which have the ``outcome``; that of any other code is unknown.
    """

    success: tuple[str, ...]
    code: str | None = None
    message: str | None = None
    outcome: Literal["not_executed", "unknown"] = "not_executed"
    kinds: Mapping[str, ErrorKind] = {}

    def __init__(
        self,
        *,
        success: tuple[str, ...],
        code: str | None = None,
        message: str | None = None,
        outcome: Literal["not_executed", "unknown"] = "not_executed",
        kinds: Mapping[str, ErrorKind] = {},
    ) -> None:
        self.__dict__.update(success=success, code=code, message=message, outcome=outcome, kinds=kinds)


@frozen(kw_only=True, slots=False)
class MadeId:
    """A client-made id for calls without one: its maximum length, and a form that the venue accepts."""

    length: int = 32
    form: Literal["letters_and_digits", "digits", "uuid"] = "letters_and_digits"

    def __init__(
        self,
        *,
        length: int = 32,
        form: Literal["letters_and_digits", "digits", "uuid"] = "letters_and_digits",
    ) -> None:
        self.__dict__.update(length=length, form=form)


@frozen(kw_only=True, slots=False)
class Endpoint:
    """One method and path of a venue, with what its documentation says about calling it.

    ``write`` is true when a call may change something at the venue: such a call is repeated only where it certainly
    was not executed. ``dedup_key`` names the request parameter by which a write can be asked for after an unknown
    outcome, ``reconcile`` how that is done. ``query`` is true when the parameters travel in the query string,
    ``binary`` when the answer is not JSON, ``exact`` when every digit of its JSON numbers counts. ``proof`` is what
    shows that a write was executed, ``verdict`` the code of a refusal inside a successful answer, ``made_id`` the form
    of a ``dedup_key`` that the client may make itself. A ``signed`` endpoint that is ``optional`` is signed only where
    there is a key. ``paging`` says how its records are read page by page, where the documentation does, ``envelope``
    how its answers are wrapped, where that is not as the venue's others are. ``form`` is true when the parameters
    travel in the body as those of an HTML form, ``keyed`` when a call carries the key and no signature. ``costs`` has
    the units that a call takes of a budget, where it is not one: the first cost that holds counts.
    """

    name: str
    method: str
    path: str
    docs: str
    signed: bool
    write: bool = field(default=None)
    query: bool = field(default=None)
    permissions: tuple[str, ...] = ()
    rate_limits: tuple[RateLimit, ...] = ()
    dedup_key: str | None = None
    reconcile: Reconcile | None = None
    made_id: MadeId | None = None
    proof: Proof | None = None
    success_codes: frozenset[str] = frozenset()
    verdict: PayloadVerdict | None = None
    envelope: Envelope | None = None
    optional: bool = False
    binary: bool = False
    exact: bool = False
    paging: Paging | None = None
    form: bool = False
    keyed: bool = False
    costs: Mapping[str, tuple[Cost, ...]] = {}

    def __init__(
        self,
        *,
        name: str,
        method: str,
        path: str,
        docs: str,
        signed: bool,
        write: bool | None = None,
        query: bool | None = None,
        permissions: tuple[str, ...] = (),
        rate_limits: tuple[RateLimit, ...] = (),
        dedup_key: str | None = None,
        reconcile: Reconcile | None = None,
        made_id: MadeId | None = None,
        proof: Proof | None = None,
        success_codes: frozenset[str] = frozenset(),
        verdict: PayloadVerdict | None = None,
        envelope: Envelope | None = None,
        optional: bool = False,
        binary: bool = False,
        exact: bool = False,
        paging: Paging | None = None,
        form: bool = False,
        keyed: bool = False,
        costs: Mapping[str, tuple[Cost, ...]] = {},
    ) -> None:
        self.__dict__.update(
            name=name,
            method=method,
            path=path,
            docs=docs,
            signed=signed,
            write=method != "GET" if write is None else write,
            query=method == "GET" if query is None else query,
            permissions=permissions,
            rate_limits=rate_limits,
            dedup_key=dedup_key,
            reconcile=reconcile,
            made_id=made_id,
            proof=proof,
            success_codes=success_codes,
            verdict=verdict,
            envelope=envelope,
            optional=optional,
            binary=binary,
            exact=exact,
            paging=paging,
            form=form,
            keyed=keyed,
            costs=costs,
        )

    @property
    def group(self) -> str:
        """The group of the client that has its method: 'account' of 'account.set_leverage'."""
        return self.name.partition(".")[0]
