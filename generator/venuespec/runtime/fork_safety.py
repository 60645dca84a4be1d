"""Reset connections, ids and locks in forked children."""

import os
from typing import Protocol
from weakref import WeakSet


class Forked(Protocol):
    """An object that is told when it lives in a forked child."""

    def forked(self) -> None:
        """Reset the state that belongs to the parent; no other thread runs."""
        ...


_watched: WeakSet[Forked] = WeakSet()


def watch(watcher: Forked) -> None:
    """Register an object whose ``forked`` is called in every child, for as long as the object lives."""
    _watched.add(watcher)


def _in_child() -> None:
    for watcher in _watched:
        watcher.forked()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_in_child)
