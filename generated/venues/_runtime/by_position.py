"""Rows that travel as arrays, such as candles and the levels of an order book."""

from collections.abc import Iterator
from typing import Any, overload

from .rows import Row


class RowByPosition(Row):
    """A row whose values have a place each: ``price, quantity = level`` and ``level[0]`` give them in that order."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values())

    def __len__(self) -> int:
        return len(self.known)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        return self._values()[place]

    def _values(self) -> list[Any]:
        return [self.get(attribute) for attribute, *_ in self.known.values()]
