"""Pages are what somebody else wrote: each that is none ends import and diff with one message, code 2, nothing written."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from venuespec.cli.app import app
from venuespec.pages.parts.error_pages import is_error_page
from venuespec.spec.problem import SpecError
from venuespec.spec.yaml import read
from venuespec.textfiles import LARGEST, UnreadableError, read_text

PAGE = (
    "# Set leverage\n\n### Set leverage\n\n#### HTTP Request\n\n`POST /api/v5/account/set-leverage`\n\n"
    "#### Request Parameters\n\n| Parameter | Type | Required | Description |\n| --- | --- | --- | --- |\n"
    "| lever | String | Yes | Leverage |\n"
)


def not_utf8(folder: Path) -> None:
    (folder / "d.md").write_bytes(PAGE.encode() + b"caf\xe9\n")


def a_folder(folder: Path) -> None:
    (folder / "d.md").mkdir()


def a_dangling_link(folder: Path) -> None:
    (folder / "d.md").symlink_to(folder / "nowhere.md")


def a_ring(folder: Path) -> None:
    (folder / "d.md").symlink_to(folder / "d.md")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "d.md")


def a_device(folder: Path) -> None:
    (folder / "d.md").symlink_to("/dev/zero")


def too_large(folder: Path) -> None:
    with (folder / "d.md").open("wb") as file:
        file.truncate(LARGEST + 1)


def a_way_out(folder: Path) -> None:
    (folder.parent / "outside.md").write_text(PAGE)
    (folder / "d.md").symlink_to(folder.parent / "outside.md")


def a_long_heading(folder: Path) -> None:
    (folder / "d.md").write_text(
        PAGE.replace("### Set leverage", f"### {'Set leverage ' * 30}").replace("set-leverage", "set-lever")
    )


def a_name_of_other_bytes(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/d\xe9.md")).write_text(PAGE)


def an_archive(folder: Path) -> None:
    (folder / "d.md").write_bytes(b"PK\x03\x04\x14\x00\x00\x00\xff")


def a_document(folder: Path) -> None:
    (folder / "d.md").write_bytes(b"%PDF-1.7\n\xff")


CASES = {
    a_name_of_other_bytes: "the name of this page is not UTF-8; rename it",
    an_archive: "is a zip archive, not a page; unpack it and give the folder",
    a_document: "is a PDF document, not a page",
    not_utf8: "is not UTF-8: line 14 has the byte 0xe9",
    a_folder: "is a folder, not a file",
    a_dangling_link: "cannot be read: No such file or directory",
    a_ring: "cannot be read: ",
    a_pipe: "is a pipe, a socket or a device, not a file",
    a_device: "is a link that leads out of ",
    too_large: "is larger than 16 MB",
    a_way_out: "is a link that leads out of ",
    a_long_heading: "is too long for a name, got",
}


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_a_page_that_is_none_is_one_message_and_nothing_is_written(
    make: Callable[[Path], None], founding: Path, tmp_path: Path
) -> None:
    root, pages = founding.parent.parent, tmp_path / "pages"
    pages.mkdir()
    (pages / "a.md").write_text(PAGE)
    make(pages)
    before = {file: file.read_bytes() for file in founding.rglob("*.yaml")}
    for arguments in (["import", "okx_v5", str(pages)], ["diff", str(pages), str(pages), "--docs", "okx_v5"]):
        done = CliRunner().invoke(app, [*arguments, "--root", str(root)])
        assert (done.exit_code, done.stdout) == (2, ""), (arguments[0], done.stdout, done.stderr)
        [line] = done.stderr.strip().splitlines()
        assert f"{pages}/d.md:" in line.replace("\ufffd", "")
        assert CASES[make] in line
    assert {file: file.read_bytes() for file in founding.rglob("*.yaml")} == before


def test_a_folder_that_cannot_be_read_is_an_error_and_not_empty(
    founding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.md").write_text(PAGE)
    scan = os.scandir

    def scandir(folder: str) -> object:
        if str(folder).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    arguments = ["import", "okx_v5", str(tmp_path), "--root", str(founding.parent.parent)]
    done = CliRunner().invoke(app, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{tmp_path}/shut: this folder cannot be read: Permission denied" in done.stderr


def test_many_unreadable_pages_are_a_few_lines(founding: Path, tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number:03}.md").write_bytes(b"caf\xe9\n")
    arguments = ["import", "okx_v5", str(tmp_path), "--root", str(founding.parent.parent)]
    lines = CliRunner().invoke(app, arguments).stderr.strip().splitlines()
    assert len(lines) == 10
    assert "so are 390 more files" in lines[-1]


def test_pages_that_are_a_pipe_or_a_device_are_refused_as_a_whole(founding: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for pages, what in ((tmp_path / "pipe", "is a pipe"), (Path("/dev/zero"), "is a pipe, a socket or a device")):
        command = [
            sys.executable,
            "-m",
            "venuespec",
            "import",
            "okx_v5",
            str(pages),
            "--root",
            str(founding.parent.parent),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2
        assert what in done.stderr


@pytest.mark.parametrize(
    "make", [not_utf8, a_folder, a_pipe, a_dangling_link, too_large], ids=lambda make: make.__name__
)
def test_a_spec_file_that_is_none_is_an_error_with_its_name(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(SpecError, match=r"d\.md:1: .* \[yaml-unreadable\]"):
        read(tmp_path / "d.md")


def test_a_device_is_not_read_to_its_end() -> None:
    with pytest.raises(UnreadableError, match="a pipe, a socket or a device"):
        read_text(Path("/dev/zero"))


def test_a_link_within_the_folder_and_any_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("ä\r\nb\rc\n".encode())
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert read_text(tmp_path / "b.md", tmp_path) == "ä\nb\nc\n"


def test_a_page_of_blanks_is_judged_in_no_time() -> None:
    for start in ("<h1>", "# One\n", "---\n"):
        started = time.process_time()
        is_error_page(start + " " * 300_000 + "x", html=False)
        is_error_page(start + " " * 300_000 + "x", html=True)
        assert time.process_time() - started < 1
