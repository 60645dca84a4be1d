"""Notes around a table that name one of its rows: what they say is the row's, and what nobody reads of them is told."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.formats.okx_markdown import read_text
from venuespec.pages.stated import row_deprecation, row_statements

_PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#garden-rest-api-get-beds
updated_at: 2026-06-27 10:00:00
---

# Get beds

Lists the beds of a garden.
{above}
#### HTTP Request

`GET /api/v5/garden/beds`

#### Request Parameters

{table}
{below}

> Response Example

```json
{{"code": "0", "msg": "", "data": [{{"bedId": "1"}}]}}
```

#### Response Parameters

| Parameter | Type | Description |
|---|---|---|
| bedId | String | Bed |

{end}
"""
_BARRED = """| Parameter | Type | Required | Description |
|---|---|---|---|
| rowCount | Integer | No | Beds on a page |
| page | Integer | No | Page |
| soil | String | No | Kind of soil |
| label | String | No | Own label |
"""
# As crawls have it: blanks at the ends of lines, and a line of two blanks behind the last row.
_CRAWLED = "".join(f"{line.strip('|').strip()}  \n" for line in [*_BARRED.splitlines(), ""])
_FACTS = ("default", "min", "max", "min_length", "max_length", "values")


def _read(below: str = "", above: str = "", end: str = "", table: str = _BARRED) -> Draft:
    text = _PAGE.format(table=table, below=below, above=above, end=end)
    (draft,) = read_text(text, Path("beds.md"))
    return draft


def _facts(draft: Draft) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in draft.request:
        facts = {name: getattr(row, name) for name in _FACTS}
        if said := {name: value for name, value in facts.items() if value not in (None, ())}:
            found[row.name] = said
    return found


def _told(draft: Draft) -> str:
    return "\n".join(each.message for each in draft.diagnostics)


READ = [
    ("`rowCount` defaults to 100 and can't exceed 500", {"rowCount": {"default": "100", "max": Decimal(500)}}),
    ("`rowCount` cannot be greater than 50.", {"rowCount": {"max": Decimal(50)}}),
    ("**Note:** page: only 5, 10, 20", {"page": {"values": ("5", "10", "20")}}),
    ("Note: `page` can only be `5`, `10` or `20`.", {"page": {"values": ("5", "10", "20")}}),
    ("> `rowCount` defaults to 20.", {"rowCount": {"default": "20"}}),
    ("> **Note**: `rowCount` defaults to 20.", {"rowCount": {"default": "20"}}),
    ("> [!NOTE]\n> `rowCount` defaults to 100.", {"rowCount": {"default": "100"}}),
    (":::info\n`rowCount`: 1-100, default 20\n:::", {"rowCount": {"min": 1, "max": 100, "default": "20"}}),
    ("!!! note\n    `rowCount` defaults to 100.", {"rowCount": {"default": "100"}}),
    ("<Note>`rowCount` defaults to 100.</Note>", {"rowCount": {"default": "100"}}),
    ("1. **rowCount**: max 200\n2. **page**: default 10", {"rowCount": {"max": 200}, "page": {"default": "10"}}),
    ("* rowCount: max 200\n* page: default 10", {"rowCount": {"max": 200}, "page": {"default": "10"}}),
    ("`rowCount`: 500 max. `page`: 20 max.", {"rowCount": {"max": 500}, "page": {"max": 20}}),
    ("The maximum of `rowCount` is 300.", {"rowCount": {"max": 300}}),
    ("The default `rowCount` is 30.", {"rowCount": {"default": "30"}}),
    ("If `rowCount` is not sent, 100 is used.", {"rowCount": {"default": "100"}}),
    ("For `rowCount`, the default is 100.", {"rowCount": {"default": "100"}}),
    ("`label` must not be longer than 32 characters.", {"label": {"max_length": 32}}),
    ("`soil` is one of `clay`, `peat`.", {"soil": {"values": ("clay", "peat")}}),
    ("soil: `clay`, `peat`", {"soil": {"values": ("clay", "peat")}}),
    ("`soil` values:\n\n- `clay`: heavy\n- `peat`: light", {"soil": {"values": ("clay", "peat")}}),
    ("- **soil**\n  - `clay`: heavy\n  - `peat`: light", {"soil": {"values": ("clay", "peat")}}),
    ("注：`rowCount` 默认 100，最大 500", {"rowCount": {"default": "100", "max": 500}}),
    ("Please note: `rowCount` must be <= 500.", {"rowCount": {"max": 500}}),
    ("⚠️ `rowCount` ≤ 500", {"rowCount": {"max": 500}}),
    ("`rowCount` (max 500, default 100)", {"rowCount": {"max": 500, "default": "100"}}),
]


@pytest.mark.parametrize(("note", "facts"), READ)
@pytest.mark.parametrize("table", [_BARRED, _CRAWLED], ids=["barred", "crawled"])
def test_a_note_below_a_table_is_read_into_the_row_that_it_names(note: str, facts: Any, table: str) -> None:
    assert _facts(_read(note, table=table)) == facts


def test_a_note_elsewhere_on_the_page_is_read_into_the_only_row_of_that_name() -> None:
    note = "`rowCount` cannot be greater than 50."
    assert _facts(_read(above=f"\n{note}\n")) == {"rowCount": {"max": 50}}
    assert _facts(_read(end=f"#### Remarks\n\n{note}\n")) == {"rowCount": {"max": 50}}


