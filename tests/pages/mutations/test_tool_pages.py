"""Pages that documentation tools made, saved as HTML, are read right in each format, at the lines of the HTML."""

from html import escape
from pathlib import Path

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.parts.folder import PageFolder
from venuespec.pages.parts.tool_html import tool_lines
from venuespec.pages.readers import Page, reader_of

from .page_frames import PATHS, paths
from .tool_pages import ANSWER, PAGES

READERS = {"okx": "okx_markdown", "bybit": "bybit_markdown", "binance": "binance_markdown", "flat": "flat_text"}


def _document(body: str, format_: str) -> str:
    path = PATHS[format_]
    shown = {"bybit": '{"retCode": 0, "retMsg": "OK", "result": {"ordId": "7", "ts": "1"}}'}.get(format_, ANSWER)
    body = body.replace("{p}", path).replace("{w}", path.replace("/", "<wbr>/")).replace("{a}", escape(shown))
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>API</title></head>\n<body><nav><ul><li>Home</li></ul>'
        f"</nav>\n<main>\n{body}\n</main><footer><p>Copyright</p></footer></body></html>\n"
    )


def _drafts(format_: str, text: str, folder: Path) -> list[Draft]:
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    return list(reader_of(READERS[format_]).drafts(Page(file=file, text=text, folder=PageFolder(folder))))


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_tool_is_read_right(name: str, format_: str, tmp_path: Path) -> None:
    [draft] = [draft for draft in _drafts(format_, _document(PAGES[name], format_), tmp_path) if draft.path]
    assert draft.key == f"POST {PATHS[format_]}"
    assert dict(paths(draft.request)) == {
        "symbol": ("string", "yes"),
        "side": ("string", "no"),
        "limit": ("integer", "no"),
    }
    [symbol, side, limit] = draft.request
    assert (symbol.values, side.values, limit.values) == ((), ("buy", "sell"), ())
    assert (symbol.default, side.default, limit.default) == (None, None, "50")
    assert not draft.error_codes


@pytest.mark.parametrize("format_", READERS)
def test_rows_stand_at_the_lines_of_the_page(format_: str, tmp_path: Path) -> None:
    text = _document(PAGES["Swagger UI"], format_)
    [draft] = [draft for draft in _drafts(format_, text, tmp_path) if draft.path]
    lines = text.splitlines()
    assert all(f">{row.name}<" in lines[row.line - 1] for row in draft.request)


def test_values_that_are_words_of_types_are_no_parameters(tmp_path: Path) -> None:
    items = "<li>long</li><li>short</li>"
    body = (
        "<h1>Place order</h1><p><code>POST {p}</code></p><h4>Query Parameters</h4><ul><li><div>symbol</div><div>Type: "
        f"string</div><div>required</div></li><li><div>posSide</div><div>Type: string</div><ul>{items}</ul></li></ul>"
    )
    [draft] = [draft for draft in _drafts("flat", _document(body, "flat"), tmp_path) if draft.path]
    assert [(row.name, row.values) for row in draft.request] == [("symbol", ()), ("posSide", ("long", "short"))]


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<table><tr><td>", "<dl><dd>", "<b>"])
def test_what_is_nested_deep_is_read_in_time(piece: str) -> None:
    assert tool_lines(f"<html><body>{piece * 3000}x</body></html>") is not None


def test_a_label_in_bold_marks_with_its_colon_is_no_list(tmp_path: Path) -> None:
    table = "| Parameter | Type | Required | Description |\n|---|---|---|---|\n"
    row = "| limit | integer | No | Rows<br>**Default value:** `50` |\n"
    (tmp_path / "page.md").write_text(f"# Orders\n\n`GET /v1/orders`\n\n## Parameters\n\n{table}{row}")
    text = (tmp_path / "page.md").read_text()
    [draft] = reader_of("flat_text").drafts(Page(file=tmp_path / "page.md", text=text))
    assert [(row.values, row.default) for row in draft.request] == [((), "50")]
