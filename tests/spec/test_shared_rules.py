"""Rules that an endpoint takes over from another endpoint or from venue.yaml."""

from pathlib import Path

import pytest

from venuespec.checks.lint import lint_folder
from venuespec.spec.load import load_venue
from venuespec.spec.problem import SpecError

PLACE = """\
docs:
  source: https://example.org/place
  title: Place
  method: POST
  path: /api/place
  request:
  - {name: instId, type: String, required: true}
  - {name: ordType, type: String, required: true, values: [limit, market]}
  - {name: px, type: String, required: conditional}
  - {name: clOrdId, type: String, required: false}
sdk:
  summary: Place an order.
  rules:
  - id: limit_needs_price
    when: {ordType: limit}
    require: [px]
    because: A limit order has a price.
  - id: market_has_no_price
    when: {ordType: market}
    forbid: [px]
    because: A market order takes the price that it finds.
"""
CHECK = """\
docs:
  source: https://example.org/check
  title: Check
  method: POST
  path: /api/check
  request:
  - {name: ordType, type: String, required: true, values: [limit, market]}
  - {name: px, type: String, required: conditional}
  - {name: legs, type: Array, required: false, fields: [{name: ordType, type: String}, {name: px, type: String}]}
sdk:
  summary: Check an order.
  rules_from:
  - ENTRY
"""
VENUE_RULE = """
rules:
- id: one_cursor
  at_most_one: [before, after]
  because: A page lies before or after a record.
"""


@pytest.fixture
def spec(founding: Path) -> Path:
    group = founding / "shop"
    group.mkdir()
    (group / "place.yaml").write_text(PLACE)
    return founding


def taken(spec: Path, entry: str) -> list[tuple[str, str | None, int]]:
    """The rules of the endpoint that takes rules over: id, list of items, and the line that a problem would name."""
    (spec / "shop" / "check.yaml").write_text(CHECK.replace("ENTRY", entry))
    found = load_venue(spec).endpoint("POST", "/api/check")
    assert found is not None
    return [(rule.id, rule.each, found.rule_places[rule.id].line) for rule in found.rules]


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ("shop.place", [("limit_needs_price", None, 13), ("market_has_no_price", None, 13)]),
        ("{endpoint: shop.place}", [("limit_needs_price", None, 13), ("market_has_no_price", None, 13)]),
        ("{endpoint: shop.place, only: [market_has_no_price]}", [("market_has_no_price", None, 13)]),
        ("{endpoint: shop.place, without: [market_has_no_price]}", [("limit_needs_price", None, 13)]),
        ("{endpoint: shop.place, each: legs, only: [limit_needs_price]}", [("limit_needs_price", "legs", 13)]),
    ],
)
def test_rules_are_taken_over(spec: Path, entry: str, rules: list[tuple[str, str | None, int]]) -> None:
    assert taken(spec, entry) == rules


def test_own_rules_follow_those_taken_over(spec: Path) -> None:
    own = "shop.place\n  rules:\n  - {id: short, restrict: {px: {max_length: 9}}}"
    assert [rule[0] for rule in taken(spec, own)] == ["limit_needs_price", "market_has_no_price", "short"]


def test_a_rule_of_the_venue(spec: Path) -> None:
    (spec / "venue.yaml").write_text((spec / "venue.yaml").read_text().replace("\nrules:\n", VENUE_RULE))
    text = CHECK.replace("name: px,", "name: before,").replace("name: legs, type: Array", "name: after, type: Array")
    (spec / "shop" / "check.yaml").write_text(text.replace("ENTRY", "{venue: [one_cursor]}"))
    found = load_venue(spec).endpoint("POST", "/api/check")
    assert found is not None
    assert [rule.id for rule in found.rules] == ["one_cursor"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("shop.plaec", "the spec has no endpoint shop.plaec to take rules from"),
        ("{endpoint: shop.place, only: [limit]}", "shop.place has no rule limit; it has: limit_needs_price, market_has_no_price"),
        ("{endpoint: shop.place, without: [limit]}", "shop.place has no rule limit; it has: limit_needs_price, market_has_no_price"),
        ("{endpoint: shop.place, but: [a]}", "an entry is an endpoint or a mapping of endpoint, only, without, each, venue"),
        ("{only: [a]}", "an entry is an endpoint or a mapping of endpoint, only, without, each, venue"),
        ("{endpoint: shop.place, only: limit_needs_price}", "expected a list of rule ids, found 'limit_needs_price'"),
        ("{venue: [nothing]}", "venue.yaml has no rule nothing; it has: "),
        ("shop.check", "shop.check takes its rules from here; rules_from must not go in a circle"),
        ("{endpoint: shop.place, each: orders}", "limit_needs_price: orders is not a parameter with fields"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_refused_with_its_line(spec: Path, entry: str, message: str) -> None:
    (spec / "shop" / "check.yaml").write_text(CHECK.replace("ENTRY", entry))
    problem = next(each for each in lint_folder(spec) if each.check in ("rules-from", "rule-stale"))
    assert (problem.place.file.name, problem.place.line) == ("check.yaml", 13)
    assert problem.message.startswith(message)


def test_a_rule_about_a_parameter_that_the_taker_lacks_is_named(spec: Path) -> None:
    (spec / "shop" / "place.yaml").write_text(PLACE + "  - {id: named, require: [clOrdId]}\n")
    assert [rule[0] for rule in taken(spec, "shop.place")][-1] != "named"
    assert "there is no parameter clOrdId" in " ".join(
        problem.message for problem in lint_folder(spec) if problem.place.file.name == "check.yaml"
    )


def test_a_circle_of_three_is_refused(spec: Path) -> None:
    place = spec / "shop" / "place.yaml"
    place.write_text(PLACE.replace("  rules:\n", "  rules_from: [shop.check]\n  rules:\n"))
    with pytest.raises(SpecError, match="rules_from must not go in a circle"):
        taken(spec, "shop.place")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("shop.place", True),
        ("{endpoint: shop.place, only: [limit_needs_price], each: legs}", True),
        ("{endpoint: shop.place, without: [limit_needs_price]}", False),
        ("{endpoint: shop.place, only: [market_has_no_price]}", False),
    ],
)
def test_a_rule_whose_parameter_left_is_told_to_hold_elsewhere(spec: Path, entry: str, told: bool) -> None:
    """Who takes the rule out where the page lost its parameter takes it from the others, too."""
    place = spec / "shop" / "place.yaml"
    place.write_text(place.read_text().replace("  - {name: px, type: String, required: conditional}\n", ""))
    (spec / "shop" / "check.yaml").write_text(CHECK.replace("ENTRY", entry))
    problem = next(each for each in lint_folder(spec) if "limit_needs_price: there is no parameter px" in each.message)
    assert problem.check == "rule-stale"
    assert (
        "; shop.check takes it over and still has px: move it there; the rule is left out" in problem.message
    ) is told


def test_a_rule_that_is_taken_over_from_one_that_takes_it_is_told(spec: Path) -> None:
    place = spec / "shop" / "place.yaml"
    place.write_text(place.read_text().replace("  - {name: px, type: String, required: conditional}\n", ""))
    (spec / "shop" / "check.yaml").write_text(CHECK.replace("ENTRY", "shop.place"))
    (spec / "shop" / "again.yaml").write_text(
        CHECK.replace("ENTRY", "shop.check").replace("check", "again").replace("shop.again", "shop.check")
    )
    messages = [
        each.message for each in lint_folder(spec) if "limit_needs_price: there is no parameter px" in each.message
    ]
    assert any(
        "; shop.again and shop.check take it over and still have px: move it there;" in message for message in messages
    )
