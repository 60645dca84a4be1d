"""What a cell says in words that no reader had seen: read right, or nothing is read of it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from venuespec.pages.formats import binance_markdown, bybit_mdx
from venuespec.pages.parts import words
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.parts.meanings import is_row_ended
from venuespec.pages.parts.prose import stated, stated_and_left
from venuespec.pages.parts.residue import residue
from venuespec.pages.parts.type_words import type_of, type_remark
from venuespec.pages.parts.usual_words import in_usual_words
from venuespec.pages.parts.values import listed
from venuespec.pages.readers import Page

from .mutations.page_frames import PageLayout


def values_of(cell: str, name: str = "dirKind") -> tuple[tuple[str, ...], bool]:
    return listed(cell.split("\n"), name)


@pytest.mark.parametrize(
    "cell",
    [
        "`size` or `funds`",
        "`size`/`funds` of the order",
        "`price` and `qty` of it",
        "size/funds",
        "`size` (`funds` for buys)",
        "`size` 或 `funds`",
        "id/name",
    ],
)
def test_names_of_fields_are_no_values(cell: str) -> None:
    assert values_of(cell, "noteKind") == ((), False)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("One of `size`, `funds`", ("size", "funds")),
        ("`size`: by size\n`funds`: by funds", ("size", "funds")),
        ("`baseCoin`, `quoteCoin`", ("baseCoin", "quoteCoin")),
    ],
)
def test_such_names_are_values_where_something_says_so(cell: str, values: tuple[str, ...]) -> None:
    assert values_of(cell, "marketUnit") == (values, False)


@pytest.mark.parametrize("cell", ["only `perp`", "Only `perp` and `swap`", "`perp` and `swap` only"])
def test_products_that_a_row_is_for_are_no_values(cell: str) -> None:
    assert values_of(cell, "alarmTag") == ((), False)


@pytest.mark.parametrize(
    "cell",
    [
        "spot: in/out, perp: swap",
        "spot: max 20; perp: max 100",
        "20 (basic) / 100 (premium)",
        "Max. 20 for free, 100 for pro",
        "取值：[2,640]",
        "The response has `a` or `b`",
    ],
)
def test_cases_tiers_ranges_and_answers_are_no_values(cell: str) -> None:
    assert values_of(cell) == ((), False)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("`in`/`out`; leave it to us with `auto`", ("in", "out")),
        ("`in` (or `1`), `out` (or `2`)", ("in", "out")),
        ("`in`\n`out`\nand those of partners", ("in", "out")),
        ("`in`, `out`. More will follow.", ("in", "out")),
        ("`in` or `out`; `all` returns both", ("in", "out", "all")),
        ("0: no, other: yes", ("0",)),
        ("`desc` (default)", ("desc",)),
        ("`desc`, if not specified", ("desc",)),
        ("`BTC-USDT`", ("BTC-USDT",)),
        ("deposit=`in`, withdrawal=`out`", ("in", "out")),
        ("deposit - `in`; withdrawal - `out`", ("in", "out")),
    ],
)
def test_a_list_that_goes_on_stays_open(cell: str, values: tuple[str, ...]) -> None:
    assert values_of(cell) == (values, True)


@pytest.mark.parametrize(
    "cell",
    [
        "dflt 5 sec",
        "5 seconds by default",
        "if omitted, 5 minutes",
        "Defaults to 10 s",
        "default 5..10",
        "default: up to 5",
        "defaults to `px` times 2",
        "The default of `px` is 5",
        "not a maximum of 5",
        "max 5? no",
        "max 5, but more is accepted",
        "e.g., max 5",
        "say, 50 to 100",
        "max: 20 | 100 (pro)",
    ],
)
def test_what_is_turned_measured_or_an_example_states_nothing(cell: str) -> None:
    assert stated(cell, "Integer", ()) == {}


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("letters and digits; max 20", {"max_length": 20}),
        ("up to 20 symbols, letters and digits", {"max_length": 20}),
        ("a-z, A-Z, 0-9; max 20", {"max_length": 20}),
        ("a-zA-Z0-9, up to 20", {"max_length": 20}),
        ("Alphanumeric and `-`; up to 20", {"max_length": 20}),
        ("字母数字，最长20", {"max_length": 20}),
        ("字母和数字组合，最大20", {"max_length": 20}),
        ("Must be 20 characters", {"min_length": 20, "max_length": 20}),
        ("Default 20, max 75", {"default": "20", "max": Decimal(75)}),
    ],
)
def test_the_number_of_characters_is_a_length(cell: str, facts: dict[str, Any]) -> None:
    assert stated(cell, "String", ()) == facts


@pytest.mark.parametrize("cell", ["Your own reference (20 chars)", "max 20, letters and digits", "1-20 (letters only)"])
def test_a_figure_that_may_be_a_length_is_left(cell: str) -> None:
    facts, left = stated_and_left(cell, "String", ())
    assert (facts, len(left)) == ({}, 1)


@pytest.mark.parametrize(
    ("line", "values", "ended"),
    [
        ("0: no, 1: yes (deprecated)", ("0", "1"), False),
        ("`in`: old, deprecated", ("in", "out"), False),
        ("Deprecated. One of `in`, `out`", ("in", "out"), True),
        ("~~`in`~~", ("in",), True),
    ],
)
def test_an_end_of_one_value_is_none_of_the_row(line: str, values: tuple[str, ...], ended: bool) -> None:
    assert is_row_ended(line, values) is ended


@pytest.mark.parametrize(("cell", "said"), [("否（可选）", "no"), ("yes no", "unknown"), ("not yes", "unknown")])
def test_requiredness_in_two_words(cell: str, said: str) -> None:
    assert words.required_of(cell) == said


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("Cannot be more then 640", {"max": Decimal(640)}),
        ("less or equal to 640", {"max": Decimal(640)}),
        ("Maximun 640", {"max": Decimal(640)}),
        ("from 2 to 640 incl.", {"min": Decimal(2), "max": Decimal(640)}),
        ("2-640 (both incl.)", {"min": Decimal(2), "max": Decimal(640)}),
        ("<p>Max: <b>640</b></p>", {"max": Decimal(640)}),
        ("Max&nbsp;640", {"max": Decimal(640)}),
        ("2&ndash;640", {"min": Decimal(2), "max": Decimal(640)}),
        ("&le; 640", {"max": Decimal(640)}),
        ("不可大於640", {"max": Decimal(640)}),
        ("最多640筆", {"max": Decimal(640)}),
        ("預設為 35", {"default": "35"}),
        ("Rows to get (35 by dflt)", {"default": "35"}),
        ("If this param is empty, it'll be `down`.", {"default": "down"}),
        ("if null, `down`", {"default": "down"}),
        ("Def: `down`", {"default": "down"}),
        ("最大640を超えない", {}),
    ],
)
def test_words_as_people_write_them(cell: str, facts: dict[str, Any]) -> None:
    assert stated(cell, "Integer", ()) == facts


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("ids, seperated by comma", "ids, separated by comma"),
        ("<code>in</code>, <code>out</code>", "`in`, `out`"),
        ("`seperated` stays", "`seperated` stays"),
        ("範圍：2-640", "范围：2-640"),
    ],
)
def test_usual_words(text: str, usual: str) -> None:
    assert in_usual_words(text) == usual


@pytest.mark.parametrize(
    ("cell", "values", "left"),
    [
        ("0: no, 1: yes. Valid only for `stop` orders", ("0", "1"), "Valid only for `stop` orders"),
        ("`a`: x, `b`: y; only for `perp`", ("a", "b"), "only for `perp`"),
        ("`in` (or `1`)", ("in",), "(or `1`)"),
    ],
)
def test_what_is_said_of_the_row_behind_a_meaning_is_told(cell: str, values: tuple[str, ...], left: str) -> None:
    assert left in residue(cell, "String", values, "dirKind")


@pytest.mark.parametrize(
    "cell",
    [
        "`in` or `out`. It also takes a wildcard `*`",
        "`in`, `out` (or `-1`)",
        "`in` or `out`. If enabled, `swap`.",
        "`in`: deposit, `out`: withdrawal, in the US `swap`",
        "`in`: deposit, `out`: withdrawal, `swap` being experimental",
        "`in`, `out`. See also `swap`, which is new",
        "`in`, `out`. Abbreviations `i` and `o` are fine.",
        "`in`, `out`，另有 `swap`",
    ],
)
def test_a_further_code_in_other_words_leaves_the_list_open(cell: str) -> None:
    values, is_open = values_of(cell)
    assert (values[0], is_open) == ("in", True)


@pytest.mark.parametrize("cell", ["`gross` or `net` price of the pair", "`dir` can be `in` or `out`", "date/time"])
def test_what_describes_something_else_is_no_list(cell: str) -> None:
    assert values_of(cell, "noteText") == ((), False)


@pytest.mark.parametrize(
    "cell",
    [
        "At most 20. Market makers: 100.",
        "guests: max 20",
        "max 20 rows (JSON) or 100 rows (CSV)",
        "a-z/0-9",
        "with `deep`, defaults to 5",
        "默认5，`deep`时为10",
        "default = `px`",
        "the default is random",
        "may default to 5",
    ],
)
def test_a_case_or_another_thing_states_nothing(cell: str) -> None:
    assert stated(cell, "String", ()) == {}


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("长度必须小于等于20", {"max_length": 20}),
        ("list of ids (CSV)", {"separator": ","}),
        ("ids as CSV", {"separator": ","}),
        ("Format of the file: JSON or CSV", {}),
    ],
)
def test_lengths_and_separators(cell: str, facts: dict[str, Any]) -> None:
    assert stated(cell, "String", ()) == facts


def row_of(format_: str, cell: str, folder: Path) -> Any:
    """The row with this description on a page of a format."""
    table = "| Parameter | Type | Required | Description |\n|---|---|---|---|\n| symbol | string | Yes | Symbol |\n"
    text = PageLayout(name="cell", request=f"{table}| noteTag | string | No | {cell} |\n").text(format_)
    file = folder / "page.mdx"
    file.write_text(text, encoding="utf-8")
    if format_ == "bybit":
        [draft] = bybit_mdx.read_text(text, file, PageFolder(folder))
    else:
        [draft] = binance_markdown.READER.drafts(Page(file=file, text=text))
    return next(row for row in draft.request if row.name == "noteTag")


@pytest.mark.parametrize("cell", ['The default value is "maker"', "Default:maker", "'maker' by default"])
def test_a_default_without_code_marks_is_kept_in_each_format(cell: str, tmp_path: Path) -> None:
    assert [row_of(format_, cell, tmp_path).default for format_ in ("bybit", "binance")] == ["maker", "maker"]


@pytest.mark.parametrize(
    "cell", ["`size` or `funds` of the order", "`in` or `out`, in the US `swap`", "`in` or `out`，其余见附录"]
)
def test_words_in_marks_at_the_beginning_are_no_closed_list(cell: str, tmp_path: Path) -> None:
    rows = [row_of(format_, cell, tmp_path) for format_ in ("bybit", "binance")]
    assert [row.open or not row.values for row in rows] == [True, True]


@pytest.mark.parametrize(
    "cell",
    [
        "`px` has a max of 100",
        "the number of `px` entries may not exceed 100",
        "`px` between 5 and 100",
        "same limits as `px` (max 100)",
        "`px`最大100",
        "returns up to 100",
        "You will get 100 at most",
        "result contains at most 100",
        "up to 640 rows are returned",
        "v1: max 100",
        "ex. 5-100",
        "sample: 5~100",
        "at least 5 USDT",
        "max. 1 BTC",
    ],
)
def test_a_bound_of_something_else_is_left(cell: str) -> None:
    facts, left = stated_and_left(cell, "Integer", (), "limit")
    assert (facts, len(left) > 0 or bool(residue(cell, "Integer", (), "limit"))) == ({}, True)


def test_a_bound_of_the_row_by_its_own_name_is_read() -> None:
    assert stated_and_left("`limit` must be between 5 and 100", "Integer", (), "limit")[0] == {"min": 5, "max": 100}
    assert stated_and_left("`px`: max 100", "Integer", ("px",), "limit")[0] == {}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Order ID\nUse a comma to join orders. `order_id1,order_id2`, no more than 3", "order_id"),
        ("Mark of the alarm. Field `state` of the answer is one of `OPEN`, `FIRED`.", "alarmTag"),
    ],
)
def test_a_sample_of_several_and_the_values_of_another_field_are_no_list(cell: str, name: str) -> None:
    assert values_of(cell, name)[0] == ()


def test_a_default_of_another_parameter_is_left() -> None:
    facts, _ = stated_and_left("Number of the alarm. With it, `rowCount` defaults to 10.", "Integer", (), "alarmNum")
    assert facts == {}
    own, _ = stated_and_left("`rowCount` defaults to 10.", "Integer", (), "rowCount")
    assert own == {"default": "10"}


def test_heads_in_plain_words_are_those_of_a_request() -> None:
    heads = ("Param", "Kind", "Needed?", "What it is")
    assert [words.column_of(head) for head in heads] == ["name", "type", "required", "description"]


def test_an_optional_word_with_the_star_of_a_note_may_be_required() -> None:
    assert [words.required_of(cell) for cell in ("No*", "optional*", "**No**", "No")] == [
        "conditional",
        "conditional",
        "no",
        "no",
    ]


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("DECIMAL", "DECIMAL"),
        ("BIGDECIMAL", "Decimal"),
        ("STRING(DECIMAL)", "Decimal"),
        ("String (decimal)", "Decimal"),
        ("Decimal(20,8)", "Decimal"),
        ("java.math.BigDecimal", "Decimal"),
        ("float string", "Decimal"),
        ("decimal number", "Number"),
        ("ARRAY<DECIMAL>", "Array of strings"),
        ("List<Map<String,String>>", "Array of objects"),
        ("Map<String, List<String>>", "Object"),
        ("comma-separated list", "String"),
        ("CSV", "String"),
        ("boolean string", "String"),
        ("ulong", "Integer"),
        ("BYTE", "Integer"),
        ("num", "Number"),
        ("MONEY", None),
        ("STRING/LONG", None),
        ("OrderType", None),
    ],
)
def test_words_for_types(word: str, label: str | None) -> None:
    assert type_of(word) == label


@pytest.mark.parametrize(
    ("cell", "remark"), [("CSV", "Comma-separated list"), ("decimal(38)", ""), ("String(38)", "Maximum length: 38")]
)
def test_what_a_type_cell_says_beside_the_type(cell: str, remark: str) -> None:
    assert type_remark(cell) == remark


@pytest.mark.parametrize(
    "text",
    [
        "Values: see Order types",
        "Allowed values: see Enum",
        "Values: as above",
        "Values: integer only",
        "Values: depends on symbol",
        "Possible values: Order Types",
        "Valid values: letters, digits, underscores",
        "Allowed: letters and digits",
        "Possible values: symbols, pairs or coins",
        "Enum: SideEnum, PositionEnum",
    ],
)
def test_words_of_a_sentence_are_no_list(text: str) -> None:
    assert listed([text], "kind") == ((), False)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Possible values: BUY SELL", ("BUY", "SELL")),
        ("Values: spot margin futures", ("spot", "margin", "futures")),
        ("Valid values: above, below", ("above", "below")),
    ],
)
def test_codes_without_marks_are_a_list(text: str, values: tuple[str, ...]) -> None:
    assert listed([text], "kind")[0] == values


@pytest.mark.parametrize(
    "text", ["Values: see below", "Enum: OrderType", "Of type PosMode", "The options are listed in Sides"]
)
def test_a_list_that_stands_elsewhere_is_told(text: str) -> None:
    assert residue(text, "String", (), "kind") != ()


@pytest.mark.parametrize(
    "text",
    [
        "Currency of the price (It can be omitted, ex. KRW).",
        "Can be omitted, empty or null",
        "Can be sent, amended or cancelled",
        "It may be used, ex: BTC",
    ],
)
def test_what_can_happen_to_a_parameter_is_no_list_of_values(text: str) -> None:
    assert listed([text], "kind") == ((), False)
