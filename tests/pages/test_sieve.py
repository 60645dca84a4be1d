"""A sieve answers as the pattern that it is made of; the words that it looks for are those of the pattern."""

import re

import pytest

from venuespec.pages.parts import bounds, lifecycle, prose_residue, residue, turned
from venuespec.pages.parts.sieve import Sieve, alternatives_of, words_of


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bat most\b \d+", {"at most"}),
        ("(?:up to|At Most) [0-9]+", {"up to", "at most"}),
        ("(?P<verb>deprecat|retir)ed", {"deprecat", "retir"}),
        ("colou?r of it", {"r of it"}),
        ("x*y+z{0,2}w{2}", {"y"}),
        (r"\d", set("0123456789")),
        ("[<>]=?", {"<", ">"}),
        (r"(?!never)(?<=so )much\.", {"much."}),
        ("下线|不再", {"下线", "不再"}),
        ("old|older name", {"old"}),
        ("(?-i:GET) /x", {"get"}),
    ],
)
def test_the_words_of_a_pattern_are_in_each_of_its_matches(pattern: str, words: set[str]) -> None:
    assert words_of(pattern) == words


@pytest.mark.parametrize("pattern", ["a|", "(?:a)?", "(?:a|b*)", "[^a]", r"\w+", r"(a)(?(1)b|c)", "(?i)a", "a)b", "é"])
def test_nothing_is_known_of_a_pattern_without_words_or_of_unknown_syntax(pattern: str) -> None:
    assert words_of(pattern) is None


def test_alternatives_are_those_outside_of_brackets() -> None:
    assert alternatives_of(r"a(?:b|c)|[|]d|\|e") == ("a(?:b|c)", "[|]d", r"\|e")
    assert alternatives_of("(?i)a|b") == ("(?i)a|b",)


PATTERNS = (
    *(sign.pattern.source for sign in (*residue.SIGNS, *prose_residue.SIGNS)),
    *(turn.pattern.source for turn in turned.TURNS),
    *(phrase.pattern.source for phrase in bounds.RANGES),
    *(wording.regex.source for wording in (*lifecycle.DEPRECATED, *lifecycle.ENDS)),
    "straße|İstanbul|kilo",
)
TEXTS = (
    *(text for sign in (*residue.SIGNS, *prose_residue.SIGNS) for text in (sign.example, sign.other)),
    *(text for turn in turned.TURNS for text in (turn.example, turn.other)),
    *(phrase.example for phrase in bounds.RANGES),
    *(text for wording in (*lifecycle.DEPRECATED, *lifecycle.ENDS) for text in (wording.example, wording.other)),
    *(
        "",
        "KELVIN: \u212aILO",
        "mi\u017fsing",
        "om\u0131tted",
        "O\u0130L",
        "max \u0665",
        "\u017fTRASSE",
        "\u0130stanbul",
    ),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_sieve_answers_as_its_pattern(pattern: str) -> None:
    sieve, plain = Sieve(pattern), re.compile(pattern, re.IGNORECASE)
    for text in (*TEXTS, *map(str.upper, TEXTS)):
        match = plain.search(text)
        assert sieve.found(text) is (match is not None)
        assert (found := sieve.search(text)) is None or found.span() == (match.span() if match else None)
        assert (found is None) is (match is None)
        assert (sieve.fullmatch(text) is None) is (plain.fullmatch(text) is None)
        assert sieve.sub("*", text) == plain.sub("*", text)
        assert [each.span() for each in sieve.finditer(text)] == [each.span() for each in plain.finditer(text)]
