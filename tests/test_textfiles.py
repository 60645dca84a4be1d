"""Writing several files: all of them or none, whatever goes wrong in between."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec import textfiles
from venuespec.sdk.emit import EmitError, emit
from venuespec.textfiles import JOURNAL, WriteError, recover, write_all, write_atomically

NEW = {f"group_{number % 7}/file_{number}.yaml": f"new {number}\n" for number in range(150)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "spec"
    for number in range(0, 150, 2):
        file = folder / f"group_{number % 7}" / f"file_{number}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"old {number}\n")
    for name in ("gone.yaml", "kept.yaml"):
        (folder / name).write_text("old\n")
    return folder


def tree(root: Path) -> dict[str, str]:
    """Every file and folder, hidden ones included."""
    return {path.relative_to(root).as_posix(): path.read_text() if path.is_file() else "" for path in root.rglob("*")}


def failing(calls: int, error: BaseException, function: Callable[..., None]) -> Callable[..., None]:
    """A function that raises instead of the call with this number."""
    left = [calls]

    def fails(*arguments: object, **options: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise error
        function(*arguments, **options)

    return fails


FULL = OSError(28, "No space left on device")


def test_all_files_are_written_and_deleted_and_nothing_else_is_left(root: Path) -> None:
    write_all(root, NEW, ["gone.yaml"])
    files = {name: text for name, text in tree(root).items() if text}
    assert files == {**NEW, "kept.yaml": "old\n"}


@pytest.mark.parametrize("module", ["_write", "os.replace", "os.link"])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), SystemExit(1)], ids=["full", "ctrl-c", "exit"])
def test_a_failure_at_any_step_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, module: str, error: BaseException
) -> None:
    before = tree(root)
    owner, name = (os, module.removeprefix("os.")) if module.startswith("os.") else (textfiles, module)
    number = 60 if module == "os.link" else 100
    monkeypatch.setattr(owner, name, failing(number, error, getattr(owner, name)))
    if error is FULL and module == "os.link":
        write_all(root, NEW, ["gone.yaml"])  # a file system without links: the old file is copied
        return
    expected = WriteError if error is FULL else type(error)
    with pytest.raises(expected) as raised:
        write_all(root, NEW, ["gone.yaml"])
    assert tree(root) == before
    if error is FULL:
        assert "No space left on device; everything is as it was before" in str(raised.value)


def test_a_folder_that_the_disk_refuses_is_one_message(root: Path) -> None:
    (root / "not_a_folder").write_text("text")
    before = tree(root)
    with pytest.raises(WriteError, match="everything is as it was before"):
        write_all(root, {"a.yaml": "a", "not_a_folder/b.yaml": "b"})
    assert tree(root) == before


@pytest.mark.parametrize("moment", ["_write", "os.replace"])
def test_a_run_that_is_killed_is_undone_by_the_next(root: Path, moment: str) -> None:
    before = tree(root)
    program = f"""
import os, signal, sys
from pathlib import Path
from venuespec import textfiles
left = 100
def fatal(function):
    def kills(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        function(*arguments, **options)
    return kills
{"textfiles._write = fatal(textfiles._write)" if moment == "_write" else "os.replace = fatal(os.replace)"}
textfiles.write_all(Path(sys.argv[1]), {NEW!r}, ["gone.yaml"])
"""
    done = subprocess.run([sys.executable, "-c", program, str(root)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert tree(root) != before
    assert recover(root)
    assert tree(root) == before
    assert not recover(root)


def test_two_runs_at_once_are_refused(root: Path) -> None:
    before = tree(root)
    journal = textfiles._locked_journal(root)  # pyright: ignore[reportPrivateUsage] - stands for another process
    assert journal is not None
    with pytest.raises(WriteError, match="another run is writing"):
        write_all(root, NEW)
    assert not recover(root)
    journal.close()
    (root / JOURNAL).unlink()
    assert tree(root) == before


@pytest.mark.parametrize("text", ["", "[1]", "null", '{"token": "x"', '{"token": "x"}'])
def test_a_journal_that_is_none_undoes_nothing(root: Path, text: str) -> None:
    before = tree(root)
    (root / JOURNAL).write_text(text)
    recover(root)
    assert tree(root) == before


# --- generate


def sdk(files: int) -> dict[str, str]:
    return {f"generated/venues/acme/file_{number}.py": f"x = {number}\n" for number in range(files)}


def test_generate_deletes_a_fifth_of_an_sdk_and_not_more(tmp_path: Path) -> None:
    owned = ("generated/venues/acme/",)
    emit(tmp_path, sdk(50), owned)
    assert len(emit(tmp_path, sdk(40), owned).deleted) == 10
    with pytest.raises(EmitError, match=r"9 of the 40 files of generated/venues/acme would be deleted.* --delete 9"):
        emit(tmp_path, sdk(31), owned)
    assert len(list((tmp_path / "generated/venues/acme").iterdir())) == 40
    assert len(emit(tmp_path, sdk(31), owned, check=True).deleted) == 9
    with pytest.raises(EmitError):
        emit(tmp_path, sdk(31), owned, delete=8)
    assert len(emit(tmp_path, sdk(31), owned, delete=9).deleted) == 9


def test_generate_leaves_the_sdk_as_it_was_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned = ("generated/venues/acme/",)
    emit(tmp_path, sdk(150), owned)
    before = tree(tmp_path)
    monkeypatch.setattr(os, "replace", failing(100, FULL, os.replace))
    with pytest.raises(WriteError):
        emit(tmp_path, {path: f"{text}# new\n" for path, text in sdk(145).items()}, owned)
    assert tree(tmp_path) == before


def test_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "out"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_atomically(pipe, "all of it\n")
    reader.join(10)
    assert (read, pipe.is_fifo()) == (["all of it\n"], True)
