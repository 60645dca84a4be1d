"""The orders that the sandbox keeps, and how often each client id was placed: what proves that none came twice."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from attrs import define, field

from ..runtime.json_types import is_array, is_object
from ..spec.orders import OrderTable, Stateful

_PAGE = 100


class RefusedOrderError(Exception):
    """The venue does not do this to an order, and says so with ``code``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@define(kw_only=True)
class Tally:
    """What became of one client id: ``placed`` and ``refused`` are numbers of calls, ``ids`` the venue's own."""

    placed: int = 0
    refused: int = 0
    cancelled: int = 0
    ids: list[str] = field(factory=list[str])


class Ledger:
    """The orders of one table. Not thread-safe: the venue's side locks."""

    def __init__(self, table: OrderTable, now: Callable[[], float]) -> None:
        self.table = table
        self.tallies: dict[str, Tally] = {}
        self._now = now
        self._numbers = count(10**17)
        self._by_id: dict[str, dict[str, Any]] = {}
        self._by_client_id: dict[str, dict[str, Any]] = {}

    def do(self, state: Stateful, wire: Mapping[str, Any]) -> dict[str, Any]:
        """Place, amend or cancel one order; its row afterwards. Raises ``RefusedOrderError``."""
        if state.does == "place":
            return self._place(state, wire)
        row = self._find(wire)
        if row is None or row[self.table.state] not in self.table.open:
            raise RefusedOrderError(state.missing or "")
        if state.does == "cancel":
            row[self.table.state] = self.table.cancelled
            self._tally(row).cancelled += 1
        else:
            row |= {column: as_text(wire[name]) for name, column in state.changes.items() if _sent(wire, name)}
        return self._stamp(row, self.table.updated)

    def read(self, state: Stateful, wire: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The order that is named, or the newest ones that have what is asked for. Raises ``RefusedOrderError``."""
        named = _sent(wire, self.table.id) or _sent(wire, self.table.client_id)
        row = self._find(wire) if named else None
        rows = ([row] if row else []) if named else reversed(self._by_id.values())
        ids = (self.table.id, self.table.client_id)
        found: list[dict[str, Any]] = []
        for each in rows:
            if state.open and each[self.table.state] not in self.table.open:
                continue
            asked = (name for name in wire if name not in ids and name in each and _sent(wire, name))
            if all(each[name] in str(wire[name]).split(",") for name in asked):
                found.append(each)
                if len(found) == _PAGE:
                    break
        if not found and state.missing is not None:
            raise RefusedOrderError(state.missing)
        return found

    def _place(self, state: Stateful, wire: Mapping[str, Any]) -> dict[str, Any]:
        table = self.table
        row = dict(table.defaults) | {name: as_text(wire[name]) for name in wire if _sent(wire, name)}
        client_id = str(row.get(table.client_id, ""))
        earlier = self._by_client_id.get(client_id) if client_id else None
        if earlier is not None and earlier[table.state] in table.open:
            self._tally(row).refused += 1
            raise RefusedOrderError(state.duplicate or "")
        row |= {table.id: str(next(self._numbers)), table.state: table.open[0], table.client_id: client_id}
        if any(row.get(name) in values for name, values in table.fills.items()):
            row |= {table.state: table.filled, **{name: row.get(source, "") for name, source in table.fill.items()}}
        self._by_id[row[table.id]] = row
        if client_id:
            self._by_client_id[client_id] = row
        tally = self._tally(row)
        tally.placed += 1
        tally.ids.append(row[table.id])
        return self._stamp(row, (*table.created, *table.updated))

    def _find(self, wire: Mapping[str, Any]) -> dict[str, Any] | None:
        """By the venue's id where that is sent, else by the client's: the latest that had it."""
        if _sent(wire, self.table.id):
            return self._by_id.get(str(wire[self.table.id]))
        return self._by_client_id.get(str(wire.get(self.table.client_id)))

    def _tally(self, row: Mapping[str, Any]) -> Tally:
        return self.tallies.setdefault(str(row.get(self.table.client_id, "")), Tally())

    def _stamp(self, row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
        row |= dict.fromkeys(columns, str(int(self._now() * 1000)))
        return row


def as_text(value: Any) -> Any:
    """A value as answers have it: text, but for what has parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if is_array(value) or is_object(value) else str(value)


def _sent(wire: Mapping[str, Any], name: str) -> bool:
    return wire.get(name) not in (None, "")
