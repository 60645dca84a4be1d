"""The row that answers a write, where the documentation always shows exactly one in the list of the answer."""

from collections.abc import Iterator, Sequence
from typing import Any, Self, TypeVar, overload

from .rows import Row

N = TypeVar("N", bound="OnlyRow")


class OnlyRow(Row):
    """A row that is alone in the list of an answer, and can be used as that list too.

    ``row.ord_id`` and ``row[0].ord_id`` are the same, and ``for each in row`` runs once: every answer of a venue can be
    read in a loop. What a venue sends beside the row, against its documentation, comes behind it in that list.
    """

    __slots__ = ("_others",)
    _others: Sequence[Self]

    def __iter__(self) -> Iterator[Self]:
        return iter(self._listed())

    def __len__(self) -> int:
        return len(self._listed())

    @overload
    def __getitem__(self, place: int) -> Self: ...

    @overload
    def __getitem__(self, place: slice) -> list[Self]: ...

    def __getitem__(self, place: int | slice) -> Any:
        return self._listed()[place]

    def _listed(self) -> list[Self]:
        return [self, *getattr(self, "_others", ())]


def among(rows: Sequence[N]) -> N:
    """Return the first of the rows of an answer; the others stay reachable behind it."""
    first = rows[0]
    if len(rows) > 1:
        first._others = rows[1:]  # pyright: ignore[reportPrivateUsage] - of the class above
    return first
