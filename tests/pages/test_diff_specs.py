"""The same answer from pages, from the specs that were imported from them, and from one of each."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from venuespec.diff.change import Change
from venuespec.diff.compare import diff
from venuespec.diff.inputs import State, beside, load_state, reader_of
from venuespec.pages.merge import plan_import
from venuespec.pages.plausible import Allowed
from venuespec.spec.load import load_settings

ROOT = Path(__file__).parent.parent.parent
DAYS = ("2026-06-27", "2026-08-22")
_MIXES = [("spec", "spec"), ("pages", "spec"), ("spec", "pages")]
Told = dict[tuple[str, str], tuple[Change, ...]]


@pytest.fixture(scope="module")
def told(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The changes between two days, each as pages or as spec, of the groups with all that breaks between them."""
    root = tmp_path_factory.mktemp("specs")
    spec = root / "spec" / "okx_v5"
    spec.mkdir(parents=True)
    for name in ("venue.yaml", "errors.yaml"):
        shutil.copyfile(ROOT / "spec" / "okx_v5" / name, spec / name)
    loaded: dict[tuple[str, str], State] = {}
    reader = reader_of(root, "okx_v5")
    for day in DAYS:
        folder = root / "pages" / day
        for group in ("financial", "public"):
            shutil.copytree(pages / "okx_v5" / day / group, folder / group, copy_function=shutil.copyfile)
        plan_import(load_settings(spec), folder, allowed=Allowed(older=True, gone=50), date=day).write()
        shutil.copytree(spec, root / day)
        loaded["spec", day] = load_state(str(root / day), root, None)
        loaded["pages", day] = load_state(str(folder), root, reader)
    return {
        (old, new): diff(
            *beside(loaded[old, DAYS[0]], loaded[new, DAYS[1]], None if (old, new) == ("spec", "spec") else reader)
        )
        for old, new in [("pages", "pages"), *_MIXES]
    }


def lines(changes: tuple[Change, ...], *levels: str) -> Counter[tuple[str, ...]]:
    return Counter(
        (each.kind, each.endpoint, each.pointer, each.level, str(each.wire_breaking), str(each.sdk_breaking))
        for each in changes
        if each.level in levels
    )


def prints(changes: tuple[Change, ...]) -> Counter[str]:
    return Counter(each.fingerprint for each in changes if each.level != "NONE")


@pytest.mark.parametrize("states", [("pages", "pages"), *_MIXES])
def test_the_same_errors(told: Told, states: tuple[str, str]) -> None:
    found = told[states]
    assert {(each.kind, each.endpoint.partition("/api/v5")[2], each.pointer) for each in found if each.level == "ERR"} == {
        ("endpoint_removed", "/finance/stable-rewards/quote", ""),
        ("endpoint_removed", "/finance/stable-rewards/trade", ""),
        ("endpoint_removed", "/finance/stable-rewards/subscribe-redeem-history", ""),
        ("constraint_tightened", "/public/market-data-history", "request.begin.at_most"),
    }  # fmt: skip
    assert lines(found, "ERR") == lines(told["pages", "pages"], "ERR")


@pytest.mark.parametrize("states", _MIXES)
def test_the_same_lines(told: Told, states: tuple[str, str]) -> None:
    """Kind, place, level and whom it breaks are the same, and so is the fingerprint that a robot knows a change by."""
    expected, found = told["pages", "pages"], told[states]
    assert lines(found, "WARN", "INFO") == lines(expected, "WARN", "INFO")
    assert prints(found) == prints(expected)
    assert max(prints(found).values()) == 1
