"""Decide whether a new parameter can break existing calls."""

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
    InstrumentType,
    Is,
    ItemCounts,
    Matches,
    Present,
    Require,
    RuleTree,
)
from ..spec.model import EndpointSpec, Field, VenueSpec, walk

_Guards = tuple[tuple[EndpointSpec | None, EndpointSpec, RuleTree], ...]


@frozen
class Known:
    """Facts of both states that help to judge a new parameter about which its endpoint has no rule.

    ``types`` are the instrument types that the older state speaks of, ``values`` the new values of rows by their names,
    ``rules`` the rules of the newer one with their
    endpoints in both, by the object that they look into and the parameter.
    """

    types: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    rules: Mapping[tuple[str, str], _Guards] = field(factory=dict[tuple[str, str], _Guards])


def known(before: VenueSpec, after: VenueSpec) -> Known:
    """Collect the facts of two states that help to judge a new parameter."""
    kind = before.instruments.type_name
    rows = (row for endpoint in before.endpoints for _, row in walk((*endpoint.request, *endpoint.response)))
    older = {endpoint.key: endpoint for endpoint in before.endpoints}
    rules: dict[tuple[str, str], _Guards] = {}
    for endpoint in after.endpoints:
        for rule in endpoint.rules:
            for name in _asserted(rule):
                place = (rule.each or rule.inside or "", name)
                rules[place] = (*rules.get(place, ()), (older.get(endpoint.key), endpoint, rule))
    types = frozenset(value for row in rows if row.name == kind for value in row.values)
    return Known(types, _new_values(before, after), rules)


def _new_values(before: VenueSpec, after: VenueSpec) -> dict[str, frozenset[str]]:
    """Return the values that rows of a name have in the newer state only: {name: values}."""
    was, now = (dict[str, set[str]](), dict[str, set[str]]())
    for state, found in ((before, was), (after, now)):
        for endpoint in state.endpoints:
            for _, row in walk((*endpoint.request, *endpoint.response)):
                found.setdefault(row.name, set()).update(row.values)
    return {name: frozenset(new) for name, values in now.items() if name in was and (new := values - was[name])}


def binds(row: Field, inside: str, old: EndpointSpec, new: EndpointSpec, states: Known) -> bool:
    """Tell whether a valid call of the older state can lack a new, conditionally required parameter.

    ``inside`` names the object that holds it, empty for the request itself. Without a rule the case is unknown, and it
    can.
    """
    if (row.variants and _variant_is_new(row, old, new)) or needs_news(row.required_when, old, new):
        return False
    # 'Only for an order with `advanceOrdType` `chase`', which is a new value.
    named = {part for name in (*row.mentions, *row.applies_to, *row.required_when) for part in name.split("=")}
    if any(states.values.get(name, frozenset()) & named for name in named):
        return False
    here = (rule for rule in new.rules if (rule.each or rule.inside or "") == inside)
    own: _Guards = tuple((old, new, rule) for rule in here if row.name in _asserted(rule))
    ruling = own or states.rules.get((inside, row.name), ())
    return not ruling or any(_binding(rule, row.name, older or old, newer, states) for older, newer, rule in ruling)


def needs_news(names: tuple[str, ...], old: EndpointSpec, new: EndpointSpec) -> bool:
    """Tell whether a condition, by the names and values in it, holds only in calls that the older state does not know.

    It names a parameter that is new itself, or of an older one only values that are new.
    """
    before, after = dict(walk(old.request)), dict(walk(new.request))
    known = {path.rpartition(".")[2] for path in before}
    for path, row in after.items():
        if row.name not in names:
            continue
        if row.name not in known:
            return True
        was = before.get(path)
        said = set(names) & set(row.values)
        if was is not None and said and was.values and not said & set(was.values):
            return True
    return False


