"""The reader of Bybit's pages on small pages of our own; the real ones are read in tests/docs."""

from decimal import Decimal
from pathlib import Path

import pytest

from venuespec.pages.draft import Draft, DraftLimit, DraftRow
from venuespec.pages.formats.bybit_mdx import read_page
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.parts.grid import grid
from venuespec.pages.snapshot import read_snapshot

PAGE = """---
title: Place Thing
---
import Tabs from '@theme/Tabs';

:::info
You **must** say which [thing](../thing).
:::

### HTTP Request
<APIEndpoint method="POST" url="/v5/thing/create" />

### Request Parameters
| Parameter | Required | Type | Comments|
|:----- |:-------|:-----|------ |
|[category](../enum#category) |**true** |string |Product type `linear`, `spot`|
|thingId |false |string |Thing ID. Either `thingId` or `linkId` is **required** |
|trigger |*false* |string |What triggers. `Mark`, `Index`, default: `Last`<br/>Valid for `linear`|
|limit |false |integer |Most things <ul><li>`linear`: [`1`, `50`]</li><li>`spot`: [`1`, `20`]</li></ul>|
|parts |**ture** |array&lt;object&gt; |Parts|
|> size|<b>true</b> |string |How large|

### Response Parameters
| Parameter | Type | Comments|
|:----- |:-----|----- |
|result |Object | |
|> list |array |Object |
|>> thingId |string |Thing ID |
|retExtInfo |Object | |
|> list |array |Object |
|>> code |number |Error code |

### Request Example
<Tabs groupId="programming-languages">
<TabItem value="http" label="HTTP">

```http
POST /v5/thing/create HTTP/1.1
Host: api-testnet.bybit.com
X-BAPI-SIGN: XXXXX

// Small
{"category": "spot", "parts": [{"size": "1"}]}

// Large
{"category": "linear", "parts": [{"size": "9"}], "thingId": null}
```

</TabItem>
<TabItem value="python" label="Python">

```python
session.create(category="spot")
```

</TabItem>
</Tabs>

### Response Example

```json
// one thing
{"retCode": 0, "retMsg": "OK", "result": {"list": [{"thingId": "1"}]}, "retExtInfo": {"list": [{"code": 0}]}, "time": 1}
```
"""
LIMITS = """## Limits
### When category = linear spot or inverse
<table>
<tr><th rowSpan="2">Method</th><th rowSpan="2">Path</th><th colSpan="4">UTA</th><th rowSpan="2">upgradable</th></tr>
<tr><th>inverse</th><th>linear</th><th>option</th><th>spot</th></tr>
<tr><td rowSpan="2">POST</td><td>/v5/thing/create</td><td colSpan="2">10/s</td><td>-</td><td>20/s</td><td>Y</td></tr>
<tr><td>/v5/thing/cancel</td><td colSpan="4">60 req/min</td><td>N</td></tr>
</table>
"""


ENUMS = """# Shared values
### category
* `spot`
* `linear`&emsp;things in a line
* `option`

### Size Class
_small_
- `S`&emsp;small
- [M](https://example.com/m)&emsp;medium
    * not for children

_large_
- `L` `XL`&emsp;large
- default: `None`

### mood
Moods come and go.
* `happy`

### period(long)
* BTC: `7`,`14` days
* ETH: `7` days

### instrument
* `BTC-13FEB25`
* `ETHUSDT`

### notice
* `This message tells you that all went well`

### level {#custom-level}
| Value | Meaning |
|---|---|
| `1` | low |
| `2` | high |

### rank
* Rank A
* Rank B
"""


def page(folder: Path, text: str = PAGE, *, limits: str = LIMITS, place: str = "thing/create-thing") -> Draft:
    [draft] = pages(folder, text, limits=limits, place=place)
    return draft


def pages(folder: Path, text: str, *, limits: str = LIMITS, place: str = "thing/create-thing") -> list[Draft]:
    (folder / "rate-limit").mkdir(exist_ok=True)
    (folder / "rate-limit" / "rate-limit.mdx").write_text(limits)
    (folder / "enum.mdx").write_text(ENUMS)
    file = folder / f"{place}.mdx"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return read_page(file, PageFolder(folder))


