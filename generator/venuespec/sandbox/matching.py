"""Match orders with the simulated market: admit them, fill them as far as prices allow, and let the rest wait."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import define, field

from ..spec.orders import OrderTable, Trading
from ..spec.simulation import Simulation
from .executions import Executions
from .holdings import Holdings, PositionKey
from .instruments import Instrument
from .market import PublicMarket
from .orders import RefusedOrderError
from .working import WorkingOrder, instrument_of, is_met, key_of, neutral, number_of

_ZERO = Decimal(0)
_DEPTH = 50
_PAUSE = 0.05


@define
class Matching:
    """The orders of one table at the market; not thread-safe, as the ledger is not."""

    facts: Simulation
    table: OrderTable
    trading: Trading
    market: PublicMarket
    holdings: Holdings
    executions: Executions = field(init=False)
    _resting: dict[str, WorkingOrder] = field(factory=dict[str, WorkingOrder], init=False)
    _seen: dict[Instrument, float] = field(factory=dict[Instrument, float], init=False)
    _locked: dict[str, Decimal] = field(factory=dict[str, Decimal], init=False)

    def __attrs_post_init__(self) -> None:
        self.executions = Executions(self.facts, self.table, self.trading, self.market, self.holdings)

    def locked(self) -> Mapping[str, Decimal]:
        """Return what the open orders hold, by currency."""
        return self._locked

    def admit(self, row: dict[str, Any]) -> WorkingOrder | None:
        """Read a new order. Raises ``RefusedOrderError`` for one that the venue would not take.

        Returns None for an instrument that nobody simulates, where the venue has no code to refuse it.
        """
        trading = self.trading
        instrument = instrument_of(self.market.instruments, trading, row)
        if instrument is None:
            self._refuse_if(True, "instrument")
            return None
        size, price = number_of(row.get(trading.size, "")), number_of(row.get(trading.price, ""))
        is_market = is_met(trading.market, row)
        in_quote = not instrument.has_positions and is_market and is_met(trading.in_quote, row)
        if size is None or size <= 0:
            self._refuse_if(True, "size")
            return None
        self._refuse_if(not in_quote and size % Decimal(instrument.market.lot) != 0, "lot")
        self._refuse_if(not in_quote and size < Decimal(instrument.market.least), "least")
        self._refuse_if(not is_market and (price is None or price <= 0), "price")
        order = WorkingOrder(
            row=row,
            instrument=instrument,
            side=neutral(self.facts, "side", row.get(trading.side)),
            key=key_of(self.facts, trading, instrument, row),
            amount=size,
            limit=None if is_market or price is None or price <= 0 else price,
            in_quote=in_quote,
            reduces=str(row.get(trading.reduce_only or "", "")).lower() == "true",
        )
        self._fit(order)
        return order

    def execute(self, order: WorkingOrder) -> None:
        """Fill a new or amended order as far as the order book allows, and let the rest wait or go."""
        trading, row = self.trading, order.row
        self.executions.show(order, {})
        if is_met(trading.held, row):
            row[self.table.state] = trading.waits or row[self.table.state]
            return
        crosses = self._reach(order) > 0
        if (crosses and is_met(trading.post_only, row)) or (
            is_met(trading.whole, row) and self._reach(order) < order.left and not order.in_quote
        ):
            row[self.table.state] = self.table.cancelled
            return
        if crosses:
            self._take(order)
        if row[self.table.state] == self.table.filled:
            return
        if order.limit is None or is_met(trading.immediate, row):
            row[self.table.state] = self.table.cancelled
        else:
            self._resting[row[self.table.id]] = order
            self._seen.setdefault(order.instrument, self.market.now())
            self._hold(order)

    def amend(self, row: dict[str, Any]) -> None:
        """Let an amended order take its new place."""
        before = self._resting.get(row[self.table.id])
        if before is None:
            return
        self.remove(row)
        after = self.admit(row)
        if after is not None:
            after.filled, after.spent, after.fees, after.profit = (
                before.filled,
                before.spent,
                before.fees,
                before.profit,
            )
            if after.left <= 0:
                row[self.table.state] = self.table.filled
                self.executions.show(after, {})
            else:
                self.execute(after)

    def remove(self, row: Mapping[str, Any]) -> None:
        """Take a cancelled order away."""
        order = self._resting.pop(row[self.table.id], None)
        if order is not None:
            self._release(order)

    def advance(self, *, at_once: bool = False) -> None:
        """Fill the waiting orders that the price has reached since the last time."""
        now = self.market.now()
        if not self._resting or not (at_once or any(now - seen >= _PAUSE for seen in self._seen.values())):
            return
        reached: dict[Instrument, tuple[Decimal, Decimal]] = {}
        for instrument, seen in self._seen.items():
            path = self.market.prices.between(instrument.base, instrument.quote, min(seen, now), now)
            reached[instrument] = instrument.below(min(path)) + instrument.tick, instrument.below(max(path))
        self._seen = {order.instrument: now for order in self._resting.values()}
        for order in list(self._resting.values()):
            ask, bid = reached.get(order.instrument, (None, None))
            limit = order.limit
            if ask is None or bid is None or limit is None:
                continue
            if ask <= limit if order.is_buy else bid >= limit:
                self._release(order)
                self.executions.fill(order, limit, order.left, "maker")
                del self._resting[order.row[self.table.id]]

    def close(self, key: PositionKey) -> WorkingOrder | None:
        """Return the market order that closes a position, without a row; None if there is no position."""
        position = self.holdings.positions.get(key)
        if position is None or not position.size:
            return None
        side = "sell" if position.size > 0 else "buy"
        return WorkingOrder({}, position.instrument, side, key, abs(position.size), None, False, True)

    def _refuse_if(self, wrong: bool, reason: str) -> None:
        code = self.facts.refuses.get(reason)
        if wrong and code is not None:
            raise RefusedOrderError(code)

    def _fit(self, order: WorkingOrder) -> None:
        """Cut an order that closes a position to its size, and refuse one that the account cannot pay."""
        instrument, holdings = order.instrument, self.holdings
        price = order.limit or (
            self.market.quote(instrument).ask if order.is_buy else self.market.quote(instrument).bid
        )
        if not instrument.has_positions:
            paid = (order.amount if order.in_quote else order.amount * price) if order.is_buy else order.amount
            if order.in_quote and not order.is_buy:
                paid = order.amount / price
            self._refuse_if(paid > holdings.available(instrument.quote if order.is_buy else instrument.base), "funds")
            return
        position = holdings.positions.get(order.key)
        open_size = position.size if position is not None else _ZERO
        opposite = open_size < 0 if order.is_buy else open_size > 0
        if order.closes():
            self._refuse_if(not opposite, "reduce")
            if opposite:
                order.amount = min(order.amount, abs(open_size))
            return
        opened = max(order.amount - abs(open_size), _ZERO) if opposite else order.amount
        margin = instrument.value(opened, price) / holdings.leverage_of(order.key)
        self._refuse_if(margin > holdings.free_margin(instrument.settle), "funds")

    def _reach(self, order: WorkingOrder) -> Decimal:
        """Return the size that the order book has within the limit of an order."""
        levels = self.market.levels(order.instrument, order.is_buy, _DEPTH)
        return sum((size for price, size in levels if _is_within(order, price)), _ZERO)

    def _take(self, order: WorkingOrder) -> None:
        levels = [
            level for level in self.market.levels(order.instrument, order.is_buy, _DEPTH) if _is_within(order, level[0])
        ]
        lot = Decimal(order.instrument.market.lot)
        for index, (price, offered) in enumerate(levels):
            wanted = order.left / price // lot * lot if order.in_quote else order.left
            # Behind the last level that is shown there is always enough for an order without a limit.
            size = wanted if order.limit is None and index == len(levels) - 1 else min(wanted, offered)
            if size <= 0:
                break
            self.executions.fill(order, price, size, "taker")
        if order.in_quote and order.filled:
            order.row[self.table.state] = self.table.filled

    def _hold(self, order: WorkingOrder) -> None:
        instrument, limit = order.instrument, order.limit or _ZERO
        if not instrument.has_positions:
            held = (instrument.quote, order.left * limit) if order.is_buy else (instrument.base, order.left)
        elif order.closes():
            held = (instrument.settle, _ZERO)
        else:
            held = (instrument.settle, instrument.value(order.left, limit) / self.holdings.leverage_of(order.key))
        order.held = held
        self._locked[held[0]] = self._locked.get(held[0], _ZERO) + held[1]

    def _release(self, order: WorkingOrder) -> None:
        currency, amount = order.held
        self._locked[currency] = self._locked.get(currency, _ZERO) - amount
        order.held = (currency, _ZERO)


def _is_within(order: WorkingOrder, price: Decimal) -> bool:
    return order.limit is None or (price <= order.limit if order.is_buy else price >= order.limit)
