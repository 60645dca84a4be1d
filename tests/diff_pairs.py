"""Pairs of endpoints that differ in just one thing, for the tests of the diff."""

from decimal import Decimal
from typing import Any

from attrs import evolve

from venuespec.rules.tree import (
    Choice,
    Forbid,
    Is,
    Not,
    Present,
    Require,
    Restrict,
    RuleTree,
)
from venuespec.runtime.endpoint import RateLimit
from venuespec.spec.model import Alias, Deprecation, EndpointSpec, Example, Field, Limits, Note, VenueSpec
from venuespec.spec.settings import ContextValue

P = Field(name="p", type="String", json="string", kind="enum", label="P", values=("a", "b"))
Q = Field(name="q", type="String", json="string", kind="text", label="Q")
LIMIT = RateLimit(limit=20, window=Decimal(2), key=("user_id",))
BASE = EndpointSpec(
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


def state(*endpoints: EndpointSpec, template: Any, **changes: Any) -> VenueSpec:
    context = (ContextValue(name="mode", values={"x": "", "y": ""}, meaning=""),)
    return evolve(template, endpoints=endpoints, context=context, name="v", **changes)


def request(**changes: Any) -> EndpointSpec:
    return evolve(BASE, request=(evolve(P, **changes), Q))


def response(**changes: Any) -> EndpointSpec:
    return evolve(BASE, response=(evolve(P, **changes), Q))


def nested(row: Field, *, side: str, depth: int = 1) -> EndpointSpec:
    for _ in range(depth):
        row = Field(name="n", type="Array of objects", json="array", kind="array", fields=(row,))
    return evolve(BASE, **{side: (row,)})


def limits(**changes: Any) -> EndpointSpec:
    return request(limits=Limits(**changes))


def ruled(*rules: RuleTree, **changes: Any) -> EndpointSpec:
    return evolve(BASE, rules=rules, **changes)


NEEDS_Q = RuleTree(id="r", when=Is("p", ("a",)), asserts=(Require(("q",)),))
NO_Q = RuleTree(id="r", when=Is("p", ("a",)), asserts=(Forbid(("q",)),))
NEW = Field(name="s", type="String", json="string", kind="text", label="S")

HOLDER = Field(name="n", type="Array of objects", json="array", kind="array", fields=(NEW,))


def tabled(*titles: str) -> EndpointSpec:
    """Two parameters for every call, and one in each of these tables."""
    return evolve(
        BASE,
        request=(
            P,
            Q,
            *(Field(name=f"in{each}", type="String", json="string", kind="text", variants=(each,)) for each in titles),
        ),
    )


def several(required: Any) -> EndpointSpec:
    """A parameter of two tables, and whether one of them requires it."""
    x = Field(name="x", type="String", json="string", kind="text")
    tables = {"A": (x,), "B": (evolve(x, required=required),)}
    return evolve(BASE, request=(evolve(x, required="conditional", variants=("A", "B")),), tables=tables)


# old, new, and of every change between them: kind, pointer, level, breaks wire, breaks sdk
PAIRS: dict[str, tuple[EndpointSpec, EndpointSpec, list[tuple[str, str, str, bool, bool]]]] = {
    "optional param": (BASE, evolve(BASE, request=(P, Q, NEW)), [("request_param_added", "request.s", "INFO", False, False)]),
    "required param": (BASE, evolve(BASE, request=(P, Q, evolve(NEW, required="yes"))), [("request_param_added", "request.s", "ERR", True, True)]),
    "param gone": (BASE, evolve(BASE, request=(P,)), [("request_param_removed", "request.q", "WARN", False, True)]),
    "param renamed": (request(), evolve(BASE, request=(evolve(P, name="pp"), Q), examples=BASE.examples), [("request_param_renamed", "request.pp", "ERR", True, True)]),
    "param renamed as stated": (request(), evolve(BASE, request=(evolve(P, name="pp", alias=Alias(was="p", until="2026-10-31")), Q), examples=BASE.examples), [("request_param_renamed", "request.pp", "WARN", False, False)]),
    "field new": (BASE, evolve(BASE, response=(P, Q, NEW)), [("response_field_added", "response.s", "INFO", False, False)]),
    "field gone": (BASE, evolve(BASE, response=(P,)), [("response_field_removed", "response.q", "ERR", True, True)]),
    "deprecated field gone": (evolve(BASE, response=(P, evolve(Q, deprecated=True))), evolve(BASE, response=(P,)), [("removed_as_announced", "response.q", "WARN", True, True)]),
    "field renamed": (BASE, evolve(BASE, response=(P, evolve(Q, name="qq"))), [("response_field_renamed", "response.qq", "ERR", True, True)]),
    "json type": (BASE, evolve(BASE, request=(P, evolve(Q, type="Integer", json="integer"))), [("type_changed", "request.q.type", "ERR", True, True)]),
    "label of type, same example": (BASE, evolve(BASE, response=(P, evolve(Q, type="Integer", json="integer"))), [("type_label_changed", "response.q.type", "WARN", False, True)]),
    "wording of type": (BASE, request(type="Text string"), [("type_label_changed", "request.p.type", "INFO", False, False)]),
    "required": (BASE, request(required="yes"), [("requiredness_changed", "request.p.required", "ERR", True, True)]),
    "no longer required": (request(required="yes"), BASE, [("requiredness_changed", "request.p.required", "INFO", False, False)]),
    "conditional": (BASE, request(required="conditional"), [("requiredness_changed", "request.p.required", "INFO", False, False)]),
    "request value gone": (BASE, request(values=("a",)), [("enum_removed", "request.p.values", "ERR", True, True)]),
    "request value new": (BASE, request(values=("a", "b", "c")), [("enum_added", "request.p.values", "INFO", False, False)]),
    "response value gone": (BASE, response(values=("a",)), [("enum_removed", "response.p.values", "INFO", False, False)]),
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
    "deprecated field": (BASE, response(deprecated=True), [("deprecated", "response.p", "WARN", False, False)]),
    "deprecated": (BASE, request(deprecated=True), [("deprecated", "request.p", "WARN", False, False)]),
    "not deprecated": (request(deprecated=True), BASE, [("undeprecated", "request.p", "INFO", False, False)]),
    "endpoint deprecated": (BASE, evolve(BASE, deprecated=True), [("deprecated", "", "WARN", False, False)]),
    "endpoint not deprecated": (evolve(BASE, deprecated=True), BASE, [("undeprecated", "", "INFO", False, False)]),
    "page gone": (BASE, evolve(BASE, gone_since="2026-01-01"), [("endpoint_gone", "", "ERR", False, True)]),
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
    "codes no longer listed": (evolve(BASE, error_codes=("1", "2")), BASE, [("error_code_removed", "error_codes", "INFO", False, False)]),
    "table of the answer gone": (evolve(BASE, response=(P, Q, NEW)), evolve(BASE, response=()), [("response_field_removed", "response", "WARN", False, True)]),
    "stop after the label of a type": (BASE, request(type="String."), []),
    "rule on a new parameter": (BASE, evolve(ruled(RuleTree(id="r", asserts=(Restrict(name="s", one_of=("1",)),))), request=(P, Q, NEW)), [("conditional_rule_added", "rules.r", "INFO", False, False), ("request_param_added", "request.s", "INFO", False, False)]),
    "rule on new parameters that have namesakes elsewhere": (
        evolve(BASE, request=(NEW, evolve(NEW, name="t"), evolve(HOLDER, fields=(P,)))),
        evolve(
            BASE,
            request=(NEW, evolve(NEW, name="t"), evolve(HOLDER, fields=(P, NEW, evolve(NEW, name="t")))),
            rules=(RuleTree(id="r", each="n", asserts=(Choice((("s",), ("t",)), 0, 1),)),),
        ),
        [("conditional_rule_added", "rules.r", "INFO", False, False), ("request_param_added", "request.n.s", "INFO", False, False), ("request_param_added", "request.n.t", "INFO", False, False)],
    ),
    "rule that needs a new parameter not to be sent": (evolve(BASE, examples=()), evolve(ruled(RuleTree(id="r", when=Not(Present("s")), asserts=(Require(("q",)),))), request=(P, Q, NEW), examples=()), [("conditional_rule_added", "rules.r", "WARN", False, True), ("request_param_added", "request.s", "INFO", False, False)]),
    "endpoint for more": (evolve(BASE, text="Only applicable to `A`."), evolve(BASE, text="Only applicable to `A`/`B`."), [("applicability_widened", "notes", "INFO", False, False)]),
    "endpoint for the same, in other lines": (evolve(BASE, text="Only applicable to `A`/`B` and `C`."), evolve(BASE, text="Only applicable to\n`A`/`B`\nand `C`."), []),
    "endpoint for less": (evolve(BASE, text="Applicable to `A` and `B` only."), evolve(BASE, text="Applicable to `B` only."), [("applicability_narrowed", "notes", "ERR", True, False)]),
    "endpoint said to be restricted": (evolve(BASE, text="Moves funds."), evolve(BASE, text="Moves funds.\nShares are not supported for sub-accounts."), [("applicability_narrowed", "notes", "WARN", False, False)]),
    "endpoint said to refuse": (evolve(BASE, text="Moves funds."), evolve(BASE, text="Moves funds.\nShares are not supported."), [("applicability_narrowed", "notes", "ERR", True, False)]),
    "reading endpoint said to refuse": (evolve(BASE, method="GET", write=False, text="Shows funds."), evolve(BASE, method="GET", write=False, text="Shows funds.\nShares are not supported."), [("applicability_narrowed", "notes", "WARN", False, False)]),
    "param for less": (request(prose="1", text="Only applicable to `A`/`B`"), request(prose="2", text="Only applicable to `A`"), [("applicability_narrowed", "request.p", "WARN", True, False)]),
    "another unit": (request(prose="1", text="Size of it in contracts"), request(prose="2", text="Size of it in coins"), [("meaning_changed", "request.p", "WARN", True, False)]),
    "another quantity": (response(prose="1", text="Collateral value in `USD`"), response(prose="2", text="Adjusted collateral value in `USD`, of all loans."), [("meaning_changed", "response.p", "WARN", True, False)]),
    "another figure": (response(prose="1", text="Ratio, `0.01` represents `10%`"), response(prose="2", text="Ratio, `0.01` represents `1%`"), [("meaning_changed", "response.p", "WARN", True, False)]),
    "another wording of a figure": (response(prose="1", text="Max orders in two seconds"), response(prose="2", text="Maximum orders in 2 seconds"), [("note_changed", "response.p", "NONE", False, False)]),
    "value with one more meaning": (response(prose="1", text="Spot:\n`a`: A\nSwap:\n`b`: B"), response(prose="2", text="Spot:\n`a`: A\nSwap:\n`b`: B\n`a`: C"), [("meaning_changed", "response.p", "WARN", False, False)]),
    "value struck out": (request(prose="1"), request(prose="2", deprecated_values={"b": Deprecation()}), [("deprecated", "request.p.values", "WARN", False, False), ("note_changed", "request.p", "NONE", False, False)]),
    "value no longer struck out": (request(prose="1", deprecated_values={"b": Deprecation()}), request(prose="2"), [("note_changed", "request.p", "NONE", False, False), ("undeprecated", "request.p.values", "INFO", False, False)]),
    "value of an answer struck out": (response(prose="1"), response(prose="2", deprecated_values={"b": Deprecation()}), [("deprecated", "response.p.values", "WARN", False, False), ("note_changed", "response.p", "NONE", False, False)]),
    "shorter span": (request(prose="1", at_most=("20 days",)), request(prose="2", at_most=("10 days",)), [("constraint_tightened", "request.p.at_most", "ERR", True, False)]),
    "longer span in another unit": (request(prose="1", at_most=("20 days",)), request(prose="2", at_most=("3 months",)), [("constraint_loosened", "request.p.at_most", "INFO", False, False)]),
    "deprecated param gone": (evolve(BASE, request=(P, evolve(Q, deprecated=True))), evolve(BASE, request=(P,)), [("removed_as_announced", "request.q", "WARN", False, True)]),
    "gone before its day": (evolve(BASE, as_of="2026-01-01", response=(P, evolve(Q, deprecated=True, deprecation=Deprecation(until="2026-10-31")))), evolve(BASE, as_of="2026-06-01", response=(P,)), [("removed_early", "response.q", "ERR", True, True)]),
    "deprecated value gone": (request(deprecated_values={"b": Deprecation()}), request(values=("a",)), [("removed_as_announced", "request.p.values", "WARN", True, True)]),
    "day of the end": (request(deprecated=True), request(deprecated=True, deprecation=Deprecation(until="2026-10-31")), [("sunset_set", "request.p", "WARN", False, False)]),
    "another day of the end": (request(deprecated=True, deprecation=Deprecation(until="2026-10-31")), request(deprecated=True, deprecation=Deprecation(until="2026-12-31")), [("sunset_changed", "request.p", "WARN", False, False)]),
    "another replacement": (evolve(BASE, deprecated=Deprecation(use=("/f",))), evolve(BASE, deprecated=Deprecation(use=("/g",))), [("deprecated", "", "INFO", False, False)]),
    "param renamed with an alias": (BASE, evolve(BASE, request=(P, evolve(NEW, alias=Alias(was="q", until="2026-10-31")))), [("request_param_renamed", "request.s", "WARN", False, False), ("note_changed", "request.s", "NONE", False, False)]),
    "field renamed with an alias": (BASE, evolve(BASE, response=(P, evolve(NEW, alias=Alias(was="q")))), [("response_field_renamed", "response.s", "WARN", False, False), ("note_changed", "response.s", "NONE", False, False)]),
    "alias gone": (request(alias=Alias(was="o", until="2026-10-31")), BASE, [("removed_as_announced", "request.p.alias", "WARN", True, False)]),
    "condition in words": (request(prose="1", text="P"), request(prose="2", text="P. Required when `q` is `x`.", required_when=("q", "x")), [("requiredness_changed", "request.p.required", "WARN", False, False)]),
    "condition on a new value": (request(prose="1", text="P", required="conditional"), request(prose="2", text="P. Required when `q` is `x`.", required="conditional"), [("requiredness_changed", "request.p.required", "INFO", False, False)]),
    "field for other cases": (response(prose="1", text="Only applicable to `A`"), response(prose="2", text="Only applicable to `A`/`B`"), [("applicability_changed", "response.p", "WARN", False, False)]),
    "field that can lack its value": (response(), response(empty_at_times=True), [("requiredness_changed", "response.p.required", "WARN", False, False)]),
    "field that always has its value": (response(empty_at_times=True), response(), [("requiredness_changed", "response.p.required", "NONE", False, False)]),
    "field said to be restricted": (response(prose="1", text="P"), response(prose="2", text="P. Only applicable to `A`"), [("applicability_narrowed", "response.p", "INFO", False, False)]),
    "fewer in words": (evolve(BASE, text="Up to 20 orders."), evolve(BASE, text="Up to 10 orders."), [("constraint_tightened", "notes", "ERR", True, False)]),
    "more in words": (evolve(BASE, text="Up to 10 orders."), evolve(BASE, text="Up to 20 orders."), [("constraint_loosened", "notes", "INFO", False, False)]),
    "figure of a page": (evolve(BASE, text="Ends one hour before."), evolve(BASE, text="Ends 30 minutes before."), [("meaning_changed", "notes", "WARN", False, False)]),
    "names on a page": (evolve(BASE, text="See it."), evolve(BASE, text="See it and `b`."), [("note_changed", "notes", "INFO", False, False)]),
    "side effect stated": (evolve(BASE, text="A quote."), evolve(BASE, text="A quote. Only one active quote per RFQ."), [("behaviour_changed", "notes", "WARN", False, False)]),
    "side effect of another kind": (evolve(BASE, text="The older quote is cancelled."), evolve(BASE, text="The older quote is replaced."), [("behaviour_changed", "notes", "WARN", False, False)]),
    "side effect unstated": (evolve(BASE, text="A quote. The older one is cancelled."), evolve(BASE, text="A quote."), [("behaviour_changed", "notes", "INFO", False, False)]),
    "value of another meaning": (response(prose="1", text="P\n`a`: pre-market trading"), response(prose="2", text="P\n`a`: something else"), [("meaning_changed", "response.p.values", "WARN", False, False)]),
    "value explained": (request(prose="1", text="P\n`a`: trading"), request(prose="2", text="P\n`a`: trading of `FUTURES`"), [("note_changed", "request.p.values", "INFO", False, False)]),
    "required in one of two tables": (several("no"), several("yes"), [("requiredness_changed", "request.x.required", "ERR", True, True)]),
    "nested value": (nested(P, side="request"), nested(evolve(P, values=("a",)), side="request"), [("enum_removed", "request.n.p.values", "ERR", True, True)]),
    "deep value": (nested(P, side="response", depth=3), nested(evolve(P, values=("a", "b", "c")), side="response", depth=3), [("enum_added", "response.n.n.n.p.values", "WARN", False, False)]),
    "nested required": (nested(P, side="request"), nested(evolve(P, required="yes"), side="request"), [("requiredness_changed", "request.n.p.required", "ERR", True, True)]),
}  # fmt: skip