def test_a_page_gives_its_facts(tmp_path: Path) -> None:
    draft = page(tmp_path)
    assert (draft.key, draft.title, draft.section, draft.signed) == (
        "POST /v5/thing/create",
        "Place Thing",
        "thing",
        True,
    )
    assert draft.source == "https://bybit-exchange.github.io/docs/v5/thing/create-thing"
    assert draft.diagnostics == ()
    assert [(row.name, row.type, row.required, row.values, row.default) for row in draft.request] == [
        ("category", "string", "yes", ("linear", "spot"), None),
        ("thingId", "string", "conditional", (), None),
        ("trigger", "string", "no", ("Mark", "Index", "Last"), "Last"),
        ("limit", "integer", "no", (), None),
        ("parts", "array of objects", "yes", (), None),
    ]
    assert [row.name for row in draft.request[4].fields] == ["size"]
    # What holds for a category only is no fact of the row.
    assert (draft.request[3].min, draft.request[3].max) == (None, None)
    assert [(limit.limit, limit.scope, limit.key) for limit in draft.rate_limits] == [
        (10, "inverse and linear", ("user_id",)),
        (20, "spot", ("user_id",)),
    ]


def test_examples_come_out_of_the_http_tab(tmp_path: Path) -> None:
    draft = page(tmp_path)
    assert [(each.title, each.request) for each in draft.examples if each.request] == [
        ("Small", {"category": "spot", "parts": [{"size": "1"}]}),
        ("Large", {"category": "linear", "parts": [{"size": "9"}], "thingId": None}),
    ]
    assert [each.response["time"] for each in draft.examples if each.response] == [1]


def test_an_item_and_its_verdict_are_one_row(tmp_path: Path) -> None:
    [items] = page(tmp_path).response
    assert (items.name, [row.name for row in items.fields]) == ("list", ["thingId", "code"])


def test_what_is_not_understood_is_reported(tmp_path: Path) -> None:
    text = (
        PAGE.replace("|**ture** |array", "|perhaps |array").replace("|> size|", "|> (a size)|").replace('"9"}]', '"9"}')
    )
    draft = page(tmp_path, text)
    assert sorted(each.code for each in draft.diagnostics) == ["example-unread", "required-unread", "row-unread"]


def test_an_example_of_another_endpoint_is_none(tmp_path: Path) -> None:
    draft = page(tmp_path, PAGE.replace("POST /v5/thing/create HTTP", "GET /v5/other HTTP"))
    assert [each.code for each in draft.diagnostics] == ["example-elsewhere"]
    assert [each for each in draft.examples if each.request] == []


def test_retired_products_and_sections_that_nobody_wants_are_left_out(tmp_path: Path) -> None:
    page(tmp_path)
    (tmp_path / "abandon").mkdir()
    (tmp_path / "abandon" / "old.mdx").write_text(PAGE.replace("/v5/thing/create", "/v5/old"))
    assert read_page(tmp_path / "abandon" / "old.mdx") == []
    wanted = read_snapshot(tmp_path, "bybit_markdown", "result", {}, sections=("thing",))
    assert [(each.group, each.name) for each in wanted.placed] == [("thing", "place_thing")]
    assert read_snapshot(tmp_path, "bybit_markdown", "result", {}, sections=("other",)).placed == ()


def test_cells_that_span_are_repeated_and_hostile_spans_are_bounded() -> None:
    table = '<table><tr><td rowspan="2">a</td><td colspan="2"><b>b</b></td></tr><tr><td>c</td><td>d</td></tr></table>'
    assert [[cell.html for cell in row] for row in grid(table)] == [["a", "<b>b</b>", "<b>b</b>"], ["a", "c", "d"]]
    assert len(grid('<table><tr><td colspan="999999999">x</td></tr></table>')[0]) == 64
    assert grid("<table><tr><td") in ([[]], [])


# --- the method and the path


def declared(folder: Path, line: str) -> list[str]:
    text = PAGE.replace('<APIEndpoint method="POST" url="/v5/thing/create" />', line)
    return [draft.key for draft in pages(folder, text)]


