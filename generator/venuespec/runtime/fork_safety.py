"""What a forked child must not take over from its parent: connections, ids, and locks that another thread held."""

import os
from typing import Protocol
from weakref import WeakSet


class Forked(Protocol):
    """What is told in the child that it lives in another process now."""

    def forked(self) -> None:
        """Begin anew. No other thread runs."""
        ...


_watched: WeakSet[Forked] = WeakSet()


def watch(each: Forked) -> None:
    """Have ``forked`` called in every child, for as long as the object lives."""
    _watched.add(each)


def _in_child() -> None:
    for each in _watched:
        each.forked()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_in_child)
