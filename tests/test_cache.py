"""What is kept in the user's cache folder: the same results, nothing that could be another's, never too much."""

import os
import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_of_docs import changed, endpoints, site
from venuespec import cache, processes
from venuespec.cache import has, keep, kept
from venuespec.checks.lint import lint_folder
from venuespec.diff import inputs
from venuespec.diff.compare import diff
from venuespec.diff.inputs import load_states
from venuespec.pages import contents, snapshot
from venuespec.spec import kept as specs
from venuespec.spec.load import load_venue
from venuespec.spec.model import VenueSpec
from venuespec.spec.problem import SpecError

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VENUESPEC_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def spec(founding: Path) -> Path:
    return founding


@pytest.fixture
def read_folders(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose files were read as YAML."""
    read: list[Path] = []

    def reading(place: Path, *arguments: object, **options: object) -> object:
        read.append(place)
        return real(place, *arguments, **options)  # type: ignore[arg-type]

    real = specs.read_venue
    monkeypatch.setattr(specs, "read_venue", reading)
    return read


def state_of(value: object) -> str:
    """All that an object holds, also what its equality leaves out."""
    return repr(value)


# --- entries


def test_an_entry_comes_back_and_another_name_has_none() -> None:
    keep("a.spec", b"content")
    assert kept("a.spec") == b"content"
    assert kept("b.spec") is None
    assert has("a.spec")
    assert not has("b.spec")


@posix
def test_entries_belong_to_this_user_alone(folder: Path) -> None:
    keep("a.spec", b"content")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [(file.name, file.stat().st_mode & 0o777) for file in folder.iterdir()] == [("a.spec", 0o600)]


@posix
@pytest.mark.parametrize("mode", [0o660, 0o606, 0o622])
def test_an_entry_that_others_may_write_is_not_read(folder: Path, mode: int) -> None:
    keep("a.spec", b"content")
    (folder / "a.spec").chmod(mode)
    assert kept("a.spec") is None


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_may_write_is_not_used(folder: Path, mode: int) -> None:
    keep("a.spec", b"content")
    folder.chmod(mode)
    assert kept("a.spec") is None
    keep("b.spec", b"content")
    assert [file.name for file in folder.iterdir()] == ["a.spec"]


@posix
def test_what_belongs_to_another_user_is_not_read(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    keep("a.spec", b"content")
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert kept("a.spec") is None


@posix
def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    keep("a.spec", b"content")
    (folder / "a.spec").rename(tmp_path / "elsewhere")
    (folder / "a.spec").symlink_to(tmp_path / "elsewhere")
    assert kept("a.spec") is None
    shutil.copy(tmp_path / "elsewhere", folder / "b.spec")
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    assert kept("a.spec") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:40],
        lambda content: content + b"x",
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    ],
)
def test_a_damaged_entry_is_not_there(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    keep("a.spec", b"content" * 10)
    (folder / "a.spec").write_bytes(damage((folder / "a.spec").read_bytes()))
    assert kept("a.spec") is None


def test_an_entry_under_another_name_is_not_there(folder: Path) -> None:
    keep("a.spec", b"content")
    (folder / "a.spec").rename(folder / "b.spec")
    assert kept("b.spec") is None


@pytest.mark.parametrize("off", ["off", "OFF", "0", "no", "false"])
def test_the_cache_can_be_turned_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, off: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VENUESPEC_CACHE", off)
    keep("a.spec", b"content")
    assert kept("a.spec") is None
    assert not has("a.spec")
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize(
    ("xdg", "expected"), [("{home}/xdg", "xdg/venuespec"), ("", ".cache/venuespec"), ("relative", ".cache/venuespec")]
)
def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, xdg: str, expected: str) -> None:
    monkeypatch.delenv("VENUESPEC_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", xdg.format(home=tmp_path))
    keep("a.spec", b"content")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [tmp_path / expected / "a.spec"]


def test_a_folder_that_cannot_be_written_is_no_error(folder: Path) -> None:
    folder.write_text("a file stands there")
    keep("a.spec", b"content")
    assert kept("a.spec") is None
    assert folder.read_text() == "a file stands there"


def test_the_entries_used_longest_ago_make_room(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 3)
    for number, name in enumerate(("a", "b", "c")):
        keep(name, b"content")
        os.utime(folder / name, (number, number))
    assert kept("a") == b"content"  # which is a use
    keep("d", b"content")
    assert sorted(file.name for file in folder.iterdir()) == ["a", "c", "d"]


def test_the_cache_has_a_largest_size(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(cache, "_MOST_BYTES", 250)
    monkeypatch.setattr(cache, "_LARGEST", 200)
    keep("a", bytes(80))
    os.utime(folder / "a", (1, 1))
    keep("b", bytes(80))
    keep("c", bytes(80))
    keep("too large", bytes(200))
    assert sorted(file.name for file in folder.iterdir()) == ["b", "c"]


# --- specs


def test_a_kept_spec_is_the_one_that_was_read(spec: Path, read_folders: list[Path]) -> None:
    first, second = specs.load_kept(spec), specs.load_kept(spec)
    assert read_folders == [spec]
    assert state_of(first) == state_of(second) == state_of(load_venue(spec))


@pytest.mark.parametrize("name", ["okx_v5", "ku", "archive/okx_v5_legacy"])
def test_every_frozen_spec_is_kept_whole(frozen_root: Path, name: str, read_folders: list[Path]) -> None:
    place = frozen_root / "spec" / name
    assert lint_folder(place) == lint_folder(place)
    assert len(read_folders) == 1
    for documented in (False, True):
        read = load_venue(place, documented=documented)
        for _ in range(2):
            assert state_of(specs.load_kept(place, documented=documented)) == state_of(read)
    assert len(read_folders) == 2


@pytest.mark.parametrize("file", ["venue.yaml", "fields.yaml", "lock.yaml", "account/set_leverage.yaml"])
def test_a_changed_file_is_read_again(spec: Path, read_folders: list[Path], file: str) -> None:
    specs.load_kept(spec)
    (spec / file).write_text((spec / file).read_text() + "# a remark\n")
    specs.load_kept(spec)
    assert read_folders == [spec, spec]


def test_a_new_file_and_a_lost_one_are_seen(spec: Path) -> None:
    assert len(specs.load_kept(spec).endpoints) == 3
    (spec / "public" / "get_system_time.yaml").unlink()
    assert len(specs.load_kept(spec).endpoints) == 2


def test_the_spec_that_an_older_state_is_like_counts(spec: Path, read_folders: list[Path]) -> None:
    older = spec.parent / "older"
    shutil.copytree(spec / "account", older / "account")
    (older / "venue.yaml").write_text("like: ../okx_v5\ntitle: Older\n")
    specs.load_kept(older)
    (spec / "errors.yaml").write_text("'1':\n  meaning: another\n")
    assert specs.load_kept(older).errors.keys() == {"1"}


def test_a_spec_of_another_version_of_the_tool_is_read_again(
    spec: Path, read_folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    specs.load_kept(spec)
    monkeypatch.setattr(specs, "digest_of_tool", lambda: "another")
    specs.load_kept(spec)
    assert read_folders == [spec, spec]


def test_a_spec_with_problems_says_them_every_time(spec: Path) -> None:
    (spec / "account" / "get_leverage.yaml").write_text("docs: 7\n")
    said = []
    for _ in range(2):
        with pytest.raises(SpecError) as raised:
            specs.load_kept(spec)
        said.append(str(raised.value))
    assert said[0] == said[1]
    assert "get_leverage.yaml:1" in said[0]


class _Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harm",)


@pytest.mark.parametrize(
    "entry",
    [
        pickle.dumps(_Harm(), 5),
        pickle.dumps(print, 5),
        pickle.dumps([1, 2], 5),
        b"\x80\x05",
        b"cvenuespec.spec.model\nPath.home\n(tR.",
        b"\x80\x04\x8c\x14venuespec.spec.model\x8c\x04attr\x93.",
        b"\x80\x04\x8c\x15venuespec.spec.source\x8c\x04DISK\x93.",
    ],
)
def test_an_entry_runs_no_code_and_is_read_again(
    spec: Path, entry: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, read_folders: list[Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = specs.name_of(spec)
    assert name is not None
    keep(name, entry)
    assert specs.load_kept(spec).name == "okx_v5"
    assert read_folders == [spec]
    assert not (tmp_path / "harm").exists()


# --- pages


@pytest.fixture
def crawls(tmp_path: Path) -> tuple[str, str]:
    newer = changed(endpoints(), "set-thing-2", limit="5 requests per 2 seconds", prose="Sets another thing.")
    newer = changed(newer, "make-part-1", request={"instId": "String | No | Instrument ID. The maximum is `7`"})
    return str(site(tmp_path / "a", "2026-06-27")), str(site(tmp_path / "b", "2026-08-22", newer[1:]))


def states(crawls: tuple[str, str], spec: Path) -> tuple[VenueSpec, VenueSpec]:
    return load_states(*crawls, spec.parent.parent, "okx_v5")


def test_kept_pages_are_those_that_were_read(
    spec: Path, crawls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = states(crawls, spec)
    assert {change.kind for change in diff(*first)} > {"rate_limit_tightened", "endpoint_removed"}
    monkeypatch.setattr(inputs, "_snapshot", None)
    assert state_of(states(crawls, spec)) == state_of(first)
    monkeypatch.undo()
    monkeypatch.setenv("VENUESPEC_CACHE", "off")
    assert state_of(states(crawls, spec)) == state_of(first)


def test_a_changed_page_or_spec_is_read_again(spec: Path, crawls: tuple[str, str]) -> None:
    states(crawls, spec)
    page = Path(crawls[1]) / "account" / "set-thing-3.md"
    page.write_text(page.read_text().replace("| Leverage", "| Leverage. The maximum is `9`"))
    section = Path(crawls[1]) / "account.md"
    section.unlink()
    assert "request.lever.max" in {change.pointer for change in diff(*states(crawls, spec))}
    (spec / "venue.yaml").write_text((spec / "venue.yaml").read_text().replace("title: OKX", "title: Other"))
    assert states(crawls, spec)[1].title.startswith("Other")


def test_a_snapshot_of_pages_that_were_read_is_kept(
    crawls: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(folder: Path) -> snapshot.Snapshot:
        return snapshot.read_snapshot(folder, "okx_markdown", "data", {})

    folder = Path(crawls[0])
    first = read(folder)
    assert len(first.placed) > 3
    reads: list[object] = []

    def counted(*given: Any) -> Any:
        reads.append(given)
        return contents.contents_of(*given)

    monkeypatch.setattr(snapshot, "contents_of", counted)
    again = read(folder)
    assert again == first
    assert [(page.draft.file, page.draft.line) for page in again.placed] == [
        (page.draft.file, page.draft.line) for page in first.placed
    ]
    assert reads == []
    (folder / "account.md").unlink()
    read(folder)
    assert len(reads) == 1
    page = folder / "account" / "set-thing-3.md"
    page.write_text(page.read_text().replace("| Leverage", "| Leverage. The maximum is `9`"))
    assert "9" in {str(row.max) for each in read(folder).placed for row in each.draft.request}
    (tmp_path / "elsewhere").mkdir()
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    read(folder)
    read(folder)
    assert len(reads) == 4  # what a link leads to is no part of the entry's name
    monkeypatch.setenv("VENUESPEC_CACHE", "off")
    assert read(Path(crawls[1])).placed
    assert len(reads) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all work is done in one process")
@pytest.mark.parametrize("worth", ["pages", "states", "both"])
def test_two_processes_read_what_one_reads(
    spec: Path, crawls: tuple[str, str], monkeypatch: pytest.MonkeyPatch, worth: str
) -> None:
    monkeypatch.setenv("VENUESPEC_CACHE", "off")
    monkeypatch.setattr(processes, "_processes", lambda: 1)
    alone = states(crawls, spec)
    monkeypatch.setattr(processes, "_processes", lambda: 1 if processes._parent else 2)
    for module, name in ((contents, "pages"), (inputs, "states")):
        if worth in (name, "both"):
            monkeypatch.setattr(module, "_WORTH_A_PROCESS", 1)
    assert state_of(states(crawls, spec)) == state_of(alone)
