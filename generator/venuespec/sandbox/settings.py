"""Keep the settings that calls write: tables of rows by key, and the context of the account."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

from ..spec.model import EndpointSpec
from ..spec.orders import Stateful
from ..spec.settings import Learn
from .orders import RefusedOrderError, as_text
from .working import number_of


@define
class AccountSettings:
    """The settings of one account; not thread-safe, so ``VenueSide`` holds a lock."""

    context: dict[str, str]
    per: Mapping[str, str] = {}
    """The parameter, by name of the context, for whose values it can differ."""
    _tables: dict[str, dict[tuple[str, ...], dict[str, str]]] = field(
        factory=dict[str, dict[tuple[str, ...], dict[str, str]]], init=False
    )

    def rows(self, table: str) -> Iterable[Mapping[str, str]]:
        """Return the rows of a table, the latest last."""
        return self._tables.get(table, {}).values()

    def take(self, state: Stateful, wire: Mapping[str, Any]) -> None:
        """Change the context as a call says: that of the account, or of the instrument that it names."""
        for name, parameter in state.context.items():
            value = wire.get(parameter)
            if value in (None, ""):
                continue
            key = wire.get(self.per.get(name, ""))
            if not key:
                for one in [known for known in self.context if known.startswith(f"{name}[")]:
                    del self.context[one]
            self.context[f"{name}[{key}]" if key else name] = state.means.get(str(value), str(value))

    def write(self, endpoint: EndpointSpec, state: Stateful, wire: Mapping[str, Any]) -> list[dict[str, str]]:
        """Write a row, and return it. Raises ``RefusedOrderError`` where the venue refuses what is so already."""
        sent = {name: as_text(value) for name, value in wire.items() if value not in (None, "")}
        row = dict(state.defaults) | sent
        key = tuple(row.get(name, "") for name in state.key)
        table = self._tables.setdefault(state.table, {})
        known = table.get(key, dict(state.defaults) | {name: row.get(name, "") for name in state.key})
        if state.unchanged is not None and all(_is_same(known.get(name, ""), value) for name, value in row.items()):
            raise RefusedOrderError(state.unchanged)
        table.pop(key, None)
        table[key] = row
        return [{column.name: row.get(column.name, "") for column in endpoint.response}]

    def read(self, endpoint: EndpointSpec, state: Stateful, wire: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return the rows with the keys that were sent."""
        answered: list[dict[str, str]] = []
        for row in self.rows(state.table):
            for parameter in endpoint.request:
                sent = wire.get(parameter.name)
                if (
                    parameter.name in state.key
                    and sent not in (None, "")
                    and row.get(parameter.name, "") not in str(sent).split(",")
                ):
                    break
            else:
                filled = {**state.defaults, **row}
                answered.append({column.name: filled.get(column.name, "") for column in endpoint.response})
        return answered

    def told(self, learn: Learn, values: Mapping[str, tuple[str, ...]], row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row that tells the context, with what it is now; ``values`` are those of each of its names."""
        told = dict(row)
        for name, column in learn.fields.items():
            if name in self.context and column in told:
                known = {value: text for text, value in learn.values.get(name, {}).items()}
                text = known.get(self.context[name], self.context[name])
                told[column] = text == "true" if isinstance(told[column], bool) else text
        for name, (one, other) in learn.same.items():
            if name in self.context and one in told:
                is_same = self.context[name] == values[name][0]
                told[other] = told[one] if is_same else f"{told[one]}0"
        return told


def _is_same(known: Any, value: Any) -> bool:
    one, other = number_of(known), number_of(value)
    return one == other if one is not None else bool(known == value)
