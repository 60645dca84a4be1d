"""Pages with several endpoints, in the layouts that documentation in markdown has: each in invented words."""

from pathlib import Path
from time import process_time

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.formats.flat_html import read_page as read_html
from venuespec.pages.formats.flat_text import read_page
from venuespec.pages.parts.sides import side_of
from venuespec.pages.proposed_names import endpoint_name
from venuespec.pages.snapshot import read_snapshot


def _read(text: str, folder: Path) -> dict[str, Draft]:
    (folder / "site.md").write_text(text)
    return {draft.key: draft for draft in read_page(folder / "site.md")}


def _names(draft: Draft) -> list[str]:
    return [row.name for row in draft.request]


# --- how a line declares an endpoint

QUERIES = """# Garden API

### Beds

#### Water level

* Request：
```json
GET /v1/bed/level?bed=<bed>
```

| Field | Type | Required | Description |
|-------|------|----------|-------------|
| bed | String | Yes | bed |

* Sample：
```json
GET /v1/bed/level?bed=b-17

{"level": 3}
```

#### Add a bed

* Http Request:

```json
POST /v1/bed

{
    "bed":"b-17",
}

```

| Field | Type | Required | Description |
|-------|------|----------|-------------|
| bed | String | Yes | bed |

* Http Response

```json
{"id": "7"}
```

#### Move a bed

```
PUT /v1/bed?bed=<bed>&row=<row>

```

* Http Response

   * the bed

#### Remove a bed

```
DELETE /v1/bed?bed=<bed>
DELETE /v1/bed?row=<row>

```
"""


def test_a_request_line_with_a_query_declares_an_endpoint(tmp_path: Path) -> None:
    read = _read(QUERIES, tmp_path)
    assert [(key, one.title) for key, one in read.items()] == [
        ("GET /v1/bed/level", "Water level"),
        ("POST /v1/bed", "Add a bed"),
        ("PUT /v1/bed", "Move a bed"),
        ("DELETE /v1/bed", "Remove a bed"),
    ]
    samples = [[(each.request, each.response) for each in one.examples] for one in read.values()]
    assert samples == [
        [({"bed": "b-17"}, None), (None, {"level": 3})],
        [({"bed": "b-17"}, None), (None, {"id": "7"})],
        [],
        [],
    ]


def test_what_only_the_query_names_is_a_parameter_of_which_nothing_else_is_known(tmp_path: Path) -> None:
    read = _read(QUERIES, tmp_path)
    for key, names in (("PUT /v1/bed", ["bed", "row"]), ("DELETE /v1/bed", ["bed", "row"])):
        assert [(row.name, row.type, row.required) for row in read[key].request] == [
            (name, "unknown", "unknown") for name in names
        ]
        assert [each.code for each in read[key].diagnostics] == ["table-unread", "type-unread", "type-unread"]


HEADINGS = """# Public API of the garden

- [Beds](#beds)
  - [GET /beds](#get-beds)
  - [GET /beds/{bed}](#get-bedsbed)

## Private endpoints

#### GET /beds

To list beds.

Parameters: NONE

Response:

```js
{"beds": []}
```

#### GET /beds/{bed}

Parameters:

Name | Type | Mandatory | Description
---- | ---- | --------- | -----------
`bed` | String | YES | bed

Example:

`/beds/b-17`

#### POST /beds

Parameters:

Name | Type | Mandatory | Description
---- | ---- | --------- | -----------
`bed` | String | YES | bed

## Public endpoints

#### Weather `GET /weather`

Response:

```js
{"sun": true}
```
"""


def test_headings_of_a_method_and_a_path_declare_endpoints_and_links_to_them_do_not(tmp_path: Path) -> None:
    read = _read(HEADINGS, tmp_path)
    assert [(key, one.title, one.access, _names(one)) for key, one in read.items()] == [
        ("GET /beds", "List beds", "signed", []),
        ("GET /beds/{bed}", "GET /beds/{bed}", "signed", ["bed"]),
        ("POST /beds", "POST /beds", "signed", ["bed"]),
        ("GET /weather", "Weather", "public", []),
    ]
    assert [each.response for each in read["GET /beds"].examples] == [{"beds": []}]


