"""Every row of the table of judgements: two states that it judges, its verdict and the message, all literal."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from diff_pairs import BASE, LIMIT, NEW, PAIRS, P, Q, request, response, ruled, state
from venuespec.diff.change import KINDS, Change
from venuespec.diff.compare import findings
from venuespec.diff.judgements import JUDGEMENTS, ON_MANY_ENDPOINTS
from venuespec.diff.messages import MESSAGES
from venuespec.diff.report.kinds import render_kinds
from venuespec.pages.error_codes import code_digest
from venuespec.rules.tree import Choice, RuleTree
from venuespec.runtime.endpoint import RateLimit
from venuespec.runtime.venue import Envelope, Environment, ErrorCode
from venuespec.spec.model import EndpointSpec, Example, Field
from venuespec.spec.names import EndpointNames, PublicNames, TypeName
from venuespec.spec.place import Place
from venuespec.spec.problem import Problem

Side = EndpointSpec | tuple[EndpointSpec, ...] | dict[str, Any]
"""A state: its endpoint, its endpoints, or what else its venue says."""


def host(**urls: str) -> dict[str, Any]:
    return {"environments": {"production": Environment(hosts=urls)}}


def code(number: str, meaning: str) -> dict[str, Any]:
    return {"errors": {number: ErrorCode(meaning=meaning)}, "environments": {}}


def given(*addresses: str) -> dict[str, Any]:
    """A venue whose pages give these hosts."""
    return {"addresses": frozenset(addresses), "environments": {}}


def documented(text: str) -> dict[str, Any]:
    """A venue whose pages list one error code, with its digest."""
    return {**code("1", text), "code_texts": {"1": code_digest({text})}}


def dated(*days: str) -> tuple[EndpointSpec, ...]:
    """An endpoint a day; the page of the first lacks a field where it is of January."""
    return tuple(
        evolve(BASE, name=f"e{at}", path=f"/e{at}", as_of=day, response=(P,) if day == "2026-01-01" else (P, Q))
        for at, day in enumerate(days)
    )


def preferring(name: str | None) -> EndpointSpec:
    return ruled(RuleTree(id="r", asserts=(Choice((("p",), ("q",)), 1, None, name),)))


def limited(*limits: RateLimit) -> EndpointSpec:
    return evolve(BASE, rate_limits=limits)


def row(text: str, **changes: Any) -> dict[str, Any]:
    return {"text": text, "prose": text, **changes}


LIST = ("v1", "v2", "v3")
UNREAD = Problem(check="table-unread", place=Place(Path("a.md"), 3), message="what is it", severity="warning")


def locked(endpoint: EndpointSpec, *values: str, classes: Mapping[str, str] = {"E": "request"}) -> dict[str, Any]:
    """An endpoint beside the names that it and the values of p have in the SDK."""
    types = {"P": TypeName(wire="p", home="POST /e request.p", values=values)} if values else {}
    names = PublicNames(types=types, endpoints={"POST /e": EndpointNames(name="g.e", classes=classes)})
    return {"endpoints": (endpoint,), "names": names}


HOLDER = Field(name="n", type="Array of objects", json="array", kind="array", fields=(NEW,))

COUNT = evolve(NEW, type="Integer", json="integer", kind="integer")


def queried(row: Field) -> EndpointSpec:
    return evolve(BASE, method="GET", in_query=True, request=(P, row), examples=())


CASES: dict[str, tuple[Side, Side]] = {
    "envelope": ({"envelope": Envelope(data="data")}, {"envelope": Envelope(data="result")}),
    "host moved": (host(eu="https://a"), host(eu="https://b")),
    "address in place of another": (given("https://a"), given("https://b")),
    "address new": (given("https://a"), given("https://a", "https://b")),
    "address gone": (given("https://a", "https://b"), given("https://a")),
    "code deprecated": (documented("No ccy."), documented("No ccy. (Deprecated)")),
    "host new": (host(), host(eu="https://b")),
    "host gone": (host(eu="https://a"), host()),
    "code new": ({"errors": {}}, code("1", "No {ccy}.")),
    "code gone": (code("1", ""), {"errors": {}}),
    "code in braces": (code("1", ""), code("{old}", "{new.__class__} {0!q} {")),
    "code reworded": (code("1", "No {ccy}."), code("1", "There is no {ccy}.")),
    "code without its placeholder": (code("1", "No {ccy}."), code("1", "No currency.")),
    "deprecated endpoint gone": ((evolve(BASE, deprecated=True),), ()),
    "older page": (dated("2026-02-02", "2026-02-02", "2026-02-02"), dated("2026-01-01", "2026-03-03", "2026-03-03")),
    "page not understood": (evolve(BASE, response=(P, Q)), evolve(BASE, response=(P,), doubts=(UNREAD,))),
    "page not understood before": (evolve(BASE, response=(P,), doubts=(UNREAD,)), evolve(BASE, response=(P, Q))),
    "endpoint not understood": (BASE, {"endpoints": (), "unread": (("POST /e", UNREAD),)}),
    "codes not understood": ({}, {"unread": (("*", UNREAD),)}),
    "many gone": ((*dated("2026-01-01", "2026-01-01", "2026-01-01"), BASE), {"endpoints": (BASE,), "crawled": True}),
    "wider type in a query": (queried(COUNT), queried(evolve(COUNT, type="decimal", json="string", kind="decimal"))),
    "narrower type in a query": (queried(evolve(COUNT, type="decimal", json="string", kind="decimal")), queried(COUNT)),
    "wider type than the kind": (queried(COUNT), queried(evolve(COUNT, type="decimal", json="string"))),
    "payload without an example": (evolve(BASE, examples=()), evolve(BASE, shape="object", examples=())),
    "rate limit stated": (limited(), limited(LIMIT)),
    "rate limit unstated": (limited(LIMIT), limited()),
    "rate limit's key stated": (limited(evolve(LIMIT, key=())), limited(LIMIT)),
    "parameter said to be restricted": (request(**row("Size of it.")), request(**row("Size of it. Shares are not supported."))),
    "another one counts": (preferring("p"), preferring("q")),
    "which one counts is stated": (preferring(None), preferring("q")),
    "which one counts is unstated": (preferring("p"), preferring(None)),
    "required in some cases": (BASE, evolve(BASE, request=(P, Q, evolve(NEW, required="conditional")))),
    "table of the request gone": (evolve(BASE, request=(P, Q, NEW)), evolve(BASE, request=())),
    "parameter put right": (
        evolve(BASE, request=(P, Q, HOLDER), examples=(Example(request={"q": "1"}),)),
        evolve(BASE, request=(P, evolve(HOLDER, fields=(NEW, Q))), examples=(Example(request={"q": "1"}),)),
    ),
    "text names another thing": (request(**row("Mode of it.")), request(**row("Mode of it, see MARGIN."))),
    "parameter's value with one more meaning": (
        request(**row("Spot:\n`a`: A\nSwap:\n`b`: B")),
        request(**row("Spot:\n`a`: A\nSwap:\n`b`: B\n`a`: C")),
    ),
    "values of an answer stated": (response(values=()), response(values=("x", "y"))),
    "value of an answer's open list gone": (response(closed=False), response(closed=False, values=("a",))),
    "values of an answer unstated": (response(), response(values=())),
    "parameter's values elsewhere": (
        evolve(BASE, request=(evolve(P, values=LIST),), response=(evolve(P, values=()),)),
        evolve(BASE, request=(evolve(P, values=()),), response=(evolve(P, values=LIST),)),
    ),
    "answer's values elsewhere": (
        evolve(BASE, request=(evolve(P, values=()),), response=(evolve(P, values=LIST),)),
        evolve(BASE, request=(evolve(P, values=LIST),), response=(evolve(P, values=()),)),
    ),
    "sdk name kept": (locked(BASE), locked(evolve(BASE, name="e2"))),
    "class without its name": (locked(BASE, classes={"Odd": "request"}), locked(BASE, classes={"E": "request"})),
    "type of no field": (locked(BASE, "a", "b"), locked(evolve(BASE, request=(evolve(P, values=("b",)),), response=()), "a", "b")),
    "argument of another type": (locked(evolve(BASE, request=(P, evolve(Q, kind="decimal")))), locked(BASE)),
    "attribute of another type": (locked(BASE), locked(evolve(BASE, response=(P, evolve(Q, kind="decimal"))))),
    "result of another type": (locked(evolve(BASE, examples=())), locked(evolve(BASE, shape="object", examples=()))),
    "exception of another class": (
        {**locked(BASE), "errors": {"1": ErrorCode(kind="not_found")}},
        {**locked(BASE), "errors": {"1": ErrorCode(kind="invalid")}},
    ),
    "type of other values": (locked(BASE, "a", "b"), locked(evolve(BASE, request=(evolve(P, values=("b", "c")),), response=()), "b", "c")),
}  # fmt: skip


def both(name: str) -> tuple[Side, Side]:
    """The states of a case or a pair; those of a pair the other way round for a name that ends in 'back'."""
    if name in CASES:
        return CASES[name]
    old, new, _ = PAIRS[name.removesuffix(", back")]
    return (new, old) if name.endswith(", back") else (old, new)


# Of every judgement a case or pair, the level, whom it breaks, the bump, the evidence, and the message.
EXPECTED: dict[str, tuple[str, str, str]] = {
    "BASE_URL_CHANGED": ("host moved", "ERR both major changed", "production eu moved from https://a to https://b"),
    "BASE_URL_ADDED": ("host new", "INFO nobody minor changed", "production eu is reached at https://b"),
    "BASE_URL_REMOVED": ("host gone", "ERR both major changed", "production eu is no longer reached at https://a"),
    "ADDRESS_CHANGED": ("address in place of another", "WARN nobody minor changed", "the pages give https://b as an address, in place of https://a"),
    "ADDRESS_ADDED": ("address new", "INFO nobody minor changed", "the pages give https://b as an address"),
    "ADDRESS_UNDOCUMENTED": ("address gone", "WARN nobody minor no_longer_documented", "the pages no longer give https://b as an address"),
    "ERROR_CODE_ADDED": ("code new", "INFO nobody minor changed", "error code 1 is new: “No {ccy}”"),
    "ERROR_CODE_REMOVED": ("code gone", "WARN both minor changed", "error code 1 is gone"),
    "ERROR_CODE_DEPRECATED": ("code deprecated", "INFO nobody none changed", "error code 1 is deprecated: “No ccy”"),
    "ERROR_TEXT_CHANGED": ("code reworded", "NONE nobody none changed", "the text of error code 1 was reworded"),
    "ERROR_TEXT_LOST_PLACEHOLDER": ("code without its placeholder", "INFO nobody none changed", "the text of error code 1 was reworded: it no longer has {ccy}"),
    "ENDPOINT_ADDED": ("endpoint replaced", "INFO nobody minor changed", "Z is a new endpoint"),
    "ENDPOINT_REMOVED": ("endpoint replaced", "ERR both major changed", "E is gone"),
    "ENDPOINT_REMOVED_AS_ANNOUNCED": ("deprecated endpoint gone", "WARN both major changed", "E is gone, as announced"),
    "ENDPOINT_GONE": ("page gone", "ERR sdk major no_longer_documented", "E is not on the pages of 2026-01-01"),
    "ENDPOINT_BACK": ("page back", "INFO nobody minor changed", "E is on the pages again"),
    "ENDPOINT_DEPRECATED": ("endpoint deprecated", "WARN nobody minor changed", "E is deprecated"),
    "ENDPOINT_UNDEPRECATED": ("endpoint not deprecated", "INFO nobody patch changed", "E is no longer deprecated"),
    "PAGE_OLDER": ("older page", "INFO nobody none no_longer_documented", "the page is of 2026-01-01, older than that of 2026-02-02: 1 differences are not counted"),
    "NOT_UNDERSTOOD": ("page not understood", "WARN nobody none changed", "a.md:3: what is it [table-unread]; 1 difference that this can explain is not counted: compare the page by hand"),
    "EARLIER_NOT_UNDERSTOOD": ("page not understood before", "WARN nobody none changed", "in the older state, a.md:3: what is it [table-unread]; 1 difference that this can explain is not counted"),
    "ENDPOINT_NOT_UNDERSTOOD": ("endpoint not understood", "WARN nobody none changed", "E is on the pages and not understood: a.md:3: what is it [table-unread]; see what import says of it"),
    "CODES_NOT_UNDERSTOOD": ("codes not understood", "WARN nobody none changed", "a.md:3: what is it [table-unread]"),
    "LEFT_AT_ONCE": ("many gone", "WARN nobody none changed", "3 of 4 endpoints left at once: most likely another form of the pages; POST /e0, POST /e1, POST /e2"),
    "PATH_CHANGED": ("path", "ERR wire major changed", "E moved from /e"),
    "METHOD_CHANGED": ("method", "ERR wire major changed", "E is called with PUT, was POST"),
    "SDK_NAME_CHANGED": ("sdk name", "WARN sdk major changed", "the SDK calls it g.e2, was g.e"),
    "SDK_NAME_KEPT": ("sdk name kept", "INFO nobody minor changed", "the SDK calls it g.e2; g.e stays, with a warning"),
    "SDK_NAME_REMOVED": ("class without its name", "ERR sdk major changed", "the SDK no longer has the name g.e.Odd"),
    "SDK_NAME_DEPRECATED": ("type of no field", "INFO nobody minor changed", "the SDK keeps the name types.P for programs that use it: a, b"),
    "SDK_TYPE_CHANGED": ("type of other values", "ERR sdk major changed", "the SDK's type types.P stands for b, c, was a, b"),
    "SDK_ARGUMENT_NARROWED": ("argument of another type", "ERR sdk major changed", "the SDK's argument g.e.E.q takes str | None, was Number | None"),
    "SDK_ATTRIBUTE_CHANGED": ("attribute of another type", "ERR sdk major changed", "the SDK's attribute g.e.ERow.q is Decimal | None, was str | None"),
    "SDK_RESULT_CHANGED": ("result of another type", "ERR sdk major changed", "the SDK's g.e returns ERow, was list[ERow]"),
    "SDK_EXCEPTION_CHANGED": ("exception of another class", "ERR sdk major changed", "the SDK raises InvalidRequestError for error code 1, was NotFoundError"),
    "TITLE_CHANGED": ("title", "NONE nobody none changed", "the title is F"),
    "PAGE_REWORDED": ("note", "NONE nobody none changed", "the text of the page was reworded"),
    "EXAMPLES_CHANGED": ("example", "NONE nobody none changed", "the examples changed"),
    "BODY_SHAPE_CHANGED": ("batch", "ERR both major changed", "the request body is an array, was an object"),
    "BODY_SHAPE_UNCERTAIN": ("no example of the body any more", "WARN nobody minor no_longer_documented", "the request body is an object, was an array, or one of the pages only shows no example of it"),
    "RESPONSE_SHAPE_CHANGED": ("payload", "ERR both major changed", "the payload of the answer is object, was objects"),
    "ENVELOPE_CHANGED": ("envelope", "ERR both major changed", "in the wrapper of every answer, the key of the data is result, was data"),
    "RESPONSE_SHAPE_UNCERTAIN": ("payload without an example", "WARN nobody minor no_longer_documented", "the payload of the answer is object, was objects, or one of the pages only shows no example of it"),
    "VARIANT_ADDED": ("table gone, back", "INFO nobody minor changed", "there is a table of request parameters for B"),
    "VARIANT_REMOVED": ("table gone", "WARN both major changed", "the table of request parameters for B is gone"),
    "TEXT_LIMIT_TIGHTENED": ("fewer in words", "ERR wire major changed", "the endpoint allows less: “Up to 10 orders”, was “Up to 20 orders”"),
    "TEXT_LIMIT_LOOSENED": ("more in words", "INFO nobody minor changed", "the endpoint allows more: “Up to 20 orders”, was “Up to 10 orders”"),
    "PAGE_FIGURE_CHANGED": ("figure of a page", "WARN nobody minor changed", "the endpoint is described otherwise: “Ends 30 minutes before”, was “Ends one hour before”"),
    "PAGE_NAMES_OTHERS": ("names on a page", "INFO nobody none changed", "the text of the page was reworded: it now names b"),
    "EFFECT_STATED": ("side effect stated", "WARN nobody minor newly_documented", "the text on the endpoint now says: “Only one active quote per RFQ”"),
    "EFFECT_CHANGED": ("side effect of another kind", "WARN nobody minor changed", "the text on the endpoint says: “The older quote is replaced”, was “The older quote is cancelled”"),
    "EFFECT_UNSTATED": ("side effect unstated", "INFO nobody none no_longer_documented", "the text on the endpoint no longer says: “The older one is cancelled”"),
    "ENDPOINT_CODE_ADDED": ("code gone, back", "INFO nobody minor changed", "error code 1 is new here"),
    "ENDPOINT_CODE_REMOVED": ("code new, back", "WARN both minor changed", "error code 1 is gone here"),
    "ENDPOINT_CODES_UNDOCUMENTED": ("codes no longer listed", "INFO nobody minor no_longer_documented", "the 2 error codes are no longer documented here"),
    "PERMISSION_RAISED": ("permission", "ERR both major changed", "the permission is withdraw, was trade"),
    "PERMISSION_LOWERED": ("less permission", "INFO nobody minor changed", "the permission is read, was trade"),
    "PERMISSION_DOCUMENTED": ("permission unstated, back", "INFO nobody none newly_documented", "the permission is now documented: trade"),
    "PERMISSION_UNDOCUMENTED": ("permission unstated", "NONE nobody none no_longer_documented", "the permission is no longer documented; it was trade"),
    "ACCESS_SIGNED": ("signed", "ERR both major changed", "the endpoint is signed, was public"),
    "ACCESS_OPENED": ("public", "INFO nobody minor changed", "the endpoint is public, was signed"),
    "ACCESS_INFERRED": ("signed, going by the limit", "WARN sdk minor changed", "the endpoint is signed, was public, going by what else the page says: nothing said"),
    "RATE_LIMIT_TIGHTENED": ("rate tighter", "WARN nobody minor changed", "the rate limit is 10 per 2 s, was 20 per 2 s"),
    "RATE_LIMIT_LOOSENED": ("rate looser", "INFO nobody patch changed", "the rate limit is 20 per 1 s, was 20 per 2 s"),
    "RATE_LIMIT_DOCUMENTED": ("rate limit stated", "INFO nobody minor newly_documented", "a rate limit is now documented: 20 per 2 s"),
    "RATE_LIMIT_UNDOCUMENTED": ("rate limit unstated", "INFO nobody patch no_longer_documented", "a rate limit is no longer documented: 20 per 2 s"),
    "RATE_LIMIT_KEY_DOCUMENTED": ("rate limit's key stated", "INFO nobody minor newly_documented", "what the rate limit is counted on is now documented: requests by user_id"),
    "RATE_LIMIT_SPLIT": ("rate counted on more", "INFO nobody minor changed", "the rate limit is counted on requests by user_id and p, was requests by user_id"),
    "RATE_LIMIT_SCOPE_CHANGED": ("rate shared", "WARN nobody minor changed", "the rate limit is counted on requests by user_id, was requests by user_id and p"),
    "ENDPOINT_NARROWED": ("endpoint for less", "ERR wire major changed", "the endpoint is for less: “Applicable to `B` only”, was “Applicable to `A` and `B` only”"),
    "ENDPOINT_RESTRICTION_DOCUMENTED": ("endpoint said to be restricted", "WARN nobody minor newly_documented", "the endpoint is now said to be restricted: “Shares are not supported for sub-accounts”"),
    "ENDPOINT_REFUSES": ("endpoint said to refuse", "ERR wire major newly_documented", "the endpoint is now said to refuse something: “Shares are not supported”"),
    "PARAM_NARROWED": ("param for less", "WARN wire major changed", "request parameter p is for less: “Only applicable to `A`”, was “Only applicable to `A`/`B`”"),
    "PARAM_RESTRICTION_DOCUMENTED": ("parameter said to be restricted", "INFO nobody minor newly_documented", "request parameter p is now said to be restricted: “Shares are not supported”"),
    "FIELD_APPLICABILITY_CHANGED": ("field for other cases", "WARN nobody minor changed", "response field p is for other cases: “Only applicable to `A`/`B`”, was “Only applicable to `A`”"),
    "FIELD_RESTRICTION_DOCUMENTED": ("field said to be restricted", "INFO nobody patch newly_documented", "response field p is now said to be restricted: “Only applicable to `A`”"),
    "APPLICABILITY_WIDENED": ("endpoint for more", "INFO nobody minor changed", "the endpoint is for more: “Only applicable to `A`/`B`”"),
    "RESTRICTION_UNDOCUMENTED": ("endpoint said to be restricted, back", "INFO nobody minor no_longer_documented", "the endpoint is no longer said to be restricted: “Shares are not supported for sub-accounts”"),
    "RULE_ADDED": ("rule new", "WARN sdk minor changed", "new rule: When p is b, q is required."),
    "RULE_ADDED_AGAINST_EXAMPLE": ("rule against a documented request", "ERR both minor changed", "new rule: When p is a, q is required."),
    "RULE_ADDED_ON_NEW_PARAMS": ("rule on a new parameter", "INFO nobody minor changed", "new rule: s must be 1."),
    "RULE_ADDED_AS_WARNING": ("rule that warns", "INFO nobody minor changed", "new rule: When p is a, q is required."),
    "RULE_REMOVED": ("rule gone", "INFO nobody patch changed", "the rule no longer holds: When p is a, q is required."),
    "RULE_CHANGED": ("rule turned round", "WARN sdk minor changed", "the rule r changed: When p is a, q must not be sent."),
    "RULE_CHANGED_AGAINST_EXAMPLE": ("rule turned round, back", "ERR sdk minor changed", "the rule r changed: When p is a, q is required."),
    "PRECEDENCE_CHANGED": ("another one counts", "WARN nobody minor changed", "of p, q q counts where several are sent, it was p"),
    "PRECEDENCE_DOCUMENTED": ("which one counts is stated", "INFO nobody minor newly_documented", "which of p, q counts where several are sent is now documented: q"),
    "PRECEDENCE_UNDOCUMENTED": ("which one counts is unstated", "WARN nobody minor no_longer_documented", "if several of p, q are sent, the page no longer says which counts; it was p"),
    "PARAM_ADDED": ("optional param", "INFO nobody minor changed", "request parameter s is new and optional"),
    "PARAM_ADDED_INSIDE_NEW": ("required in a new object", "INFO nobody minor changed", "request parameter n.s is new"),
    "PARAM_ADDED_UNNEEDED": ("table for a new type", "INFO nobody minor changed", "request parameter s is new, and no earlier call needs it"),
    "PARAM_ADDED_CONDITIONAL": ("required in some cases", "WARN wire minor changed", "request parameter s is new and required in some cases"),
    "PARAM_ADDED_REQUIRED_INSIDE": ("required in an optional object", "WARN wire major changed", "request parameter n.s is new and required inside n"),
    "PARAM_ADDED_REQUIRED": ("required param", "ERR both major changed", "request parameter s is new and required"),
    "PARAM_REMOVED": ("param gone", "WARN sdk major changed", "request parameter q is gone; the venue most likely ignores it"),
    "PARAM_REMOVED_AS_ANNOUNCED": ("deprecated param gone", "WARN sdk major changed", "request parameter q is gone, as announced"),
    "PARAMS_UNDOCUMENTED": ("table of the request gone", "WARN sdk major no_longer_documented", "the 3 request parameters are no longer documented"),
    "PARAM_RENAMED": ("param renamed", "ERR both major changed", "request parameter p is now called pp"),
    "PARAM_RENAMED_AS_STATED": ("param renamed with an alias", "WARN nobody minor changed", "request parameter q is now called s; the older name works until 2026-10-31"),
    "PARAM_MOVED": ("param moved", "ERR both major changed", "request parameter n.q stood in the request itself"),
    "PARAM_PUT_RIGHT": ("parameter put right", "WARN sdk minor changed", "request parameter n.q stood in the request itself; the examples show it in one place all along, so the docs may have been corrected"),
    "REQUIRED": ("required", "ERR both major changed", "request parameter p is required, was optional"),
    "NO_LONGER_REQUIRED": ("no longer required", "INFO nobody minor changed", "request parameter p is optional, was required"),
    "REQUIRED_LABEL_CHANGED": ("conditional", "INFO nobody patch changed", "request parameter p is required in some cases, was optional"),
    "FIELD_MAY_BE_EMPTY": ("field that can lack its value", "WARN nobody minor newly_documented", "response field p need not have a value"),
    "FIELD_MAY_NOT_BE_EMPTY": ("field that always has its value", "NONE nobody patch changed", "response field p is no longer said to lack a value at times"),
    "CONDITION_STATED": ("condition in words", "WARN nobody minor newly_documented", "request parameter p is now said to be required in some cases: “Required when `q` is `x`”"),
    "CONDITION_EXPLAINED": ("condition on a new value", "INFO nobody patch changed", "when request parameter p is required is described otherwise: “Required when `q` is `x`”, was nothing"),
    "DEFAULT_CHANGED": ("default", "WARN both major changed", "the default of request parameter p is b, was a"),
    "ORDER_DEFAULT_CHANGED": ("default of an order", "ERR both major changed", "the default of request parameter p is b, was a"),
    "DEFAULT_DOCUMENTED": ("default stated", "INFO nobody patch newly_documented", "the default of request parameter p is now documented: a"),
    "DEFAULT_UNDOCUMENTED": ("default unstated", "INFO nobody patch no_longer_documented", "the default of request parameter p, a, is no longer documented"),
    "PARAM_IN_OTHER_VARIANTS": ("in another table", "INFO nobody minor changed", "request parameter s is in the tables A, B, was in A"),
    "PARAM_LEFT_VARIANT": ("no longer in a table", "WARN nobody minor changed", "request parameter s is in the tables A, was in A, B"),
    "FIELD_ADDED": ("field new", "INFO nobody minor changed", "response field s is new"),
    "FIELD_REMOVED": ("field gone", "ERR both major changed", "response field q is gone"),
    "FIELD_REMOVED_AS_ANNOUNCED": ("deprecated field gone", "WARN both major changed", "response field q is gone, as announced"),
    "FIELDS_UNDOCUMENTED": ("table of the answer gone", "WARN sdk major no_longer_documented", "the 3 response fields are no longer documented"),
    "FIELD_RENAMED": ("field renamed", "ERR both major changed", "response field q is now called qq"),
    "FIELD_RENAMED_AS_STATED": ("field renamed with an alias", "WARN nobody minor changed", "response field q is now called s; the older name is there for a time that the page does not say"),
    "FIELD_MOVED": ("field moved in the example too", "WARN both major changed", "response field n.q stood in the response itself"),
    "FIELD_PUT_RIGHT": ("field moved in the table only", "WARN sdk minor changed", "response field n.q stood in the response itself; the examples show it in one place all along, so the docs may have been corrected"),
    "ROW_DEPRECATED": ("deprecated field", "WARN nobody minor changed", "response field p is deprecated"),
    "SUNSET_SET": ("day of the end", "WARN nobody minor changed", "request parameter p works until 2026-10-31, then no longer"),
    "SUNSET_CHANGED": ("another day of the end", "WARN nobody minor changed", "request parameter p works until 2026-12-31, was 2026-10-31"),
    "REPLACEMENT_CHANGED": ("another replacement", "INFO nobody none changed", "E is deprecated, use /g"),
    "REMOVED_EARLY": ("gone before its day", "ERR both major changed", "response field q is gone, although it was to work until 2026-10-31"),
    "ALIAS_REMOVED": ("alias gone", "WARN wire minor changed", "the older name o of request parameter p is no longer said to work"),
    "ROW_UNDEPRECATED": ("not deprecated", "INFO nobody patch changed", "request parameter p is no longer deprecated"),
    "TYPE_CHANGED": ("json type", "ERR both major changed", "request parameter q is integer in JSON, was string"),
    "TYPE_PUT_RIGHT": ("label of type, same example", "WARN sdk minor changed", "response field q is integer in JSON, was string; the examples show the same JSON, so the docs may have been corrected"),
    "TYPE_WIDER_AS_TEXT": ("wider type in a query", "INFO nobody minor changed", "request parameter s is decimal, was Integer; it travels as text, and what was sent is taken as before"),
    "TYPE_NARROWER_AS_TEXT": ("narrower type in a query", "WARN both minor changed", "request parameter s is Integer, was decimal; it travels as text"),
    "TYPE_WIDER_THAN_KIND": ("wider type than the kind", "WARN nobody minor changed", "request parameter s is decimal, was Integer; it travels as text, and the SDK still takes whole numbers only, by its kind"),
    "TYPE_LABEL_CHANGED": ("wording of type", "INFO nobody patch changed", "request parameter p is labelled Text string, was String; the JSON is the same"),
    "ROW_REWORDED": ("label", "NONE nobody none changed", "the text on request parameter p was reworded"),
    "ROW_NAMES_OTHERS": ("text names another thing", "INFO nobody none changed", "the text on request parameter p was reworded: it now names MARGIN"),
    "MEANING_CHANGED": ("another unit", "WARN wire minor changed", "request parameter p is described otherwise: “Size of it in coins”, was “Size of it in contracts”"),
    "VALUE_MEANING_CHANGED": ("value of another meaning", "WARN nobody minor changed", "the value a of response field p means something else: “`a`: something else”, was “`a`: pre-market trading”"),
    "PARAM_VALUE_EXPLAINED": ("value explained", "INFO nobody none changed", "the text on the value a of request parameter p says something else: “`a`: trading of `FUTURES`”, was “`a`: trading”"),
    "PARAM_MEANING_ADDED": ("parameter's value with one more meaning", "INFO nobody minor newly_documented", "a value of request parameter p has one more meaning: “`a`: C”"),
    "FIELD_MEANING_ADDED": ("value with one more meaning", "WARN nobody minor newly_documented", "a value of response field p has one more meaning: “`a`: C”"),
    "PARAM_VALUE_ADDED": ("request value new", "INFO nobody minor changed", "request parameter p gains the value c"),
    "FIELD_VALUE_ADDED": ("response value new", "WARN nobody minor changed", "response field p gains the value c"),
    "PARAM_VALUES_DOCUMENTED": ("list of values came", "WARN sdk minor newly_documented", "the values of request parameter p are now documented: a, b"),
    "FIELD_VALUES_DOCUMENTED": ("values of an answer stated", "INFO nobody minor newly_documented", "the values of response field p are now documented: x, y"),
    "PARAM_VALUE_REMOVED": ("request value gone", "ERR both major changed", "request parameter p loses the value b"),
    "FIELD_VALUE_REMOVED": ("response value gone", "INFO nobody minor changed", "response field p loses the value b"),
    "PARAM_VALUE_UNLISTED": ("value of an open list gone", "WARN sdk minor no_longer_documented", "request parameter p loses the value b, of a list that was not said to be complete"),
    "FIELD_VALUE_UNLISTED": ("value of an answer's open list gone", "INFO nobody minor no_longer_documented", "response field p loses the value b, of a list that was not said to be complete"),
    "PARAM_VALUES_UNDOCUMENTED": ("list of values left", "WARN nobody minor no_longer_documented", "the values of request parameter p are no longer documented here"),
    "FIELD_VALUES_UNDOCUMENTED": ("values of an answer unstated", "INFO nobody minor no_longer_documented", "the values of response field p are no longer documented here"),
    "PARAM_VALUES_RELOCATED": ("parameter's values elsewhere", "WARN nobody minor no_longer_documented", "the values of p are documented elsewhere now: POST /e, response.p"),
    "FIELD_VALUES_RELOCATED": ("answer's values elsewhere", "INFO nobody minor no_longer_documented", "the values of p are documented elsewhere now: POST /e, request.p"),
    "VALUE_REMOVED_AS_ANNOUNCED": ("deprecated value gone", "WARN both major changed", "the value b of request parameter p is gone, as announced"),
    "VALUE_DEPRECATED": ("value struck out", "WARN nobody minor changed", "the value b of request parameter p is deprecated"),
    "VALUE_UNDEPRECATED": ("value no longer struck out", "INFO nobody patch changed", "the value b of request parameter p is no longer deprecated"),
    "PARAM_LIMIT_TIGHTENED": ("fewer items", "ERR wire major changed", "max items of request parameter p is 10, was 20"),
    "PARAM_LIMIT_LOOSENED": ("more items", "INFO nobody minor changed", "max items of request parameter p is 20, was 10"),
    "PARAM_LIMIT_DOCUMENTED": ("limit stated", "WARN nobody minor newly_documented", "max of request parameter p is now documented: 100"),
    "PARAM_LIMIT_UNDOCUMENTED": ("limit unstated", "INFO nobody minor no_longer_documented", "max of request parameter p, 100, is no longer documented"),
    "FIELD_LIMIT_TIGHTENED": ("limit of an answer", "INFO nobody none changed", "max of response field p is 1, was not stated"),
    "FIELD_LIMIT_LOOSENED": ("limit of an answer, back", "INFO nobody none changed", "max of response field p is no longer stated, was 1"),
}  # fmt: skip

BROKEN = {(False, False): "nobody", (True, False): "wire", (False, True): "sdk", (True, True): "both"}


def verdict(change: Change) -> str:
    return f"{change.level} {BROKEN[change.wire_breaking, change.sdk_breaking]} {change.bump} {change.evidence}"


@pytest.fixture
def judged(venue: Callable[[str], Any]) -> Callable[[str], list[tuple[str, str, str]]]:
    """Return the judgement, verdict and message of every difference in a case."""
    template = venue("coinswitch_hft")
    names = {judgement: name for name, judgement in JUDGEMENTS.items()}

    def made(side: Side) -> Any:
        if isinstance(side, dict):
            rest = {name: value for name, value in side.items() if name != "endpoints"}
            return state(*side.get("endpoints", ()), template=template, **rest)
        return state(*(side if isinstance(side, tuple) else (side,)), template=template)

    def judge(name: str) -> list[tuple[str, str, str]]:
        old, new = both(name)
        differences = [(names[each.judgement], each.change()) for each in findings(made(old), made(new))]
        return [(judgement, verdict(change), change.message) for judgement, change in differences]

    return judge


@pytest.mark.parametrize("name", EXPECTED)
def test_a_judgement_is_given_with_its_verdict_and_message(judged: Any, name: str) -> None:
    case, verdict, message = EXPECTED[name]
    assert (name, verdict, message) in judged(case)


def test_every_judgement_has_a_case() -> None:
    assert list(JUDGEMENTS) == list(EXPECTED)


def test_every_kind_has_a_judgement() -> None:
    assert {judgement.kind for judgement in JUDGEMENTS.values()} == set(KINDS)


def test_every_judgement_says_in_one_sentence_of_its_own_when_it_holds() -> None:
    sentences = [judgement.when for judgement in JUDGEMENTS.values()]
    assert len(set(sentences)) == len(sentences)
    assert [each for each in sentences if not (each[0].isupper() and each.endswith(".") and len(each) < 110)] == []


def test_every_judgement_has_a_message_and_every_message_a_judgement() -> None:
    assert MESSAGES.keys() == {*JUDGEMENTS.values(), *ON_MANY_ENDPOINTS.values()}


def test_only_what_is_no_longer_documented_can_be_one_notice() -> None:
    assert sorted(ON_MANY_ENDPOINTS) == [
        "applicability_widened", "base_url_removed", "behaviour_changed", "body_shape_changed", "conditional_rule_changed", "constraint_loosened",
        "default_changed", "endpoint_gone", "enum_relocated", "enum_removed", "error_code_removed", "page_older",
        "permission_changed", "rate_limit_loosened", "request_param_removed", "response_field_removed",
        "response_shape_changed",
    ]  # fmt: skip


def test_words_of_a_page_are_inserted_and_never_formatted(judged: Any) -> None:
    """What looks like a template stays text, also in a title, a value or an error's meaning."""
    assert [message for _, _, message in judged("code in braces")] == [
        "error code {old} is new: \u201c{new.__class__} {0!q} {\u201d",
        "error code 1 is gone",
    ]


def test_the_reference_has_a_line_for_every_judgement() -> None:
    lines = render_kinds().splitlines()
    assert lines[:3] == [
        "| Kind | When | Level | Breaks | Bump | Evidence |",
        "|---|---|---|---|---|---|",
        "| `applicability_changed` | The text on a response field says that it is there in other cases than before. | WARN | - | minor | changed |",
    ]
    assert (
        "| `default_changed` | The page states a default, which it did not before. | INFO | - | patch | newly documented |"
        in lines
    )
    assert len(lines) == 2 + len(EXPECTED)


@pytest.mark.parametrize("name", JUDGEMENTS)
def test_level_and_verdict_of_a_judgement_do_not_contradict_each_other(name: str) -> None:
    """ERR breaks somebody, WARN may, INFO and NONE break nobody."""
    judgement = JUDGEMENTS[name]
    if judgement.level == "ERR":
        assert judgement.breaks != "nobody"
    if judgement.level in ("INFO", "NONE"):
        assert judgement.breaks == "nobody"
