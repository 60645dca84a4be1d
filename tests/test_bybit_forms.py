"""A page of Bybit says the same in layouts that the site does not have today: another state of it needs no other reader."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bybit_page import page
from venuespec.pages.draft import Draft, DraftRow

PAGE = """---
title: Place Thing
---
Places a thing.

> API rate limit: 5 req / sec

### HTTP Request
<APIEndpoint method="POST" url="/v5/thing/create" />

### Request Parameters
| Parameter | Required | Type | Comments|
|:----- |:-------|:-----|------ |
|[sizeClass](../enum#size-class) |**true** |string |Size |
|mood |false |string |Mood. `happy`, `sad` |
|parts |false |array |Parts|
|> made |**true** |object |How it is made |
|>> year |**true** |integer |Year |
|> weight |false |string |Weight |

### Response Parameters
| Parameter | Type | Comments|
|:----- |:-----|----- |
|list |array |Things |
|> thingId |string |Thing ID |

### Request Example
<Tabs>
<TabItem value="http" label="HTTP">

```http
POST /v5/thing/create HTTP/1.1
Host: api-testnet.bybit.com
X-BAPI-SIGN: XXXXX
Content-Type: application/json

{"sizeClass": "S", "mood": "happy"}
```

</TabItem>
<TabItem value="python" label="Python">

```python
session.create(sizeClass="S")
```

</TabItem>
</Tabs>

### Response Example

```json
{"retCode": 0, "retMsg": "OK", "result": {"list": [{"thingId": "1"}]}, "time": 1}
```
"""
CURL = r"""```bash
$ curl --request POST 'https://api-testnet.bybit.com/v5/thing/create' \\
  -H "X-BAPI-SIGN: XXXXX" \\
  --data-raw '{"sizeClass": "S", "mood": "happy"}'
```"""
Change = Callable[[str], str]


def cells(change: Callable[[list[str], str], list[str]]) -> Change:
    """Change the cells of each row of the tables; the second argument is 'head', 'ruler' or 'row'."""

    def changed(text: str) -> str:
        lines: list[str] = []
        for line in text.split("\n"):
            kind = "head" if "Comments" in line else "ruler" if line.startswith("|:--") else "row"
            parts = [part.strip() for part in line.strip("|").split("|")]
            lines.append(f"| {' | '.join(change(parts, kind))} |" if line.startswith("|") else line)
        return "\n".join(lines)

    return changed


def named(**words: str) -> Change:
    return cells(lambda parts, kind: [words.get(part, part) for part in parts] if kind == "head" else parts)


def required(yes: str, no: str) -> Change:
    words = {"**true**": yes, "false": no}
    return cells(lambda parts, kind: [parts[0], *(words.get(part, part) for part in parts[1:])])


def nested(mark: str) -> Change:
    return cells(lambda parts, kind: [re.sub(r"^(>+) ?", lambda match: mark * len(match[1]), parts[0]), *parts[1:]])


def replaced(**pairs: str) -> Change:
    def changed(text: str) -> str:
        for old, new in pairs.items():
            assert old in text
            text = text.replace(old, new)
        return text

    return changed


def beside(first: str, ruler: str, other: str, place: int) -> Change:
    """Add a column at a place."""
    words = {"head": first, "ruler": ruler, "row": other}
    return cells(lambda parts, kind: [*parts[:place], words[kind], *parts[place:]])


FORMS: dict[str, Change] = {
    "a column of numbers in front": beside("#", "---", "7", 0),
    "a column in the midst": beside("Example", "---", "`x`", 1),
    "comments second": cells(lambda parts, kind: [parts[0], parts[-1], *parts[1:-1]]),
    "other heads": named(Parameter="Field", Required="Mandatory", Type="Data type", Comments="Description"),
    "yes and no": required("Yes", "No"),
    "ticks": required("✅", "❌"),
    "required and optional": required("Required", "Optional"),
    "names indented by spaces": nested("&nbsp;&nbsp;"),
    "names indented by wide spaces": nested("&emsp;"),
    "names indented by four spaces": nested("&nbsp;&nbsp;&nbsp;&nbsp;"),
    "names below a corner": nested("└ "),
    "numbered headings": lambda text: re.sub(r"### (?=HTTP|Request P|Response P)", "### 3. ", text),
    "deep headings": replaced(**{"### ": "##### "}),
    "query parameters": replaced(**{"Request Parameters": "Query Parameters", "Response Parameters": "Returns"}),
    "another component": replaced(**{"<APIEndpoint method": "<Endpoint verb", "url=": "path="}),
    "an endpoint in code": replaced(
        **{'<APIEndpoint method="POST" url="/v5/thing/create" />': "`POST /v5/thing/create`"}
    ),
    "code samples": replaced(**{"Request Example": "Code samples", "### Response Example": ""}),
    "examples of both sides": replaced(
        **{"### Request Example": "## Examples\n### Request", "### Response Example": "### Response"}
    ),
    "folded examples": replaced(
        **{
            "### Response Example": "<details>\n<summary><b>Response Example</b></summary>\n",
            '"time": 1}\n```': '"time": 1}\n```\n</details>',
        }
    ),
    "answers in another language": replaced(**{"```json": "```js"}),
    "answers in another language below a comment": replaced(**{"```json": "```js\n// the answer"}),
    "a call of curl": lambda text: re.sub(r"```http.*?```", CURL, text, flags=re.DOTALL),
    "a link among the comments": replaced(
        **{"[sizeClass](../enum#size-class)": "sizeClass", "Size |": "Size, see [there](../enum#size-class) |"}
    ),
    "a limit in a sentence": replaced(
        **{"> API rate limit: 5 req / sec": "This endpoint is limited to 5 requests per second."}
    ),
    "a limit in QPS": replaced(**{"API rate limit: 5 req / sec": "Rate limit: QPS 5"}),
    "a limit with a heading": replaced(**{"> API rate limit: 5 req / sec": "### Rate Limit\n5 requests per second"}),
}


def facts(draft: Draft) -> dict[str, Any]:
    return {
        "endpoint": (draft.method, draft.path, draft.title, draft.signed),
        "request": [row_facts(row) for row in draft.request],
        "response": [row_facts(row) for row in draft.response],
        "limits": [(each.limit, int(each.window), each.key) for each in draft.rate_limits],
        "sent": [each.request for each in draft.examples if each.request is not None],
        "answered": [each.response for each in draft.examples if each.response is not None],
        "unread": [each.message for each in draft.diagnostics],
    }


def row_facts(row: DraftRow) -> tuple[Any, ...]:
    return row.name, row.required, row.type, row.values, row.open, tuple(map(row_facts, row.fields))


SAID: dict[str, Any] = {
    "endpoint": ("POST", "/v5/thing/create", "Place Thing", True),
    "request": [
        ("sizeClass", "yes", "string", ("S", "M", "L", "XL", "None"), False, ()),
        ("mood", "no", "string", ("happy", "sad"), False, ()),
        (
            "parts",
            "no",
            "array",
            (),
            False,
            (
                ("made", "yes", "object", (), False, (("year", "yes", "integer", (), False, ()),)),
                ("weight", "no", "string", (), False, ()),
            ),
        ),
    ],
    "response": [("list", "no", "array", (), False, (("thingId", "no", "string", (), False, ()),))],
    "limits": [(5, 1, ("user_id",))],
    "sent": [{"sizeClass": "S", "mood": "happy"}],
    "answered": [{"retCode": 0, "retMsg": "OK", "result": {"list": [{"thingId": "1"}]}, "time": 1}],
    "unread": [],
}


def test_the_page_says_what_the_other_layouts_are_to_say(tmp_path: Path) -> None:
    assert facts(page(tmp_path, PAGE, limits="")) == SAID


@pytest.mark.parametrize("form", FORMS)
def test_another_layout_says_the_same(tmp_path: Path, form: str) -> None:
    text = FORMS[form](PAGE)
    assert text != PAGE
    assert facts(page(tmp_path, text, limits="")) == SAID


def test_a_column_that_no_reader_knows_is_reported_and_the_others_say_the_same(tmp_path: Path) -> None:
    read = facts(page(tmp_path, beside("Since", "---", "2026", 9)(PAGE), limits=""))
    assert read == SAID | {"unread": ["the head of this column is not understood: Since"] * 2}


def test_a_row_without_the_column_that_the_others_have_is_reported(tmp_path: Path) -> None:
    text = beside("Example", "---", "`x`", 3)(PAGE).replace(
        "| mood | false | string | `x` |", "| mood | false | string |"
    )
    [found] = page(tmp_path, text, limits="").diagnostics
    assert (found.code, found.message[:50]) == ("row-too-short", "this row has no cell for its description: |mood|fa")


def test_indented_names_that_all_stand_alike_are_not_nested(tmp_path: Path) -> None:
    text = cells(lambda parts, kind: [f"&nbsp;{parts[0].lstrip('> ')}", *parts[1:]] if kind == "row" else parts)(PAGE)
    names = [row.name for row in page(tmp_path, text, limits="").request]
    assert names == ["sizeClass", "mood", "parts", "made", "year", "weight"]


@pytest.mark.parametrize(
    ("place", "link", "text"),
    [
        ("reference/enums", "/docs/v5/reference/enums#sizes", "# All\n## Sizes\n* `S`&emsp;small\n* `L`\n"),
        ("reference/enums", "/v5/reference/enums.mdx#sizes", "## Sizes\n<ul>\n<li>`S` small</li><li>`L`</li>\n</ul>\n"),
        ("enums/sizes", "/v5/enums/sizes", "---\ntitle: Sizes\n---\n* `S`&emsp;small\n* `L`\n"),
        ("enums/sizes", "../enums/sizes", "---\ntitle: Sizes\n---\n- `S`: small\n- `L`: large\n"),
    ],
)
def test_shared_values_are_followed_to_other_places_and_forms(tmp_path: Path, place: str, link: str, text: str) -> None:
    (tmp_path / place).parent.mkdir()
    (tmp_path / f"{place}.mdx").write_text(text)
    draft = page(tmp_path, PAGE.replace("../enum#size-class", link), limits="")
    assert draft.request[0].values == ("S", "L")


@pytest.mark.parametrize(
    "table",
    [
        "|Endpoint |Limit |\n|---|---|\n|POST /v5/thing/create |7 req/s |\n",
        "|Endpoint |Limit |\n|---|---|\n|POST [Place Thing](thing/create-thing) |7/s |\n",
        "|Endpoint |Access |Default limit |Since |\n|---|---|---|---|\n|`POST /v5/thing/create` |Private |7 times/s |2026 |\n",
        "|Method |Path |QPS |\n|---|---|---|\n|POST |/v5/thing/create |QPS: 7 |\n",
    ],
)
def test_limits_are_found_in_tables_of_other_forms(tmp_path: Path, table: str) -> None:
    text = PAGE.replace("> API rate limit: 5 req / sec\n", "")
    [limit] = page(tmp_path, text, limits=f"## Limits\n{table}").rate_limits
    assert (limit.limit, limit.window, limit.key) == (7, 1, ("user_id",))
