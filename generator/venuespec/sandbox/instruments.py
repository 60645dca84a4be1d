"""The instruments of a simulated venue: found by their ids, and listed."""

import math
import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property

from attrs import define, field, frozen

from ..spec.simulation import Market, Simulation

# A price has this many digits: 60000.0, 0.50000.
_DIGITS = 6


def _type(market: Market) -> str:
    return market.type


@frozen
class Instrument:
    """An instrument of a market; ``first`` is its first price, which decides the step of its prices."""

    market: Market = field(eq=_type)
    id: str
    base: str
    quote: str
    family: str
    first: float

    @cached_property
    def tick(self) -> Decimal:
        """The step of its prices."""
        return Decimal(1).scaleb(math.floor(math.log10(self.first)) - _DIGITS + 1)

    @cached_property
    def contract(self) -> Decimal:
        """The size of a contract, in the currency that is not settled in; 1 without contracts."""
        return Decimal(self.market.contracts.get(self.base, self.market.contract) if self.has_positions else 1)

    @property
    def has_positions(self) -> bool:
        """Whether its orders make positions, and not exchanges."""
        return self.market.settle is not None

    @property
    def is_inverse(self) -> bool:
        """Whether it is settled in the currency whose price it is."""
        return self.market.settle == "base"

    @property
    def settle(self) -> str:
        """The currency of fees, margin, and profit; of the quote where nothing is settled."""
        return self.base if self.is_inverse else self.quote

    def value(self, size: Decimal, price: Decimal) -> Decimal:
        """Return the value of a size in the currency that is settled in."""
        return size * self.contract / price if self.is_inverse else size * self.contract * price

    def profit(self, size: Decimal, bought: Decimal, sold: Decimal) -> Decimal:
        """Return the profit of a size that was bought and sold, in the currency that is settled in."""
        return (
            self.value(size, bought) - self.value(size, sold)
            if self.is_inverse
            else size * self.contract * (sold - bought)
        )

    def below(self, price: float) -> Decimal:
        """Return the highest step of the price that is not above a price; never zero."""
        return self._step(price, ROUND_FLOOR)

    def above(self, price: float) -> Decimal:
        """Return the lowest step of the price that is not below a price."""
        return self._step(price, ROUND_CEILING)

    def _step(self, price: float, rounding: str) -> Decimal:
        # What floats have behind the tenth digit is no part of a price.
        steps = (Decimal(f"{price:.10g}") / self.tick).to_integral_value(rounding)
        return max(steps, Decimal(1)) * self.tick


@define
class ListedInstruments:
    """All instruments of a simulation, found by type and id."""

    facts: Simulation
    _known: dict[tuple[str, str], Instrument | None] = field(
        factory=dict[tuple[str, str], Instrument | None], init=False
    )

    def find(self, kind: str | None, name: str) -> Instrument | None:
        """Return the instrument with an id, of a type where that is given; None if no market has such ids."""
        key = (kind or "", name)
        if key not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[key] = next(self._found(kind, name), None)
        return self._known[key]

    def listed(self, kind: str | None = None) -> Iterator[Instrument]:
        """Yield the instruments that the venue lists, of one type or of all."""
        for market in self.facts.markets:
            if market.expires or kind not in (None, "", market.type):
                continue
            for coin, price in self.facts.coins.items():
                for quote in market.quotes:
                    if price != "1" and coin != quote:
                        found = self.find(market.type, market.id.format(base=coin, quote=quote))
                        if found is not None:
                            yield found

    def _found(self, kind: str | None, name: str) -> Iterator[Instrument]:
        for market in self.facts.markets:
            match = _pattern(market).fullmatch(name) if kind in (None, "", market.type) else None
            if match is None:
                continue
            parts = match.groupdict()
            base, quote = parts["base"], parts.get("quote", market.quotes[0])
            first = float(self.facts.coins.get(base, "1")) / float(self.facts.coins.get(quote, "1"))
            family = market.family.format(base=base, quote=quote)
            yield Instrument(market, name, base, quote, family, first)


def _pattern(market: Market) -> re.Pattern[str]:
    parts = {
        "base": "(?P<base>[A-Z0-9]{1,12}?)",
        "quote": f"(?P<quote>{'|'.join(map(re.escape, market.quotes))})",
        "expiry": "(?P<expiry>[0-9]{6,8}|[0-9]{1,2}[A-Z]{3}[0-9]{2}|[A-Z][0-9]{2})",
    }
    texts = re.split(r"\{(base|quote|expiry)\}", market.id)
    return re.compile("".join(parts[text] if index % 2 else re.escape(text) for index, text in enumerate(texts)))
