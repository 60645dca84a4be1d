"""The cells of Bybit's tables: lists of values, requiredness, items, tabs, tables that are not understood."""

from pathlib import Path

import pytest

from bybit_page import PAGE, page, told
from venuespec.pages.draft import DraftRow


def row_of(folder: Path, row: str, beside: str = "") -> DraftRow:
    text = PAGE.replace(
        "|thingId |false |string |Thing ID. Either `thingId` or `linkId` is **required** |", f"{beside}\n{row}".strip()
    )
    return next(each for each in page(folder, text).request if each.name == "it")


@pytest.mark.parametrize(
    ("cell", "values", "is_open"),
    [
        ("Plan. `stable` / `advanced`", ("stable", "advanced"), False),
        ("Product type. `linear_kind`", ("linear_kind",), False),
        ("`opFrom`, mainly used by brokers", ("opFrom",), True),
        ('On or off. `"true"`: on, `"false"`: off', ("true", "false"), False),
        ("`7`, `14`, `30` days, working when `plan`=1", ("7", "14", "30"), True),
        ("Order by, `apy`: annual rate; `term`; `quantity`", ("apy", "term", "quantity"), False),
        ("Order by, `apy`: annual rate, `size`: size", ("apy", "size"), False),
        ("`A`,`B`,`C` etc, uppercase only", ("A", "B", "C"), True),
        ("Expiry date. `25MAR22`. Default: return all", (), False),
        ("`Fiat`: code of a currency etc: KZT", (), False),
        ('`BTC`: "15"<br/>`ETH`: "200"', (), False),
        ("Tolerance<br/>`TickSize`: range is [1, 10000]<br/>`Percent`: range is [0.01, 10]", (), False),
        ("For `Mint`: must be `FlexibleSaving`; for `Redeem`: must be `UNIFIED`", (), False),
        ("Cannot be sent with `trigger` or `limit`", (), False),
    ],
)
def test_a_list_is_closed_only_where_it_is_certain(
    tmp_path: Path, cell: str, values: tuple[str, ...], is_open: bool
) -> None:
    row = row_of(tmp_path, f"|it |false |string |{cell}|")
    assert (row.values, row.open) == (values, is_open)


def test_a_list_that_is_shown_as_an_array_gives_its_items(tmp_path: Path) -> None:
    row = row_of(tmp_path, '|it |false |array |Spot Trade. `["SpotTrade"]`|')
    assert (row.values, row.open) == (("SpotTrade",), True)


def test_words_are_no_values_of_an_integer(tmp_path: Path) -> None:
    assert row_of(tmp_path, "|it |false |integer |Interval in seconds. `30M`, `1H` convert to seconds|").values == ()


@pytest.mark.parametrize(
    "cell",
    [
        "This field is mandatory when `category`=linear",
        "Either `it` or `limit` needs to be passed",
        'Total quantity. Either "it" or "limit" is <b>needed</b>',
        "Must be sent for options",
        "You must pass this param as a master account",
        "At least one of it, limit",
    ],
)
def test_an_optional_row_with_a_condition_is_conditional(tmp_path: Path, cell: str) -> None:
    assert row_of(tmp_path, f"|it |false |string |{cell}|").required == "conditional"


@pytest.mark.parametrize(
    "cell", ["Is not required", "Either way is fine, up or down", "You must specify it as `true` when closing"]
)
def test_an_optional_row_without_a_condition_is_not(tmp_path: Path, cell: str) -> None:
    assert row_of(tmp_path, f"|it |false |string |{cell}|").required == "no"


def test_a_row_for_the_items_of_a_list_is_the_lists_type(tmp_path: Path) -> None:
    text = PAGE.replace("|>> thingId |string |Thing ID |", "|>> uids |array |Accounts |\n|>>> (element) |string |UID |")
    [items] = page(tmp_path, text).response
    assert (items.fields[0].name, items.fields[0].type, items.fields[0].fields) == ("uids", "array of strings", ())


def test_requests_in_tabs_are_variants_around_the_rows_that_all_have(tmp_path: Path) -> None:
    def tab(label: str, rows: str) -> str:
        heading = "<table><tr><th>Parameter</th><th>Required</th><th>Type</th><th>Comments</th></tr>"
        return f'<TabItem value="x" label="{label}">\n{heading}{rows}</table>\n</TabItem>\n'

    def row(name: str, required: str, cell: str) -> str:
        return f"<tr><td>{name}</td><td><b>{required}</b></td><td>string</td><td>{cell}</td></tr>"

    up = row("kind", "true", "Kind. <code>up</code>") + row("size", "true", "Size") + row("step", "true", "Step")
    down = row("kind", "true", "Kind. <code>down</code>") + row("size", "false", "Size")
    start, _, rest = PAGE.partition("### Request Parameters\n")
    text = f"{start}### Request Parameters\n<Tabs>\n{tab('Up', up)}{tab('Down', down)}</Tabs>\n\n### Response{rest.partition('### Response')[2]}"
    draft = page(tmp_path, text)
    assert [(each.name, each.required, each.values) for each in draft.request] == [
        ("kind", "yes", ("up", "down")),
        ("size", "conditional", ()),
    ]
    assert [(table.title, [(each.name, each.required) for each in table.rows]) for table in draft.variants] == [
        ("Up", [("step", "yes")])
    ]


def test_a_heading_without_a_table_that_is_understood_is_reported(tmp_path: Path) -> None:
    start, _, rest = PAGE.partition("### Request Parameters\n")
    text = f"{start}### Request Parameters\nSend a `category` and a `thingId`.\n\n### Response{rest.partition('### Response')[2]}"
    assert [each.code for each in page(tmp_path, text).diagnostics] == ["table-unread"]
    assert [
        each.code for each in page(tmp_path, text.replace("Send a `category` and a `thingId`.", "None")).diagnostics
    ] == []


def test_a_page_that_ends_within_its_example_is_reported(tmp_path: Path) -> None:
    draft = page(tmp_path, PAGE[: PAGE.rindex("```")])
    assert told(draft) == ["page-cut"]


def test_the_items_of_a_candle_have_names_where_a_page_only_describes_them(tmp_path: Path) -> None:
    described = "|>> list[0] |string |Start time of the candle (ms) |\n|>> list[1] |string |Highest price |"
    text = PAGE.replace(
        "|>> thingId |string |Thing ID |", "|>> list |array |Candles |\n" + described.replace(">>", ">>>")
    )
    [items] = page(tmp_path, text).response
    candles = items.fields[0]
    assert (candles.type, [row.name for row in candles.fields]) == ("array of arrays", ["startTime", "highPrice"])
    unnamed = text.replace("Highest price", "Bid size")
    assert page(tmp_path, unnamed).response[0].fields[0].fields == ()
