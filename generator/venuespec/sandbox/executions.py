"""Carry out fills: money moves, a position changes, and the order's row says so."""

from collections import deque
from decimal import Decimal

from attrs import define, field

from ..spec.orders import OrderTable, Trading
from ..spec.simulation import Simulation
from .facts import shown
from .holdings import Holdings
from .market import Facts, PublicMarket, described
from .working import WorkingOrder

_ZERO = Decimal(0)
_KEPT = 10_000


@define
class Executions:
    """The fills of the orders of one table, the latest last."""

    facts: Simulation
    table: OrderTable
    trading: Trading
    market: PublicMarket
    holdings: Holdings
    fills: deque[Facts] = field(factory=lambda: deque[Facts](maxlen=_KEPT), init=False)

    def fill(self, order: WorkingOrder, price: Decimal, size: Decimal, role: str) -> None:
        """Fill a size of an order at a price, as maker or taker."""
        instrument, holdings = order.instrument, self.holdings
        value = instrument.value(size, price)
        rate = Decimal(instrument.market.maker if role == "maker" else instrument.market.taker)
        trade = next(holdings.numbers)
        in_base = order.is_buy and not instrument.has_positions
        paid = rate * (size if in_base else value)
        fact = {
            **described(instrument),
            "id": trade,
            "trade": trade,
            "price": price,
            "size": size,
            "value": value,
            "role": role,
            "side": order.side,
            "position_side": order.key.side,
            "margin_mode": order.key.margin_mode,
            "action": order.action,
            "fee": -paid,
            "fee_paid": paid,
            "fee_rate": rate,
            "fee_currency": instrument.base if in_base else instrument.settle,
            "time": self.market.now(),
            "kind": "trade",
            "is_buy": str(order.is_buy).lower(),
            "is_maker": str(role == "maker").lower(),
            "order": order.row,
        }
        fact["profit"] = profit = self._settle(order, size, value, price, paid, fact)
        order.filled += size
        order.spent += value
        order.fees += paid
        order.profit += profit
        if order.row:
            order.row[self.table.state] = self.table.filled if order.left <= 0 else self.trading.partly
            self.show(order, fact)
        self.fills.append(fact)

    def _settle(
        self, order: WorkingOrder, size: Decimal, value: Decimal, price: Decimal, paid: Decimal, fact: Facts
    ) -> Decimal:
        """Move the money of a fill, and return its profit; the fact gets the number of its bill."""
        instrument, holdings = order.instrument, self.holdings
        if instrument.has_positions:
            position = holdings.position(order.key, instrument)
            profit = position.trade(size if order.is_buy else -size, price)
            position.updated = self.market.now()
            fact["bill"] = holdings.change(instrument.settle, profit - paid, {**fact, "profit": profit})
            return profit
        fact["bill"] = holdings.change(instrument.base, size - paid if order.is_buy else -size, fact)
        holdings.change(instrument.quote, -value if order.is_buy else value - paid, fact)
        return _ZERO

    def show(self, order: WorkingOrder, fill: Facts) -> None:
        """Write what became of an order into its row."""
        leverage = self.holdings.leverage_of(order.key) if order.instrument.has_positions else ""
        row: Facts = {
            **described(order.instrument),
            **fill,
            "leverage": leverage,
            "filled": order.filled,
            "left": _ZERO if order.in_quote and order.filled else order.left,
            "filled_value": order.spent,
            "average": _average(order),
            "fees": -order.fees,
            "fees_paid": order.fees,
            "profit": order.profit,
        }
        for column, name in self.trading.columns.items():
            if name.startswith("=") or name in row:
                order.row[column] = shown(self.facts, name, row)


def _average(order: WorkingOrder) -> Decimal | str:
    if not order.filled:
        return ""
    contracts = order.filled * order.instrument.contract
    mean = contracts / order.spent if order.instrument.is_inverse else order.spent / contracts
    return mean.quantize(order.instrument.tick / 100)
