"""A block or row that stands in several places is read once, and still told of where it stands."""

from pathlib import Path

import pytest

from venuespec.pages.draft import Draft, DraftRow
from venuespec.pages.formats.okx_markdown import read_text

BLOCK = """# Set it

#### Rate Limit: 5 requests per 2 seconds

#### HTTP Request

`POST /api/v5/account/set-it`

#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
ccy | String | perhaps | Currency
legs | Array of objects | Yes | Legs
> ccy | String | perhaps | Currency
> sz | Numeral | No | Size

#### Response Parameters

Parameter | Type | Description
---|---|---
ccy | String | Currency
"""
# The last block of a file ends at another line than one with a block below it.
FOLLOWING = "# About\n\nNothing to call.\n"


def only(text: str, file: str) -> Draft:
    [draft] = read_text(text, Path(file))
    return draft


def told(draft: Draft) -> list[tuple[str, int, str]]:
    return [(each.file.name, each.line, each.code) for each in draft.diagnostics]


def lines_of(rows: tuple[DraftRow, ...]) -> list[int]:
    return [line for row in rows for line in (row.line, *lines_of(row.fields))]


@pytest.mark.parametrize("order", [(0, 7, 2), (7, 0, 2), (2, 2, 7)])
def test_the_same_block_on_several_pages_is_told_of_at_its_own_lines(order: tuple[int, ...]) -> None:
    for number, above in enumerate(order):
        draft = only("text\n" * above + BLOCK + FOLLOWING, f"{number}.md")
        assert draft.line == above + 1
        assert told(draft) == [
            (f"{number}.md", above + 13, "required-unread"),
            (f"{number}.md", above + 15, "required-unread"),
            (f"{number}.md", above + 16, "type-unread"),
        ]
        assert lines_of(draft.request) == [above + 13, above + 14, above + 15, above + 16]
        assert lines_of(draft.response) == [above + 22]


def test_the_same_block_twice_on_one_page_is_told_of_twice() -> None:
    first, second = read_text(BLOCK + BLOCK + FOLLOWING, Path("page.md"))
    assert [line for _, line, _ in told(first)] == [13, 15, 16]
    assert [line for _, line, _ in told(second)] == [35, 37, 38]
    assert first.request == second.request


def test_reading_another_copy_leaves_the_first_as_it_was() -> None:
    first = only(BLOCK + FOLLOWING, "first.md")
    before = repr(first)
    only("text\n" * 40 + BLOCK + FOLLOWING, "second.md")
    assert repr(first) == before


def test_a_block_that_differs_in_one_word_is_read_anew() -> None:
    first = only(BLOCK + FOLLOWING, "page.md")
    second = only(BLOCK.replace("Numeral | No", "Numeral | Yes") + FOLLOWING, "page.md")
    assert [row.required for row in first.request[1].fields] == ["unknown", "no"]
    assert [row.required for row in second.request[1].fields] == ["unknown", "yes"]


def test_a_row_of_a_response_is_not_told_of_as_the_same_row_of_a_request_is() -> None:
    """The same text is a row of three columns in one table and in another; only a request has unread figures."""
    row = "sz | String | No | Size, must be > 0.\n"
    request = BLOCK.replace("> sz | Numeral | No | Size\n", row).replace("perhaps", "No")
    assert [code for _, _, code in told(only(request + FOLLOWING, "page.md"))] == ["cell-unread"]
    response = BLOCK.replace("perhaps", "No").replace("Numeral", "String")
    answered = response.replace("ccy | String | Currency\n", "sz | String | Size, must be > 0.\n")
    assert told(only(answered + FOLLOWING, "page.md")) == []
