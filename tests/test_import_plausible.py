"""Import believes pages only so far: damaged, foreign, partial and older sets are refused or contained, nothing is lost.

The site is a small one of our own; each test begins with the spec that its pages gave on the first day.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from typer.testing import CliRunner

from site_of_docs import Endpoint, changed, endpoints, leaf, page, site
from site_trees import FIRST, FROZEN, KEY, NEXT, Tree, first_tree
from venuespec.cli.app import app
from venuespec.pages.known import KnownEndpoint
from venuespec.pages.merge import plan_import
from venuespec.pages.plausible import Allowed, CrawledSet, refusal
from venuespec.pages.snapshot import read_snapshot
from venuespec.spec.load import load_settings, load_venue
from venuespec.spec.lock import Lock


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with the spec that the pages of the first day give."""
    made = first_tree(tmp_path_factory.mktemp("first"))
    assert len(load_venue(made.spec).endpoints) == 12
    return made.root


@pytest.fixture
def tree(first: Path, tmp_path: Path) -> Tree:
    shutil.copytree(first / "spec", tmp_path / "spec")
    return Tree(tmp_path)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """The same site on the next day."""
    return site(tmp_path / "pages", NEXT)


# --- an ordinary day


def test_a_day_without_changes_is_silent_and_changes_one_line(tree: Tree, day: Path) -> None:
    before = tree.texts()
    assert tree.run(day, "--check") == (0, "", "")
    assert tree.texts() == before
    assert tree.run(day)[0] == 0
    after = tree.texts()
    assert {name for name in after if after[name] != before[name]} == {"lock.yaml"}
    assert after["lock.yaml"] == before["lock.yaml"].replace(f"as_of: {FIRST}", f"as_of: {NEXT}")
    assert tree.run(day, "--check") == (0, "", "")


def test_check_foretells_what_the_import_does(tree: Tree, tmp_path: Path) -> None:
    tree.file().write_text(
        tree.file().read_text() + "  rules:\n  - {id: no_lever, restrict: {lever: {gt: 0}}, because: So.}\n"
    )
    listed = changed(endpoints(), "set-thing-1", request={"instId": "String | Yes | Instrument ID"})
    listed = [*listed, Endpoint(name="new", section="spread-trading")]
    pages = site(tmp_path / "pages", NEXT, [each for each in listed if each.name != "set-thing-0"])
    before = tree.texts()
    checked = tree.run(pages, "--check")
    assert tree.texts() == before
    assert checked[0] == 1
    done = tree.run(pages)
    assert done[0] == 1
    assert checked[1].replace("would be ", "") == done[1]
    for line in (
        "new: spread_trading/new.yaml",
        "changed: account/set_thing_1.yaml",
        "gone: account/set_thing_0.yaml",
        "a new group: spread_trading;",
    ):
        assert line in done[1]
    assert "there is no parameter lever" in checked[1]


def test_a_cell_that_is_worded_anew_is_a_change_and_no_other(tree: Tree, tmp_path: Path) -> None:
    listed = changed(endpoints(), "set-thing-1", prose="Sets another thing of the account.")
    code, out, _ = tree.run(site(tmp_path / "pages", NEXT, listed), "--check")
    assert code == 1
    assert [line for line in out.splitlines() if ": " in line] == ["would be changed: account/set_thing_1.yaml"]


def test_one_endpoint_of_twelve_may_vanish_and_more_may_not(tree: Tree, tmp_path: Path) -> None:
    one = site(tmp_path / "a", NEXT, endpoints()[1:])
    assert tree.run(one, "--check")[0] == 1
    two = site(tmp_path / "b", NEXT, endpoints()[2:])
    error = tree.refused(two)
    assert "2 of the 12 endpoints of the spec are missing (POST /api/v5/account/set-thing-0, " in error
    assert "--partial" in error
    assert "--gone 2" in error
    assert "--gone allows 1" in tree.refused(two, "--gone", "1")
    assert tree.run(two, "--gone", "2")[0] == 0
    assert tree.gone() == ["POST /api/v5/account/set-thing-0", KEY]
    assert f"  gone_since: {NEXT}\n" in tree.file().read_text()
    assert tree.run(two)[0] == 0  # what is gone already is not gone again


def test_nothing_is_gone_that_may_have_stood_behind_the_end_of_a_cut_page(tree: Tree, tmp_path: Path) -> None:
    pages = site(tmp_path / "pages", NEXT)
    leaf(pages, endpoints()[5]).unlink()
    section = pages / "account.md"
    text = section.read_text()
    section.write_text(text[: text.index("set-thing-3", text.index("# Set thing 3")) + 200])
    error = tree.refused(pages)
    assert "1 endpoints of the spec are missing (POST /api/v5/account/set-thing-5)" in error
    assert "account.md" in error
    assert "ends too early" in error
    assert tree.run(pages, "--gone", "1")[0] == 0


# --- sets that are not believed


