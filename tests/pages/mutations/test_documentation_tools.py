"""One endpoint as documentation tools write it, on a page of each format: read right, and nothing leaves in silence."""

from pathlib import Path

import pytest

from .documentation_tools import COMPONENTS, DEFINITIONS, DIRECTIVES, ENDPOINTS, EXPORTS, PARTS, UNSURE
from .page_frames import FORMATS, PageLayout, drafts, outcome_of_page, paths

ANSWERED = ("okx", "bybit", "flat")


@pytest.mark.parametrize(
    "layout", [*DEFINITIONS, *COMPONENTS, *DIRECTIVES, *EXPORTS, *ENDPOINTS, *PARTS], ids=lambda layout: layout.name
)
def test_a_layout_of_a_tool_is_read_right(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "right")


@pytest.mark.parametrize("layout", UNSURE, ids=lambda layout: layout.name)
def test_a_layout_of_a_tool_that_is_unsure_is_reported(layout: PageLayout, tmp_path: Path) -> None:
    outcomes = {format_: outcome_of_page(layout, format_, tmp_path) for format_ in layout.formats}
    assert outcomes == dict.fromkeys(layout.formats, "reported")


@pytest.mark.parametrize("format_", FORMATS)
def test_the_end_of_a_parameter_is_not_the_end_of_the_endpoint(format_: str, tmp_path: Path) -> None:
    terms = "<dt>symbol (string, required)</dt><dd>Symbol</dd><dt>mode</dt><dd>Will be removed on 31 March 2027</dd>"
    [draft] = drafts(format_, PageLayout(name="dl", request=f"<dl>{terms}</dl>\n").text(format_), tmp_path)
    assert "removed" not in draft.prose
    assert [(row.name, row.type) for row in draft.request] == [("symbol", "string"), ("mode", "unknown")]
    assert "type-unread" in [each.code for each in draft.diagnostics]


FOLDED = """<ResponseField name="ordId" type="string">Order ID</ResponseField>
<ResponseField name="fills" type="array">
  Fills
  <Expandable title="items">
    <ResponseField name="px" type="string">Price</ResponseField>
    <ResponseField name="sz" type="string">Size</ResponseField>
  </Expandable>
</ResponseField>
"""
DEFINED = """<dl>
<dt>ordId (string)</dt>
<dd>Order ID</dd>
<dt>fills (array)</dt>
<dd>Fills
  <dl>
    <dt>px (string)</dt>
    <dd>Price</dd>
    <dt>sz (string)</dt>
    <dd>Size</dd>
  </dl>
</dd>
</dl>
"""
BULLETED = """- `ordId` (string): Order ID
- `fills` (array): Fills
    - `px` (string): Price
    - `sz` (string): Size
"""


@pytest.mark.parametrize("format_", ANSWERED)
@pytest.mark.parametrize("response", [FOLDED, DEFINED, BULLETED], ids=["components", "definitions", "bullets"])
@pytest.mark.parametrize("heading", ["Response", "Response Parameters"])
def test_fields_of_an_answer_within_another(heading: str, response: str, format_: str, tmp_path: Path) -> None:
    marks = {"okx": "####", "bybit": "###", "flat": "##"}[format_]
    layout = PageLayout(name="answer", answered=f"{marks} {heading}", response=response)
    [draft] = drafts(format_, layout.text(format_), tmp_path)
    assert [name for name, _ in paths(draft.response)] == ["ordId", "fills", "fills.px", "fills.sz"]
