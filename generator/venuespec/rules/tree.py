"""The rule language as a tree: conditions, assertions, rules, and the table of parameters that they refer to.

Three renderings (Python, JSON Schema, English) and the evaluator read this one tree, and they must agree.

**Names.** A parameter is named by its wire name. Inside ``each`` (per item of an array) or ``inside`` (in an object) a
name means a field of that item; ``$.name`` means a parameter of the request itself.

**Truth** is true, false or unknown (Kleene). Unknown comes from a context value that was not given, an instrument type
that cannot be derived, a present time that is not known well enough, and a parameter sent as the empty text or an empty
list: some venues take that for absent. A
rule is *broken* when its condition is certainly true and one of its assertions certainly fails; *undecided* when it is
not broken but could be; otherwise it *holds*.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from ..runtime.now import Comparison as Comparison
from ..runtime.now import TimeUnit as TimeUnit
from ..runtime.rules import Level

Certainty = Literal["stated", "implied", "conflict"]
Truth = bool | None
JsonType = Literal["string", "boolean", "integer", "number", "array", "object"]

_PER_MS: dict[TimeUnit, int] = {"ms": 1, "us": 1000, "ns": 1_000_000}


# --- the parameter table that rules refer to


@frozen(kw_only=True)
class Parameter:
    """A parameter as rules see it: its JSON type, its documented default, the unit of a time, the fields inside it.

    ``former`` is the older name that the page gives for it; a rule may still use that name.
    """

    name: str
    json: JsonType = "string"
    default: str | None = None
    separator: str | None = None
    unit: TimeUnit = "ms"
    fields: "tuple[Parameter, ...]" = ()
    former: str | None = field(default=None, eq=False)


# --- conditions


@frozen
class FromNow:
    """The present time of the venue plus an offset, as a bound of a time.

    It is known as a range only, or not at all: what lies within the range is neither true nor false.
    """

    offset_ms: int = 0

    def at(self, now_ms: int, unit: TimeUnit) -> Decimal:
        """Return the moment in the unit of a time."""
        moment = Decimal(now_ms + self.offset_ms)
        return moment / 1000 if unit == "s" else moment * _PER_MS[unit]


Limit = Decimal | FromNow


@frozen
class Is:
    """The parameter has one of the values, compared as text (``true`` for a JSON true).

    A parameter that is absent has its documented default, if there is one, and no value otherwise.
    """

    name: str
    values: tuple[str, ...]


@frozen
class Present:
    """The parameter is sent. ``{absent: p}`` is ``Not(Present(p))``."""

    name: str


@frozen
class Matches:
    """The whole text of the parameter matches the pattern."""

    name: str
    pattern: str


@frozen
class Compares:
    """The parameter, read as a number, compares with a constant, or as a time with the present.

    False if the parameter is absent and has no default, or is not a number. No default is compared with the present.
    """

    name: str
    op: Comparison
    number: Limit


@frozen
class ItemCounts:
    """At least ``at_least`` items of an array, or of a text with separators, satisfy ``where``.

    Without ``where`` every item counts.
    """

    of: str
    where: "Condition | None"
    at_least: int


@frozen
class InstrumentType:
    """Every instrument in the request is of one of these types."""

    types: tuple[str, ...]


@frozen
class InContext:
    """The context has one of these values for this name."""

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


Condition = Is | Present | Matches | Compares | ItemCounts | InstrumentType | InContext | AllOf | AnyOf | Not
ALWAYS = AllOf(())

# --- assertions

NameGroup = tuple[str, ...]
"""Names that count as sent if all of them are sent."""


@frozen
class Require:
    """All of the names are sent."""

    names: tuple[str, ...]


@frozen
class Forbid:
    """None of the names is sent."""

    names: tuple[str, ...]


@frozen
class Choice:
    """The number of groups that are sent. ``prefer`` is the name that the venue uses if several are."""

    of: tuple[NameGroup, ...]
    least: int
    most: int | None
    prefer: str | None = None


@frozen
class AllOrNone:
    """Either all of the names are sent or none."""

    names: tuple[str, ...]


@frozen(kw_only=True)
class Restrict:
    """The value of a parameter, if it is sent, is within limits.

    ``one_of``, ``none_of`` and ``pattern`` look at the text, the numeric bounds at the number (text that is
    not a number passes), the lengths at characters, ``max_items`` at the items of an array or separated text,
    ``equals`` at another parameter. For ``one_of`` and ``none_of`` a documented default stands for an absent value.
    """

    name: str
    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    gt: Limit | None = None
    gte: Limit | None = None
    lt: Limit | None = None
    lte: Limit | None = None
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    equals: str | None = None


@frozen(kw_only=True)
class Ordered:
    """Two numbers or times, if both are sent, are in order.

    ``left op right`` holds, and they are at most ``span_max_ms`` milliseconds apart.
    """

    left: str
    op: Comparison
    right: str
    span_max_ms: int | None = None

    def span_in(self, unit: TimeUnit) -> int | None:
        """Return the span in the unit of the two times, rounded up so that no time within it is refused."""
        if self.span_max_ms is None:
            return None
        return -(-self.span_max_ms // 1000) if unit == "s" else self.span_max_ms * _PER_MS[unit]


@frozen
class Ignored:
    """The venue ignores these names, so sending them has no effect. Never more than a warning."""

    names: tuple[str, ...]


@frozen
class Refused:
    """The request is refused whenever the condition holds, whatever else is sent."""


Assertion = Require | Forbid | Choice | AllOrNone | Restrict | Ordered | Ignored | Refused


@frozen(kw_only=True)
class RuleTree:
    """One rule of an endpoint: when the condition holds, every assertion must.

    ``each`` names an array whose items are judged one by one, ``inside`` an object that is judged if it is sent.
    ``when`` may refer to fields of the item and, as ``$.name``, to parameters of the request.
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
    """An id that matches the pattern as a whole is of one of these types."""

    types: tuple[str, ...]
    pattern: str


@frozen
class Narrowing:
    """A condition that, if it certainly holds, excludes types of an ambiguous id."""

    when: Condition
    without: tuple[str, ...]


@frozen(kw_only=True)
class InstrumentFacts:
    """How to derive the type of an instrument from a request.

    ``type_name`` is the parameter, and the context value, that states the type; ``ids`` are the parameters that hold
    instrument ids.
    """

    type_name: str | None = None
    ids: tuple[str, ...] = ()
    patterns: tuple[InstrumentPattern, ...] = ()
    narrow: tuple[Narrowing, ...] = ()


@frozen(kw_only=True)
class Keyed:
    """A value of the context that can differ for each value of a parameter, and who can have it.

    ``only`` maps values of the context to patterns of the parameter's values that can have them.
    """

    per: str
    only: Mapping[str, str] = {}


@frozen(kw_only=True)
class Scope:
    """The names that a rule can use: an endpoint's parameters, and the venue's instruments and context."""

    parameters: tuple[Parameter, ...]
    instruments: InstrumentFacts = InstrumentFacts()
    context: tuple[str, ...] = ()
    keyed: Mapping[str, Keyed] = {}

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """The parameters by their wire names; of two with one name the first."""
        return {parameter.name: parameter for parameter in reversed(self.parameters)}
