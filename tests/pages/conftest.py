"""Tests on real documentation pages, which the repository does not hold: VENUESPEC_DOCS says where they are."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from venuespec.pages import merge, snapshot
from venuespec.pages.merge import ImportPlan, plan_import
from venuespec.pages.snapshot import Snapshot, read_snapshot
from venuespec.spec.load import load_settings
from venuespec.spec.model import VenueSpec


@pytest.fixture(scope="session")
def pages() -> Path:
    folder = os.environ.get("VENUESPEC_DOCS")
    if not folder:
        pytest.skip("VENUESPEC_DOCS is not set: the readers are NOT tested on real pages")
    return Path(folder)


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Imports and comparisons read a folder of real pages once: it does not change while the tests run."""
    docs = os.environ.get("VENUESPEC_DOCS")
    known: dict[tuple[object, ...], Snapshot] = {}

    def read(
        folder: Path,
        reader: str,
        data_key: str,
        groups: Mapping[str, str],
        progress: Callable[[int, int], None] | None = None,
        sections: tuple[str, ...] = (),
        day: str | None = None,
    ) -> Snapshot:
        if docs is None or progress is not None or not folder.is_relative_to(docs):
            return read_snapshot(folder, reader, data_key, groups, progress, sections, day)
        key = (folder, reader, data_key, tuple(groups.items()), sections, day)
        if key not in known:
            known[key] = read_snapshot(folder, reader, data_key, groups, None, sections, day)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in (snapshot, merge):
            patch.setattr(module, "read_snapshot", read)
        yield


@pytest.fixture(scope="session")
def june(
    founded: Callable[[Path], Path], pages: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ImportPlan]:
    """A spec with OKX's pages of 2026-06-27 imported, and what the import did; not for changing."""
    spec = founded(tmp_path_factory.mktemp("june"))
    plan = plan_import(load_settings(spec), pages / "okx_v5" / "2026-06-27")
    plan.write()
    return spec, plan


@pytest.fixture
def okx_today(pages: Path, venue: Callable[[str], VenueSpec]) -> Path:
    """The pages of the day that the live spec of OKX is of."""
    day = max(each.as_of or "" for each in venue("okx_v5").endpoints)
    if not (pages / "okx_v5" / day).is_dir():
        pytest.skip(f"there are no pages of {day}")
    return pages / "okx_v5" / day
