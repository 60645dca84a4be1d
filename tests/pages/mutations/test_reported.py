"""Damage and layouts that cannot be read as facts: each is a diagnostic with its code, and what can be read is kept."""

from pathlib import Path

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.formats.okx_markdown import read_text

from .judge import complaints, without_lines

PAGE = Path(__file__).parent / "frozen_okx.md"
TEXT = PAGE.read_text(encoding="utf-8")
HEAD = "Parameter | Type | Required | Description  \n---|---|---|---  \n"
ROWS = TEXT[TEXT.index("instId | String") : TEXT.index("  \n> Response Example")]
SIDE = "alarmSide | String | No | Side of the price"
LINE = "`POST /api/v5/account/set-alarm`\n\n> Req"


def drafts(text: str) -> list[Draft]:
    return list(read_text(text, PAGE))


def table(head: str, rows: str = ROWS) -> str:
    assert HEAD + ROWS in TEXT
    return TEXT.replace(HEAD + ROWS, head + rows)


REPORTED = {
    "a row without a name": (TEXT.replace(SIDE, "(side) | String | No | Side"), "row-unread"),
    "a row of two cells": (TEXT.replace(SIDE, "alarmSide | String"), "row-unread"),
    "a row of two names": (TEXT.replace(SIDE, "alarmSide/side | String | No | Side"), "row-unread"),
    "a page that ends in a row": (TEXT[: TEXT.index("alarmTag | String")] + "alarmTag | Str", "row-unread"),
    "a page that ends in a name": (TEXT[: TEXT.index("alarmTag | String")] + "alarmT", "page-cut"),
    "a page that ends between rows": (TEXT[: TEXT.index("alarmTag | String")], "page-cut"),
    "a page that ends before its second tables": (TEXT[: TEXT.index("#### 请求参数")], "page-cut"),
    "a page that ends between its second tables": (TEXT[: TEXT.index("#### 返回参数")], "page-cut"),
    "a page that ends in its second prose": (TEXT[: TEXT.index("#### 限速规则")], "page-cut"),
    "a page that ends in its answer": (TEXT[: TEXT.index('"ts"')], "example-unread"),
    "a page that ends behind its answer": (TEXT[: TEXT.index("#### Response Param")], "table-unread"),
    "a block of code that is not closed": (
        TEXT.replace("#### Response Param", "```\n\n#### Response Param", 1),
        "page-cut",
    ),
    "a second endpoint": (TEXT.replace(LINE, f"`GET /api/v5/account/alarms`\n\n{LINE}"), "endpoint-unread"),
    "two methods": (
        TEXT.replace("`POST /api/v5/account/set-alarm`", "`GET/POST /api/v5/account/set-alarm`"),
        "endpoint-unread",
    ),
    "an unknown method": (
        TEXT.replace("`POST /api/v5/account/set-alarm`", "`PATCH /api/v5/account/set-alarm`"),
        "path-unread",
    ),
    "no path": (TEXT.replace(LINE, "See below.\n\n> Req"), "path-unread"),
    "a star behind a name that nothing explains": (
        TEXT.replace(SIDE, "alarmSide | String |  | Side of the price").replace("alarmSide |", "alarmSide\\* |"),
        "required-unread",
    ),
    "an unknown column": (
        table(
            "Parameter | Type | Foo | Required | Description  \n---|---|---|---|---  \n",
            ROWS.replace("| String |", "| String | x |"),
        ),
        "header-unread",
    ),
    "unknown heads above unknown types": (
        table("Foo | Bar | Baz | Qux  \n---|---|---|---  \n", ROWS.replace("String", "Gizmo")),
        "table-unread",
    ),
    "an unknown head of types above unknown types": (
        table(HEAD.replace("Type", "Bar"), ROWS.replace("String", "Gizmo")),
        "header-unread",
    ),
    "unknown heads above known types": (table("Foo | Bar | Baz | Qux  \n---|---|---|---  \n"), "header-unread"),
    "no types": (
        table("Parameter | Required | Description  \n---|---|---  \n", ROWS.replace("String | ", "")),
        "type-unread",
    ),
    "a list instead of a table": (table("", "- `instId`: Instrument\n"), "table-unread"),
    "a limit elsewhere": (TEXT.replace("20 requests per 2 seconds", "see the table"), "limit-unread"),
    "a limit of weight": (TEXT.replace("20 requests per 2 seconds", "weight 5"), "limit-unread"),
    "an unknown key": (TEXT.replace("rule: User ID", "rule: Moon phase"), "limit-unread"),
    "an unknown part of a key": (TEXT.replace("rule: User ID", "rule: User ID + Moon phase"), "limit-unread"),
    "an unknown permission": (TEXT.replace("Permission: Trade", "Permission: Superuser"), "permission-unread"),
    "unknown answer heads": (TEXT.replace("Parameter | Type | Description", "Thing | Kind | Words"), "header-unread"),
    "an excluded end": (TEXT.replace(SIDE, f"{SIDE}. Must be greater than 0."), "cell-unread"),
    "decimal places": (TEXT.replace(SIDE, f"{SIDE}. Maximum 4 decimal places."), "cell-unread"),
    "per cent": (TEXT.replace(SIDE, f"{SIDE}. At most 5%."), "cell-unread"),
    "two defaults": (TEXT.replace(SIDE, f"{SIDE}. Default `1`. Default `2`."), "cell-unread"),
    "two maxima": (TEXT.replace(SIDE, f"{SIDE}. Maximum 5. Maximum 6."), "cell-unread"),
    "a default that is no literal": (TEXT.replace(SIDE, f"{SIDE}. Default is Sunday."), "cell-unread"),
}