@pytest.mark.parametrize(
    "line",
    [
        '<APIEndpoint url="/v5/thing/create" method="POST" />',
        "<APIEndpoint method='post' url='/v5/thing/create'/>",
        '<APIEndpoint\n  url={"/v5/thing/create"}\n  method={`POST`}\n/>',
        '<ApiEndPoint verb="POST" path="v5/thing/create/"></ApiEndPoint>',
        '<Endpoint method="POST">/v5/thing/create</Endpoint>',
        '<APIEndpoint method="POST" url="https://api.example.com/v5/thing/create?dry=1" badge="new" />',
        "POST `/v5/thing/create`",
        "`POST` `/v5/thing/create`",
        "**POST** /v5/thing/create",
        "- `POST /v5/thing/create`",
        "POST: /v5/thing/create",
        "[POST] /v5/thing/create",
        "- **Method**: `POST`\n- **Path**: `/v5/thing/create`",
    ],
)
def test_an_endpoint_is_declared_in_many_spellings(tmp_path: Path, line: str) -> None:
    assert declared(tmp_path, line) == ["POST /v5/thing/create"]


@pytest.mark.parametrize(
    "heading", ["#### HTTP Request", "###HTTP Request", "<h3>HTTP Request</h3>", "**HTTP Request**", "## Endpoint"]
)
def test_the_heading_of_a_declaration_is_written_in_many_ways(tmp_path: Path, heading: str) -> None:
    text = PAGE.replace("### HTTP Request", heading).replace(
        '<APIEndpoint method="POST" url="/v5/thing/create" />', "- POST: /v5/thing/create"
    )
    assert [draft.key for draft in pages(tmp_path, text)] == ["POST /v5/thing/create"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ('<APIEndpoint method="POST" />', 11),
        ('<APIEndpoint method="SEND" url="/v5/thing/create" />', 11),
        ("Send it to the usual place.", 12),
        ("- **Method**: `POST`", 11),
        ("POST `https://login.example.com/oauth/token`", 11),
    ],
)
def test_a_declaration_that_is_not_understood_is_reported(tmp_path: Path, line: str, number: int) -> None:
    text = PAGE.replace('<APIEndpoint method="POST" url="/v5/thing/create" />', line)
    [nameless] = pages(tmp_path, text)
    assert (nameless.path, nameless.title, nameless.section) == ("", "Place Thing", "thing")
    assert [(each.line, each.code) for each in nameless.diagnostics] == [(number, "endpoint-unread")]


def test_a_declaration_in_a_comment_is_none(tmp_path: Path) -> None:
    for line in ("<!-- {} -->", "{{/* {} */}}"):
        commented = line.format('<APIEndpoint\nmethod="GET" url="/v5/thing/old" />')
        text = PAGE.replace("### HTTP Request", f"{commented}\n### HTTP Request")
        assert [draft.key for draft in pages(tmp_path, text)] == ["POST /v5/thing/create"]


def test_an_endpoint_in_a_sentence_or_a_list_is_only_mentioned(tmp_path: Path) -> None:
    text = PAGE.replace("### HTTP Request", "Call `GET /v5/thing/list` first.\n- GET /v5/thing/list\n### HTTP Request")
    assert [draft.key for draft in pages(tmp_path, text)] == ["POST /v5/thing/create"]


def test_several_endpoints_of_a_page_have_titles_and_limits_of_their_own(tmp_path: Path) -> None:
    text = """---
title: Toys
---
### Take a Toy
> API rate limit: 1 req per minute

#### HTTP Request
<APIEndpoint method="POST" url="/v5/toy/take" />

#### Request Parameters
| Parameter | Required | Type | Comments|
|---|---|---|---|
|toy |**true** |string |Toy |

### [Give a Toy](/v5/toy/give-page)
> API rate limit: 5 req per second<br/>
> Permission: ToyTransfer, PlayTransfer or PlayList

#### HTTP Request
<APIEndpoint method="POST" url="/v5/toy/give" />

#### Request Parameters
None
"""
    taken, given = pages(tmp_path, text)
    assert (taken.title, [row.name for row in taken.request], taken.rate_limits) == (
        "Take a Toy",
        ["toy"],
        (per_user(1, 60),),
    )
    assert (given.title, given.request, given.rate_limits) == ("Give a Toy", (), (per_user(5, 1),))
    assert given.permissions == ("ToyTransfer", "PlayTransfer", "PlayList")


def test_the_address_and_the_section_of_a_page_come_from_its_place_in_the_tree(tmp_path: Path) -> None:
    def placed(place: str) -> tuple[str, str]:
        draft = page(tmp_path, place=place)
        return draft.source.removeprefix("https://bybit-exchange.github.io/docs/"), draft.section

    assert placed("broker/big-broker/rate-limit/set") == (
        "v5/broker/big-broker/rate-limit/set",
        "broker big broker rate limit",
    )
    assert placed("top") == ("v5/top", "")
    assert placed("p2p/order/a page") == ("p2p/order/a%20page", "p2p order")
    assert placed("v5/thing/make") == ("v5/thing/make", "thing")


