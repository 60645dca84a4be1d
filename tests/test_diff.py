"""Every kind of change has a pair of specs that differ in just that, and its way back."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from venuespec.diff.change import KINDS, Change
from venuespec.diff.compare import diff
from venuespec.diff.report import at_least, bump, render_text, worst
from venuespec.rules.tree import (
    AllOf,
    Choice,
    Forbid,
    InContext,
    Instruments,
    InstrumentType,
    Is,
    Not,
    Present,
    Require,
    Restrict,
    Rule,
)
from venuespec.runtime.venue import Environment, ErrorCode
from venuespec.spec.model import ContextValue, Endpoint, Example, Field, Limits, Note, RateLimit, Venue

P = Field(name="p", type="String", json="string", kind="enum", label="P", values=("a", "b"))
Q = Field(name="q", type="String", json="string", kind="text", label="Q")
LIMIT = RateLimit(limit=20, window=Decimal(2), key=("user_id",))
BASE = Endpoint(
    venue="v",
    group="g",
    name="e",
    method="POST",
    path="/e",
    title="E",
    source="https://x/e",
    summary="",
    permissions=("trade",),
    rate_limits=(LIMIT,),
    request=(P, Q),
    response=(P, Q),
    examples=(Example(request={"p": "a"}), Example(response={"code": "0", "data": [{"p": "a", "q": "1"}]})),
)


def state(*endpoints: Endpoint, template: Any, **changes: Any) -> Venue:
    context = (ContextValue(name="mode", values={"x": "", "y": ""}, meaning=""),)
    return evolve(template, endpoints=endpoints, context=context, name="v", **changes)


@pytest.fixture
def compare(venue: Callable[[str], Any]) -> Callable[[Endpoint, Endpoint], tuple[Change, ...]]:
    template = venue("coinswitch_hft")
    return lambda old, new: diff(state(old, template=template), state(new, template=template))


def request(**changes: Any) -> Endpoint:
    return evolve(BASE, request=(evolve(P, **changes), Q))


def response(**changes: Any) -> Endpoint:
    return evolve(BASE, response=(evolve(P, **changes), Q))


def nested(row: Field, *, side: str, depth: int = 1) -> Endpoint:
    for _ in range(depth):
        row = Field(name="n", type="Array of objects", json="array", kind="array", fields=(row,))
    return evolve(BASE, **{side: (row,)})


def limits(**changes: Any) -> Endpoint:
    return request(limits=Limits(**changes))


def ruled(*rules: Rule, **changes: Any) -> Endpoint:
    return evolve(BASE, rules=rules, **changes)


NEEDS_Q = Rule(id="r", when=Is("p", ("a",)), asserts=(Require(("q",)),))
NO_Q = Rule(id="r", when=Is("p", ("a",)), asserts=(Forbid(("q",)),))
NEW = Field(name="s", type="String", json="string", kind="text", label="S")

HOLDER = Field(name="n", type="Array of objects", json="array", kind="array", fields=(NEW,))


def tabled(*titles: str) -> Endpoint:
    """Two parameters for every call, and one in each of these tables."""
    return evolve(
        BASE,
        request=(
            P,
            Q,
            *(Field(name=f"in{each}", type="String", json="string", kind="text", variants=(each,)) for each in titles),
        ),
    )


# old, new, and of every change between them: kind, pointer, level, breaks wire, breaks sdk
PAIRS: dict[str, tuple[Endpoint, Endpoint, list[tuple[str, str, str, bool, bool]]]] = {
    "optional param": (BASE, evolve(BASE, request=(P, Q, NEW)), [("request_param_added", "request.s", "INFO", False, False)]),
    "required param": (BASE, evolve(BASE, request=(P, Q, evolve(NEW, required="yes"))), [("request_param_added", "request.s", "ERR", True, True)]),
    "param gone": (BASE, evolve(BASE, request=(P,)), [("request_param_removed", "request.q", "WARN", False, True)]),
    "param renamed": (request(), evolve(BASE, request=(evolve(P, name="pp"), Q), examples=BASE.examples), [("request_param_renamed", "request.pp", "ERR", True, True)]),
    "field new": (BASE, evolve(BASE, response=(P, Q, NEW)), [("response_field_added", "response.s", "INFO", False, False)]),
    "field gone": (BASE, evolve(BASE, response=(P,)), [("response_field_removed", "response.q", "ERR", True, True)]),
    "deprecated field gone": (evolve(BASE, response=(P, evolve(Q, deprecated=True))), evolve(BASE, response=(P,)), [("response_field_removed", "response.q", "WARN", True, True)]),
    "field renamed": (BASE, evolve(BASE, response=(P, evolve(Q, name="qq"))), [("response_field_renamed", "response.qq", "ERR", True, True)]),
    "json type": (BASE, evolve(BASE, request=(P, evolve(Q, type="Integer", json="integer"))), [("type_changed", "request.q.type", "ERR", True, True)]),
    "label of type, same example": (BASE, evolve(BASE, response=(P, evolve(Q, type="Integer", json="integer"))), [("type_label_changed", "response.q.type", "WARN", False, True)]),
    "wording of type": (BASE, request(type="Text string"), [("type_label_changed", "request.p.type", "INFO", False, False)]),
    "required": (BASE, request(required="yes"), [("requiredness_changed", "request.p.required", "ERR", True, True)]),
    "no longer required": (request(required="yes"), BASE, [("requiredness_changed", "request.p.required", "INFO", False, False)]),
    "conditional": (BASE, request(required="conditional"), [("requiredness_changed", "request.p.required", "INFO", False, False)]),
    "request value gone": (BASE, request(values=("a",)), [("enum_removed", "request.p.values", "ERR", True, True)]),
    "request value new": (BASE, request(values=("a", "b", "c")), [("enum_added", "request.p.values", "INFO", False, False)]),
    "response value gone": (BASE, response(values=("a",)), [("enum_removed", "response.p.values", "INFO", False, True)]),
    "response value new": (BASE, response(values=("a", "b", "c")), [("enum_added", "response.p.values", "WARN", False, False)]),
    "list of values left": (BASE, request(values=()), [("enum_removed", "request.p.values", "WARN", False, False)]),
    "list of values came": (request(values=()), BASE, [("enum_added", "request.p.values", "WARN", False, True)]),
    "default": (request(default="a"), request(default="b"), [("default_changed", "request.p.default", "WARN", True, True)]),
    "default stated": (BASE, request(default="a"), [("default_changed", "request.p.default", "INFO", False, False)]),
    "default unstated": (request(default="a"), BASE, [("default_changed", "request.p.default", "INFO", False, False)]),
    "fewer items": (limits(max_items=20), limits(max_items=10), [("constraint_tightened", "request.p.max_items", "ERR", True, False)]),
    "more items": (limits(max_items=10), limits(max_items=20), [("constraint_loosened", "request.p.max_items", "INFO", False, False)]),
    "higher minimum": (limits(min=Decimal(1)), limits(min=Decimal(2)), [("constraint_tightened", "request.p.min", "ERR", True, False)]),
    "lower minimum": (limits(min=Decimal(2)), limits(min=Decimal(1)), [("constraint_loosened", "request.p.min", "INFO", False, False)]),
    "limit stated": (BASE, limits(max=Decimal(100)), [("constraint_tightened", "request.p.max", "WARN", False, False)]),
    "limit unstated": (limits(max=Decimal(100)), BASE, [("constraint_loosened", "request.p.max", "INFO", False, False)]),
    "limit of an answer": (BASE, response(limits=Limits(max=Decimal(1))), [("constraint_tightened", "response.p.max", "INFO", False, False)]),
    "json type of an answer": (evolve(BASE, examples=()), evolve(BASE, response=(P, evolve(Q, type="Integer", json="integer")), examples=()), [("type_changed", "response.q.type", "ERR", True, True)]),
    "deprecated field": (BASE, response(deprecated=True), [("field_deprecated", "response.p", "INFO", False, False)]),
    "deprecated": (BASE, request(deprecated=True), [("field_deprecated", "request.p", "INFO", False, False)]),
    "not deprecated": (request(deprecated=True), BASE, [("field_undeprecated", "request.p", "INFO", False, False)]),
    "endpoint deprecated": (BASE, evolve(BASE, deprecated=True), [("endpoint_deprecated", "", "INFO", False, False)]),
    "endpoint not deprecated": (evolve(BASE, deprecated=True), BASE, [("endpoint_undeprecated", "", "INFO", False, False)]),
    "page gone": (BASE, evolve(BASE, gone_since="2026-01-01"), [("endpoint_gone", "", "WARN", False, False)]),
    "page back": (evolve(BASE, gone_since="2026-01-01"), BASE, [("endpoint_back", "", "INFO", False, False)]),
    "path": (BASE, evolve(BASE, path="/e2"), [("path_changed", "path", "ERR", True, False)]),
    "method": (BASE, evolve(BASE, method="PUT"), [("method_changed", "method", "ERR", True, False)]),
    "sdk name": (BASE, evolve(BASE, name="e2"), [("sdk_name_changed", "name", "WARN", False, True)]),
    "endpoint replaced": (BASE, evolve(BASE, path="/z", name="z", title="Z", request=()), [("endpoint_removed", "", "ERR", True, True), ("endpoint_added", "", "INFO", False, False)]),
    "rate tighter": (BASE, evolve(BASE, rate_limits=(evolve(LIMIT, limit=10),)), [("rate_limit_tightened", "rate_limits", "WARN", False, False)]),
    "rate looser": (BASE, evolve(BASE, rate_limits=(evolve(LIMIT, window=Decimal(1)),)), [("rate_limit_loosened", "rate_limits", "INFO", False, False)]),
    "rate counted on more": (BASE, evolve(BASE, rate_limits=(evolve(LIMIT, key=("user_id", "p")),)), [("rate_limit_scope_changed", "rate_limits", "INFO", False, False)]),
    "rate shared": (evolve(BASE, rate_limits=(evolve(LIMIT, key=("user_id", "p")),)), BASE, [("rate_limit_scope_changed", "rate_limits", "WARN", False, False)]),
    "permission": (BASE, evolve(BASE, permissions=("withdraw",)), [("permission_changed", "permissions", "ERR", True, True)]),
    "permission unstated": (BASE, evolve(BASE, permissions=()), [("permission_changed", "permissions", "NONE", False, False)]),
    "public": (BASE, evolve(BASE, access="public"), [("permission_changed", "access", "INFO", False, False)]),
    "signed": (evolve(BASE, access="public"), BASE, [("permission_changed", "access", "ERR", True, True)]),
    "batch": (BASE, evolve(BASE, batch=True), [("body_shape_changed", "request", "ERR", True, True)]),
    "payload": (BASE, evolve(BASE, shape="object"), [("response_shape_changed", "response", "ERR", True, True)]),
    "code new": (BASE, evolve(BASE, error_codes=("1",)), [("error_code_added", "error_codes.1", "INFO", False, False)]),
    "code gone": (evolve(BASE, error_codes=("1",)), BASE, [("error_code_removed", "error_codes.1", "WARN", True, True)]),
    "title": (BASE, evolve(BASE, title="F"), [("title_changed", "title", "NONE", False, False)]),
    "note": (BASE, evolve(BASE, notes=(Note(text="n"),)), [("note_changed", "notes", "NONE", False, False)]),
    "remarks below the tables": (evolve(BASE, remarks="The size is rounded."), evolve(BASE, remarks="The size is refused."), [("note_changed", "notes", "NONE", False, False)]),
    "label": (BASE, request(label="Other"), [("note_changed", "request.p", "NONE", False, False)]),
    "example": (BASE, evolve(BASE, examples=()), [("example_changed", "examples", "NONE", False, False)]),
    "rule new": (BASE, ruled(evolve(NEEDS_Q, when=Is("p", ("b",)))), [("conditional_rule_added", "rules.r", "WARN", False, True)]),
    "rule against a documented request": (BASE, ruled(NEEDS_Q), [("conditional_rule_added", "rules.r", "ERR", True, True)]),
    "rule gone": (ruled(NEEDS_Q), BASE, [("conditional_rule_removed", "rules.r", "INFO", False, False)]),
    "rule turned round": (ruled(NEEDS_Q), ruled(NO_Q), [("conditional_rule_changed", "rules.r", "WARN", False, True)]),
    "rule that warns": (BASE, ruled(evolve(NEEDS_Q, level="warn")), [("conditional_rule_added", "rules.r", "INFO", False, False)]),
    "param moved": (evolve(BASE, request=(P, Q, HOLDER)), evolve(BASE, request=(P, evolve(HOLDER, fields=(NEW, Q)))), [("request_param_moved", "request.n.q", "ERR", True, True)]),
    "field moved in the table only": (evolve(BASE, response=(P, Q, HOLDER)), evolve(BASE, response=(P, evolve(HOLDER, fields=(NEW, Q)))), [("response_field_moved", "response.n.q", "WARN", False, True)]),
    "field moved in the example too": (evolve(BASE, response=(P, Q, HOLDER)), evolve(BASE, response=(P, evolve(HOLDER, fields=(NEW, Q))), examples=(BASE.examples[0], Example(response={"code": "0", "data": [{"n": [{"q": "1"}]}]}))), [("example_changed", "examples", "NONE", False, False), ("response_field_moved", "response.n.q", "WARN", True, True)]),
    "object with what is in it": (BASE, evolve(BASE, response=(P, Q, HOLDER)), [("response_field_added", "response.n", "INFO", False, False), ("response_field_added", "response.n.s", "INFO", False, False)]),
    "required in a new object": (BASE, evolve(BASE, request=(P, Q, evolve(HOLDER, fields=(evolve(NEW, required="yes"),)))), [("request_param_added", "request.n", "INFO", False, False), ("request_param_added", "request.n.s", "INFO", False, False)]),
    "required in an optional object": (nested(P, side="request"), evolve(BASE, request=(evolve(HOLDER, fields=(P, evolve(NEW, required="yes"))),)), [("request_param_added", "request.n.s", "WARN", True, False)]),
    "required in a required object": (evolve(BASE, request=(evolve(HOLDER, fields=(P,), required="yes"),)), evolve(BASE, request=(evolve(HOLDER, fields=(P, evolve(NEW, required="yes")), required="yes"),)), [("request_param_added", "request.n.s", "ERR", True, True)]),
    "table for a new type": (tabled("A"), evolve(tabled("A"), request=(*tabled("A").request, evolve(NEW, required="conditional", variants=("B",)))), [("request_param_added", "request.s", "INFO", False, False), ("variant_added", "request.variants", "INFO", False, False)]),
    "table gone": (evolve(tabled("A"), request=(*tabled("A").request, evolve(NEW, variants=("A", "B")))), evolve(tabled("A"), request=(*tabled("A").request, evolve(NEW, variants=("A",)))), [("variant_removed", "request.variants", "WARN", True, True)]),
    "in another table": (evolve(tabled("A", "B"), request=(*tabled("A", "B").request, evolve(NEW, variants=("A",)))), evolve(tabled("A", "B"), request=(*tabled("A", "B").request, evolve(NEW, variants=("A", "B")))), [("variants_changed", "request.s.variants", "INFO", False, False)]),
    "no longer in a table": (evolve(tabled("A", "B"), request=(*tabled("A", "B").request, evolve(NEW, variants=("A", "B")))), evolve(tabled("A", "B"), request=(*tabled("A", "B").request, evolve(NEW, variants=("A",)))), [("variants_changed", "request.s.variants", "WARN", False, False)]),
    "value of an open list gone": (request(closed=False), request(closed=False, values=("a",)), [("enum_removed", "request.p.values", "WARN", False, True)]),
    "values that name other rows": (evolve(BASE, request=(evolve(P, values=()), Q)), evolve(BASE, request=(evolve(P, values=("q",)), Q)), []),
    "default of an order": (evolve(request(default="a"), path="/order"), evolve(request(default="b"), path="/order"), [("default_changed", "request.p.default", "ERR", True, True)]),
    "less permission": (BASE, evolve(BASE, permissions=("read",)), [("permission_changed", "permissions", "INFO", False, False)]),
    "signed, going by the limit": (evolve(BASE, access="public", access_evidence="limit counted on address"), evolve(BASE, access_evidence="nothing said"), [("permission_changed", "access", "WARN", False, True)]),
    "signed, going by a permission that is no longer stated": (evolve(BASE, access_evidence="a permission is documented"), evolve(BASE, permissions=(), access="public", access_evidence="limit counted on address"), [("permission_changed", "permissions", "NONE", False, False)]),
    "no example of the body any more": (evolve(BASE, batch=True), evolve(BASE, examples=BASE.examples[1:]), [("body_shape_changed", "request", "WARN", False, False), ("example_changed", "examples", "NONE", False, False)]),
    "codes no longer listed": (evolve(BASE, error_codes=("1", "2")), BASE, [("error_code_removed", "error_codes", "INFO", False, True)]),
    "table of the answer gone": (evolve(BASE, response=(P, Q, NEW)), evolve(BASE, response=()), [("response_field_removed", "response", "WARN", False, True)]),
    "stop after the label of a type": (BASE, request(type="String."), []),
    "rule on a new parameter": (BASE, evolve(ruled(Rule(id="r", asserts=(Restrict(name="s", one_of=("1",)),))), request=(P, Q, NEW)), [("conditional_rule_added", "rules.r", "INFO", False, False), ("request_param_added", "request.s", "INFO", False, False)]),
    "rule on new parameters that have namesakes elsewhere": (
        evolve(BASE, request=(NEW, evolve(NEW, name="t"), evolve(HOLDER, fields=(P,)))),
        evolve(
            BASE,
            request=(NEW, evolve(NEW, name="t"), evolve(HOLDER, fields=(P, NEW, evolve(NEW, name="t")))),
            rules=(Rule(id="r", each="n", asserts=(Choice((("s",), ("t",)), 0, 1),)),),
        ),
        [("conditional_rule_added", "rules.r", "INFO", False, False), ("request_param_added", "request.n.s", "INFO", False, False), ("request_param_added", "request.n.t", "INFO", False, False)],
    ),
    "rule that needs a new parameter not to be sent": (evolve(BASE, examples=()), evolve(ruled(Rule(id="r", when=Not(Present("s")), asserts=(Require(("q",)),))), request=(P, Q, NEW), examples=()), [("conditional_rule_added", "rules.r", "WARN", False, True), ("request_param_added", "request.s", "INFO", False, False)]),
    "endpoint for more": (evolve(BASE, text="Only applicable to `A`."), evolve(BASE, text="Only applicable to `A`/`B`."), [("applicability_widened", "notes", "INFO", False, False)]),
    "endpoint for the same, in other lines": (evolve(BASE, text="Only applicable to `A`/`B` and `C`."), evolve(BASE, text="Only applicable to\n`A`/`B`\nand `C`."), []),
    "endpoint for less": (evolve(BASE, text="Applicable to `A` and `B` only."), evolve(BASE, text="Applicable to `B` only."), [("applicability_narrowed", "notes", "ERR", True, False)]),
    "endpoint said to be restricted": (evolve(BASE, text="Moves funds."), evolve(BASE, text="Moves funds.\nShares are not supported."), [("applicability_narrowed", "notes", "WARN", False, False)]),
    "param for less": (request(prose="1", text="Only applicable to `A`/`B`"), request(prose="2", text="Only applicable to `A`"), [("applicability_narrowed", "request.p", "WARN", True, False), ("note_changed", "request.p", "NONE", False, False)]),
    "another unit": (request(prose="1", text="Size of it in contracts"), request(prose="2", text="Size of it in coins"), [("meaning_changed", "request.p", "WARN", True, False), ("note_changed", "request.p", "NONE", False, False)]),
    "another quantity": (response(prose="1", text="Collateral value in `USD`"), response(prose="2", text="Adjusted collateral value in `USD`, of all loans."), [("meaning_changed", "response.p", "WARN", True, False), ("note_changed", "response.p", "NONE", False, False)]),
    "another figure": (response(prose="1", text="Ratio, `0.01` represents `10%`"), response(prose="2", text="Ratio, `0.01` represents `1%`"), [("meaning_changed", "response.p", "WARN", True, False), ("note_changed", "response.p", "NONE", False, False)]),
    "another wording of a figure": (response(prose="1", text="Max orders in two seconds"), response(prose="2", text="Maximum orders in 2 seconds"), [("note_changed", "response.p", "NONE", False, False)]),
    "value with one more meaning": (response(prose="1", text="Spot:\n`a`: A\nSwap:\n`b`: B"), response(prose="2", text="Spot:\n`a`: A\nSwap:\n`b`: B\n`a`: C"), [("meaning_changed", "response.p", "WARN", False, False), ("note_changed", "response.p", "NONE", False, False)]),
    "value struck out": (request(prose="1", text="`a`\n`b`"), request(prose="2", text="`a`\n~~`b`~~ (to be removed)"), [("note_changed", "request.p", "NONE", False, False), ("value_deprecated", "request.p.values", "INFO", False, False)]),
    "value no longer struck out": (request(prose="1", text="`a`\n~~`b`~~"), request(prose="2", text="`a`\n`b`"), [("note_changed", "request.p", "NONE", False, False), ("value_undeprecated", "request.p.values", "INFO", False, False)]),
    "value of an answer struck out": (response(prose="1", text="`a`\n`b`"), response(prose="2", text="`a`\n~~`b`~~"), [("note_changed", "response.p", "NONE", False, False), ("value_deprecated", "response.p.values", "INFO", False, False)]),
    "nested value": (nested(P, side="request"), nested(evolve(P, values=("a",)), side="request"), [("enum_removed", "request.n.p.values", "ERR", True, True)]),
    "deep value": (nested(P, side="response", depth=3), nested(evolve(P, values=("a", "b", "c")), side="response", depth=3), [("enum_added", "response.n.n.n.p.values", "WARN", False, False)]),
    "nested required": (nested(P, side="request"), nested(evolve(P, required="yes"), side="request"), [("requiredness_changed", "request.n.p.required", "ERR", True, True)]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_gives_its_change(compare: Any, name: str) -> None:
    old, new, expected = PAIRS[name]
    found = [(each.kind, each.pointer, each.level, each.wire_breaking, each.sdk_breaking) for each in compare(old, new)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("name", PAIRS)
def test_a_state_does_not_differ_from_itself(compare: Any, name: str) -> None:
    old, new, _ = PAIRS[name]
    assert compare(old, old) == compare(new, new) == ()


# Pairs whose way back is not the mirror image, and why.
ONE_WAY = {
    "values that name other rows": "Values that name other rows are a list only once the list is there to lose.",
    "signed, going by a permission that is no longer stated": "A permission that comes says that calls are signed.",
    "rule on a new parameter": "A rule that left with its parameter is told with the parameter.",
    "rule on new parameters that have namesakes elsewhere": "A rule that left with its parameter is told with it.",
    "rule that needs a new parameter not to be sent": "A rule that left with its parameter is told with the parameter.",
    "codes no longer listed": "Codes that come are told one by one.",
    "table of the answer gone": "Rows that come are told one by one.",
    "value with one more meaning": "A meaning less leaves the value, and who reads it reads it as before.",
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_way_back_is_the_mirror_image(compare: Any, name: str) -> None:
    old, new, expected = PAIRS[name]
    found = sorted((each.kind, each.pointer) for each in compare(new, old))
    mirrored = sorted((KINDS[kind].mirror, pointer) for kind, pointer, *_ in expected)
    renamed = {
        "request.pp": "request.p",
        "response.qq": "response.q",
        "request.n.q": "request.q",
        "response.n.q": "response.q",
    }
    assert (found == sorted((kind, renamed.get(pointer, pointer)) for kind, pointer in mirrored)) == (
        name not in ONE_WAY
    ), found


# Kinds that no pair of two endpoints can show, and the test that shows them.
ELSEWHERE = {
    "base_url_changed": "test_hosts_and_codes_of_the_venue",
    "base_url_added": "test_hosts_and_codes_of_the_venue",
    "base_url_removed": "test_hosts_and_codes_of_the_venue",
    "enum_relocated": "test_a_list_that_stands_on_another_page_now_is_one_change",
    "page_older": "test_an_older_copy_of_a_page_is_one_notice",
}
# Kinds that undo themselves and whose way back another test goes, or none does, and why.
WAY_BACK = {
    "enum_relocated": "Where a list came from is nothing that a page which lists it breaks anybody with: it is enum_added.",
    "page_older": "A page that is newer than before is compared.",
}
# Kinds about rows that only one side of an endpoint has, and why the other has none.
ONE_SIDED = {
    "requiredness_changed": "A table of an answer has no column that says what is always there.",
    "default_changed": "An answer has no defaults.",
    "variant_added": "No page has several tables of an answer.",
    "variant_removed": "No page has several tables of an answer.",
    "variants_changed": "No page has several tables of an answer.",
    "applicability_narrowed": "What an answer's field is for is shown by its absence; the value is optional as it is.",
    "applicability_widened": "What an answer's field is for is shown by its absence; the value is optional as it is.",
}


def test_every_kind_has_a_pair() -> None:
    shown = {kind for _, _, expected in PAIRS.values() for kind, *_ in expected}
    assert set(KINDS) - shown == ELSEWHERE.keys()
    assert all(callable(globals()[test]) for test in ELSEWHERE.values())


def test_every_kind_has_a_mirror_and_a_pair_that_goes_its_way_back() -> None:
    assert all(KINDS[kind.mirror].mirror == name for name, kind in KINDS.items())
    both_ways = {
        kind for name, (_, _, expected) in PAIRS.items() if name not in ONE_WAY for each, *_ in expected
        for kind in (each, KINDS[each].mirror)
    }  # fmt: skip
    assert set(KINDS) - both_ways - {"base_url_changed", "base_url_added", "base_url_removed"} == WAY_BACK.keys()


def test_every_kind_about_rows_has_pairs_of_both_sides() -> None:
    """Under its own name, or where the sides are judged differently under that of the other side."""
    sides: dict[str, set[str]] = {}
    for _, _, expected in PAIRS.values():
        for kind, pointer, *_ in expected:
            side = pointer.partition(".")[0]
            if side in ("request", "response"):
                for each in (kind, KINDS[kind].mirror):
                    name = re.sub("^(?:request_param|response_field|body_shape|response_shape)", "row", each)
                    sides.setdefault(name, set()).add(side)
    assert {name for name, found in sides.items() if len(found) == 1} == ONE_SIDED.keys()


def test_hosts_and_codes_of_the_venue(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    hosts = {"production": Environment(hosts={"eu": "https://eu", "us": "https://us"})}
    old = state(template=template, environments=hosts, errors={"1": ErrorCode(), "3": ErrorCode(meaning="No {ccy}.")})
    moved = {"production": Environment(hosts={"eu": "https://new", "asia": "https://asia"})}
    new = state(template=template, environments=moved, errors={"2": ErrorCode(), "3": ErrorCode(meaning="None.")})
    assert [(each.kind, each.pointer, each.level) for each in diff(old, new)] == [
        ("base_url_changed", "environments.production.eu", "ERR"),
        ("base_url_removed", "environments.production.us", "ERR"),
        ("error_code_removed", "errors.1", "WARN"),
        ("base_url_added", "environments.production.asia", "INFO"),
        ("error_code_added", "errors.2", "INFO"),
        ("note_changed", "errors.3", "INFO"),
    ]


CROSS = Is("p", ("a",))
EQUIVALENT: dict[str, tuple[tuple[Rule, ...], tuple[Rule, ...]]] = {
    "another name and reason": ((NEEDS_Q,), (evolve(NEEDS_Q, id="other", because="Another reason."),)),
    "values turned round": (
        (Rule(id="r", when=Present("q"), asserts=(Restrict(name="p", one_of=("a",)),)),),
        (Rule(id="s", when=AllOf((Present("q"), Present("p"))), asserts=(Restrict(name="p", none_of=("b",)),)),),
    ),
    "one rule in two": (
        (Rule(id="r", when=CROSS, asserts=(Require(("q",)), Restrict(name="q", one_of=("1",)))),),
        (
            Rule(id="r1", when=CROSS, asserts=(Require(("q",)),)),
            Rule(id="r2", when=CROSS, asserts=(Restrict(name="q", one_of=("1",)),)),
        ),
    ),
    "order of conditions": (
        (Rule(id="r", when=AllOf((CROSS, InContext("mode", ("x",)), InstrumentType(("A", "B")))), asserts=(Require(("q",)),)),),
        (Rule(id="r", when=AllOf((InstrumentType(("B", "A")), AllOf((InContext("mode", ("x",)), CROSS)))), asserts=(Require(("q",)),)),),
    ),
    "a choice spelt out": (
        (Rule(id="r", asserts=(Choice((("p",), ("q",)), 1, 1),)),),
        (
            Rule(id="r1", asserts=(Choice((("p",), ("q",)), 1, None),)),
            Rule(id="r2", when=Present("p"), asserts=(Forbid(("q",)),)),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUIVALENT)
def test_a_rule_that_is_only_reworded_is_no_change(compare: Any, name: str) -> None:
    old, new = EQUIVALENT[name]
    assert compare(ruled(*old), ruled(*new)) == ()
    assert compare(ruled(*new), ruled(*old)) == ()


def test_a_guard_that_is_new_itself_breaks_nobody(compare: Any) -> None:
    needed = evolve(NEW, required="conditional")
    by_new_value = Rule(id="r", when=Is("p", ("c",)), asserts=(Require(("s",)),))
    by_old_value = Rule(id="r", when=Is("p", ("a",)), asserts=(Require(("s",)),))
    new = evolve(BASE, request=(evolve(P, values=("a", "b", "c")), Q, needed))
    assert worst(compare(BASE, evolve(new, rules=(by_new_value,)))) == "INFO"
    assert [
        each.level for each in compare(BASE, evolve(new, rules=(by_old_value,))) if each.kind == "request_param_added"
    ] == ["WARN"]


def test_a_guard_on_a_new_type_of_instrument_breaks_nobody(venue: Callable[[str], Any]) -> None:
    template = evolve(venue("coinswitch_hft"), instruments=Instruments(type_name="p"))
    needed = evolve(BASE, request=(P, Q, evolve(NEW, required="conditional")))

    def level(*types: str) -> str:
        rule = Rule(id="r", when=InstrumentType(types), asserts=(Require(("s",)),))
        changes = diff(state(BASE, template=template), state(evolve(needed, rules=(rule,)), template=template))
        return next(each.level for each in changes if each.kind == "request_param_added")

    assert (level("c"), level("a", "c")) == ("INFO", "WARN")


def test_a_default_can_make_a_new_guard_hold(compare: Any) -> None:
    when_on = Rule(id="r", when=Is("t", ("on",)), asserts=(Require(("s",)),))
    needed, switch = evolve(NEW, required="conditional"), evolve(NEW, name="t", values=("on", "off"))

    def level(default: str | None) -> str:
        new = evolve(BASE, request=(P, Q, needed, evolve(switch, default=default)), rules=(when_on,))
        return next(each.level for each in compare(BASE, new) if each.pointer == "request.s")

    assert (level(None), level("on")) == ("INFO", "WARN")


def test_the_rules_of_another_endpoint_say_what_a_parameter_without_rules_is_for(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    needed = evolve(BASE, request=(evolve(P, values=("a", "b", "c")), Q, evolve(NEW, required="conditional")))
    ruling = evolve(needed, rules=(Rule(id="r", when=Is("p", ("c",)), asserts=(Require(("s",)),)),))
    other = {"name": "f", "path": "/f"}
    before = state(BASE, evolve(BASE, **other), template=template)
    after = state(ruling, evolve(needed, **other), template=template)
    assert {each.level for each in diff(before, after) if each.kind == "request_param_added"} == {"INFO"}


def many(count: int, **changes: Any) -> list[Endpoint]:
    return [evolve(BASE, name=f"e{number}", path=f"/e{number}", **changes) for number in range(count)]


def test_a_list_that_stands_on_another_page_now_is_one_change(venue: Callable[[str], Any]) -> None:
    template, values = venue("coinswitch_hft"), ("v1", "v2", "v3", "v4")
    first, second = many(2)
    with_list = (evolve(P, values=values), Q)
    plain = (evolve(P, values=()), Q)
    old = state(evolve(first, request=with_list), evolve(second, response=plain), template=template)
    new = state(evolve(first, request=plain), evolve(second, response=with_list), template=template)
    assert [(each.kind, each.level, each.new) for each in diff(old, new) if each.endpoint == first.key] == [
        ("enum_relocated", "WARN", "POST /e1 response.p")
    ]


def test_a_list_that_an_endpoint_tells_now_is_one_change(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    old = evolve(BASE, request=(evolve(P, values=("1", "2", "3")), Q))
    new = evolve(BASE, request=(evolve(P, values=()), Q))
    catalogue = evolve(
        BASE,
        name="types",
        path="/types",
        title="Types",
        request=(),
        response=(evolve(P, values=()), evolve(Q, name="pDesc")),
        examples=(Example(response={"data": [{"p": "1", "pDesc": "One"}, {"p": "2", "pDesc": "Two"}]}),),
    )
    changes = diff(state(old, template=template), state(new, catalogue, template=template))
    assert [(each.kind, each.new) for each in changes] == [
        ("enum_relocated", "POST /types response.p"),
        ("endpoint_added", "POST /types"),
    ]


def test_an_older_copy_of_a_page_is_one_notice(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    old = many(3, as_of="2026-02-01")
    stale = evolve(old[0], as_of="2026-01-01", response=(P,))
    new = [stale, *(evolve(each, as_of="2026-03-01") for each in old[1:])]
    [notice] = diff(state(*old, template=template), state(*new, template=template))
    assert (notice.kind, notice.level, notice.old, notice.new) == ("page_older", "INFO", "2026-02-01", "2026-01-01")


def test_states_given_the_other_way_round_are_compared_all_the_same(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    old, new = many(3, as_of="2026-02-01"), many(3, as_of="2026-01-01", response=(P,))
    kinds = [each.kind for each in diff(state(*old, template=template), state(*new, template=template))]
    assert kinds == ["response_field_removed"] * 3


@pytest.mark.parametrize(
    "new",
    [
        evolve(BASE, path="/v2/e", name="e_two", title="E two", section="other", response=(P, Q), request=(P, Q)),
        evolve(BASE, path="/elsewhere", group="h"),
        evolve(BASE, method="PUT", name="e_two", title="E two"),
    ],
    ids=["same last part of the path and tables", "same title", "same path"],
)
def test_an_endpoint_that_moved_is_neither_gone_nor_new(compare: Any, new: Endpoint) -> None:
    kinds = {each.kind for each in compare(BASE, new)}
    assert kinds & {"path_changed", "method_changed"}
    assert not kinds & {"endpoint_added", "endpoint_removed"}


def test_an_endpoint_whose_old_page_is_gone_and_that_is_elsewhere_has_moved(
    compare: Any, venue: Callable[[str], Any]
) -> None:
    template = venue("coinswitch_hft")
    gone = evolve(BASE, gone_since="2026-01-01")
    changes = diff(state(BASE, template=template), state(gone, evolve(BASE, path="/f"), template=template))
    assert [(each.kind, each.endpoint) for each in changes] == [("path_changed", "POST /f")]


def test_who_counts_where_several_are_sent(compare: Any) -> None:
    old = ruled(Rule(id="r", asserts=(Choice((("p",), ("q",)), 1, None, "p"),)))
    new = ruled(Rule(id="r", asserts=(Choice((("p",), ("q",)), 1, None),)))
    assert [(each.kind, each.level, each.evidence) for each in compare(old, new)] == [
        ("conditional_rule_changed", "WARN", "no_longer_documented")
    ]


def test_what_leaves_the_docs_everywhere_at_once_is_one_notice(venue: Callable[[str], Any]) -> None:
    old = [evolve(BASE, name=f"e{number}", path=f"/e{number}") for number in range(20)]
    new = [evolve(each, permissions=()) for each in old]
    template = venue("coinswitch_hft")
    [notice] = diff(state(*old, template=template), state(*new, template=template))
    assert (notice.kind, notice.endpoint, notice.old, notice.level) == ("permission_changed", "*", 20, "INFO")


def test_lists_that_leave_the_docs_everywhere_at_once_are_one_notice(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    old, new = many(20), many(20, request=(evolve(P, values=()), Q))
    [notice] = diff(state(*old, template=template), state(*new, template=template))
    assert (notice.kind, notice.endpoint, notice.pointer, notice.level) == ("enum_removed", "*", "values", "INFO")


def test_the_order_of_rows_is_no_change(compare: Any) -> None:
    assert compare(BASE, evolve(BASE, request=(Q, P), response=(Q, P))) == ()


class TestFoundingPages:
    """Set leverage, years apart."""

    def test_exactly_one_error(self, venue: Callable[[str], Any]) -> None:
        changes = diff(venue("archive/okx_v5_legacy"), venue("okx_v5"))
        assert [(each.kind, each.pointer, each.old) for each in at_least(changes, "ERR")] == [
            ("enum_removed", "request.posSide.values", "net")
        ]

    def test_everything_else(self, venue: Callable[[str], Any]) -> None:
        changes = diff(venue("archive/okx_v5_legacy"), venue("okx_v5"))
        page = [each for each in changes if each.endpoint == "POST /api/v5/account/set-leverage"]
        reworded = [
            "notes",
            *(f"request.{name}" for name in ("ccy", "instId", "mgnMode", "posSide")),
            "response.posSide",
        ]
        assert sorted((each.level, each.kind, each.pointer, each.evidence) for each in page if each.level != "ERR") == [
            ("INFO", "conditional_rule_added", "rules.portfolio_margin_keeps_leverage", "changed"),
            ("INFO", "conditional_rule_removed", "rules.net_otherwise", "changed"),
            ("INFO", "permission_changed", "permissions", "newly_documented"),
            ("INFO", "rate_limit_loosened", "rate_limits", "changed"),
            ("INFO", "rate_limit_scope_changed", "rate_limits", "newly_documented"),
            ("INFO", "requiredness_changed", "request.ccy.required", "changed"),
            ("INFO", "requiredness_changed", "request.instId.required", "changed"),
            ("INFO", "requiredness_changed", "request.posSide.required", "changed"),
            ("NONE", "example_changed", "examples", "changed"),
            *(("NONE", "note_changed", pointer, "changed") for pointer in reworded),
            ("NONE", "title_changed", "title", "changed"),
            ("WARN", "conditional_rule_added", "rules.borrowing_needs_currency", "changed"),
            ("WARN", "conditional_rule_added", "rules.futures_mode_needs_instrument", "changed"),
            ("WARN", "conditional_rule_changed", "rules.instrument_or_currency.prefer", "no_longer_documented"),
        ]
        assert bump(page) == "major"

    def test_what_a_partial_archive_lacks_is_no_news(self, venue: Callable[[str], Any]) -> None:
        old, new = venue("archive/okx_v5_legacy"), venue("okx_v5")
        assert {each.endpoint for each in diff(old, new)} == {"POST /api/v5/account/set-leverage"}
        assert {each.endpoint for each in diff(new, old)} == {"POST /api/v5/account/set-leverage"}
        whole = evolve(old, partial=False)
        added = [each.kind for each in diff(whole, new) if each.endpoint == "GET /api/v5/account/leverage-info"]
        assert added == ["endpoint_added"]

    def test_specs_of_different_venues_share_no_endpoint(self, venue: Callable[[str], Any]) -> None:
        kinds = {each.kind for each in diff(venue("okx_v5"), venue("coinswitch_hft")) if each.endpoint != "*"}
        assert kinds == {"endpoint_added", "endpoint_removed"}


def test_a_fingerprint_does_not_hang_on_the_wording(compare: Any) -> None:
    [change] = compare(*PAIRS["request value gone"][:2])
    assert evolve(change, message="other words").fingerprint == change.fingerprint
    assert evolve(change, old="c").fingerprint != change.fingerprint


def test_the_text_is_quiet_when_nothing_changed_and_safe_when_it_did(compare: Any) -> None:
    assert render_text(()) == ""
    hostile = request(values=("a", "b", "\x1b[31mred\x1b[0m\r\u202e"))
    text = render_text(compare(BASE, hostile))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.splitlines()[-1] == "1 change: 1 INFO; version bump: minor"
