"""JSON on a page of an endpoint that becomes no example of it is told, with its line."""

from pathlib import Path

from venuespec.pages.snapshot import read_snapshot

PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#garden-rest-api-get-beds
updated_at: 2026-06-27 10:00:00
---

# Get beds

#### HTTP Request

`GET /api/v5/garden/beds`

#### Request Parameters

| Parameter | Type | Required | Description |
|---|---|---|---|
| bed | String | Yes | Bed |

> Response Example

```json
{"code": "0", "msg": "", "data": [{"bedId": "1"}]}
```

#### Response Parameters

| Parameter | Type | Description |
|---|---|---|
| bedId | String | Bed |

#### Elsewhere

```json
{"pump": "on"}
```

```json
{"op": "subscribe", "args": []}
```
"""


def test_json_that_is_no_example_is_told_with_its_line(tmp_path: Path) -> None:
    """What a stream shows is not an example of a call."""
    (tmp_path / "beds.md").write_text(PAGE)
    [placed] = read_snapshot(tmp_path, "okx_markdown", "data", {}).placed
    line = PAGE[: PAGE.index('{"pump"')].count("\n")
    told = [(each.line, each.message) for each in placed.draft.diagnostics]
    assert told == [(line, 'this JSON is not understood as an example: {"pump": "on"}')]