@pytest.mark.parametrize(
    ("title", "method", "group", "name"),
    [
        ("GET /orders/{id}", "GET", "orders", "get_orders_by_id"),
        ("POST /orders", "POST", "orders", "create_orders"),
        ("DELETE /v1/open/orders", "DELETE", "open", "delete_orders"),
        ("GET /quotes/candles/{type}@{symbol}/history", "GET", "quotes", "get_candles_history"),
        ("POST /v5/order/cancel", "POST", "order", "cancel_order"),
        ("POST /v5/account/set-margin-mode", "POST", "account", "set_margin_mode"),
        ("List accounts", "GET", "accounts", "get_accounts"),
        ("List of accounts", "GET", "user", "get_list_of_accounts"),
    ],
)
def test_names_of_endpoints_that_have_no_title_but_their_path(title: str, method: str, group: str, name: str) -> None:
    assert endpoint_name(title, method, group) == name


TOGETHER = """# Garden

## Sensors

### Find sensors

`GET /v1/sensors`

`GET /v1/sensors/{sensor}` - One sensor

Returned fields:

| Name | Type | Description |
|:---|:---:|:---|
| id | String | Id of the sensor |

Example response:

    [
      {"id": "s-1"}
    ]

Example error response:

    {"error": {"code": 20001}}

### Set a sensor

GET|PUT /v1/sensors/{sensor}/range

| Name | Type | Required | Description |
|------|------|----------|-------------|
| sensor | String | yes | sensor |
"""


def test_endpoints_whose_lines_stand_together_share_what_is_below(tmp_path: Path) -> None:
    read = _read(TOGETHER, tmp_path)
    assert [(key, one.title) for key, one in read.items()] == [
        ("GET /v1/sensors", "Find sensors"),
        ("GET /v1/sensors/{sensor}", "One sensor"),
        ("GET /v1/sensors/{sensor}/range", "Set a sensor"),
        ("PUT /v1/sensors/{sensor}/range", "Set a sensor"),
    ]
    for key in ("GET /v1/sensors", "GET /v1/sensors/{sensor}"):
        assert [row.name for row in read[key].response] == ["id"]
        # A sample of an error is not an answer.
        assert [each.response for each in read[key].examples] == [[{"id": "s-1"}]]
    assert [_names(one) for one in read.values()] == [[], [], ["sensor"], ["sensor"]]


# --- what a label says of the table or sample below it

REQUIRED_IN_ANSWERS = """# [Garden]

### [Authentication api for beds]

#### 1.query beds

request uri：{requestUrl}/beds/list

request method：POST

request parameter information：

| Field | Description | Required(Y or N) | Type |
| ----- | ----------- | ---------------- | ---- |
| page | current page | N | String |

response description:

| Field | Description | Required(Y or N) | Type |
| ----- | ----------- | ---------------- | ---- |
| num | number of beds | Y | Long |
| list | beds | Y | List |

response description (List):

| Field | Description | Required(Y or N) | Type |
| ----- | ----------- | ---------------- | ---- |
| bed | name | Y | String |

response example：

\t{
\t"num": 1,
\t"list": [{"bed": "b-17"}]
\t}

### [Normal api]

#### 2. server time

request uri：{requestUrl}/time

request method：GET

request parameter information：none
"""


