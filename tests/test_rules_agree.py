"""The evaluator, the generated Python and the JSON Schema say the same of any request, context and rule."""

import os
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from venues._runtime import now as runtime_now
from venues._runtime import rules as runtime_rules
from venues._runtime.request import Item, param
from venuespec.rules.evaluate import evaluate
from venuespec.rules.python_terms import Names
from venuespec.rules.queries import reads
from venuespec.rules.to_python import render_rules
from venuespec.rules.to_schema import expressible, rules_schema
from venuespec.rules.tree import (
    ALWAYS,
    AllOf,
    AllOrNone,
    AnyOf,
    Choice,
    Compares,
    Condition,
    Forbid,
    FromNow,
    InContext,
    InstrumentFacts,
    InstrumentPattern,
    InstrumentType,
    Is,
    ItemCounts,
    Keyed,
    Matches,
    Narrowing,
    Not,
    Ordered,
    Parameter,
    Present,
    Refused,
    Require,
    Restrict,
    RuleTree,
    Scope,
)

LEG = (Parameter(name="px"), Parameter(name="kind", default="limit"), Parameter(name="sz"))
SCOPE = Scope(
    parameters=(
        Parameter(name="instId", separator=","),
        Parameter(name="mode"),
        Parameter(name="side", default="buy"),
        Parameter(name="only", json="boolean", default="false"),
        Parameter(name="n"),
        Parameter(name="until", unit="s", default="1700000000"),
        Parameter(name="ids", json="array"),
        Parameter(name="legs", json="array", fields=LEG),
    ),
    instruments=InstrumentFacts(
        type_name="instType",
        ids=("instId",),
        patterns=(
            InstrumentPattern(("SWAP",), "[A-Z]+-SWAP"),
            InstrumentPattern(("SPOT", "MARGIN"), "[A-Z]+-[A-Z]+"),
        ),
        narrow=(Narrowing(Is("mode", ("isolated",)), ("SPOT",)),),
    ),
    context=("acct", "instType"),
)
ATTRIBUTES = {
    "instId": "inst_id",
    "mode": "mode",
    "side": "side",
    "only": "only",
    "n": "n",
    "until": "until",
    "ids": "ids",
    "legs": "legs",
}


@attrs.frozen(kw_only=True)
class Leg(Item):
    px: str | None = attrs.field(default=None, metadata=param("px"))
    kind: str | None = attrs.field(default=None, metadata=param("kind"))
    sz: str | None = attrs.field(default=None, metadata=param("sz"))


@attrs.frozen(kw_only=True)
class Order(Item):
    inst_id: str | None = attrs.field(default=None, metadata=param("instId"))
    mode: str | None = attrs.field(default=None, metadata=param("mode"))
    side: str | None = attrs.field(default=None, metadata=param("side"))
    only: bool | None = attrs.field(default=None, metadata=param("only", "boolean"))
    n: str | None = attrs.field(default=None, metadata=param("n"))
    until: str | None = attrs.field(default=None, metadata=param("until"))
    ids: Any = attrs.field(
        default=None, metadata=param("ids", "array"), converter=lambda v: tuple(v) if v is not None else v
    )
    legs: Any = attrs.field(default=None, metadata=param("legs", "array", items=Leg))


@attrs.frozen(kw_only=True)
class Ctx:
    acct: str | None = None
    inst_type: str | None = None
    now: runtime_now.Now | None = attrs.field(default=None, converter=runtime_now.now_of)


NAMES = Names(
    attributes={(): ATTRIBUTES, ("legs",): {"px": "px", "kind": "kind", "sz": "sz"}},
    classes={("legs",): "Leg"},
    context={"acct": "acct", "instType": "inst_type"},
    constants={"r": "RULE"},
)


