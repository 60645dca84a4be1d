"""Every kind of change has a pair of specs that differ in just that, and its way back."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from diff_pairs import BASE, NEEDS_Q, NEW, PAIRS, P, Q, request, ruled, state
from venuespec.diff.change import KINDS, Change
from venuespec.diff.compare import diff, the_wrong_way_round
from venuespec.diff.report import at_least, bump, render_text, worst
from venuespec.rules.tree import (
    AllOf,
    Choice,
    Forbid,
    InContext,
    InstrumentFacts,
    InstrumentType,
    Is,
    Present,
    Require,
    Restrict,
    RuleTree,
)
from venuespec.runtime.venue import Envelope, Environment, ErrorCode
from venuespec.spec.model import EndpointSpec, Example
from venuespec.spec.names import EndpointNames, PublicNames, TypeName
from venuespec.spec.place import Place
from venuespec.spec.problem import Problem


@pytest.fixture
def compare(venue: Callable[[str], Any]) -> Callable[[EndpointSpec, EndpointSpec], tuple[Change, ...]]:
    template = venue("coinswitch_hft")
    return lambda old, new: diff(state(old, template=template), state(new, template=template))


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
    "deprecated field gone": "What comes back is new.",
    "deprecated param gone": "What comes back is new.",
    "deprecated value gone": "What comes back is new.",
    "gone before its day": "What comes back is new.",
    "day of the end": "A day that is no longer stated is another one.",
    "another replacement": "Another replacement does not undo a deprecation.",
    "param renamed with an alias": "Only the new name's row says that the older one still works.",
    "field renamed with an alias": "Only the new name's row says that the older one still works.",
    "alias gone": "A name more breaks nobody.",
    "value with one more meaning": "A meaning less leaves the value, and who reads it reads it as before.",
}


# Kinds that undo each other; all others undo themselves.
UNDONE_BY = {
    "endpoint_added": "endpoint_removed",
    "endpoint_gone": "endpoint_back",
    "deprecated": "undeprecated",
    "base_url_added": "base_url_removed",
    "request_param_added": "request_param_removed",
    "response_field_added": "response_field_removed",
    "enum_added": "enum_removed",
    "variant_added": "variant_removed",
    "constraint_tightened": "constraint_loosened",
    "applicability_narrowed": "applicability_widened",
    "conditional_rule_added": "conditional_rule_removed",
    "rate_limit_tightened": "rate_limit_loosened",
    "error_code_added": "error_code_removed",
}
MIRRORS = {**UNDONE_BY, **{undo: kind for kind, undo in UNDONE_BY.items()}}


@pytest.mark.parametrize("name", PAIRS)
def test_the_way_back_is_the_mirror_image(compare: Any, name: str) -> None:
    old, new, expected = PAIRS[name]
    found = sorted((each.kind, each.pointer) for each in compare(new, old))
    mirrored = sorted((MIRRORS.get(kind, kind), pointer) for kind, pointer, *_ in expected)
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
    "left_at_once": "test_many_endpoints_leave_crawled_pages_at_once",
    "not_understood": "test_what_a_page_has_unread_is_one_warning",
    "page_older": "test_an_older_copy_of_a_page_is_one_notice",
    "sdk_name_deprecated": "test_public_names_are_compared",
    "sdk_name_removed": "test_public_names_are_compared",
    "sdk_type_changed": "test_public_names_are_compared",
}
# Kinds that undo themselves and whose way back another test goes, or none does, and why.
WAY_BACK = {
    "enum_relocated": "Where a list came from is nothing that a page which lists it breaks anybody with: it is enum_added.",
    "left_at_once": "What comes is new.",
    "not_understood": "Both ways have it.",
    "page_older": "A page that is newer than before is compared.",
    "removed_as_announced": "What comes back is new.",
    "removed_early": "What comes back is new.",
    "sunset_set": "A day that is no longer stated is another one.",
    "sdk_name_deprecated": "A name that comes breaks nobody.",
    "sdk_name_removed": "A name that comes breaks nobody.",
    "sdk_type_changed": "A name that comes breaks nobody.",
}
# Kinds about rows that only one side of an endpoint has, and why the other has none.
ONE_SIDED = {
    "default_changed": "An answer has no defaults.",
    "variant_added": "No page has several tables of an answer.",
    "variant_removed": "No page has several tables of an answer.",
    "variants_changed": "No page has several tables of an answer.",
    "applicability_changed": "Of a parameter it is told whether it is for less or for more.",
    "removed_early": "One case stands for both sides.",
    "sunset_set": "One case stands for both sides.",
    "sunset_changed": "One case stands for both sides.",
}


def test_every_kind_has_a_pair() -> None:
    shown = {kind for _, _, expected in PAIRS.values() for kind, *_ in expected}
    assert set(KINDS) - shown == ELSEWHERE.keys()
    assert all(callable(globals()[test]) for test in ELSEWHERE.values())


def test_every_kind_has_a_mirror_and_a_pair_that_goes_its_way_back() -> None:
    assert set(MIRRORS) <= set(KINDS)
    both_ways = {
        kind for name, (_, _, expected) in PAIRS.items() if name not in ONE_WAY for each, *_ in expected
        for kind in (each, MIRRORS.get(each, each))
    }  # fmt: skip
    assert set(KINDS) - both_ways - {"base_url_changed", "base_url_added", "base_url_removed"} == WAY_BACK.keys()


def test_every_kind_about_rows_has_pairs_of_both_sides() -> None:
    """Under its own name, or where the sides are judged differently under that of the other side."""
    sides: dict[str, set[str]] = {}
    for _, _, expected in PAIRS.values():
        for kind, pointer, *_ in expected:
            side = pointer.partition(".")[0]
            if side in ("request", "response"):
                for each in (kind, MIRRORS.get(kind, kind)):
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
EQUIVALENT: dict[str, tuple[tuple[RuleTree, ...], tuple[RuleTree, ...]]] = {
    "another name and reason": ((NEEDS_Q,), (evolve(NEEDS_Q, id="other", because="Another reason."),)),
    "values turned round": (
        (RuleTree(id="r", when=Present("q"), asserts=(Restrict(name="p", one_of=("a",)),)),),
        (RuleTree(id="s", when=AllOf((Present("q"), Present("p"))), asserts=(Restrict(name="p", none_of=("b",)),)),),
    ),
    "one rule in two": (
        (RuleTree(id="r", when=CROSS, asserts=(Require(("q",)), Restrict(name="q", one_of=("1",)))),),
        (
            RuleTree(id="r1", when=CROSS, asserts=(Require(("q",)),)),
            RuleTree(id="r2", when=CROSS, asserts=(Restrict(name="q", one_of=("1",)),)),
        ),
    ),
    "order of conditions": (
        (RuleTree(id="r", when=AllOf((CROSS, InContext("mode", ("x",)), InstrumentType(("A", "B")))), asserts=(Require(("q",)),)),),
        (RuleTree(id="r", when=AllOf((InstrumentType(("B", "A")), AllOf((InContext("mode", ("x",)), CROSS)))), asserts=(Require(("q",)),)),),
    ),
    "a choice spelt out": (
        (RuleTree(id="r", asserts=(Choice((("p",), ("q",)), 1, 1),)),),
        (
            RuleTree(id="r1", asserts=(Choice((("p",), ("q",)), 1, None),)),
            RuleTree(id="r2", when=Present("p"), asserts=(Forbid(("q",)),)),
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
    by_new_value = RuleTree(id="r", when=Is("p", ("c",)), asserts=(Require(("s",)),))
    by_old_value = RuleTree(id="r", when=Is("p", ("a",)), asserts=(Require(("s",)),))
    new = evolve(BASE, request=(evolve(P, values=("a", "b", "c")), Q, needed))
    assert worst(compare(BASE, evolve(new, rules=(by_new_value,)))) == "INFO"
    assert [
        each.level for each in compare(BASE, evolve(new, rules=(by_old_value,))) if each.kind == "request_param_added"
    ] == ["WARN"]


def test_a_guard_on_a_new_type_of_instrument_breaks_nobody(venue: Callable[[str], Any]) -> None:
    template = evolve(venue("coinswitch_hft"), instruments=InstrumentFacts(type_name="p"))
    needed = evolve(BASE, request=(P, Q, evolve(NEW, required="conditional")))

    def level(*types: str) -> str:
        rule = RuleTree(id="r", when=InstrumentType(types), asserts=(Require(("s",)),))
        changes = diff(state(BASE, template=template), state(evolve(needed, rules=(rule,)), template=template))
        return next(each.level for each in changes if each.kind == "request_param_added")

    assert (level("c"), level("a", "c")) == ("INFO", "WARN")


def test_a_default_can_make_a_new_guard_hold(compare: Any) -> None:
    when_on = RuleTree(id="r", when=Is("t", ("on",)), asserts=(Require(("s",)),))
    needed, switch = evolve(NEW, required="conditional"), evolve(NEW, name="t", values=("on", "off"))

    def level(default: str | None) -> str:
        new = evolve(BASE, request=(P, Q, needed, evolve(switch, default=default)), rules=(when_on,))
        return next(each.level for each in compare(BASE, new) if each.pointer == "request.s")

    assert (level(None), level("on")) == ("INFO", "WARN")


def test_the_rules_of_another_endpoint_say_what_a_parameter_without_rules_is_for(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    needed = evolve(BASE, request=(evolve(P, values=("a", "b", "c")), Q, evolve(NEW, required="conditional")))
    ruling = evolve(needed, rules=(RuleTree(id="r", when=Is("p", ("c",)), asserts=(Require(("s",)),)),))
    other = {"name": "f", "path": "/f"}
    before = state(BASE, evolve(BASE, **other), template=template)
    after = state(ruling, evolve(needed, **other), template=template)
    assert {each.level for each in diff(before, after) if each.kind == "request_param_added"} == {"INFO"}


def many(count: int, **changes: Any) -> list[EndpointSpec]:
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


def test_many_endpoints_leave_crawled_pages_at_once(venue: Callable[[str], Any]) -> None:
    """A spec is another matter: a person let the endpoints go."""
    template = venue("coinswitch_hft")
    old = many(15, request=(), rules=())
    for left, crawled, kinds in ((3, True, ["left_at_once"]), (2, True, ["endpoint_removed"] * 2)):
        changes = diff(state(*old, template=template), state(*old[left:], template=template, crawled=crawled))
        assert [each.kind for each in changes] == kinds
    changes = diff(state(*old, template=template), state(*old[3:], template=template))
    assert [each.kind for each in changes] == ["endpoint_removed"] * 3


def test_what_a_page_has_unread_is_one_warning(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    unread = Problem(check="table-unread", place=Place(Path("a.md"), 3), message="what is it", severity="warning")
    old, new = evolve(BASE, response=(P, Q)), evolve(BASE, response=(P,), doubts=(unread,))
    [change] = diff(state(old, template=template), state(new, template=template))
    assert (change.kind, change.level, change.new) == ("not_understood", "WARN", "table-unread")
    same = diff(state(evolve(old, doubts=(unread,)), template=template), state(new, template=template))
    assert [each.kind for each in same] == ["response_field_removed"]


def test_an_older_copy_of_a_page_is_one_notice(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    old = many(3, as_of="2026-02-01")
    stale = evolve(old[0], as_of="2026-01-01", response=(P,))
    new = [stale, *(evolve(each, as_of="2026-03-01") for each in old[1:])]
    [notice] = diff(state(*old, template=template), state(*new, template=template))
    assert (notice.kind, notice.level, notice.old, notice.new) == ("page_older", "INFO", "2026-02-01", "2026-01-01")


def wrapped(data: str, template: Any, code: str = "code") -> Any:
    shown = tuple(Example(response={code: "0", data: [{"p": "a"}]}) for _ in range(5))
    envelope = Envelope(code="code", message="msg", data="data")
    return state(evolve(BASE, examples=shown), template=template, envelope=envelope)


def test_another_wrapper_in_the_examples_of_most_pages_is_one_error(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    changes = diff(wrapped("data", template), wrapped("result", template))
    assert [(each.pointer, each.old, each.new) for each in changes if each.endpoint == "*"] == [
        ("envelope.data", "data", "result")
    ]
    changes = diff(wrapped("data", template), wrapped("data", template, code="retCode"))
    assert [(each.pointer, each.old, each.new) for each in changes if each.endpoint == "*"] == [
        ("envelope.code", "code", "retCode")
    ]
    assert diff(wrapped("data", template), wrapped("data", template)) == ()


def test_states_given_the_other_way_round_are_compared_all_the_same(venue: Callable[[str], Any]) -> None:
    template = venue("coinswitch_hft")
    old, new = many(3, as_of="2026-02-01"), many(3, as_of="2026-01-01", response=(P,))
    kinds = [each.kind for each in diff(state(*old, template=template), state(*new, template=template))]
    assert kinds == ["response_field_removed"] * 3
    [notice] = the_wrong_way_round(state(*old, template=template), state(*new, template=template), "new")
    assert notice.check == "new-older"
    assert notice.message.startswith("NEW has pages of 2026-01-01 and OLD of 2026-02-01: most of NEW is older")
    assert the_wrong_way_round(state(*new, template=template), state(*old, template=template), "new") == ()
    assert the_wrong_way_round(state(*old, template=template), state(*old, template=template), "new") == ()


@pytest.mark.parametrize(
    "new",
    [
        evolve(BASE, path="/v2/e", name="e_two", title="E two", section="other", response=(P, Q), request=(P, Q)),
        evolve(BASE, path="/elsewhere", group="h"),
        evolve(BASE, method="PUT", name="e_two", title="E two"),
    ],
    ids=["same last part of the path and tables", "same title", "same path"],
)
def test_an_endpoint_that_moved_is_neither_gone_nor_new(compare: Any, new: EndpointSpec) -> None:
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
    old = ruled(RuleTree(id="r", asserts=(Choice((("p",), ("q",)), 1, None, "p"),)))
    new = ruled(RuleTree(id="r", asserts=(Choice((("p",), ("q",)), 1, None),)))
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

    def test_exactly_one_error(self, frozen: Callable[[str], Any]) -> None:
        changes = diff(frozen("archive/okx_v5_legacy"), frozen("okx_v5"))
        assert [(each.kind, each.pointer, each.old) for each in at_least(changes, "ERR")] == [
            ("enum_removed", "request.posSide.values", "net")
        ]

    def test_everything_else(self, frozen: Callable[[str], Any]) -> None:
        changes = diff(frozen("archive/okx_v5_legacy"), frozen("okx_v5"))
        page = [each for each in changes if each.endpoint == "POST /api/v5/account/set-leverage"]
        # The notes are ours; the text of the page is another.
        reworded = [
            "notes",
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

    def test_what_a_partial_archive_lacks_is_no_news(self, frozen: Callable[[str], Any]) -> None:
        old, new = frozen("archive/okx_v5_legacy"), frozen("okx_v5")
        assert {each.endpoint for each in diff(old, new)} == {"POST /api/v5/account/set-leverage"}
        assert {each.endpoint for each in diff(new, old)} == {"POST /api/v5/account/set-leverage"}
        whole = evolve(old, partial=False)
        added = [each.kind for each in diff(whole, new) if each.endpoint == "GET /api/v5/account/leverage-info"]
        assert added == ["endpoint_added"]

    def test_specs_of_different_venues_share_no_endpoint(self, frozen: Callable[[str], Any]) -> None:
        kinds = {each.kind for each in diff(frozen("okx_v5"), frozen("ku")) if each.endpoint != "*"}
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


def test_public_names_are_compared(venue: Callable[[str], Any]) -> None:
    """Of a class that is called otherwise, of a type that nothing uses any more, and of one that means other values."""

    def names(cls: str, **types: tuple[str, ...]) -> PublicNames:
        known = {name: TypeName(wire="p", home="-", values=values) for name, values in types.items()}
        return PublicNames(types=known, endpoints={BASE.key: EndpointNames(name="g.e", classes={cls: "request"})})

    old = evolve(state(BASE, template=venue("coinswitch_hft")), names=names("Odd", P=("a", "b"), Kept=("z",)))
    new = evolve(state(BASE, template=venue("coinswitch_hft")), names=names("E", P=("b", "z"), PType=("a", "b")))
    assert [(each.kind, each.pointer, each.bump) for each in diff(old, new)] == [
        ("sdk_name_removed", "types.Kept", "major"),
        ("sdk_type_changed", "types.P", "major"),
        ("sdk_name_removed", "g.e.Odd", "major"),
        ("sdk_name_removed", "g.e.OddRow", "major"),
    ]