def test_a_table_below_the_label_of_a_response_is_its_table_whatever_its_columns_are(tmp_path: Path) -> None:
    read = _read(REQUIRED_IN_ANSWERS, tmp_path)
    assert [(key, one.title, one.access) for key, one in read.items()] == [
        ("POST /beds/list", "query beds", "signed"),
        ("GET /time", "server time", None),
    ]
    beds = read["POST /beds/list"]
    assert (_names(beds), beds.variants) == (["page"], ())
    assert [(row.name, [inside.name for inside in row.fields]) for row in beds.response] == [
        ("num", []),
        ("list", ["bed"]),
    ]
    assert [each.response for each in beds.examples] == [{"num": 1, "list": [{"bed": "b-17"}]}]


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("> Limit Order Request", "request"),
        ("> Query Body", "request"),
        ("> 200 Response", "response"),
        ("> Response, (Array of created order ids)", "response"),
        ("**Response format:**", "response"),
        ("### Sample Response Body", "response"),
        ("* Http Response", "response"),
        ("* Http Request:", "request"),
        ("* Sample：", "example"),
        ("request parameter information：", "request"),
        ("response description (List):", "response"),
        ("Example success created response:", "response"),
        ("> Code samples", "example"),
        ("**返回参数**", "response"),
        ("> This method is disabled by default", None),
        ("- The response is a list", None),
        ("- Request more than one bed", None),
        ("Response", None),
        ("**Price accuracy and quantity.**", None),
        ("### Place order", None),
        ("| Request | Response |", None),
    ],
)
def test_labels_say_what_is_below_them(line: str, side: str | None) -> None:
    assert side_of(line) == side


ONLY_SAMPLES = """---
title: API Reference

search: true
---

# Introduction

Welcome.

# *Public API*

## Crops

`GET /v3/crops`

> Response

```json
[
  {"crop": "leek"}, ...
]
```

# *Private API*

Rate limit: 5 requests per second. Requires **Plant** permission.

## Plant

`POST /v3/plant`

> Limit Order Request

```json
{"crop": "leek", "rows": 2, "all": null}
```

> Response, (Array of ids)
```json
[34]
```
"""


def test_what_a_section_says_counts_for_its_endpoints(tmp_path: Path) -> None:
    crops, plant = _read(ONLY_SAMPLES, tmp_path).values()
    assert [(one.title, one.access) for one in (crops, plant)] == [("Crops", "public"), ("Plant", "signed")]
    assert [one.permissions for one in (crops, plant)] == [(), ("Plant",)]
    assert [[(each.limit, int(each.window)) for each in one.rate_limits] for one in (crops, plant)] == [[], [(5, 1)]]


def test_a_request_that_only_a_sample_shows_has_its_names_and_is_reported(tmp_path: Path) -> None:
    crops, plant = _read(ONLY_SAMPLES, tmp_path).values()
    assert [each.response for each in crops.examples] == [[{"crop": "leek"}]]
    assert [(row.name, row.type, row.required) for row in plant.request] == [
        ("crop", "string", "unknown"),
        ("rows", "number", "unknown"),
        ("all", "unknown", "unknown"),
    ]
    assert [each.response for each in plant.examples if each.request is None] == [[34]]
    assert "table-unread" in {each.code for each in plant.diagnostics}


# --- pages made from OpenAPI, and copies of rendered pages

GENERATED = """---
title: Garden v1
---

<h1 id="garden">Garden</h1>

## Plant a crop

<a id="opIdplant"></a>

> Code samples

```python
headers = {
  'api-key': '****'
}
```

```shell
curl -X POST https://api.garden.example/v1/crops \\
  -H 'Accept: application/json'
```

`POST /crops`

> Body parameter

```json
{"crop": "leek"}
```

<h3 id="plant-parameters">Parameters</h3>

|Parameter|In|Type|Required|Description|
|---|---|---|---|---|
|body|body|[Crop](#schemacrop)|true|Crop to plant|

> Example responses

> 200 Response

```json
{"id": 7}
```

<aside class="success">
This operation does not require authentication.
</aside>

Pull a crop
-----------

DELETE`/crops/{id}`

DELETE `/crops/{id}`

### Parameters

Name | In | Type | Required | Description
---|---|---|---|---
id | path | string | Required | id
body | body | Crop | Required | none
↳ reason | body | string | Optional | reason

### Response Schema

Name | Type | Description
---|---|---
_None_ | array | none
» crops | array | crops
»» CropItem | object | none
»»» crop | string | crop

Code samples

    # coding: utf-8
    headers = {'Accept': 'application/json'}

    curl -X DELETE https://api.garden.example/crops/7 \\
      -d '{"reason": "ripe"}'

> Example responses

> 200 Response

    [
      {"crops": [{"crop": "leek"}]}
    ]
"""


