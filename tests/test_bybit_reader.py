"""The reader of Bybit's pages on small pages of our own; the real ones are read in tests/docs."""

from pathlib import Path

from venuespec.pages.draft import Draft
from venuespec.pages.formats.bybit_mdx import read_page
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


def page(folder: Path, text: str = PAGE) -> Draft:
    (folder / "rate-limit").mkdir()
    (folder / "rate-limit" / "rate-limit.mdx").write_text(LIMITS)
    (folder / "thing").mkdir()
    file = folder / "thing" / "create-thing.mdx"
    file.write_text(text)
    [draft] = read_page(file)
    return draft


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
