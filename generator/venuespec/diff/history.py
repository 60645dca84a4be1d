"""Many dated states of a venue as one timeline: how much there is, and what changed from each to the next."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from attrs import asdict, frozen
from cattrs import Converter

from ..runtime.json_types import is_object
from ..spec.model import Venue, walk
from ..spec.problem import SpecError
from ..spec.yaml import read
from ..textfiles import digest, digest_of_files
from .change import Change
from .compare import diff
from .inputs import InputError, Reader, State, beside, load_state, reader_of, spec_folder
from .results import Results, digest_of_tool

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILES = (".yaml", ".md", ".txt", ".html")
_CRAWLED = re.compile(rb"^updated_at:.*\n", re.MULTILINE)
_POOL_FROM = 4
_CONVERTER = Converter()


@frozen(kw_only=True)
class Snapshot:
    """A state of a day: a folder, the digest of everything it says, and that of what it says but for crawl times."""

    day: date
    folder: Path
    digest: str
    content: str


@frozen(kw_only=True)
class Size:
    """How much a state documents: endpoints, and rows of their request and response tables at every depth."""

    venue: str
    endpoints: int
    parameters: int
    fields: int


@frozen(kw_only=True)
class Step:
    """A day of the timeline, with what changed since the one before."""

    snapshot: Snapshot
    size: Size
    changes: tuple[Change, ...] = ()


@frozen(kw_only=True)
class _Result:
    """What a comparison gives: the size of the newer state and the changes, or why there are none."""

    size: Size | None = None
    changes: tuple[Change, ...] = ()
    failure: str = ""


def dated(folders: Iterable[Path], root: Path, docs: str | None) -> tuple[Snapshot, ...]:
    """The snapshots in folders that have their day in their name, oldest first.

    Raises ``InputError`` with everything that is wrong with the folders.
    """
    found: dict[date, Snapshot] = {}
    wrong: list[str] = []
    settings = [digest_of_files(spec_folder(root, docs), (".yaml",))] if docs else []
    for folder in folders:
        day = _day(folder)
        if not folder.is_dir():
            wrong.append(f"{folder} is no folder")
        elif day is None:
            wrong.append(f"{folder} has no day like 2026-01-31 in its name")
        elif day in found:
            wrong.append(f"{folder} is of the same day as {found[day].folder}")
        else:
            found[day] = _snapshot(day, folder, settings)
    if wrong:
        raise InputError("; ".join(wrong))
    return tuple(found[day] for day in sorted(found))


def _day(folder: Path) -> date | None:
    try:
        return date.fromisoformat(_DAY.findall(folder.resolve().name)[-1])
    except (IndexError, ValueError):
        return None


def _snapshot(day: date, folder: Path, settings: Sequence[str]) -> Snapshot:
    parts = [digest_of_tool(), *settings, *_referred(folder)]
    content = digest_of_files(folder, _FILES, lambda text: _CRAWLED.sub(b"", text))
    whole = digest_of_files(folder, _FILES)
    return Snapshot(
        day=day,
        folder=folder,
        digest=digest(each.encode() for each in (*parts, whole)),
        content=digest(each.encode() for each in (*parts, content)),
    )


def _referred(folder: Path) -> Iterator[str]:
    """The digest of the spec that an older state's venue.yaml takes all but its endpoints from."""
    if (folder / "venue.yaml").is_file():
        written = read(folder / "venue.yaml").data
        like = written.get("like") if is_object(written) else None
        if isinstance(like, str):
            yield digest_of_files(folder / like, (".yaml",))


def history(
    snapshots: Sequence[Snapshot],
    root: Path,
    docs: str | None,
    results: Results,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Step, ...]:
    """The timeline of snapshots, oldest first. What ``results`` has is not computed again.

    Days that say the same but for when they were crawled are not compared. Raises ``InputError`` for a state that
    cannot be read, and ``OSError`` where results cannot be kept.
    """
    news = [
        each for number, each in enumerate(snapshots) if not number or snapshots[number - 1].content != each.content
    ]
    # The first is compared with itself, for its size.
    pairs = list(zip([news[0], *news], news, strict=False)) if news else []
    found: dict[date, _Result] = {}
    for (_, new), result in zip(pairs, _compared(pairs, partial(_result, root, docs, results)), strict=True):
        if result.failure:
            raise InputError(result.failure)
        found[new.day] = result
        if progress is not None:
            progress(len(found), len(pairs))
    steps: list[Step] = []
    for snapshot in snapshots:
        same = _Result(size=steps[-1].size) if steps else _Result()
        result = found.get(snapshot.day, same)
        assert result.size is not None
        steps.append(Step(snapshot=snapshot, size=result.size, changes=result.changes))
    return tuple(steps)


def _compared(
    pairs: Sequence[tuple[Snapshot, Snapshot]], compare: Callable[[tuple[Snapshot, Snapshot]], _Result]
) -> Iterator[_Result]:
    """The results in the order of the pairs; many are made by several processes, neighbours by the same one.

    Neighbours have most of their pages in common, and a process reads a page once.
    """
    workers = min(os.cpu_count() or 1, len(pairs) // _POOL_FROM)
    if workers < 2:
        yield from map(compare, pairs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(compare, pairs, chunksize=min(8, max(1, len(pairs) // workers)))


def _result(root: Path, docs: str | None, results: Results, pair: tuple[Snapshot, Snapshot]) -> _Result:
    old, new = pair
    key = digest([b"compared", old.digest.encode(), new.digest.encode()])
    found = results.get(key)
    if found is None:
        try:
            found = _computed(old, new, root, docs)
        except InputError as error:
            return _Result(failure=str(error))
        except SpecError as error:
            return _Result(failure=f"{new.folder} cannot be compared: {'; '.join(map(str, error.problems[:5]))}")
        results.put(key, found)
    return _CONVERTER.structure(found, _Result)


def _computed(old: Snapshot, new: Snapshot, root: Path, docs: str | None) -> Any:
    """A result as JSON."""
    reader = None if docs is None else _reader(root, docs, digest_of_files(spec_folder(root, docs), (".yaml",)))
    was = _state(old.digest, old.folder, root, reader)
    before, after = beside(was, _state(new.digest, new.folder, root, reader), reader)
    changes = diff(before, after) if old.day != new.day else ()
    return asdict(_Result(size=_size(after), changes=tuple(changes)))


# A process compares neighbours: the newer state of one comparison is the older of the next.
@lru_cache(maxsize=2)
def _state(digest: str, folder: Path, root: Path, reader: Reader | None) -> State:
    """A state; ``digest`` is that of all that it follows from."""
    return load_state(str(folder), root, reader)


@lru_cache(maxsize=1)
def _reader(root: Path, docs: str, digest: str) -> Reader:
    return reader_of(root, docs)


def _size(venue: Venue) -> Size:
    there = [each for each in venue.endpoints if each.gone_since is None]
    return Size(
        venue=venue.title,
        endpoints=len(there),
        parameters=sum(1 for each in there for _ in walk(each.request)),
        fields=sum(1 for each in there for _ in walk(each.response)),
    )
