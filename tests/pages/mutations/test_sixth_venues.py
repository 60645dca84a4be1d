"""One endpoint in the layouts of other venues, on a page of each format: read right, and what is unsure is reported."""

from pathlib import Path

import pytest

from venuespec.pages.parts import type_words, words
from venuespec.spec.row_types import json_type

from .page_frames import FORMATS, PLAIN, PageLayout, drafts, outcome_of_page
from .sixth_venues import CELLS, ENDPOINT_LINES, FACTS, NESTED_ROWS, SCHEMAS, TABLES, UNSURE

LAYOUTS = (*ENDPOINT_LINES, *TABLES, *NESTED_ROWS, *CELLS, *SCHEMAS, *FACTS)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_plain_page_is_read(format_: str, tmp_path: Path) -> None:
    assert outcome_of_page(PLAIN, format_, tmp_path) == "right"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_another_layout_is_read_right(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "right")


@pytest.mark.parametrize("layout", UNSURE, ids=lambda layout: layout.name)
def test_what_is_unsure_is_reported(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "reported")


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("Enum(buy, sell)", ("buy", "sell")),
        ('"buy" | "sell"', ("buy", "sell")),
        ("string: `buy` or `sell`", ("buy", "sell")),
        ("string (ms, seconds)", ()),
        ("string or integer", ()),
        ("String, Integer", ()),
    ],
)
def test_values_in_a_cell_of_types(cell: str, values: tuple[str, ...]) -> None:
    assert type_words.literals_of(cell) == values
    assert not values or json_type(type_words.type_of(cell) or "") == "string"


@pytest.mark.parametrize(
    ("head", "role"),
    [("Pflicht", "required"), ("Obligatorio", "required"), ("必須", "required"), ("필수 여부", "required"), ("Descrição", "description")],
)  # fmt: skip
def test_heads_in_other_languages(head: str, role: str) -> None:
    assert words.column_of(head) == role


@pytest.mark.parametrize(
    ("word", "said"), [("Sí", "yes"), ("はい", "yes"), ("Nein", "no"), ("1..*", "yes"), ("0..*", "no")]
)
def test_words_of_requiredness_in_other_languages(word: str, said: str) -> None:
    assert words.required_of(word) == said


def test_headings_one_level_up_and_code_in_fences(tmp_path: Path) -> None:
    head = "### HTTP Request\n\n`GET /api/v5/beds`\n\n### Request Parameters\n\n| Parameter | Type | Required | Description |\n"
    asked = "|---|---|---|---|\n| bed | String | Yes | Bed |\n\n"
    answer = '### Response Example\n\n```json\n{"code": "0", "msg": "", "data": [{"bed": "7"}]}\n```\n\n'
    table = "| Parameter | Type | Description |\n|---|---|---|\n| bed | String | Bed |\n"
    [read] = drafts("okx", f"## Beds\n\n{head}{asked}{answer}{table}", tmp_path)
    assert [row.name for row in read.request] == [row.name for row in read.response] == ["bed"]
    assert [example.response for example in read.examples] == [{"code": "0", "msg": "", "data": [{"bed": "7"}]}]
    assert '"code"' not in read.prose


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "row", ["| None | | | |", "| N/A | - | - | - |", "<tr><td>None</td><td></td><td></td><td></td></tr>"]
)
def test_a_row_that_says_none_is_no_parameter(row: str, format_: str, tmp_path: Path) -> None:
    table = f"| Parameter | Type | Required | Description |\n|---|---|---|---|\n{row}\n"
    if row.startswith("<"):
        heads = "".join(f"<th>{head}</th>" for head in ("Parameter", "Type", "Required", "Description"))
        table = f"<table>\n<tr>{heads}</tr>\n{row}\n</table>\n"
    [read] = drafts(format_, PageLayout(name="none", request=table).text(format_), tmp_path)
    assert read.request == ()
    assert not [each for each in read.diagnostics if each.code in ("type-unread", "row-unread", "required-unread")]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "line",
    ["`POST {p}/<id>`", "POST {p}/&lt;id&gt;", "<code>POST {p}/<id></code>", '<E method="POST" url="{p}/<id>" />'],
)
def test_a_part_of_a_path_in_angles(line: str, format_: str, tmp_path: Path) -> None:
    layout = PageLayout(name="angles", below=line, path="{p}/{id}")
    assert outcome_of_page(layout, format_, tmp_path) == "right"
