"""What no reader understood is grouped by its form, with counts, first places, and what to do about it."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from venuespec.pages.draft import Diagnostic
from venuespec.pages.forms import Form, forms_of

NOTE = "fact-unread"


def diagnostics(code: str, messages: Iterable[str], file: str = "a.md") -> list[Diagnostic]:
    return [Diagnostic(file=Path(file), line=line, code=code, message=text) for line, text in enumerate(messages, 1)]


def sentences(*texts: str) -> list[Diagnostic]:
    return diagnostics(NOTE, (f"row{number}: no fact is read from: {text}" for number, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("code", "messages", "form", "key"),
    [
        (
            "type-unread",
            ["the type of amt is not understood: Bigdecimal", "the type of a.fee is not understood: Bigdecimal"],
            "the type word `Bigdecimal` is not known",
            "sdk: fields: {request.NAME: {type: TYPE, kind: KIND}}",
        ),
        ("type-unread", ["the type of amt is not understood: no word"], "the type word `no word` is not known", "kind"),
        (
            "required-unread",
            ["whether px is required is not understood: Perhaps", "whether sz is required is not understood: Perhaps"],
            "the required word `Perhaps` is not known",
            "sdk: fields: {request.NAME: {required: true}}",
        ),
        (
            "permission-unread",
            ["'Trde' is not a known permission; permissions: in venue.yaml has read, trade"],
            "the permission `Trde` is not known",
            "sdk: permissions",
        ),
        (
            "row-unread",
            ["this row of the table is not understood: a | b", "this row of the table is not understood: c | d"],
            "rows of tables that are not understood",
            "sdk: decided: {row-unread: REASON}",
        ),
        (
            "limit-unread",
            ["the rate limit is not understood: 5 per `instId`", "the rate limit is not understood: 20 per `ccy`"],
            "the rate limit is not understood: N per X",
            "sdk: rate_limits",
        ),
        ("code-of-tomorrow", ["something new at 12"], "something new at N", "sdk: decided: {code-of-tomorrow: REASON}"),
    ],
)
def test_messages_that_differ_in_names_and_figures_are_one_form(
    code: str, messages: list[str], form: str, key: str
) -> None:
    [found] = forms_of(diagnostics(code, messages))
    assert (found.message, len(found.places)) == (form, len(messages))
    assert key in found.settle


def test_other_words_are_other_forms() -> None:
    words = ["the type of a is not understood: Bigdecimal", "the type of a is not understood: Money"]
    assert len(forms_of(diagnostics("type-unread", words))) == 2


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["Must be sent with `px`", "Must be sent with `tdMode` and `posSide`"], "Must be sent with X"),
        (["Gone after 2026-10-31", "Gone after October 31, 2026"], "Gone after D"),
        (["Only odd numbers from 3", "Only odd numbers from 1,000.5"], "Only odd numbers from N"),
        (["Either instId or instFamily is needed", "Either algoId or ordId is needed"], "Either X is needed"),
    ],
)
def test_repeated_sentences_are_a_form(texts: list[str], form: str) -> None:
    [found] = forms_of(sentences(*texts))
    assert found.message == f"sentence of the form '{form}'"


def test_sentences_of_no_frequent_form_are_grouped_by_what_they_show() -> None:
    found = forms_of(sentences("The default is the newest", "Only odd ones", "It falls back to the first", "Twice 7"))
    assert {
        form.message.removeprefix("sentence of no frequent form, with signs of "): len(form.places) for form in found
    } == {
        "a default": 2,
        "a condition": 1,
        "a figure": 1,
    }
    [default] = [form for form in found if form.message.endswith("a default")]
    assert "{default: VALUE}" in default.settle


def test_hundreds_of_lines_are_a_few_forms_and_each_line_is_in_one() -> None:
    many = [
        *(
            each
            for page in range(40)
            for each in diagnostics("type-unread", ["the type of x is not understood: Money"], f"{page}.md")
        ),
        *sentences(
            *(f"Sentence {'abcdefghijklmnopqrstuvwxyz'[n % 26] * (n // 26 + 1)} must not be lost" for n in range(300))
        ),
    ]
    found = forms_of(many)
    assert len(found) <= 3
    assert sorted((place for form in found for place in form.places), key=str) == sorted(many, key=str)
    assert str(found[0]) == "the type word `Money` is not known: 40 places on 40 pages [type-unread]"


def test_words_come_before_sentences_and_the_frequent_first() -> None:
    found: tuple[Form, ...] = forms_of(
        [
            *sentences("Must be sent with `a`", "Must be sent with `b`", "Must be sent with `c`"),
            *diagnostics("required-unread", ["whether b is required is not understood: Maybe"]),
            *diagnostics("type-unread", ["the type of a is not understood: Money"] * 2),
        ]
    )
    assert [form.code for form in found] == ["type-unread", "required-unread", NOTE]
