"""The holdings of the simulated account: balances, positions, and the bills of every change."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import count

from attrs import define, field, frozen

from .instruments import Instrument
from .market import Facts, PublicMarket, described

_ZERO = Decimal(0)
_KEPT = 10_000


@frozen
class PositionKey:
    """What tells one position from another."""

    type: str
    instrument: str
    margin_mode: str
    side: str


@define
class OpenPosition:
    """A position; the size of a short one is negative."""

    instrument: Instrument
    id: int
    created: float
    updated: float
    size: Decimal = _ZERO
    average: Decimal = _ZERO
    realised: Decimal = _ZERO

    def trade(self, size: Decimal, price: Decimal) -> Decimal:
        """Change the size, which is signed, and return the profit of what that closes."""
        profit = _ZERO
        if self.size * size < 0:
            closed = min(abs(size), abs(self.size))
            bought, sold = (self.average, price) if self.size > 0 else (price, self.average)
            profit = self.instrument.profit(closed, bought, sold)
        after = self.size + size
        if self.size * size >= 0:
            self.average = self._mean(size, price)
        elif self.size * after < 0:
            self.average = price
        self.size = after
        self.realised += profit
        return profit

    def _mean(self, size: Decimal, price: Decimal) -> Decimal:
        """Return the average price after more was traded in the same direction."""
        whole = abs(self.size) + abs(size)
        if self.size == 0:
            return price
        if self.instrument.is_inverse:
            return whole / (abs(self.size) / self.average + abs(size) / price)
        return (self.average * abs(self.size) + price * abs(size)) / whole

    def open_profit(self, mark: Decimal) -> Decimal:
        """Return the profit that closing it at a price would bring."""
        bought, sold = (self.average, mark) if self.size > 0 else (mark, self.average)
        return self.instrument.profit(abs(self.size), bought, sold) if self.size else _ZERO


LeverageOf = Callable[[PositionKey], Decimal]
Locked = Callable[[], Mapping[str, Decimal]]


@define
class Holdings:
    """Balances by currency, positions, and bills, the latest last; ``locked`` is what open orders hold."""

    market: PublicMarket
    balances: dict[str, Decimal]
    leverage_of: LeverageOf
    locked: Locked = field(default=dict)
    positions: dict[PositionKey, OpenPosition] = field(factory=dict[PositionKey, OpenPosition], init=False)
    bills: deque[Facts] = field(factory=lambda: deque[Facts](maxlen=_KEPT), init=False)
    numbers: Iterator[int] = field(factory=lambda: count(7 * 10**17), init=False)

    def change(self, currency: str, amount: Decimal, why: Facts) -> int:
        """Change a balance, and return the number of its bill."""
        self.balances[currency] = self.balances.get(currency, _ZERO) + amount
        number = next(self.numbers)
        self.bills.append(
            {**why, "bill": number, "currency": currency, "change": amount, "balance": self.balances[currency]}
        )
        return number

    def position(self, key: PositionKey, instrument: Instrument) -> OpenPosition:
        """Return a position, which is empty at first."""
        now = self.market.now()
        if key not in self.positions:
            self.positions[key] = OpenPosition(instrument, next(self.numbers), now, now)
        return self.positions[key]

    def available(self, currency: str) -> Decimal:
        """Return how much of a currency neither orders nor positions hold."""
        return self.balances.get(currency, _ZERO) - self.locked().get(currency, _ZERO) - self._margins(currency)

    def equity(self) -> Decimal:
        """Return the worth of the account in US dollars, with the profit of open positions."""
        return sum((self._dollars(row["currency"], row["total"]) for row in self.currencies()), _ZERO)

    def free_margin(self, currency: str) -> Decimal:
        """Return how much of the whole account's worth is free for margin, in a currency."""
        used = sum((self._dollars(held, amount) for held, amount in self.locked().items()), _ZERO)
        used += sum(
            (self._dollars(p.instrument.settle, self.margin(key, p)) for key, p in self.positions.items()), _ZERO
        )
        return (self.equity() - used) / self._price(currency)

    def margin(self, key: PositionKey, position: OpenPosition) -> Decimal:
        """Return what a position holds of the currency that it is settled in."""
        mark = self.market.quote(position.instrument).last
        return position.instrument.value(abs(position.size), mark) / self.leverage_of(key)

    def currencies(self) -> Iterator[Facts]:
        """Yield the facts of each currency of the account."""
        profits: dict[str, Decimal] = {}
        for position in self.positions.values():
            profit = position.open_profit(self.market.quote(position.instrument).last)
            profits[position.instrument.settle] = profits.get(position.instrument.settle, _ZERO) + profit
        locked = self.locked()
        for currency in dict.fromkeys((*self.balances, *profits)):
            cash, profit = self.balances.get(currency, _ZERO), profits.get(currency, _ZERO)
            held, margin = locked.get(currency, _ZERO), self._margins(currency)
            yield {
                "currency": currency,
                "cash": cash,
                "total": cash + profit,
                "profit": profit,
                "locked": held,
                "margin": margin,
                "frozen": held + margin,
                "available": cash - held - margin,
                "dollars": self._dollars(currency, cash + profit),
                "time": self.market.now(),
            }

    def account(self) -> Facts:
        """Return the facts of the account as a whole, in US dollars."""
        rows = list(self.currencies())
        total = sum((row["dollars"] for row in rows), _ZERO)
        frozen_dollars = sum((self._dollars(row["currency"], row["frozen"]) for row in rows), _ZERO)
        profit = sum((self._dollars(row["currency"], row["profit"]) for row in rows), _ZERO)
        return {
            "total": total,
            "cash": total - profit,
            "profit": profit,
            "margin": frozen_dollars,
            "available": total - frozen_dollars,
            "time": self.market.now(),
        }

    def open_positions(self) -> Iterator[Facts]:
        """Yield the facts of each position that is not empty."""
        for key, position in self.positions.items():
            if position.size:
                mark = self.market.quote(position.instrument).last
                value, profit = position.instrument.value(abs(position.size), mark), position.open_profit(mark)
                margin = self.margin(key, position)
                yield {
                    **described(position.instrument),
                    "id": position.id,
                    "margin_mode": key.margin_mode,
                    "position_side": key.side,
                    "size": abs(position.size) if key.side == "short" else position.size,
                    "quantity": abs(position.size),
                    "side": "buy" if position.size > 0 else "sell",
                    "average": position.average,
                    "mark": mark,
                    "value": value,
                    "profit": profit,
                    "profit_ratio": profit / margin if margin else _ZERO,
                    "realised": position.realised,
                    "leverage": self.leverage_of(key),
                    "margin": margin,
                    "dollars": self._dollars(position.instrument.settle, value),
                    "created": position.created,
                    "time": position.updated,
                }

    def _margins(self, currency: str) -> Decimal:
        held = (self.margin(key, p) for key, p in self.positions.items() if p.instrument.settle == currency and p.size)
        return sum(held, _ZERO)

    def _price(self, currency: str) -> Decimal:
        return Decimal(repr(self.market.prices.at(currency, self.market.now())))

    def _dollars(self, currency: str, amount: Decimal) -> Decimal:
        return amount * self._price(currency)
