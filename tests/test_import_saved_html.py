"""An import of pages that were saved as HTML, with the frame of their site, some of them damaged."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from venuespec.cli.app import app
from venuespec.pages.ends import ends_early

NAMES = ["place-order", "cancel-order", "get-order", "trades", "ticker", "depth", "klines", "balance"]
FIRST, NEXT = "2026-11-01", "2026-11-08"


def content(name: str) -> str:
    method = "POST" if name.startswith(("place", "cancel")) else "GET"
    return (
        f"<h1>{name.replace('-', ' ').title()}</h1><p>Use this to work with the {name} of the account, and read the "
        f"answer if it is of use.</p><h2>HTTP Request</h2><pre><code>{method} /v1/{name}</code></pre>"
        "<p>Requires authentication.</p><h2>Request Parameters</h2><table><thead><tr><th>Name</th><th>Type</th>"
        "<th>Required</th><th>Description</th></tr></thead><tbody><tr><td>symbol</td><td>string</td><td>yes</td>"
        "<td>The market</td></tr>\n<tr><td>size</td><td>string</td><td>yes</td><td>How much of it</td></tr>\n<tr>"
        "<td>limit</td><td>integer</td><td>no</td><td>Number of rows</td></tr></tbody></table><h2>Response</h2>"
        "<table><thead><tr><th>Name</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td>id</td>"
        "<td>string</td><td>Identifier</td></tr>\n<tr><td>status</td><td>string</td><td>State of it</td></tr>\n<tr>"
        "<td>time</td><td>integer</td><td>Time in milliseconds</td></tr></tbody></table>"
        '<pre><code>{"id": "1",\n "status": "NEW",\n "time": 1700000000000}</code></pre>'
    )


def framed(inside: str, title: str = "Acme API") -> str:
    links = "".join(f'<li><a href="/docs/{name}">{name.title()}</a></li>' for name in NAMES)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title><script>var a = 1;</script></head><body><header>Acme "
        f'<a href="/login">Log in</a></header><nav><ul>{links}</ul></nav><main>{inside}</main><footer>Terms. Privacy.'
        "</footer></body></html>"
    )


def pages(root: Path, day: str) -> Path:
    folder = root / "pages" / "acme" / day
    folder.mkdir(parents=True)
    for name in NAMES:
        (folder / f"{name}.html").write_text(framed(content(name), f"{name.title()} | Acme API"))
    return folder


def run(*arguments: str, root: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--root", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("saved")
    assert run("new", "venue", "acme", root=root)[0] == 0
    code, out = run("import", "acme", str(pages(root, FIRST)), root=root)
    assert (code, out.count("new: ")) == (0, 8)
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first / "spec", tmp_path / "spec")
    return tmp_path


def files(root: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in (root / "spec").glob("*/*/*.yaml")}


@pytest.mark.parametrize(
    ("end", "before"),
    [
        ("<td>size</td>", "request.limit"),
        ("State of it", "response.time"),
        ('"status": "N', "its examples"),
        ("<h2>Request Parameters", "request.symbol"),
        ("<h2>Response", "response.id"),
    ],
)
def test_an_endpoint_whose_page_was_cut_stays_as_it_is(root: Path, end: str, before: str) -> None:
    day = pages(root, NEXT)
    page = day / "get-order.html"
    page.write_text(page.read_text().partition(end)[0] + end[:-1])
    known = files(root)
    code, out = run("import", "acme", str(day), root=root)
    assert code == 0
    assert re.search(
        rf"get-order\.html:\d+: the page ends within GET /v1/get-order, before {before}; its facts stay", out
    )
    assert files(root) == known


INSTEAD = {
    "a check of the browser": "<h1>Checking your browser before accessing acme.example</h1><p>One moment.</p>",
    "a login": "<h1>Sign in</h1><form>Email Password</form>",
    "a login in other words": "<h1>Welcome back</h1><form>Email Password Continue with another account</form>",
    "not found": "<h1>Page Not Found</h1><p>We could not find what you were looking for.</p>",
    "not found in other words": "<h1>Oops!</h1><p>This page has moved or no longer exists.</p>",
    "a shell": '<div id="root"></div>',
}


@pytest.mark.parametrize("inside", INSTEAD.values(), ids=INSTEAD.keys())
@pytest.mark.parametrize("names", [NAMES[:1], NAMES[:3], NAMES])
def test_what_stands_in_place_of_a_page_takes_no_endpoint_away(root: Path, inside: str, names: list[str]) -> None:
    day = pages(root, NEXT)
    for name in names:
        (day / f"{name}.html").write_text(framed(inside))
    known = files(root)
    code, out = run("import", "acme", str(day), root=root)
    assert code == 2 or "its facts stay as they are" in out
    assert files(root) == known


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("market", "marché").encode("latin-1"),
        lambda text: b"\x1f\x8b" + text.encode(),
        lambda text: b"",
        lambda text: b"\0" * 4096,
    ],
    ids=["UTF-16", "Latin-1", "packed", "nothing", "zeros"],
)
def test_a_page_in_other_bytes_is_one_clear_error(root: Path, damage: Callable[[str], bytes]) -> None:
    day = pages(root, NEXT)
    page = day / "get-order.html"
    page.write_bytes(damage(page.read_text()))
    known = files(root)
    code, out = run("import", "acme", str(day), root=root)
    assert (code, out.count("error: ")) == (2, 1)
    assert "get-order.html" in out
    assert files(root) == known


# --- where a page ends


@pytest.mark.parametrize(
    ("text", "html", "says"),
    [
        ("<html><body><p>One", True, "before </html>"),
        ("<html><body><p>One</p></body></html>", True, None),
        ("<p>One", True, None),
        ("# One\n\n```json\n{\n", False, "a block of code is not closed"),
        ("# One\n\n````\n```\n````\n", False, None),
        ("# One\n\n~~~\ntext\n", False, "a block of code is not closed"),
        ("# One\n\n```\ntext\n```\n", False, None),
        ("Write ``` around code.\n", False, None),
        ("| a | b |\n|---|---|\n| one | tw", False, "the page ends within a row: | one | tw"),
        ("| a | b |\n|---|---|\n| one | two |\n", False, None),
        ("| a | b\n|---|---\n| one | two\n", False, None),
        ("One\n| two", False, None),
    ],
)
def test_a_page_that_ends_too_early_is_told_by_its_end(text: str, html: bool, says: str | None) -> None:
    found = ends_early(text, html=html)
    assert found is None if says is None else found is not None and says in found
