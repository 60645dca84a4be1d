"""Spec files before they are resolved: one class a mapping, one attribute a key.

A mapping that needs no resolving has no class here: it is read straight into the class that is used, of the runtime,
of ``settings`` or of ``model``. ``keys`` says how its attributes are written.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import frozen

from ..runtime.endpoint import RateLimit
from ..runtime.venue import TransportForm
from .alphabets import ClassName, Header, Name, Wire
from .model import (
    Access,
    Deprecation,
    Note,
    OwnFacts,
    PageFacts,
    Reviewed,
    RowStatements,
    Shape,
    ValueKind,
)
from .settings import ContextValue, Settings
from .written import Labelled

JsonText = Any
_NO_VALUES = Labelled({})


@frozen(kw_only=True)
class RowFile(RowStatements):
    """A row of a table; the meaning of its name is looked up in ``fields.yaml``.

    ``values`` has a label for each value, '' for none.
    """

    name: Wire
    type: str
    required: bool | Literal["conditional", "unknown"] = False
    label: str = ""
    values: Labelled = _NO_VALUES
    open: bool = False
    default: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    separator: str | None = None
    pattern: str | None = None
    deprecated: bool | Deprecation = False
    text: str | None = None  # in revisions from before the lock, as as_of, prose and reviewed below
    fields: "tuple[RowFile, ...]" = ()


@frozen(kw_only=True)
class VariantFile:
    title: str
    request: tuple[RowFile, ...]


@frozen(kw_only=True)
class ExampleFile:
    """A documented request or response, as JSON or as text with JSON in it."""

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
class DocsFile(PageFacts):
    """The section of facts."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    as_of: str | None = None
    access: Access = "signed"
    auth_evidence: str = ""
    body: Literal["object", "array", "query"] = "object"
    costs: Mapping[str, Any] = {}
    request: tuple[RowFile, ...] = ()
    variants: tuple[VariantFile, ...] = ()
    data: Shape = "objects"
    response: tuple[RowFile, ...] = ()
    examples: tuple[ExampleFile, ...] = ()
    error_codes: tuple[CodeFile, ...] = ()
    prose: str | None = None


@frozen(kw_only=True)
class FieldFile:
    """Particulars of a field on one endpoint, and where the page is wrong about it.

    ``open`` says whether the documented values are not all, ``empty`` that empty text has a meaning of its own where a
    number is taken, ``envelope`` that the field stands beside the payload
    although its table shows it inside. ``flags`` are the texts of false and true. ``evidence`` says who sends
    requests without a parameter that the page requires, and where: it is then not required. ``attribute`` is its name
    in the SDK, ``type_name`` the name of the type of its values. ``columns`` are the values of each item of a list of
    lists, in their order, ``row`` the name of the class of such items.
    """

    type: str | None = None
    required: bool | Literal["conditional", "unknown"] | None = None
    evidence: str = ""
    values: tuple[str, ...] | None = None
    default: str | None = None
    envelope: bool = False
    kind: ValueKind | None = None
    item: ValueKind | None = None
    description: str | None = None
    separator: str | None = None
    open: bool | None = None
    empty: bool = False
    flags: tuple[str, ...] = ()
    attribute: Name | None = None
    type_name: ClassName | None = None
    columns: Mapping[Name, ValueKind] = {}
    row: ClassName | None = None


@frozen(kw_only=True)
class HeaderFile:
    kind: ValueKind = "text"
    description: str = ""


@frozen(kw_only=True)
class SdkFile(OwnFacts):
    """The section for our own statements.

    ``context`` states what a request example, counted from 1, assumes about the account.
    """

    reviewed: Reviewed | None = None
    access: Access | None = None
    permissions: tuple[str, ...] | None = None
    rate_limits: tuple[RateLimit, ...] | None = None
    write: bool | None = None
    data: Shape | None = None
    transport: TransportForm | None = None
    costs: Mapping[str, Any] | None = None
    headers: Mapping[Header, HeaderFile] = {}
    context: Mapping[int, Mapping[str, str]] = {}
    fields: Mapping[str, FieldFile] = {}
    rules_from: tuple[Any, ...] = ()
    rules: tuple[Any, ...] = ()
    notes: tuple[Note, ...] = ()


@frozen(kw_only=True)
class EndpointFile:
    docs: DocsFile
    sdk: SdkFile = SdkFile()


@frozen(kw_only=True)
class VenueFile(Settings):
    """``venue.yaml``; ``instruments`` is parsed by the rule language."""

    context: Mapping[str, ContextValue] = {}
    instruments: Any = None


@frozen(kw_only=True)
class OlderFile:
    """An older state of the venue in another folder, kept to be compared; ``partial`` if only of some pages."""

    title: str
    like: str
    partial: bool = False
