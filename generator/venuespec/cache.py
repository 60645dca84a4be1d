"""Keep what is expensive to compute in the user's cache folder, under a digest of everything that it follows from.

The folder is ``$XDG_CACHE_HOME/venuespec``, usually ``~/.cache/venuespec``; ``VENUESPEC_CACHE`` names another one, or
turns the cache off with ``off``. Nothing depends on it: an entry that is damaged, from elsewhere or not there is
computed again, and a folder that cannot be written stays as it is.

Only this user may have written what is read: the folder and the file belong to the user, and no one else may write
them. Readers of entries take nothing but data all the same.
"""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from . import runtime
from .textfiles import digest, digest_of_files

SWITCH = "VENUESPEC_CACHE"
"""The environment variable that names the folder, or is ``off``."""
_SOURCES = (".py", ".json", ".yaml")
_LARGEST = 64 << 20
_MOST_BYTES = 256 << 20
_MOST_ENTRIES = 64
_DIGEST = sha256().digest_size


@cache
def digest_of_tool() -> str:
    """Return a digest of this tool's code, because another version may compute other results."""
    folders = (Path(__file__).parent, *map(Path, runtime.__path__))
    return digest([sys.version.encode(), *(digest_of_files(folder, _SOURCES).encode() for folder in folders)])


def is_on() -> bool:
    """Tell whether there is a cache folder, or could be one."""
    return _folder() is not None


def kept(name: str) -> bytes | None:
    """Return the entry of this name; None for one that is not there, is damaged or may be another user's."""
    folder = _folder()
    if folder is None or not _is_mine(folder):
        return None
    try:
        opened = os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with open(opened, "rb") as file:
            about = os.fstat(opened)
            if not stat.S_ISREG(about.st_mode) or not _only_mine(about) or about.st_size > _LARGEST:
                return None
            content = file.read()
        os.utime(folder / name)
    except OSError:
        return None
    value = content[_DIGEST:]
    return value if content[:_DIGEST] == _sealed(name, value) else None


def has(name: str) -> bool:
    """Tell whether there is an entry of this name, damaged or not."""
    folder = _folder()
    return folder is not None and _is_mine(folder) and (folder / name).is_file()


def keep(name: str, value: bytes) -> None:
    """Keep an entry, where the folder can be written; the entries that were used longest ago make room."""
    folder = _folder()
    if folder is None or len(value) + _DIGEST > _LARGEST:
        return
    staged = folder / f".{secrets.token_hex(8)}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_mine(folder):
            return
        try:
            opened = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(opened, "wb") as file:
                file.write(_sealed(name, value) + value)
            os.replace(staged, folder / name)
        finally:
            staged.unlink(missing_ok=True)
        _make_room(folder)


def _folder() -> Path | None:
    """Return the cache folder; None if the cache is turned off or the system names no folder."""
    named = os.environ.get(SWITCH, "")
    if named:
        return None if named.lower() in ("off", "0", "no", "false") else Path(named)
    above = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if above and os.path.isabs(above):
        return Path(above) / "venuespec"
    try:
        return Path.home() / ".cache" / "venuespec"
    except RuntimeError:
        return None


def _is_mine(folder: Path) -> bool:
    try:
        about = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and _only_mine(about)


def _only_mine(about: os.stat_result) -> bool:
    """Tell whether a file or folder is this user's, and only this user may write it."""
    if sys.platform == "win32":
        return True  # it stands in the user's profile, and Windows keeps its rights elsewhere
    return about.st_uid == os.geteuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _sealed(name: str, value: bytes) -> bytes:
    """Return the digest that an undamaged entry of this name begins with."""
    return sha256(b"%s\0%s" % (name.encode(), value)).digest()


def _make_room(folder: Path) -> None:
    """Delete the entries used longest ago, above the most entries and bytes."""
    size = 0
    for number, (entry, about) in enumerate(sorted(_entries(folder), key=lambda entry: -entry[1].st_mtime)):
        size += about.st_size
        if number >= _MOST_ENTRIES or size > _MOST_BYTES:
            with suppress(OSError):
                os.unlink(entry)


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        for entry in found:
            with suppress(OSError):
                if entry.is_file(follow_symlinks=False):
                    yield entry.path, entry.stat(follow_symlinks=False)
