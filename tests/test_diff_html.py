"""The page that ``diff --format html`` writes, in a real browser where there is one."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from changes import change
from venuespec.diff import judgements
from venuespec.diff.report import IgnoredChange, LocatedChange, Report, render

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here: the page's filters are NOT tested; apt-get install chromium"
)
EVIL = '<img src=x onerror="document.title=1">\'"</script><script>document.title=2</script>'
REPORT = Report(
    old="docs of January",
    new="docs of June",
    entries=(
        LocatedChange(change=change(judgements.PARAM_VALUE_REMOVED, "POST /a", "request.side", "net", None, "side loses net"), title="Set A", group="account", docs="https://x/#a"),
        LocatedChange(change=change(judgements.PARAM_VALUE_ADDED, "POST /a", "request.side", None, "long", "side gains long"), title="Set A", group="account", docs="https://x/#a"),
        LocatedChange(change=change(judgements.TYPE_PUT_RIGHT, "GET /b", "response.px", "int", "String", "px is a String"), title="Get B", group="trade"),
        LocatedChange(change=change(judgements.ENDPOINT_ADDED, "GET /c", "", None, "GET /c", "C is new"), title="List C", group="trade", docs="javascript:alert(1)"),
    ),
    bump="major",
)  # fmt: skip
HOSTILE = Report(
    old=EVIL,
    new=EVIL,
    entries=(
        LocatedChange(
            change=change(judgements.PARAM_VALUE_ADDED, EVIL, EVIL, EVIL, [EVIL], EVIL),
            title=EVIL,
            group=EVIL,
            docs=f"https://x/{EVIL}",
        ),
    ),
    ignored=(
        IgnoredChange(
            entry=LocatedChange(change=change(judgements.PARAM_VALUE_ADDED, EVIL, "", None, "", EVIL)),
            reason=EVIL,
            expires="2026-12-31",
        ),
    ),
)


class Rows(HTMLParser):
    """Of every row of the table of changes its message, and whether it is hidden; and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, bool] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._cells: list[str] = []
        self._row: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self._row, self._cells = dict(attrs), []
        elif tag == "td" or (tag == "span" and len(self._cells) == 3):
            self._cells.append("")

    def handle_data(self, data: str) -> None:
        if self._cells:
            self._cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self._row and "data-level" in self._row:
            self.hidden[self._cells[2].strip()] = "hidden" in self._row

    @property
    def visible(self) -> list[str]:
        return [message for message, is_hidden in self.hidden.items() if not is_hidden]


