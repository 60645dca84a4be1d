"""Leave out parts of a spec that refer to something the pages do not have, by mistake or since a page changed.

These parts are rules that name a value which the table does not list, questions about an outcome whose parameters or
fields the other endpoint does not have, and row classes that it does not have.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve

from ..rules.hints import nearest
from ..rules.queries import leaves
from ..rules.tree import Is, Restrict, RuleTree
from .model import EndpointSpec, Field, VenueSpec, walk
from .orders import AskSpec
from .problem import Problem
from .renamed_parts import with_present_questions
from .shared_rows import shared_row_problems


def without_stale_values(endpoint: EndpointSpec) -> EndpointSpec:
    """Leave out the rules that name a value which the table of their parameter does not list."""
    unlisted = {rule.id: list(_unlisted(rule, endpoint)) for rule in endpoint.rules}
    return evolve(
        endpoint,
        rules=tuple(rule for rule in endpoint.rules if not unlisted[rule.id]),
        stale=(*endpoint.stale, *(problem for problems in unlisted.values() for problem in problems)),
    )


def _unlisted(rule: RuleTree, endpoint: EndpointSpec) -> Iterator[Problem]:
    inner = rule.each or rule.inside
    rows: tuple[Field, ...] = endpoint.request
    if inner is not None:
        rows = next((row.fields for row in endpoint.request if row.name == inner), ())
    named = [(leaf.name, leaf.values) for leaf in leaves(rule.when) if isinstance(leaf, Is)]
    restricted = [assertion for assertion in rule.asserts if isinstance(assertion, Restrict)]
    named += [
        (restriction.name, (*(restriction.one_of or ()), *(restriction.none_of or ()))) for restriction in restricted
    ]
    for name, values in named:
        table = endpoint.request if name.startswith("$.") else rows
        row = next((row for row in table if row.name == name.removeprefix("$.")), None)
        for value in values if row is not None and row.listed else ():
            if row is not None and value not in row.listed:
                place = endpoint.rule_places.get(rule.id, endpoint.place)
                message = f"the rule {rule.id} names {value!r}, which the table of {row.name} does not list"
                message += f"{nearest(value, row.listed)}; the rule is left out"
                yield Problem(check="rule-value", place=place, message=message, stale=True)


def without_stale_references(venue: VenueSpec) -> VenueSpec:
    """Leave out an endpoint's references to another endpoint that is gone or has changed.

    The references are ``reconcile``, whose parameters and fields the other endpoint must have, and ``row``, its class.
    """
    by_id = {endpoint.id: endpoint for endpoint in venue.endpoints}
    asking = (_without_stale_ask(with_present_questions(endpoint, by_id), by_id) for endpoint in venue.endpoints)
    return evolve(venue, endpoints=tuple(_without_stale_row(endpoint, venue) for endpoint in asking))


def _without_stale_row(endpoint: EndpointSpec, venue: VenueSpec) -> EndpointSpec:
    problems = [evolve(problem, stale=True) for problem in shared_row_problems(endpoint, venue)]
    return evolve(endpoint, row=None, stale=(*endpoint.stale, *problems)) if problems else endpoint


def _without_stale_ask(endpoint: EndpointSpec, by_id: Mapping[str, EndpointSpec]) -> EndpointSpec:
    messages = [message for ask in _asked(endpoint) for message in _unanswered(endpoint, ask, by_id)]
    if not messages:
        return endpoint
    problems = (
        Problem(
            check="reference-unknown",
            place=endpoint.place,
            message=f"{message}; reconcile is left out",
            stale=True,
        )
        for message in dict.fromkeys(messages)
    )
    return evolve(endpoint, reconcile=None, stale=(*endpoint.stale, *problems))


def _asked(endpoint: EndpointSpec) -> tuple[AskSpec, ...]:
    return endpoint.reconcile.ask if endpoint.reconcile is not None else ()


def _unanswered(endpoint: EndpointSpec, ask: AskSpec, by_id: Mapping[str, EndpointSpec]) -> Iterator[str]:
    asked = by_id.get(ask.endpoint)
    if asked is None or asked.write:
        near = nearest(ask.endpoint, by_id) if asked is None else ""
        yield f"reconcile asks {ask.endpoint}, which is not a reading endpoint of the spec{near}"
        return
    if asked.gone_since is not None and endpoint.gone_since is None:
        yield f"reconcile asks {ask.endpoint}, which is gone from the documentation since {asked.gone_since}"
        return
    parameters = {row.name for row in asked.request}
    for name in sorted((ask.params.keys() | ask.given.keys()) - parameters):
        yield f"{ask.endpoint} has no parameter {name}{nearest(name, parameters)}"
    answered = {row.name for _, row in walk(asked.response)}
    keys = [name for name, source in ask.params.items() if source == endpoint.dedup_key]
    reconcile = endpoint.reconcile
    assert reconcile is not None
    states = (*reconcile.refused, *reconcile.undecided)
    for field in (*(ask.match or keys), ask.rows, ask.created or reconcile.created, *states):
        if field is not None and field not in answered:
            yield f"{ask.endpoint} answers no field {field}{nearest(field, answered)}"
