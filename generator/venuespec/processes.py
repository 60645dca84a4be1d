"""Spread work over forked processes: the same results in the same order as in one process.

A forked process has everything that this one has loaded, so it starts at once, and hands back its results as a pickle
through a pipe. Where a fork is not safe or not there (Windows, macOS, a program with threads), where there is little to
do or one processor, the work is done here. A forked process does not fork again.
"""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, TypeVar

from attrs import frozen

SWITCH = "VENUESPEC_PROCESSES"
"""The environment variable with the most processes to use; 1 does all work in one."""
_MOST = 4
# An item of more than four times the share that is done ahead is divided with the others.
_LARGE = 4

T = TypeVar("T")
R = TypeVar("R")


class WorkerError(Exception):
    """Raised when a process ended without its results, for instance because something killed it."""


@frozen
class _Worker:
    """A forked process, and the reading end of its pipe."""

    process: int
    pipe: int


_parent = 0  # of a forked process: the process that waits for it


def in_processes(
    work: Callable[[T], R],
    items: Sequence[T],
    weights: Sequence[int],
    *,
    least: int,
    kin: Sequence[str] | None = None,
    ahead: float = 0.0,
    progress: Callable[[int, int], None] | None = None,
) -> list[R]:
    """Return what ``work`` makes of each item, in the order of the items; several processes share the items.

    ``weights`` say how much work each item is; items below ``least`` in all are not worth a process. Neighbours stay
    together, as they have much in common, which a process works out once; with ``kin``, the name of each item's
    family, families do. First items of the weight ``ahead``, a share of all, are done before the others are divided, so
    that each process has what they prepared, such as compiled patterns. An exception is that of the first item whose
    work raises. ``progress`` is told how many of all items are done. Raises ``WorkerError``.
    """
    count = min(_processes(), len(items)) if sum(weights) >= least else 1
    first = _first(weights, ahead) if count > 1 else 0
    done: dict[int, R] = {number: work(items[number]) for number in range(first)}
    rest = weights[first:]
    shares = _family_shares(rest, kin[first:], count) if kin and count > 1 else _shares(rest, max(count, 1))
    here, *elsewhere = ([number + first for number in share] for share in shares)
    failed: dict[int, Exception] = {}
    workers: list[_Worker] = []
    try:
        for numbers in elsewhere:
            workers.append(_forked(work, items, numbers))
        for position, number in enumerate(here, 1):
            try:
                done[number] = work(items[number])
            except Exception as error:
                failed[number] = error
                break
            if progress is not None:
                progress(position * len(items) // len(here), len(items))
        while workers:
            done |= _results(workers[-1])
            workers.pop()
    finally:
        for worker in workers:
            _end(worker)
    for number, item in enumerate(items):
        if number in failed:
            raise failed[number]
        if number not in done:
            done[number] = work(item)
    return [done[number] for number in range(len(items))]


def _processes() -> int:
    """Return how many processes may work, this one among them."""
    # macOS has a fork after which its own libraries may not work.
    if sys.platform != "linux" or _parent or threading.active_count() > 1:
        return 1
    pool = sys.modules.get("multiprocessing.process")
    if pool is not None and pool.parent_process() is not None:
        return 1
    most = os.environ.get(SWITCH, "")
    return min(len(os.sched_getaffinity(0)), int(most) if most.isdecimal() and most.isascii() else _MOST)


def _first(weights: Sequence[int], share: float) -> int:
    """Return how many of the first items have this share of the weight; one item stays, and each large one.

    Of two pages, each a whole site, none is done ahead.
    """
    total, number = sum(weights), 0
    wanted = total * share
    while wanted > 0 and number < len(weights) - 1 and weights[number] <= total * share * _LARGE:
        wanted -= weights[number]
        number += 1
    return number


def _shares(weights: Sequence[int], count: int) -> list[range]:
    """Divide numbers of items into runs of about the same weight."""
    total, seen, cuts = sum(weights), 0, [0]
    for number, weight in enumerate(weights):
        if len(cuts) < count and number and (seen + weight / 2) * count >= total * len(cuts):
            cuts.append(number)
        seen += weight
    return [range(start, end) for start, end in pairwise([*cuts, len(weights)])]


def _family_shares(weights: Sequence[int], kin: Sequence[str], count: int) -> list[list[int]]:
    """Divide numbers of items into shares of about the same weight, of whole families where none is too large."""
    families: dict[str, list[int]] = {}
    for number, name in enumerate(kin):
        families.setdefault(name, []).append(number)
    parts: list[tuple[int, list[int]]] = []
    for family in families.values():
        within = [weights[number] for number in family]
        pieces = -(-sum(within) * count // max(sum(weights), 1))
        for run in _shares(within, max(pieces, 1)):
            parts.append((sum(within[run.start : run.stop]), family[run.start : run.stop]))
    shares: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for weight, numbers in sorted(parts, key=lambda part: -part[0]):
        lightest = loads.index(min(loads))
        loads[lightest] += weight
        shares[lightest] += numbers
    return [sorted(share) for share in shares]


def _forked(work: Callable[[T], R], items: Sequence[T], numbers: Sequence[int]) -> _Worker:
    reading, writing = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if process:
        os.close(writing)
        return _Worker(process, reading)
    code = 1
    try:
        # Ctrl-C reaches both: the parent ends this process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(reading)
        global _parent
        _parent = parent
        results = pickle.dumps(_worked(work, items, numbers), protocol=5)
        with open(writing, "wb") as pipe:
            pipe.write(results)
        code = 0
    finally:
        # No exit handler, buffered text or clean-up of the parent's runs in its copy.
        os._exit(code)


def _worked(work: Callable[[T], R], items: Sequence[T], numbers: Sequence[int]) -> dict[int, R]:
    """Return the results of a share up to the first item whose work fails or whose parent has ended."""
    done: dict[int, R] = {}
    for number in numbers:
        if os.getppid() != _parent:
            os._exit(1)
        try:
            done[number] = work(items[number])
        except Exception:
            break
    return done


def _results(worker: _Worker) -> dict[int, Any]:
    """Read what a process hands back, and wait for its end; raises ``WorkerError``."""
    parts: list[bytes] = []
    while part := os.read(worker.pipe, 1 << 20):
        parts.append(part)
    _, status = os.waitpid(worker.process, 0)
    os.close(worker.pipe)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        results: dict[int, Any] = pickle.loads(b"".join(parts))  # of our own process
        return results
    how = f"was ended by signal {-code}" if code < 0 else f"failed with code {code}"
    raise WorkerError(f"a process that shared the work {how}; with {SWITCH}=1 all work is done in one process")


def _end(worker: _Worker) -> None:
    """End a process whose results nobody waits for; nothing of it is left."""
    with suppress(OSError):
        os.close(worker.pipe)
    with suppress(OSError):
        os.kill(worker.process, signal.SIGKILL)
        os.waitpid(worker.process, 0)
