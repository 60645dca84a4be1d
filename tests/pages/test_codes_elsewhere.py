"""Error codes in tables of HTML, in lists and in definitions."""

from pathlib import Path

import pytest

from venuespec.pages.contents import contents_of, pages_of
from venuespec.pages.parts.codes import codes_of_text, listed_codes

LAYOUTS = (
    "## Error Codes\n\n| Error Code | Message |\n|---|---|\n| 50011 | Too many beds |\n| 50012 | No bed |\n",
    "<table>\n<thead><tr><th>Error Code</th><th>HTTP</th><th>Message</th></tr></thead>\n<tbody>\n<tr><td><code>50011</code></td>"
    "<td>200</td><td>Too many beds<br>e.g. nine</td></tr>\n<tr><td>50012</td><td>200</td><td>No bed</td></tr>\n</tbody>\n</table>\n",
    "<table><tr><td>Code</td><td>Meaning</td></tr><tr><td>50011</td><td>Too many beds</td></tr>"
    "<tr><td>50012</td><td>No bed</td></tr></table>\n",
    "### Errors\n\n- `50011` – Too many beds\n- **50012**: No bed\n",
    "### Possible errors\n\n* 50011 Too many beds\n* 50012 - No bed\n",
    "### Possible error codes\n\n`50011`\n: Too many beds\n\n`50012`\n: No bed\n",
    "## Errors\n\n#### 50011\n\nToo many beds\n\n#### 50012\n\nNo bed\n",
    "## Errors\n\n### Beds\n\n#### 50011 Too many beds\n\nAsk for fewer.\n\n#### 50012: No bed\n",
    "## Errors\n\n#### 50011 (Too many beds)\n#### Error 50012 - No bed\n",
    "### Error codes\n\n50011: Too many beds\n\n50012 - No bed\n\n### Years\n\n50013: none\n",
    "### Error codes\n\n**50011**\n\nToo many beds\n\n**50012**\n\nNo bed\n",
)


@pytest.mark.parametrize("text", LAYOUTS)
def test_codes_in_each_layout(text: str) -> None:
    assert codes_of_text(text, Path("codes.md")) == {"50011": ("Too many beds",), "50012": ("No bed",)}


@pytest.mark.parametrize(
    "text",
    [
        "### Errors\n\n- 404 Not found\n",
        "### Orders\n\n- `50011` – Too many beds\n",
        "### Errors\n\nIn 2026 there were none.\n",
        "### Errors\n\n#### 2026\n\nNone.\n",
        "### Errors\n\n50011 beds are too many.\n",
        "<table><tr><td>Name</td><td>Meaning</td></tr><tr><td>50011</td><td>Too many beds</td></tr></table>",
    ],
)
def test_other_lists_have_no_codes(text: str) -> None:
    assert codes_of_text(text, Path("codes.md")) == {}


def test_the_codes_on_the_page_of_an_endpoint_are_its_own(tmp_path: Path) -> None:
    page = tmp_path / "beds.mdx"
    page.write_text(
        "# Set Bed\n\n### HTTP Request\nPOST `/v5/bed/set`\n\n### Request Parameters\n"
        "| Parameter | Required | Type | Comments |\n|:--|:--|:--|:--|\n| bed | **true** | string | Bed |\n\n"
        "## Errors\n\n#### 50011\n\nToo many beds\n\n#### 50012\n\nNo bed\n"
    )
    (content,) = contents_of([pages_of(tmp_path)], "bybit_markdown", ())[0].values()
    (draft,) = content.drafts
    assert draft.error_codes == (("50011", "Too many beds"), ("50012", "No bed"))


@pytest.mark.parametrize(
    "heads", ["HTTP | Error code | Description", "Status code | Code | Message", "HTTP 状态码 | 错误码 | 说明"]
)
def test_a_column_of_statuses_stands_before_that_of_the_codes(heads: str) -> None:
    table = f"### Errors\n\n| {heads} |\n|---|---|---|\n| 400 | 40011 | No bed |\n| 403 | `40301` | Not yours |\n"
    assert listed_codes(table) == {"40011": ("No bed",), "40301": ("Not yours",)}
