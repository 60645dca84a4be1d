"""Put dated states of a venue in order: by the day and the rest of their names; and tell those that are older copies.

A folder can hold pages older than its name says, such as those of a mirror: it is an older copy when most of the pages
that it has in common with the state before it give themselves an earlier time.
"""

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..cache import digest_of_tool
from ..pages.bases import CRAWLED, HEAD
from ..runtime.json_types import is_object
from ..spec.load import spec_folder
from ..spec.yaml import read
from ..textfiles import digest, digest_of_files
from .results import Results
from .revisions import InputError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILES = (".yaml", ".md", ".mdx", ".txt", ".html", ".htm")
_JUST = 2.0  # seconds
_DIGITS = re.compile(r"(\d+)")
NOTHING_KEPT = Results()


@frozen(kw_only=True)
class DatedState:
    """A state of one day; ``number`` counts those of the same day.

    ``digest`` is of all files and of what they are read with, ``content`` the same without the times of the crawl;
    ``times`` are the times that pages give themselves.
    """

    day: date
    number: int = 1
    folder: Path
    digest: str
    content: str
    times: Mapping[str, str] = field(factory=dict[str, str], eq=False, repr=False)

    @property
    def name(self) -> str:
        """The day, with a number from the second state of a day on: 2026-06-28, then 2026-06-28 (2)."""
        return f"{self.day}" if self.number == 1 else f"{self.day} ({self.number})"

    @property
    def anchor(self) -> str:
        """The day as a part of an address."""
        return f"{self.day}" if self.number == 1 else f"{self.day}-{self.number}"

    @property
    def usual_day(self) -> str | None:
        """The day that most pages give themselves: the middle one of all days."""
        days = sorted(time[:10] for time in self.times.values())
        return days[len(days) // 2] if days else None

    def is_older_than(self, other: "DatedState") -> bool:
        """Tell whether most pages of both states are older here."""
        common = self.times.keys() & other.times.keys()
        return sum(self.times[page] < other.times[page] for page in common) * 2 > len(common)


def dated(
    folders: Iterable[Path], root: Path, docs: str | None, results: Results = NOTHING_KEPT
) -> tuple[DatedState, ...]:
    """Return the states in folders whose names have a day, oldest first; those of one day by the rest of the name.

    ``results`` keeps the digests of folders whose files have not been written since they were read. Raises
    ``InputError`` with all problems of the folders.
    """
    days: dict[Path, date] = {}
    wrong: list[str] = []
    for folder in folders:
        day = _day(folder)
        if not folder.is_dir():
            wrong.append(f"{folder} is not a folder")
        elif day is None:
            wrong.append(f"{folder} must have a day such as 2026-01-31 in its name")
        elif folder in days:
            wrong.append(f"{folder} is given twice")
        else:
            days[folder] = day
    if wrong:
        raise InputError("; ".join(wrong))
    settings = [digest_of_tool(), *([digest_of_files(spec_folder(root, docs), (".yaml",))] if docs else [])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(_state, folder, day, settings, results) for folder, day in days.items()]
        states = [state.result() for state in running]
    return tuple(_numbered(states))


def _day(folder: Path) -> date | None:
    try:
        return date.fromisoformat(_DAY.findall(folder.resolve().name)[-1])
    except (IndexError, ValueError):
        return None


def _numbered(states: Sequence[DatedState]) -> Iterator[DatedState]:
    """Yield the states in order: by day, then by name with numbers in it by size, then by the time of their pages."""
    counts: dict[date, int] = {}
    for state in sorted(states, key=lambda state: (state.day, _natural(state.folder), sorted(state.times.values()))):
        counts[state.day] = counts.get(state.day, 0) + 1
        yield DatedState(
            day=state.day,
            number=counts[state.day],
            folder=state.folder,
            digest=state.digest,
            content=state.content,
            times=state.times,
        )


def _natural(folder: Path) -> list[tuple[int, str]]:
    """Return what follows the day in a folder's name, with numbers in it as numbers."""
    rest = folder.resolve().name.rpartition(_DAY.findall(folder.resolve().name)[-1])[2]
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(rest) if part]


def _state(folder: Path, day: date, settings: Sequence[str], results: Results) -> DatedState:
    kept = _kept_contents(folder, results)
    parts = [part.encode() for part in (*settings, *_digest_of_like(folder))]
    content = digest([*parts, kept["content"].encode()])
    return DatedState(
        day=day,
        folder=folder,
        digest=digest([content.encode(), kept["crawls"].encode()]),
        content=content,
        times=kept["times"],
    )


def _kept_contents(folder: Path, results: Results) -> dict[str, Any]:
    """Return the digests of a folder's files, of their crawl times, and the times that they give themselves.

    They are kept for as long as each file has the same name, size, place on the disk and times of its last changes; not
    for files that were just written, which can change again without another time.
    """
    files = _files(folder)
    if results.folder is None:
        return _contents(files)
    stats = [os.stat(file) for _, file in files]
    newest = max((max(stat.st_mtime, stat.st_ctime) for stat in stats), default=0.0)
    if newest > time.time() - _JUST:
        return _contents(files)
    places = (f"{stat.st_size} {stat.st_dev} {stat.st_ino} {stat.st_mtime_ns} {stat.st_ctime_ns}" for stat in stats)
    known = [part.encode() for pair in zip((name for name, _ in files), places, strict=True) for part in pair]
    found: dict[str, Any] = results.of([b"contents", str(folder.resolve()).encode(), *known], lambda: _contents(files))
    return found


def _contents(files: Iterable[tuple[str, str]]) -> dict[str, Any]:
    parts: list[bytes] = []
    crawls: list[bytes] = []
    times: dict[str, str] = {}
    for name, file in files:
        with open(file, "rb") as opened:
            text = opened.read()
        crawled = CRAWLED.search(text, 0, HEAD)
        total = sha256(text[: crawled.start()] if crawled else text)
        if crawled:
            total.update(memoryview(text)[crawled.end() :])
            times[name] = crawled[1].decode()
            crawls.append(crawled[0])
        parts += [name.encode(), total.digest()]
    return {"content": digest(parts), "crawls": digest(crawls), "times": times}


def _files(folder: Path) -> list[tuple[str, str]]:
    """Return the name from the folder, and the path, of each file that a state is read from."""
    found = [
        (os.path.relpath(os.path.join(parent, name), folder), os.path.join(parent, name))
        for parent, _, names in os.walk(folder)
        for name in names
        if name.endswith(_FILES)
    ]
    return sorted((name.replace(os.sep, "/"), file) for name, file in found if os.path.isfile(file))


def _digest_of_like(folder: Path) -> Iterator[str]:
    """Yield the digest of the spec to which ``like:`` in an older state's venue.yaml refers."""
    if (folder / "venue.yaml").is_file():
        written = read(folder / "venue.yaml").data
        like = written.get("like") if is_object(written) else None
        if isinstance(like, str):
            yield digest_of_files(folder / like, (".yaml",))
