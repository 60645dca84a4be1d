"""The public side of a simulated market: quotes, order books, candles and trades, as facts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from attrs import frozen

from .instruments import Instrument, ListedInstruments
from .prices import Prices

Facts = dict[str, Any]
_DAY = 86_400.0
_NOTIONAL = 50_000.0


@frozen
class Quote:
    """The best prices of an instrument at a moment."""

    bid: Decimal
    ask: Decimal
    last: Decimal


@frozen
class PublicMarket:
    """What anybody can ask of the market; ``seed`` decides the sizes in its order books."""

    instruments: ListedInstruments
    prices: Prices
    seed: int
    now: Callable[[], float]

    def quote(self, instrument: Instrument, moment: float | None = None) -> Quote:
        """Return the best prices of an instrument, now or at a moment."""
        price = self.prices.pair(instrument.base, instrument.quote, self.now() if moment is None else moment)
        bid = instrument.below(price)
        return Quote(bid=bid, ask=bid + instrument.tick, last=bid)

    def levels(self, instrument: Instrument, buying: bool, count: int) -> Iterator[tuple[Decimal, Decimal]]:
        """Yield prices and sizes of the order book, from the best on, that a buyer or seller meets."""
        quote = self.quote(instrument)
        random = Random(f"{self.seed}/{instrument.id}/{buying}/{int(self.now())}")
        step = instrument.tick if buying else -instrument.tick
        price = quote.ask if buying else quote.bid
        for _ in range(count):
            if price <= 0:
                return
            yield price, self._size(instrument, price, random.uniform(0.2, 2.0) * _NOTIONAL)
            price += step * random.randint(1, 3)

    def book(self, instrument: Instrument, count: int) -> Facts:
        """Return both sides of the order book."""
        sides = {
            "asks": list(self.levels(instrument, True, count)),
            "bids": list(self.levels(instrument, False, count)),
        }
        levels = {
            name: [{"price": price, "size": size, "orders": 1 + index % 5} for index, (price, size) in enumerate(side)]
            for name, side in sides.items()
        }
        return {**described(instrument), **levels, "time": self.now(), "sequence": int(self.now() * 1000)}

    def ticker(self, instrument: Instrument) -> Facts:
        """Return the quote and the last day of an instrument."""
        now = self.now()
        quote = self.quote(instrument)
        day = self.prices.between(instrument.base, instrument.quote, now - _DAY, now)
        opened, size = instrument.below(day[0]), self._size(instrument, quote.last, 200 * _NOTIONAL)
        return {
            **described(instrument),
            "last": quote.last,
            "last_size": self._size(instrument, quote.last, _NOTIONAL / 10),
            "ask": quote.ask,
            "ask_size": next(self.levels(instrument, True, 1))[1],
            "bid": quote.bid,
            "bid_size": next(self.levels(instrument, False, 1))[1],
            "open": opened,
            "high": max(instrument.below(max(day)), quote.last),
            "low": min(instrument.below(min(day)), quote.last),
            "change": (quote.last / opened - 1).quantize(Decimal("0.0001")),
            "volume": size,
            "turnover": instrument.value(size, quote.last),
            "mark": quote.last,
            "index": quote.last,
            "time": now,
        }

    def trades(self, instrument: Instrument, count: int) -> Iterator[Facts]:
        """Yield the latest trades of others, one a second, from the latest on."""
        latest = int(self.now())
        for second in range(latest, latest - count, -1):
            random = Random(f"{self.seed}/{instrument.id}/{second}")
            quote = self.quote(instrument, second)
            side = random.choice(("buy", "sell"))
            price = quote.ask if side == "buy" else quote.bid
            size = self._size(instrument, price, random.uniform(0.001, 0.1) * _NOTIONAL)
            yield {
                **described(instrument),
                "id": second,
                "price": price,
                "size": size,
                "side": side,
                "is_sell": str(side == "sell").lower(),
                "value": instrument.value(size, price),
                "time": float(second),
            }

    def candles(
        self, instrument: Instrument, seconds: float, count: int, after: float | None, before: float | None
    ) -> Iterator[Facts]:
        """Yield up to ``count`` candles that begin in ``[after, before)``, from the latest on."""
        now = self.now()
        last = now if before is None else min(before - 0.001, now)
        begin = last // seconds * seconds
        for _ in range(count):
            if begin < 0 or (after is not None and begin < after):
                return
            yield self._candle(instrument, begin, min(begin + seconds, now), now >= begin + seconds)
            begin -= seconds

    def _candle(self, instrument: Instrument, begin: float, end: float, is_whole: bool) -> Facts:
        path = [instrument.below(price) for price in self.prices.between(instrument.base, instrument.quote, begin, end)]
        random = Random(f"{self.seed}/{instrument.id}/{begin}")
        size = self._size(instrument, path[-1], random.uniform(0.5, 1.5) * _NOTIONAL * max(end - begin, 1) / 60)
        return {
            **described(instrument),
            "time": begin,
            "open": path[0],
            "high": max(path),
            "low": min(path),
            "close": path[-1],
            "volume": size,
            "base_volume": size if not instrument.has_positions else size * instrument.contract,
            "turnover": instrument.value(size, path[-1]),
            "whole": "yes" if is_whole else "no",
        }

    def _size(self, instrument: Instrument, price: Decimal, notional: float) -> Decimal:
        """Return a size worth so many units of the quote, in whole lots."""
        lot = max(Decimal(instrument.market.lot), Decimal(instrument.market.least))
        one = instrument.contract if instrument.is_inverse else instrument.contract * price
        return max((Decimal(repr(notional)) / one // lot) * lot, lot)


def described(instrument: Instrument) -> Facts:
    """Return the facts of an instrument itself."""
    market = instrument.market
    return {
        "instrument": instrument.id,
        "type": market.type,
        "base": instrument.base,
        "quote": instrument.quote,
        "settle": instrument.settle if instrument.has_positions else "",
        "contract": instrument.contract if instrument.has_positions else "",
        "contract_currency": (instrument.quote if instrument.is_inverse else instrument.base)
        if instrument.has_positions
        else "",
        "contract_type": ("inverse" if instrument.is_inverse else "linear") if instrument.has_positions else "",
        "family": instrument.family,
        "tick": instrument.tick,
        "lot": Decimal(market.lot),
        "least": Decimal(market.least),
        "most": Decimal(10_000_000),
        "leverage": market.leverage,
        "listed": 1_600_000_000.0,
    }
