"""Each form of a sentence that states a rule, beside the rule that it drafts; and what drafts nothing."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.rule_drafts import DraftedRule, draft_rules
from venuespec.pages.rule_forms import FORMS, RuleForm
from venuespec.rules.parse import parse_rules
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec, Example, Field, VenueSpec
from venuespec.spec.yaml import parse

TINY = Path(__file__).parent.parent / "hostile" / "tiny"


def row(name: str, json: Any = "string", **facts: Any) -> Field:
    return Field(name=name, type="String", json=json, kind="text", **facts)


ROWS = (
    row("instId"),
    row("ordType", values=("limit", "market", "fok")),
    row("side", values=("buy", "sell")),
    row("reduceOnly", json="boolean"),
    row("px", required="conditional"),
    row("sz"),
    row("begin"),
    row("end"),
    row("ids", json="array"),
    row("legs", json="array", fields=(row("px"), row("kind", values=("peg", "fixed")))),
)


@pytest.fixture(scope="module")
def venue() -> VenueSpec:
    return load_venue(TINY)


def endpoint(**facts: Any) -> EndpointSpec:
    return EndpointSpec(
        source="", title="", path="/x", venue="tiny", group="trade", name="x", method="POST", request=ROWS, **facts
    )


def drafted(venue: VenueSpec, text: str, at: str = "px", **facts: Any) -> tuple[DraftedRule, ...]:
    """The drafts from a page that says a text at one place, '' for its prose."""
    outer, _, inner = at.rpartition(".")
    rows = (DraftRow(name=inner, type="String", text=text),) if inner else ()
    if outer:
        rows = (DraftRow(name=outer, type="Array", fields=rows),)
    page = Draft(method="POST", path="/x", title="", request=rows, prose="" if at else text)
    return draft_rules(endpoint(**facts), venue, page)


def data_of(rule: DraftedRule) -> dict[str, Any]:
    [data] = parse(rule.text, Path("-")).data
    return {key: value for key, value in data.items() if key not in ("id", "because")}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_every_form_drafts_what_stands_beside_it(venue: VenueSpec, form: RuleForm) -> None:
    [rule] = drafted(venue, form.example)
    assert data_of(rule) == parse(form.drafts, Path("-")).data
    assert rule.form == form.name


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Price. Required when ordType is limit or fok", "{when: {ordType: [limit, fok]}, require: [px]}"),
        ("Required if ordType=`limit` and side=`buy`", "{when: {all: [{ordType: limit}, {side: buy}]}, require: [px]}"),
        ("Required when `reduceOnly` is `true`", "{when: {reduceOnly: 'true'}, require: [px]}"),
        ("Required when ordType is not `market`", "{when: {not: {ordType: market}}, require: [px]}"),
        ("Required if not passing begin or end", "{when: {all: [{absent: begin}, {absent: end}]}, require: [px]}"),
        ("It is mandatory for `fok` orders", "{when: {ordType: fok}, require: [px]}"),
        ("Either `px` or `sz` is required, if both are passed, `px` will be used", "{at_least_one: [px, sz], prefer: px}"),
        ("Either px or sz is required. If both are sent, sz takes precedence.", "{at_least_one: [px, sz], prefer: sz}"),
        ("Order price, at most 16 characters", "{restrict: {px: {max_length: 16}}}"),
        ("Only applicable to `SPOT` orders", "{when: {not: {instrument.type: [SPOT]}}, ignore: [px]}"),
        ("[Price](/x#y)<br>**Required** when `ordType` is `limit`", "{when: {ordType: limit}, require: [px]}"),
    ],
)  # fmt: skip
def test_other_wordings(venue: VenueSpec, text: str, rule: str) -> None:
    [found] = drafted(venue, text)
    assert data_of(found) == parse(rule, Path("-")).data


@pytest.mark.parametrize(
    "text",
    [
        "Required when `ordType` is `iceberg`",  # not a value of the table
        "Required when `tdMode` is `cross`",  # not a parameter
        "Required in the long/short mode",
        "Required when `ordType` is `limit` and the account is new",
        "Either `px` or `stopPx` is required",
        "Only applicable to `Futures mode`",
        "You can place an order only if you have funds",
        "The maximum is 100 of the last 24 hours",
        "Not required when `ordType` is `limit`",
        "Required unless `ordType` is `limit`",
        "Whether px is required when ordType is limit depends on the account",
    ],
)
def test_a_sentence_with_something_unknown_drafts_nothing(venue: VenueSpec, text: str) -> None:
    assert drafted(venue, text) == ()


def test_a_rule_inside_a_list_is_for_each_item(venue: VenueSpec) -> None:
    [rule] = drafted(venue, "Required when `kind` is `fixed` and `ordType` is `limit`", "legs.px")
    assert data_of(rule) == {
        "each": "legs",
        "when": {"all": [{"kind": "fixed"}, {"$.ordType": "limit"}]},
        "require": ["px"],
    }


def test_a_list_has_at_most_so_many_items(venue: VenueSpec) -> None:
    [rule] = drafted(venue, "Order IDs, up to 20 orders per request", "ids")
    assert data_of(rule) == {"restrict": {"ids": {"max_items": 20}}}


def test_prose_drafts_rules_on_the_parameters_that_it_names(venue: VenueSpec) -> None:
    [rule] = drafted(venue, "Places an order. Only one of `px` and `sz` can be passed.", "")
    assert rule.text == (
        "  - id: px_at_most_one\n    at_most_one: [px, sz]\n    because: 'The page says so above its tables.'\n"
    )
    assert (rule.row, rule.sentence) == ("", "Only one of `px` and `sz` can be passed")
    assert rule.english == "At most one of px and sz may be sent."


def test_a_rule_that_a_documented_request_breaks_is_not_drafted(venue: VenueSpec) -> None:
    text = "Required when `ordType` is `limit`"
    market = Example(request={"ordType": "market"})
    assert len(drafted(venue, text, examples=(market,))) == 1
    assert drafted(venue, text, examples=(market, Example(request={"ordType": "limit", "sz": "1"}))) == ()


def test_what_a_rule_says_already_is_not_drafted_again(venue: VenueSpec) -> None:
    rules = parse_rules(
        [{"id": "known", "when": {"ordType": ["limit", "fok"]}, "require": ["px"]}], endpoint().scope(venue)
    )
    assert drafted(venue, "Required when `ordType` is `limit`", rules=rules) == ()
    assert len(drafted(venue, "Required when `side` is `buy`", rules=rules)) == 1


def test_a_required_parameter_needs_no_rule(venue: VenueSpec) -> None:
    rows = tuple(evolve(each, required="yes") if each.name == "px" else each for each in ROWS)
    page = Draft(
        method="POST",
        path="/x",
        title="",
        request=(DraftRow(name="px", type="String", text="Required when `side` is `buy`"),),
    )
    assert draft_rules(evolve(endpoint(), request=rows), venue, page) == ()
