"""Queries on a rule's tree: its leaves, the names that it uses, the context that it reads."""

from collections.abc import Iterator

from .tree import (
    AllOf,
    AllOrNone,
    AnyOf,
    Choice,
    Compares,
    Comparison,
    Condition,
    Forbid,
    FromNow,
    Ignored,
    InContext,
    InstrumentType,
    Is,
    ItemCounts,
    Limit,
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
"""The name of the instrument type among the needs of a rule."""
NOW = "now"
"""The name of the present time among the needs of a rule, and in a context."""


def find(parameters: tuple[Parameter, ...], name: str) -> Parameter | None:
    """Return the parameter with this wire name."""
    return next((parameter for parameter in parameters if parameter.name == name), None)


def leaves(of: Condition) -> Iterator[Condition]:
    """Yield the conditions that are not composed of other conditions."""
    match of:
        case AllOf(parts) | AnyOf(parts):
            for branch in parts:
                yield from leaves(branch)
        case Not(part):
            yield from leaves(part)
        case _:
            yield of


def speaks_of(rule: RuleTree) -> tuple[str, ...]:
    """Return the wire names of the parameters in a rule's assertions, then in its condition."""
    return tuple(dict.fromkeys(name.removeprefix("$.") for name in names_in(rule)))


def paths_of(rule: RuleTree) -> tuple[str, ...]:
    """Return the rows of the request table that a rule uses, by dotted name, and the rows that hold them."""
    inner = rule.each or rule.inside
    paths: dict[str, None] = {inner: None} if inner else {}
    for name in names_in(rule):
        paths[name[2:] if name.startswith("$.") else f"{inner}.{name}" if inner else name] = None
    for leaf in leaves(rule.when):
        if isinstance(leaf, ItemCounts) and leaf.where is not None:
            of = f"{inner}.{leaf.of}" if inner else leaf.of
            inside = filter(None, map(name_of, leaves(leaf.where)))
            paths.update(dict.fromkeys(f"{of}.{field}" for field in inside))
    return tuple(paths)


def names_in(rule: RuleTree) -> tuple[str, ...]:
    """Return the names in assertions, then in the condition, as the rule writes them."""
    spoken_names: dict[str, None] = {}
    for assertion in rule.asserts:
        match assertion:
            case Require(names) | Forbid(names) | Ignored(names) | AllOrNone(names):
                spoken_names.update(dict.fromkeys(names))
            case Choice(groups):
                spoken_names.update(dict.fromkeys(name for group in groups for name in group))
            case Restrict():
                spoken_names.update(dict.fromkeys(filter(None, (assertion.name, assertion.equals))))
            case Ordered():
                spoken_names.update(dict.fromkeys((assertion.left, assertion.right)))
            case Refused():
                pass
    for leaf in leaves(rule.when):
        if (spoken := name_of(leaf)) is not None:
            spoken_names[spoken] = None
    return tuple(spoken_names)


def name_of(leaf: Condition) -> str | None:
    """Return the parameter that a leaf of a condition tests."""
    if isinstance(leaf, ItemCounts):
        return leaf.of
    return leaf.name if isinstance(leaf, Is | Present | Matches | Compares) else None


def reads(rule: RuleTree) -> tuple[str, ...]:
    """Return the context values that a rule reads; 'instrument type' and 'now' if it depends on these."""
    context: dict[str, None] = {}
    for leaf in leaves(rule.when):
        if isinstance(leaf, InContext):
            context[leaf.name] = None
        if isinstance(leaf, InstrumentType):
            context[INSTRUMENT_TYPE] = None
    if reads_now(rule):
        context[NOW] = None
    return tuple(context)


def reads_now(rule: RuleTree) -> bool:
    """Tell whether a rule depends on the present time."""
    numbers = [leaf.number for leaf in _every_leaf(rule.when) if isinstance(leaf, Compares)]
    for assertion in rule.asserts:
        if isinstance(assertion, Restrict):
            numbers += [bound for _, bound in bounds(assertion) if bound is not None]
    return any(isinstance(number, FromNow) for number in numbers)


def _every_leaf(of: Condition) -> Iterator[Condition]:
    """Yield the leaves of a condition, and those of what it counts."""
    for leaf in leaves(of):
        yield leaf
        if isinstance(leaf, ItemCounts) and leaf.where is not None:
            yield from _every_leaf(leaf.where)


def bounds(of: Restrict) -> tuple[tuple[Comparison, Limit | None], ...]:
    """Return the bounds of a restriction, by comparison."""
    return (("gte", of.gte), ("gt", of.gt), ("lte", of.lte), ("lt", of.lt))
