"""Every entry of the readers' vocabularies means what its example says."""

import re
from collections.abc import Callable
from decimal import Decimal
from time import process_time
from typing import Any

import pytest

from venuespec.pages.formats.okx_facts import PERMISSIONS
from venuespec.pages.parts import (
    bare_codes,
    bounds,
    chinese,
    clauses,
    defaults,
    headings,
    limit_words,
    number_words,
    plain_defaults,
    plain_lists,
    residue,
    turned,
    type_words,
    words,
)
from venuespec.pages.parts.prose import stated_and_left
from venuespec.pages.parts.values import listed
from venuespec.spec.row_types import json_type


@pytest.mark.parametrize("table", words.COLUMNS, ids=lambda table: table.meaning)
def test_heads_of_columns(table: words.Vocabulary[words.ColumnRole]) -> None:
    assert words.column_of(table.example) == table.meaning
    assert {words.column_of(word) for word in table.all} == {table.meaning}


@pytest.mark.parametrize("table", words.REQUIRED, ids=lambda table: table.meaning)
def test_words_for_required(table: words.Vocabulary[Any]) -> None:
    assert words.required_of(table.example) == table.meaning
    assert {words.required_of(word) for word in table.all} == {table.meaning}


@pytest.mark.parametrize("table", type_words.TYPES, ids=lambda table: table.meaning)
def test_words_for_types(table: words.Vocabulary[str]) -> None:
    label = type_words.type_of(table.example)
    assert label is not None
    assert json_type(label) == json_type(table.meaning)


@pytest.mark.parametrize("table", headings.SUBJECTS, ids=lambda table: table.meaning)
def test_headings(table: words.Vocabulary[headings.Subject]) -> None:
    assert headings.subject_of(table.example) == table.meaning
    assert {headings.subject_of(word) for word in table.all} == {table.meaning}


@pytest.mark.parametrize("phrase", defaults.PHRASES, ids=lambda phrase: phrase.example)
def test_phrases_of_defaults(phrase: defaults.DefaultPhrase) -> None:
    match = phrase.pattern.search(phrase.example.replace("If omitted, ", "").replace(" if omitted", ""))
    assert match is not None
    assert (match["marked"] or match["quoted"] or match["bare"]) == phrase.states


@pytest.mark.parametrize(
    "phrase", [*bounds.RANGES, *bounds.GREATEST, *bounds.LEAST, bounds.EXACT], ids=lambda phrase: phrase.example
)
def test_phrases_of_bounds(phrase: bounds.BoundPhrase) -> None:
    assert phrase.pattern.search(phrase.example)
    stated = [(bound, Decimal(number)) for bound, number in phrase.states]
    assert bounds.bounds(phrase.example, of_items=False) == stated


@pytest.mark.parametrize("form", bare_codes.FORMS, ids=lambda form: form.example)
def test_forms_of_bare_codes(form: bare_codes.CodeForm) -> None:
    codes = tuple(re.findall("[0-9]", form.example))
    assert bare_codes.bare_codes(form.example) == codes
    assert listed([form.example]) in ((codes, True), (codes, False))


@pytest.mark.parametrize("form", [*bare_codes.LISTS, *bare_codes.EXPLAINED], ids=lambda form: form.example)
def test_forms_of_bare_words(form: bare_codes.WordForm) -> None:
    assert bare_codes.bare_words([form.example]) == ("buy", "sell")


@pytest.mark.parametrize(
    "cell",
    [
        "Price, size and time",
        "[price, size]",
        "Such as buy, sell",
        "e.g. BTC, ETH",
        '["BTC", "ETH"]',
        "Country, region or entity",
        "Add or reduce",
        "BASE/QUOTE",
        "Order side",
    ],
)
def test_words_that_are_no_list(cell: str) -> None:
    assert bare_codes.bare_words([cell]) == ()


@pytest.mark.parametrize("sign", residue.SIGNS, ids=lambda sign: sign.example)
def test_signs_of_facts(sign: residue.FactSign) -> None:
    assert sign.pattern.search(sign.example)
    assert not sign.pattern.search(sign.other)


@pytest.mark.parametrize("turn", turned.TURNS, ids=lambda turn: turn.example)
def test_words_that_turn_a_fact_around(turn: turned.Turn) -> None:
    assert turn.pattern.search(turn.example)
    assert turned.is_turned(turn.example)
    assert not turn.pattern.search(turn.other)


@pytest.mark.parametrize(
    ("table", "read"),
    [
        (chinese.FACTS, chinese.facts_in_english),
        (chinese.LISTS, chinese.list_in_english),
        (chinese.CONDITIONS, chinese.condition_in_english),
    ],
    ids=["facts", "lists", "conditions"],
)
def test_chinese_words_of_facts(table: tuple[chinese.Translation, ...], read: Callable[[str], str]) -> None:
    for each in table:
        assert " ".join(read(each.example).split()) == each.reads.strip()


@pytest.mark.parametrize("form", plain_lists.FORMS, ids=lambda form: form.example)
def test_forms_of_lists_in_plain_words(form: plain_lists.ListWording) -> None:
    assert form.pattern.fullmatch(form.example)
    assert plain_lists.plain_list(form.example) == ("buy", "sell")


@pytest.mark.parametrize(
    "sentence",
    ["Of the account 1000", "Up to 1000 for some", "At most 1000 orders", "1000", "Level 1 to 3", "Up to 5 days"],
)
def test_a_clause_with_an_unknown_word_states_no_bound(sentence: str) -> None:
    assert clauses.plain_bounds(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "If `x` is not passed, the newest",
        "The value of `x`",
        "`0`: Default",
        "`USD` is used by others",
        "It may be `5`",
        "`null` if the order is not filled",
    ],
)
def test_a_clause_with_another_subject_states_no_default(sentence: str) -> None:
    assert plain_defaults.plain_default(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Up to five orders", "Up to 5 orders"),
        ("At most twenty-five", "At most 25"),
        ("a hundred at most", "100 at most"),
        ("between two and ten", "between 2 and 10"),
        ("No more than two hundred characters", "No more than 200 characters"),
        ("at most one of the two", "at most one of the two"),
        ("someone sent ten", "someone sent ten"),
    ],
)
def test_number_words_of_bounds(sentence: str, figures: str) -> None:
    assert number_words.with_figures(sentence) == figures


@pytest.mark.parametrize("table", limit_words.KEYS, ids=lambda table: table.meaning)
def test_keys_of_limits(table: words.Vocabulary[str]) -> None:
    assert table.meaning in limit_words.keys(table.example).parts
    assert {limit_words.keys(word).parts for word in table.all} == {(table.meaning,)}


@pytest.mark.parametrize("table", PERMISSIONS, ids=lambda table: table.meaning)
def test_permissions(table: words.Vocabulary[str]) -> None:
    assert table.example.lower() in set(table.all)


def test_no_word_has_two_meanings() -> None:
    for tables in (words.COLUMNS, words.REQUIRED, type_words.TYPES, headings.SUBJECTS, PERMISSIONS):
        everything = [word for table in tables for word in table.all]
        assert sorted(everything) == sorted(set(everything))


@pytest.mark.parametrize(
    "long", ["a" * 50_000, "1" * 50_000, "1," * 20_000, "default " * 10_000, "`" * 50_000, "x | " * 10_000]
)
def test_no_phrase_takes_long_on_a_long_cell(long: str) -> None:
    started = process_time()
    for cell in (long, f"Kind. {long}", f"Default {long}"):
        stated_and_left(cell, "String", ())
        listed([cell])
        headings.heading_of(f"#### {cell}")
    assert process_time() - started < 2
