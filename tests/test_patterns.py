"""No pattern of a spec takes long on any text: what is let through is linear, and steps are counted, not seconds."""

import random
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from venuespec.rules.parse import RulesError, parse_rules
from venuespec.rules.patterns import MOST_WAYS, fault
from venuespec.rules.tree import Parameter, Scope

EVIL = [
    "(a|a)*b", "(a|aa)+b", "((a)|(aa))+b", "(a+)+b", "(a*)*b", "(a*)+", "(a?)*b", "(|a)*b", "(a|)+b", "a*a*a*a*a*a*a*a*b",
    "(a?){40}a{40}", "a{0,500}a{0,500}b", "([a-z]+)*9", "(.*a){12}", "(.*,){11}P", "(x+x+)+y", "(.*)*x", "([0-9]+-?)+x",
    r"(\w+\s?)*!", r"(\w*)*", r"([^-]+|-)*([^-]+|-)*!", "(aa|aaa)*b", "(ab|a|b)*c", "(([a-z])+.)+[A-Z]([a-z])+",
    "(a{1,3}){1,30}b", "(a|b|ab)*c", "(?=(a+)+b)a*", "a(?=(a|a)*b)a*", "((a+)+)+", r"(a)\1*", "(?<=a)b",
    "(?i)(a|A)*b", "(?:(?:a|a)|a)*b", "[a-c]*[b-d]*[c-e]*x", ".*.*.*x", "(^a|a)*b", r"(\ba|a)*b", "a?" * 40 + "a" * 40, "(a*?)*b", "(a|a){1,40}b",
]  # fmt: skip
GOOD = [
    "", "a", "[A-Za-z0-9]{1,32}", "[A-Za-z0-9]{16}|[A-Za-z0-9]{18}", "[A-Z0-9]+-[A-Z0-9_]+-(SWAP|[0-9]{6})", "[^-]+-[^-]+-.+",
    "[A-Za-z0-9_]+|(conditional|oco)(, ?(conditional|oco))*", r"0+(\.0*)?|0*\.[0-3]0*", "(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^A-Za-z0-9]).{8,32}",
    r"(?![0-9]*\.[0-9]{4}[0-9]*[1-9])[-+.0-9eE]+", "[0-9]*([.][0-9]{0,2}0*)?", "([A-Z0-9]+-[A-Z0-9_]+)-.+", "[0-9]{4}", "(a|b)*c", "a*b*c*", "(ab)*",
    "(a[0-9])+", "[a-z]+(_[a-z]+)*", r"-?[0-9]+(\.[0-9]+)?", "(GET|POST) /.*", "[A-Z]{3}[0-9]{2}", "(BTC|ETH)-USDT?", r"\d{4}-\d{2}-\d{2}", r"\w+@\w+",
    "^[a-z]+$", "[a-z]{1,1000}", "(?:[a-f0-9]{2})+", "(a|ab)c", "a?a?a?", "([1-9][0-9]*|0)", "[^,]*(,[^,]*){0,19}", "日本+", ".*", "(a(b(c)?)?)?", ".*[a-z]", "(?!0)[0-9]+",
    "(a|[ab])*c", r"(\d|\w)*!",  # the engine makes one set of these
]  # fmt: skip


@pytest.mark.parametrize("pattern", EVIL)
def test_a_pattern_that_can_take_long_is_refused(pattern: str) -> None:
    assert fault(pattern) is not None


@pytest.mark.parametrize("pattern", GOOD)
def test_a_pattern_that_takes_linear_time_is_taken(pattern: str) -> None:
    assert fault(pattern) is None


def test_a_rule_with_such_a_pattern_is_an_error_that_says_how_to_write_it() -> None:
    rule = {"id": "r", "restrict": {"p": {"pattern": "(a|aa)+b"}}}
    with pytest.raises(RulesError, match=r"'\(a\|aa\)\+b' can read a text in more than 64 ways, .*; write it without"):
        parse_rules([rule], Scope(parameters=(Parameter(name="p"),)))


@pytest.mark.parametrize(
    "pattern",
    ["(", "a{2,1}", "[b-a]", "*", "(?P<x>a)(?P<x>b)", "a" * 50_000, "(" * 5000, "a{99999}", "((a{99}){99}){99}"],
)
def test_what_is_no_pattern_or_too_large_is_said_to_be(pattern: str) -> None:
    assert fault(pattern) is not None


def steps(items: Any, text: str, at: int, done: Any) -> Iterator[None]:
    """A backtracking matcher that reads one step at a time; ``done`` goes on behind the items."""
    if not items:
        yield from done(at)
        return
    (kind, value), rest = items[0], items[1:]
    name = str(kind)

    def onward(where: int) -> Iterator[None]:
        return steps(rest, text, where, done)

    if name in ("LITERAL", "IN"):
        yield
        wanted = [value] if name == "LITERAL" else [each[1] for each in value]
        if at < len(text) and ord(text[at]) in wanted:
            yield from onward(at + 1)
    elif name == "SUBPATTERN":
        yield from steps(list(value[3]), text, at, onward)
    elif name == "BRANCH":
        for each in value[1]:
            yield from steps(list(each), text, at, onward)
    else:
        least, most, body = value

        def again(count: int, begun: int) -> Any:
            def go(where: int) -> Iterator[None]:
                if count < most and (where > begun or count <= least):
                    yield from steps(list(body), text, where, again(count + 1, where))
                if count >= least:
                    yield from onward(where)

            return go

        yield from again(0, -1)(at)


def written(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(["a", "b", "[ab]", "c", "ab"])
    form = rng.choice(["{0}{1}", "({0}|{1})", "({0})*", "({0})+", "({0})?", "({0}){{1,3}}", "{0}{1}{2}"])
    return form.format(*(written(rng, depth - 1) for _ in range(3)))


def test_what_is_taken_costs_steps_in_proportion_to_the_text() -> None:
    rng = random.Random(11)
    parser: Any = import_module("re._parser")
    taken = 0
    for _ in range(400):
        pattern = written(rng, 3)
        if fault(pattern) is not None:
            continue
        taken += 1
        items = list(parser.parse(pattern))
        parts = len(re.findall(r"[abc]", pattern)) * 3
        for text in ("a" * 40, "ab" * 20, "b" * 40, "aab" * 13 + "c", "abc" * 13):
            limit = (len(text) + 1) * parts * MOST_WAYS
            for count, _ in enumerate(steps(items, text + "!", 0, lambda where: iter(()))):
                assert count <= limit, (pattern, text)
    assert taken > 150
