"""Keep the manifest of a folder of fetched pages: where each page comes from, when it came, and its digest."""

import json
import re
from pathlib import Path

import cattrs
from attrs import asdict, frozen

from ..textfiles import UnreadableError, read_text

NAME = "manifest.json"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@frozen(kw_only=True)
class FetchedPage:
    """A page of a folder: its file, its address, and what the server said of it.

    ``fetched`` is when its text came, in UTC; an unchanged page keeps the time of the folder before. ``served_from``
    is the address behind redirects.
    """

    file: str
    address: str
    served_from: str = ""
    fetched: str
    bytes: int
    sha256: str
    etag: str = ""
    last_modified: str = ""


@frozen(kw_only=True)
class Manifest:
    """All pages of a folder, and the ``commit`` that they are from where they come from a repository."""

    venue: str
    day: str
    tool: str
    commit: str = ""
    pages: tuple[FetchedPage, ...]

    def text(self) -> str:
        """Return the manifest as the text of its file."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where there is none or it cannot be read as one."""
    file = folder / NAME
    if not file.is_file():
        return None
    try:
        return cattrs.structure(json.loads(read_text(file, folder)), Manifest)
    except (UnreadableError, ValueError, RecursionError, cattrs.BaseValidationError):
        return None


def day_of(folder: Path) -> str | None:
    """Return the day on which the pages of a folder were fetched, as the manifest says; None without one."""
    manifest = read_manifest(folder)
    return manifest.day if manifest is not None and _DAY.fullmatch(manifest.day) else None
