"""A timeline of dated states of a venue: their sizes, and what changed from one day to the next."""

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
from ..spec.load import spec_folder
from ..spec.model import VenueSpec, walk
from ..spec.problem import SpecError
from ..spec.yaml import read
from ..textfiles import digest, digest_of_files
from .change import Change
from .compare import diff
from .inputs import InputError, Reader, State, beside, load_state, reader_of
from .results import Results, digest_of_tool

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILES = (".yaml", ".md", ".txt", ".html")
_CRAWLED = re.compile(rb"^updated_at:.*\n", re.MULTILINE)
_POOL_FROM = 4
_CONVERTER = Converter()


@frozen(kw_only=True)
class DatedState:
    """A day's state, with digests of all files (``digest``) and without crawl times (``content``)."""

    day: date
    folder: Path
    digest: str
    content: str


@frozen(kw_only=True)
class Size:
    """Counts of a state's endpoints, and of the rows of their tables at every depth."""

    venue: str
    endpoints: int
    parameters: int
    fields: int


@frozen(kw_only=True)
class TimelineDay:
    """A day of the timeline, with the changes since the day before it."""

    snapshot: DatedState
    size: Size
    changes: tuple[Change, ...] = ()


@frozen(kw_only=True)
class _Result:
    """The size of the newer state and the changes since the older one, or the reason of a failure."""

    size: Size | None = None
    changes: tuple[Change, ...] = ()
    failure: str = ""


def dated(folders: Iterable[Path], root: Path, docs: str | None) -> tuple[DatedState, ...]:
    """Return the states in folders whose names have a day, oldest first.

    Raises ``InputError`` with all problems of the folders.
    """
    states: dict[date, DatedState] = {}
    wrong: list[str] = []
    settings = [digest_of_files(spec_folder(root, docs), (".yaml",))] if docs else []
    for folder in folders:
        day = _day(folder)
        if not folder.is_dir():
            wrong.append(f"{folder} is not a folder")
        elif day is None:
            wrong.append(f"{folder} must have a day such as 2026-01-31 in its name")
        elif day in states:
            wrong.append(f"{folder} has the same day as {states[day].folder}; give one state a day")
        else:
            states[day] = _snapshot(day, folder, settings)
    if wrong:
        raise InputError("; ".join(wrong))
    return tuple(states[day] for day in sorted(states))


def _day(folder: Path) -> date | None:
    try:
        return date.fromisoformat(_DAY.findall(folder.resolve().name)[-1])
    except (IndexError, ValueError):
        return None


def _snapshot(day: date, folder: Path, settings: Sequence[str]) -> DatedState:
    parts = [digest_of_tool(), *settings, *_digest_of_like(folder)]
    content = digest_of_files(folder, _FILES, lambda text: _CRAWLED.sub(b"", text))
    whole = digest_of_files(folder, _FILES)
    return DatedState(
        day=day,
        folder=folder,
        digest=digest(part.encode() for part in (*parts, whole)),
        content=digest(part.encode() for part in (*parts, content)),
    )


def _digest_of_like(folder: Path) -> Iterator[str]:
    """Yield the digest of the spec to which ``like:`` in an older state's venue.yaml refers."""
    if (folder / "venue.yaml").is_file():
        written = read(folder / "venue.yaml").data
        like = written.get("like") if is_object(written) else None
        if isinstance(like, str):
            yield digest_of_files(folder / like, (".yaml",))


def history(
    snapshots: Sequence[DatedState],
    root: Path,
    docs: str | None,
    results: Results,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[TimelineDay, ...]:
    """Compare every state with the one before it; ``results`` keeps comparisons between runs.

    Days that differ only in their crawl times are not compared. Raises ``InputError`` for a state that
    cannot be read, and ``OSError`` where results cannot be kept.
    """
    differing = [
        state for number, state in enumerate(snapshots) if not number or snapshots[number - 1].content != state.content
    ]
    # The first state is compared with itself, to get its size.
    pairs = list(zip([differing[0], *differing], differing, strict=False)) if differing else []
    results_by_day: dict[date, _Result] = {}
    for (_, new), result in zip(pairs, _compared(pairs, partial(_result, root, docs, results)), strict=True):
        if result.failure:
            raise InputError(result.failure)
        results_by_day[new.day] = result
        if progress is not None:
            progress(len(results_by_day), len(pairs))
    steps: list[TimelineDay] = []
    for snapshot in snapshots:
        same = _Result(size=steps[-1].size) if steps else _Result()
        result = results_by_day.get(snapshot.day, same)
        assert result.size is not None
        steps.append(TimelineDay(snapshot=snapshot, size=result.size, changes=result.changes))
    return tuple(steps)


def _compared(
    pairs: Sequence[tuple[DatedState, DatedState]], compare: Callable[[tuple[DatedState, DatedState]], _Result]
) -> Iterator[_Result]:
    """Compare pairs in several processes where there are many, and yield the results in order.

    Neighbours have most of their pages in common, and a process reads a page once.
    """
    workers = min(os.cpu_count() or 1, len(pairs) // _POOL_FROM)
    if workers < 2:
        yield from map(compare, pairs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(compare, pairs, chunksize=min(8, max(1, len(pairs) // workers)))


def _result(root: Path, docs: str | None, results: Results, pair: tuple[DatedState, DatedState]) -> _Result:
    old, new = pair
    key = digest([b"compared", old.digest.encode(), new.digest.encode()])
    kept = results.get(key)
    if kept is None:
        try:
            kept = _computed(old, new, root, docs)
        except InputError as error:
            return _Result(failure=str(error))
        except SpecError as error:
            return _Result(failure=f"{new.folder} cannot be compared: {'; '.join(map(str, error.problems[:5]))}")
        results.put(key, kept)
    return _CONVERTER.structure(kept, _Result)


def _computed(old: DatedState, new: DatedState, root: Path, docs: str | None) -> Any:
    """Compare two states, and return the result as JSON."""
    reader = None if docs is None else _reader(root, docs, digest_of_files(spec_folder(root, docs), (".yaml",)))
    was = _state(old.digest, old.folder, root, reader)
    before, after = beside(was, _state(new.digest, new.folder, root, reader), reader)
    changes = diff(before, after) if old.day != new.day else ()
    return asdict(_Result(size=_size(after), changes=tuple(changes)))


# A process compares neighbours: the newer state of one comparison is the older of the next.
@lru_cache(maxsize=2)
def _state(digest: str, folder: Path, root: Path, reader: Reader | None) -> State:
    """Load a state; ``digest`` is of all files that it is made from."""
    return load_state(str(folder), root, reader)


@lru_cache(maxsize=1)
def _reader(root: Path, docs: str, digest: str) -> Reader:
    return reader_of(root, docs)


def _size(venue: VenueSpec) -> Size:
    current = [endpoint for endpoint in venue.endpoints if endpoint.gone_since is None]
    return Size(
        venue=venue.title,
        endpoints=len(current),
        parameters=sum(1 for endpoint in current for _ in walk(endpoint.request)),
        fields=sum(1 for endpoint in current for _ in walk(endpoint.response)),
    )
