"""An endpoint whose ``docs:`` a person wrote, and that the SDK has, stays as it is until somebody says otherwise."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from site_of_docs import changed, endpoints, site
from site_trees import NEXT, Tree, first_tree
from venuespec.cli.app import app

ONE = "POST /api/v5/account/set-thing-1"
LINE = "left alone, as their docs: were written by hand: "


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spec whose files a person wrote from the pages; its SDK is generated, and no lock knows of an import."""
    tree = first_tree(tmp_path_factory.mktemp("hand"))
    for file in tree.spec.glob("*/*.yaml"):
        file.write_text(re.sub(r"(?m)^  auth_evidence: .*\n", "", file.read_text()))
    (tree.spec / "lock.yaml").unlink()
    (tree.spec / "texts.yaml").unlink()
    assert CliRunner().invoke(app, ["generate", "--root", str(tree.root)]).exit_code == 0
    return tree.root


@pytest.fixture
def tree(written: Path, tmp_path: Path) -> Tree:
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return Tree(tmp_path)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    return site(tmp_path / "pages", NEXT, changed(endpoints(), "set-thing-1", limit="7 requests per 2 seconds"))


def test_nothing_is_rewritten_and_one_line_says_how_to_take_over(tree: Tree, day: Path) -> None:
    before = tree.texts()
    code, out, err = tree.run(day)
    assert (code, err) == (0, "")
    [line] = [line for line in out.splitlines() if line.startswith(LINE)]
    assert line == (
        f"{LINE}account/set_thing_0.yaml, account/set_thing_1.yaml, account/set_thing_2.yaml and 9 more; "
        "--by-hand writes them from these pages"
    )
    assert tree.texts() == before


def test_check_says_the_same_and_nothing_is_behind(tree: Tree, day: Path) -> None:
    code, out, err = tree.run(day, "--check")
    assert (code, out.count(LINE), err) == (0, 1, "")


def test_an_update_says_so_and_generates_nothing(tree: Tree, day: Path) -> None:
    done = CliRunner().invoke(app, ["update", "okx_v5", str(day), "--no-tests", "--root", str(tree.root)])
    assert done.exit_code == 0, done.output
    assert [line.partition(": ")[0] for line in done.output.splitlines()] == ["okx_v5", LINE.partition(": ")[0]]


def test_they_are_taken_over_on_purpose(tree: Tree, day: Path) -> None:
    code, out, _ = tree.run(day, "--by-hand")
    assert code == 0
    assert LINE not in out
    assert tree.endpoint().rate_limits[0].limit == 7
    assert LINE not in tree.run(day)[1]


def test_an_endpoint_that_a_page_has_newly_is_imported_beside_them(tree: Tree, tmp_path: Path) -> None:
    day = site(tmp_path / "pages", NEXT, endpoints(14))
    code, out, _ = tree.run(day)
    assert code == 0
    assert LINE in out
    assert re.findall(r"(?m)^new: (.*)$", out) == ["account/set_thing_6.yaml", "trade/make_part_5.yaml"]


def test_a_new_endpoint_never_takes_the_file_of_one_written_by_hand(tree: Tree, tmp_path: Path) -> None:
    mine = tree.spec / "account" / "set_thing_6.yaml"
    tree.file().rename(mine)
    assert CliRunner().invoke(app, ["generate", "--root", str(tree.root)]).exit_code == 0
    before = mine.read_text()
    day = site(tmp_path / "pages", NEXT, endpoints(14))
    assert tree.run(day)[0] == 0
    assert mine.read_text() == before
    assert "/api/v5/account/set-thing-6" in (tree.spec / "account" / "set_thing_6_set_thing_6.yaml").read_text()


def test_one_that_no_page_has_is_not_gone(tree: Tree, tmp_path: Path) -> None:
    day = site(tmp_path / "pages", NEXT, [each for each in endpoints() if each.name != "set-thing-1"])
    assert tree.run(day)[0] == 0
    assert tree.gone() == []


def test_one_among_those_that_were_imported_stays_too(tmp_path: Path, day: Path) -> None:
    tree = first_tree(tmp_path)
    mine = tree.spec / "account" / "set_alarm.yaml"
    mine.write_text(
        "docs:\n  source: https://www.okx.com/docs-v5/en/#alarm\n  title: Set alarm\n  method: POST\n"
        "  path: /api/v5/account/set-alarm\n  auth: signed\n"
        "  request:\n  - {name: instId, type: String, required: true, label: Instrument}\nsdk:\n  summary: Set it.\n"
    )
    assert CliRunner().invoke(app, ["generate", "--root", str(tree.root)]).exit_code == 0
    before = mine.read_text()
    assert tree.run(day)[0] == 0
    assert mine.read_text() == before
    assert tree.endpoint().rate_limits[0].limit == 7
    assert tree.gone() == []


# --- first imports


def test_a_spec_without_an_sdk_is_filled_in_from_its_pages(tree: Tree, day: Path) -> None:
    (tree.spec / "names.yaml").unlink()
    code, out, _ = tree.run(day)
    assert (code, LINE in out) == (0, False)
    assert tree.endpoint().rate_limits[0].limit == 7


def test_a_file_with_method_and_path_alone_is_filled_in(tree: Tree, day: Path) -> None:
    file = tree.file()
    kept = [line for line in file.read_text().splitlines() if line.startswith(("docs:", "  method:", "  path:"))]
    file.write_text("\n".join([*kept, "sdk:", "  summary: Ours.", ""]))
    code, out, _ = tree.run(day)
    assert (code, "and 8 more" in out) == (0, True)
    assert (tree.endpoint().summary, len(tree.endpoint().request)) == ("Ours.", 2)


def test_a_spec_that_lost_its_lock_was_imported_all_the_same(tmp_path: Path, day: Path) -> None:
    tree = first_tree(tmp_path)
    assert CliRunner().invoke(app, ["generate", "--root", str(tree.root)]).exit_code == 0
    (tree.spec / "lock.yaml").unlink()
    code, out, _ = tree.run(day)
    assert (code, LINE in out) == (0, False)
    assert tree.endpoint().rate_limits[0].limit == 7
