"""A timeline of dated states of a venue: their sizes, and what changed from one to the next."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from cattrs import Converter

from ..spec.load import spec_folder
from ..spec.model import VenueSpec, walk
from ..spec.place import Place
from ..spec.problem import SpecError
from ..textfiles import digest, digest_of_files
from .change import Change
from .compare import diff
from .crawls import DatedState
from .inputs import Reader, State, beside, load_state, reader_of
from .report.located import LocatedChange, located
from .results import Results
from .revisions import InputError
from .selection import NamedEndpoint, named_endpoints

_POOL_FROM = 4
_CONVERTER = Converter()
_CONVERTER.register_unstructure_hook(Path, Path.as_posix)


@frozen(kw_only=True)
class Size:
    """Counts of a state's endpoints, and of the rows of their tables at every depth."""

    venue: str
    endpoints: int
    parameters: int
    fields: int


@frozen(kw_only=True)
class TimelineDay:
    """A state on the timeline, with the changes since the one before it that counts.

    ``is_older`` marks a state of older pages than those before it: it is skipped, and has no changes. ``names`` has
    its endpoints, where they are asked for.
    """

    snapshot: DatedState
    size: Size
    entries: tuple[LocatedChange, ...] = ()
    is_older: bool = False
    names: tuple[NamedEndpoint, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(entry.change for entry in self.entries)


@frozen(kw_only=True)
class _Result:
    """The size of the newer state and the changes since the older one, or the reason of a failure."""

    size: Size | None = None
    entries: tuple[LocatedChange, ...] = ()
    failure: str = ""


def history(
    snapshots: Sequence[DatedState],
    root: Path,
    docs: str | None,
    results: Results,
    progress: Callable[[int, int], None] | None = None,
    *,
    with_names: bool = False,
) -> tuple[TimelineDay, ...]:
    """Compare every state with the one before it; ``results`` keeps comparisons between runs.

    States that differ only in their crawl times are not compared, and an older copy is skipped. Raises ``InputError``
    for a state that cannot be read, and ``OSError`` where results cannot be kept.
    """
    counted: list[DatedState] = []
    for state in snapshots:
        if not counted or not state.is_older_than(counted[-1]):
            counted.append(state)
    differing = [
        state for number, state in enumerate(counted) if not number or counted[number - 1].content != state.content
    ]
    # The first state is compared with itself, to get its size.
    pairs = list(zip([differing[0], *differing], differing, strict=False)) if differing else []
    found: dict[str, _Result] = {}
    kept = [results.get(_key(*pair)) for pair in pairs]
    missing = [pair for pair, value in zip(pairs, kept, strict=True) if value is None]
    computed = _compared(missing, partial(_result, root, docs, results))
    for (_, new), value in zip(pairs, kept, strict=True):
        result = next(computed) if value is None else _CONVERTER.structure(value, _Result)
        if result.failure:
            raise InputError(result.failure)
        found[new.name] = result
        if progress is not None:
            progress(len(found), len(pairs))
    names = {state.name: _names(state, root, docs, results) for state in differing} if with_names else {}
    steps: list[TimelineDay] = []
    for snapshot in snapshots:
        before = steps[-1] if steps else None
        result = found.get(snapshot.name, _Result(size=before.size if before else None))
        assert result.size is not None
        known = names.get(snapshot.name, before.names if before else ())
        step = TimelineDay(snapshot=snapshot, size=result.size, entries=result.entries, names=known)
        steps.append(evolve(step, is_older=snapshot not in counted))
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
    try:
        value = _computed(old, new, root, docs)
    except InputError as error:
        return _Result(failure=str(error))
    except SpecError as error:
        return _Result(failure=f"{new.folder} cannot be compared: {'; '.join(map(str, error.problems[:5]))}")
    results.put(_key(old, new), value)
    return _CONVERTER.structure(value, _Result)


def _key(old: DatedState, new: DatedState) -> str:
    return digest([b"compared", old.digest.encode(), new.digest.encode()])


def _names(state: DatedState, root: Path, docs: str | None, results: Results) -> tuple[NamedEndpoint, ...]:
    def computed() -> Any:
        there = (each for each in _loaded(state, root, docs)[0].venue.endpoints if each.gone_since is None)
        return _CONVERTER.unstructure(named_endpoints(there))

    return _CONVERTER.structure(results.of([b"names", state.content.encode()], computed), tuple[NamedEndpoint, ...])


def _computed(old: DatedState, new: DatedState, root: Path, docs: str | None) -> Any:
    """Compare two states, and return the result as JSON."""
    was, reader = _loaded(old, root, docs)
    before, after = beside(was, _loaded(new, root, docs)[0], reader)
    entries = located(diff(before, after), before, after, None) if old != new else ()
    return _CONVERTER.unstructure(
        _Result(size=_size(after), entries=tuple(_relative(entry, old.folder, new.folder) for entry in entries))
    )


def _relative(entry: LocatedChange, old: Path, new: Path) -> LocatedChange:
    """Name the lines of a change from the folders of its states, which can stand elsewhere at the next run."""
    return evolve(entry, old_source=_within(entry.old_source, old), new_source=_within(entry.new_source, new))


def _within(place: Place | None, folder: Path) -> Place | None:
    if place is None or not place.file.is_relative_to(folder):
        return None
    return Place(place.file.relative_to(folder), place.line)


def _loaded(state: DatedState, root: Path, docs: str | None) -> tuple[State, Reader | None]:
    reader = None if docs is None else _reader(root, docs, digest_of_files(spec_folder(root, docs), (".yaml",)))
    return _state(state.digest, state.folder, root, reader), reader


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
