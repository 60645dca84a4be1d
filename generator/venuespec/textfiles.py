"""Read text files safely, write them atomically, and compute digests of them."""

import codecs
import errno
import hashlib
import json
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TextIO, TypedDict

if sys.platform != "win32":
    import fcntl

LARGEST = 64 * 1024 * 1024
"""The size limit of a file in bytes; all pages of a venue together are a tenth of it."""


class UnreadableError(Exception):
    """Raised for a file that is not read; the message continues a sentence after the file's name."""


def read_text(file: Path, within: Path | None = None, largest: int = LARGEST) -> str:
    """Return the text of a regular UTF-8 file, with line ends as ``\\n`` and without a byte order mark.

    Raises ``UnreadableError`` for anything else: a folder, pipe or device, a file of more than ``largest`` bytes, bytes
    that are not UTF-8, a dangling link, and a link that leads out of the folder ``within``.
    """
    try:
        if within is not None and not file.resolve(strict=True).is_relative_to(within.resolve()):
            raise UnreadableError(f"is a link that leads out of {within}; put the file itself there")
        # Without O_NONBLOCK, opening a pipe blocks until another process writes into it.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                kind = "a folder" if stat.S_ISDIR(about.st_mode) else "a pipe, a socket or a device"
                raise UnreadableError(f"is {kind}, not a file")
            with open(handle, "rb", closefd=False) as opened:
                # A read reserves all that it may return; a file can have more than it said when it was opened.
                content = opened.read(min(about.st_size, largest) + 1)
                if len(content) > about.st_size:
                    content += opened.read(largest + 1 - len(content))
        finally:
            os.close(handle)
    except (OSError, RuntimeError) as error:  # older versions of pathlib raise RuntimeError for circular links
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > largest:
        raise UnreadableError(f"is larger than {largest // 1024 // 1024} MB")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or content[:4096].count(0) > 400:
        raise UnreadableError("is not UTF-8 but UTF-16, or no text at all; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = f"line {line} has the byte 0x{content[error.start]:02x}"
        raise UnreadableError(f"is not UTF-8: {wrong}; save it as UTF-8, for instance with iconv") from None
    # Some tools turn each line end into two characters twice.
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def write_atomically(path: Path, text: str) -> None:
    """Replace a file in one step: a reader sees the old text or the new. Raises ``OSError``, also for a folder.

    A device or a pipe is written to, and never replaced.
    """
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    with suppress(FileNotFoundError):
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            path.write_text(text, encoding="utf-8", newline="")
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = _beside(path, secrets.token_hex(4), "new")
    try:
        _write(staged, text)
        os.replace(staged, path)
    finally:
        staged.unlink(missing_ok=True)


class WriteError(Exception):
    """Raised for files that could not be written; the message says so, and that nothing was changed."""


AS_BEFORE = "; everything is as it was before"
"""The end of the message of such an error."""
JOURNAL = ".venuespec-journal"
"""The file, below the folder that is written to, which lists the files of a run that is not done yet."""
_DONE = f"{JOURNAL}.done"


class _Plan(TypedDict):
    """A journal's content: names are relative to its folder, ``token`` is part of the names of temporary files."""

    token: str
    replaced: list[str]
    added: list[str]
    folders: list[str]


def write_all(root: Path, files: Mapping[str, str], delete: Iterable[str] = ()) -> None:
    """Write and delete several files below ``root``: all of them, or none.

    Every text is on disk before the first file is replaced, and every old file is kept until the last one is. A failure
    or Ctrl-C puts everything back; after a crash the next ``recover`` does. Raises ``WriteError``.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        journal = _locked_journal(root)
    except OSError as error:
        raise WriteError(f"{root} cannot be written to: {error.strerror or error}; nothing was changed") from None
    if journal is None:
        raise WriteError(
            f"another run is writing below {root.resolve()}; try again when it is done; nothing was changed"
        )
    with journal:
        try:
            _roll_back(root, journal)
            plan = _planned(root, files, delete)
            journal.write(json.dumps(plan))
            journal.flush()
            _apply(root, plan, files)
            os.replace(root / JOURNAL, root / _DONE)  # the change holds from here on
        except BaseException as error:
            _roll_back(root, journal)
            (root / JOURNAL).unlink(missing_ok=True)
            if not isinstance(error, OSError):
                raise
            file = f"{error.filename}: " if error.filename else ""
            message = f"writing failed: {file}{error.strerror or error}{AS_BEFORE}"
            raise WriteError(message) from None
    _forget(root)


def recover(root: Path) -> bool:
    """Undo what a killed run left half written below ``root``; tell whether there was anything."""
    _forget(root)
    journal = _locked_journal(root) if (root / JOURNAL).is_file() else None
    if journal is None:
        return False
    with journal:
        _roll_back(root, journal)
        (root / JOURNAL).unlink(missing_ok=True)
    return True


def _locked_journal(root: Path) -> TextIO | None:
    """Open the journal for this process alone; None while another process has it."""
    while True:
        opened = os.open(root / JOURNAL, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        journal = os.fdopen(opened, "r+", encoding="utf-8")
        try:
            if sys.platform != "win32":
                fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(opened), os.stat(root / JOURNAL)):
                return journal
        except BlockingIOError:
            journal.close()
            return None
        except FileNotFoundError:
            pass
        journal.close()  # another run was done with this journal just then


def _planned(root: Path, files: Mapping[str, str], delete: Iterable[str]) -> _Plan:
    targets = dict.fromkeys((*files, *delete))
    above = {folder for path in files for folder in PurePosixPath(path).parents}
    return {
        "token": secrets.token_hex(4),
        "replaced": [path for path in targets if os.path.lexists(root / path)],
        "added": [path for path in targets if not os.path.lexists(root / path)],
        "folders": sorted(str(folder) for folder in above if not (root / folder).is_dir()),
    }


def _apply(root: Path, plan: _Plan, files: Mapping[str, str]) -> None:
    for folder in plan["folders"]:
        (root / folder).mkdir()
    for path, text in files.items():
        _write(_beside(root / path, plan["token"], "new"), text)
    for path in plan["replaced"]:
        kept = _beside(root / path, plan["token"], "old")
        try:
            os.link(root / path, kept, follow_symlinks=False)
        except OSError:  # not every file system has hard links
            shutil.copy2(root / path, kept, follow_symlinks=False)
    for path in files:
        os.replace(_beside(root / path, plan["token"], "new"), root / path)
    for path in plan["replaced"]:
        if path not in files:
            (root / path).unlink()


def _roll_back(root: Path, journal: TextIO) -> None:
    """Put back the files that a journal lists, and empty it; doing it twice does no harm."""
    journal.seek(0)
    plan = _plan_in(journal.read())
    for path in plan["replaced"]:
        kept = _beside(root / path, plan["token"], "old")
        if os.path.lexists(kept):
            os.replace(kept, root / path)
            kept.unlink(missing_ok=True)  # two links to one file: renaming does nothing
    for path in plan["added"]:
        _drop(root / path)
    for path in (*plan["replaced"], *plan["added"]):
        _drop(_beside(root / path, plan["token"], "new"))
    for folder in reversed(plan["folders"]):
        with suppress(OSError):  # somebody else put a file there
            (root / folder).rmdir()
    journal.seek(0)
    journal.truncate()


def _plan_in(text: str) -> _Plan:
    """Return the plan in a journal; an empty one for any other text, as nothing was begun then."""
    try:
        plan: _Plan = json.loads(text)
        known: _Plan = {
            "token": plan["token"],
            "replaced": plan["replaced"],
            "added": plan["added"],
            "folders": plan["folders"],
        }
        return known
    except (ValueError, TypeError, KeyError):
        return {"token": "", "replaced": [], "added": [], "folders": []}


def _forget(root: Path) -> None:
    """Delete the old files that a finished run kept."""
    done = root / _DONE
    if not done.is_file():
        return
    with suppress(ValueError):
        plan: _Plan = json.loads(done.read_text(encoding="utf-8"))
        for path in plan["replaced"]:
            _beside(root / path, plan["token"], "old").unlink(missing_ok=True)
    done.unlink(missing_ok=True)


def _beside(path: Path, token: str, suffix: str) -> Path:
    """Return the path of a temporary file in the same folder, so that it can be renamed to ``path``."""
    return path.with_name(f".{path.name[:200]}.{token}.{suffix}")


def _drop(path: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    path.chmod(0o644)


def digest(parts: Iterable[bytes]) -> str:
    """Return a digest of byte strings that also depends on where one ends and the next begins."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def digest_of_files(folder: Path, suffixes: tuple[str, ...], clean: Callable[[bytes], bytes] = bytes) -> str:
    """Digest the names and ``clean`` bytes of all files below a folder with these suffixes."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in suffixes and file.is_file())
    return digest(
        part for file in files for part in (os.fsencode(file.relative_to(folder).as_posix()), clean(file.read_bytes()))
    )
