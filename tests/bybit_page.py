"""A small page of our own in the form of Bybit's, beside a table of limits and a page of shared values."""

from decimal import Decimal
from pathlib import Path

from venuespec.pages.draft import Draft, DraftLimit
from venuespec.pages.formats.bybit_mdx import read_page
from venuespec.pages.parts.folder import PageFolder

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


def told(draft: Draft) -> list[str]:
    """Return the codes of what was told of a page, but for the page's own bounds by case, which no fact can hold."""
    return [each.code for each in draft.diagnostics if "no fact is read from: `" not in each.message]


def per_user(limit: int, seconds: int) -> DraftLimit:
    return DraftLimit(limit=limit, window=Decimal(seconds), key=("user_id",))
