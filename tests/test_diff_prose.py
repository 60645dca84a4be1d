"""What a reworded text says otherwise, and the patterns that read it."""

import pytest
from attrs import evolve

from venuespec.diff.phrases import PHRASES, Phrase
from venuespec.diff.prose import applicability_changes, meanings, names_changed
from venuespec.spec.model import EndpointSpec, Field


def matches(phrase: Phrase, text: str) -> tuple[str, ...]:
    found = [phrase.regex.match(text)] if phrase.anchored else phrase.regex.finditer(text)
    return tuple(match[0] for match in found if match is not None)


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_finds_what_its_example_says_and_nothing_in_the_other_text(name: str) -> None:
    phrase = PHRASES[name]
    assert phrase.finds
    assert (matches(phrase, phrase.example), matches(phrase, phrase.other)) == (phrase.finds, ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Size in contracts.", "Size in coins.", [("Size in contracts", "Size in coins")]),
        ("Net value in `USD`", "Gross value in `USD`", [("Net value in `USD`", "Gross value in `USD`")]),
        ("Max orders in two seconds", "Maximum orders in 2 seconds", []),
        ("Size, e.g. 0.01", "Size, e.g. 0.1", []),
        ("At most 5 orders", "At most 5 orders. At least 1 order", []),
        ("`a`: A\n`b`: B", "`a`: A\n`b`: B\n`a`: C", [(None, "`a`: C")]),
        ("`a`: 1 hour", "`a`: 2 hours", []),
    ],
)
def test_meanings(old: str, new: str, expected: list[tuple[str | None, str]]) -> None:
    assert list(meanings(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Only applicable to `A`.", "Only applicable to `A`/`B`.", [("widened", "Only applicable to `A`", "Only applicable to `A`/`B`")]),
        ("Applicable to `A` and `B`", "Applicable to `B`", [("narrowed", "Applicable to `A` and `B`", "Applicable to `B`")]),
        ("Applicable to `A`", "Applicable to `B`", [("narrowed", "Applicable to `A`", "Applicable to `B`")]),
        ("Moves funds.", "Moves funds. Shares are not supported.", [("narrowed", None, "Shares are not supported")]),
        ("Shares are not supported.", "Moves funds.", [("widened", "Shares are not supported", None)]),
        ("Applicable to `A` and `B`", "Applicable to `B` and `A`", []),
        ("Applicable to `A`", "Applicable  to\n`A`", []),
        ("Shares of companies are not supported here.", "Shares of companies are not supported yet.", []),
    ],
)  # fmt: skip
def test_where_something_can_be_used(old: str, new: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = [(each.direction, each.old, each.new) for each in applicability_changes(old, new)]
    assert found == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The mode", "The mode, see MARGIN and `cross`", "now names MARGIN, cross"),
        ("The mode, see MARGIN", "The mode, see SPOT", "now names SPOT and no longer names MARGIN"),
        ("The mode", "The mode, e.g. SPOT", ""),
        ("The mode", "The mode, `listed` or PAGE", ""),
        ("", "The mode, see MARGIN", ""),
    ],
)
def test_names(old: str, new: str, expected: str) -> None:
    """A listed value is compared on its own, and PAGE the page says beside its table."""
    page = EndpointSpec(
        venue="v", group="g", name="n", method="GET", path="/", title="", source="", summary="", text="See PAGE"
    )
    row = Field(name="p", type="String", json="string", kind="text", values=("listed",))
    assert names_changed(evolve(row, text=old), evolve(row, text=new), page, page) == expected
