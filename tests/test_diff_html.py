"""The page that ``diff --format html`` writes, in a real browser where there is one."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from browser import Browser, browser, chromium
from changes import change
from venuespec.diff import judgements
from venuespec.diff.report import IgnoredChange, LocatedChange, Report, render

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here: the page's filters are NOT tested; apt-get install chromium"
)
EVIL = '<img src=x onerror="document.title=1">\'"</script><script>document.title=2</script>'
LOST = change(judgements.PARAM_VALUE_REMOVED, "POST /a", "request.side.values", "net", None, "side loses net")
LOST_TOO = change(judgements.PARAM_VALUE_REMOVED, "POST /a/b", "request.side.values", "net", None, "side loses net")
ENDED = change(judgements.TYPE_PUT_RIGHT, "GET /b", "response.lastPx.type", "int", "String", "lastPx is a String")
NEW = change(judgements.ENDPOINT_ADDED, "GET /c", "", None, "GET /c", "C is new")
REPORT = Report(
    title="Venue",
    old="docs of January",
    new="docs of June",
    old_day="2026-01-16",
    new_day="2026-06-27",
    entries=(
        LocatedChange(change=LOST, title="Set A", group="account", sdk="account.set_a", row="request.side", docs="https://x/#a"),
        LocatedChange(change=LOST_TOO, title="Set AB", group="account", sdk="account.set_ab", row="request.side", until="2026-10-31", use=("long",)),
        LocatedChange(change=ENDED, title="Get B", group="trade", sdk="trade.get_b", row="response.lastPx", sdk_row="last_px"),
        LocatedChange(change=NEW, title="List C", group="trade", docs="javascript:alert(1)"),
    ),
    bump="major",
)  # fmt: skip
ALL = [each.change.fingerprint for each in REPORT.entries]
LOSS, LOSS_TOO, TYPE, ADDED = ALL
HOSTILE = Report(
    old=EVIL,
    new=EVIL,
    entries=(
        LocatedChange(
            change=change(judgements.PARAM_VALUE_ADDED, EVIL, EVIL, EVIL, [EVIL], EVIL),
            title=EVIL,
            group=EVIL,
            row=EVIL,
            sdk_row=EVIL,
            use=(EVIL,),
            until="2026-12-31",
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


class Page(HTMLParser):
    """Every tag with its attributes, and which changes and stories are hidden or unfolded."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @property
    def visible(self) -> set[str | None]:
        return {each["id"] for _, each in self.tags if each.get("class") == "entry" and "hidden" not in each}


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


def test_the_page_stands_alone_and_shows_every_change_without_scripts() -> None:
    page = Page(render(REPORT, "html"))
    assert page.visible == set(ALL)
    assert not any({"src", "srcset", "data", "action"} & attributes.keys() for _, attributes in page.tags)
    assert not [tag for tag, _ in page.tags if tag in ("link", "iframe", "object", "img")]
    outside = [each["href"] for tag, each in page.tags if tag == "a" and not (each["href"] or "").startswith("#")]
    assert outside == ["https://x/#a"]
    assert re.search(r"\.filters \{ display: none; \}", render(REPORT, "html"))


def test_the_page_says_on_top_whom_it_breaks_and_by_when() -> None:
    top = re.sub(r"<[^>]*>|\s+", " ", render(REPORT, "html").partition("<main>")[0].partition("<body>")[2])
    said = " ".join(top.split())
    assert "Venue: what changed from 2026-01-16 to 2026-06-27" in said
    assert "wire 1 on 2 endpoints none" in said
    assert "sdk 1 on 2 endpoints 1 on 1 endpoint" in said
    assert "since 2026-06-27 side loses net 2 endpoints" in said
    assert "until 2026-10-31 net of side works , use long instead" in said


