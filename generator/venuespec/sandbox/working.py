"""Read an order's row as the market sees it: instrument, side, size, limit, and what is left of it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import define

from ..spec.orders import Trading
from ..spec.simulation import Simulation
from .holdings import PositionKey
from .instruments import Instrument, ListedInstruments

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


@define
class WorkingOrder:
    """An order at the market; ``amount`` is its size, or an amount of the quote currency where it is ``in_quote``."""

    row: dict[str, Any]
    instrument: Instrument
    side: str
    key: PositionKey
    amount: Decimal
    limit: Decimal | None
    in_quote: bool
    reduces: bool
    filled: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)
    profit: Decimal = Decimal(0)
    held: tuple[str, Decimal] = ("", Decimal(0))

    @property
    def is_buy(self) -> bool:
        """Whether it buys."""
        return self.side == "buy"

    @property
    def left(self) -> Decimal:
        """What is not filled, in the unit of ``amount``."""
        return self.amount - (self.spent if self.in_quote else self.filled)

    @property
    def action(self) -> str:
        """What it does: buy or sell, or open or close a long or short position."""
        return self.side if self.key.side == "net" else f"{'close' if self.closes() else 'open'} {self.key.side}"

    def closes(self) -> bool:
        """Tell whether it can only make a position smaller."""
        return self.reduces or (self.key.side, self.side) in (("long", "sell"), ("short", "buy"))


def number_of(value: Any) -> Decimal | None:
    """Return a plain decimal number, as venues take it; None for a text that is none."""
    return Decimal(str(value)) if _NUMBER.fullmatch(str(value)) else None


def is_met(conditions: Mapping[str, tuple[str, ...]], row: Mapping[str, Any]) -> bool:
    """Tell whether a row has one of the values of every condition; no conditions are never met."""
    if not conditions:
        return False
    sent = {name: str(row.get(name) or "") for name in conditions}
    return all(sent[name] in values or ("*" in values and sent[name] != "") for name, values in conditions.items())


def neutral(facts: Simulation, category: str, word: Any) -> str:
    """Return the simulation's own word for a value of the venue."""
    text = str(word or "")
    words = facts.words.get(category, {})
    return next((own for own, venues in words.items() if venues == text), text.lower())


def instrument_of(instruments: ListedInstruments, trading: Trading, row: Mapping[str, Any]) -> Instrument | None:
    """Return the instrument of an order's row."""
    kind = str(row.get(trading.type) or "") if trading.type else None
    return instruments.find(kind, str(row.get(trading.instrument, "")))


def key_of(facts: Simulation, trading: Trading, instrument: Instrument, row: Mapping[str, Any]) -> PositionKey:
    """Return what tells the position of an order."""
    side = neutral(facts, "position_side", row.get(trading.position_side)) if trading.position_side else ""
    mode = str(row.get(trading.margin_mode) or "") if trading.margin_mode else ""
    return PositionKey(instrument.market.type, instrument.id, mode, side or "net")