def shown(html: str, folder: Path, fragment: str = "", width: int = 1400) -> str:
    """The page as a browser with a window of so many pixels has it after its scripts ran."""
    assert BROWSER is not None
    file = folder / "page.html"
    file.write_text(html)
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    command += [
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={width},900",
        "--virtual-time-budget=2000",
        "--dump-dom",
        f"{file.as_uri()}{fragment}",
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def driven(html: str, script: str) -> str:
    """The page with a person's hand on it: the page's own policy would not let this script run."""
    without_policy = re.sub(r"<meta http-equiv=[^>]*>", "", html)
    assert without_policy != html
    return without_policy.replace("</body>", f"<script>{script}</script></body>")


def test_the_page_stands_alone_and_shows_every_row_without_scripts() -> None:
    page = Rows(render(REPORT, "html"))
    assert page.visible == ["side loses net", "px is a String", "side gains long", "C is new"]
    assert not any({"src", "srcset", "data", "action"} & attributes.keys() for _, attributes in page.tags)
    assert not [tag for tag, _ in page.tags if tag in ("link", "iframe", "object", "img")]
    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == [
        "#changes",
        "https://x/#a",
        "https://x/#a",
    ]
    assert re.search(r"\.filters \{ display: none; \}", render(REPORT, "html"))


def test_text_from_the_docs_stays_text() -> None:
    page = Rows(render(HOSTILE, "html"))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert "img" not in {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_a_page_without_changes_says_so() -> None:
    text = render(Report(old="old", new="new", entries=()), "html")
    assert "Nothing changed." in text
    assert "<script>" not in text


@needs_browser
@pytest.mark.parametrize(
    ("fragment", "visible"),
    [
        ("", ["side loses net", "px is a String", "side gains long", "C is new"]),
        ("#level=ERR", ["side loses net"]),
        ("#level=ERR%2CWARN", ["side loses net", "px is a String"]),
        ("#kind=endpoint_added", ["C is new"]),
        ("#group=trade&level=INFO", ["C is new"]),
        ("#endpoint=LIST+c", ["C is new"]),
        ("#endpoint=%2Fa", ["side loses net", "side gains long"]),
        ("#endpoint=nowhere", []),
        ("#changes", ["side loses net", "px is a String", "side gains long", "C is new"]),
    ],
)
def test_a_filter_in_the_address_hides_the_other_rows(tmp_path: Path, fragment: str, visible: list[str]) -> None:
    dom = shown(render(REPORT, "html"), tmp_path, fragment)
    assert Rows(dom).visible == visible
    assert f">{len(visible)} of 4 changes</output>" in dom


@needs_browser
def test_the_controls_filter_and_write_the_address(tmp_path: Path) -> None:
    script = """
      const form = document.getElementById("filters");
      const set = (name, value) => {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
      };
      set("group", "account");
      form.querySelector("[value=ERR]").click();
      document.title = location.hash;
    """
    dom = shown(driven(render(REPORT, "html"), script), tmp_path)
    assert Rows(dom).visible == ["side gains long"]
    assert "<title>#level=WARN%2CINFO&amp;group=account</title>" in dom
    assert ">1 of 4 changes</output>" in dom


@needs_browser
def test_one_button_shows_all_again(tmp_path: Path) -> None:
    script = 'document.querySelector("button[type=reset]").click();'
    dom = shown(driven(render(REPORT, "html"), script), tmp_path, "#level=ERR&endpoint=a")
    assert len(Rows(dom).visible) == 4


@needs_browser
def test_the_filters_are_reached_by_keyboard_in_order(tmp_path: Path) -> None:
    script = """
      const reached = Array.from(document.querySelectorAll("a, input, select, button, [tabindex]"));
      document.title = reached.filter((each) => each.tabIndex >= 0).map((each) => each.name || each.type || each.className).join(" ");
    """
    title = re.search(r"<title>(.*?)</title>", shown(driven(render(REPORT, "html"), script), tmp_path))
    assert title is not None
    assert title[1].startswith("skip level level level kind group endpoint reset wide-table")


@needs_browser
@pytest.mark.parametrize("width", [500, 800, 1400])
def test_a_page_is_as_wide_as_its_window(tmp_path: Path, width: int) -> None:
    """On a phone every change is a card, and nothing has to be pushed aside to be read."""
    script = """
      const wide = (each) => each.scrollWidth > each.clientWidth;
      const parts = [document.documentElement, ...document.querySelectorAll(".wide-table, td")];
      document.title = parts.filter(wide).length;
    """
    assert "<title>0</title>" in shown(driven(render(REPORT, "html"), script), tmp_path, width=width)


@needs_browser
def test_nothing_in_the_docs_runs(tmp_path: Path) -> None:
    dom = shown(render(HOSTILE, "html"), tmp_path)
    assert len(re.findall("<script>", dom)) == 1
    assert "<title>1</title>" not in dom
    assert "<title>2</title>" not in dom
    assert ">1 of 1 changes</output>" in dom


@needs_browser
def test_a_browser_that_runs_no_scripts_shows_all_and_no_filters(tmp_path: Path) -> None:
    forbidden = re.sub(r"script-src [^;]*;", "script-src 'none';", render(REPORT, "html"))
    dom = shown(forbidden, tmp_path, "#level=ERR")
    assert len(Rows(dom).visible) == 4
    assert 'class="scripted"' not in dom
