"""Write generated files atomically: never overwrite hand edits, delete files that are no longer generated.

A manifest beside the SDK lists every file that was generated with the hash of its text. A file that is on disk with
another hash was edited by hand and is never overwritten or deleted; a file that is in the manifest and is no longer
generated is deleted.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from attrs import frozen

from ..runtime.json_types import is_object
from ..textfiles import write_all, write_atomically

MANIFEST = "generated/manifest.json"
STAMP = "generated/.stamp"
"""Fingerprint of the last run (inputs and outputs), local to this machine; lets an unchanged run exit early."""


# A run may delete this much without --delete: a part of an SDK's files, and the files of two endpoints in any case.
_FEW = 0.2
_FEW_FILES = 4


class EmitError(Exception):
    """Raised for files that cannot be written; nothing was written."""


@frozen(kw_only=True)
class Changes:
    """The paths that a run adds, changes or deletes, relative to the root."""

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def none(self) -> bool:
        return not self.written and not self.deleted


def emit(
    root: Path,
    files: Mapping[str, str],
    owned: tuple[str, ...],
    *,
    check: bool = False,
    force: bool = False,
    delete: int = 0,
    manifest: str = MANIFEST,
) -> Changes:
    """Write the files below ``root``, all or none; with ``check`` only report what would change.

    ``owned`` are the path prefixes whose files all come from this run; files elsewhere in the manifest are left alone.
    ``delete`` is the number of files that may be deleted although they are more than a fifth of an SDK; ``manifest`` is
    the path of the list of files.
    Raises ``EmitError`` for a path outside of ``root`` or ``owned``, for more deletions than that, and, without
    ``force``, for files that were edited by hand; ``WriteError`` where the disk refuses.
    """
    for path in files:
        _check_path(root, path, owned)
    known = _read_manifest(root, manifest)
    hashes = {path: _hash(text) for path, text in files.items()}
    on_disk = {path: _hash_of(root / path) for path in {*files, *known}}
    mine = {path for path in known if path.startswith(owned)}
    stale = sorted(path for path in mine - files.keys() if on_disk[path] is not None)
    written = sorted(path for path in files if on_disk[path] != hashes[path])
    edited = [path for path in (*written, *stale) if on_disk[path] is not None and on_disk[path] != known.get(path)]
    if edited and not force and not check:
        listed = "\n  ".join(edited)
        raise EmitError(
            f"these files were edited by hand or are not generated ones, and would be lost:\n  {listed}\n"
            "Move the edits to the spec or the generator, or run again with --force to overwrite them."
        )
    if not check:
        _refuse_many(stale, [path for path in mine if on_disk[path] is not None], delete)
    changes = Changes(written=tuple(written), deleted=tuple(stale), unchanged=len(files) - len(written))
    kept = {path: digest for path, digest in known.items() if path not in mine}
    listed_now = _manifest_text({**kept, **hashes})
    manifest_stale = not (root / manifest).is_file() or (root / manifest).read_text(encoding="utf-8") != listed_now
    if check:
        return changes if not (manifest_stale and changes.none) else Changes(written=(manifest,))
    texts = {path: files[path] for path in written} | ({manifest: listed_now} if manifest_stale else {})
    write_all(root, texts, stale)
    for path in stale:
        _prune(root, path)
    return changes


def _refuse_many(stale: Sequence[str], present: Sequence[str], allowed: int) -> None:
    """Raise ``EmitError`` if more than a fifth of the files of one folder of packages or tests would be deleted."""
    if len(stale) <= allowed:
        return
    for sdk in sorted({_sdk_of(path) for path in stale}):
        leaving = [path for path in stale if _sdk_of(path) == sdk]
        there = sum(_sdk_of(path) == sdk for path in present)
        if len(leaving) > max(there * _FEW, _FEW_FILES):
            raise EmitError(
                f"{len(leaving)} of the {there} files of {sdk} would be deleted, {leaving[0]} first; nothing was "
                f"written. Look at what left the spec (git diff --stat spec); if it is right, run again with "
                f"--delete {len(stale)}"
            )


def _sdk_of(path: str) -> str:
    """Return the folder of one venue's package or tests: 'generated/venues/acme_v1'."""
    return "/".join(path.split("/")[:3])


def is_fresh(root: Path, inputs: str) -> int | None:
    """Return the number of files if neither the inputs nor the output changed since the last run, else None."""
    stamp, manifest = root / STAMP, root / MANIFEST
    if not stamp.is_file() or not manifest.is_file():
        return None
    if stamp.read_text(encoding="utf-8", errors="replace") != _stamp_text(root, inputs):
        return None
    known = _read_manifest(root)
    return len(known) if all(_hash_of(root / path) == recorded for path, recorded in known.items()) else None


def stamp(root: Path, inputs: str) -> None:
    """Record the inputs of a run that generated everything."""
    write_atomically(root / STAMP, _stamp_text(root, inputs))


def _stamp_text(root: Path, inputs: str) -> str:
    return f"{inputs} {_hash_of(root / MANIFEST)}\n"


def _check_path(root: Path, path: str, owned: tuple[str, ...]) -> None:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not path.startswith(owned):
        raise EmitError(f"{path!r} is outside of the folders that are generated")
    target = root / path
    if not target.resolve().is_relative_to(root.resolve()):
        raise EmitError(f"{path!r} leads out of {root} through a link")


def _read_manifest(root: Path, manifest: str = MANIFEST) -> dict[str, str]:
    file = root / manifest
    if not file.is_file():
        return {}
    try:
        files = json.loads(file.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError):
        raise EmitError(f"{file} is damaged; restore it from version control") from None
    if not is_object(files) or not all(isinstance(text, str) for text in (*files, *files.values())):
        raise EmitError(f"{file} is damaged; restore it from version control")
    unsafe = [path for path in files if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts]
    if unsafe:
        raise EmitError(f"{file} names paths outside of the tree: {unsafe[0]!r}")
    return dict(files)


def _manifest_text(files: Mapping[str, str]) -> str:
    return json.dumps({"files": dict(sorted(files.items()))}, indent=1) + "\n"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _hash_of(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else None


def _prune(root: Path, path: str) -> None:
    """Delete the folders that are now empty except for compiled files."""
    for folder in (root / path).parents:
        if not folder.is_dir():
            continue  # deleted with another of its files
        if folder == root or any(entry.name != "__pycache__" for entry in folder.iterdir()):
            return
        for leftover in (folder / "__pycache__").glob("*"):
            leftover.unlink()
        if (folder / "__pycache__").is_dir():
            (folder / "__pycache__").rmdir()
        folder.rmdir()
