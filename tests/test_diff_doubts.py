"""What `venuespec diff` says of pages in a form that is not understood: nothing is gone that stands there."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import venuespec
from venuespec.diff.change import Change
from venuespec.diff.compare import diff
from venuespec.diff.inputs import load_states

PAGE = """---
source_url: https://www.okx.com/docs-v5/en/#garden-rest-api-{slug}
updated_at: 2026-08-01
---

# GET / {title}

#### Rate Limit: 20 requests per 2 seconds

#### Rate limit rule: User ID

#### HTTP Request

`GET /api/v5/garden/{slug}`

#### Request Parameters

Parameter | Type | Required | Description
---|---|---|---
plantId | String | Yes | Plant
after | String | No | Page

> Response Example

```
{{"code": "0", "msg": "", "data": [{{"plantId": "a", "height": "3", "leaves": "4"}}]}}
```

#### Response Parameters

Parameter | Type | Description
---|---|---
plantId | String | Plant
height | String | Height
leaves | String | Leaves
"""
CODES = """# Error Code

Error Code | HTTP Status Code | Error Message
---|---|---
{}
"""
Site = Callable[..., Path]


def named(number: int) -> str:
    return f"plot-{'abcdefghijklmnopqrstuvwxyz'[number]}"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Write a folder of so many pages; ``change`` gets each text and its slug, and None leaves the page out."""

    def write(day: str, change: Callable[[str, str], str | None] = lambda text, _: text, pages: int = 10) -> Path:
        folder = tmp_path / day
        folder.mkdir()
        for number in range(pages):
            slug = named(number)
            text = change(PAGE.format(slug=slug, title=slug.replace("-", " ").title()), slug)
            if text is not None:
                (folder / f"garden-rest-api-{slug}.md").write_text(text)
        return folder

    return write


@pytest.fixture
def told(founding: Path) -> Callable[[Path, Path], list[Change]]:
    def compare(old: Path, new: Path) -> list[Change]:
        found = diff(*load_states(str(old), str(new), founding.parent.parent, "okx_v5"))
        return [each for each in found if each.level != "NONE"]

    return compare


Told = Callable[[Path, Path], list[Change]]


def kinds(found: list[Change]) -> list[tuple[str, str, str]]:
    return [(each.level, each.kind, each.endpoint.rpartition("/")[2]) for each in found]


def only(slug: str, old: str, new: str) -> Callable[[str, str], str]:
    """Change one page of a site."""
    return lambda text, page: text.replace(old, new) if page == slug else text


def test_a_row_that_is_not_understood_is_not_gone(site: Site, told: Told) -> None:
    strange = only("plot-b", "leaves | String", "le aves ?? | String")
    found = told(site("2026-08-01"), site("2026-08-02", strange))
    assert kinds(found) == [("WARN", "not_understood", "plot-b")]
    [change] = found
    assert (change.old, change.wire_breaking, change.sdk_breaking, change.bump) == (None, False, False, "none")
    assert "garden-rest-api-plot-b.md:" in change.message
    assert "not counted: compare the page by hand" in change.message


def test_the_rest_of_such_a_page_is_compared(site: Site, told: Told) -> None:
    def change(text: str, slug: str) -> str:
        text = text.replace("20 requests", "5 requests").replace("after | String | No", "after | String | Yes")
        return text.replace("leaves | String", "le aves ?? | String")

    found = told(site("2026-08-01", pages=1), site("2026-08-02", change, pages=1))
    assert sorted(kinds(found)) == [
        ("ERR", "requiredness_changed", "plot-a"),
        ("WARN", "not_understood", "plot-a"),
        ("WARN", "rate_limit_tightened", "plot-a"),
    ]


def test_what_the_older_page_had_unread_is_not_new(site: Site, told: Told) -> None:
    strange = only("plot-b", "after | String | No", "af ter ?? | String | No")
    old, new = site("2026-08-01", strange), site("2026-08-02")
    [change] = [each for each in told(old, new) if each.level != "INFO"]
    assert (change.level, change.kind, change.old, change.new) == ("WARN", "not_understood", "row-unread", None)
    assert change.message.startswith("in the older state, ")
    [back] = [each for each in told(new, old) if each.level != "INFO"]
    assert (back.level, back.kind, back.old, back.new) == ("WARN", "not_understood", None, "row-unread")
    assert "this row of the table is not understood" in back.message


def test_what_both_pages_have_unread_hides_nothing(site: Site, told: Told) -> None:
    def strange(text: str, _: str) -> str:
        return text.replace("after | String", "af ter ?? | String")

    less = only("plot-b", "leaves | String | Leaves\n", "")
    found = told(site("2026-08-01", strange), site("2026-08-02", lambda text, slug: strange(less(text, slug), slug)))
    assert kinds(found) == [("ERR", "response_field_removed", "plot-b")]


