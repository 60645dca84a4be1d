"""The reader of flattened pages, on the founding page of CoinSwitch."""

from pathlib import Path

import pytest
from attrs import evolve

from venuespec.pages.formats.flat_text import read_page
from venuespec.pages.merge import plan_import
from venuespec.pages.snapshot import read_snapshot
from venuespec.spec.load import load_settings
from venuespec.spec.problem import SpecError

ANSWER = {"retCode": 0, "retMsg": "OK", "result": {}, "retExtInfo": {}, "time": 1756460695432}


def test_the_founding_page_gives_its_facts(pages: Path) -> None:
    [draft] = read_page(pages / "seeds" / "003_c604924386931039.txt")
    assert (draft.key, draft.title) == ("POST /v5/position/set-leverage", "Set Leverage")
    # What relates two parameters is told.
    told = "no fact is read from: In one-way mode buyLeverage and sellLeverage must match"
    assert [each.message for each in draft.diagnostics] == [told]
    assert [(row.name, row.type, row.required, row.label, tuple(row.values)) for row in draft.request] == [
        ("category", "string", "yes", "", ("linear",)),
        ("symbol", "string", "yes", "Symbol", ()),
        ("buyLeverage", "string", "yes", "Leverage for long-side orders", ()),
        ("sellLeverage", "string", "yes", "Leverage for short-side orders", ()),
    ]
    assert draft.error_codes == (("110043", "leverage not modified"),)
    sent = {"category": "linear", "symbol": "BTCUSDT", "buyLeverage": "2", "sellLeverage": "2"}
    assert [(each.request, each.response) for each in draft.examples] == [(sent, None), (None, ANSWER)]


def test_a_page_that_documents_no_endpoint_gives_none(pages: Path) -> None:
    assert read_page(pages / "coinswitch_hft" / "hft-concepts-overview.md") == []


# --- the same pages as the site serves them

TOP = (
    '<!doctype html><html lang="en"><head><title>Set reach | Garden API</title><script>let a = "<h1>no</h1>";</script></head>'
    '<body><nav><a href="/">Home</a></nav><aside><ul><li><a href="/x">Plant</a></li></ul></aside><main><article><h1>Set reach</h1>'
    "<p>Sets how far a plant may reach.</p>"
)
TABLE = (
    "<h2>Body parameters</h2><table><thead><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr></thead>"
    "<tbody><tr><td><code>bed</code></td><td>string</td><td>Yes</td><td><code>north</code> or <code>south</code>.</td></tr>"
    "<tr><td><code>reach</code></td><td>integer</td><td>No</td><td>Reach in steps. Default <code>2</code>, at most 9.</td></tr></tbody></table>"
)
REST = (
    '<h2>Request</h2><ul role="tablist"><li>Python</li><li>Go</li></ul><pre><code><span>payload = {</span><br><span>"bed": "north",</span><br>'
    '<span>"reach": 3</span><br><span>}</span></code></pre><pre><code>body := map[string]any{\n"bed": "north",\n}</code></pre>'
    '<h2>Response</h2><pre>{\n  "retCode": 0,\n  "result": {"id": "7"}\n}</pre><table><tr><th>Field</th><th>Type</th><th>Description</th></tr>'
    '<tr><td>id</td><td>string</td><td>Id of the change</td></tr></table><p>retCode: 110043 with retMsg: "reach not changed" is a success.</p>'
    "</article></main><footer><p>Copyright</p></footer></body></html>"
)
FACTS = {
    "a table without heads": (
        "<table><tr><td>Method</td><td><code>POST</code></td></tr><tr><td>Path</td><td><code>/v1/bed/set-reach</code></td></tr>"
        "<tr><td>Auth</td><td>Authenticated.</td></tr></table>"
    ),
    "a table with heads": (
        "<table><thead><tr><th>Method</th><th>POST</th></tr></thead><tbody><tr><td>Path</td><td>/v1/bed/set-reach</td></tr>"
        "<tr><td>Auth</td><td>Authenticated.</td></tr></tbody></table>"
    ),
    "a list": (
        "<ul><li><strong>Method:</strong> <code>POST</code></li><li><strong>Path:</strong> <code>/v1/bed/set-reach</code></li>"
        "<li><strong>Auth:</strong> Authenticated.</li></ul>"
    ),
    "paragraphs": "<p>Method: POST</p><p>Path: <code>/v1/bed/set-reach</code></p><p>Auth: Authenticated.</p>",
    "definitions": "<dl><dt>Method</dt><dd>POST</dd><dt>Path</dt><dd>/v1/bed/set-reach</dd></dl><p>Auth: Authenticated.</p>",
    "a line": "<p><code>POST</code> <code>/v1/bed/set-reach</code></p><p>Auth: Authenticated.</p>",
    "badges": '<div><span class="badge">POST</span> <span>/v1/bed/set-reach</span></div><p>Auth: Authenticated.</p>',
}


