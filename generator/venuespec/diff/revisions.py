"""Read spec files of a git revision."""

import subprocess
from os.path import normpath
from pathlib import Path

from ..runtime.json_types import is_object
from ..spec.sources import SpecTexts


class InputError(ValueError):
    """Raised for an input that cannot be compared; the message says what to give instead."""


def of_git(name: str, root: Path) -> tuple[Path, SpecTexts]:
    """Read the spec files of a folder in a revision, and of the folder to which its venue.yaml refers."""
    revision, _, inside = name.partition(":")
    if revision.startswith("-") or not revision:
        raise InputError(f"{name} is not a folder of a git revision; write it like HEAD~1:spec/VENUE")
    base = Path(f"{revision}:")
    folder = base / normpath(inside or ".")
    texts = _tree(revision, inside, folder, root)
    settings = SpecTexts(texts)
    if settings.has(folder / "venue.yaml"):
        written = settings.read(folder / "venue.yaml").data
        other = written.get("like") if is_object(written) else None
        if isinstance(other, str):
            target = normpath(f"{inside}/{other}")
            texts |= _tree(revision, target, base / target, root)
    return folder, SpecTexts(texts)


def _tree(revision: str, inside: str, folder: Path, root: Path) -> dict[Path, str]:
    """Read every YAML file of a folder in a revision: {path: text}."""
    where = f"{revision}:{inside}"
    if git(root, "rev-parse", "--git-dir") is None:
        raise InputError(
            f"{where} cannot be read: {root.resolve()} is not in a git repository, or git is not installed"
        )
    if git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise InputError(f"{where} cannot be read: git knows no revision {revision}")
    listing = git(root, "ls-tree", "-r", "-z", "--full-tree", where)
    if listing is None:
        raise InputError(
            f"{where} cannot be read: {revision} has no folder {inside}; give its path from the top of the repository"
        )
    blobs: dict[Path, str] = {}
    for entry in listing.decode(errors="replace").split("\0"):
        about, _, inner = entry.partition("\t")
        if inner.endswith(".yaml") and about.startswith("100"):
            blobs[folder / inner] = about.split()[2]
    contents = git(root, "cat-file", "--batch", stdin="\n".join(blobs.values()).encode()) or b""
    texts: dict[Path, str] = {}
    start = 0
    for path in blobs:
        # Every blob is a line that ends with its size, the content, and a line break.
        head = contents.index(b"\n", start)
        end = head + 1 + int(contents[start:head].split()[2])
        try:
            texts[path] = contents[head + 1 : end].decode()
        except UnicodeDecodeError:
            raise InputError(f"{path} is not UTF-8") from None
        start = end + 1
    return texts


def git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
    """Run git and return its output; None where git fails or is not installed."""
    try:
        result = subprocess.run(["git", "-C", str(root), *arguments], input=stdin, capture_output=True, check=False)
    except OSError:
        return None
    return result.stdout if result.returncode == 0 else None
