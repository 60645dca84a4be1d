"""The spec files as they are written: one class a mapping, one attribute a key, nothing resolved.

cattrs fills these strictly: an unknown key, a missing one or a value of the wrong kind is an error with its line.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from operator import is_
from types import GenericAlias
from typing import Any, Literal, TypeVar, get_args, get_origin

from attrs import field, fields, frozen
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, transform_error
from cattrs.v import format_exception

from ..rules.parse import as_list
from ..runtime.json_types import is_array
from ..runtime.venue import Algorithm, Clock, Encoding, Kind, Outcome, Part
from .alphabets import (
    ALPHABETS,
    Alphabet,
    ClassName,
    Credential,
    EndpointId,
    Header,
    HeaderValue,
    Host,
    Label,
    Link,
    Name,
    RowName,
    Wire,
)
from .model import Access, OrderTable, Reconcile, Reviewed, Shape, Stateful, ValueKind
from .problem import Problem, SpecError
from .yaml import Document

T = TypeVar("T")
JsonText = Any


@frozen(kw_only=True)
class RateLimitFile:
    limit: int
    per: str
    counts: Literal["request", "order"] = "request"
    key: tuple[str, ...] = ()
    scope: str | None = None


@frozen(kw_only=True)
class RowFile:
    name: Wire
    type: str
    required: bool | Literal["conditional"] = False
    label: str = ""
    values: tuple[str, ...] = ()
    open: bool = False
    default: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    separator: str | None = None
    pattern: str | None = None
    deprecated: bool = False
    text: str | None = None  # in revisions from before the lock, as as_of, prose and reviewed below
    fields: "tuple[RowFile, ...]" = ()


@frozen(kw_only=True)
class VariantFile:
    title: str
    request: tuple[RowFile, ...]


@frozen(kw_only=True)
class ExampleFile:
    title: str = ""
    request: JsonText = None
    response: JsonText = None
    repaired: str | None = None
    broken: str | None = None


@frozen(kw_only=True)
class CodeFile:
    code: str
    label: str = ""


@frozen(kw_only=True)
class DocsFile:
    source: str
    title: str
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    as_of: str | None = None
    gone_since: str | None = None
    section: str | None = None
    access: Access = field(default="signed", alias="auth")
    auth_evidence: str = ""
    permissions: tuple[str, ...] = ()
    rate_limits: tuple[RateLimitFile, ...] = ()
    body: Literal["object", "array"] = "object"
    request: tuple[RowFile, ...] = ()
    variants: tuple[VariantFile, ...] = ()
    data: Shape = "objects"
    response: tuple[RowFile, ...] = ()
    examples: tuple[ExampleFile, ...] = ()
    error_codes: tuple[CodeFile, ...] = ()
    deprecated: bool = False
    unread: tuple[str, ...] = ()
    prose: str | None = None


@frozen(kw_only=True)
class FieldFile:
    """What is particular about a field on one endpoint, and where the page is wrong about it.

    ``open`` says whether the documented values are not all, ``envelope`` that the field stands beside the payload
    although its table shows it inside.
    """

    type: str | None = None
    required: bool | Literal["conditional"] | None = None
    values: tuple[str, ...] | None = None
    default: str | None = None
    envelope: bool = False
    kind: ValueKind | None = None
    item: ValueKind | None = None
    description: str | None = None
    separator: str | None = None
    open: bool | None = None


@frozen(kw_only=True)
class NoteFile:
    text: str
    params: tuple[str, ...] = ()


@frozen(kw_only=True)
class PagingFile:
    """How an endpoint pages, in wire names.

    ``cursor`` asks for what lies behind the record that the row's ``field`` names, or for what ``token`` stands for;
    ``number`` is the number of a page.
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
class HeaderFile:
    kind: ValueKind = "text"
    description: str = ""


@frozen(kw_only=True)
class SdkFile:
    """``context`` says for a request example, counted from 1, what it assumes of the account.

    ``max_items`` is how many items one call takes whose body is a list; ``headers`` are those that a caller may send.
    ``row_alias`` is an older name of a class of rows that is shared now.
    """

    summary: str = ""
    reviewed: Reviewed | None = None
    row: RowName | None = None
    row_alias: ClassName | None = None
    access: Access | None = None
    write: bool | None = None
    dedup_key: str | None = None
    reconcile: Reconcile | None = None
    success_codes: tuple[str, ...] = ()
    data: Shape | None = None
    max_items: int | None = None
    pages: PagingFile | None = None
    headers: Mapping[Header, HeaderFile] = {}
    context: Mapping[int, Mapping[str, str]] = {}
    fields: Mapping[str, FieldFile] = {}
    rules_from: tuple[Any, ...] = ()
    rules: tuple[Any, ...] = ()
    notes: tuple[NoteFile, ...] = ()
    sandbox: Stateful | None = None
    decided: Mapping[str, str] = {}