# --- values that stand on another page


def linked(folder: Path, target: str, cell: str = "What it is", kind: str = "string") -> tuple[DraftRow, list[str]]:
    row = f"|[it]({target}) |**true** |{kind} |{cell}|"
    draft = page(
        folder, PAGE.replace("|[category](../enum#category) |**true** |string |Product type `linear`, `spot`|", row)
    )
    return draft.request[0], [each.code for each in draft.diagnostics]


@pytest.mark.parametrize(
    "target",
    [
        "../enum#category",
        "../enum.mdx#category",
        "/v5/enum#category",
        "/docs/v5/enum#category",
        "../v5/enum#category",
        "https://bybit-exchange.github.io/docs/v5/enum#category",
    ],
)
def test_the_values_that_a_name_links_to_are_taken_over(tmp_path: Path, target: str) -> None:
    row, codes = linked(tmp_path, target)
    assert (row.name, row.values, row.open, codes) == ("it", ("spot", "linear", "option"), False, [])


def test_a_link_in_html_is_followed(tmp_path: Path) -> None:
    text = PAGE.replace(
        "|[category](../enum#category) |**true** |string |Product type `linear`, `spot`|",
        '|<a href="../enum#category">category</a> |**true** |string |Product type|',
    )
    assert page(tmp_path, text).request[0].values == ("spot", "linear", "option")


@pytest.mark.parametrize(
    ("anchor", "values", "is_open"),
    [
        ("size-class", ("S", "M", "L", "XL", "None"), False),
        ("custom-level", ("1", "2"), False),
        ("rank", ("Rank A", "Rank B"), False),
        ("mood", ("happy",), True),
        ("periodlong", ("7", "14"), True),
        # Instruments come and go, and messages are for people.
        ("instrument", (), False),
        ("notice", (), False),
    ],
)
def test_a_shared_list_is_open_where_it_leaves_a_doubt(
    tmp_path: Path, anchor: str, values: tuple[str, ...], is_open: bool
) -> None:
    row, codes = linked(tmp_path, f"../enum#{anchor}")
    assert (row.values, row.open, codes) == (values, is_open, [])


def test_a_cell_that_names_an_example_leaves_the_shared_list_open(tmp_path: Path) -> None:
    row, _ = linked(tmp_path, "../enum#category", "Product type, e.g. `spot`")
    assert (row.values, row.open) == (("spot", "linear", "option"), True)


def test_a_shared_list_is_open_where_the_pages_own_request_sends_another_value(tmp_path: Path) -> None:
    text = PAGE.replace("string |Product type `linear`, `spot`|", "string |Product type|").replace(
        '"category": "spot"', '"category": "moon"'
    )
    row = page(tmp_path, text).request[0]
    assert (row.values, row.open) == (("spot", "linear", "option"), True)


def test_the_cells_own_list_counts_before_the_shared_one(tmp_path: Path) -> None:
    row, _ = linked(tmp_path, "../enum#category", "Size. `big`, `small`")
    assert (row.values, row.open) == (("big", "small"), False)