def _variant_is_new(row: Field, old: EndpointSpec, new: EndpointSpec) -> bool:
    """Tell whether the row is only in tables that are new beside the older ones."""
    before, after = titles(old), titles(new)
    return bool(before) and before <= after and not before & set(row.variants)


def titles(endpoint: EndpointSpec) -> set[str]:
    """Return the titles of an endpoint's request tables, where it has several."""
    return {title for row in endpoint.request for title in row.variants}


def _asserted(rule: RuleTree) -> Iterator[str]:
    """Yield the parameters that a rule can require."""
    for assertion in rule.asserts:
        if isinstance(assertion, Require | AllOrNone | Choice):
            yield from _names(assertion)


def _names(assertion: Assertion) -> tuple[str, ...]:
    return speaks_of(RuleTree(id="", asserts=(assertion,)))


def _binding(rule: RuleTree, name: str, old: EndpointSpec, new: EndpointSpec, states: Known) -> bool:
    """Tell whether a rule can require the parameter in a call that the older state allows."""
    rows = _rows(rule, old)
    return (
        rule.level == "error"
        and rows is not None
        and any(_requires(assertion, name, rows) for assertion in rule.asserts)
        and not _is_new(rule.when, _At(rows, old, new), states)
    )


def _rows(rule: RuleTree, old: EndpointSpec) -> Mapping[str, Field] | None:
    """Return the rows of the older state that a rule's names mean; None where their object did not exist."""
    inner = rule.each or rule.inside
    if inner is None:
        return {row.name: row for row in old.request}
    outer = next((row for row in old.request if row.name == inner), None)
    return {row.name: row for row in outer.fields} if outer is not None else None


def _requires(assertion: Assertion, name: str, rows: Mapping[str, Field]) -> bool:
    match assertion:
        case Require(names):
            return name in names
        case AllOrNone(names):
            return name in names and any(other in rows for other in names)
        case Choice(groups, least):
            # A group of older parameters still satisfies the choice.
            return least > 0 and all(any(name not in rows for name in group) for group in groups)
        case _:
            return False


@frozen
class _At:
    """The rows that a rule's names mean in the older state, and the endpoint in both."""

    rows: Mapping[str, Field]
    old: EndpointSpec
    new: EndpointSpec

    def unknown(self, name: str) -> bool:
        """Tell whether older calls cannot send the parameter, and its absence stands for no value."""
        defaults = (row for _, row in walk(self.new.request) if row.name == name.removeprefix("$."))
        return self.row(name) is None and all(row.default is None for row in defaults)

    def row(self, name: str) -> Field | None:
        if name.startswith("$."):
            return next((row for row in self.old.request if row.name == name[2:]), None)
        return self.rows.get(name)


def _is_new(when: Condition, at: _At, states: Known) -> bool:
    """Tell whether the condition can hold only in a call that the older state does not know."""
    match when:
        case AllOf(parts):
            return any(_is_new(part, at, states) for part in parts)
        case AnyOf(parts):
            return bool(parts) and all(_is_new(part, at, states) for part in parts)
        case InstrumentType(types):
            return bool(states.types) and not states.types & set(types)
        case Present(name) | Matches(name) | Compares(name):
            return at.unknown(name)
        case ItemCounts(of, _, at_least):
            return at_least > 0 and at.unknown(of)
        case Is(name, values):
            row = at.row(name)
            if row is None:
                return at.unknown(name)
            return bool(row.values) and row.closed and not set(values) & set(row.values)
        case _:
            return False


def unheard_of(rule: RuleTree, old: EndpointSpec, new: EndpointSpec, states: Known) -> bool:
    """Tell whether a rule about new parameters refuses nothing that the older state allows."""
    there = {name for name, _ in walk(old.request)}
    if not any(
        there.issuperset(paths_of(evolve(rule, when=ALWAYS, asserts=(assertion,)))) for assertion in rule.asserts
    ):
        return True
    rows = _rows(rule, old)
    return rows is None or _is_new(rule.when, _At(rows, old, new), states)
