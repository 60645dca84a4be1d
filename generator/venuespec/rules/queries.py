"""Questions to a rule's tree: its leaves, the names that it speaks of, the context that it reads."""

from collections.abc import Iterator
from decimal import Decimal

from .tree import (
    AllOf,
    AllOrNone,
    AnyOf,
    Choice,
    Compares,
    Comparison,
    Condition,
    Forbid,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
    Matches,
    Not,
    Ordered,
    Parameter,
    Present,
    Refused,
    Require,
    Restrict,
    RuleTree,
)

INSTRUMENT_TYPE = "instrument type"
"""The name under which a rule that hangs on the instrument type says what it needs."""


def find(parameters: tuple[Parameter, ...], name: str) -> Parameter | None:
    """The parameter with this wire name."""
    return next((each for each in parameters if each.name == name), None)


def leaves(of: Condition) -> Iterator[Condition]:
    """The conditions that are not made of others."""
    match of:
        case AllOf(parts) | AnyOf(parts):
            for each in parts:
                yield from leaves(each)
        case Not(part):
            yield from leaves(part)
        case _:
            yield of


def speaks_of(rule: RuleTree) -> tuple[str, ...]:
    """The wire names of the parameters in a rule's assertions, then in its condition."""
    return tuple(dict.fromkeys(name.removeprefix("$.") for name in names_in(rule)))


def paths_of(rule: RuleTree) -> tuple[str, ...]:
    """The rows of the request table that a rule speaks of, by dotted name, and those that hold them."""
    inner = rule.each or rule.inside
    found: dict[str, None] = {inner: None} if inner else {}
    for name in names_in(rule):
        found[name[2:] if name.startswith("$.") else f"{inner}.{name}" if inner else name] = None
    for leaf in leaves(rule.when):
        if isinstance(leaf, ItemCounts) and leaf.where is not None:
            of = f"{inner}.{leaf.of}" if inner else leaf.of
            inside = filter(None, map(name_of, leaves(leaf.where)))
            found.update(dict.fromkeys(f"{of}.{each}" for each in inside))
    return tuple(found)


def names_in(rule: RuleTree) -> tuple[str, ...]:
    """The names in assertions, then in the condition, as the rule writes them."""
    found: dict[str, None] = {}
    for assertion in rule.asserts:
        match assertion:
            case Require(names) | Forbid(names) | Ignored(names) | AllOrNone(names):
                found.update(dict.fromkeys(names))
            case Choice(groups):
                found.update(dict.fromkeys(name for group in groups for name in group))
            case Restrict():
                found.update(dict.fromkeys(filter(None, (assertion.name, assertion.equals))))
            case Ordered():
                found.update(dict.fromkeys((assertion.left, assertion.right)))
            case Refused():
                pass
    for leaf in leaves(rule.when):
        if (spoken := name_of(leaf)) is not None:
            found[spoken] = None
    return tuple(found)


def name_of(leaf: Condition) -> str | None:
    """The parameter that a leaf of a condition speaks of."""
    if isinstance(leaf, ItemCounts):
        return leaf.of
    return leaf.name if isinstance(leaf, Is | Present | Matches | Compares) else None


def reads(rule: RuleTree) -> tuple[str, ...]:
    """The parts of the context that a rule reads, and 'instrument type' where it hangs on that."""
    found: dict[str, None] = {}
    for each in leaves(rule.when):
        if isinstance(each, InContext):
            found[each.name] = None
        if isinstance(each, InstrumentType):
            found[INSTRUMENT_TYPE] = None
    return tuple(found)


def bounds(of: Restrict) -> tuple[tuple[Comparison, Decimal | None], ...]:
    """The numeric bounds of a restriction, by comparison."""
    return (("gte", of.gte), ("gt", of.gt), ("lte", of.lte), ("lt", of.lt))
