"""Compare rules by the requests that they refuse, not by their wording.

A rule is tried on all requests and contexts that can make a difference to it: every parameter absent, with each
value that a rule or the documentation names, and with one more; every context value unknown, named or other.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

from attrs import evolve, frozen

from .evaluate import evaluate
from .queries import INSTRUMENT_TYPE, bounds, leaves, reads, reads_now, speaks_of
from .tree import (
    Choice,
    Compares,
    InContext,
    InstrumentFacts,
    InstrumentType,
    Is,
    ItemCounts,
    Matches,
    Ordered,
    Restrict,
    RuleTree,
    Scope,
)

_MOST = 60_000


@frozen(kw_only=True)
class Side:
    """One state of an endpoint.

    It has the rules and their scope, the documented values of every parameter, and the parameters always sent.
    """

    rules: tuple[RuleTree, ...]
    scope: Scope
    values: Mapping[str, tuple[str, ...]]
    required: frozenset[str] = frozenset()


def plain(rule: RuleTree) -> RuleTree:
    """Return a rule without its id and reason, and without assertions that refuse nothing."""
    asserts = tuple(
        evolve(assertion, prefer=None) if isinstance(assertion, Choice) else assertion for assertion in rule.asserts
    )
    return evolve(rule, id="", because="", certainty="stated", asserts=asserts)


def uncovered(side: Side, other: Side) -> tuple[RuleTree, ...]:
    """Return the rules of one side that refuse a request which the other side accepts."""
    known = {plain(rule) for rule in other.rules}
    return tuple(rule for rule in side.rules if plain(rule) not in known and not _covered(rule, side, other))


def _covered(rule: RuleTree, side: Side, other: Side) -> bool:
    """Tell whether the other side refuses every request that the rule refuses."""
    asserted = set(speaks_of(rule))
    rivals = [
        rival
        for rival in other.rules
        if rival.level == rule.level
        and (rival.each, rival.inside) == (rule.each, rule.inside)
        and asserted & set(speaks_of(rival))
    ]
    if not rivals or any(_exceeds_value_tables(compared) for compared in (rule, *rivals)):
        return False
    domain = _domain([rule, *rivals], side, other)
    if prod(map(len, domain.values())) > _MOST:
        return False
    own_scope, other_scope = _abstract(side.scope), _abstract(other.scope)
    # What only the rivals read is tried where the rule refuses a request.
    read = _read(rule, side.scope)
    own = {key: values for key, values in domain.items() if key[1] in read}
    rest = {key: values for key, values in domain.items() if key[1] not in read}
    for choice in product(*own.values()):
        if evaluate(rule, *_case({}, own, choice, rule), own_scope).state != "broken":
            continue
        known = dict(zip(own, choice, strict=True))
        for further in product(*rest.values()):
            params, context = _case(known, rest, further, rule)
            if all(evaluate(rival, params, context, other_scope).state != "broken" for rival in rivals):
                return False
    return True


def _read(rule: RuleTree, scope: Scope) -> set[str]:
    """Return the names of all that a rule reads: of parameters, of context, and of what a context can differ for."""
    return {*speaks_of(rule), *reads(rule), *(keyed.per for keyed in scope.keyed.values())}


def _exceeds_value_tables(rule: RuleTree) -> bool:
    """Tell whether a rule uses patterns, counts, order or the clock, which a finite table of values cannot decide."""
    restricted = [assertion for assertion in rule.asserts if isinstance(assertion, Restrict)]
    return (
        reads_now(rule)
        or any(isinstance(leaf, Matches | ItemCounts) for leaf in leaves(rule.when))
        or any(isinstance(assertion, Ordered) for assertion in rule.asserts)
        or any(
            restriction.pattern is not None or restriction.equals is not None or restriction.max_items is not None
            for restriction in restricted
        )
    )


def _abstract(scope: Scope) -> Scope:
    """Return the scope with the instrument type as a plain parameter."""
    return evolve(scope, instruments=InstrumentFacts(type_name=INSTRUMENT_TYPE))


def _domain(rules: list[RuleTree], side: Side, other: Side) -> dict[tuple[str, str], list[str | None]]:
    """Map every name in the rules to the values to try; None is absent or unknown."""
    tried: dict[tuple[str, str], dict[str | None, None]] = {}
    for rule in rules:
        inner = rule.each or rule.inside
        for name in speaks_of(rule):
            tried.setdefault(("item" if inner else "param", name), {None: None})
        for leaf in leaves(rule.when):
            if isinstance(leaf, Is):
                where = "param" if leaf.name.startswith("$.") or not inner else "item"
                tried.setdefault((where, leaf.name.removeprefix("$.")), {None: None}).update(dict.fromkeys(leaf.values))
            elif isinstance(leaf, Compares) and isinstance(leaf.number, Decimal):
                tried[("item" if inner else "param", leaf.name)].update(dict.fromkeys(_around(leaf.number)))
            elif isinstance(leaf, InContext):
                tried.setdefault(("context", leaf.name), {None: None, "other": None}).update(dict.fromkeys(leaf.values))
            elif isinstance(leaf, InstrumentType):
                tried.setdefault(("context", INSTRUMENT_TYPE), {None: None, "other": None}).update(
                    dict.fromkeys(leaf.types)
                )
        for assertion in rule.asserts:
            if isinstance(assertion, Restrict):
                values = tried[("item" if inner else "param", assertion.name.removeprefix("$."))]
                values.update(dict.fromkeys((*(assertion.one_of or ()), *(assertion.none_of or ()))))
                for _, bound in bounds(assertion):
                    values.update(dict.fromkeys(_around(bound) if isinstance(bound, Decimal) else ()))
    for (where, name), values in tried.items():
        if where != "param":
            values.setdefault("other")
            continue
        documented = [state.values[name] for state in (side, other) if state.values.get(name)]
        if documented:
            # What one side does not document at all it refuses anyway, and that is a change of the values.
            allowed = set(documented[0]).intersection(*documented[1:])
            kept = [value for value in (*values, *documented[0]) if value is None or value in allowed]
            tried[where, name] = dict.fromkeys(kept)
        else:
            values["other"] = None
        if name in side.required and name in other.required:
            tried[where, name].pop(None, None)
    return {key: list(values) for key, values in tried.items()}


def _case(
    known: Mapping[tuple[str, str], str | None],
    domain: Iterable[tuple[str, str]],
    choice: tuple[str | None, ...],
    rule: RuleTree,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the request and the context with values that are known, and with one chosen for each further name."""
    parts: dict[str, dict[str, str]] = {"param": {}, "item": {}, "context": {}}
    for (where, name), value in (*known.items(), *zip(domain, choice, strict=True)):
        if value is not None:
            parts[where][name] = value
    params: dict[str, Any] = dict(parts["param"])
    if rule.each:
        params[rule.each] = [parts["item"]]
    elif rule.inside:
        params[rule.inside] = parts["item"]
    return params, parts["context"]


def _around(number: Decimal) -> Iterator[str]:
    for neighbour in (number - 1, number, number + 1):
        yield format(neighbour, "f")