def test_pages_made_from_openapi(tmp_path: Path) -> None:
    plant, pull = _read(GENERATED, tmp_path).values()
    assert [(one.key, one.title, _names(one)) for one in (plant, pull)] == [
        ("POST /crops", "Plant a crop", ["crop"]),
        ("DELETE /crops/{id}", "Pull a crop", ["id", "reason"]),
    ]
    assert [(each.request, each.response, each.broken) for each in plant.examples] == [
        ({"crop": "leek"}, None, None),
        (None, {"id": 7}, None),
    ]
    assert [each.response for each in pull.examples if each.response] == [[{"crops": [{"crop": "leek"}]}]]
    assert [(row.name, [inside.name for inside in row.fields]) for row in pull.response] == [("crops", ["crop"])]


COPIED = """# Pull crops

**Endpoint:** `POST https://api.garden.example/v1/crops/pull`

Pulls crops.

    curl --request POST \\
      --url https://api.garden.example/v1/crops/pull \\
      --data '
    {
      "crops": ["leek"]
    }
    '

    {
      "pulled": 1
    }
"""


def test_a_call_of_curl_is_a_sample_of_the_request(tmp_path: Path) -> None:
    [pull] = _read(COPIED, tmp_path).values()
    assert [(each.request, each.response) for each in pull.examples] == [
        ({"crops": ["leek"]}, None),
        (None, {"pulled": 1}),
    ]
    assert [(row.name, row.type, row.required) for row in pull.request] == [("crops", "array", "unknown")]


# --- the same pages as sites serve them

SERVED = (
    "<!doctype html><html><head><title>API</title></head><body><main><h1>Garden</h1><h2>1. Beds</h2>"
    "<p><code>GET /v1/beds</code></p><h3>Code sample</h3><pre><code># all beds\nheaders = {'a': 'b'}\n</code></pre>"
    "<p>Parameters:</p><table><tr><th>Name</th><th>Type</th><th>Required</th><th>Description</th></tr>"
    "<tr><td>since</td><td>Number</td><td>no</td><td></td></tr></table>"
    '<blockquote><p>200 Response</p></blockquote><pre><code>[\n  {\n    "sign": "leek"\n  }, ...\n]\n</code></pre>'
    "<h2>2. Plant</h2><p><code>POST /v1/beds/{bed}</code> - Plant a bed</p>"
    "<p><code>PUT /v1/beds/{bed}</code> - Plant a bed anew</p><p>Example:</p>"
    '<pre><code>curl -X POST https://api.garden.example/v1/beds/7 -d \'{"crop": "leek"}\'\n</code></pre>'
    "<p>Response:</p><pre><code>{}</code></pre></main></body></html>"
)


def test_a_page_as_its_site_serves_it_has_several_endpoints(tmp_path: Path) -> None:
    (tmp_path / "site.html").write_text(SERVED)
    beds, plant, anew = read_html(tmp_path / "site.html")
    assert [(one.key, one.title) for one in (beds, plant, anew)] == [
        ("GET /v1/beds", "Beds"),
        ("POST /v1/beds/{bed}", "Plant a bed"),
        ("PUT /v1/beds/{bed}", "Plant a bed anew"),
    ]
    assert [(row.name, row.required) for row in beds.request] == [("since", "no")]
    # The headers of the sample code are no answer.
    assert [(each.request, each.response) for each in beds.examples] == [(None, [{"sign": "leek"}])]
    assert [each.response for each in plant.examples if each.request is None] == [{}]


# --- answers that only samples show

