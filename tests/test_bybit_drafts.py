"""What Bybit's pages say in places that only some of them have, and what an example or a neighbour row settles."""

from pathlib import Path

import pytest

from venuespec.pages.draft import DraftExample, DraftRow
from venuespec.pages.formats.bybit_mdx import read_page
from venuespec.pages.formats.bybit_payload import payload
from venuespec.pages.parts.examples import answers, parsed
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.parts.union import union
from venuespec.pages.snapshot import read_snapshot

PAGE = """---
title: Thing
---
<APIEndpoint method="METHOD" url="/v5/thing/create" />

### Request Parameters
| Parameter | Required | Type | Comments |
|:-----|:-----|:-----|-----|
|limit |false |integer |Page size [20-100] 20 records by default, up to 100 records, return 100 when exceeds 100 |
|interval |false |integer |Interval in seconds. "0": one time execution, otherwise, range: [5, 3600] |
|side |false |string |Side: `Buy`, `Sell` |
|mode |false |string |Mode: `Fast`, `Slow` |

### Response Parameters
| Parameter | Type | Comments |
|:-----|:-----|-----|
|list |array |Quotes |
|> code |string |Code of the desk |
|>> status |string |Status |
|>> legs |array |Legs |
|>>> symbol |string |Symbol |
|sums |object |Sums |
|> legs |array |Legs, same structure as above |

### Request Example
```http
METHOD /v5/thing/create?side=buy&mode=Fast HTTP/1.1
X-BAPI-SIGN: XXX
```
"""
GUIDE = '---\ntitle: Guide\n---\n:::info\n* API key permission: "Exchange"\n:::\n'


def pages(folder: Path, method: str = "GET", **beside: str) -> PageFolder:
    (folder / "thing").mkdir(parents=True, exist_ok=True)
    (folder / "thing" / "create.mdx").write_text(PAGE.replace("METHOD", method))
    for name, text in beside.items():
        (folder / "thing" / f"{name}.mdx").write_text(text)
    return PageFolder(folder)


def test_a_figure_that_the_venue_only_cuts_to_is_no_bound(tmp_path: Path) -> None:
    [draft] = read_page(tmp_path / "thing" / "create.mdx", pages(tmp_path))
    limit, interval, *_ = draft.request
    assert (limit.min, limit.max) == (20, None)
    assert (interval.min, interval.max) == (None, None)


def test_an_example_opens_the_list_that_it_contradicts(tmp_path: Path) -> None:
    [draft] = read_page(tmp_path / "thing" / "create.mdx", pages(tmp_path))
    *_, side, mode = draft.request
    assert (side.values, side.open) == (("Buy", "Sell"), True)
    assert (mode.values, mode.open) == (("Fast", "Slow"), False)


def test_rows_below_a_text_are_fields_of_the_object_around_it(tmp_path: Path) -> None:
    [draft] = read_page(tmp_path / "thing" / "create.mdx", pages(tmp_path))
    quotes, sums = draft.response
    assert [row.name for row in quotes.fields] == ["code", "status", "legs"]
    assert [row.name for row in quotes.fields[2].fields] == ["symbol"]
    assert [row.name for row in sums.fields[0].fields] == ["symbol"]


def test_a_guide_tells_the_permission_of_its_folder(tmp_path: Path) -> None:
    tree = pages(tmp_path, guideline=GUIDE)
    assert read_page(tmp_path / "thing" / "create.mdx", tree)[0].permissions == ("Exchange",)
    said = PAGE.replace("METHOD", "GET").replace("### Request P", "Any permission can access this.\n\n### Request P")
    (tmp_path / "thing" / "other.mdx").write_text(said)
    assert read_page(tmp_path / "thing" / "other.mdx", PageFolder(tmp_path))[0].permissions == ()


def test_the_parameters_of_a_post_can_travel_in_its_query(tmp_path: Path) -> None:
    pages(tmp_path, "POST")
    [placed] = read_snapshot(tmp_path, "bybit_markdown", "result", {}).placed
    [example] = placed.draft.examples
    assert (example.request, example.in_query) == ({"side": "buy", "mode": "Fast"}, True)
    assert (placed.group, placed.name) == ("thing", "thing")


def test_a_form_with_a_file_is_left_out_and_said_so(tmp_path: Path) -> None:
    pages(tmp_path, "POST")
    page = tmp_path / "thing" / "create.mdx"
    page.write_text(page.read_text().replace("|side |false |string |", "|scan |true |MultipartFile |"))
    found = read_snapshot(tmp_path, "bybit_markdown", "result", {})
    assert found.placed == ()
    assert [each.code for each in found.notices] == ["upload"]


def row(name: str, *fields: DraftRow) -> DraftRow:
    return DraftRow(name=name, type="array" if fields else "string", fields=fields)


@pytest.mark.parametrize(
    ("table", "result", "rows"),
    [
        # The envelope's key, empty, and a list that no answer has.
        ((row("result"), row("list", row("id"), row("desk"))), {"id": "1", "desk": "A"}, (row("id"), row("desk"))),
        # The envelope's key, empty, beside the payload's own rows.
        ((row("result"), row("id"), row("desk")), {"id": "1"}, (row("id"), row("desk"))),
        # A list that the answer has stays one.
        ((row("result"), row("list", row("id"))), {"list": [{"id": "1"}]}, (row("list", row("id")),)),
        # A row of the list's items that stands a level too high.
        (
            (row("cursor"), row("list", row("id")), row("desk")),
            {"cursor": "", "list": [{"id": "1"}, {"id": "2", "desk": "A"}]},
            (row("cursor"), row("list", row("id"), row("desk"))),
        ),
        # A row beside the list that the answer has there too.
        (
            (row("state"), row("list", row("id"), row("state"))),
            {"state": "1", "list": [{"id": "1", "state": "2"}]},
            (row("state"), row("list", row("id"), row("state"))),
        ),
    ],
)
def test_the_answer_shows_where_its_rows_belong(
    table: tuple[DraftRow, ...], result: object, rows: tuple[DraftRow, ...]
) -> None:
    assert payload(table, [DraftExample(response={"retCode": 0, "result": result})]) == rows


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"legs": [{"id": 1},\n ...,\n], "desk": "A"}', {"legs": [{"id": 1}], "desk": "A"}),
        ('{"legs": [1,\n ...\n], "desk": "A"}', {"legs": [1], "desk": "A"}),
    ],
)
def test_items_that_an_example_leaves_out_do_not_hide_the_others(text: str, value: object) -> None:
    assert parsed(text) == (value, "ellipsis")


def test_answers_for_two_cases_can_stand_in_one_block() -> None:
    block = '{"result": {"ltv": "0.75"}}\n\nWhen `state` != 0:\n{"result": {"ltv": ""}}\n'
    assert [each.response for each in answers(block)] == [{"result": {"ltv": "0.75"}}, {"result": {"ltv": ""}}]


def test_a_row_of_two_answers_has_the_values_of_both() -> None:
    first = DraftRow(name="status", type="string", values=("Pending", "Success"))
    other = DraftRow(name="status", type="string", values=("Success", "Fail"))
    inner = [DraftRow(name="list", type="array", fields=(row,)) for row in (first, other)]
    [status] = union((first,), (other,))
    [[nested]] = [row.fields for row in union((inner[0],), (inner[1],))]
    assert status.values == nested.values == ("Pending", "Success", "Fail")
