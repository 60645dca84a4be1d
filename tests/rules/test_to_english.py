"""Rules in English: every form of the rule language beside the sentence that a trader should read.

The sentences are written by hand. The last test shows that no word of the renderer can change unnoticed.
"""

import ast
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from venuespec.rules import to_english
from venuespec.rules.parse import parse_rules
from venuespec.rules.tree import ALWAYS, AllOf, InstrumentFacts, Is, Not, Parameter, Present, Require, RuleTree, Scope
from venuespec.spec.yaml import parse

_NAMES = "side px sz lever ordType tdMode ccy ordId clOrdId posSide reduceOnly begin end unit category label day"
_ITEM = "instId px sz side tpPx slPx kind ordId clOrdId"
_FIELDS = tuple(Parameter(name=name) for name in _ITEM.split())
SCOPE = Scope(
    parameters=(
        *(Parameter(name=name) for name in _NAMES.split()),
        Parameter(name="instId", separator=","),
        Parameter(name="clOrdIds", separator=","),
        Parameter(name="legs", json="array", fields=_FIELDS),
        Parameter(name="entry", json="object", fields=_FIELDS),
    ),
    instruments=InstrumentFacts(type_name="instType", ids=("instId",)),
    context=("acctLv", "posMode"),
)

SENTENCES = [
    # What is required, refused or in vain.
    ("require: [px]", "px is required."),
    ("require: [$.px]", "The request's px is required."),
    ("require: [px, sz]", "px and sz are required."),
    ("require: [px, sz, side]", "px, sz and side are required."),
    ("forbid: [px]", "px must not be sent."),
    ("forbid: [px, sz]", "Neither px nor sz may be sent."),
    ("forbid: [px, sz, side]", "None of px, sz and side may be sent."),
    ("ignore: [px]", "px has no effect."),
    ("ignore: [px, sz]", "px and sz have no effect."),
    ("all_or_none: [px, sz]", "px and sz must be sent together or not at all."),
    ("all_or_none: [px, sz, side]", "px, sz and side must be sent together or not at all."),
    # Choices.
    ("at_least_one: [ordId, clOrdId]", "Either ordId or clOrdId is required."),
    ("at_least_one: [px, sz, side]", "At least one of px, sz and side is required."),
    ("{at_least_one: [ordId, clOrdId], prefer: ordId}", "Either ordId or clOrdId is required; if both are sent, ordId is used."),
    ("{at_least_one: [px, sz, side], prefer: sz}", "At least one of px, sz and side is required; if several are sent, sz is used."),
    ("exactly_one: [ordId, clOrdId]", "Exactly one of ordId and clOrdId is required."),
    ("exactly_one: [px, sz, side]", "Exactly one of px, sz and side is required."),
    ("at_most_one: [ordId, clOrdId]", "At most one of ordId and clOrdId may be sent."),
    ("at_most_one: [px, sz, side]", "At most one of px, sz and side may be sent."),
    ("{at_most_one: [ordId, clOrdId], prefer: ordId}", "At most one of ordId and clOrdId may be sent; if both are sent, ordId is used."),
    ("at_least_one: [ordId, [px, sz]]", "Either ordId or both px and sz must be sent."),
    ("at_least_one: [[px, sz, side], ordId]", "Either all of px, sz and side or ordId must be sent."),
    ("at_least_one: [ordId, clOrdId, [px, sz]]", "At least one of these is required: ordId; clOrdId; both px and sz."),
    ("exactly_one: [ordId, [px, sz]]", "Exactly one of these is required: ordId; both px and sz."),
    ("at_most_one: [ordId, [px, sz]]", "At most one of these may be sent: ordId; both px and sz."),
    ("{when: {side: buy, present: px}, refuse: true}", "When side is buy and px is sent, the request is refused."),
    ("{each: legs, when: {side: buy}, refuse: true}", "In each item of legs, when side is buy, the request is refused."),
    # What a value may be.
    ("restrict: {side: {in: [buy]}}", "side must be buy."),
    ("restrict: {side: {in: [buy, sell]}}", "side must be buy or sell."),
    ("restrict: {ordType: {in: [limit, market, fok]}}", "ordType must be limit, market or fok."),
    ("restrict: {reduceOnly: {in: [true]}}", "reduceOnly must be true."),
    ("restrict: {side: {not_in: [buy]}}", "side must not be buy."),
    ("restrict: {ordType: {not_in: [limit, market, fok]}}", "ordType must not be limit, market or fok."),
    ("restrict: {px: {gt: 0}}", "px must be greater than 0."),
    ("restrict: {px: {gte: 0.0001}}", "px must be at least 0.0001."),
    ("restrict: {px: {lte: 0.00000001}}", "px must be at most 0.00000001."),
    ("restrict: {px: {lt: 100}}", "px must be less than 100."),
    ("restrict: {px: {lte: 100}}", "px must be at most 100."),
    ("restrict: {lever: {gte: 1, lte: 125}}", "lever must be from 1 to 125."),
    ("restrict: {end: {gt: now + 10m}}", "end must be later than 10 minutes from now."),
    ("restrict: {begin: {gte: now - 30d, lte: now}}", "begin must not be earlier than 30 days ago and must not be later than now."),
    ("restrict: {end: {lt: now+36h, gt: 5}}", "end must be greater than 5 and must be earlier than 36 hours from now."),
    ("{when: {gt: {end: now}}, require: [px]}", "When end is later than now, px is required."),
    ("{when: {not: {lt: {end: now - 1d}}}, require: [px]}", "When end is not earlier than 1 day ago, px is required."),
    ("{when: {not: {gte: {end: now}}}, require: [px]}", "When end is earlier than now, px is required."),
    ("{when: {lte: {end: now}}, require: [px]}", "When end is not later than now, px is required."),
    ("restrict: {lever: {gte: 14, lte: 14}}", "lever must be 14."),
    ("restrict: {px: {gt: 0, lt: 1}}", "px must be greater than 0 and less than 1."),
    ("restrict: {px: {gt: 0, lte: 0.3}}", "px must be greater than 0 and at most 0.3."),
    ("restrict: {px: {gte: 0, lt: 1}}", "px must be at least 0 and less than 1."),
    ("restrict: {label: {min_length: 6}}", "label must have at least 6 characters."),
    ("restrict: {label: {max_length: 1}}", "label must have at most 1 character."),
    ("restrict: {label: {min_length: 6, max_length: 20}}", "label must have 6 to 20 characters."),
    ("restrict: {label: {min_length: 6, max_length: 6}}", "label must have exactly 6 characters."),
    ("restrict: {instId: {max_items: 10}}", "instId takes at most 10 ids."),
    ("restrict: {clOrdIds: {max_items: 1}}", "clOrdIds takes at most 1 id."),
    ("restrict: {legs: {max_items: 20}}", "legs takes at most 20 items."),
    ("restrict: {legs: {min_items: 2}}", "legs takes at least 2 items."),
    ("restrict: {legs: {min_items: 2, max_items: 15}}", "legs takes 2 to 15 items."),
    ("restrict: {legs: {min_items: 1, max_items: 1}}", "legs takes exactly 1 item."),
    ("restrict: {label: {pattern: '[A-Za-z0-9]{1,32}'}}", "label must be 1 to 32 letters or digits."),
    ("restrict: {label: {pattern: '[A-Za-z0-9_-]{1,36}'}}", "label must be 1 to 36 letters, digits, underscores or hyphens."),
    ("restrict: {label: {pattern: '[A-Za-z0-9]*'}}", "label may contain only letters and digits."),
    ("restrict: {label: {pattern: '[A-Z]+'}}", "label may contain only capital letters."),
    ("restrict: {label: {pattern: '[a-z._]+'}}", "label may contain only lower-case letters, dots and underscores."),
    ("restrict: {day: {pattern: '[0-9]{8}'}}", "day must be 8 digits."),
    ("restrict: {day: {pattern: '[0-9]{1}'}}", "day must be 1 digit."),
    ("restrict: {unit: {pattern: '[A-Z0-9]+-SWAP'}}", "unit must match the pattern [A-Z0-9]+-SWAP."),
    ("restrict: {px: {equals: sz}}", "px must equal sz."),
    ("restrict: {lever: {gte: 1, lte: 9, not_in: [5]}}", "lever must not be 5 and must be from 1 to 9."),
    ("restrict: {label: {max_length: 32, pattern: '[A-Z0-9]+-SWAP'}}", "label must have at most 32 characters and must match the pattern [A-Z0-9]+-SWAP."),
    # Two values in order.
    ("compare: {lt: [px, sz]}", "px must be less than sz."),
    ("compare: {lte: [begin, end]}", "begin must not be greater than end."),
    ("compare: {gt: [px, sz]}", "px must be greater than sz."),
    ("compare: {gte: [px, sz]}", "px must not be less than sz."),
    ("compare: {lte: [begin, end], span_max: 90d}", "begin must not be later than end, and they may be at most 90 days apart."),
    ("compare: {lt: [begin, end], span_max: 1d}", "begin must be earlier than end, and they may be at most 1 day apart."),
    ("compare: {gte: [end, begin], span_max: 12h}", "end must not be earlier than begin, and they may be at most 12 hours apart."),
    ("compare: {gt: [end, begin], span_max: 90m}", "end must be later than begin, and they may be at most 90 minutes apart."),
    ("compare: {lte: [begin, end], span_max: 36h}", "begin must not be later than end, and they may be at most 36 hours apart."),
    ("compare: {lte: [begin, end], span_max: 60s}", "begin must not be later than end, and they may be at most 1 minute apart."),
    ("compare: {lte: [begin, end], span_max: 45s}", "begin must not be later than end, and they may be at most 45 seconds apart."),
    ("compare: {lte: [begin, end], span_max: 500ms}", "begin must not be later than end, and they may be at most 500 milliseconds apart."),
    # Several things that must hold.
    ("{require: [posSide], restrict: {posSide: {in: [long, short]}}}", "posSide is required and must be long or short."),
    ("{restrict: {px: {gt: 0}}, forbid: [sz]}", "px must be greater than 0 and sz must not be sent."),
    ("restrict: {side: {in: [buy]}, ordType: {not_in: [fok, ioc, limit]}}", "side must be buy, and ordType must not be fok, ioc or limit."),
    ("restrict: {px: {gte: 0}, sz: {gte: 0}, lever: {gte: 1}}", "px must be at least 0, sz must be at least 0 and lever must be at least 1."),
    ("{require: [px, sz, side], restrict: {px: {gte: 0}, sz: {gte: 0}}}", "px, sz and side are required; px must be at least 0; and sz must be at least 0."),
    # When: one parameter.
    ("{when: {ordType: limit}, require: [px]}", "When ordType is limit, px is required."),
    ("{when: {ordType: [limit, fok]}, require: [px]}", "When ordType is limit or fok, px is required."),
    ("{when: {ordType: [limit, fok, ioc]}, require: [px]}", "When ordType is limit, fok or ioc, px is required."),
    ("{when: {reduceOnly: true}, require: [px]}", "When reduceOnly is true, px is required."),
    ("{when: {not: {ordType: market}}, require: [px]}", "When ordType is not market, px is required."),
    ("{when: {not: {ordType: [market, fok]}}, require: [px]}", "When ordType is neither market nor fok, px is required."),
    ("{when: {not: {ordType: [market, fok, ioc]}}, require: [px]}", "When ordType is none of market, fok and ioc, px is required."),
    ("{when: {present: sz}, require: [px]}", "When sz is sent, px is required."),
    ("{when: {absent: sz}, require: [px]}", "When sz is not sent, px is required."),
    ("{when: {not: {absent: sz}}, require: [px]}", "When sz is sent, px is required."),
    ("{when: {matches: {instId: '.+-SWAP'}}, require: [px]}", "When instId matches the pattern .+-SWAP, px is required."),
    ("{when: {not: {matches: {instId: '.+-SWAP'}}}, require: [px]}", "When instId does not match the pattern .+-SWAP, px is required."),
    ("{when: {gt: {lever: 1}}, require: [px]}", "When lever is greater than 1, px is required."),
    ("{when: {gte: {lever: 1}}, require: [px]}", "When lever is at least 1, px is required."),
    ("{when: {lt: {lever: 0.5}}, require: [px]}", "When lever is less than 0.5, px is required."),
    ("{when: {not: {lte: {lever: 1}}}, require: [px]}", "When lever is not at most 1, px is required."),
    # When: the account and the instrument.
    ("{when: {context.acctLv: 2}, require: [px]}", "When the context's acctLv is 2, px is required."),
    ("{when: {context.acctLv: [2, 3]}, require: [px]}", "When the context's acctLv is 2 or 3, px is required."),
    ("{when: {not: {context.acctLv: 2}}, require: [px]}", "When the context's acctLv is not 2, px is required."),
    ("{when: {instrument.type: SWAP}, require: [px]}", "When the instrument type is SWAP, px is required."),
    ("{when: {instrument.type: [SWAP, FUTURES]}, require: [px]}", "When the instrument type is SWAP or FUTURES, px is required."),
    ("{when: {not: {instrument.type: SWAP}}, require: [px]}", "When the instrument type is not SWAP, px is required."),
    ("{when: {not: {instrument.type: [SWAP, FUTURES]}}, require: [px]}", "When the instrument type is neither SWAP nor FUTURES, px is required."),
    # When: several things at once.
    ("{when: {ordType: limit, side: buy}, require: [px]}", "When ordType is limit and side is buy, px is required."),
    ("{when: {tdMode: isolated, instrument.type: [FUTURES, SWAP], context.posMode: hedge}, require: [posSide]}", "When tdMode is isolated and the instrument type is FUTURES or SWAP and the context's posMode is hedge, posSide is required."),
    ("{when: {any: [{ordType: limit}, {side: buy}]}, require: [px]}", "When ordType is limit or side is buy, px is required."),
    ("{when: {any: [{ordType: [limit, fok]}, {context.acctLv: [1, 3, 4]}]}, require: [px]}", "When ordType is limit or fok, or the context's acctLv is 1, 3 or 4, px is required."),
    ("{when: {tdMode: cash, any: [{ordType: limit}, {side: buy}]}, require: [px]}", "When tdMode is cash and (ordType is limit or side is buy), px is required."),
    ("{when: {any: [{ordType: limit, side: buy}, {tdMode: cash}]}, require: [px]}", "When (ordType is limit and side is buy) or tdMode is cash, px is required."),
    ("{when: {all: [{tdMode: cash}, {ordType: limit, side: buy}]}, require: [px]}", "When tdMode is cash and ordType is limit and side is buy, px is required."),
    ("{when: {any: [{tdMode: cash}, {any: [{side: buy}, {ordType: limit}]}]}, require: [px]}", "When tdMode is cash or side is buy or ordType is limit, px is required."),
    ("{when: {all: [{present: ccy}, {ccy: BTC}]}, require: [px]}", "When ccy is sent and is BTC, px is required."),
    ("{when: {any: [{absent: ordType}, {ordType: [fok, ioc]}]}, require: [px]}", "When ordType is not sent, or is fok or ioc, px is required."),
    # When: what is sent and what is not, of several.
    ("{when: {all: [{present: px}, {present: sz}]}, require: [side]}", "When both px and sz are sent, side is required."),
    ("{when: {all: [{present: px}, {present: sz}, {present: ccy}]}, require: [side]}", "When all of px, sz and ccy are sent, side is required."),
    ("{when: {any: [{present: px}, {present: sz}]}, require: [side]}", "When either px or sz is sent, side is required."),
    ("{when: {any: [{present: px}, {present: sz}, {present: ccy}]}, require: [side]}", "When any of px, sz and ccy is sent, side is required."),
    ("{when: {all: [{absent: px}, {absent: sz}]}, require: [side]}", "When neither px nor sz is sent, side is required."),
    ("{when: {not: {any: [{present: px}, {present: sz}, {present: ccy}]}}, require: [side]}", "When none of px, sz and ccy is sent, side is required."),
    ("{when: {any: [{absent: px}, {absent: sz}]}, require: [side]}", "When at least one of px and sz is not sent, side is required."),
    ("{when: {not: {all: [{present: px}, {present: sz}, {present: ccy}]}}, require: [side]}", "When at least one of px, sz and ccy is not sent, side is required."),
    ("{when: {all: [{tdMode: cash}, {present: px}, {side: buy}, {present: sz}]}, require: [ccy]}", "When tdMode is cash and both px and sz are sent and side is buy, ccy is required."),
    ("{when: {tdMode: cash, any: [{present: px}, {present: sz}]}, require: [ccy]}", "When tdMode is cash and either px or sz is sent, ccy is required."),
    ("{when: {tdMode: cash, any: [{absent: px}, {absent: sz}]}, require: [ccy]}", "When tdMode is cash and at least one of px and sz is not sent, ccy is required."),
    ("{when: {any: [{tdMode: cash}, {all: [{present: px}, {present: sz}]}]}, require: [ccy]}", "When tdMode is cash or both px and sz are sent, ccy is required."),
    # When: the opposite of something compound.
    ("{when: {not: {tdMode: cash, ordType: limit}}, require: [px]}", "When tdMode is not cash or ordType is not limit, px is required."),
    ("{when: {not: {any: [{tdMode: cash}, {ordType: limit}]}}, require: [px]}", "When tdMode is not cash and ordType is not limit, px is required."),
    ("{when: {side: buy, not: {tdMode: cash, ordType: limit}}, require: [px]}", "When side is buy and (tdMode is not cash or ordType is not limit), px is required."),
    ("{when: {not: {not: {side: buy}}}, require: [px]}", "When side is buy, px is required."),
    # When: the items of a list.
    ("{when: {count: {of: instId, gte: 2}}, ignore: [px]}", "When instId lists two or more ids, px has no effect."),
    ("{when: {count: {of: legs, gte: 3}}, forbid: [px]}", "When legs has three or more items, px must not be sent."),
    ("{when: {count: {of: legs, gte: 1}}, forbid: [px]}", "When legs has at least one item, px must not be sent."),
    ("{when: {count: {of: legs, gte: 11}}, forbid: [px]}", "When legs has 11 or more items, px must not be sent."),
    ("{when: {not: {count: {of: legs, gte: 1}}}, require: [px]}", "When legs has no items, px is required."),
    ("{when: {not: {count: {of: instId, gte: 2}}}, require: [px]}", "When instId lists fewer than two ids, px is required."),
    ("{when: {count: {of: legs, where: {present: px}, gte: 1}}, forbid: [px]}", "When legs has an item where px is sent, px must not be sent."),
    ("{when: {count: {of: legs, where: {present: px}, gte: 2}}, forbid: [px]}", "When legs has two or more items where px is sent, px must not be sent."),
    ("{when: {not: {count: {of: legs, where: {side: buy}, gte: 1}}}, forbid: [px]}", "When legs has no item where side is buy, px must not be sent."),
    ("{when: {not: {count: {of: legs, where: {side: buy}, gte: 2}}}, forbid: [px]}", "When legs has fewer than two items where side is buy, px must not be sent."),
    ("{when: {all: [{count: {of: legs, where: {present: tpPx, absent: sz}, gte: 1}}, {side: buy}]}, forbid: [px]}", "When (legs has an item where tpPx is sent and sz is not sent) and side is buy, px must not be sent."),
    ("{when: {all: [{side: buy}, {count: {of: legs, where: {present: tpPx}, gte: 2}}]}, forbid: [px]}", "When side is buy and legs has two or more items where tpPx is sent, px must not be sent."),
    ("{when: {any: [{count: {of: legs, where: {side: buy}, gte: 1}}, {count: {of: legs, where: {side: sell}, gte: 1}}]}, forbid: [px]}", "When (legs has an item where side is buy) or (legs has an item where side is sell), px must not be sent."),
    # Inside lists and objects.
    ("{each: legs, require: [sz]}", "In each item of legs, sz is required."),
    ("{each: legs, forbid: [sz, px]}", "In each item of legs, neither sz nor px may be sent."),
    ("{each: legs, when: {side: buy, $.ordType: limit}, require: [px]}", "In each item of legs, when side is buy and the request's ordType is limit, px is required."),
    ("{each: legs, when: {not: {any: [{present: px}, {present: $.px}]}}, require: [sz]}", "In each item of legs, when neither px nor the request's px is sent, sz is required."),
    ("{each: legs, restrict: {side: {equals: $.side}}}", "In each item of legs, side must equal the request's side."),
    ("{each: legs, compare: {lt: [slPx, $.px]}}", "In each item of legs, slPx must be less than the request's px."),
    ("{each: legs, at_least_one: [ordId, clOrdId], prefer: ordId}", "In each item of legs, either ordId or clOrdId is required; if both are sent, ordId is used."),
    ("{in: entry, require: [sz]}", "In entry, sz is required."),
    ("{in: entry, when: {kind: limit}, require: [px]}", "In entry, when kind is limit, px is required."),
    ("{each: legs, require: [$.side]}", "In each item of legs, the request's side is required."),
]  # fmt: skip

