"""The web site: a page for each endpoint and row class, without dead links, searched in a browser without a network."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html

from browser import Browser, browser, chromium
from test_hostile_spec import TINY, documents, replaced, sites
from venuespec.site.calls import double_quoted

GUIDES = {
    "quick-start.md": "# Quick start\n\nSee [the design](design/why.md#reasons) and [the changes](../CHANGELOG.md).\n",
    "design/why.md": "# Why\n\n## Reasons\n\nBecause, as [told](../quick-start.md).\n",
}


CLIENTS = """\
python-okx:
  version: 0.4.4
  imports: okx
  methods:
    TradeAPI.place_order: POST /api/v5/trade/order
    TradeAPI.place_multiple_orders: POST /api/v5/trade/batch-orders
"""


# Texts of the specs that the site shows as they are.
SHOWN = (
    "DocsFile.title", "DocsFile.source", "DocsFile.permissions", "SdkFile.summary", "RowFile.label", "RowFile.default",
    "Word.description", "FieldFile.description", "FieldFile.evidence", "HeaderFile.description", "ErrorCode.meaning",
    "RateLimit.scope", "SharedLimit.scope", "Note.text", "ExampleFile.response", "VenueFile.title", "CodeFile.label",
)  # fmt: skip
HOSTILE = (
    "</p></code></pre><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\n# heading\n\n```\n<!--end-->\n<b>bold</b>\n<!--html 0-->\n",
    "[a](javascript:alert(1)) ![b](https://example.com/c.png) <https://example.com>",
    "{{ 7 * 7 }} {% raw %} *em* _em_ `code` | cell | &lt; {: .class } { .class }",
    '---\ntitle: x\n---\n<!--html-->\n<b>bold</b>\n<!--end-->\n=== "tab"\n!!! note',
    "javascript:alert(1)",
    "\u202e\x1b[31m\x02wzxhzdk:0\x03",
)


class SpecDumper(yaml.SafeDumper):
    """Writes numbers as a spec has them."""


SpecDumper.add_representer(Decimal, lambda dumper, number: dumper.represent_float(float(number)))


def hostile_spec(folder: Path) -> None:
    """Write the venue of three endpoints whose texts are hostile."""
    data = {file: document.data for file, document in documents().items() if TINY in file.parents}
    for number, place in enumerate(place for place in sites() if place.label in SHOWN and not place.key):
        text = HOSTILE[number % len(HOSTILE)]
        text = json.dumps({"data": [text]}) if place.label.startswith("ExampleFile") else text
        data[place.file] = replaced(data[place.file], place.path, text, False)
    for file, content in data.items():
        target = folder / file.relative_to(TINY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml.dump(content, Dumper=SpecDumper))


def built(source: Path) -> Path:
    """The site that MkDocs makes of a source."""
    if find_spec("material") is None:
        pytest.skip("no mkdocs-material: pip install 'venuespec[site]'")
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--strict",
        "--config-file",
        str(source / "mkdocs.yml"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return source / "site"


@pytest.fixture(scope="module")
def source(command: Callable[..., Any], frozen_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(frozen_root / "spec", folder / "spec")
    (folder / "spec" / "okx_v5" / "clients.yaml").write_text(CLIENTS)
    hostile_spec(folder / "spec" / "tiny")
    for name, text in GUIDES.items():
        (folder / "guides" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "guides" / name).write_text(text)
    done = command("site", str(folder / "source"), "--guides", str(folder / "guides"), "--root", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "source"


@pytest.fixture(scope="module")
def site(source: Path) -> Path:
    return built(source)


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("no chromium: apt-get install chromium")
    with browser(program) as running:
        yield running


def text_of(page: Path) -> str:
    cells = page.read_text(encoding="utf-8").replace("</td>", " </td>").replace("</th>", " </th>")
    [article] = html.fromstring(cells).xpath("//article")
    return " ".join(article.text_content().split())


def test_the_page_of_an_endpoint_says_what_its_spec_says(site: Path) -> None:
    text = text_of(site / "okx_v5" / "trade" / "place_order.html")
    for words in (
        "Place order POST /api/v5/trade/order okx.trade.place_order",
        "OKX v5 › Trade · documentation as of 2026-06-27",
        "Permission: trade.",
        "60 requests per 2 s for each user and instId",
        "python-okx TradeAPI.place_order",
        "ccxt private_post_trade_order",
        "async with AsyncClient.from_env() as okx:",
        'td_mode="cash"',
        '-H "OK-ACCESS-KEY: $OKX_API_KEY"',
        "tdMode required td_mode TdMode",
        "When the instrument type is FUTURES or SWAP and the context's posMode is long_short_mode, posSide is required",
        "All error codes of OKX v5",
        "The call returns OrderResult: OrderResult",
    ):
        assert words in text, words


def test_a_row_class_an_error_code_and_what_ends_have_their_pages(site: Path) -> None:
    rows = sorted(page.stem for page in (site / "okx_v5" / "row-classes").iterdir())
    assert {"Leverage", "Position"} <= {*rows}
    assert "from venues.okx_v5.account.get_positions import Position" in text_of(
        site / "okx_v5/row-classes/Position.html"
    )
    assert "51008" in text_of(site / "okx_v5" / "errors.html")
    assert "Deprecated" in text_of(site / "okx_v5" / "ending.html") or "deprecated" in text_of(
        site / "okx_v5" / "ending.html"
    )


def test_no_link_is_dead_and_nothing_comes_from_elsewhere(site: Path) -> None:
    pages = {page: html.parse(str(page)) for page in site.rglob("*.html") if page.name != "404.html"}
    anchors = {page: {*tree.xpath("//@id"), *tree.xpath("//@name")} for page, tree in pages.items()}
    assert len(pages) > 30
    wrong: list[str] = []
    for page, tree in pages.items():
        loads = {*tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")}
        for link in {*tree.xpath("//@href | //@src")}:
            parts = urlsplit(link)
            if parts.scheme:
                wrong += [f"{page}: loads {link}"] if link in loads else []
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file() or (
                parts.fragment and unquote(parts.fragment) not in anchors.get(target, {parts.fragment})
            ):
                wrong.append(f"{page.relative_to(site)}: {link}")
    assert wrong == []


SEARCHES = {
    "/api/v5/trade/order": "Order details GET /api/v5/trade/order",
    "POST /api/v5/trade/order": "Place order POST /api/v5/trade/order",
    "Place multiple orders": "Place multiple orders POST",
    "batch-orders": "Place multiple orders POST",
    "tdMode": "Place",
    "51008": "OKX v5: error codes",
    "place_multiple_orders": "Place multiple orders POST",
}


def test_the_search_finds_without_a_network(site: Path, window: Browser) -> None:
    window.go((site / "index.html").as_uri())
    found = {query: window.search(query) for query in SEARCHES}
    assert {query: text for query, text in found.items() if not text.startswith(SEARCHES[query])} == {}
    assert window.errors == []


def test_a_page_fits_a_phone_in_light_and_dark(site: Path, window: Browser) -> None:
    colours = set()
    for dark in (False, True):
        window.show(360, 740, dark=dark)
        window.go((site / "okx_v5" / "trade" / "place_order.html").as_uri())
        assert window.js("document.documentElement.scrollWidth") == 360
        colours.add(window.js("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("f('a', b=['c', 1])", 'f("a", b=["c", 1])'),
        ("""f('say "x"', "it's", 'a\\n')""", """f('say "x"', "it's", 'a\\n')"""),
    ],
)
def test_strings_of_calls_stand_in_double_quotes(written: str, expected: str) -> None:
    assert double_quoted(written) == expected


def test_hostile_text_of_a_spec_shows_itself_and_does_nothing(site: Path) -> None:
    pages = {page: html.parse(str(page)) for page in (site / "tiny").rglob("*.html")}
    shown = " ".join(" ".join(tree.xpath("string(//article)").split()) for tree in pages.values())
    for text in (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} {% raw %} *em* _em_",
        "<b>bold</b>",
    ):
        assert text in shown, text
    tags = {"script", "img", "iframe", "object", "style", "b", "form"}
    for page, tree in pages.items():
        [article] = tree.xpath("//article")
        assert [each.tag for each in article.iter() if each.tag in tags] == [], page
        assert tree.xpath("//img | //b | //*[@onerror] | //script[contains(text(), 'alert(1)')]") == [], page
        assert article.xpath(".//@*[starts-with(name(), 'on')]") == [], page
        assert [link for link in article.xpath(".//a/@href") if link.startswith("javascript:")] == [], page
        assert len(article.xpath(".//h1")) == 1, page
        assert not {*"\u202e\x1b\x02\x03"} & {*html.tostring(article, encoding="unicode")}, page