@pytest.mark.parametrize(("text", "code"), REPORTED.values(), ids=REPORTED)
def test_what_is_not_understood_is_reported(text: str, code: str) -> None:
    assert text != TEXT
    assert code in {found for found, _ in complaints(drafts(text)) - complaints(drafts(TEXT))}


READ_BY_CELLS = {
    "an unknown head of names": table(HEAD.replace("Parameter", "Thing")),
    "unknown heads": table("Foo | Bar | Baz | Qux  \n---|---|---|---  \n"),
    "unknown answer heads": TEXT.replace("Parameter | Type | Description", "Thing | Kind | Words"),
}


@pytest.mark.parametrize("text", READ_BY_CELLS.values(), ids=READ_BY_CELLS)
def test_columns_below_unknown_heads_are_read_by_their_cells(text: str) -> None:
    assert text != TEXT
    [draft], [before] = drafts(text), drafts(TEXT)
    assert [row.name for row in draft.request] == ["instId", "alarmPx", "alarmSide", "alarmTag"]
    assert without_lines(draft.request) == without_lines(before.request)
    assert without_lines(draft.response) == without_lines(before.response)


COLUMNS = {
    "a column of examples": (
        "Parameter | Type | Required | Description | Example",
        "alarmPx | String | Yes | Price. Default `5`. | 100",
        {"default": "5"},
    ),
    "a column of defaults": (
        "Parameter | Type | Required | Default | Description",
        "alarmPx | String | Yes | 5 | Price",
        {"default": "5"},
    ),
    "no default in its column": (
        "Parameter | Type | Required | Default | Description",
        "alarmPx | String | Yes | - | Price",
        {},
    ),
    "columns in another order": (
        "Required | Description | Parameter | Type",
        "Yes | Price. `a`: x, `b`: y | alarmPx | String",
        {"values": ("a", "b")},
    ),
    "a column of values": (
        "Parameter | Type | Required | Description | Allowed values",
        "alarmPx | String | Yes | Price | a, b",
        {"values": ("a", "b")},
    ),
    "an empty column of values": (
        "Parameter | Type | Required | Description | Allowed values",
        "alarmPx | String | Yes | Price |",
        {},
    ),
    "a column of lengths": (
        "Parameter | Type | Max length | Required | Description",
        "alarmPx | String | 32 | Yes | Price",
        {"max_length": 32},
    ),
    "a bar within the description": (
        "Parameter | Type | Required | Description",
        "alarmPx | String | Yes | Price | or none",
        {},
    ),
}


@pytest.mark.parametrize(("head", "row", "facts"), COLUMNS.values(), ids=COLUMNS)
def test_further_columns_are_read_by_their_heads(head: str, row: str, facts: dict[str, object]) -> None:
    ruler = "|".join("---" for _ in head.split("|"))
    [draft] = drafts(table(f"{head}  \n{ruler}  \n", f"{row}  \n"))
    [read] = draft.request
    assert (read.name, read.type, read.required) == ("alarmPx", "String", "yes")
    stated = {name: getattr(read, name) for name in ("default", "values", "max_length", "min", "max")}
    assert {name: value for name, value in stated.items() if value not in (None, ())} == facts
    assert complaints([draft]) == set()


def test_a_guide_that_names_endpoints_documents_none() -> None:
    guide = "# How to trade\n\nThese two are used:\n\n- `POST /api/v5/trade/order`\n- `GET /api/v5/trade/order`\n\nThat is all.\n"
    assert drafts(guide) == []
