"""A reader that gets more out of the same pages makes no rule due; only another text of the page does."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from site_of_docs import changed, leaf, site
from update_site import FIRST, NEXT, RULES, first_day, make
from venuespec.cli.app import app
from venuespec.pages.bases import page_bases
from venuespec.spec.yaml import read

FROZEN = Path(__file__).parent / "fixtures" / "spec" / "okx_v5"
NAMES = ["limit_needs_price", "pool_is_for_limits", "tag_is_short"]


def run(*arguments: str, root: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--root", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="session")
def read_less(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root whose spec is by an older reader: it took neither a default nor the prose from the page of one endpoint."""
    root = tmp_path_factory.mktemp("less")
    spec = make(root, read(FROZEN / "venue.yaml").data)
    assert run("import", "okx_v5", str(root / "pages" / FIRST), root=root)[0] == 0
    place = spec / "trade" / "place_order.yaml"
    text = place.read_text()
    assert ", default: 'false'" in text
    place.write_text(text.replace(", default: 'false'", "") + RULES)
    lock = (spec / "lock.yaml").read_text()
    entry = re.search(r"  POST /api/v5/trade/place:\n(?:    .*\n)*", lock)
    assert entry is not None
    less = re.sub(r"(?m)^    prose: .*$", "    prose: '00000000'", entry[0])
    (spec / "lock.yaml").write_text(lock.replace(entry[0], less))
    assert run("review", "okx_v5", "trade.place_order", "--confirm", *NAMES, root=root)[0] == 0
    return root


@pytest.fixture
def root(read_less: Path, tmp_path: Path) -> Path:
    shutil.copytree(read_less, tmp_path, dirs_exist_ok=True)
    return tmp_path


def due(root: Path) -> str:
    return run("review", "okx_v5", root=root)[1]


def test_the_same_pages_make_no_rule_due(root: Path) -> None:
    code, out = run("import", "okx_v5", str(root / "pages" / FIRST), root=root)
    assert (code, "changed: trade/place_order.yaml" in out) == (0, True)
    assert "default: 'false'" in (root / "spec" / "okx_v5" / "trade" / "place_order.yaml").read_text()
    assert due(root) == "0 rules of 0 endpoints to review\n"


def test_the_same_page_on_another_day_makes_no_rule_due(root: Path) -> None:
    site(root / "pages", NEXT, first_day())
    assert run("import", "okx_v5", str(root / "pages" / NEXT), root=root)[0] == 0
    assert due(root) == "0 rules of 0 endpoints to review\n"


def test_a_page_with_other_words_makes_its_rules_due(root: Path) -> None:
    site(root / "pages", NEXT, changed(first_day(), "place", prose="Places one order of many."))
    assert run("import", "okx_v5", str(root / "pages" / NEXT), root=root)[0] == 0
    found = due(root)
    assert "pool_is_for_limits: changed: elp, the text around the tables" in found
    assert found.endswith("3 rules of 1 endpoint to review\n")


def test_a_rule_that_was_due_stays_due(root: Path) -> None:
    lock = root / "spec" / "okx_v5" / "lock.yaml"
    lock.write_text(re.sub(r"(?m)^(        px: ).*$", r"\g<1>bbbb", lock.read_text()))
    assert run("import", "okx_v5", str(root / "pages" / FIRST), root=root)[0] == 0
    found = due(root)
    assert "limit_needs_price: changed: px, the text around the tables" in found
    assert found.endswith("1 rule of 1 endpoint to review\n")


def test_a_lock_of_an_older_version_changes_nothing_and_learns_the_files(root: Path) -> None:
    pages = str(root / "pages" / FIRST)
    assert run("import", "okx_v5", pages, root=root)[0] == 0
    lock = root / "spec" / "okx_v5" / "lock.yaml"
    text = lock.read_text()
    assert len(re.findall(r"(?m)^    raw: ", text)) == 9
    lock.write_text(re.sub(r"(?m)^    raw: .*\n", "", text))
    assert run("import", "okx_v5", pages, "--check", root=root)[0] == 0
    assert run("import", "okx_v5", pages, root=root)[0] == 0
    assert lock.read_text() == text


def test_what_no_reader_reads_is_no_change(root: Path) -> None:
    pages = root / "pages" / FIRST
    assert run("import", "okx_v5", str(pages), root=root)[0] == 0
    place = leaf(pages, next(each for each in first_day() if each.name == "place"))
    place.write_text(place.read_text() + "\n\n[comment]: # (nothing)\n")
    assert run("import", "okx_v5", str(pages), "--check", root=root)[0] == 0


# --- the digest of files


A, B, C, D = (Path(f"docs/{name}.mdx") for name in ("a", "b", "enum", "other"))


def bases(**texts: str) -> dict[str, str]:
    files = {Path(f"docs/{name}.mdx"): text for name, text in texts.items()}
    found = page_bases(files)
    return {file.stem: found.of([file]) for file in files}


def test_the_time_of_the_crawl_and_the_ends_of_lines_are_no_part_of_a_page() -> None:
    one = bases(a="---\nupdated_at: 2026-06-27 10:00\ntitle: A\n---\nText\n")
    other = bases(a="---\r\nupdated_at: 2026-06-28 11:00\r\ntitle: A\r\n---\r\nText\r\n")
    assert one == other
    assert bases(a="---\ntitle: A\n---\nText.\n") != one


def html(inside: str) -> str:
    page = Path("a.html")
    return page_bases({page: f"<html><head>{inside}</head><body><p>Text</p></body></html>"}).of([page])


@pytest.mark.parametrize(
    "inside",
    [
        "<script nonce='1'>var a = '<p>1</p>';</script>",
        "<meta name='csrf' content='1'>",
        "<link href='/a.1f2e.css'>",
        "<style>p {}</style><!-- built <script> at 10:00 -->",
        "</script>",
    ],
)
def test_scripts_and_tags_of_the_head_are_no_part_of_a_page(inside: str) -> None:
    assert html(inside) == html("")


@pytest.mark.parametrize("inside", ["<title>A</title>", "<p>Text</p>", "<script></script>Text", "<p class='x'>"])
def test_all_else_of_a_page_in_html_is_a_part_of_it(inside: str) -> None:
    assert html(inside) != html("")


@pytest.mark.parametrize(
    "link", ["[x](../docs/enum#side)", "[x](enum.mdx)", '<a href="/docs/enum?x">x</a>', "[x](enum/)"]
)
def test_a_page_changes_with_those_that_it_links_to(link: str) -> None:
    one = bases(a=link, b="[y](./a)", enum="buy, sell", other="none")
    other = bases(a=link, b="[y](./a)", enum="buy, sell, hold", other="none")
    assert [name for name in one if one[name] != other[name]] == ["a", "b", "enum"]


def test_an_endpoint_of_several_files_changes_with_each() -> None:
    one, other = page_bases({A: "1", B: "2"}), page_bases({A: "1", B: "3"})
    assert one.of([A]) == other.of([A])
    assert one.of([A, B]) != other.of([A, B])
    assert one.of([B, A]) == one.of([A, B, A])
    assert one.of([]) == one.of([D]) == ""