SHOWN = """# Garden

## Beds

`GET /v1/beds`

Response:

```json
{"ok": 1, "data": {"beds": [
  {"bed": "b-17",  // name of the bed
   "rows": 3}
]}}
```

## Sensors

`GET /v1/sensors`

**Response:**

Name | Type | Description
---- | ---- | -----------
sensor | string | Name of the sensor
level | number | Level of water

**Response format:**

```json
{"ok": 1, "data": {"sensors": [{"sensor": "s-1", "level": 2}], "total": 1}}
```
"""


def test_fields_that_only_samples_show_are_rows_of_the_response(tmp_path: Path) -> None:
    (tmp_path / "site.md").write_text(SHOWN)
    beds, sensors = (placed.draft for placed in read_snapshot(tmp_path, "flat_text", "data", {}).placed)
    assert [(row.name, [(each.name, each.type, each.label) for each in row.fields]) for row in beds.response] == [
        ("beds", [("bed", "String", "name of the bed"), ("rows", "Integer", "")])
    ]
    # A table of the items of a list stands below the key of that list.
    assert [(row.name, row.type, [each.name for each in row.fields]) for row in sensors.response] == [
        ("sensors", "array of objects", ["sensor", "level"]),
        ("total", "Integer", []),
    ]


def test_a_venue_without_an_envelope_has_the_whole_answer_as_its_payload(tmp_path: Path) -> None:
    (tmp_path / "site.md").write_text(SHOWN)
    placed = read_snapshot(tmp_path, "flat_text", "", {}).placed
    assert [one.shape for one in placed] == ["object", "object"]
    assert [row.name for row in placed[0].draft.response] == ["ok", "data"]


LISTED = """# Garden

## Messages to sign

```
GET/v1/time1719905777483
POST/v1/beds1719905777483
```

## Known from clients

- GET /v1/soil
- POST /v1/soil/set-depth
- DELETE /v1/soil

## Move a bed - PUT /v1/beds/{bed}

Request:

| Name | Type | Required | Description |
|------|------|----------|-------------|
| bed | string | yes | bed |
| row | number | yes | row |

{"bed": "b-17", "row": 3}

Response:

| Name | Type | Description |
|------|------|-------------|
| bed | string | bed |
| row | number | row |
"""


def test_endpoints_of_a_list_have_no_share_in_one_another_and_code_that_lists_others_declares_none(
    tmp_path: Path,
) -> None:
    read = _read(LISTED, tmp_path)
    assert [(key, one.title) for key, one in read.items()] == [
        ("GET /v1/soil", "GET /v1/soil"),
        ("POST /v1/soil/set-depth", "POST /v1/soil/set-depth"),
        ("DELETE /v1/soil", "DELETE /v1/soil"),
        ("PUT /v1/beds/{bed}", "Move a bed"),
    ]
    # A sample below the heading of the request is one of it, even where the response has the same fields.
    assert [(each.request, each.response) for each in read["PUT /v1/beds/{bed}"].examples] == [
        ({"bed": "b-17", "row": 3}, None)
    ]


def test_a_heading_of_a_fact_is_a_fact(tmp_path: Path) -> None:
    page = (
        "# Garden\n\n## Beds\n\n`GET /v1/beds`\n\n+ ##### Rate limit:20 times/2 seconds\n\n## Soil\n\n`GET /v1/soil`\n"
    )
    beds, soil = _read(page, tmp_path).values()
    assert [[(each.limit, int(each.window)) for each in one.rate_limits] for one in (beds, soil)] == [[(20, 2)], []]
    assert beds.diagnostics == ()


@pytest.mark.parametrize("sign", ["*", "#", " ", "\xa0", "`", "~", "> ", "1. "])
def test_a_line_of_one_sign_takes_no_time_and_stops_no_reading(sign: str, tmp_path: Path) -> None:
    line = sign * 1500
    (tmp_path / "signs.md").write_text(
        f"# Beds {line}\n\nGET /v1/beds {line}\n\n{line}\n\nGET /v1/rows\n\n{line} GET /v1/paths\n"
    )
    started = process_time()
    assert {draft.key for draft in read_page(tmp_path / "signs.md")} >= {"GET /v1/rows"} or sign in "`~"
    assert process_time() - started < 10