def test_definitions_within_definitions_are_the_fields_of_a_row(tmp_path: Path) -> None:
    """What is said of a row says nothing of the endpoint."""
    definitions = (
        "<h2>Request Parameters</h2><dl><dt>bed <code>string</code> <b>required</b></dt><dd>Bed.</dd>"
        "<dt>plants <code>array</code></dt><dd>Plants<dl><dt>kind <code>string</code> required</dt><dd>Kind</dd>"
        "<dt>reach <code>integer</code></dt><dd>Reach. Will be removed on 2027-01-01.</dd></dl></dd></dl>"
    )
    (tmp_path / "set-reach.html").write_text(TOP + FACTS["a line"] + definitions + REST)
    [placed] = read_snapshot(tmp_path, "flat_text", "result", {}).placed
    bed, plants = placed.draft.request
    assert (bed.name, bed.required, plants.name) == ("bed", "yes", "plants")
    assert [(row.name, row.type, row.required) for row in plants.fields] == [
        ("kind", "string", "yes"),
        ("reach", "integer", "no"),
    ]
    assert "removed" not in placed.draft.prose


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_a_page_as_the_site_serves_it_gives_its_facts(facts: str, tmp_path: Path) -> None:
    (tmp_path / "set-reach.html").write_text(TOP + facts + TABLE + REST)
    snapshot = read_snapshot(tmp_path, "flat_text", "result", {})
    [placed] = snapshot.placed
    draft = placed.draft
    assert (draft.key, draft.title, draft.signed, draft.diagnostics) == (
        "POST /v1/bed/set-reach",
        "Set reach",
        True,
        (),
    )
    assert [
        (row.name, row.type, row.required, row.values, row.open, row.default, row.max) for row in draft.request
    ] == [
        ("bed", "string", "yes", ("north", "south"), False, None, None),
        ("reach", "integer", "no", (), False, "2", 9),
    ]
    assert [(row.name, row.label) for row in draft.response] == [("id", "Id of the change")]
    assert [(each.request, each.response) for each in draft.examples] == [
        ({"bed": "north", "reach": 3}, None),
        (None, {"retCode": 0, "result": {"id": "7"}}),
    ]
    assert draft.error_codes == (("110043", "reach not changed"),)


def test_a_served_page_without_an_endpoint_gives_none(tmp_path: Path) -> None:
    (tmp_path / "concepts.html").write_text(TOP + "<p>Method: patience.</p>" + "</article></main></body></html>")
    assert read_snapshot(tmp_path, "flat_text", "result", {}).placed == ()


def test_a_path_without_a_method_is_reported(tmp_path: Path) -> None:
    (tmp_path / "set-reach.html").write_text(TOP + "<p>Path: /v1/bed/set-reach</p>" + TABLE + REST)
    snapshot = read_snapshot(tmp_path, "flat_text", "result", {})
    assert {each.code for each in snapshot.diagnostics} == {"endpoint-unread"}


LABELLED = """\
# Place an order

Places one order in the book.

**Endpoint:** `POST /v1/orders`

- Rate limit: 10 requests / 1s per user
- Permission: Trade

## Body parameters

| Field | Type | Mandatory | Default | Description |
|:------|:-----|:---------:|:--------|:------------|
| side | enum | ✓ | | `BUY` or `SELL` |
| postOnly | bool | No | false | Only for `LIMIT` orders. |

### Request sample

```json
{"side": "BUY", "postOnly": false}
```

## Response fields

| Field | Type | Description |
|:------|:-----|:------------|
| orderId | string | Id of the order |

### Response sample

```json
{"ok": true, "result": {"orderId": "77"}}
```
"""


