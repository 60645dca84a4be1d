"""Tests on real documentation pages, which the repository does not hold: VENUESPEC_DOCS says where they are."""

import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha1
from pathlib import Path

import pytest

from venuespec.pages import merge, snapshot
from venuespec.pages.contents import FolderPages, PageContent
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
def read_once(of_the_run: Path) -> Iterator[None]:
    """Imports and comparisons read a folder of real pages once: it does not change while the tests run.

    What its pages hold is kept for all workers, whatever they make of it; what was made of it, for each of them.
    """
    docs = os.environ.get("VENUESPEC_DOCS")
    known: dict[tuple[object, ...], Snapshot] = {}
    held: dict[tuple[object, ...], dict[Path, PageContent]] = {}
    read_contents = snapshot.contents_of

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

    def contents(
        folders: Sequence[FolderPages],
        reader: str,
        sections: tuple[str, ...],
        progress: Callable[[int, int], None] | None = None,
    ) -> list[dict[Path, PageContent]]:
        if docs is None or progress is not None or not all(each.folder.is_relative_to(docs) for each in folders):
            return read_contents(folders, reader, sections, progress)
        for each in folders:
            key = (each.folder, reader, sections)
            if key not in held:
                file = of_the_run / f"{sha1(repr(key).encode()).hexdigest()}.pages"
                held[key] = _kept(file, partial(read_contents, [each], reader, sections))
        return [dict(held[each.folder, reader, sections]) for each in folders]

    with pytest.MonkeyPatch.context() as patch:
        for module in (snapshot, merge):
            patch.setattr(module, "read_snapshot", read)
        patch.setattr(snapshot, "contents_of", contents)
        yield


def _kept(file: Path, read: Callable[[], list[dict[Path, PageContent]]]) -> dict[Path, PageContent]:
    """What a file of this run holds; if there is none, what is read, and the file is written."""
    with suppress(FileNotFoundError):
        found: dict[Path, PageContent] = pickle.loads(file.read_bytes())
        return found
    [found] = read()
    new = file.with_suffix(f".{os.getpid()}")
    new.write_bytes(pickle.dumps(found))
    new.replace(file)
    return found


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
