"""Leave out of an SDK what the examples of its own pages contradict, until a person decides it.

Which of the two is right is not known. A parameter that a documented request does without is not required, a list that
lacks a documented value is open, a rule that a documented request breaks is left out, and what an answer shows is read
by a kind that reads it. The spec stays as the page has it, so that a comparison of two days tells the change.
"""

from collections.abc import Callable, Container

from attrs import evolve

from ..spec.model import EndpointSpec, Field, VenueSpec
from .examples import Contradiction, contradictions


def opened(venue: VenueSpec) -> VenueSpec:
    """Return a venue without the facts that its documented examples contradict and nobody has decided."""
    endpoints = tuple(endpoint if endpoint.gone_since else _opened(endpoint, venue) for endpoint in venue.endpoints)
    return evolve(venue, endpoints=endpoints) if endpoints != venue.endpoints else venue


def _opened(endpoint: EndpointSpec, venue: VenueSpec) -> EndpointSpec:
    told: set[tuple[str, str, int]] = set()
    while found := [fault for fault in contradictions(endpoint, venue) if _is_new(fault, told)]:
        for fault in found:
            told.add((fault.check, fault.subject, fault.example))
            endpoint = _without(fault, endpoint)
    return endpoint


def _is_new(fault: Contradiction, told: Container[tuple[str, str, int]]) -> bool:
    return fault.severity == "error" and (fault.check, fault.subject, fault.example) not in told


def _without(fault: Contradiction, endpoint: EndpointSpec) -> EndpointSpec:
    if fault.check == "example-rule":
        broken = fault.subject.removeprefix("rules.")
        return evolve(endpoint, rules=tuple(rule for rule in endpoint.rules if rule.id != broken))
    side, *path = fault.subject.split(".")[:-1]
    if not path:
        return _without_example(fault, endpoint)

    def change(row: Field) -> Field:
        return _row_without(fault, row)

    if side == "request":
        return evolve(endpoint, request=_changed(endpoint.request, tuple(path), change))
    return evolve(endpoint, response=_changed(endpoint.response, tuple(path), change))


def _without_example(fault: Contradiction, endpoint: EndpointSpec) -> EndpointSpec:
    """Leave out an answer of another shape as a whole: nothing of the table is checked with it."""
    if not fault.subject.startswith("response"):
        return endpoint
    examples = (
        evolve(example, response=None) if number == fault.example else example
        for number, example in enumerate(endpoint.examples, 1)
    )
    return evolve(endpoint, examples=tuple(examples))


def _row_without(fault: Contradiction, row: Field) -> Field:
    match fault.check:
        case "example-required":
            return evolve(row, required="conditional")
        case "example-value":
            return evolve(row, closed=False)
        case "example-kind" if fault.kind is not None:
            return evolve(row, item=fault.kind) if row.kind == "array" else evolve(row, kind=fault.kind)
        case "example-shape":
            return evolve(row, kind="any", item=None, fields=())
        case _:
            return row  # another JSON type: the SDK sends what the table says, whatever a caller gives


def _changed(rows: tuple[Field, ...], path: tuple[str, ...], change: Callable[[Field], Field]) -> tuple[Field, ...]:
    """Return rows in which that at a path is changed."""
    first, rest = path[:1], path[1:]
    if not first:
        return rows
    return tuple(
        row if row.name != first[0] else evolve(row, fields=_changed(row.fields, rest, change)) if rest else change(row)
        for row in rows
    )