@pytest.mark.parametrize(
    "form",
    [
        "See GET /api/v5/garden/plot-b for more.",
        "`GET https://acme.example/api/v5/garden/plot-b?x=1`",
        "It is at /api/v5/<wbr>garden/<i>plot-b</i> now.",
        "| GET | /api/v5/garden/plot-b |",
        "GET%2Fapi%2Fv5%2Fgarden%2Fplot-b",
    ],
)
def test_an_endpoint_whose_path_still_stands_there_is_not_removed(site: Site, told: Told, form: str) -> None:
    old = site("2026-08-01")
    found = told(old, site("2026-08-02", only("plot-b", "`GET /api/v5/garden/plot-b`", form)))
    assert [each for each in kinds(found) if each[0] != "INFO"] in ([], [("WARN", "not_understood", "plot-b")])


@pytest.mark.parametrize("number", [1, 3])
def test_an_endpoint_that_left_is_removed(site: Site, told: Told, number: int) -> None:
    """A longer path is another one, and a page that referred to the endpoint before does not document it."""
    slugs = [named(each) for each in range(2, 2 + number)]

    def write(day: str, left: list[str]) -> Path:
        folder = site(day, pages=0)
        texts = [PAGE.format(slug=named(each), title=f"Plot {each}") for each in range(24) if named(each) not in left]
        (folder / "garden.md").write_text("\n".join(text.partition("---\n\n")[2] for text in texts))
        (folder / "guide.md").write_text("See `/api/v5/garden/plot-c` and /api/v5/garden/plot-d-old.\n")
        return folder

    assert kinds(told(write("2026-08-01", []), write("2026-08-02", slugs))) == [
        ("ERR", "endpoint_removed", slug) for slug in slugs
    ]


@pytest.mark.parametrize("words", ["decommissioned", "This endpoint has been removed: `GET /api/v5/garden/plot-b`."])
def test_a_page_that_says_so_tells_the_end_of_an_endpoint(site: Site, told: Told, words: str) -> None:
    old = site("2026-08-01")
    found = told(old, site("2026-08-02", only("plot-b", "`GET /api/v5/garden/plot-b`", words)))
    assert [each for each in kinds(found) if each[0] == "ERR"] in ([], [("ERR", "endpoint_removed", "plot-b")])
    assert all(kind != "not_understood" for _, kind, _ in kinds(found))


def test_a_fifth_of_the_endpoints_leaves_at_once(site: Site, told: Told, founding: Path) -> None:
    def write(day: str, first: int) -> Path:
        folder = site(day, pages=0)
        texts = [PAGE.format(slug=named(each), title=f"Plot {each}") for each in range(first, 10)]
        (folder / "garden.md").write_text("\n".join(text.partition("---\n\n")[2] for text in texts))
        return folder

    old, new = write("2026-08-01", 0), write("2026-08-02", 3)
    [change] = told(old, new)
    assert (change.level, change.kind, change.endpoint, change.pointer) == ("WARN", "left_at_once", "*", "endpoints")
    assert change.message.startswith("3 of 10 endpoints left at once: most likely another form of the pages; GET /")
    assert change.old == [f"GET /api/v5/garden/plot-{each}" for each in "abc"]
    root = founding.parent.parent
    arguments = ["diff", str(old), str(new), "--docs", "okx_v5", "--format"]
    assert venuespec(*arguments, "text", "--fail-on", "ERR", cwd=root).returncode == 0
    assert venuespec(*arguments, "text", "--fail-on", "WARN", cwd=root).returncode == 1
    report = json.loads(venuespec(*arguments, "json", cwd=root).stdout)
    assert [each["old"] for each in report["changes"] if each["kind"] == "left_at_once"] == [change.old]
    assert "plot-c" in venuespec(*arguments, "html", cwd=root).stdout


def test_a_fifth_of_the_answers_leaves_at_once(site: Site, told: Told) -> None:
    def less(text: str, slug: str) -> str:
        return text.replace("leaves | String | Leaves\n", "") if slug < "plot-d" else text

    [change] = told(site("2026-08-01"), site("2026-08-02", less))
    assert (change.level, change.kind, change.pointer) == ("WARN", "left_at_once", "answers")
    assert change.old == [f"GET /api/v5/garden/plot-{each} response.leaves" for each in "abc"]


def test_codes_of_a_page_that_is_there_and_not_read(site: Site, told: Told) -> None:
    old, new = site("2026-08-01"), site("2026-08-02")
    rows = [f"5000{each} | 200 | Plant {each} is dry" for each in range(10)]
    (old / "error-code.md").write_text(CODES.format("\n".join(rows)))
    shutil.copy(old / "error-code.md", new / "error-code.md")
    assert told(old, new) == []
    (new / "error-code.md").write_text("# Error Code\n\n" + "\n".join(f"* about {row[:5]}" for row in rows))
    [change] = told(old, new)
    assert (change.level, change.kind, change.endpoint, change.pointer) == ("WARN", "not_understood", "*", "errors")
    assert "error-code.md:1: 10 error codes that this page listed are not read from it" in change.message
    (new / "error-code.md").write_text(CODES.format("\n".join(rows[1:])))
    assert [(each.kind, each.old) for each in told(old, new)] == [("error_code_removed", "50000")]
    (new / "error-code.md").write_text(CODES.format("\n".join(rows[3:])))
    assert [(each.kind, each.old) for each in told(old, new)] == [("left_at_once", ["50000", "50001", "50002"])]
