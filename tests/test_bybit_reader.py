"""The reader of Bybit's pages on small pages of our own; the real ones are read in tests/pages."""

from pathlib import Path

import pytest

from bybit_page import ENUMS, PAGE, page, pages, per_user, told
from venuespec.pages.formats.bybit_mdx import read_page
from venuespec.pages.parts.grid import grid
from venuespec.pages.snapshot import read_snapshot


def test_a_page_gives_its_facts(tmp_path: Path) -> None:
    draft = page(tmp_path)
    assert (draft.key, draft.title, draft.section, draft.signed) == (
        "POST /v5/thing/create",
        "Place Thing",
        "thing",
        True,
    )
    assert draft.source == "https://bybit-exchange.github.io/docs/v5/thing/create-thing"
    assert told(draft) == []
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


ANSWER = """---
title: Get Tiers
---
### HTTP Request
<APIEndpoint method="GET" url="/v5/thing/tiers" />

### Response Parameters
| Parameter | Type | Comments|
|:----- |:-----|----- |
|list |array |Object |
|> coin |string |Coin |
|> tiers |string |Object |
|>> tier |string |Tier |
|>> maxQty |string |Most |
|> note |string |Note |

### Response Example
```json
%s
```
"""


def test_a_list_that_is_called_text_has_the_fields_that_its_example_shows(tmp_path: Path) -> None:
    shown = '{"retCode": 0, "result": {"list": [{"coin": "BTC", "tiers": [{"tier": "1", "maxQty": "5"}], "note": ""}]}}'
    [items] = page(tmp_path, ANSWER % shown).response
    assert [(row.name, row.type) for row in items.fields] == [
        ("coin", "string"),
        ("tiers", "array"),
        ("note", "string"),
    ]
    assert [row.name for row in items.fields[1].fields] == ["tier", "maxQty"]


@pytest.mark.parametrize(
    "row",
    ['"coin": "BTC", "tier": "1", "maxQty": "5"', '"coin": "BTC", "tiers": "1 to 5", "tier": "1"', '"coin": "BTC"'],
)
def test_rows_that_an_example_shows_beside_a_text_or_not_at_all_stay_beside_it(tmp_path: Path, row: str) -> None:
    [items] = page(tmp_path, ANSWER % ('{"retCode": 0, "result": {"list": [{' + row + "}]}}")).response
    assert [row.name for row in items.fields] == ["coin", "tiers", "tier", "maxQty", "note"]


def test_a_list_has_the_name_that_every_example_gives_it(tmp_path: Path) -> None:
    shown = (
        '{"retCode": 0, "result": {"result": [{"coin": "BTC", "tiers": "", "tier": "1", "maxQty": "5", "note": ""}]}}'
    )
    [items] = page(tmp_path, ANSWER % shown).response
    assert (items.name, [row.name for row in items.fields]) == ("result", ["coin", "tiers", "tier", "maxQty", "note"])


@pytest.mark.parametrize(
    "shown", ['{"list": [], "other": [{"coin": "BTC"}]}', '{"other": [{"size": "1"}]}', '{"other": []}']
)
def test_a_list_keeps_its_name_where_an_example_shows_it_or_something_else(tmp_path: Path, shown: str) -> None:
    [items] = page(tmp_path, ANSWER % ('{"retCode": 0, "result": ' + shown + "}")).response
    assert items.name == "list"


def test_what_is_not_understood_is_reported(tmp_path: Path) -> None:
    text = (
        PAGE.replace("|**ture** |array", "|perhaps |array").replace("|> size|", "|> (a size)|").replace('"9"}]', '"9"}')
    )
    draft = page(tmp_path, text)
    assert sorted(told(draft)) == ["example-unread", "required-unread", "row-unread"]


def test_an_example_of_another_endpoint_is_none(tmp_path: Path) -> None:
    draft = page(tmp_path, PAGE.replace("POST /v5/thing/create HTTP", "GET /v5/other HTTP"))
    assert told(draft) == ["example-elsewhere"]
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
    assert told(placed.draft) == []


def test_a_page_that_looks_like_an_endpoint_is_reported_by_the_snapshot(tmp_path: Path) -> None:
    page(tmp_path)
    (tmp_path / "thing" / "odd.mdx").write_text("---\ntitle: Odd\n---\n### HTTP Request\nSomewhere.\n")
    found = read_snapshot(tmp_path, "bybit_markdown", "result", {})
    assert [(each.file.name, each.line, each.code) for each in found.nameless] == [("odd.mdx", 5, "endpoint-unread")]
    assert read_snapshot(tmp_path, "bybit_markdown", "result", {}, sections=("other",)).nameless == ()


def test_an_answer_is_known_by_its_envelope_below_any_title(tmp_path: Path) -> None:
    draft = page(tmp_path, PAGE.replace("### Response Example", "### Output"))
    assert [example.response is not None for example in draft.examples][-1]


def test_a_title_that_speaks_of_examples_labels_none(tmp_path: Path) -> None:
    file = tmp_path / "sample-rates.mdx"
    file.write_text(
        "---\ntitle: Sample rates\n---\n\n# Examples of rates\n\n### HTTP Request\nPOST /v5/rate/sample\n\n"
        "### Request Parameters\n| Parameter | Required | Type | Comments |\n|---|---|---|---|\n"
        "| coin | true | string | Coin |\n\n### Response Parameters\n| Parameter | Type | Comments |\n|---|---|---|\n"
        "| id | string | ID |\n"
    )
    [draft] = read_page(file)
    assert ([row.name for row in draft.request], [row.name for row in draft.response]) == (["coin"], ["id"])
    assert told(draft) == []
