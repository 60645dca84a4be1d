"""Texts and exports of documentation tools are read right, on a page of each format."""

from pathlib import Path

import pytest

from venuespec.pages.parts.codes import listed_codes

from .page_frames import PLAIN, PageLayout, drafts, outcome_of_page, paths
from .tool_texts import TEXTS, UNSURE_TEXTS

STATUSES = "| Code | Description |\n|---|---|\n| 200 | OK |\n| 400 | Bad request |\n"


@pytest.mark.parametrize("layout", TEXTS, ids=lambda layout: layout.name)
def test_a_text_of_a_tool_is_read_right(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "right")


@pytest.mark.parametrize("layout", UNSURE_TEXTS, ids=lambda layout: layout.name)
def test_a_text_that_is_unsure_is_reported(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "reported")


@pytest.mark.parametrize("format_", ["okx", "bybit", "binance", "flat"])
def test_statuses_of_an_answer_are_neither_codes_nor_fields(format_: str, tmp_path: Path) -> None:
    [draft] = drafts(format_, f"{PLAIN.text(format_)}\n\n#### Responses\n\n{STATUSES}\n", tmp_path)
    [plain] = drafts(format_, PLAIN.text(format_), tmp_path)
    assert (draft.error_codes, dict(paths(draft.response))) == (plain.error_codes, dict(paths(plain.response)))


def test_a_table_of_statuses_lists_no_codes() -> None:
    assert listed_codes(STATUSES) == {}
    assert [*listed_codes("| Code | Description |\n|---|---|\n| 400 | No such pair |\n")] == ["400"]


def test_a_method_in_small_letters_above_its_address(tmp_path: Path) -> None:
    text = PLAIN.text("flat").replace("`POST /v1/orders`", "post\nhttps://api.venue.example/v1/orders")
    assert [draft.key for draft in drafts("flat", text, tmp_path)] == ["POST /v1/orders"]


def test_a_parameter_is_no_heading(tmp_path: Path) -> None:
    lines = "symbol\nstring\nrequired\nSymbol\n\nlimit\ninteger\nRows\n"
    text = f"# Place order\n\nPOST /v1/orders\n\nParameters\n\n{lines}\nResponses\n\n{STATUSES}\n"
    [draft] = drafts("flat", text, tmp_path)
    assert [row.name for row in draft.request] == ["symbol", "limit"]