def test_a_page_with_labels_before_its_facts_and_samples_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "place-order.md"
    file.write_text(LABELLED)
    [draft] = read_page(file)
    assert (draft.key, draft.title, draft.permissions) == ("POST /v1/orders", "Place an order", ("Trade",))
    assert [(each.limit, each.window, each.key) for each in draft.rate_limits] == [(10, 1, ("user_id",))]
    assert [(row.name, row.required, row.default, row.values) for row in draft.request] == [
        ("side", "yes", None, ("BUY", "SELL")),
        ("postOnly", "no", "false", ()),
    ]
    assert [row.name for row in draft.response] == ["orderId"]
    assert [(each.request, each.response) for each in draft.examples] == [
        ({"side": "BUY", "postOnly": False}, None),
        (None, {"ok": True, "result": {"orderId": "77"}}),
    ]
    assert (draft.prose, draft.diagnostics) == ("Places one order in the book.", ())


def test_a_reader_that_finds_nothing_names_one_that_does(tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "2026-11-29"
    folder.mkdir(parents=True)
    (folder / "place-order.md").write_text(LABELLED)
    (tmp_path / "spec" / "harbor").mkdir(parents=True)
    (tmp_path / "spec" / "harbor" / "venue.yaml").write_text(
        "title: Harbor\ndocs: https://docs.harbor.example/\npages: flat_html\n"
        "environments: {production: {hosts: {global: 'https://api.harbor.example'}}}\n"
        "auth: {credentials: [api_key, secret_key], algorithm: hmac_sha256, encoding: hex, signs: [timestamp, body],\n"
        "  timestamp: milliseconds, tolerance: 5s, headers: {KEY: api_key, SIGN: signature, TIME: timestamp}}\n"
        "envelope: {code: ok, data: result, success: ['true']}\n"
    )
    settings = load_settings(tmp_path / "spec" / "harbor")
    with pytest.raises(SpecError, match=r"finds 1 in the first of them: pages: [a-z_]+ in venue.yaml"):
        plan_import(settings, folder)
    plan = plan_import(evolve(settings, pages="flat_text"), folder)
    assert "source: https://docs.harbor.example/" in plan.texts["orders/place_order.yaml"]


def test_limits_and_permissions_in_sentences_are_facts_or_reported(tmp_path: Path) -> None:
    """As 'Maximum 10 calls per second', where no row of facts states any; a sentence that is half understood is reported."""
    said = (
        "<p>Maximum 10 requests per second per IP.</p><p>The API key must have the Trade permission.</p>"
        "<p>Permissions are required as agreed.</p>"
    )
    (tmp_path / "set-reach.html").write_text(TOP + FACTS["a list"] + said + TABLE + REST)
    [placed] = read_snapshot(tmp_path, "flat_text", "result", {}).placed
    draft = placed.draft
    assert [(each.limit, each.window, each.key) for each in draft.rate_limits] == [(10, 1, ("ip",))]
    assert draft.permissions == ("Trade",)
    assert [each.code for each in draft.diagnostics] == ["permission-unread"]


# --- several endpoints on one page

WHOLE_SITE = """# Garden API

Every call is signed.

- GET /v1/private/beds
- DELETE /v1/private/beds/{bed}

# Beds

## Add a bed

```json
{"bed": "b-17"}
```

### HTTP Request
**POST /v1/private/beds**

### Example
POST /v1/private/beds

### Permissions
This endpoint requires the **Plant** permission.

### Parameters
| Param | Type | Description |
| ----- | ---- | ----------- |
| kind | String | [Optional] Kind of bed |

#### RAISED BED PARAMETERS
| Param | Type | Description |
| ----- | ---- | ----------- |
| height | String | [Optional] Height of the frame |

## Remove a bed

```
DELETE /v1/private/beds/{bed} (weight: 5)
```

Rate limit: 20 requests per 2 seconds. Requires **Dig** permission.

### Example
DELETE /v1/private/beds/b-17

### Parameters
| Param | Type | Required | Description |
| ----- | ---- | -------- | ----------- |
| bed | String | yes | bed |

+ ### List the beds
+ ##### method:
     + **GET v1/private/beds**
- ##### Request parameters: None

   - ##### Response parameters:

| Field | Type | Description |
| ----- | ---- | ----------- |
| bed | String | Name of the bed |

```json
[
  {"bed": "b-17"}
]
```

# Soil

| Field | Type | Description |
| ----- | ---- | ----------- |
| clay | String | Share of clay |
"""


def test_each_endpoint_of_a_page_has_what_stands_below_its_own_heading(tmp_path: Path) -> None:
    (tmp_path / "site.md").write_text(WHOLE_SITE)
    add, remove, all_beds = read_page(tmp_path / "site.md")
    assert [(one.key, one.title) for one in (add, remove, all_beds)] == [
        ("POST /v1/private/beds", "Add a bed"),
        ("DELETE /v1/private/beds/{bed}", "Remove a bed"),
        ("GET /v1/private/beds", "List the beds"),
    ]
    assert ([row.name for row in add.request], add.response) == (["kind"], ())
    assert [(table.title, [row.name for row in table.rows]) for table in add.variants] == [
        ("RAISED BED PARAMETERS", ["height"])
    ]
    assert [(each.request, each.response) for each in add.examples] == [(None, {"bed": "b-17"})]
    assert [[row.name for row in one.request] for one in (remove, all_beds)] == [["bed"], []]
    assert [[row.name for row in one.response] for one in (remove, all_beds)] == [[], ["bed"]]
    assert [each.response for each in all_beds.examples] == [[{"bed": "b-17"}]]
    assert [one.permissions for one in (add, remove, all_beds)] == [("Plant",), ("Dig",), ()]
    assert [(each.limit, each.window) for each in remove.rate_limits] == [(20, 2)]
    assert "weight: 5" in remove.prose


def test_a_table_that_is_below_no_endpoint_of_a_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.md").write_text(WHOLE_SITE)
    told = [(each.line, each.code) for draft in read_page(tmp_path / "site.md") for each in draft.diagnostics]
    assert (
        WHOLE_SITE[: WHOLE_SITE.index("| Field | Type | Description |\n| ----- | ---- | ----------- |\n| clay")].count(
            "\n"
        )
        + 1,
        "table-unread",
    ) in told


def test_a_word_that_describes_a_parameter_is_a_value_only_if_a_call_sends_it(tmp_path: Path) -> None:
    (tmp_path / "site.md").write_text(WHOLE_SITE)
    [_, remove, _] = read_page(tmp_path / "site.md")
    assert [(row.name, row.values) for row in remove.request] == [("bed", ())]


def test_some_values_in_a_column_of_values_are_no_list(tmp_path: Path) -> None:
    table = (
        "# Depth\n\nGET /v1/depth\n\n## Parameters\n\n| Parameter | Type | Mandatory | Value |\n|---|---|---|---|\n"
        "| bed | string | yes | e.g., b1, b2, etc |\n| kind | string | no | such as `a`, `b` |\n| way | string | no | up or down |\n"
    )
    (tmp_path / "depth.md").write_text(table)
    [draft] = read_page(tmp_path / "depth.md")
    assert [(row.name, row.values) for row in draft.request] == [("bed", ()), ("kind", ()), ("way", ("up", "down"))]
    assert [(each.line, each.code) for each in draft.diagnostics] == [(9, "cell-unread"), (10, "cell-unread")]


def test_headers_heads_again_and_strokes_of_a_formatter_are_no_parameters(tmp_path: Path) -> None:
    page = (
        "# Move bed\n\nPOST /v1/beds/move\n\n## Headers\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n"
        "| X-GARDEN-KEY | string | yes | Key |\n| Content-Type | string | yes | JSON |\n\n## Parameters\n\n"
        "| Name | Type | Required | Description |\n|---|---|---|---|\n| bed\\_id | string | yes | Bed |\n"
        "| Name | Type | Required | Description |\n|---|---|---|---|\n| way | string | no | `UP_HILL`, DOWN\\_HILL |\n"
    )
    (tmp_path / "move.md").write_text(page)
    [draft] = read_page(tmp_path / "move.md")
    assert [(row.name, row.required) for row in draft.request] == [("bed_id", "yes"), ("way", "no")]
    assert (draft.variants, draft.request[1].text) == ((), "`UP_HILL`, DOWN_HILL")


def test_a_permission_in_a_sentence_ends_with_it(tmp_path: Path) -> None:
    page = tmp_path / "wallet.md"
    page.write_text(
        "# Plant\n\n`GET /garden/plants`\n\n> Required permission: **read-only**. Rate limit: 100r/10s per user.\n\n"
        "| Parameter | Type | Required | Description |\n|---|---|---|---|\n| bed | string | Yes | Bed |\n"
    )
    [draft] = read_page(page)
    assert draft.permissions == ("read-only",)
