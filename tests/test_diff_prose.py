"""What a reworded text says otherwise, and the patterns that read it."""

import pytest

from venuespec.diff.remarks import Description, remarks, value_remarks
from venuespec.diff.sentences import compared
from venuespec.pages.parts.phrases import PHRASES, Phrase
from venuespec.pages.said import said_of_page, said_of_row
from venuespec.spec.model import EndpointSpec, Field


def matches(phrase: Phrase, text: str) -> tuple[str, ...]:
    found = [phrase.regex.match(text)] if phrase.anchored else phrase.regex.finditer(text)
    return tuple(match[0] for match in found if match is not None)


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_finds_what_its_example_says_and_nothing_in_the_other_text(name: str) -> None:
    phrase = PHRASES[name]
    assert phrase.finds
    assert (matches(phrase, phrase.example), matches(phrase, phrase.other)) == (phrase.finds, ())


PAGE = EndpointSpec(
    venue="v", group="g", name="n", method="GET", path="/", title="", source="", summary="", text="See PAGE"
)
ROW = Field(name="p", type="String", json="string", kind="text", values=("listed", "other"))


def said(
    old: str, new: str, around: tuple[str, str] = ("See PAGE", "See PAGE")
) -> list[tuple[str, str | None, str | None]]:
    states = [
        Description(
            stated=ROW,
            page=PAGE,
            said=said_of_row(text, ()),
            text=text,
            around=said_of_page(beside),
            beside=said_of_page(PAGE.text),
            known=frozenset({"listed", "other"}),
        )
        for text, beside in zip((old, new), around, strict=True)
    ]
    return [(each.topic, each.old, each.new) for each in remarks(*states, span=False)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Size in contracts.", "Size in coins.", [("figure", "Size in contracts", "Size in coins")]),
        ("Net value in `USD`", "Gross value in `USD`", [("figure", "Net value in `USD`", "Gross value in `USD`")]),
        ("Max orders in two seconds", "Maximum orders in 2 seconds", [("wording", "Max orders in two seconds", "Maximum orders in 2 seconds")]),
        ("Size, e.g. 0.01", "Size, e.g. 0.1", [("wording", "Size, e.g. 0.01", "Size, e.g. 0.1")]),
        ("Ends one hour before", "Ends 30 minutes before", [("figure", "Ends one hour before", "Ends 30 minutes before")]),
        ("A length of 16 characters", "A length of 16 or 18 characters", [("names", "A length of 16 characters", "A length of 16 or 18 characters")]),
        ("Up to 20 orders", "Up to 10 orders", [("tightened", "Up to 20 orders", "Up to 10 orders")]),
        ("Up to 10 orders", "Up to 20 orders", [("loosened", "Up to 10 orders", "Up to 20 orders")]),
        ("Data of the last 3 months; older data is archived.", "Data of the last month; older data is archived.", [("figure", "Data of the last 3 months", "Data of the last month")]),
        ("Maximum range: 3 months; UTC.", "Maximum range: 1 month; UTC.", [("tightened", "Maximum range: 3 months", "Maximum range: 1 month")]),
        ("No more than 30 days.", "No more than 7 days.", [("tightened", "No more than 30 days", "No more than 7 days")]),
        ("Sorted in descending order.", "Sorted in ascending order.", [("figure", "Sorted in descending order", "Sorted in ascending order")]),
        ("Including fees", "Excluding fees", [("figure", "Including fees", "Excluding fees")]),
        ("Case-sensitive.", "Case-insensitive.", [("figure", "Case-sensitive", "Case-insensitive")]),
        ("The size (px &gt; 0); in coins", "The size (px &gt; 0); in contracts", [("figure", "in coins", "in contracts")]),
        ("A mode；only for `A`。", "A mode；only for `B`。", [("narrowed", "only for `A`", "only for `B`")]),
        ("A mode.", "A mode. Restricted to `A`.", [("narrowed", None, "Restricted to `A`")]),
        ("A mode.", "A mode. Does not apply to `A`.", [("narrowed", None, "Does not apply to `A`")]),
        ("Only applicable to `A`.", "Only applicable to `A`/`B`.", [("widened", "Only applicable to `A`", "Only applicable to `A`/`B`")]),
        ("Applicable to `A` and `B`", "Applicable to `B`", [("narrowed", "Applicable to `A` and `B`", "Applicable to `B`")]),
        ("Applicable to `A`", "Applicable to `B`", [("narrowed", "Applicable to `A`", "Applicable to `B`")]),
        ("Moves funds.", "Moves funds. Shares are not supported.", [("narrowed", None, "Shares are not supported")]),
        ("Shares are not supported.", "Moves funds.", [("widened", "Shares are not supported", None), ("wording", None, "Moves funds")]),
        ("A state", "A state. A quote is `listed` to one and `other` to another", [("names", None, "A quote is `listed` to one and `other` to another")]),
        ("Only applicable to `A`", "Applies only to `A`", [("wording", "Only applicable to `A`", "Applies only to `A`")]),
        ("Only for `A`", "Available only to `A`", [("wording", "Only for `A`", "Available only to `A`")]),
        ("A mode", "A mode. Required when `tdMode` is `cross`", [("required", None, "Required when `tdMode` is `cross`")]),
        ("A quote", "A quote. It will automatically cancel the older one", [("effect", None, "It will automatically cancel the older one")]),
        ("A quote", "A quote. Only one active quote per RFQ.", [("effect", None, "Only one active quote per RFQ")]),
        ("A mode", "A mode. Deprecated, use `q` instead.", []),
        ("The mode", "The mode, see MARGIN and `cross`", [("names", "The mode", "The mode, see MARGIN and `cross`")]),
        ("The mode", "The mode, see PAGE and `listed`", [("wording", "The mode", "The mode, see PAGE and `listed`")]),
        ("It\u2019s a \u201cmode\u201d", "It's a \"mode\"", [("wording", "It\u2019s a \u201cmode\u201d", "It's a \"mode\"")]),
        ("First. Second.", "Second.\nFirst.", []),
    ],
)  # fmt: skip
def test_what_a_text_says_otherwise(old: str, new: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert said(old, new) == expected


def test_a_sentence_that_moved_is_wording_and_one_that_also_stands_elsewhere_is() -> None:
    note = "Only applicable to `A`"
    assert said("The mode", f"The mode. {note}", around=(f"See PAGE. {note}", "See PAGE")) == [("wording", None, note)]
    assert said("The mode", f"The mode. {note}", around=(note, note)) == [("narrowed", None, note)]


def test_sentences_are_paired_by_likeness() -> None:
    old = said_of_row("Size of all orders. Paid in coins.", ())
    new = said_of_row("Paid daily. Size of most orders. Paid in coins.", ())
    difference = compared(old, new, before=frozenset(), after=frozenset())
    assert [(was.text, now.text) for was, now in difference.pairs] == [("Size of all orders", "Size of most orders")]
    assert (difference.removed, [each.text for each in difference.added]) == ((), ["Paid daily"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("pre-market trading", "something else entirely", ["other"]),
        ("pre-market trading", "pre-market trading, also of `FUTURES`", ["more"]),
        ("a limit order", "the limit order", ["wording"]),
        ("Limit order", "Limit order", []),
        ("Limit order", "Limit order (Deprecated; use `rpi`. Accepted until October 31, 2026.)", []),
    ],
)
def test_what_a_value_means(old: str, new: str, expected: list[str]) -> None:
    found = value_remarks(said_of_row(f"`v`: {old}", ("v",)), said_of_row(f"`v`: {new}", ("v",)), ("v",))
    assert [each.weight for each in found] == expected


def test_a_value_with_one_more_meaning() -> None:
    [found] = value_remarks(said_of_row("`v`: A", ("v",)), said_of_row("`v`: A\n`v`: B", ("v",)), ("v",))
    assert found.new is not None
    assert (found.weight, found.old, found.new.text) == ("further", None, "B")