@pytest.mark.parametrize("target", ["../enum#colour", "../enums#category", "../../../outside#category", "/v5/nowhere"])
def test_a_link_to_values_that_are_not_among_the_pages_is_reported(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "day"
    folder.mkdir()
    (tmp_path / "outside.mdx").write_text(ENUMS)
    row, codes = linked(folder, target)
    assert (row.values, codes) == ((), ["link-unread"])


def test_a_link_to_another_site_is_not_followed(tmp_path: Path) -> None:
    assert linked(tmp_path, "https://example.com/enum#category")[1] == []


# --- rate limits


def per_user(limit: int, seconds: int) -> DraftLimit:
    return DraftLimit(limit=limit, window=Decimal(seconds), key=("user_id",))


def limited(folder: Path, text: str, table: str = "") -> tuple[list[tuple[int, int, tuple[str, ...]]], list[str]]:
    draft = page(
        folder, PAGE.replace("### HTTP Request", f"{text}\n\n### HTTP Request", 1), limits=f"# Rate limits\n{table}"
    )
    return [(each.limit, int(each.window), each.key) for each in draft.rate_limits], [
        each.code for each in draft.diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("> API rate limit: 10 req / sec", [(10, 1, ("user_id",))]),
        ("> API rate limit: 300 req / min", [(300, 60, ("user_id",))]),
        ("* API rate limit: `5 req /s`", [(5, 1, ("user_id",))]),
        ("API rate limit: 10 reqs / sec", [(10, 1, ("user_id",))]),
        ("> UID rate limit: 5 req / second", [(5, 1, ("user_id",))]),
        ("> IP rate limit: 5 calls / minute", [(5, 60, ("ip",))]),
        ("* **Rate Limit:** 10 req/s (UID)", [(10, 1, ("user_id",))]),
        ("* **Rate Limit:** 20 req/s (IP)", [(20, 1, ("ip",))]),
        ("- **Rate Limit:** 5 req/s (per user), 5000 req/s (global)", [(5, 1, ("user_id",)), (5000, 1, ())]),
        ("- **Rate limit:**<br/>\n3 requests per second per IP.", [(3, 1, ("ip",))]),
        ("* Needs a key. **Up to 10 requests** per second per UID. Be kind.", [(10, 1, ("user_id",))]),
        ("A maximum of 2 requests every 3 seconds is served.", [(2, 3, ("user_id",))]),
        ("At most 1,000 requests a minute per IP address.", [(1000, 60, ("ip",))]),
        (
            "The API rate limit is 5 req/s, and you can only call once every 10 seconds per parts/trigger combination.",
            [(5, 1, ("user_id",)), (1, 10, ("user_id", "parts", "trigger"))],
        ),
    ],
)
def test_a_limit_is_read_from_the_words_of_a_page(
    tmp_path: Path, text: str, limits: list[tuple[int, int, tuple[str, ...]]]
) -> None:
    assert limited(tmp_path, text) == (limits, [])


@pytest.mark.parametrize(
    "text",
    [
        "> API rate limit: ten calls a second",
        "* Rate limit: depends on your level",
        "The rate limit, e.g., is 7 requests per second.",
    ],
)
def test_words_about_a_limit_that_are_not_understood_are_reported(tmp_path: Path, text: str) -> None:
    assert limited(tmp_path, text) == ([], ["limit-unread"])


def test_a_reference_to_the_table_of_limits_is_none(tmp_path: Path) -> None:
    table = "|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create |7 req/s |\n"
    text = "- **Rate limit:**<br/>\nPlease refer to [the table](../rate-limit#trade)."
    assert limited(tmp_path, text, table) == ([(7, 1, ("user_id",))], [])


@pytest.mark.parametrize(
    "row",
    [
        "|POST |[Place Thing](thing/create-thing) |7 req/s |N |",
        "|POST |[Place Thing](../thing/create-thing.mdx) |7 requests per second |N |",
        "|`POST` |`/v5/thing/create` |7/s |N |",
        "|GET |/v5/thing/create |7 req / sec |N |",
        "|POST |v5/thing/cancel<br/>v5/thing/create |7 times per second |N |",
    ],
)
def test_a_row_of_a_table_names_its_endpoint_by_path_or_by_link(tmp_path: Path, row: str) -> None:
    assert limited(tmp_path, "", f"|Method |Path |Limit |Upgradable|\n|---|:-:|---|---|\n{row}\n") == (
        [(7, 1, ("user_id",))],
        [],
    )


def test_a_table_of_limits_can_stand_on_any_page(tmp_path: Path) -> None:
    (tmp_path / "guide.mdx").write_text(
        "## API Rate Limit\n|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create | 9 req/s|\n"
    )
    assert limited(tmp_path, "") == ([(9, 1, ("user_id",))], [])


def test_a_limit_in_a_table_that_is_not_understood_is_reported(tmp_path: Path) -> None:
    table = "|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create |as agreed |\n"
    assert limited(tmp_path, "", table) == ([], ["limit-unread"])


def test_of_two_limits_the_lower_one_is_taken_and_the_difference_is_reported(tmp_path: Path) -> None:
    table = "|Method |Path |Limit |\n|---|---|---|\n|POST |/v5/thing/create |20 req/s |\n"
    assert limited(tmp_path, "> API rate limit: 10 req/s", table) == ([(10, 1, ("user_id",))], ["limits-differ"])


