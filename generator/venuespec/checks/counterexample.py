"""A request that breaks a given rule, found by searching near the documented ones with the reference evaluator."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from ..rules.evaluate import evaluate
from ..rules.queries import NOW, leaves, reads_now, speaks_of
from ..rules.tree import Choice, Compares, InContext, InstrumentType, Is, Matches, Require, RuleTree
from ..spec.model import EndpointSpec, Field, VenueSpec
from .probes import ABSENT, TIME_OF_TESTS, Params, candidates, documented, objects, some_value

_TRIES = 20_000


class UnbreakableError(Exception):
    """An error-level rule that no request was found to break: it says nothing, or not what was meant."""


def negative(rule: RuleTree, endpoint: EndpointSpec, venue: VenueSpec) -> tuple[Params, dict[str, str]] | None:
    """Find wire values and a context that certainly break the rule and, if possible, no other.

    Returns None where none was found.
    """
    scope = endpoint.scope(venue)
    others = [other for other in endpoint.rules if other.id != rule.id and other.level == "error"]
    fallback = None
    for params, context in islice(_candidates(rule, endpoint, venue), _TRIES):
        if evaluate(rule, params, context, scope).state != "broken":
            continue
        also = next((other for other in others if evaluate(other, params, context, scope).state == "broken"), None)
        if also is None:
            return params, context
        # What one request breaks the next one is likely to break too: it is tried first.
        others = [also, *(other for other in others if other is not also)]
        fallback = fallback or (params, context)
    return fallback


def least_request(endpoint: EndpointSpec, venue: VenueSpec) -> Params | None:
    """Return a request with what the page requires, and what rules require then.

    Returns None where no such request was found that breaks no rule in an unknown context.
    """
    scope = endpoint.scope(venue)
    rows = {row.name: row for row in endpoint.request if not row.signer}
    params = {name: some_value(row) for name, row in rows.items() if row.required == "yes"}
    rules = [rule for rule in endpoint.rules if rule.level == "error"]
    for _ in endpoint.rules:
        broken = next((rule for rule in rules if evaluate(rule, params, {}, scope).state == "broken"), None)
        if broken is None:
            break
        holder, known = params, rows
        if broken.each or broken.inside:
            outer = rows[broken.each or broken.inside or ""]
            holder, known = objects(params[outer.name])[0], {row.name: row for row in outer.fields}
        holder |= {name: some_value(known[name]) for name in _required(broken) if name in known and name not in holder}
    return params if all(evaluate(rule, params, {}, scope).state != "broken" for rule in rules) else None


def _required(rule: RuleTree) -> Iterator[str]:
    """Yield the parameters without which a rule is broken; of a choice, those of its first option."""
    for assertion in rule.asserts:
        if isinstance(assertion, Require):
            yield from assertion.names
        elif isinstance(assertion, Choice) and assertion.least:
            yield from assertion.of[0]


def _candidates(rule: RuleTree, endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[tuple[Params, dict[str, str]]]:
    """Documented requests with the rule's parameters varied, in every context that the rule speaks of."""
    rows = {row.name: row for row in endpoint.request}
    item_name = rule.each or rule.inside
    bases = [{name: value for name, value in example.items() if name in rows} for example in documented(endpoint)]
    required = {row.name: some_value(row) for row in endpoint.request if row.required == "yes"}
    bases = [required | base for base in bases] or [required]
    contexts = list(_contexts(rule, venue))
    varied = _varied(rule, endpoint, venue)
    items = [item for base in bases for item in objects(base.get(item_name or ""))]
    inner = list(_inner(rule, rows[item_name], venue, items)) if item_name else [None]
    share = _TRIES // (len(contexts) * len(bases))
    for context in contexts:
        for base in bases:
            choices = ((params, item) for params in _mixed(base, varied) for item in inner)
            for params, item in islice(choices, share):
                yield params | ({item_name: [item] if rule.each else item} if item_name else {}), context


def _mixed(base: Params, varied: dict[str, list[Any]]) -> Iterator[Params]:
    """A request with every mix of the values to try; what it has itself is among them."""
    choices = [values if base.get(name, ABSENT) in values else [*values, base[name]] for name, values in varied.items()]
    for choice in product(*choices):
        chosen = dict(zip(varied, choice, strict=True))
        yield {name: value for name, value in (base | chosen).items() if value is not ABSENT}


def _contexts(rule: RuleTree, venue: VenueSpec) -> Iterator[dict[str, str]]:
    names = {variable.name: tuple(variable.values) for variable in venue.context}
    wanted = {leaf.name: names[leaf.name] for leaf in leaves(rule.when) if isinstance(leaf, InContext)}
    if reads_now(rule):
        wanted[NOW] = (str(TIME_OF_TESTS),)
    if any(isinstance(leaf, InstrumentType) for leaf in leaves(rule.when)):
        type_name = venue.instruments.type_name
        if type_name in names:
            yield from ({**dict(zip(wanted, values, strict=True))} for values in product(*wanted.values()))
            wanted[type_name] = names[type_name]
    for values in product(*wanted.values()):
        yield dict(zip(wanted, values, strict=True))


def _varied(rule: RuleTree, endpoint: EndpointSpec, venue: VenueSpec) -> dict[str, list[Any]]:
    rows = {row.name: row for row in endpoint.request}
    names = [name for name in speaks_of(rule) if name in rows]
    if any(isinstance(leaf, InstrumentType) for leaf in leaves(rule.when)):
        names += [name for name in venue.instruments.ids if name in rows and name not in names]
    if rule.each or rule.inside:
        names = [name for name in names if any(name == leaf_name[2:] for leaf_name in _outer_names(rule))]
    return {name: [*candidates(rule, rows[name], venue), ABSENT] for name in _few(names, rule)}


def _few(names: list[str], rule: RuleTree) -> list[str]:
    """As many names as can be mixed: what the condition speaks of, then what is asserted."""
    conditional = {str(getattr(leaf, "name", "")).removeprefix("$.") for leaf in leaves(rule.when)}
    kept = sorted(names, key=lambda name: name not in conditional)[:6]
    return [name for name in names if name in kept]


def _outer_names(rule: RuleTree) -> list[str]:
    return [
        leaf.name
        for leaf in leaves(rule.when)
        if isinstance(leaf, Is | Compares | Matches) and leaf.name.startswith("$.")
    ]


def _inner(rule: RuleTree, row: Field, venue: VenueSpec, shown: list[Params]) -> Iterator[Params]:
    rows = {inner.name: inner for inner in row.fields}
    names = _few([name for name in speaks_of(rule) if name in rows], rule)
    required = {name: some_value(inner) for name, inner in rows.items() if inner.required == "yes"}
    varied = {name: [*candidates(rule, rows[name], venue), ABSENT] for name in names}
    for base in (required, *(required | example for example in shown)):
        yield from islice(_mixed(base, varied), 3000)
