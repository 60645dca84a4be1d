"""Read what a call asks for: filters, ranges of time, a cursor, and how many rows; and select rows by it."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from attrs import field, frozen

from ..runtime.json_types import is_object
from ..spec.model import EndpointSpec, Field
from ..spec.orders import Stateful
from ..spec.simulation import Simulation
from .facts import empty, number
from .market import Facts
from .working import number_of

_PAGE = 100
_MOST = 1000
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
FactRow = tuple[Facts, dict[str, Any]]
"""A row as facts, and as the venue sends it."""


@frozen
class Range:
    """A bound of a fact, or of the column that pages are counted by where ``fact`` is empty."""

    fact: str
    compared: str
    bound: Decimal


@frozen
class Query:
    """The meaning of a call's parameters, by ``filters`` of the venue's simulation."""

    facts: Simulation
    endpoint: EndpointSpec
    wire: Mapping[str, Any]
    ranges: tuple[Range, ...] = field(init=False)
    count: int = field(init=False)
    offset: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "ranges", tuple(self._ranges()))
        object.__setattr__(self, "count", self._count())
        object.__setattr__(self, "offset", self._offset())

    def sent(self, meaning: str) -> str:
        """Return the value of the parameter with a meaning: what was sent, or the documented default."""
        row = next((row for row in self.endpoint.request if self.facts.filters.get(row.name) == meaning), None)
        if row is None:
            return ""
        return str(self.wire.get(row.name) or row.default or "")

    def bounds(self, fact: str, column: str) -> tuple[float | None, float | None]:
        """Return the range of a time, ``[begin, end)`` in seconds; also where it is given by a column of pages."""
        begin: list[float] = []
        end: list[float] = []
        by_pages = bool(self.endpoint.pages and self.endpoint.pages.field == (column,))
        for part in self.ranges:
            if part.fact == fact or (not part.fact and by_pages):
                moment = float(part.bound) / 1000
                (end if part.compared.startswith("<") else begin).append(
                    moment + 0.001 * (part.compared in ("<=", ">"))
                )
        return max(begin, default=None), min(end, default=None)

    def select(self, rows: Iterable[FactRow]) -> tuple[list[dict[str, Any]], bool]:
        """Return one page of the rows that were asked for, and whether there are more."""
        matching = (wire for facts, wire in rows if self.matches(facts, wire))
        page = list(islice(matching, self.offset, self.offset + self.count + 1))
        return page[: self.count], len(page) > self.count

    def matches(self, facts: Facts, wire: Mapping[str, Any]) -> bool:
        """Tell whether a row is what was asked for."""
        pages = self.endpoint.pages
        column = str(pages.field[0]) if pages and pages.field else ""
        for part in self.ranges:
            found = number(facts, part.fact) if part.fact else number(wire, column)
            if (part.fact in facts or column in wire) and not _COMPARED[part.compared](found, part.bound):
                return False
        return all(self._equals(name, value, facts, wire) for name, value in self._named())

    def _named(self) -> Iterator[tuple[str, str]]:
        inside = (row for batch in self.endpoint.request for row in batch.fields)
        for row in (*self.endpoint.request, *inside):
            value = self.wire.get(row.name)
            if value not in (None, "") and not isinstance(value, list | dict):
                yield row.name, str(value)

    def _equals(self, name: str, value: str, facts: Facts, wire: Mapping[str, Any]) -> bool:
        fact = self.facts.filters.get(name)
        if fact is not None:
            known = facts.get(fact)
            return not known or fact in _SPECIAL or " " in fact or fact in _COMPARED or str(known) in value.split(",")
        return isinstance(wire.get(name, []), list | dict) or str(wire[name]) in value.split(",")

    def _ranges(self) -> Iterator[Range]:
        for name, value in self._named():
            *fact, compared = self.facts.filters.get(name, "").split(" ")
            bound = number_of(value)
            if compared in _COMPARED and bound is not None:
                yield Range(fact[0] if fact else "", compared, bound)

    def _count(self) -> int:
        row = next((row for row in self.endpoint.request if self.facts.filters.get(row.name) == "count"), None)
        asked = number_of(self.sent("count"))
        most = int(row.limits.max) if row is not None and row.limits.max is not None else _MOST
        return max(1, min(int(asked), most)) if asked is not None else _PAGE

    def _offset(self) -> int:
        pages = self.endpoint.pages
        token = str(self.wire.get(pages.cursor or "") or "") if pages and pages.token else ""
        return int(token) if token.isdecimal() and len(token) < 9 else 0


_SPECIAL = ("count", "bar")


def listed(endpoint: EndpointSpec, state: Stateful, query: Query, rows: list[dict[str, Any]], has_more: bool) -> Any:
    """Return rows in the shape of an endpoint's payload, with the cursor of the next page where it has one."""
    arranged: list[Any] = (
        [list(row.values()) for row in rows] if state.arrays or endpoint.shape == "arrays" else list(rows)
    )
    if endpoint.shape == "one_or_objects" and names_one(endpoint, query.wire):
        return arranged[0] if arranged else {}
    if endpoint.shape != "object":
        return arranged
    if state.rows is None:
        return arranged[0] if arranged else {}
    token = endpoint.pages.token if endpoint.pages else None
    nothing: dict[str, Any] = {}
    shown = next((each.response for each in endpoint.examples if is_object(each.response)), nothing)
    beside = {
        column.name: shown.get(column.name, empty(column))
        if column.name in state.documented
        else state.defaults.get(column.name, query.wire.get(column.name, ""))
        for column in endpoint.response
        if column.name != state.rows
    }
    if token is not None:
        beside[token] = str(query.offset + query.count) if has_more else ""
    if any(column.name == state.rows and column.json == "object" for column in endpoint.response):
        return {**beside, state.rows: arranged[0] if arranged else nothing}
    return {**beside, state.rows: arranged}


def names_one(endpoint: EndpointSpec, wire: Any) -> bool:
    """Tell whether a call names the one row that it asks for, by a parameter that is a column as well."""
    columns = {column.name for column in endpoint.response}
    return is_object(wire) and any(wire.get(row.name) for row in endpoint.request if row.name in columns)


def columns_of(endpoint: EndpointSpec, state: Stateful) -> tuple[Field, ...]:
    """Return the columns of an endpoint's rows."""
    if state.rows is None:
        return endpoint.response
    return next((row.fields for row in endpoint.response if row.name == state.rows), ())