@frozen(kw_only=True)
class EndpointFile:
    docs: DocsFile
    sdk: SdkFile = SdkFile()


@frozen(kw_only=True)
class EnvironmentFile:
    hosts: Mapping[Label, Host]
    headers: Mapping[Header, HeaderValue] = {}


@frozen(kw_only=True)
class AuthFile:
    credentials: tuple[Credential, ...]
    algorithm: Algorithm
    encoding: Encoding
    signs: tuple[Part, ...]
    timestamp: Clock
    tolerance: str
    headers: Mapping[Header, Name]
    recv_window: int | None = None


@frozen(kw_only=True)
class EnvelopeFile:
    code: Wire
    message: Wire
    data: Wire
    success: tuple[str, ...]
    time: Wire | None = None
    item_code: Wire | None = None
    item_message: Wire | None = None
    verdicts: tuple[Wire, ...] = ()


@frozen(kw_only=True)
class ClockFile:
    endpoint: EndpointId
    field: Wire
    unit: Literal["seconds", "milliseconds", "nanoseconds"]


@frozen(kw_only=True)
class LearnFile:
    """Where the context is learnt: an endpoint, fields of its answer, and pairs of them whose equality tells.

    Of the values of a context entry the first stands for equal fields, the second for different ones.
    """

    endpoint: EndpointId
    fields: Mapping[Wire, Wire] = {}
    same: Mapping[Wire, tuple[Wire, ...]] = {}


@frozen(kw_only=True)
class ContextFile:
    values: Mapping[str, str]
    meaning: str


@frozen(kw_only=True)
class LimitScopeFile:
    """What the pages' words for a part of the traffic mean; see ``LimitScope`` of the runtime."""

    only: Mapping[str, tuple[str, ...]] = {}
    unless: Mapping[str, tuple[str, ...]] = {}
    kept: bool = True


@frozen(kw_only=True)
class DerivedFile:
    """A key part that the first group of a pattern finds in a parameter."""

    of: Wire
    pattern: str


@frozen(kw_only=True)
class SharedLimitFile(RateLimitFile):
    """A limit on several endpoints together, or on all, and the code that the venue refuses with, where it has one."""

    endpoints: tuple[EndpointId, ...] = ()
    code: str | None = None


@frozen(kw_only=True)
class LimitsFile:
    """What is to be known of rate limits beside the pages' own lines.

    ``singles`` maps an endpoint of many items to the one whose limits hold instead for a call with one item.
    """

    scopes: Mapping[str, LimitScopeFile] = {}
    derived: Mapping[Wire, DerivedFile] = {}
    shared: Mapping[Label, SharedLimitFile] = {}
    singles: Mapping[EndpointId, EndpointId] = {}


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
class RefusalFile:
    code: str
    status: int = 200


@frozen(kw_only=True)
class BanFile:
    """How a gateway shuts out an address; see ``Ban`` of the runtime. ``lasts`` is a time span such as 10m."""

    status: int
    says: str
    lasts: str


@frozen(kw_only=True)
class FeedbackFile:
    """The response headers that tell the venue's own count of a rate limit, and how it shuts out an address."""

    remaining: Header
    limit: Header | None = None
    reset: Header | None = None
    ban: BanFile | None = None


@frozen(kw_only=True)
class VenueFile:
    title: str
    docs: Link
    pages: Label
    groups: Mapping[str, Name] = {}
    sections: tuple[str, ...] = ()
    environments: Mapping[Label, EnvironmentFile]
    auth: AuthFile
    envelope: EnvelopeFile
    clock: ClockFile | None = None
    context: Mapping[Wire, ContextFile] = {}
    learn: LearnFile | None = None
    instruments: Any = None
    limits: LimitsFile = LimitsFile()
    refusals: Mapping[Reason, RefusalFile] = {}
    orders: Mapping[str, OrderTable] = {}
    feedback: FeedbackFile | None = None
    rules: tuple[Any, ...] = ()


@frozen(kw_only=True)
class OlderFile:
    """An older state of the venue in another folder, kept to be compared; ``partial`` if only of some pages."""

    title: str
    like: str
    partial: bool = False


@frozen(kw_only=True)
class WordFile:
    kind: ValueKind
    description: str = ""
    item: ValueKind | None = None