def test_a_demand_in_a_note_is_the_demand_of_its_row() -> None:
    (row,) = (row for row in _read("`label` is required when `soil` is `peat`.").request if row.name == "label")
    assert set(row_statements(row, request=True).required_when) == {"soil", "peat"}


UNREAD = [
    "Maximum page: 300",
    "Page defaults to 100.",
    "`rowCount` and `page` must be between 1 and 50.",
    "`rowCount` defaults to 100 for clay and 50 for peat.",
    "A call without `rowCount` returns 100 beds.",
    "`soil` can be `clay` and `page` is then at most 5.",
]


@pytest.mark.parametrize("note", UNREAD)
def test_a_note_that_no_row_takes_is_told(note: str) -> None:
    draft = _read(note)
    assert _facts(draft) == {}
    assert "no fact is read from" in _told(draft) or "is not understood" in _told(draft)


SILENT = [
    "- `clay`: heavy\n- `page`: a sheet\n",
    "`rowCount`: e.g. 50",
    "Beds are listed in the order of their labels.",
    "`bedId` is at most 12 characters long.",
    "    page = 5",
    "```python\nrowCount = 5\n```",
]


@pytest.mark.parametrize("note", SILENT)
def test_what_is_no_note_on_a_row_of_the_request_gives_it_no_fact(note: str) -> None:
    assert _facts(_read(note)) == {}


def _noted(cells: str, below: str) -> Draft:
    """A page whose last row has other cells."""
    return _read(below, table=_BARRED.replace("| label | String | No | Own label |", cells))


def _last(draft: Draft) -> Any:
    row = draft.request[-1]
    assert row.name == "label"
    return row


@pytest.mark.parametrize(
    ("cells", "below"),
    [
        ("| label | String | No[^1] | Own label |", "[^1]: At most 12 characters."),
        ("| label | String | No | Own label [^1] |", "[^1]: At most 12 characters."),
        ("| label† | String | No | Own label |", "† At most 12 characters."),
        ("| label | String | No | Own label<sup>1</sup> |", "<sup>1</sup> At most 12 characters."),
        ("| label | String | No | Own label¹ |", "¹ At most 12 characters."),
        ("| label | String | No | Own label (1) |", "(1) At most 12 characters."),
        ("| label | String | No | Own label\\* |", "\\* At most 12 characters."),
    ],
)
def test_a_footnote_is_read_into_the_rows_with_its_mark(cells: str, below: str) -> None:
    draft = _noted(cells, below)
    assert _last(draft).max_length == 12
    assert [row.max_length for row in draft.request[:-1]] == [None, None, None]


@pytest.mark.parametrize(
    "star", ["* required for `peat`", "\\* Required for `peat`", "\\*: required if `soil` is `peat`"]
)
def test_a_star_behind_no_is_explained_below_the_table(star: str) -> None:
    row = _last(_noted("| label | String | No* | Own label |", star))
    assert row.required == "conditional"
    assert "peat" in row_statements(row, request=True).required_when


@pytest.mark.parametrize(
    ("note", "values"),
    [
        (
            "Possible values of `soil` and `label`:\n\n| Value | Meaning |\n|---|---|\n| clay | heavy |\n| peat | light |",
            2,
        ),
        ("Possible values of `soil`, `label`:\n\n- `clay`\n- `peat`", 2),
        ("Possible values of `soil`:\n\n| Value | Meaning |\n|---|---|\n| clay | heavy |\n| peat | light |", 1),
        ("Possible values of `soil` and `stone`:\n\n- `clay`\n- `peat`", 0),
    ],
)
def test_a_list_of_values_of_named_rows_is_that_of_each(note: str, values: int) -> None:
    found = [row.values for row in _read(note).request]
    assert found == [(), (), ("clay", "peat") if values > 0 else (), ("clay", "peat") if values > 1 else ()]


@pytest.mark.parametrize(
    "note",
    [
        "Deprecated parameters:\n\n- `label`",
        "Deprecated fields: `label`",
        "**Deprecated parameters:**\n\n- `label`: no effect",
    ],
)
def test_a_list_of_deprecated_names_ends_each(note: str) -> None:
    assert [row_deprecation(row) is not None for row in _read(note).request] == [False, False, False, True]


@pytest.mark.parametrize(
    "said",
    [
        "`rowCount` cannot be greater than 50.",
        "`rowCount` defaults to 20.",
        "`rowCount`: 1-100, default 20",
        "rowCount: max 200",
        "`rowCount` 默认 100，最大 500",
        "The default `rowCount` is 30.",
        "Note: `soilKind` can be `clay` or `peat`.",
    ],
)
def test_what_a_cell_says_of_another_row_is_not_its_own(said: str) -> None:
    draft = _noted(f"| label | String | No | Own label<br>{said} |", "")
    assert _facts(draft) == {}
    assert "label: " in _told(draft)


@pytest.mark.parametrize(
    "said", ["Kinds such as `clay`, `peat`", "Popular: `clay`, `peat`", "主要有 `clay`、`peat`", "常用 `clay`、`peat`"]
)
def test_a_list_of_some_values_is_open(said: str) -> None:
    row = _last(_noted(f"| label | String | No | {said} |", ""))
    assert row.open or not row.values