_FORMS = [pytest.param(text, sentence, id=text) for text, sentence in SENTENCES]


def rule(text: str) -> RuleTree:
    """The rule that is written so in a spec file."""
    data = parse(text, Path("rule.yaml")).data
    [parsed] = parse_rules([{"id": "rule", **data}], SCOPE)
    return parsed


@pytest.mark.parametrize(("text", "sentence"), _FORMS)
def test_a_rule_reads_like_this(text: str, sentence: str) -> None:
    assert to_english.says(rule(text)) == sentence


def test_a_rule_that_always_applies_has_no_condition() -> None:
    assert to_english.says(RuleTree(id="r", when=ALWAYS, asserts=(Require(("px",)),))) == "px is required."


def test_a_condition_is_a_clause_of_its_own() -> None:
    condition = AllOf((Is("side", ("buy",)), Not(Present("px"))))
    assert to_english.condition_says(condition) == "side is buy and px is not sent"


def test_a_name_keeps_its_spelling_at_the_start_of_a_sentence() -> None:
    """Also one that is spelt like a word of ours."""
    for name in ("either", "neither", "none", "at", "exactly", "when"):
        assert to_english.says(RuleTree(id="r", asserts=(Require((name,)),))) == f"{name} is required."


def test_every_word_of_the_sentences_is_guarded() -> None:
    """Remove each word that the renderer can write, one at a time: the table above notices every one."""
    source = Path(to_english.__file__)
    cases = [(rule(text), sentence) for text, sentence in SENTENCES]
    tree = ast.parse(source.read_text())
    words = list(_words(tree))
    assert len(words) > 100
    unguarded: list[str] = []
    for constant, without in words:
        original, constant.value = constant.value, without
        try:
            says = _executed(tree, source)
            if all(says(parsed) == sentence for parsed, sentence in cases):
                unguarded.append(f"line {constant.lineno}: {original!r} as {without!r}")
        except (LookupError, ValueError, TypeError, re.error):
            pass  # the renderer no longer works at all
        finally:
            constant.value = original
    assert unguarded == []


def _words(tree: ast.Module) -> Iterator[tuple[ast.Constant, str]]:
    """Each literal of the module, with one of its words removed; docstrings and types are left out."""
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if isinstance(parents[node], ast.Expr | ast.Subscript):
            continue
        for word in re.finditer(r"[A-Za-z]+", node.value):
            yield node, node.value[: word.start()] + node.value[word.end() :]


def _executed(tree: ast.Module, source: Path) -> Callable[[RuleTree], str]:
    module = types.ModuleType("venuespec.rules.changed")
    module.__package__ = "venuespec.rules"
    sys.modules[module.__name__] = module
    try:
        exec(compile(tree, str(source), "exec"), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    says: Callable[[RuleTree], str] = module.__dict__["says"]
    return says
