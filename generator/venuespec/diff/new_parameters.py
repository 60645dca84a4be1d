"""Whether a call that was right before can now lack a new parameter: not where all that requires it is new itself."""

from collections.abc import Iterator, Mapping

from attrs import evolve, field, frozen

from ..rules.queries import paths_of, speaks_of
from ..rules.tree import (
    ALWAYS,
    AllOf,
    AllOrNone,
    AnyOf,
    Assertion,
    Choice,
    Compares,
    Condition,
    Counts,
    InstrumentType,
    Is,
    Matches,
    Present,
    Require,
    Rule,
)
from ..spec.model import Endpoint, Field, Venue, walk

_Guards = tuple[tuple[Endpoint | None, Endpoint, Rule], ...]


@frozen
class Known:
    """What the older state knows, and what rules say anywhere: for parameters that an endpoint has no rule about.

    ``types`` are the instrument types that the older state speaks of, ``rules`` the rules of the newer one with their
    endpoints in both, by the object that they look into and the parameter.
    """

    types: frozenset[str] = frozenset()
    rules: Mapping[tuple[str, str], _Guards] = field(factory=dict[tuple[str, str], _Guards])


def known(before: Venue, after: Venue) -> Known:
    """What is to be known of two states to judge a parameter that is new on some endpoint."""
    kind = before.instruments.type_name
    rows = (row for each in before.endpoints for _, row in walk((*each.request, *each.response)))
    older = {each.key: each for each in before.endpoints}
    rules: dict[tuple[str, str], _Guards] = {}
    for each in after.endpoints:
        for rule in each.rules:
            for name in _asserted(rule):
                place = (rule.each or rule.inside or "", name)
                rules[place] = (*rules.get(place, ()), (older.get(each.key), each, rule))
    return Known(frozenset(value for row in rows if row.name == kind for value in row.values), rules)


def binds(row: Field, inside: str, old: Endpoint, new: Endpoint, states: Known) -> bool:
    """Whether a call that was right before can lack a new parameter that is required in some cases.

    ``inside`` names the object that holds it, empty for the request itself. Without a rule the case is unknown, and it
    can.
    """
    if row.variants and _variant_is_new(row, old, new):
        return False
    here = (rule for rule in new.rules if (rule.each or rule.inside or "") == inside)
    own: _Guards = tuple((old, new, rule) for rule in here if row.name in _asserted(rule))
    said = own or states.rules.get((inside, row.name), ())
    return not said or any(_binding(rule, row.name, older or old, newer, states) for older, newer, rule in said)


def _variant_is_new(row: Field, old: Endpoint, new: Endpoint) -> bool:
    """Whether the row is only in tables that came on top of those that there were."""
    were, are = titles(old), titles(new)
    return bool(were) and were <= are and not were & set(row.variants)


def titles(endpoint: Endpoint) -> set[str]:
    """The titles of an endpoint's request tables, where it has several."""
    return {title for row in endpoint.request for title in row.variants}


def _asserted(rule: Rule) -> Iterator[str]:
    """The parameters that the rule can require."""
    for each in rule.asserts:
        if isinstance(each, Require | AllOrNone | Choice):
            yield from _names(each)


def _names(assertion: Assertion) -> tuple[str, ...]:
    return speaks_of(Rule(id="", asserts=(assertion,)))


def _binding(rule: Rule, name: str, old: Endpoint, new: Endpoint, states: Known) -> bool:
    """Whether a rule can require the parameter in a call that the older state allows."""
    rows = _rows(rule, old)
    return (
        rule.level == "error"
        and rows is not None
        and any(_requires(each, name, rows) for each in rule.asserts)
        and not _is_new(rule.when, _At(rows, old, new), states)
    )


def _rows(rule: Rule, old: Endpoint) -> Mapping[str, Field] | None:
    """The rows that the rule's names mean in the older state; None where the object that holds them was not there."""
    inner = rule.each or rule.inside
    if inner is None:
        return {each.name: each for each in old.request}
    outer = next((each for each in old.request if each.name == inner), None)
    return {each.name: each for each in outer.fields} if outer is not None else None


def _requires(assertion: Assertion, name: str, rows: Mapping[str, Field]) -> bool:
    match assertion:
        case Require(names):
            return name in names
        case AllOrNone(names):
            return name in names and any(each in rows for each in names)
        case Choice(groups, least):
            # What a call could choose before, it can still choose.
            return least > 0 and all(any(each not in rows for each in group) for group in groups)
        case _:
            return False


@frozen
class _At:
    """The rows that a rule's names mean in the older state, and the endpoint in both."""

    rows: Mapping[str, Field]
    old: Endpoint
    new: Endpoint

    def unknown(self, name: str) -> bool:
        """Whether calls of the older state cannot send the parameter, and its absence stands for no value."""
        defaults = (row for _, row in walk(self.new.request) if row.name == name.removeprefix("$."))
        return self.row(name) is None and all(each.default is None for each in defaults)

    def row(self, name: str) -> Field | None:
        if name.startswith("$."):
            return next((each for each in self.old.request if each.name == name[2:]), None)
        return self.rows.get(name)


def _is_new(when: Condition, at: _At, states: Known) -> bool:
    """Whether the condition can hold only in a call that the older state does not know."""
    match when:
        case AllOf(parts):
            return any(_is_new(each, at, states) for each in parts)
        case AnyOf(parts):
            return bool(parts) and all(_is_new(each, at, states) for each in parts)
        case InstrumentType(types):
            return bool(states.types) and not states.types & set(types)
        case Present(name) | Matches(name) | Compares(name):
            return at.unknown(name)
        case Counts(of, _, at_least):
            return at_least > 0 and at.unknown(of)
        case Is(name, values):
            row = at.row(name)
            if row is None:
                return at.unknown(name)
            return bool(row.values) and row.closed and not set(values) & set(row.values)
        case _:
            return False


def unheard_of(rule: Rule, old: Endpoint, new: Endpoint, states: Known) -> bool:
    """Whether a rule that speaks of new parameters can refuse nothing that the older state allows."""
    there = {name for name, _ in walk(old.request)}
    if not any(there.issuperset(paths_of(evolve(rule, when=ALWAYS, asserts=(each,)))) for each in rule.asserts):
        return True
    rows = _rows(rule, old)
    return rows is None or _is_new(rule.when, _At(rows, old, new), states)
