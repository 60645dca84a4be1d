"""The rule language as a tree: conditions, assertions, rules, and the table of parameters that they speak of.

Three renderings (Python, JSON Schema, English) and the evaluator read this one tree, and they must agree.

**Names.** A parameter is named by its wire name. Inside ``each`` (per item of an array) or ``inside`` (in an object) a
name means a field of that item; ``$.name`` means a parameter of the request itself.

**Truth** is true, false or unknown (Kleene). Unknown comes from a context value that was not given, an instrument type
that cannot be derived, and a parameter sent as the empty text or an empty list: some venues take that for absent. A
rule is *broken* when its condition is certainly true and one of its assertions certainly fails; *undecided* when it is
not broken but could be; otherwise it *holds*.
"""

from decimal import Decimal
from typing import Literal

from attrs import frozen

Level = Literal["error", "warn"]
Certainty = Literal["stated", "implied", "conflict"]
Truth = bool | None
Comparison = Literal["gte", "gt", "lte", "lt"]
JsonType = Literal["string", "boolean", "integer", "number", "array", "object"]


# --- the parameter table that rules speak of


@frozen(kw_only=True)
class Parameter:
    """What a rule may need to know of a parameter: how it travels, its documented default, what is inside it."""

    name: str
    json: JsonType = "string"
    default: str | None = None
    separator: str | None = None
    fields: "tuple[Parameter, ...]" = ()


# --- conditions


@frozen
class Is:
    """The parameter has one of the values, compared as text (``true`` for a JSON true).

    An absent parameter has its default, or no value.
    """

    name: str
    values: tuple[str, ...]


@frozen
class Present:
    """The parameter is sent. ``{absent: p}`` is ``Not(Present(p))``."""

    name: str


@frozen
class Matches:
    """The parameter's text matches the whole pattern."""

    name: str
    pattern: str


@frozen
class Compares:
    """The parameter, read as a number, compares with a constant.

    False where it is absent and has no default, or is no number.
    """

    name: str
    op: Comparison
    number: Decimal


@frozen
class Counts:
    """At least ``at_least`` items of an array (or of a separated text) satisfy ``where``;

    all of them count where it is None.
    """

    of: str
    where: "Condition | None"
    at_least: int


@frozen
class InstrumentType:
    """Every instrument that the request names is of one of these types."""

    types: tuple[str, ...]


@frozen
class InContext:
    """The context has one of the values under this name."""

    name: str
    values: tuple[str, ...]


@frozen
class AllOf:
    of: "tuple[Condition, ...]"


@frozen
class AnyOf:
    of: "tuple[Condition, ...]"


@frozen
class Not:
    of: "Condition"


Condition = Is | Present | Matches | Compares | Counts | InstrumentType | InContext | AllOf | AnyOf | Not
ALWAYS = AllOf(())

# --- assertions

Group = tuple[str, ...]
"""Names that count as present when all of them are."""


@frozen
class Require:
    """Every one of the names is sent."""

    names: tuple[str, ...]


@frozen
class Forbid:
    """None of the names is sent."""

    names: tuple[str, ...]


@frozen
class Choice:
    """How many of the groups are sent. ``prefer`` is the name that the venue takes where several are."""

    of: tuple[Group, ...]
    least: int
    most: int | None
    prefer: str | None = None


@frozen
class AllOrNone:
    """Either all of the names are sent or none."""

    names: tuple[str, ...]


@frozen(kw_only=True)
class Restrict:
    """The value of a parameter, where it is sent, keeps within limits.

    ``one_of``, ``none_of`` and ``pattern`` look at the text, ``gte`` and its like at the number (text that is no
    number is let through), the lengths at characters, ``max_items`` at the items of an array or separated text,
    ``equals`` at another parameter. A documented default takes part in ``one_of`` and ``none_of``.
    """

    name: str
    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    gt: Decimal | None = None
    gte: Decimal | None = None
    lt: Decimal | None = None
    lte: Decimal | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    equals: str | None = None


@frozen(kw_only=True)
class Ordered:
    """Two numbers or moments, where both are sent, stand in this order:

    ``left op right``, at most ``span_max_ms`` apart.
    """

    left: str
    op: Comparison
    right: str
    span_max_ms: int | None = None


@frozen
class Ignored:
    """The venue takes no notice of these names: sending them is in vain. Never more than a warning."""

    names: tuple[str, ...]


Assertion = Require | Forbid | Choice | AllOrNone | Restrict | Ordered | Ignored


@frozen(kw_only=True)
class Rule:
    """One rule of an endpoint: when the condition holds, every assertion must.

    ``each`` names an array whose items are judged one by one, ``inside`` an object that is judged where it is sent.
    ``when`` may speak of the item and, through ``$.name``, of the request.
    """

    id: str
    asserts: tuple[Assertion, ...]
    when: Condition = ALWAYS
    each: str | None = None
    inside: str | None = None
    level: Level = "error"
    certainty: Certainty = "stated"
    because: str = ""


# --- instrument types


@frozen
class InstrumentPattern:
    """Ids that match the whole pattern are of one of the types."""

    types: tuple[str, ...]
    pattern: str


@frozen
class Narrowing:
    """Where the condition certainly holds, an ambiguous id is of none of these types."""

    when: Condition
    without: tuple[str, ...]


@frozen(kw_only=True)
class Instruments:
    """How a venue's instrument ids tell their type.

    ``type_name`` is the parameter, and the context value, that says it outright; ``ids`` are the parameters that
    hold instrument ids.
    """

    type_name: str | None = None
    ids: tuple[str, ...] = ()
    patterns: tuple[InstrumentPattern, ...] = ()
    narrow: tuple[Narrowing, ...] = ()


@frozen(kw_only=True)
class Scope:
    """What a rule is read against: an endpoint's parameters, and the venue's instruments and context names."""

    parameters: tuple[Parameter, ...]
    instruments: Instruments = Instruments()
    context: tuple[str, ...] = ()
