"""The simulated venue as its endpoints show it: one state of market, account and orders behind all tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from attrs import define, field

from ..spec.model import EndpointSpec, VenueSpec
from ..spec.orders import Moves, Stateful
from .admission import RefusedError
from .facts import wire_row
from .holdings import Holdings, PositionKey
from .instruments import Instrument, ListedInstruments
from .market import Facts, PublicMarket, described
from .matching import Matching
from .orders import RefusedOrderError
from .payloads import AnswerPayload
from .prices import Prices
from .queries import FactRow, Query, columns_of, listed
from .working import is_met, number_of

SettingsTable = Callable[[str], Iterable[Mapping[str, str]]]
"""The rows of a table of settings, the latest last."""


@define
class SimulatedVenue:
    """The market and the account of a sandbox; not thread-safe, so ``VenueSide`` holds a lock."""

    venue: VenueSpec
    now: Callable[[], float]
    settings: SettingsTable
    seed: int = 0
    speed: float = 1.0
    market: PublicMarket = field(init=False)
    holdings: Holdings = field(init=False)
    matching: dict[str, Matching] = field(factory=dict[str, Matching], init=False)

    def __attrs_post_init__(self) -> None:
        facts = self.venue.sandbox
        prices = Prices(facts.coins, self.seed, self.now(), self.speed)
        self.market = PublicMarket(ListedInstruments(facts), prices, self.seed, self.now)
        balances = {currency: Decimal(amount) for currency, amount in facts.balances.items()}
        self.holdings = Holdings(self.market, balances, self.leverage, self._locked)
        for name, table in self.venue.orders.items():
            if table.trades is not None:
                self.matching[name] = Matching(facts, table, table.trades, self.market, self.holdings)

    def advance(self, *, at_once: bool = False) -> None:
        """Bring the orders up to the present."""
        for matching in self.matching.values():
            matching.advance(at_once=at_once)

    def move(self, instrument: str, price: str) -> None:
        """Set the price of an instrument's coin from now on. Raises ``ValueError`` for what cannot move."""
        found = self.market.instruments.find(None, instrument)
        amount = Decimal(price) if price.replace(".", "", 1).isdecimal() else Decimal(0)
        if found is None or amount <= 0:
            raise ValueError("a move must have the id of an instrument of the sandbox and a positive price")
        # What waits is matched on the way to the new price and at it, not on the path to the end of the last pause.
        self.advance(at_once=True)
        self.market.prices.move(found.base, found.quote, amount, self.now())
        self.advance(at_once=True)

    def leverage(self, key: PositionKey) -> Decimal:
        """Return the leverage of a position, as it was set last."""
        facts = self.venue.sandbox.leverage
        if facts is None:
            return Decimal(1)
        found = facts.default
        for row in self.settings(facts.table):
            is_of_mode = facts.margin_mode is None or row.get(facts.margin_mode) in (key.margin_mode, None, "")
            if row.get(facts.instrument) == key.instrument and is_of_mode:
                found = row.get(facts.column) or found
        return max(Decimal(found), Decimal("0.01"))

    def has(self, table: str) -> bool:
        """Tell whether a table is one of the simulation's own."""
        return table in self.venue.sandbox.columns and table not in self.venue.orders

    def read(self, endpoint: EndpointSpec, state: Stateful, wire: Mapping[str, Any]) -> AnswerPayload:
        """Return the payload of a call that reads a table of the simulation. Raises ``RefusedError``."""
        query = Query(self.venue.sandbox, endpoint, wire)
        columns = columns_of(endpoint, state)
        rows: Iterable[FactRow] = (
            (facts, wire_row(self.venue.sandbox, state.table, columns, facts)) for facts in self._facts(state, query)
        )
        page, has_more = query.select(rows)
        for name, table in state.inner.items() if page else ():
            inside = next((column.fields for column in columns if column.name == name), ())
            shown = ((facts, wire_row(self.venue.sandbox, table, inside, facts)) for facts in self._inner(table))
            page[0][name] = query.select(shown)[0]
        return listed(endpoint, state, query, page, has_more)

    def mover(self, moves: Moves | None) -> Callable[[Mapping[str, Any]], None] | None:
        """Return the function that lets a record of a table change the balance; raises ``RefusedOrderError``."""
        return None if moves is None else partial(self._move, moves)

    def _move(self, moves: Moves, row: Mapping[str, Any]) -> None:
        currency, amount = str(row.get(moves.currency, "")), number_of(row.get(moves.amount)) or Decimal(0)
        why: Facts = {"time": self.market.now(), "size": amount}
        if moves.out and is_met(moves.out, row):
            if amount > self.holdings.available(currency):
                raise RefusedOrderError(moves.short)
            self.holdings.change(currency, -amount, {**why, "kind": "transfer_out"})
        if moves.into and is_met(moves.into, row):
            self.holdings.change(currency, amount, {**why, "kind": "transfer_in"})

    def facts_of_order(self, table: str, row: dict[str, Any]) -> Facts:
        """Return the facts of an order's row that filters can speak of."""
        orders = self.venue.orders[table]
        created = next((row[column] for column in orders.created if column in row), "0")
        facts: Facts = {"time": int(created) / 1000}
        if orders.trades is not None:
            kind = str(row.get(orders.trades.type or "") or "") or None
            found = self.market.instruments.find(kind, str(row.get(orders.trades.instrument, "")))
            facts |= described(found) if found is not None else {}
        return facts

    def _locked(self) -> Mapping[str, Decimal]:
        held: dict[str, Decimal] = {}
        for matching in self.matching.values():
            for currency, amount in matching.locked().items():
                held[currency] = held.get(currency, Decimal(0)) + amount
        return held

    def _inner(self, table: str) -> Iterable[Facts]:
        if table == "positions":
            return self.holdings.open_positions()
        return self.holdings.currencies() if table == "balances" else ()

    def _facts(self, state: Stateful, query: Query) -> Iterable[Facts]:
        match state.table:
            case "account":
                return (self.holdings.account(),)
            case "balances":
                return self.holdings.currencies()
            case "positions":
                return self.holdings.open_positions()
            case "bills":
                return reversed(self.holdings.bills)
            case "fills":
                fills = [fill for matching in self.matching.values() for fill in matching.executions.fills]
                return sorted(fills, key=lambda fill: -fill["id"])
            case "instruments":
                return map(described, self._asked(query))
            case "tickers":
                return map(self.market.ticker, self._asked(query))
            case "book":
                return (self.market.book(self._one(query), min(query.count, 400)),)
            case "trades":
                return self.market.trades(self._one(query), min(query.offset + query.count + 1, 1000))
            case _:
                return self._candles(state, query)

    def _candles(self, state: Stateful, query: Query) -> Iterator[Facts]:
        facts = self.venue.sandbox
        seconds = facts.bars.get(query.sent("bar")) or next(iter(facts.bars.values()), "60")
        column = next((column for column, fact in facts.columns[state.table].items() if fact == "time"), "")
        begin, end = query.bounds("time", column)
        return self.market.candles(self._one(query), float(seconds), query.count + 1, begin, end)

    def _asked(self, query: Query) -> Iterator[Instrument]:
        """Yield the instruments that a call names, or all that are listed."""
        kind, names = self._kind(query), self._names(query)
        if not names:
            yield from self.market.instruments.listed(kind)
        for name in names:
            found = self.market.instruments.find(kind, name)
            if found is not None:
                yield found

    def _one(self, query: Query) -> Instrument:
        found = next(self._asked(query), None)
        if found is None:
            code = self.venue.sandbox.refuses.get("instrument")
            if code is not None:
                raise RefusedOrderError(code)
            raise RefusedError("wrong_value", "the sandbox has no such instrument")
        return found

    def _kind(self, query: Query) -> str | None:
        name = self.venue.instruments.type_name
        row = next((row for row in query.endpoint.request if row.name == name), None)
        return str(query.wire.get(name) or row.default or "") if name and row is not None else None

    def _names(self, query: Query) -> list[str]:
        sent = (query.wire.get(name) for name in self.venue.instruments.ids)
        return [name for value in sent if value for name in str(value).split(",")]
