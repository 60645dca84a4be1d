"""Rules of two states are the same where they refuse the same requests, whatever their wording."""

from pathlib import Path

import pytest

from venuespec.rules.equivalence import Side, uncovered
from venuespec.rules.parse import parse_rules
from venuespec.rules.tree import Parameter, Scope
from venuespec.spec.yaml import parse

SCOPE = Scope(
    parameters=(
        *(Parameter(name=name) for name in ("a", "b", "c", "mode")),
        Parameter(name="legs", json="array", fields=(Parameter(name="px"), Parameter(name="mode"))),
    ),
    context=("level",),
)


def _side(text: str) -> Side:
    rules = parse_rules(parse(f"[{text}]", Path("rules.yaml")).data, SCOPE)
    return Side(rules=tuple(rules), scope=SCOPE, values={})


@pytest.mark.parametrize(
    ("rule", "rival", "is_covered"),
    [
        ("{require: [a]}", "{require: [a, b]}", True),
        ("{require: [a, b]}", "{require: [a]}", False),
        ("{when: {mode: x}, require: [a]}", "{when: {mode: [x, z]}, require: [a]}", True),
        ("{when: {mode: [x, z]}, require: [a]}", "{when: {mode: x}, require: [a]}", False),
        # What only the other rule reads counts too.
        ("{require: [a]}", "{when: {b: x}, require: [a]}", False),
        ("{require: [a]}", "{when: {context.level: '1'}, require: [a]}", False),
        ("{when: {b: x}, require: [a]}", "{require: [a]}", True),
        # The request and an item have a parameter of one name.
        ("{each: legs, when: {$.mode: x}, require: [px]}", "{each: legs, when: {mode: x}, require: [px]}", False),
        ("{each: legs, when: {present: $.mode}, require: [px]}", "{each: legs, require: [px]}", True),
        (
            "{each: legs, when: {present: $.mode}, require: [px]}",
            "{each: legs, when: {$.mode: x}, require: [px]}",
            False,
        ),
    ],
)
def test_a_rule_is_covered_by_one_that_refuses_all_that_it_refuses(rule: str, rival: str, is_covered: bool) -> None:
    found = uncovered(_side(f"{{id: one, {rule[1:]}"), _side(f"{{id: other, {rival[1:]}"))
    assert (found == ()) is is_covered