def test_an_empty_folder_is_refused(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there are no pages in it" in tree.refused(tmp_path / "empty")
    (tmp_path / "empty" / "notes.pdf").write_text("x")
    assert "there are no pages in it" in tree.refused(tmp_path / "empty", "--partial")


def test_pages_in_a_format_of_another_venue_are_refused(tree: Tree, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.mdx").write_text(
            f'---\ntitle: Thing\n---\n### HTTP Request\n<APIEndpoint method="GET">/v5/{number}</APIEndpoint>\n'
        )
    for options in ((), ("--partial",), ("--gone", "12")):
        refused = tree.refused(folder, *options)
        assert "none of its 5 pages documents an" in refused or "is it the folder of another venue?" in refused


@pytest.mark.parametrize("options", [(), ("--partial",), ("--gone", "99")])
def test_pages_of_another_host_are_refused(tree: Tree, day: Path, options: tuple[str, ...]) -> None:
    for file in day.rglob("*.md"):
        file.write_text(file.read_text().replace("www.okx.com", "www.other.example"))
    assert "its pages are of other.example, and the docs of this venue are at okx.com" in tree.refused(day, *options)


@pytest.mark.parametrize("options", [(), ("--partial",), ("--gone", "12")])
def test_endpoints_of_another_venue_are_refused(tree: Tree, tmp_path: Path, options: tuple[str, ...]) -> None:
    """A site in the same format that says nowhere whose it is."""
    listed = [evolve(each, path=f"/api/v5/elsewhere/x/{each.name}") for each in endpoints()]
    pages = site(tmp_path / "pages", NEXT, listed)
    for file in tree.spec.glob("*/*.yaml"):
        file.write_text(file.read_text().replace("/api/v5/", "/open/api/v2/"))
    for file in pages.rglob("*.md"):
        file.write_text(file.read_text().replace("https://www.okx.com/docs-v5/en/", ""))
    assert "none of the 12 endpoints of the spec is on its pages" in tree.refused(pages, *options)


def test_all_endpoints_may_move_to_another_version_on_purpose(tree: Tree, tmp_path: Path) -> None:
    listed = [evolve(each, path=f"/api/v6/{each.section}/{each.name}") for each in endpoints()]
    pages = site(tmp_path / "pages", NEXT, listed)
    assert "none of the 12 endpoints of the spec is on its pages" in tree.refused(pages)
    assert tree.run(pages, "--gone", "12")[0] == 0


def test_a_part_of_the_site_needs_a_flag_and_speaks_of_itself_only(tree: Tree, tmp_path: Path) -> None:
    listed = changed(endpoints(), "set-thing-1", request={"instId": "String | Yes | Name of the instrument"})
    for part in (site(tmp_path / "pages", NEXT, listed) / "account", leaf(tmp_path / "pages" / NEXT, listed[1])):
        assert "if these pages are a part of the site, use --partial" in tree.refused(part)
    before = tree.texts()
    tree.file("POST /api/v5/trade/make-part-1").write_text(
        tree.file("POST /api/v5/trade/make-part-1").read_text() + "  decided: {example-unread: It is what it is.}\n"
    )
    page = leaf(tmp_path / "pages" / NEXT, listed[1])
    code, out, _ = tree.run(page, "--partial", "--report")
    assert code == 0
    assert "changed: account/set_thing_1.yaml" in out
    assert "settled" not in out  # the page of that decision was not read
    after = tree.texts()
    assert {name for name in after if after[name] != before[name]} == {
        "account/set_thing_1.yaml",
        "lock.yaml",
        "trade/make_part_1.yaml",
    }
    assert f"as_of: {FIRST}\n" in after["lock.yaml"].splitlines(
        keepends=True
    )  # the venue's day is that of the whole site
    assert after["lock.yaml"].count("as_of: ") == 2
    assert tree.gone() == []


def test_pages_of_sections_and_of_single_endpoints_give_the_same_in_either_order(tree: Tree, tmp_path: Path) -> None:
    listed = changed(endpoints(), "set-thing-1", request={"instId": "String | Yes | Name of the instrument"})
    sections = site(tmp_path / "sections", NEXT, listed)
    for endpoint in listed:
        leaf(sections, endpoint).unlink()
    leaves = site(tmp_path / "leaves", NEXT, listed)
    for file in leaves.glob("*.md"):
        file.unlink()
    last = site(tmp_path / "last", NEXT, listed)
    for file in last.glob("*.md"):
        file.rename(file.with_name(f"zz-{file.name}"))
    assert tree.run(sections)[0] == 0
    assert "Name of the instrument" in tree.file("POST /api/v5/account/set-thing-1").read_text()
    for other in (leaves, last, site(tmp_path / "pages", NEXT, listed)):
        assert tree.run(other, "--check") == (0, "", "")


@pytest.mark.parametrize("text", ["# Portal\n\n" + "Give your address and your word, or make an account. " * 20])
def test_a_page_that_stands_in_for_several_others_is_a_saved_error(tree: Tree, tmp_path: Path, text: str) -> None:
    day = site(tmp_path / "pages", NEXT, sections=False)
    for name in ("set-thing-1", "set-thing-2", "set-thing-3"):
        (day / "account" / f"{name}.md").write_text(text)
    assert "and 3 pages are empty or saved errors" in tree.refused(day)


def test_a_site_whose_encoding_was_mistaken_is_refused(tree: Tree, day: Path) -> None:
    for encoding in ("latin-1", "cp1252"):
        for file in day.rglob("*.md"):
            text = "Caf\u00e9, \u201cprix\u201c \u2013 2 \u20ac\n".encode().decode(encoding)
            file.write_text(page("a", [Endpoint(name=file.stem, prose=text)], NEXT, chinese=False))
        assert "is UTF-8 that was read as another encoding" in tree.refused(day)


def test_letters_of_other_languages_are_no_mistaken_encoding(tree: Tree, tmp_path: Path) -> None:
    text = "\u00c5ngstr\u00f6m, S\u00c3O PAULO, \u00c2\u00ab, na\u00efve"
    day = site(tmp_path / "pages", NEXT, [evolve(each, prose=text) for each in endpoints()])
    assert tree.run(day)[0] == 0


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\u2060"])
def test_characters_without_any_width_change_nothing(tree: Tree, day: Path, mark: str) -> None:
    before = tree.texts()
    for file in day.rglob("*.md"):
        file.write_text(file.read_text().replace(" | ", f" |{mark} ").replace("Leverage", f"Lev{mark}erage"))
    assert tree.run(day)[0] == 0
    after = tree.texts()
    assert {name for name in after if after[name] != before[name]} == {"lock.yaml"}


def test_an_error_page_of_the_name_of_an_endpoint_is_what_hides_it(tree: Tree, tmp_path: Path) -> None:
    """Another page whose name is the end of its name is not the one."""
    day = site(tmp_path / "pages", NEXT, sections=False)
    (day / "account" / "set-thing-1.md").write_text("<html><title>Just a moment...</title></html>")
    (day / "1.md").write_text("# One\n\n" + "The pages are in order. " * 40)
    (day / "thing-1.md").write_text("# Thing\n\n" + "The things are in order. " * 40)
    assert "1 pages are empty or saved errors" in tree.refused(day)


def test_an_endpoint_whose_page_ends_within_its_example_stays_as_it_is(tree: Tree, tmp_path: Path) -> None:
    before = tree.file().read_text()
    day = site(tmp_path / "pages", NEXT, sections=False)
    file = leaf(day, endpoints()[1])
    text = file.read_text().replace('    {"code"', '```\n{"code"')
    file.write_text(text[: text.index('"data":[{')])
    _, out, _ = tree.run(day)
    assert f"the page ends within {KEY}, before " in out
    assert tree.file().read_text() == before


def test_a_page_of_another_site_among_these_is_not_taken_over(tree: Tree, day: Path) -> None:
    other = page("trade-rest-api-x", [Endpoint(name="x", path="/fapi/v1/x")], NEXT).replace(
        "www.okx.com", "acme.example"
    )
    (day / "trade" / "x.md").write_text(other)
    code, out, _ = tree.run(day)
    assert code == 0
    assert (
        "POST /fapi/v1/x is documented at acme.example, and not at okx.com; it is not taken over [page-foreign]" in out
    )
    assert "\nnew: " not in f"\n{out}"


def test_files_of_other_tools_are_no_pages(tree: Tree, day: Path) -> None:
    (day / ".git").mkdir()
    for name in (".git/a.md", "account/._set-thing-1.md", "account/.set-thing-2.md.swp"):
        (day / name).write_bytes(b"\x00\x05\x16\x07\xff")
    assert tree.run(day)[0] == 0
    assert tree.run(day, "--check") == (0, "", "")


def test_a_page_with_two_versions_of_itself_is_refused(tree: Tree, day: Path) -> None:
    file = leaf(day, endpoints()[1])
    old = "lever | String | No | Leverage\n"
    assert old in file.read_text()
    two = f"<<<<<<< HEAD\n{old}=======\nlever | String | Yes | Leverage\n>>>>>>> main\n"
    file.write_text(file.read_text().replace(old, two, 1))
    assert f"{file}:32: holds the marks of a merge that was not finished" in tree.refused(day)


def test_a_folder_of_more_pages_than_any_site_has_is_refused_unread(
    tree: Tree, day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("venuespec.pages.contents._MOST_FILES", 13)
    assert f"{day}: it holds more than 13 pages, as no site does" in tree.refused(day)


def test_a_part_without_changes_is_silent(tree: Tree, day: Path) -> None:
    assert tree.run(day / "account", "--partial", "--check") == (0, "", "")


def test_older_pages_are_refused_by_the_days_inside_them(tree: Tree, tmp_path: Path) -> None:
    listed = changed(endpoints(), "set-thing-1", prose="What it said in January.")
    january = site(tmp_path / "old", "2026-01-15", listed)
    error = tree.refused(january)
    assert f"its pages are of 2026-01-15, and the spec is of {FIRST}" in error
    assert "--older" in error
    renamed = january.rename(tmp_path / "2026-12-31")
    assert "its pages are of 2026-01-15" in tree.refused(renamed)
    one = leaf(renamed, listed[1])
    assert "--older" in tree.refused(one, "--partial")
    assert tree.run(renamed, "--older", "--date", "2026-01-15")[0] == 0
    assert "as_of: 2026-01-15" in tree.texts()["lock.yaml"]


def test_most_days_decide_whether_pages_are_older(tree: Tree, day: Path) -> None:
    for endpoint in endpoints()[:3]:
        file = leaf(day, endpoint)
        file.write_text(file.read_text().replace(NEXT, "2026-01-15"))
    assert tree.run(day, "--check") == (0, "", "")  # the section pages are up to date


def test_pages_without_any_day_need_one_when_endpoints_are_missing(tree: Tree, tmp_path: Path) -> None:
    pages = site(tmp_path / "pages", NEXT, endpoints()[1:]).rename(tmp_path / "crawl")
    dated = tree.run(pages, "--check")
    assert dated[0] == 1
    for file in pages.rglob("*.md"):
        file.write_text(file.read_text().replace("updated_at: ", "fetched: "))
    assert "nothing says of which day these pages are; give it with --date" in tree.refused(pages)
    assert "--date must be a day like 2026-06-27" in tree.refused(pages, "--date", "crawl")
    assert tree.run(pages, "--date", NEXT)[0] == 0
    assert f"  gone_since: {NEXT}\n" in tree.file("POST /api/v5/account/set-thing-0").read_text()


def test_gone_since_is_the_day_that_the_pages_give(tree: Tree, tmp_path: Path) -> None:
    pages = site(tmp_path / "pages", NEXT, endpoints()[1:]).rename(tmp_path / "crawl")
    assert tree.run(pages)[0] == 0
    assert f"  gone_since: {NEXT}\n" in tree.file("POST /api/v5/account/set-thing-0").read_text()


# --- pages that are none


HTML = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\n"


@pytest.mark.parametrize(
    "text", [HTML, "", "\n \n", "404 Not Found\n", '{"error":"rate limited"}', "# Just a moment...\n"]
)
def test_a_saved_error_is_healed_by_the_section_page_and_said(tree: Tree, day: Path, text: str) -> None:
    leaf(day, endpoints()[1]).write_text(text)
    code, out, _ = tree.run(day, "--check")
    assert code == 0
    [line] = out.strip().splitlines()
    assert line.startswith(f"note: {leaf(day, endpoints()[1])}:1: this is not a page of documentation")


@pytest.mark.parametrize("text", [HTML, "", "404 Not Found\n"])
def test_endpoints_that_saved_errors_hide_are_not_gone(tree: Tree, day: Path, text: str) -> None:
    """One endpoint of twelve may vanish, but not where its page is an error."""
    leaf(day, endpoints()[1]).write_text(text)
    section = day / "account.md"
    section.write_text(page("account-rest-api", [each for each in endpoints()[:6] if each.name != "set-thing-1"], NEXT))
    error = tree.refused(day)
    assert f"1 endpoints of the spec are missing ({KEY})" in error
    assert "1 pages are empty or saved errors" in error
    assert str(leaf(day, endpoints()[1])) in error


def test_a_folder_of_saved_errors_is_refused(tree: Tree, day: Path) -> None:
    for file in day.rglob("*.md"):
        file.write_text(HTML)
    assert "each of its 14 pages is empty or a saved error" in tree.refused(day)


def test_a_byte_order_mark_is_read_over(tree: Tree, day: Path) -> None:
    for file in day.rglob("*.md"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert tree.run(day, "--check") == (0, "", "")


@pytest.mark.parametrize(
    ("encoding", "says"),
    [("utf-16", "is not UTF-8 but UTF-16"), ("utf-16-le", "UTF-16"), ("gbk", "is not UTF-8: line ")],
)
def test_another_encoding_is_an_error_with_the_file(tree: Tree, day: Path, encoding: str, says: str) -> None:
    file = leaf(day, endpoints()[1])
    file.write_bytes(file.read_text().encode(encoding))
    error = tree.refused(day)
    assert f"{file}:1: " in error
    assert says in error
    assert "save it as UTF-8" in error


def test_all_pages_that_cannot_be_read_are_named_at_once(tree: Tree, day: Path) -> None:
    (day / "a.md").symlink_to(day / "nowhere.md")
    (day / "b.md").mkdir()
    (day / "c.md").write_bytes(b"caf\xe9")
    (day / "d.md").symlink_to(day / "d.md")
    code, out, err = tree.run(day)
    assert (code, out) == (2, "")
    assert [line.split(":")[1].rpartition("/")[2] for line in err.strip().splitlines()] == [
        "a.md",
        "b.md",
        "c.md",
        "d.md",
    ]


def test_a_link_to_a_folder_is_not_followed_and_said(tree: Tree, day: Path, tmp_path: Path) -> None:
    (day / "ring").symlink_to(day)
    (day / "out").symlink_to(site(tmp_path / "other", NEXT, [Endpoint(name="foreign", section="elsewhere")]))
    code, out, _ = tree.run(day, "--check")
    assert code == 0
    assert out.count("this link to a folder is not followed") == 2


def nested(depth: int) -> str:
    rows = "\n".join(f"{'>' * level}{' ' if level else ''}row{level} | Object | No | x" for level in range(depth))
    return page(
        "account-rest-api-deep", [Endpoint(name="deep", request={}, example=None)], NEXT, chinese=False
    ).replace(
        "#### Response",
        f"#### Request Parameters\n\nParameter | Type | Required | Description\n---|---|---|---\n{rows}\n\n#### Response",
    )


@pytest.mark.parametrize("depth", [60, 300, 1500])
def test_rows_that_nest_too_deep_are_refused(tree: Tree, day: Path, depth: int) -> None:
    (day / "deep.md").write_text(nested(depth))
    error = tree.refused(day)
    assert f"{day / 'deep.md'}:" in error
    assert "levels" in error


def test_too_many_rows_are_refused_at_once(tree: Tree, day: Path) -> None:
    rows = {f"row{number}": "String | No | x" for number in range(5_998)}
    (day / "long.md").write_text(page("account-rest-api-long", [Endpoint(name="long", request=rows)], NEXT))
    assert "has 6001 rows, more than any page" in tree.refused(day)


def test_a_page_of_22_megabytes_is_refused_at_once(tree: Tree, day: Path) -> None:
    (day / "large.md").write_text("row | String | No | A text of some length as cells have it\n" * 400_000)
    assert f"{day / 'large.md'}:1: is larger than 16 MB" in tree.refused(day)


# --- one endpoint whose pages are in doubt


def cut(text: str, row: str) -> str:
    """A page that ends in the middle of a row."""
    return text[: text.index(f"\n{row} |") + len(row) + 8]


@pytest.mark.parametrize("row", ["lever", "ts"])
def test_a_page_that_was_cut_is_healed_by_the_section_page(tree: Tree, day: Path, row: str) -> None:
    file = leaf(day, endpoints()[1])
    file.write_text(cut(file.read_text(), row))
    code, out, _ = tree.run(day, "--check")
    assert code == 0
    assert f"note: {file}:" in out
    assert f"this page ends within {KEY}; the complete copy counts ({day / 'account.md'}:" in out


@pytest.mark.parametrize("row", ["ordId", "ts"])
def test_an_endpoint_whose_only_page_was_cut_stays_as_it_is(tree: Tree, tmp_path: Path, row: str) -> None:
    day = site(tmp_path / "alone", NEXT, sections=False)
    file = leaf(day, endpoints()[1])
    file.write_text(cut(file.read_text(), row))
    before = tree.file().read_text()
    code, out, _ = tree.run(day)
    assert code == 0
    assert f"not taken over: {file}:" in out
    assert f"the page ends within {KEY}, before response.{row}; its facts stay as they are" in out
    assert tree.file().read_text() == before
    assert tree.endpoint().as_of == FIRST


def test_a_page_that_only_the_other_language_has_does_not_overwrite_the_spec(tree: Tree, tmp_path: Path) -> None:
    day = site(tmp_path / "alone", NEXT, sections=False)
    file = leaf(day, endpoints()[1])
    head, _, rest = file.read_text().partition("# Set thing 1")
    file.write_text(head + rest.partition("\n\n---\n\n")[2])
    before = tree.file().read_text()
    code, out, _ = tree.run(day)
    assert code == 0
    assert f"{KEY} is in another language than the spec; its facts stay as they are" in out
    assert tree.file().read_text() == before


def test_a_page_in_another_language_gives_way_to_the_section_page(tree: Tree, day: Path) -> None:
    file = leaf(day, endpoints()[1])
    head, _, rest = file.read_text().partition("# Set thing 1")
    file.write_text(head + rest.partition("\n\n---\n\n")[2])
    code, out, _ = tree.run(day, "--check")
    assert (code, "changed" in out) == (0, False)


def test_a_site_in_another_language_is_refused(tree: Tree, day: Path) -> None:
    for file in day.rglob("*.md"):
        parts = file.read_text().split("\n---\n\n")
        file.write_text(f"{parts[0]}\n---\n\n{parts[2]}")
    error = tree.refused(day)
    assert "12 of its 12 endpoints are in doubt" in error
    assert "is in another language than the spec" in error


def test_a_page_that_was_not_fetched_again_is_not_gone(tree: Tree, tmp_path: Path) -> None:
    day = site(tmp_path / "alone", NEXT, sections=False)
    file = leaf(day, endpoints()[1])
    file.write_text(file.read_text().replace(NEXT, "2026-05-01"))
    code, out, _ = tree.run(day)
    assert code == 0
    assert f"the page of {KEY} is older than the others and was not fetched again" in out
    assert tree.gone() == []
    assert tree.endpoint().as_of == FIRST


def test_an_old_page_that_the_section_page_no_longer_lists_is_gone(tree: Tree, tmp_path: Path) -> None:
    day = site(tmp_path / "pages", NEXT, [each for each in endpoints() if each.name != "set-thing-1"])
    leaf(day, endpoints()[1]).write_text(page("account-rest-api-set-thing-1", [endpoints()[1]], "2026-05-01"))
    code, out, _ = tree.run(day)
    assert (code, "gone: account/set_thing_1.yaml" in out) == (0, True)


@pytest.mark.parametrize(
    "path", ["/api/v5/account/../../../evil", "/api/v5/a/./b", "/api/v5/a;rm", "/api/v5//b", '/api/v5/"x']
)
def test_an_odd_path_is_reported_and_not_taken_over(tree: Tree, day: Path, path: str) -> None:
    (day / "odd.md").write_text(page("account-rest-api-odd", [Endpoint(name="odd", path=path)], NEXT))
    code, out, _ = tree.run(day)
    assert code == 0
    assert "evil" not in "".join(tree.texts().values())
    assert len(load_venue(tree.spec).endpoints) == 12
    assert f"unread: {day / 'odd.md'}:" in out


@pytest.mark.parametrize(
    "text",
    [
        "# Something else\n\nThis page tells of something else.\n",
        "upstream timed-out while reading\n",
        page("account-rest-api-set-thing-1", [Endpoint(name="set-thing-1", path="/api/v5/account/{{7}}/x")], NEXT),
        page("account-rest-api-set-thing-1", [Endpoint(name="set-thing-1", method="SEND")], NEXT),
    ],
)
def test_an_endpoint_whose_page_is_there_and_not_understood_stays(tree: Tree, day: Path, text: str) -> None:
    before = tree.file().read_text()
    (day / "account.md").unlink()
    leaf(day, endpoints()[1]).write_text(text)
    code, out, _ = tree.run(day)
    assert (code, tree.gone()) == (0, [])
    assert tree.file().read_text() == before
    assert f"not taken over: {leaf(day, endpoints()[1])}:" in out
    assert f"{KEY} is on no page, but " in out
    assert tree.run(day, "--gone", "1")[0] == 0
    assert tree.gone() == [KEY]


def test_one_unknown_word_on_many_pages_is_one_form_and_each_place_can_be_had(tree: Tree, tmp_path: Path) -> None:
    rows = {"instId": "String | Yes | Instrument ID", "lever": "Frobnum | No | Leverage"}
    day = site(tmp_path / "pages", NEXT, [evolve(each, request=rows) if each.request else each for each in endpoints()])
    code, out, _ = tree.run(day, "--check")
    assert code == 1
    unread = out[out.index("unread: ") :].splitlines()
    assert unread[0] == "unread: the type word `Frobnum` is not known: 11 places on 11 pages [type-unread]"
    assert unread[1] == (
        f"    at {day}/account/set-thing-0.md:32, {day}/account/set-thing-1.md:32, {day}/account/set-thing-2.md:32 "
        "and 8 more; --report lists them"
    )
    assert unread[2].startswith("    to settle it: sdk: fields: {request.NAME: {type: TYPE, kind: KIND}}")
    listed = [line for line in tree.run(day, "--check", "--report")[1].splitlines() if "is not understood" in line]
    assert len(listed) == 11
    assert (
        f"unread: {day}/account/set-thing-3.md:32: the type of lever is not understood: Frobnum [type-unread]" in listed
    )


@pytest.mark.parametrize("named", [True, False], ids=["folders of days", "pages of days"])
def test_a_folder_with_two_crawls_is_refused(tree: Tree, tmp_path: Path, named: bool) -> None:
    both = tmp_path / "both"
    for day in (FIRST, NEXT):
        site(both, day, changed(endpoints(), "set-thing-1", limit=f"{day[-2:]} requests per 2 seconds"), sections=False)
        if not named:
            (both / day).rename(both / f"crawl-{day[-1]}")
    assert f"it holds pages of several crawls ({FIRST}, {NEXT}); give the folder of one of them" in tree.refused(both)


def test_pages_with_other_suffixes_are_pages(tree: Tree, day: Path) -> None:
    for file in day.rglob("*.md"):
        file.rename(file.with_suffix(".MD" if "0" in file.name else ".markdown"))
    assert tree.run(day)[0] == 0
    assert tree.gone() == []


def test_what_a_folder_without_pages_holds_is_said(tree: Tree, tmp_path: Path) -> None:
    day = tmp_path / NEXT
    day.mkdir()
    for name in ("a.png", "b.png", "site.zip"):
        (day / name).write_bytes(b"")
    assert "there are no pages in it (.md, .mdx, .txt, .html), only 2 .png, 1 .zip" in tree.refused(day)


def test_a_link_in_place_of_a_folder_is_named_where_endpoints_are_missing(tree: Tree, day: Path) -> None:
    (day / "account.md").unlink()
    (day / "account").rename(day.parent / "elsewhere")
    (day / "account").symlink_to(day.parent / "elsewhere")
    assert f"{day}/account is a link to a folder, which is not followed; put the folder itself there" in tree.refused(
        day
    )


@pytest.mark.parametrize("mark", ["\0", "\x1b[31m", "\u202e", "\x0c"])
def test_control_characters_of_a_page_reach_no_file(tree: Tree, day: Path, mark: str) -> None:
    (day / "account.md").unlink()
    file = leaf(day, endpoints()[1])
    file.write_text(file.read_text().replace("Set thing", f"Set {mark}thing").replace("Leverage", f"Lev{mark}erage"))
    code, out, _ = tree.run(day)
    assert code == 0
    assert f"note: {file}:1: this page holds control characters, which are left out [page-control]" in out
    assert mark not in "".join(tree.texts().values())


@pytest.mark.parametrize(
    ("cells", "contradiction"),
    [
        ("Integer | No | Leverage. Maximum `4`.", "request.lever.max: the table allows 4 at most, an example sends 5"),
        ("Integer | No | Leverage. Minimum `6`.", "request.lever.min: the table allows 6 at least, an example sends 5"),
        ("Boolean | No | Leverage", "request.lever.type: the table says Boolean, an example shows a plain value"),
    ],
)
def test_a_fact_that_the_own_example_contradicts_is_told(
    tree: Tree, tmp_path: Path, cells: str, contradiction: str
) -> None:
    rows = {"instId": "String | Yes | Instrument ID", "lever": cells}
    day = site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", request=rows))
    out = tree.run(day, "--check")[1]
    assert f"undecided: {leaf(day, endpoints()[1])}:8: {KEY}: {contradiction} [page-contradicts]" in out
    assert "to settle it: sdk: decided: {SUBJECT: REASON} of the endpoint settles it" in out


_CELL = "String | No | Leverage. Maximum length = 10 (= 1when instId = `BTC-USDT`)"
_RULES = (
    "rules: [{id: a, restrict: {lever: {max_items: 10}}, because: b}, "
    "{id: c, when: {instId: BTC-USDT}, restrict: {lever: {max_items: 1}}, because: d}]"
)


@pytest.mark.parametrize(
    ("row", "sdk", "is_told"),
    [
        (_CELL, "", True),
        (_CELL, _RULES, False),
        (_CELL, _RULES.replace("10", "11"), True),
        (_CELL, _RULES.replace("lever", "instId"), True),
        (_CELL, _RULES.replace("restrict: {lever: {max_items: 10}}", "when: {lever: '10'}, require: [instId]"), True),
        (_CELL, "notes: [{text: 'Lists 10 things at most, or 1 thing of BTC-USDT.', params: [lever]}]", False),
        (_CELL, "notes: [{text: 'Lists 10 things at most, or 1 thing of BTC-USDT.', params: [instId]}]", True),
        (_CELL, "decided: {cell-unread: It is told by the venue.}", False),
        ("Frobnum | No | Leverage", "", True),
        ("Frobnum | No | Leverage", "fields: {request.lever: {kind: decimal}}", False),
        ("Frobnum | No | Leverage", "fields: {request.instId: {kind: decimal}}", True),
        ("String | Perhaps so | Leverage", "", True),
        ("String | Perhaps so | Leverage", "fields: {request.lever: {required: false}}", False),
        ("String | Perhaps so | Leverage", "fields: {request.lever: {kind: decimal}}", True),
    ],
)
def test_what_a_report_says_to_settle_it_settles_it(
    tree: Tree, tmp_path: Path, row: str, sdk: str, is_told: bool
) -> None:
    file = tree.file()
    file.write_text(file.read_text() + (f"  {sdk}\n" if sdk else ""))
    rows = {"instId": "String | Yes | Instrument ID", "lever": row}
    day = site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", request=rows))
    _, out, err = tree.run(day)
    assert not err
    assert ("\nunread: " in f"\n{out}") == is_told, out
    assert ("\nunread: " in "\n" + tree.run(day)[1]) == is_told


@pytest.mark.parametrize(
    ("facts", "sdk"),
    [
        ({"limit": "whatever the venue bears"}, "rate_limits: [{limit: 3, per: 1s, key: [user_id]}]"),
        ({"permission": "Read; of a master key, and some more"}, "permissions: [read]"),
    ],
)
def test_what_an_endpoint_of_the_spec_states_itself_is_not_asked(
    tree: Tree, tmp_path: Path, facts: dict[str, str], sdk: str
) -> None:
    day = site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", **facts))
    assert "\nunread: " in tree.run(day, "--check")[1]
    tree.file().write_text(f"{tree.file().read_text()}  {sdk}\n")
    assert "\nunread: " not in tree.run(day, "--check")[1]


@pytest.mark.parametrize(
    ("row", "contradiction"),
    [
        ("String | Yes | Instrument ID. At most 7 characters.", "request.instId.max_length: the table allows 7 char"),
        (
            "String | Yes | Instrument ID. At least 9 characters.",
            "request.instId.min_length: the table asks for 9 char",
        ),
        ("Integer | Yes | Instrument ID", "request.instId.type: the table says Integer, an example shows 'BTC-USDT'"),
    ],
)
def test_a_text_that_the_table_contradicts_is_told(tree: Tree, tmp_path: Path, row: str, contradiction: str) -> None:
    day = site(
        tmp_path / "pages",
        NEXT,
        changed(endpoints(), "set-thing-1", request={"instId": row, "lever": "String | No | L"}),
    )
    assert f"{KEY}: {contradiction}" in tree.run(day, "--check")[1]


@pytest.mark.parametrize(
    ("row", "sent", "contradiction"),
    [
        (
            "Array of strings | No | L. Maximum 2 items.",
            '["a","b","c"]',
            "max_items: the table allows 2 items, an exam",
        ),
        (
            "String | No | L, separated by comma. Maximum 2 ids.",
            '"a,b,c"',
            "max_items: the table allows 2 items, an ex",
        ),
        ("Array of strings | No | L. `buy`, `sell`", '["buy","hold"]', "values: the table does not list 'hold', which"),
        (
            "String | No | L, separated by comma. `buy`, `sell`",
            '"buy,hold"',
            "values: the table does not list 'hold', w",
        ),
    ],
)
def test_what_a_list_of_an_example_contradicts_is_told_by_import_and_lint(
    tree: Tree, tmp_path: Path, row: str, sent: str, contradiction: str
) -> None:
    rows = {"instId": "String | Yes | Instrument ID", "lever": row}
    example = f'{{"instId":"BTC-USDT","lever":{sent}}}'
    day = site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", request=rows, example=example))
    assert f"{KEY}: request.lever.{contradiction}" in tree.run(day)[1]
    linted = CliRunner().invoke(app, ["lint", "okx_v5", "--root", str(tree.root)]).output
    fact, _, says = contradiction.partition(": ")
    assert f"{KEY}, example 1: lever: {says}" in linted
    mend = "write sdk.fields: {request.lever: {open: true}}" if fact == "values" else f"read the {fact} of lever right"
    assert mend in linted
    if fact == "values":
        tree.file().write_text(tree.file().read_text() + "  fields: {request.lever: {open: true}}\n")
    else:
        tree.file().write_text(tree.file().read_text() + f"  decided: {{request.lever.{fact}: The example is old.}}\n")
    assert "undecided: " not in "\n".join(line for line in tree.run(day)[1].splitlines() if "request.lever." in line)
    assert "example-bound" not in CliRunner().invoke(app, ["lint", "okx_v5", "--root", str(tree.root)]).output


def test_a_limit_of_no_calls_is_not_understood(tree: Tree, tmp_path: Path) -> None:
    day = site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", limit="0 requests per 2 seconds"))
    assert "the rate limit is not understood: 0 requests per 2 seconds" in tree.run(day)[1]
    assert all(limit.limit for limit in tree.endpoint().rate_limits)


# --- copies that differ


def facts(folder: Path) -> dict[str, object]:
    snapshot = read_snapshot(folder, "okx_markdown", "data", {})
    return {
        placed.draft.key: (placed.draft.request, placed.draft.variants, placed.draft.response, placed.draft.permissions)
        for placed in snapshot.placed
    }


@pytest.mark.parametrize("names", [("a.md", "b.md"), ("b.md", "a.md")])
def test_copies_with_other_facts_are_reported_and_their_order_does_not_matter(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    [one] = [Endpoint(name="set")]
    other = evolve(one, request={"instId": "String | Yes | Instrument ID", "lever": "String | Yes | Leverage"})
    second = Endpoint(name="get", method="GET")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / names[0]).write_text(page("account-rest-api-set", [one], NEXT))
    (folder / names[1]).write_text(page("account-rest-api", [other, second], NEXT))
    snapshot = read_snapshot(folder, "okx_markdown", "data", {})
    [draft] = [placed.draft for placed in snapshot.placed if placed.draft.path.endswith("/set")]
    assert [row.required for row in draft.request] == ["yes", "no"]
    [diagnostic] = [each for each in draft.diagnostics if each.code == "copies-differ"]
    assert "has other facts of POST /api/v5/account/set (request); those here count" in diagnostic.message


@pytest.mark.parametrize("names", [("a.md", "b.md"), ("b.md", "a.md")])
def test_two_pages_of_one_path_are_tables_of_one_endpoint(tree: Tree, day: Path, names: tuple[str, str]) -> None:
    spot = Endpoint(name="spot", path="/api/v5/trade/place", title="Place spot thing")
    swap = evolve(
        spot,
        name="swap",
        title="Place swap thing",
        request={"instId": "String | Yes | Instrument ID", "posSide": "String | Yes | Side of the position"},
        response={"ordId": "String | Order ID", "posId": "String | Position ID"},
        example=None,
    )
    for name, each in zip(names, (spot, swap), strict=True):
        (day / name).write_text(page(f"trade-rest-api-place-thing-{each.name}", [each], NEXT))
    code, out, err = tree.run(day)
    assert code == 0, out + err
    assert "POST /api/v5/trade/place has several pages, now tables of one: 'Place spot thing'" in out
    endpoint = tree.endpoint("POST /api/v5/trade/place")
    assert [(row.name, row.required, row.variants) for row in endpoint.request] == [
        ("instId", "yes", ()),
        ("lever", "no", ("Place spot thing",)),
        ("posSide", "conditional", ("Place swap thing",)),
    ]
    assert [row.name for row in endpoint.response] == ["instId", "ordId", "ts", "posId"]


# --- what leaves many pages at once


def test_permissions_that_leave_all_pages_stay_with_their_day(tree: Tree, tmp_path: Path) -> None:
    listed = [evolve(each, permission=None) for each in endpoints()]
    before = tree.texts()
    code, out, _ = tree.run(site(tmp_path / "pages", NEXT, listed))
    assert code == 0
    assert f"kept: permissions of 11 endpoints, which their pages no longer state; last documented {FIRST}" in out
    after = tree.texts()
    assert {name for name in after if after[name] != before[name]} == {"lock.yaml"}
    assert after["lock.yaml"].count(f"    kept: {{permissions: {FIRST}}}\n") == 11
    assert tree.endpoint().permissions == ("trade",)
    # The next days keep them in silence, and say the same day.
    again = site(tmp_path / "pages", "2026-06-29", listed)
    assert tree.run(again, "--check") == (0, "", "")
    assert tree.run(again)[0] == 0
    assert f"kept: {{permissions: {FIRST}}}" in tree.texts()["lock.yaml"]
    # A page that states it again takes over and clears the mark.
    back = changed(listed, "set-thing-1", permission="Read")
    assert tree.run(site(tmp_path / "pages", "2026-06-30", back))[0] == 0
    assert tree.endpoint().permissions == ("read",)
    assert tree.texts()["lock.yaml"].count("kept: {permissions") == 10


@pytest.mark.parametrize(
    ("fact", "lost"),
    [("rate_limits", {"limit": None}), ("examples", {"example": None}), ("response", {"response": {}})],
)
def test_other_facts_that_leave_a_fifth_of_the_pages_stay(
    tree: Tree, tmp_path: Path, fact: str, lost: dict[str, None]
) -> None:
    names = {f"set-thing-{number}" for number in range(3)}
    listed = [evolve(each, **lost) if each.name in names else each for each in endpoints()]
    before = tree.file().read_text()
    assert tree.run(site(tmp_path / "pages", NEXT, listed))[0] == 0
    assert tree.texts()["lock.yaml"].count(f"{fact}: {FIRST}") == 3
    # A page whose example shows fields, and which has no table of them, is reported.
    assert tree.file().read_text().replace("  unread: [table-unread]\n", "") == before


def test_what_a_limit_is_counted_on_stays_when_it_leaves_many_pages(tree: Tree, tmp_path: Path) -> None:
    listed = [evolve(each, rule=None) for each in endpoints()]
    listed = changed(listed, "set-thing-2", limit="40 requests per 2 seconds")
    assert tree.run(site(tmp_path / "pages", NEXT, listed))[0] == 0
    assert [(each.limit, each.key) for each in tree.endpoint().rate_limits] == [(20, ("user_id",))]
    [other] = tree.endpoint("POST /api/v5/account/set-thing-2").rate_limits
    assert (other.limit, other.key) == (40, ())  # a new figure counts


def test_facts_that_many_rows_lose_are_told(tree: Tree, tmp_path: Path) -> None:
    said = {"instId": "String | Yes | Instrument ID", "lever": "String | No | Leverage. The default is `3`."}
    anew = {"instId": "String | Yes | Instrument ID", "lever": "String | No | Leverage. Three it is if unset."}
    listed = endpoints()
    first = site(tmp_path / "pages", NEXT, [evolve(each, request=said) if each.request else each for each in listed])
    assert tree.run(first)[0] == 0
    assert {row.name: row.default for row in tree.endpoint().request}["lever"] == "3"
    names = {"set-thing-1", "set-thing-2", "make-part-1"}
    second = [evolve(each, request=anew if each.name in names else said) if each.request else each for each in listed]
    _, out, _ = tree.run(site(tmp_path / "pages", "2026-06-29", second))
    assert "note: " in out
    assert "3 of 11 rows lose their default at once, POST /api/v5/account/set-thing-1 request.lever first" in out


def test_a_fact_that_leaves_one_page_goes(tree: Tree, tmp_path: Path) -> None:
    code, out, _ = tree.run(site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", permission=None)))
    assert (code, "kept" in out) == (0, False)
    assert tree.endpoint().permissions == ()
    assert "kept" not in tree.texts()["lock.yaml"]


def test_a_bound_of_zero_is_not_lost(tree: Tree, tmp_path: Path) -> None:
    rows = {"instId": "String | Yes | Instrument ID", "lever": "String | No | Leverage. Minimum `0`."}
    listed = [evolve(each, request=rows) if each.request else each for each in endpoints()]
    assert tree.run(site(tmp_path / "pages", NEXT, listed))[0] == 0
    assert {row.name: row.limits.min for row in tree.endpoint().request}["lever"] == 0
    assert "at once" not in tree.run(site(tmp_path / "pages", "2026-06-29", listed))[1]


def test_what_leaves_a_page_and_does_not_stay_is_told(tree: Tree, tmp_path: Path) -> None:
    listed = changed(endpoints(), "set-thing-1", permission=None, example=None)
    _, out, _ = tree.run(site(tmp_path / "pages", NEXT, listed))
    for fact in ("permissions", "examples"):
        assert f"{KEY} no longer has its {fact}; was its page cut? [facts-gone]" in out
    assert "facts-gone" not in tree.run(site(tmp_path / "pages", "2026-06-29", listed))[1]


def test_a_fact_that_leaves_less_than_a_fifth_of_many_pages_stays(tree: Tree, tmp_path: Path) -> None:
    """So it does in the second step of two."""
    many = endpoints(80)
    assert tree.run(site(tmp_path / "pages", NEXT, many))[0] == 0
    for day, last in (("2026-06-29", 11), ("2026-06-30", 22)):
        names = {f"set-thing-{number}" for number in range(last)}
        silent = [evolve(each, permission=None, limit=None) if each.name in names else each for each in many]
        assert tree.run(site(tmp_path / "pages", day, silent))[0] == 0
    for key in ("set-thing-1", "set-thing-21"):
        found = tree.endpoint(f"POST /api/v5/account/{key}")
        assert (found.permissions, len(found.rate_limits)) == (("trade",), 1)
    lock = tree.texts()["lock.yaml"]
    for day in (NEXT, "2026-06-29"):
        assert lock.count(f"kept: {{auth: {day}, permissions: {day}, rate_limits: {day}}}") == 11


_LONG = {f"row{number}": "String | No | Row" for number in range(4)}
_SHORT = {"row0": "String | No | Row"}


@pytest.mark.parametrize(("rows", "stays"), [(_LONG, True), (_SHORT, False)])
def test_a_whole_table_that_leaves_one_page_stays(
    tree: Tree, tmp_path: Path, rows: dict[str, str], stays: bool
) -> None:
    listed = changed(endpoints(), "set-thing-1", request=rows, example=None)
    assert tree.run(site(tmp_path / "pages", NEXT, listed))[0] == 0
    without = changed(listed, "set-thing-1", request={})
    _, out, _ = tree.run(site(tmp_path / "pages", "2026-06-29", without))
    assert [row.name for row in tree.endpoint().request] == (list(rows) if stays else [])
    said = f"{KEY}: request, which the page no longer says; last documented {NEXT}"
    assert (said in out) == stays
    assert (f"{KEY} no longer has its request" in out) != stays
    assert tree.run(site(tmp_path / "pages", "2026-06-30", without), "--check")[:2] == (0, "")


@pytest.mark.parametrize(("count", "required"), [(3, "yes"), (1, "unknown")])
def test_what_rows_require_stays_where_many_tables_no_longer_say_it(
    tree: Tree, tmp_path: Path, count: int, required: str
) -> None:
    names = {f"set-thing-{number}" for number in range(1, count + 1)}
    silent = {"instId": "String | (see text) | Instrument ID", "lever": "String | No | Leverage"}
    listed = [evolve(each, request=silent) if each.name in names else each for each in endpoints()]
    for day in (NEXT, "2026-06-29"):
        _, out, _ = tree.run(site(tmp_path / "pages", day, listed))
        assert "unread: " in out
        assert {row.name: row.required for row in tree.endpoint().request}["instId"] == required


def test_access_never_weakens_on_silence(tree: Tree, tmp_path: Path) -> None:
    """The limit is counted on the address now, and nothing says that a call needs no key."""
    listed = changed(endpoints(), "set-thing-1", permission=None, rule="IP")
    code, out, _ = tree.run(site(tmp_path / "pages", NEXT, listed))
    assert code == 0
    assert f"kept: {KEY}: auth, which the page no longer says; last documented {FIRST}" in out
    assert tree.endpoint().access == "signed"
    assert "  auth_evidence: limit counted on user id\n" in tree.file().read_text()
    silent = changed(endpoints(), "set-thing-1", permission=None, rule=None)
    assert tree.run(site(tmp_path / "pages", "2026-06-29", silent))[0] == 0
    assert "  auth_evidence: limit counted on user id\n" in tree.file().read_text()
    stated = changed(endpoints(), "set-thing-1", permission=None, rule="IP", prose="Authentication is not required.")
    assert tree.run(site(tmp_path / "pages", "2026-06-30", stated))[0] == 0
    assert tree.endpoint().access == "public"
    assert "kept" not in tree.texts()["lock.yaml"]


def test_a_public_endpoint_does_not_need_a_key_because_a_page_is_silent(tree: Tree, tmp_path: Path) -> None:
    key = "GET /api/v5/trade/time"
    assert tree.endpoint(key).access == "public"
    assert tree.run(site(tmp_path / "pages", NEXT, changed(endpoints(), "time", rule=None)))[0] == 0
    assert tree.endpoint(key).access == "public"


def test_sdk_corrects_permissions_and_limits(tree: Tree, tmp_path: Path) -> None:
    text = "  permissions: [read]\n  rate_limits: [{limit: 5, per: 1s, counts: request, key: [ip]}]\n"
    tree.file().write_text(tree.file().read_text() + text)
    assert tree.endpoint().permissions == ("read",)
    assert [(each.limit, each.key) for each in tree.endpoint().rate_limits] == [(5, ("ip",))]
    code, out, _ = tree.run(site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", permission="Read")))
    assert code == 0
    assert "the page says the same as sdk.permissions now; delete the key" in out
    assert tree.file().read_text().endswith(text)


def test_words_that_are_no_permission_are_reported(tree: Tree, tmp_path: Path) -> None:
    odd = changed(endpoints(), "set-thing-1", permission="Trade, `__import__('os')`")
    code, out, _ = tree.run(site(tmp_path / "pages", NEXT, odd))
    assert code == 0
    assert "__import__" in out
    assert "[permission-unread]" in out
    assert tree.endpoint().permissions == ("trade",)
    venue = tree.spec / "venue.yaml"
    venue.write_text(json.dumps({**json.loads(venue.read_text()), "permissions": ["read", "trade"]}))
    odd = changed(endpoints(), "set-thing-1", permission="Administer")
    _, out, _ = tree.run(site(tmp_path / "pages", "2026-06-29", odd), "--check")
    assert "Administer" in out
    assert "[permission-unread]" in out


# --- writing


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "ctrl-c"])
def test_an_import_that_cannot_write_its_files_leaves_the_spec_as_it_was(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    pages = site(tmp_path / "pages", NEXT, [evolve(each, prose="Another text.") for each in endpoints(150)])
    before = tree.texts()
    replace: Callable[..., None] = os.replace
    calls = iter(range(10_000))

    def replaces(*arguments: str) -> None:
        if next(calls) == 99:
            raise error
        replace(*arguments)

    monkeypatch.setattr(os, "replace", replaces)
    done = CliRunner().invoke(app, ["import", "okx_v5", str(pages), "--root", str(tree.root)])
    assert done.exit_code != 0
    assert tree.texts() == before
    if isinstance(error, OSError):
        assert done.exit_code == 2
        assert "No space left on device; everything is as it was before" in done.stderr


def test_a_plan_is_made_before_anything_is_written(tree: Tree, tmp_path: Path) -> None:
    pages = site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", prose="Another text."))
    before = tree.texts()
    plan = plan_import(load_settings(tree.spec), pages)
    assert tree.texts() == before
    assert (plan.changed, plan.clean, set(plan.texts)) == (
        ("account/set_thing_1.yaml",),
        False,
        {"lock.yaml", "texts.yaml"},
    )
    plan.write()
    assert tree.texts() == {**before, **plan.texts}


def test_a_small_section_without_a_page_is_not_gone_in_silence(day: Path) -> None:
    settings = load_settings(FROZEN)
    snapshot = read_snapshot(day, settings.pages, settings.envelope.data, settings.groups)
    here = {placed.draft.key: ("account", {}) for placed in snapshot.placed}
    others = {f"GET /api/v5/other/thing-{number}": ("other", {"section": "other things"}) for number in range(190)}
    small = {f"GET /api/v5/small/thing-{number}": ("small", {"section": "small things"}) for number in range(3)}
    known = {
        key: KnownEndpoint(file=Path(group) / f"{number}.yaml", docs=docs, sdk={})
        for number, (key, (group, docs)) in enumerate({**here, **others, **small}.items())
    }
    crawled = CrawledSet(
        pages=day, docs=settings.docs, snapshot=snapshot, known=known, lock=Lock(), vanished=tuple(small)
    )
    problem = refusal(crawled, Allowed())
    assert problem is not None
    assert "every endpoint of the section small things is missing" in problem.message
    assert "--gone 3" in problem.message
    assert refusal(crawled, Allowed(gone=3)) is None
    assert refusal(crawled, Allowed(partial=True)) is None
    assert refusal(evolve(crawled, vanished=tuple(small)[:2]), Allowed()) is None


@pytest.mark.parametrize(("section", "is_above"), [("2026 06 28 {}", True), ("{}", False), ("new {}s", False)])
def test_the_folder_above_that_of_the_pages_is_refused(day: Path, section: str, is_above: bool) -> None:
    """Some sites have an endpoint's section in the names of their folders."""
    settings = load_settings(FROZEN)
    snapshot = read_snapshot(day.parent, settings.pages, settings.envelope.data, settings.groups)
    known = {
        page.draft.key: KnownEndpoint(file=Path("a.yaml"), docs={"section": page.draft.section}, sdk={})
        for page in snapshot.placed
    }
    placed = [
        evolve(page, draft=evolve(page.draft, section=section.format(page.draft.section))) for page in snapshot.placed
    ]
    crawled = CrawledSet(
        pages=day.parent,
        docs=settings.docs,
        snapshot=evolve(snapshot, placed=tuple(placed)),
        known=known,
        lock=Lock(),
        vanished=(),
    )
    problem = refusal(crawled, Allowed())
    assert (problem is not None) == is_above
    if problem is not None:
        assert f"all its pages are in {NEXT}; give that folder" in problem.message


def test_a_decision_that_only_lint_asks_for_is_not_settled(tree: Tree, day: Path) -> None:
    decided = "  decided:\n    response.envelope: So.\n    rules.x: So.\n    request.lever.values: So.\n    request.lever.required: So.\n"
    tree.file().write_text(tree.file().read_text() + decided)
    out = tree.run(day, "--report")[1]
    assert [line for line in out.splitlines() if line.startswith("settled")] != []
    assert "request.lever.required" in out
    for subject in ("response.envelope", "rules.x", "request.lever.values"):
        assert subject not in out


def test_a_decision_that_gives_the_reason_of_a_stated_key_is_not_settled(tree: Tree, day: Path) -> None:
    stated = "  access: public\n  rate_limits: []\n  fields: {request.lever: {kind: integer}}\n"
    stated += "  decided: {auth: So., rate_limits: So., request.lever: So., costs: So.}\n"
    tree.file().write_text(tree.file().read_text() + stated)
    out = tree.run(day, "--report")[1]
    [told] = [line for line in out.splitlines() if line.startswith("settled")]
    assert "speaks of costs" in told


def test_a_decision_that_an_example_asks_for_is_not_settled(tree: Tree, day: Path) -> None:
    """Lint is stricter than the reading of pages: a number in place of text is a contradiction to it."""
    decided = "  decided: {request.lever.type: So., response.lever.type: So.}\n"
    tree.file().write_text(tree.file().read_text() + decided)
    for file in day.rglob("*.md"):
        file.write_text(file.read_text().replace('"lever": "5"', '"lever": 5').replace('"lever":"5"', '"lever":5'))
    out = tree.run(day, "--report")[1]
    assert [line for line in out.splitlines() if line.startswith("settled") and "request.lever.type" in line] == []
    assert [line for line in out.splitlines() if line.startswith("settled") and "response.lever.type" in line] != []
