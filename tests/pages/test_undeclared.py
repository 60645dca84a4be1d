"""Endpoints in a form that the site's reader does not know: they are told, and never left out without a word."""

from pathlib import Path

import pytest

from venuespec.pages.formats.binance_markdown import READER
from venuespec.pages.parts.undeclared import KnownPaths, undeclared
from venuespec.pages.readers import Page
from venuespec.pages.snapshot import read_snapshot

ROWS = "| Name | Type | Required | Description |\n|---|---|---|---|\n| bed | String | Yes | Bed |\n"
IN_A_TAB = f'# Beds\n\n=== "HTTP"\n\n    ```http\n    GET /v1/beds\n    ```\n\n{ROWS}'
IN_SPANS = f"# Beds\n\n<div><span>get</span> <span>https://a.example</span><span>/v1/beds</span></div>\n\n{ROWS}"
CUT_BY_TAGS = (
    '<div class="opblock"><span>DELETE</span><span data-path="/v1/beds"><span>/v1<wbr>/beds</span></span>\n'
    "<table><tr><td>bed</td></tr></table></div>\n"
)
COLLECTED = (
    '# Beds\n\n```json\n{"item": [{"request": {"method": "GET", '
    '"url": {"raw": "{{baseUrl}}/v1/beds?bed=b", "path": ["v1", "beds"]}}}]}\n```\n'
)
LOWER_CASE = "# Beds\n\nget https://a.example/v1/beds\n\nField | Type\n--- | ---\nbed | String\n"
COMMENTED = '# Beds\n\n`GET /v1/beds`\n\n**Response**\n\n```javascript\n{\n  "bed": 1 // the bed\n}\n```\n'


@pytest.mark.parametrize("text", [IN_A_TAB, IN_SPANS, CUT_BY_TAGS, COLLECTED, LOWER_CASE, COMMENTED])
def test_an_endpoint_in_another_form_is_found(text: str) -> None:
    assert [(one.path, text.splitlines()[one.line - 1] != "") for one in undeclared(text, ())] == [("/v1/beds", True)]


@pytest.mark.parametrize(
    "text",
    [
        "# Guide\n\nCall `GET /v1/beds` first, then put a plant in.\n\n" + ROWS,
        "# Guide\n\nGet the beds/plots of today.\n\n" + ROWS,
        "# Guide\n\nGET /v1/beds\n\nNothing but a name.\n",
        "# Stream\n\nwss://a.example/ws/v1/beds\n\n" + ROWS,
    ],
)
def test_a_guide_that_names_an_endpoint_documents_none(text: str) -> None:
    assert not list(undeclared(text, ()))


def test_an_endpoint_that_the_reader_has_is_not_told_whatever_stands_around_its_parameters() -> None:
    text = f"# Beds\n\nGET /v1/beds/<bed>\n\n{ROWS}\n## Plots\n\n`POST /v1/plots`\n\n{ROWS}"
    assert [one.path for one in undeclared(text, ["/api/v1/beds/{bedId}"])] == ["/v1/plots"]
    assert "/v1/beds/:bed" in KnownPaths(["/v1/beds/{id}"])
    assert "/v2/beds" not in KnownPaths(["/v1/beds"])


def test_a_snapshot_tells_what_no_page_documents_in_a_form_that_is_read(tmp_path: Path) -> None:
    known = f"# Plots (TRADE)\n\n## HTTP Request\n\nPOST `/v1/plots`\n\n## Request Parameters\n\n{ROWS}"
    guide = f"# Guide\n\n## Call\n\nPOST /v1/plots HTTP/1.1\n\n{ROWS}"
    for name, text in (("Plots.md", known), ("Guide.md", guide), ("Beds.md", COLLECTED)):
        (tmp_path / name).write_text(text)
    snapshot = read_snapshot(tmp_path, "binance_markdown", "", {})
    assert [page.draft.key for page in snapshot.placed] == ["POST /v1/plots"]
    assert [(each.file.name, each.line, each.code) for each in snapshot.nameless] == [("Beds.md", 4, "endpoint-unread")]
    assert "GET /v1/beds" in snapshot.nameless[0].message


def test_endpoints_below_headings_of_one_page_are_read_each(tmp_path: Path) -> None:
    text = (
        f"# Hooks\n\n## List hooks\n\n`GET /v1/hooks`\n\n### Query Parameters\n\n{ROWS}\n"
        f'### Response\n\n```json\n[{{"id": "w1"}}]\n```\n\n## Create hook\n\n`POST /v1/hooks`\n\n'
        f'### Body Parameters\n\n{ROWS.replace("bed", "url")}\n### Response\n\n```json\n{{"id": "w2"}}\n```\n'
    )
    drafts = READER.drafts(Page(file=tmp_path / "Hooks.md", text=text))
    found = {draft.key: ([row.name for row in draft.request], draft.title) for draft in drafts if draft.path}
    assert found == {"GET /v1/hooks": (["bed"], "List hooks"), "POST /v1/hooks": (["url"], "Create hook")}


def test_an_endpoint_without_parameters_is_read_by_its_line_and_its_answer(tmp_path: Path) -> None:
    text = COMMENTED.replace("// the bed", "// ID of the bed")
    [draft] = READER.drafts(Page(file=tmp_path / "Beds.md", text=text))
    assert (draft.key, [row.name for row in draft.response]) == ("GET /v1/beds", ["bed"])
