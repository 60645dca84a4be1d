"""Read text files safely, write them atomically, and compute digests of them."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""The size limit of a file in bytes; all pages of a venue together are a tenth of it."""


class UnreadableError(Exception):
    """Raised for a file that is not read; the message continues a sentence after the file's name."""


def read_text(file: Path, within: Path | None = None) -> str:
    """Return the text of a regular UTF-8 file, with line ends as ``\\n``.

    Raises ``UnreadableError`` for anything else: a folder, pipe or device, a file larger than ``LARGEST``, bytes that
    are not UTF-8, a dangling link, and a link that leads out of the folder ``within``.
    """
    try:
        if within is not None and not file.resolve(strict=True).is_relative_to(within.resolve()):
            raise UnreadableError(f"is a link that leads out of {within}; put the file itself there")
        # Without O_NONBLOCK, opening a pipe blocks until another process writes into it.
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                kind = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
                raise UnreadableError(f"is {kind}, not a file")
            with open(handle, "rb", closefd=False) as opened:
                content = opened.read(LARGEST + 1)
        finally:
            os.close(handle)
    except (OSError, RuntimeError) as error:  # older versions of pathlib raise RuntimeError for circular links
        raise UnreadableError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LARGEST:
        raise UnreadableError(f"is larger than {LARGEST // 1024 // 1024} MB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"is not UTF-8: line {line} has the byte 0x{content[error.start]:02x}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_atomically(path: Path, text: str) -> None:
    """Replace a file in one step: a reader sees the old text or the new."""
    write_all(path.parent, {path.name: text})


def write_all(root: Path, files: Mapping[str, str]) -> None:
    """Write several files; every text is on disk before the first file is replaced."""
    staged: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            staged.append((name, target))
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(name, 0o644)
        while staged:
            name, target = staged[-1]
            os.replace(name, target)
            staged.pop()
    finally:
        for name, _ in staged:
            Path(name).unlink(missing_ok=True)


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
        part for file in files for part in (file.relative_to(folder).as_posix().encode(), clean(file.read_bytes()))
    )
