"""What readers make of the spellings that documentation pages use; each is taken from a page, shortened."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from venuespec.pages.crosscheck import disagreements
from venuespec.pages.draft import Draft
from venuespec.pages.formats.okx_markdown import read_page, read_text
from venuespec.pages.parts.codes import codes_of_page
from venuespec.pages.parts.prose import stated
from venuespec.pages.parts.values import listed
from venuespec.pages.snapshot import read_snapshot

PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#trading-account-rest-api-set-it
updated_at: {day}T23:27:50
---

# Set it

#### Rate Limit: 5 requests per 2 seconds

#### Rate limit rule: User ID

#### Permission: Trade

#### HTTP Request

`POST /api/v5/account/set-it`

> Request Example


    POST /api/v5/account/set-it
    body
    {{
        "ccy":"BTC", // the currency
        "uly":"BTC-USD"
    }}


#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
ccy | String | Yes | Currency
after | String | Yes | Cursor

> Response Example


    {{"code": "0", "msg": "", "data": [{{"ccy": ["BTC"]}}]}}


#### Response Parameters

Parameter | Type | Description
---|---|---
ccy | String | Currency

---

# 设置

#### HTTP请求

`POST /api/v5/account/set-it`

#### 请求参数

参数名 | 类型 | 是否必须 | 描述
---|---|---|---
ccy | String | 是 | 币种
after | String | 否 | 分页
only | String | 否 | 中文

#### 返回参数

参数名 | 类型 | 描述
---|---|---
ccy | String | 币种
"""


@pytest.mark.parametrize(
    ("lines", "values", "is_open"),
    [
        (["Margin mode", "`cross`", "`isolated`"], ("cross", "isolated"), False),
        (["`0`: disable, the default value", "`1`: enable"], ("0", "1"), False),
        (["`base_ccy`: Base currency ,`quote_ccy`: Quote currency"], ("base_ccy", "quote_ccy"), False),
        (["`true`: Normal `false`: Frozen"], ("true", "false"), False),
        (["`SWAP`, the default value"], ("SWAP",), True),
        (["`4`/`5`/`6`: Waiting manual review", "`7`: Approved"], ("4", "5", "6", "7"), False),
        (["Contract DCA: `start`: Start bot", "Spot DCA: `start`: Start bot"], ("start",), False),
        (["`contract_dca`: `1`: Stop, `2`: Keep"], ("1", "2"), False),
        (["Order side, `buy` `sell`"], ("buy", "sell"), False),
        (["Valid values are `buy` or `sell`."], ("buy", "sell"), False),
        (["Valid values can be buy or sell."], ("buy", "sell"), False),
        (["`true` or `false`, the default is `false`"], ("true", "false"), False),
        (["`3m`, `5m`, `15m` (`m`: minute)", "`1H`, `4H` (`H`: hour)"], ("3m", "5m", "15m", "1H", "4H"), False),
        (["Bar size, e.g. [1m/3m/5m]"], ("1m", "3m", "5m"), True),
        (["K-line type: 3m / 5m / 1D"], ("3m", "5m", "1D"), True),
        (["`a`: kept", "~~`b`: gone~~ (Deprecated)"], ("a", "b"), True),
        (["Instrument ID, e.g. `BTC-USDT`"], (), False),
        (["Only applicable to `FUTURES`/`SWAP`"], (), False),
        (["Either `ordId` or `clOrdId` is required."], (), False),
        (["`It will be deprecated soon`"], (), False),
        (["`long` can only be passed in `long/short` mode"], (), False),
        (["`algoId`(s) of the algo orders that the trigger started"], (), False),
        (["`fok`(fill or kill), `ioc`(immediate or cancel)"], ("fok", "ioc"), False),
    ],
)
def test_values_in_every_spelling(lines: list[str], values: tuple[str, ...], is_open: bool) -> None:
    assert listed(lines) == (values, is_open)


@pytest.mark.parametrize(
    ("text", "type_", "values", "found"),
    [
        ("The maximum is `100`; The default is `100`", "String", (), {"max": Decimal(100), "default": "100"}),
        ("Maximum and default is 100", "String", (), {"max": Decimal(100), "default": "100"}),
        ("The maximum is 100 which is also the default value.", "String", (), {"max": Decimal(100), "default": "100"}),
        ("Clamped to `[1, 100]`. Default is 30.", "String", (), {"min": Decimal(1), "max": Decimal(100), "default": "30"}),
        ("Must be an integer between 10-120. Default is 60.", "String", (), {"min": Decimal(10), "max": Decimal(120), "default": "60"}),
        ('Number of results per page. Default `"30"`. Maximum `"100"`', "String", (), {"max": Decimal(100), "default": "30"}),
        ('Max records per page. Default `"31"`, max `"100"`', "String", (), {"max": Decimal(100), "default": "31"}),
        ("Range: `0` to `0.05` (0% to 5%, inclusive).", "String", (), {"min": Decimal(0), "max": Decimal("0.05")}),
        ("The range should be [0, 10 000]", "String", (), {"min": Decimal(0), "max": Decimal(10000)}),
        ("A combination of case-sensitive alphanumerics, all numbers, or all letters of up to 32 characters.", "String", (), {"max_length": 32, "pattern": "[A-Za-z0-9]*"}),
        ("Single currency or multiple currencies (no more than 20) separated with comma, e.g. `BTC`", "String", (), {"max_items": 20, "separator": ","}),
        ("Maximum 5 currencies can be selected in one order.", "Array of strings", (), {"max_items": 5}),
        ("If not specified, the default value is `false`.", "Boolean", (), {"default": "false"}),
        ("Default is last", "String", ("last", "index"), {"default": "last"}),
        # What hangs on something is no default and no limit.
        ("The default is `net` in the `net` mode", "String", (), {}),
        ("Default is `quote_ccy` for buy, `base_ccy` for sell", "String", (), {}),
        ("The default value is the quote currency, for example: for `BTC-USD`, the default is `USD`.", "String", (), {}),
        ("When the period is `weekly`, the value range is an integer of [1,7]", "String", (), {}),
        ("Maximum total amount in USDT.", "String", (), {}),
    ],
)  # fmt: skip
def test_what_prose_states_of_a_value(text: str, type_: str, values: tuple[str, ...], found: dict[str, Any]) -> None:
    assert stated(text, type_, values) == found


