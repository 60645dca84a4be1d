"""Requests that break a given rule: found near the documented one, for the kinds of rules that are hard to break."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from venuespec.checks.counterexample import least_request, negative
from venuespec.rules.tree import Choice, Forbid, Ignored, Is, Matches, Not, Present, Require, Restrict, RuleTree
from venuespec.spec.model import EndpointSpec, Example, Field, VenueSpec

FIELDS = tuple(Field(name=name, type="String", json="string", kind="text") for name in ("instId", "a", "b", "note"))
OPTIONS = ("c", "d", "e", "f", "g")


def rule(*asserts: Any, **how: Any) -> RuleTree:
    return RuleTree(id="r", asserts=asserts, **how)


@pytest.fixture
def broken_by(frozen: Callable[[str], VenueSpec]) -> Callable[..., Any]:
    """The request that is found for the first of some rules, on an endpoint with one documented request."""

    def find(*rules: RuleTree, request: dict[str, Any], fields: tuple[Field, ...] = FIELDS) -> Any:
        endpoint = EndpointSpec(
            venue="okx_v5",
            group="g",
            name="n",
            method="POST",
            path="/p",
            title="",
            source="",
            summary="",
            request=fields,
            examples=(Example(request=request),),
            rules=rules,
        )
        found = negative(rules[0], endpoint, evolve(frozen("okx_v5"), endpoints=(endpoint,)))
        return found and found[0]

    return find


def test_the_documented_value_stays_where_another_rule_asks_for_it(broken_by: Callable[..., Any]) -> None:
    forbidden = rule(Forbid(("a",)), when=Present("b"))
    form = RuleTree(id="form", asserts=(Restrict(name="b", pattern="[a-f]{4}"),))
    assert broken_by(forbidden, form, request={"b": "face"}) == {"a": "1", "b": "face"}


def test_a_text_of_the_form_that_turns_a_rule_on_comes_from_the_pages(broken_by: Callable[..., Any]) -> None:
    wanted = rule(Require(("a",)), when=Matches("instId", "[A-Z]+-USDT-SWAP"))
    assert broken_by(wanted, request={"instId": "BTC-USDT-SWAP", "a": "1"}) == {"instId": "BTC-USDT-SWAP"}


def test_an_id_of_another_form_is_made_with_the_words_of_the_pattern(broken_by: Callable[..., Any]) -> None:
    wanted = rule(Require(("a",)), when=Matches("instId", "[A-Z]+-(USDC|USD_UM)-SWAP"))
    assert broken_by(wanted, request={"instId": "BTC-USDT-SWAP", "a": "1"}) == {"instId": "BTC-USDC-SWAP"}


def test_a_text_of_another_form_turns_on_a_rule_about_the_rest(broken_by: Callable[..., Any]) -> None:
    wanted = rule(Require(("a",)), when=Not(Matches("note", "[0-9]{3,5}")))
    also = RuleTree(id="sent", asserts=(Require(("note",)),))
    assert broken_by(wanted, also, request={"note": "123", "a": "1"}) == {"note": "1"}


def test_another_value_than_the_one_excluded(broken_by: Callable[..., Any]) -> None:
    wanted = rule(Require(("a",)), when=Not(Is("b", ("x",))))
    also = RuleTree(id="sent", asserts=(Require(("b",)),))
    assert broken_by(wanted, also, request={"b": "x", "a": "1"}) == {"b": "y"}


def test_what_turns_a_rule_on_is_tried_however_much_it_asserts(broken_by: Callable[..., Any]) -> None:
    fields = (*FIELDS, *(Field(name=each, type="String", json="string", kind="text") for each in OPTIONS))
    ignored = rule(Ignored(OPTIONS), when=Is("b", ("x",)), level="warn")
    assert broken_by(ignored, request={"a": "1"}, fields=fields) == {
        "a": "1",
        "b": "x",
        "c": "1",
        "d": "1",
        "e": "1",
        "f": "1",
        "g": "1",
    }


def test_nothing_is_found_for_a_rule_that_asks_for_nothing(broken_by: Callable[..., Any]) -> None:
    assert broken_by(rule(Require(("a",)), when=Is("a", ("x",))), request={"a": "1"}) is None


def test_a_rule_that_a_list_has_an_item_is_broken_by_an_empty_list(broken_by: Callable[..., Any]) -> None:
    ids = Field(name="ids", type="Array", json="array", kind="array", item="text")
    found = broken_by(rule(Restrict(name="ids", min_items=1)), request={"ids": ["1"]}, fields=(*FIELDS, ids))
    assert found == {"ids": []}


# --- the least that a call can be


def texts(*names: str, required: str = "no", **how: Any) -> tuple[Field, ...]:
    return tuple(
        Field(name=name, type="String", json="string", kind="text", required=required, **how)  # type: ignore[arg-type]  # a word of the model
        for name in names
    )


ITEMS = Field(
    name="items", type="Array of objects", json="array", kind="array", required="yes", fields=(*texts("a", required="yes"), *texts("b"))
)  # fmt: skip
KIND = texts("kind", required="yes", values=("x", "y"))


@pytest.mark.parametrize(
    ("fields", "rules", "expected"),
    [
        (texts("a", "b"), (), {}),
        ((*texts("a", required="yes"), *texts("b")), (), {"a": "1"}),
        (texts("a", "b"), (rule(Choice(of=(("a",), ("b",)), least=1, most=None)),), {"a": "1"}),
        ((*KIND, *texts("b")), (rule(Require(("b",)), when=Is("kind", ("x",))),), {"kind": "x", "b": "1"}),
        ((*KIND, *texts("b")), (rule(Require(("b",)), when=Is("kind", ("y",))),), {"kind": "x"}),
        ((ITEMS,), (rule(Require(("b",)), each="items"),), {"items": [{"a": "1", "b": "1"}]}),
        ((*texts("a", required="yes"), *texts("b")), (rule(Forbid(("a",))),), None),
    ],
)
def test_the_least_request_has_what_is_required_and_breaks_no_rule(
    fields: tuple[Field, ...], rules: tuple[RuleTree, ...], expected: Any, frozen: Callable[[str], VenueSpec]
) -> None:
    endpoint = EndpointSpec(
        venue="v", group="g", name="n", method="POST", path="/p", title="", source="", request=fields, rules=rules
    )
    assert least_request(endpoint, frozen("okx_v5")) == expected
