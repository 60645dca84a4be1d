"""The pages of OKX of 2026-08-22, imported into a spec of 2026-06-27: the readers were made before these pages."""

import shutil
from pathlib import Path

import pytest

from venuespec.pages.merge import ImportPlan, plan_import
from venuespec.spec.load import load_settings, load_venue
from venuespec.spec.model import VenueSpec

JUNE, AUGUST = "2026-06-27", "2026-08-22"


def imported(spec: Path, pages: Path, day: str) -> ImportPlan:
    plan = plan_import(load_settings(spec), pages / "okx_v5" / day)
    plan.write()
    return plan


@pytest.fixture(scope="module")
def day(
    june: tuple[Path, ImportPlan], pages: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ImportPlan]:
    """The spec after the day, and what the import did."""
    spec = Path(shutil.copytree(june[0], tmp_path_factory.mktemp("august") / "okx_v5", copy_function=shutil.copyfile))
    return spec, imported(spec, pages, AUGUST)


@pytest.fixture(scope="module")
def before(june: tuple[Path, ImportPlan]) -> VenueSpec:
    return load_venue(june[0])


@pytest.fixture(scope="module")
def after(day: tuple[Path, ImportPlan]) -> VenueSpec:
    return load_venue(day[0])


def test_every_endpoint_of_the_day_is_there(day: tuple[Path, ImportPlan], after: VenueSpec) -> None:
    plan = day[1]
    assert (plan.endpoints, len(plan.new), len(plan.gone), plan.waiting) == (391, 15, 3, ())
    current = [each for each in after.endpoints if each.gone_since is None]
    assert (len(current), len(after.endpoints)) == (391, 394)
    assert {each.as_of for each in current} == {AUGUST}
    assert plan.groups == ("financial_product_okusd",)


def test_what_left_many_pages_at_once_is_kept(
    day: tuple[Path, ImportPlan], before: VenueSpec, after: VenueSpec
) -> None:
    """The layout of August has no line of permissions: each keeps its own, and the lock has the day that had it last."""
    was = {each.key: each.permissions for each in before.endpoints if each.permissions}
    now = {each.key: each.permissions for each in after.endpoints}
    assert len(was) == 303  # three of them leave the documentation
    assert {key: now[key] for key in was} == was
    kept = [each for each in day[1].kept if each.fact == "permissions"]
    assert (len(kept), {each.since for each in kept}) == (300, {JUNE})


def test_access_does_not_weaken_on_silence(day: tuple[Path, ImportPlan], after: VenueSpec) -> None:
    """Without its permission the page says only that its limit is counted by address."""
    history = after.endpoint("GET", "/api/v5/finance/stable-rewards/apy-history")
    assert history is not None
    assert history.access == "signed"
    assert "auth" in {each.fact for each in day[1].kept if each.endpoint == history.key}


def test_error_codes_of_the_day_are_in(day: tuple[Path, ImportPlan]) -> None:
    new = [*range(51763, 51775), 51784, 51785, 54051, 54094]
    assert day[1].codes.new == tuple(map(str, new))
    text = (day[0] / "errors.yaml").read_text()
    assert [code for code in new if f"\n'{code}': " not in text] == []


def test_the_day_is_imported_once(day: tuple[Path, ImportPlan], pages: Path, tmp_path: Path) -> None:
    spec = Path(shutil.copytree(day[0], tmp_path / "spec" / "okx_v5", copy_function=shutil.copyfile))
    texts = {file: file.read_text() for file in spec.rglob("*.yaml")}
    assert imported(spec, pages, AUGUST).clean
    assert {file: file.read_text() for file in spec.rglob("*.yaml")} == texts
