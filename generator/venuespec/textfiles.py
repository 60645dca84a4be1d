"""Text files on the disk: written all or none, each in one step, and digests of what is there."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Replace a file in one step: a reader sees the old text or the new."""
    write_all(path.parent, {path.name: text})


def write_all(root: Path, files: Mapping[str, str]) -> None:
    """Every text is on the disk before the first file is replaced."""
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
    """A digest of byte strings; where one ends and the next begins takes part."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


def digest_of_files(folder: Path, suffixes: tuple[str, ...], clean: Callable[[bytes], bytes] = bytes) -> str:
    """A digest of the names and bytes of all files below a folder with these suffixes; of the ``clean`` bytes."""
    files = sorted(each for each in folder.rglob("*") if each.suffix in suffixes and each.is_file())
    return digest(
        part for each in files for part in (each.relative_to(folder).as_posix().encode(), clean(each.read_bytes()))
    )
