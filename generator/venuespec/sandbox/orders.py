"""Keep the sandbox's orders, and tallies by client id that prove that no order was placed twice."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, Protocol

from attrs import define, field

from ..runtime.json_types import is_array, is_object
from ..spec.orders import OrderTable, Stateful


class RefusedOrderError(Exception):
    """Raised when the venue refuses an operation on an order, with the venue's ``code``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@define(kw_only=True)
class Tally:
    """The calls for one client id: counts by outcome, and ``ids``, the venue's own ids of its orders."""

    placed: int = 0
    refused: int = 0
    cancelled: int = 0
    ids: list[str] = field(factory=list[str])


class OrderMarket(Protocol):
    """The market that orders are placed at; ``Matching`` is one."""

    def admit(self, row: dict[str, Any]) -> Any:
        """Read a new order; raises ``RefusedOrderError``. None is an order that the market does not know."""

    def execute(self, order: Any) -> None:
        """Fill an admitted order, as far as it can be."""

    def amend(self, row: dict[str, Any]) -> None:
        """Let an amended order take its new place."""

    def remove(self, row: Mapping[str, Any]) -> None:
        """Take a cancelled order away."""


class Ledger:
    """The orders of one table; not thread-safe, so ``VenueSide`` holds a lock."""

    def __init__(
        self,
        table: OrderTable,
        now: Callable[[], float],
        market: OrderMarket | None = None,
        move: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> None:
        self.table = table
        self._market = market
        self._move = move
        self.tallies: dict[str, Tally] = {}
        self._now = now
        self._numbers = count(10**17)
        self._by_id: dict[str, dict[str, Any]] = {}
        self._by_client_id: dict[str, dict[str, Any]] = {}

    def do(self, state: Stateful, wire: Mapping[str, Any]) -> dict[str, Any]:
        """Place, amend or cancel one order, and return its row; raises ``RefusedOrderError``."""
        wire = self._columns(wire)
        if state.does == "place":
            return self._place(state, wire)
        row = self._find(wire)
        if row is None or row[self.table.state] not in self.table.open:
            raise RefusedOrderError(state.missing or "")
        if state.does in ("cancel", "cancel_all"):
            row[self.table.state] = self.table.cancelled
            self._tally(row).cancelled += 1
            if self._market is not None:
                self._market.remove(row)
        else:
            row |= {
                column: as_text(value)
                for name, column in state.changes.items()
                if (value := wire.get(self.table.sent.get(name, name))) not in (None, "")
            }
            if self._market is not None:
                self._market.amend(row)
        return self._stamp(row, self.table.updated)

    def read(self, state: Stateful, wire: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the named order, of whatever state, or all of the states that are asked for, from the newest on."""
        wire = self._columns(wire)
        is_named = _is_sent(wire, self.table.id) or _is_sent(wire, self.table.client_id)
        row = self._find(wire) if is_named else None
        for order in ([row] if row else []) if is_named else reversed(self._by_id.values()):
            is_open = order[self.table.state] in self.table.open
            if is_named or (not (state.open and not is_open) and not (state.done and is_open)):
                yield order

    def _columns(self, wire: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what is sent by the columns that it fills."""
        if not self.table.sent:
            return wire
        return {self.table.sent.get(name, name): value for name, value in wire.items()}

    def _place(self, state: Stateful, wire: Mapping[str, Any]) -> dict[str, Any]:
        table = self.table
        row = dict(table.defaults) | {name: as_text(wire[name]) for name in wire if _is_sent(wire, name)}
        client_id = str(row.get(table.client_id, ""))
        earlier = self._by_client_id.get(client_id) if client_id else None
        if earlier is not None and (table.once or earlier[table.state] in table.open):
            self._tally(row).refused += 1
            raise RefusedOrderError(state.duplicate or "")
        admitted = self._market.admit(row) if self._market is not None else None
        if self._move is not None:
            self._move(row)
        own = client_id if table.id == table.client_id else ""
        row |= {table.client_id: client_id, table.id: own or str(next(self._numbers)), table.state: table.open[0]}
        row |= {name: row.get(source, "") for name, source in table.shows.items()}
        if self._market is None and any(row.get(name) in values for name, values in table.fills.items()):
            row |= {table.state: table.filled, **{name: row.get(source, "") for name, source in table.fill.items()}}
        self._by_id[row[table.id]] = row
        if client_id:
            self._by_client_id[client_id] = row
        tally = self._tally(row)
        tally.placed += 1
        tally.ids.append(row[table.id])
        self._stamp(row, (*table.created, *table.updated))
        if self._market is not None and admitted is not None:
            self._market.execute(admitted)
        return row

    def _find(self, wire: Mapping[str, Any]) -> dict[str, Any] | None:
        """Find an order by the venue's id if it is sent, else the latest one with the client id."""
        if _is_sent(wire, self.table.id):
            return self._by_id.get(str(wire[self.table.id]))
        return self._by_client_id.get(str(wire.get(self.table.client_id)))

    def _tally(self, row: Mapping[str, Any]) -> Tally:
        return self.tallies.setdefault(str(row.get(self.table.client_id, "")), Tally())

    def _stamp(self, row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
        row |= dict.fromkeys(columns, str(int(self._now() * 1000)))
        return row


def as_text(value: Any) -> Any:
    """Convert a value to text, as responses have it; arrays and objects stay as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if is_array(value) or is_object(value) else str(value)


def _is_sent(wire: Mapping[str, Any], name: str) -> bool:
    return wire.get(name) not in (None, "")