def drafted(day: str = "2026-06-27") -> Draft:
    [draft] = read_text(PAGE.format(day=day), Path("page.md"))
    return draft


def test_witnesses_contradict_the_table() -> None:
    assert {each.subject: each.message for each in disagreements(drafted(), "data")} == {
        "request.after.required": "required is yes in English, no in Chinese",
        "request.only": "only the Chinese table has this row",
        "request.uly": "an example sends it, and no table lists it",
        "response.ccy.type": "the table says String, an example shows an array",
    }


def test_what_is_mended_is_said() -> None:
    [request, response] = drafted().examples
    assert (request.request, request.repaired) == ({"ccy": "BTC", "uly": "BTC-USD"}, "comment")
    assert (response.response["code"], response.repaired) == ("0", None)


def test_an_endpoint_that_only_an_old_page_has_is_stale(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(PAGE.format(day="2026-01-15"))
    for number in range(3):
        text = PAGE.format(day="2026-06-27").replace("set-it", f"set-{number}")
        (tmp_path / f"{number}.md").write_text(text)
    snapshot = read_snapshot(tmp_path, "okx_markdown", "data", {})
    assert snapshot.stale == ("POST /api/v5/account/set-it",)
    assert [each.draft.path for each in snapshot.placed] == [f"/api/v5/account/set-{each}" for each in range(3)]


@pytest.mark.parametrize(
    ("sentence", "access"),
    [
        ("This endpoint does not require authentication.", ("public", "stated by the page")),
        ("Authentication is not required.", ("public", "stated by the page")),
        ("This endpoint requires API Key authentication.", ("signed", "stated by the page")),
        ("This endpoint sets it.", ("signed", "limit counted on user id")),
    ],
)
def test_the_page_says_whether_calls_are_signed(tmp_path: Path, sentence: str, access: tuple[str, str]) -> None:
    page = PAGE.format(day="2026-06-27").replace("#### HTTP Request", f"{sentence}\n\n#### HTTP Request", 1)
    (tmp_path / "page.md").write_text(page)
    [placed] = read_snapshot(tmp_path, "okx_markdown", "data", {}).placed
    assert (placed.access, placed.evidence) == access


def test_a_section_page_that_still_has_it_keeps_an_old_page(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(PAGE.format(day="2026-01-15"))
    english = PAGE.format(day="2026-06-27").split("\n---\n\n# 设置")[0]
    block = english[english.index("# Set it") :]
    (tmp_path / "section.md").write_text(english + "\n\n" + block.replace("set-it", "set-other"))
    snapshot = read_snapshot(tmp_path, "okx_markdown", "data", {})
    assert snapshot.stale == ()
    assert len(snapshot.placed) == 2


def test_what_is_no_page_has_no_endpoints(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("\x00\x1b[31m| a |\n---|---\n" * 10)
    assert read_page(file) == []


def test_error_codes_stand_in_tables_of_any_page(tmp_path: Path) -> None:
    """A code with a part of its own counts as its first part too; other tables and other columns do not count."""
    page = tmp_path / "error.md"
    page.write_text(
        "# Errors\n\n"
        "Error Code | HTTP Status Code | Error Message\n---|---|---\n"
        "51000 | 400 | Parameter {param0}  error\n"
        "51004_1101 | 200 | Too large.\n"
        "51004_1102 | 200 | Too small.\n"
        "# Places\n\nCountry | Code\n---|---\nSamoa | 60001\n60002 | Samoa\n"
        "## WebSocket\n\n**Error Code** | **Error Message**\n---|---\n60003 | No login.\n"
    )
    assert codes_of_page(page) == {
        "51000": ("Parameter {param0} error",),
        "51004_1101": ("Too large.",),
        "51004": ("Too large.", "Too small."),
        "51004_1102": ("Too small.",),
        "60003": ("No login.",),
    }


def test_durations_in_sentences_are_values() -> None:
    lines = (
        "Back testing duration in number of days",
        "Spot grid default is `7D` with available durations of `7D`, `30D` and `180D`",
        "Contract grid default is `14D` with available durations of `7D`, `14D` and `30D`",
    )
    assert listed(lines) == (("7D", "30D", "180D", "14D"), False)