def test_text_from_the_docs_stays_text() -> None:
    page = Page(render(HOSTILE, "html"))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert "img" not in {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_a_page_without_changes_says_so() -> None:
    text = render(Report(old="old", new="new", entries=()), "html")
    assert "Nothing changed." in text
    assert "<script>" not in text


@needs_browser
def test_a_filter_in_the_address_hides_the_other_changes(tmp_path: Path) -> None:
    """Each address is put in by hand in one browser; starting one for each would take a minute."""
    cases = {
        "": set(ALL),
        "level=ERR": {LOSS, LOSS_TOO},
        "level=ERR,WARN": {LOSS, LOSS_TOO, TYPE},
        "breaks=wire": {LOSS, LOSS_TOO},
        "breaks=sdk&level=WARN": {TYPE},
        "breaks=nobody": {ADDED},
        "kind=endpoint_added": {ADDED},
        "group=trade&level=INFO": {ADDED},
        "endpoint=POST /a": {LOSS},
        "endpoint=POST /a*": {LOSS, LOSS_TOO},
        "endpoint=account.set_ab, GET /c": {LOSS_TOO, ADDED},
        "endpoint=LIST c": {ADDED},
        "endpoint=nowhere": set(),
        "param=last_px": {TYPE},
        "param=side": {LOSS, LOSS_TOO},
        "words=is new": {ADDED},
        LOSS_TOO: set(ALL),
    }
    script = f"""
      const found = [];
      const steps = {list(cases)!r};
      const next = () => {{
        found.push(Array.from(document.querySelectorAll(".entry:not([hidden])"), (entry) => entry.id).join(" "));
        const step = steps[found.length];
        if (step === undefined) document.title = found.join("|");
        else location.hash = step === "" ? "#" : `#${{step}}`;
      }};
      window.addEventListener("hashchange", () => setTimeout(next));
      next();
    """
    title = re.search(r"<title>(.*?)</title>", shown(driven(render(REPORT, "html"), script), tmp_path))
    assert title is not None
    assert dict(zip(cases, (set(each.split()) for each in title[1].split("|")), strict=True)) == cases


@needs_browser
def test_the_controls_filter_unfold_and_write_the_address(tmp_path: Path) -> None:
    script = """
      const form = document.getElementById("filters");
      const open = () => document.querySelectorAll("details[open]").length;
      const before = open();
      document.getElementById("unfold").click();
      const after = open();
      form.elements.group.value = "account";
      form.elements.group.dispatchEvent(new Event("input", {bubbles: true}));
      form.querySelector("[value=WARN]").click();
      const count = document.getElementById("count").textContent;
      const address = location.hash;
      document.querySelector("button[type=reset]").click();
      setTimeout(() => { document.title = [before, after, count, address, document.getElementById("count").textContent].join("|"); }, 50);
    """
    title = re.search(r"<title>(.*?)</title>", shown(driven(render(REPORT, "html"), script), tmp_path))
    assert title is not None
    assert title[1].replace("&amp;", "&").split("|") == [
        "1",
        "3",
        "2 of 4 changes, 1 of 3 stories",
        "#level=ERR%2CINFO&group=account",
        "4 of 4 changes, 3 of 3 stories",
    ]


@needs_browser
def test_an_address_that_names_a_change_unfolds_its_story(tmp_path: Path) -> None:
    page = Page(shown(render(REPORT, "html"), tmp_path, f"#{TYPE}"))
    at = next(number for number, (_, each) in enumerate(page.tags) if each.get("id") == TYPE)
    fold = next(each for tag, each in reversed(page.tags[:at]) if tag == "details")
    assert "open" in fold
    assert page.visible == set(ALL)


@needs_browser
def test_a_page_is_as_wide_as_its_window(tmp_path: Path) -> None:
    """Windows cannot be narrower than 500 pixels, frames can; each tells its page's width to the one around it."""
    (tmp_path / "inner.html").write_text(
        driven(
            render(REPORT, "html").replace("<details>", "<details open>"),
            "const root = document.documentElement;"
            "parent.postMessage(`${innerWidth}:${root.scrollWidth - root.clientWidth}`, '*');",
        )
    )
    frames = "".join(f'<iframe src="inner.html" style="border:0;width:{width}px"></iframe>' for width in (360, 800))
    script = """
      const found = [];
      addEventListener("message", (event) => { found.push(event.data); document.title = found.sort().join(" "); });
    """
    around = f"<head><title></title><script>{script}</script></head><body>{frames}</body>"
    assert "<title>360:0 800:0</title>" in shown(around, tmp_path)


# --- a person's hand, in one browser

MANY = Report(
    old="old",
    new="new",
    new_day="2026-06-27",
    entries=(
        *REPORT.entries,
        *(
            LocatedChange(
                change=change(judgements.PARAM_VALUE_REMOVED, f"POST /long/{number}", f"request.p{number}.values", "a", None, f"p{number} loses a value whose name is of {'some' * 40} length"),
                title=f"Long {number}", group="long", row=f"request.p{number}", docs="https://x/#gone", archived="https://web.archive.org/web/1/https://x",
            )
            for number in range(40)
        ),
        LocatedChange(change=change(judgements.ENDPOINT_REMOVED, "GET /gone", "", "GET /gone", None, "Gone is gone"), title="Gone", docs="https://x/", archived="https://web.archive.org/web/20260116/https://x/#gone"),
    ),
    bump="major",
)  # fmt: skip
LAST = MANY.entries[-2].change.fingerprint
OPEN = "[...document.querySelectorAll('#changes details')].filter((fold) => fold.open).length"
SHOWN = "[...document.querySelectorAll('.entry:not([hidden])')].map((entry) => entry.id).join(' ')"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of a page with many changes."""
    program = chromium()
    assert program is not None
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(render(MANY, "html"))
    with browser(program) as opened:
        yield opened, file.as_uri()


@needs_browser
def test_an_address_of_a_change_brings_it_into_view(window: tuple[Browser, str]) -> None:
    page, address = window
    for width in (1200, 360):
        page.show(width, 700)
        page.go("about:blank")
        page.go(f"{address}#{LAST}")
        top = page.js(f"document.getElementById('{LAST}').getBoundingClientRect().top")
        assert 0 <= top < 690
        assert page.js(f"document.elementFromPoint(40, {top} + 4).closest('.entry, .story') !== null")
        assert page.js("document.documentElement.scrollWidth") == width


@needs_browser
def test_on_paper_every_story_is_unfolded_and_nothing_is_cut(window: tuple[Browser, str]) -> None:
    page, address = window
    page.show(700, 900, printed=True)
    page.go("about:blank")
    page.go(address)
    assert page.js(OPEN) < len(MANY.entries)
    hidden = "[...document.querySelectorAll('.entry p')].filter((text) => text.textContent.trim() && !text.getClientRects().length).length"
    cut = "[...document.querySelectorAll('main *')].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth).length"
    assert (page.js(hidden), page.js(cut)) == (0, 0)
    assert page.js("getComputedStyle(document.getElementById('filters')).display") == "none"
    assert page.js("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.paper().count(b"/Type /Page") > 3


@needs_browser
def test_the_page_works_by_keyboard(window: tuple[Browser, str]) -> None:
    page, address = window
    page.show(1200, 700)
    page.go("about:blank")
    page.go(address)
    page.press("Tab")
    assert page.js("document.activeElement.className") == "skip"
    page.press("Enter", "Tab")
    assert page.js("document.activeElement.tagName") == "SUMMARY"
    before = page.js(OPEN)
    page.press("Enter")
    assert page.js(OPEN) == before - 1
    page.press("Space")
    assert page.js(OPEN) == before


@needs_browser
def test_filters_narrow_each_other(window: tuple[Browser, str]) -> None:
    page, address = window
    page.show(1200, 700)
    page.go("about:blank")
    page.go(address)
    page.js("document.querySelector('[name=endpoint]').focus()")
    page.press("POST /a*")
    assert set(page.js(SHOWN).split()) == {LOSS, LOSS_TOO}
    page.js("document.querySelector('[name=words]').focus()")
    page.press("net")
    assert set(page.js(SHOWN).split()) == {LOSS, LOSS_TOO}
    page.js(
        "var box = document.querySelector('[name=group]'); box.value = 'trade'; box.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert page.js(SHOWN) == ""
    assert page.js("document.getElementById('nothing').hidden") is False
    page.go("about:blank")
    page.go(f"{address}#endpoint=POST+%2Fa&level=ERR&breaks=wire")
    assert page.js(SHOWN) == LOSS


@needs_browser
def test_light_and_dark_are_told_apart_from_their_ground(window: tuple[Browser, str]) -> None:
    page, address = window
    colours = []
    for dark in (False, True):
        page.show(1200, 700, dark=dark)
        page.go("about:blank")
        page.go(address)
        colours.append(
            page.js(
                "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor].map((colour) => Number(colour.match(/\\d+/)[0]))"
            )
        )
    (text, ground), (dark_text, dark_ground) = colours
    assert ground - text > 150
    assert dark_text - dark_ground > 150


@needs_browser
def test_an_endpoint_that_is_gone_leads_to_a_page_that_is_there_and_to_a_copy(window: tuple[Browser, str]) -> None:
    page, address = window
    page.go(address)
    gone = MANY.entries[-1].change.fingerprint
    links = page.js(f"[...document.getElementById('{gone}').querySelectorAll('a')].map((link) => link.href)")
    assert links[1:] == ["https://x/", "https://web.archive.org/web/20260116/https://x/#gone"]
    assert page.errors == []


@needs_browser
def test_nothing_in_the_docs_runs(tmp_path: Path) -> None:
    dom = shown(render(HOSTILE, "html"), tmp_path)
    assert len(re.findall("<script>", dom)) == 1
    assert "<title>1</title>" not in dom
    assert "<title>2</title>" not in dom
    assert ">1 of 1 changes, 1 of 1 stories</output>" in dom


@needs_browser
def test_a_browser_that_runs_no_scripts_shows_all_and_no_filters(tmp_path: Path) -> None:
    forbidden = re.sub(r"script-src [^;]*;", "script-src 'none';", render(REPORT, "html"))
    dom = shown(forbidden, tmp_path, "#level=ERR")
    assert Page(dom).visible == set(ALL)
    assert 'class="scripted"' not in dom