@frozen(kw_only=True)
class ErrorFile:
    meaning: str = ""
    kind: Kind = "rejected"
    retry: bool = False
    outcome: Outcome = "not_executed"
    status: int = 200
    success: bool = False


_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(?:'([^']*)'|([0-9]+))\]")
_WORDS: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false"}


def _is_tuple(wanted: Any) -> bool:
    return get_origin(wanted) is tuple


def _is_literal(wanted: Any) -> bool:
    return get_origin(wanted) is Literal


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, use_alias=True)

    def exactly(value: object, wanted: Any) -> object:
        if type(value) is not wanted:
            quoted = f"; write '{str(value).lower()}'" if wanted is str and isinstance(value, int | Decimal) else ""
            raise TypeError(f"expected {_WORDS[wanted]}, found {value!r}{quoted}")
        return value

    def number(value: object, _: object) -> Decimal:
        if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
            return Decimal(value)
        raise TypeError(f"expected a number, found {value!r}")

    def literal(value: object, wanted: Any) -> object:
        known = get_args(wanted)
        if value not in known:
            raise TypeError(f"{value!r} is none of {', '.join(map(str, known))}")
        return value

    def spelled(alphabet: Alphabet) -> Callable[[object, object], str]:
        def checked(value: object, _: object) -> str:
            if not isinstance(value, str):
                raise TypeError(f"expected text, found {value!r}")
            if fault := alphabet.fault(value):
                raise TypeError(fault)
            return value

        return checked

    def required(value: object, _: object) -> object:
        if isinstance(value, bool) or value == "conditional":
            return value
        raise TypeError(f"expected true, false or conditional, found {value!r}")

    def several(wanted: Any) -> Any:
        structure_list: Any = converter.get_structure_hook(GenericAlias(list, get_args(wanted)[:1]))

        def structured(value: object, _: object) -> object:
            if not is_array(value):
                raise TypeError(f"expected a list, found {value!r}{as_list(value)}")
            return tuple(structure_list(value, wanted))

        return structured

    for kind in _WORDS:
        converter.register_structure_hook(kind, exactly)
    for spelling, alphabet in ALPHABETS.items():
        converter.register_structure_hook_func(partial(is_, spelling), spelled(alphabet))
    converter.register_structure_hook(Decimal, number)
    converter.register_structure_hook_factory(_is_tuple, several)
    for optional in (bool | Literal["conditional"], bool | Literal["conditional"] | None):
        converter.register_structure_hook(optional, required)
    converter.register_structure_hook_func(_is_literal, literal)
    return converter


_CONVERTER = _converter()


def structure(document: Document, cls: type[T]) -> T:
    """A document as the class that mirrors it. Raises ``SpecError`` with every problem."""
    try:
        return _CONVERTER.structure(document.data, cls)
    except BaseValidationError as error:
        found = transform_error(error, format_exception=_words)
        raise SpecError(_problem(document, text) for text in found) from None


def structure_each(document: Document, cls: type[T]) -> dict[str, T]:
    """A mapping of names to entries, such as a vocabulary. Raises ``SpecError`` with every problem."""
    try:
        return _CONVERTER.structure(document.data, dict[str, cls])  # type: ignore[valid-type]  # cls is a class
    except BaseValidationError as error:
        found = transform_error(error, format_exception=_words)
        raise SpecError(_problem(document, text) for text in found) from None


def _words(error: BaseException, wanted: type | None) -> str:
    if isinstance(error, ForbiddenExtraKeysError):
        unknown = ", ".join(sorted(map(str, error.extra_fields)))
        return f"unknown key {unknown}; known keys: {', '.join(_keys(error.cl))}"
    if isinstance(error, KeyError):
        return f"the key {error.args[0]} is missing"
    if isinstance(error, TypeError) and "NoneType" not in str(error):
        return str(error)
    return format_exception(error, wanted)


def _keys(cls: type) -> list[str]:
    """The keys of a mapping, as they are written."""
    return [each.alias or each.name for each in fields(cls)]


def _problem(document: Document, text: str) -> Problem:
    message, _, where = text.rpartition(" @ ")
    steps: list[str | int] = []
    for name, quoted, index in _PATH_STEP.findall(where):
        steps.append(int(index) if index else quoted or name)
    if message.startswith("unknown key "):
        steps.append(re.split("[,;]", message.removeprefix("unknown key "))[0])
    return Problem(
        check="spec-structure", place=document.place(steps), message=f"{where.removeprefix('$.')}: {message}"
    )
