"""Importing real pages into a spec folder: what is new, what stays, what is gone."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from command_line import Command
from venuespec.checks.confirm import confirm
from venuespec.checks.due import due
from venuespec.pages.merge import ImportPlan, plan_import
from venuespec.pages.plausible import Allowed
from venuespec.spec.load import load_settings, load_venue
from venuespec.spec.model import EndpointSpec

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def spec(founding: Path) -> Path:
    return founding


@pytest.fixture
def full(june: tuple[Path, ImportPlan], tmp_path: Path) -> Path:
    """A copy of the spec of June to change."""
    return Path(shutil.copytree(june[0], tmp_path / "full" / "okx_v5", copy_function=shutil.copyfile))


def imported(spec: Path, pages: Path, day: str = "2026-06-27", *, check: bool = False) -> ImportPlan:
    allowed = Allowed(older=True, gone=50)
    plan = plan_import(load_settings(spec), pages / "okx_v5" / day, allowed=allowed)
    if not check:
        plan.write()
    return plan


def test_every_endpoint_gets_a_file_that_loads(june: tuple[Path, ImportPlan]) -> None:
    spec, report = june
    assert (report.endpoints, len(report.new), len(report.gone)) == (379, 376, 0)
    assert "account/positions.yaml" not in report.new
    assert "account/get_positions.yaml" in report.new
    venue = load_venue(spec)
    assert len(venue.endpoints) == 379
    # From a reading of the pages by hand; that the system's status is public is on none of them.
    assert Counter(each.access for each in venue.endpoints) == {"signed": 290, "public": 88, "optional": 1}
    place = venue.endpoint("POST", "/api/v5/trade/batch-orders")
    assert place is not None
    assert (place.batch, place.access, place.permissions) == (True, "signed", ("trade",))


def test_the_second_import_changes_nothing(full: Path, pages: Path) -> None:
    before = {file: file.read_bytes() for file in full.rglob("*.yaml")}
    assert imported(full, pages).clean
    assert {file: file.read_bytes() for file in full.rglob("*.yaml")} == before


def test_the_same_pages_of_another_day_change_one_line(spec: Path, pages: Path, tmp_path: Path) -> None:
    for day in ("2026-06-27", "2026-07-01"):
        for section in ("trading/account", "public/data"):
            shutil.copytree(pages / "okx_v5" / "2026-06-27" / section, tmp_path / "okx_v5" / day / section)
    (spec / "lock.yaml").unlink()  # it has endpoints of other sections
    assert len(imported(spec, tmp_path).new) > 60
    before = {file: file.read_text().splitlines() for file in spec.rglob("*.yaml")}
    assert imported(spec, tmp_path, "2026-07-01").clean
    after = {file: file.read_text().splitlines() for file in spec.rglob("*.yaml")}
    changed = [
        (file.name, *lines)
        for file in after
        for lines in zip(before[file], after[file], strict=True)
        if lines[0] != lines[1]
    ]
    assert changed == [("lock.yaml", "as_of: 2026-06-27", "as_of: 2026-07-01")]


def test_what_people_wrote_stays_byte_for_byte_wherever_they_put_it(spec: Path, pages: Path) -> None:
    moved = spec / "leverage" / "change.yaml"
    moved.parent.mkdir()
    (spec / "account" / "set_leverage.yaml").rename(moved)
    text = moved.read_text().replace("  title: Set leverage\n", "  title: Wrong\n") + "  # kept   \n"
    moved.write_text(text)
    report = imported(spec, pages)
    after = moved.read_text()
    assert "leverage/change.yaml" in report.changed
    assert not (spec / "account" / "set_leverage.yaml").exists()
    assert after[after.index("\nsdk:") :] == text[text.index("\nsdk:") :]
    assert "  title: Set leverage\n" in after
    assert "- title: MARGIN, cross, Spot mode, currency level" in after  # a shortened title stays with its request


def test_an_endpoint_under_another_path_keeps_its_file_and_what_people_wrote(
    spec: Path, pages: Path, tmp_path: Path
) -> None:
    page = pages / "okx_v5" / "2026-06-27" / "trading" / "account" / "rest-api-set-leverage.md"
    moved = tmp_path / "moved.md"
    moved.write_text(
        page.read_text().replace("`POST /api/v5/account/set-leverage`", "`POST /api/v5/trade/set-leverage`")
    )
    file = spec / "account" / "set_leverage.yaml"
    before = file.read_text()
    plan_import(load_settings(spec), moved, allowed=Allowed(partial=True)).write()
    after = file.read_text()
    assert "  path: /api/v5/trade/set-leverage\n" in after
    assert "gone_since" not in after
    assert after[after.index("\nsdk:") :] == before[before.index("\nsdk:") :]


def test_check_changes_nothing(spec: Path, pages: Path) -> None:
    before = {file: file.read_bytes() for file in spec.rglob("*.yaml")}
    assert not imported(spec, pages, check=True).clean
    assert {file: file.read_bytes() for file in spec.rglob("*.yaml")} == before


def test_what_people_wrote_about_a_row_that_left_is_an_error_with_both_places(
    spec: Path, pages: Path, command: Command
) -> None:
    file = spec / "account" / "get_leverage.yaml"
    file.write_text(file.read_text() + "  fields:\n    request.adjust: {open: true}\n")
    page = pages / "okx_v5" / "2026-06-27" / "trading" / "account" / "rest-api-get-leverage.md"
    done = command("import", str(spec), str(page), "--partial")
    assert done.returncode == 1
    assert re.search(
        r"get_leverage\.yaml:\d+: no table on the page \(\S+get_leverage\.yaml:\d+\) has a row", done.stdout
    )


def test_what_left_the_pages_is_marked_and_kept(full: Path, pages: Path) -> None:
    report = imported(full, pages, "2026-01-16")
    assert len(report.gone) == 44
    gone = {each.key for each in load_venue(full).endpoints if each.gone_since == "2026-01-16"}
    assert len(gone) == 44
    assert imported(full, pages, "2026-01-16").clean
    assert len(imported(full, pages).changed) >= 44
    assert not any(each.gone_since for each in load_venue(full).endpoints)


def test_an_older_state_comes_into_an_empty_folder(tmp_path: Path, pages: Path, frozen_root: Path) -> None:
    for name in ("venue.yaml", "fields.yaml", "errors.yaml"):
        (tmp_path / "okx_v5").mkdir(exist_ok=True)
        shutil.copy(frozen_root / "spec" / "okx_v5" / name, tmp_path / "okx_v5" / name)
    assert len(imported(tmp_path / "okx_v5", pages, "2026-01-16").new) == 335


def test_a_file_that_cannot_be_read_stops_it_before_anything_is_written(
    spec: Path, pages: Path, command: Command
) -> None:
    (spec / "account" / "broken.yaml").write_text("docs: [")
    before = {file: file.read_bytes() for file in spec.rglob("*.yaml")}
    arguments = ("import", str(spec), str(pages / "okx_v5" / "2026-06-27"))
    done = command(*arguments)
    assert done.returncode == 2
    assert "broken.yaml" in done.stderr
    assert {file: file.read_bytes() for file in spec.rglob("*.yaml")} == before


def test_the_command_says_what_it_did(spec: Path, pages: Path, command: Command) -> None:
    arguments = ("import", str(spec), str(pages / "okx_v5" / "2026-06-27"))
    checked = command(*arguments, "--check")
    assert checked.returncode == 1
    assert "would be new: account/get_positions.yaml" in checked.stdout
    # The pages contradict themselves in places that nobody has decided in this spec.
    written = command(*arguments)
    assert (written.returncode, "[example-kind]" in written.stdout) == (1, True)
    again = command(*arguments, "--check", "--report")
    assert "would be" not in again.stdout
    assert again.stdout.count("[table-unread]") == 1
    assert "request.after.required: required is yes in English, no in Chinese" in again.stdout


def test_the_spec_is_what_the_pages_of_its_day_say(pages: Path, okx_today: Path) -> None:
    assert imported(ROOT / "spec" / "okx_v5", pages, okx_today.name, check=True).clean


def test_rules_about_rows_that_a_new_page_changed_await_review(spec: Path, pages: Path) -> None:
    path = "/api/v5/trade/orders-history-archive"

    def imported(day: str) -> ImportPlan:
        """The endpoint's own page of a day, as a partial import."""
        [page] = (pages / "okx_v5" / day).rglob("*get-order-history-last-3-months.md")
        plan = plan_import(load_settings(spec), page, allowed=Allowed(partial=True, older=True))
        plan.write()
        return plan

    imported("2026-01-16")
    [file] = [each for each in spec.glob("*/*.yaml") if f"  path: {path}\n" in each.read_text()]
    rules = "  rules:\n  - {id: of_pairs, restrict: {instType: {in: [SPOT]}}}\n  - {id: few, restrict: {limit: {lte: 100}}}\n"
    file.write_text(file.read_text() + rules)

    def endpoint() -> EndpointSpec:
        found = load_venue(spec).endpoint("GET", path)
        assert found is not None
        return found

    confirm(load_venue(spec), {endpoint().id: ["of_pairs", "few"]})
    assert due(endpoint()) == ()
    # EVENTS joined the instrument types; nothing else on the page changed.
    imported("2026-06-27")
    assert [str(each) for each in due(endpoint())] == ["of_pairs: changed: instType"]
    confirm(load_venue(spec), {endpoint().id: ["of_pairs", "few"]})
    assert due(endpoint()) == ()
    assert file.read_text().endswith(rules)
    assert imported("2026-06-27").clean