def generated(rule: RuleTree) -> type[Order]:
    """A class with the rule's generated methods."""
    source = render_rules([rule], SCOPE, NAMES)
    methods = ""
    for name, body in (("broken", source.broken), ("undecided", source.undecided)):
        lines = "".join(f"        {line}\n" for line in body.splitlines()) or "        return iter(())\n"
        methods += f"    def {name}(self, context):\n{lines}"
    patterns = "".join(f"{name} = re.compile({text!r})\n" for name, text in source.patterns.items())
    namespace: dict[str, Any] = {name: getattr(runtime_rules, name) for name in dir(runtime_rules)}
    namespace |= {"compares_with_now": runtime_now.compares_with_now, "exact": runtime_now.exact}
    namespace |= {"Decimal": Decimal, "Order": Order, "Leg": Leg, "attrs": attrs}
    namespace["RULE"] = runtime_rules.Rule(id="r", says="", params=(), needs=reads(rule))
    namespace["INSTRUMENTS"] = runtime_rules.Instruments(
        (("SWAP",), "[A-Z]+-SWAP"), (("SPOT", "MARGIN"), "[A-Z]+-[A-Z]+")
    )
    code = f"import re\n{patterns}@attrs.frozen(kw_only=True)\nclass Made(Order):\n{methods}"
    exec(compile(code, "<rule>", "exec"), namespace)
    made: type[Order] = namespace["Made"]
    return made


TEXTS = {
    "instId": ["BTC-USDT", "BTC-SWAP", "BTC-USDT,ETH-SWAP", "BTC-SWAP,ETH-SWAP", "what?", ""],
    "mode": ["cross", "isolated", ""],
    "side": ["buy", "sell", ""],
    "n": ["0", "1", "5", "2.5", "x", ""],
    "until": ["1699999990", "1699999999", "1700000000", "1700000005.5", "1700000060", "1700000061", "x", ""],
}
LEG_TEXTS = {"px": ["1", "2", ""], "kind": ["limit", "market", ""], "sz": ["1", ""]}
requests = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(values) for name, values in TEXTS.items()},
        "only": st.booleans(),
        "ids": st.lists(st.sampled_from(["a", "b"]), max_size=3),
        "legs": st.lists(
            st.fixed_dictionaries({}, optional={name: st.sampled_from(v) for name, v in LEG_TEXTS.items()}), max_size=3
        ),
    },
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "acct": st.sampled_from(["1", "2", "3"]),
        "instType": st.sampled_from(["SPOT", "MARGIN", "SWAP"]),
        "now": st.sampled_from(["1700000000000", "1699999995000..1700000005500"]),
    },
)
moments = st.sampled_from([FromNow(), FromNow(60_000), FromNow(-10_000)])


def subset(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


def nonempty(values: list[str]) -> list[str]:
    return [each for each in values if each]


def leaf(texts: dict[str, list[str]], *, outer: bool) -> st.SearchStrategy[Any]:
    is_text = st.sampled_from(sorted(texts)).flatmap(
        lambda name: subset(nonempty(texts[name])).map(lambda values: Is(name, values))
    )
    names = sorted(texts) + (["only", "ids", "legs"] if outer else [])
    options: list[st.SearchStrategy[Any]] = [is_text, st.sampled_from(names).map(Present)]
    if outer:
        options += [
            subset(["true", "false"]).map(lambda values: Is("only", values)),
            st.builds(
                Compares,
                st.just("n"),
                st.sampled_from(["gte", "gt", "lte", "lt"]),
                st.sampled_from([Decimal(1), Decimal("2.5")]),
            ),
            st.builds(Compares, st.just("until"), st.sampled_from(["gte", "gt", "lte", "lt"]), moments),
            st.just(Matches("mode", "cr.*")),
            subset(["1", "2"]).map(lambda values: InContext("acct", values)),
            subset(["SPOT", "MARGIN", "SWAP"]).map(InstrumentType),
            st.builds(ItemCounts, st.sampled_from(["ids", "legs", "instId"]), st.none(), st.integers(1, 2)),
            st.builds(ItemCounts, st.just("legs"), leaf(LEG_TEXTS, outer=False), st.integers(1, 2)),
        ]
    return st.one_of(*options)


def condition(texts: dict[str, list[str]], *, outer: bool) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaf(texts, outer=outer),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: AnyOf(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=4,
    )


def assertion(texts: dict[str, list[str]], *, outer: bool) -> st.SearchStrategy[Any]:
    names = sorted(texts) + (["only", "ids", "legs"] if outer else [])
    several = st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True).map(tuple)
    groups = several.map(lambda found: tuple((each,) for each in found))
    restricted = st.sampled_from(sorted(texts)).flatmap(
        lambda name: st.one_of(
            subset(nonempty(texts[name])).map(lambda values: Restrict(name=name, one_of=values)),
            subset(nonempty(texts[name])).map(lambda values: Restrict(name=name, none_of=values)),
            st.just(Restrict(name=name, max_length=3, min_length=2)),
            st.just(Restrict(name=name, pattern="[a-z0-9]+")),
            st.just(Restrict(name=name, gte=Decimal(1), lt=Decimal(5))),
        )
    )
    options: list[st.SearchStrategy[Any]] = [
        several.map(Require),
        several.map(Forbid),
        several.map(AllOrNone),
        st.builds(Choice, groups, st.just(1), st.none()),
        st.builds(Choice, groups, st.just(1), st.just(1)),
        st.builds(Choice, groups, st.just(0), st.just(1)),
        restricted,
    ]
    if outer:
        options += [
            st.builds(Restrict, name=st.just("until"), gte=moments, lt=st.none() | moments),
            st.builds(Restrict, name=st.just("until"), gt=st.none() | moments, lte=moments),
            st.just(Restrict(name="only", one_of=("true",))),
            st.just(Restrict(name="ids", max_items=1)),
            st.just(Restrict(name="instId", max_items=1)),
            st.just(Restrict(name="n", equals="side")),
            st.just(Ordered(left="n", op="lte", right="side", span_max_ms=1)),
        ]
    return st.one_of(*options)


