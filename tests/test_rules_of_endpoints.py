"""For every endpoint with rules: the evaluator, the generated SDK and the JSON Schema judge random requests alike.

The requests are documented ones with parameters dropped, emptied, or set to values on either side of what the rules
say; the contexts know some of what rules read. The same seed gives the same requests.
"""

import random
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from venuespec.checks.counterexample import negative
from venuespec.checks.probes import candidates, documented, some_value
from venuespec.rules.evaluate import evaluate
from venuespec.rules.queries import reads, speaks_of
from venuespec.rules.to_schema import expressible, rules_schema
from venuespec.spec.model import EndpointSpec, Field, VenueSpec

SPEC = Path(__file__).parent.parent / "spec"
GROUPS = sorted(
    each.relative_to(SPEC).as_posix() for each in SPEC.glob("*/*/") if (each.parent / "venue.yaml").is_file()
)
REQUESTS = 200
IDS = ["BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-250926", "BTC-USD-250926-60000-C", "BTC-USDT,BTC-USDT-SWAP", "what?"]
Values = dict[str, list[Any]]


class Requests:
    """Requests of an endpoint, or items where its body is a list, each with what is known of the account.

    One that breaks each rule comes first; then those and the documented ones, changed at random.
    """

    def __init__(self, endpoint: EndpointSpec, venue: VenueSpec) -> None:
        self.chance = random.Random(endpoint.id)
        self.breaking = [found for rule in endpoint.rules if (found := negative(rule, endpoint, venue))]
        required = {row.name: some_value(row) for row in endpoint.request if row.required == "yes"}
        shown = [required | each for each in documented(endpoint)]
        self.known = [*(shown or [required]), *(wire for wire, _ in self.breaking)]
        self.contexts = [{}, *(self.context(venue) for _ in range(4)), *(context for _, context in self.breaking)]
        self.outer = pool(endpoint.request, endpoint, venue)
        self.inner = {row.name: pool(row.fields, endpoint, venue) for row in endpoint.request if row.fields}
        self.arrays = {row.name for row in endpoint.request if row.json == "array"}

    def context(self, venue: VenueSpec) -> dict[str, str]:
        known = (each for each in venue.context if self.chance.random() < 0.8)
        return {each.name: self.chance.choice(sorted(each.values)) for each in known}

    def __iter__(self) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
        yield from self.breaking
        while True:
            request = dict(self.chance.choice(self.known))
            self.change(request, self.outer)
            for name in sorted(self.inner.keys() & self.outer.keys()):
                if self.chance.random() < 0.6:
                    items = request.get(name) or {}
                    item = items[0] if isinstance(items, list) else items
                    several = [self.changed(item, self.inner[name]) for _ in range(self.chance.randint(1, 3))]
                    request[name] = several if name in self.arrays else several[0]
            yield request, self.chance.choice(self.contexts)

    def change(self, of: dict[str, Any], values: Values) -> None:
        for name in self.chance.sample(sorted(values), min(len(values), self.chance.randint(0, 4))):
            if self.chance.random() < 0.3:
                of.pop(name, None)
            else:
                of[name] = self.chance.choice(values[name])

    def changed(self, item: Any, values: Values) -> dict[str, Any]:
        copy = dict(item) if isinstance(item, dict) else {}
        self.change(copy, values)
        return copy


def pool(rows: tuple[Field, ...], endpoint: EndpointSpec, venue: VenueSpec) -> Values:
    """Values to try for the rows that rules speak of."""
    values: Values = {}
    for row in rows:
        of = [
            rule
            for rule in endpoint.rules
            if row.name in speaks_of(rule) or ("instrument type" in reads(rule) and row.name in ("instId", "instType"))
        ]
        if not of and not row.fields:
            continue
        found = [each for rule in of for each in candidates(rule, row, venue)] or [some_value(row)]
        if row.json == "string":
            found += ["", "", *(IDS if row.name == "instId" else ())]
        values[row.name] = found
    return values


def schemas_of(endpoint: EndpointSpec, venue: VenueSpec, context: dict[str, str]) -> dict[str, Draft202012Validator]:
    """The schema of each rule that JSON Schema can say in a context, by the rule's id."""
    scope = endpoint.scope(venue)
    said = [rule for rule in endpoint.rules if expressible(rule, scope, context)]
    return {rule.id: Draft202012Validator(rules_schema([rule], scope, context)) for rule in said}


def as_sent(wire: Any, sent: Any) -> Any:
    """Leave out empty text in place of a number: the SDK does not send it, and rules see a request as it is sent."""
    if isinstance(wire, dict) and isinstance(sent, dict):
        return {name: as_sent(value, sent.get(name)) for name, value in wire.items() if name in sent or value != ""}
    if isinstance(wire, list) and isinstance(sent, list) and len(wire) == len(sent):
        return [as_sent(*pair) for pair in zip(wire, sent, strict=True)]
    return wire


def disagreements(endpoint: EndpointSpec, venue: VenueSpec) -> Iterator[str]:
    """Each rule, request and context that the three do not judge alike, and how they do."""
    sdk = import_module(f"venues.{venue.name}.endpoints").request_class(endpoint.method, endpoint.path)
    cls = getattr(sdk, "item_class", sdk)
    account = import_module(f"venues.{venue.name}.context").Context
    scope, compiled = endpoint.scope(venue), {}
    for wire, context in islice(Requests(endpoint, venue), REQUESTS):
        known, key = account.from_wire(context), tuple(context.items())
        schemas = compiled.get(key) or compiled.setdefault(key, schemas_of(endpoint, venue, context))
        request, violations = cls.from_wire(wire).judged(known)
        wire = as_sent(wire, request.to_wire())
        broken = [each for each in violations if each.rule not in ("required", "values", "type")]
        places = {each.rule: sorted(v.where for v in broken if v.rule == each.rule and v.where) for each in broken}
        undecided: dict[str, set[str]] = {}
        for each in request.undecided(known):
            undecided.setdefault(each.rule, set()).update(each.needs)
        for rule in endpoint.rules:
            verdict = evaluate(rule, wire, context, scope)
            state = "broken" if rule.id in places else "undecided" if rule.id in undecided else "holds"
            here = f"{endpoint.id}: {rule.id}: {wire} in {context}: {verdict}"
            if (state, places.get(rule.id, [])) != (verdict.state, sorted(verdict.where)):
                yield f"{here}; the SDK says {state} {places.get(rule.id)}"
            elif state == "undecided" and undecided[rule.id] != set(verdict.needs):
                yield f"{here}; the SDK needs {undecided[rule.id]}"
            if rule.id in schemas and schemas[rule.id].is_valid(wire) != (verdict.state != "broken"):
                yield f"{here}; the schema disagrees: {schemas[rule.id].schema}"


@pytest.mark.parametrize("group", GROUPS)
def test_three_renderings_judge_alike(venue: Callable[[str], VenueSpec], group: str) -> None:
    name, folder = group.split("/")
    loaded = venue(name)
    endpoints = [each for each in loaded.endpoints if each.group == folder and each.rules and each.gone_since is None]
    assert [text for each in endpoints for text in disagreements(each, loaded)] == []