# --- permissions and signatures


@pytest.mark.parametrize(
    ("text", "permissions"),
    [
        ('API key needs "Earn" permission', ("Earn",)),
        ("* API key permission: `Convert`", ("Convert",)),
        ("API ker permission: `Earn`<br/>", ("Earn",)),
        ("* Requires Earn permission on the API key.", ("Earn",)),
        ('* The api key can only have "Affiliate" permission', ("Affiliate",)),
        ("* The API key must have withdrawal permissions.", ("withdrawal",)),
        (
            "> Permission: AccountTransfer, SubMemberTransfer or SubMemberTransferList",
            ("AccountTransfer", "SubMemberTransfer", "SubMemberTransferList"),
        ),
        (
            "The API key must have at least one of the following permissions to call this endpoint: Account Transfer, Subaccount Transfer, or Withdrawal.",
            ("Account Transfer", "Subaccount Transfer", "Withdrawal"),
        ),
        (
            'The API key must have one of the below permissions in order to call this endpoint..\n* sub API key: "Account Transfer"\n* master API Key: "Account Transfer", "Withdrawal"',
            ("Account Transfer", "Withdrawal"),
        ),
        ("Any permission can access this endpoint.", ()),
        ("Use a key with care.", ()),
    ],
)
def test_permissions_are_read_from_the_words_of_a_page(tmp_path: Path, text: str, permissions: tuple[str, ...]) -> None:
    assert page(tmp_path, PAGE.replace("### HTTP Request", f"{text}\n\n### HTTP Request", 1)).permissions == permissions


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Does not need authentication.", False),
        ("No authentication required. Be quick.", False),
        ("Authentication is not required.", False),
        ("* Need authentication.", True),
    ],
)
def test_the_words_of_a_page_tell_whether_calls_are_signed(tmp_path: Path, text: str, signed: bool) -> None:
    unsigned = PAGE.replace("X-BAPI-SIGN: XXXXX\n", "") if signed else PAGE
    assert page(tmp_path, unsigned.replace("### HTTP Request", f"{text}\n\n### HTTP Request", 1)).signed is signed


# --- cells


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
    assert [each.code for each in draft.diagnostics] == ["page-cut"]


# --- several pages of one path


def test_pages_of_one_path_are_variants_around_the_rows_that_all_have(tmp_path: Path) -> None:
    def product(name: str, rows: str) -> None:
        text = PAGE.replace("|[category](../enum#category) |**true** |string |Product type `linear`, `spot`|", rows)
        file = tmp_path / "earn" / name / "order.mdx"
        file.parent.mkdir(parents=True)
        file.write_text(text.replace("../enum", "../../enum"))

    (tmp_path / "enum.mdx").write_text(ENUMS)
    product("double-win", "|kind |**true** |string |Kind. `Double`|\n|doubleExtra |**true** |object |Extra|")
    product("dual-asset", "|kind |**true** |string |Kind. `Dual`|\n|dualExtra |**true** |object |Extra|")
    (tmp_path / "guide.mdx").write_text('# Guide\nSee:\n\n<APIEndpoint method="POST" url="/v5/thing/create" />\n')
    [placed] = read_snapshot(tmp_path, "bybit_markdown", "result", {}).placed
    assert [(row.name, row.required, row.values) for row in placed.draft.request[:2]] == [
        ("kind", "yes", ("Double", "Dual")),
        ("thingId", "conditional", ()),
    ]
    assert [(table.title, [row.name for row in table.rows]) for table in placed.draft.variants] == [
        ("Place Thing: double win", ["doubleExtra"]),
        ("Place Thing: dual asset", ["dualExtra"]),
    ]
    assert placed.draft.diagnostics == ()


def test_a_page_that_looks_like_an_endpoint_is_reported_by_the_snapshot(tmp_path: Path) -> None:
    page(tmp_path)
    (tmp_path / "thing" / "odd.mdx").write_text("---\ntitle: Odd\n---\n### HTTP Request\nSomewhere.\n")
    found = read_snapshot(tmp_path, "bybit_markdown", "result", {})
    assert [(each.file.name, each.line, each.code) for each in found.nameless] == [("odd.mdx", 5, "endpoint-unread")]
    assert read_snapshot(tmp_path, "bybit_markdown", "result", {}, sections=("other",)).nameless == ()