@st.composite
def rules(draw: st.DrawFn) -> RuleTree:
    nested = draw(st.booleans())
    texts = LEG_TEXTS if nested else TEXTS
    refuses = draw(st.integers(0, 9)) == 0
    when = condition(texts, outer=not nested)
    asserts = st.lists(assertion(texts, outer=not nested), min_size=1, max_size=2)
    return RuleTree(
        id="r",
        when=draw(when if refuses else st.one_of(st.just(ALWAYS), when)),
        asserts=(Refused(),) if refuses else tuple(draw(asserts)),
        each="legs" if nested else None,
    )


@settings(
    max_examples=int(os.environ.get("RULE_EXAMPLES", "300")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(rule=rules(), tries=st.lists(st.tuples(requests, contexts), min_size=3, max_size=6))
def test_generated_python_agrees_with_the_evaluator(rule: RuleTree, tries: list[tuple[Any, dict[str, str]]]) -> None:
    made = generated(rule)
    for wire, context in tries:
        verdict = evaluate(rule, wire, context, SCOPE)
        request = made.from_wire(wire)
        ctx = Ctx(acct=context.get("acct"), inst_type=context.get("instType"), now=context.get("now"))
        broken = list(request.broken(ctx))
        assert bool(broken) == (verdict.state == "broken")
        assert sorted(each.where for each in broken if each.where) == sorted(verdict.where)
        if not broken:
            needs = {need for each in request.undecided(ctx) for need in each.needs}
            assert needs == set(verdict.needs)


@settings(
    max_examples=int(os.environ.get("RULE_EXAMPLES", "300")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(rule=rules(), tries=st.lists(st.tuples(requests, contexts), min_size=3, max_size=6))
def test_json_schema_agrees_with_the_evaluator(rule: RuleTree, tries: list[tuple[Any, dict[str, str]]]) -> None:
    for wire, context in tries:
        schema = rules_schema((rule,), SCOPE, context)
        Draft202012Validator.check_schema(schema)
        if not expressible(rule, SCOPE, context):
            assert [each["id"] for each in schema["x-venuespec-rules"]] == ["r"]
            continue
        broken = evaluate(rule, wire, context, SCOPE).state == "broken"
        assert Draft202012Validator(schema).is_valid(wire) == (not broken)


SCENARIOS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"instId": "BTC-USDT", "lever": "5", "mgnMode": "isolated"}, {"instType": "MARGIN"}),
    ({"ccy": "BTC", "lever": "5", "mgnMode": "cross"}, {"instType": "MARGIN", "acctLv": "1"}),
    ({"instId": "BTC-USDT", "lever": "5", "mgnMode": "cross"}, {"instType": "MARGIN", "acctLv": "2"}),
    ({"ccy": "BTC", "lever": "5", "mgnMode": "cross"}, {"instType": "MARGIN", "acctLv": "3"}),
    ({"ccy": "BTC", "lever": "5", "mgnMode": "cross"}, {"instType": "MARGIN", "acctLv": "4"}),
    ({"instId": "BTC-USDT-200802", "lever": "5", "mgnMode": "cross"}, {"instType": "FUTURES"}),
    ({"instId": "BTC-USDT-200802", "lever": "5", "mgnMode": "isolated"}, {"posMode": "net_mode"}),
    (
        {"instId": "BTC-USDT-200802", "lever": "5", "posSide": "long", "mgnMode": "isolated"},
        {"posMode": "long_short_mode"},
    ),
    ({"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "cross"}, {"instType": "SWAP"}),
    ({"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "isolated"}, {"posMode": "net_mode"}),
    (
        {"instId": "BTC-USDT-SWAP", "lever": "5", "posSide": "long", "mgnMode": "isolated"},
        {"posMode": "long_short_mode"},
    ),
]
WRONG: list[tuple[dict[str, str], dict[str, str], set[str]]] = [
    ({"lever": "5", "mgnMode": "cross"}, {}, {"instrument_or_currency"}),
    ({"ccy": "BTC", "lever": "5", "mgnMode": "isolated"}, {}, {"ccy_means_cross", "isolated_needs_instrument"}),
    ({"ccy": "BTC", "lever": "5", "mgnMode": "cross"}, {"acctLv": "2"}, {"futures_mode_needs_instrument"}),
    ({"instId": "BTC-USDT", "lever": "5", "mgnMode": "cross"}, {"acctLv": "3"}, {"borrowing_needs_currency"}),
    (
        {"instId": "BTC-USDT-SWAP", "lever": "5", "mgnMode": "isolated"},
        {"posMode": "long_short_mode"},
        {"side_for_long_short"},
    ),
]


def refused_by(frozen: Any, wire: dict[str, str], context: dict[str, str]) -> set[str]:
    """The error-level rules of OKX set leverage that a request breaks."""
    loaded = frozen("okx_v5")
    endpoint = loaded.endpoint("POST", "/api/v5/account/set-leverage")
    scope = endpoint.scope(loaded)
    errors = (rule for rule in endpoint.rules if rule.level == "error")
    return {rule.id for rule in errors if evaluate(rule, wire, context, scope).state == "broken"}


@pytest.mark.parametrize(("wire", "context"), SCENARIOS, ids=map(str, range(1, 12)))
def test_scenario_of_the_founding_page_is_accepted(frozen: Any, wire: Any, context: Any) -> None:
    assert refused_by(frozen, wire, context) == set()
    assert refused_by(frozen, wire, {}) == set()


@pytest.mark.parametrize(("wire", "context", "rules"), WRONG, ids=lambda each: "")
def test_wrong_combination_is_refused(frozen: Any, wire: Any, context: Any, rules: set[str]) -> None:
    assert refused_by(frozen, wire, context) == rules


def test_a_list_of_a_pair_and_a_swap_stays_undecided(frozen: Any) -> None:
    loaded = frozen("okx_v5")
    endpoint = loaded.endpoint("POST", "/api/v5/account/set-leverage")
    rule = next(each for each in endpoint.rules if each.id == "side_for_long_short")
    wire = {"instId": "BTC-USDT,BTC-USDT-SWAP", "lever": "5", "mgnMode": "isolated"}
    verdict = evaluate(rule, wire, {"posMode": "long_short_mode"}, endpoint.scope(loaded))
    assert (verdict.state, verdict.needs) == ("undecided", ("instrument type",))


@pytest.mark.parametrize(
    ("wire", "state"),
    [
        ({"instType": "SPOT"}, "holds"),
        ({"instType": "SWAP"}, "broken"),
        ({"instType": ""}, "undecided"),
        ({"instType": "", "instId": "BTC-SWAP"}, "broken"),
    ],
)
def test_an_instrument_type_sent_empty_tells_nothing(wire: dict[str, str], state: str) -> None:
    scope = attrs.evolve(SCOPE, parameters=(*SCOPE.parameters, Parameter(name="instType")))
    rule = RuleTree(id="r", when=InstrumentType(("SWAP",)), asserts=(Require(("mode",)),))
    assert evaluate(rule, wire, {}, scope).state == state
    assert Draft202012Validator(rules_schema([rule], scope)).is_valid(wire) == (state != "broken")


@pytest.mark.parametrize(
    ("unit", "begin", "end", "state"),
    [
        ("s", "1772064963", "1772669763", "holds"),
        ("s", "1772064963", "1772669764", "broken"),
        ("ms", "1772064963000", "1772669763000", "holds"),
        ("ms", "1772064963000", "1772669763001", "broken"),
        ("us", "1772064963000000", "1772669763000000", "holds"),
        ("us", "1772064963000000", "1772669763000001", "broken"),
        ("ns", "1772064963000000000", "1772669763000000000", "holds"),
        ("ns", "1772064963000000000", "1772669763000000001", "broken"),
    ],
)
def test_a_span_counts_in_the_unit_of_the_times(unit: Any, begin: str, end: str, state: str) -> None:
    scope = attrs.evolve(SCOPE, parameters=(Parameter(name="begin", unit=unit), Parameter(name="end", unit=unit)))
    week = Ordered(left="begin", op="lte", right="end", span_max_ms=604_800_000)
    rule = RuleTree(id="r", asserts=(week,))
    assert evaluate(rule, {"begin": begin, "end": end}, {}, scope).state == state


@pytest.mark.parametrize("least", [1, 2])
@pytest.mark.parametrize("when", [ALWAYS, Present("mode")])
@pytest.mark.parametrize(
    ("name", "value", "broken"), [("ids", [], True), ("legs", [], True), ("instId", "", False), ("ids", None, False)]
)
def test_a_list_that_is_sent_empty_has_too_few_items_and_an_empty_text_is_not_sent(
    least: int, when: Condition, name: str, value: object, broken: bool
) -> None:
    rule = RuleTree(id="few", asserts=(Restrict(name=name, min_items=least),), when=when)
    request = {"mode": "a"} | ({} if value is None else {name: value})
    assert (evaluate(rule, request, {}, SCOPE).state == "broken") == broken
    assert Draft202012Validator(rules_schema([rule], SCOPE)).is_valid(request) != broken


@pytest.mark.parametrize(
    ("context", "symbol", "broken"),
    [
        ({"mode": "hedge"}, "BTCUSDT", True),
        ({"mode": "hedge"}, "BTCPERP", False),  # which cannot have it
        ({"mode": "hedge"}, None, True),
        ({"mode": "one_way"}, "BTCUSDT", False),
        ({}, "BTCUSDT", False),
        ({"mode": "one_way", "mode[BTCUSDT]": "hedge"}, "BTCUSDT", True),
        ({"mode": "hedge", "mode[BTCUSDT]": "one_way"}, "BTCUSDT", False),
        ({"mode": "hedge", "mode[ETHUSDT]": "one_way"}, "BTCUSDT", True),
    ],
)
def test_a_value_of_the_context_can_differ_by_instrument(context: Any, symbol: str | None, broken: bool) -> None:
    scope = Scope(
        parameters=(Parameter(name="symbol"), Parameter(name="side")),
        context=("mode",),
        keyed={"mode": Keyed(per="symbol", only={"hedge": "[A-Z]+USDT"})},
    )
    rule = RuleTree(id="r", when=InContext("mode", ("hedge",)), asserts=(Require(("side",)),))
    request = {} if symbol is None else {"symbol": symbol}
    assert (evaluate(rule, request, context, scope).state == "broken") == broken
    if len(context) < 2:
        schema = rules_schema([rule], scope, context)
        # A schema asks for a symbol that can have the mode.
        assert Draft202012Validator(schema).is_valid(request) == (not broken or symbol is None)
