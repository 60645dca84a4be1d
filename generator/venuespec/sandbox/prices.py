"""Move prices along a path that a seed decides: a price is a function of the moment, so that history never changes."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from random import Random

# Seconds of a wave, and its height as a share of the price.
_WAVES = ((45.0, 0.0004), (400.0, 0.001), (2_700.0, 0.003), (21_600.0, 0.008), (345_600.0, 0.03))
_SAMPLES = 12


class Prices:
    """The prices of coins in US dollars; a coin whose first price is 1 keeps it, one without a first price has 1.

    At ``start`` each coin has its first price. The path runs ``speed`` times as fast as the clock.
    """

    def __init__(self, first: Mapping[str, str], seed: int, start: float, speed: float) -> None:
        self._first = {coin: float(price) for coin, price in first.items()}
        self._start = start
        self._speed = speed
        self._moves: dict[str, list[tuple[float, float]]] = {}
        self._seed = seed

    def at(self, coin: str, moment: float) -> float:
        """Return the price of a coin at a moment, past ones included."""
        first = self._first.get(coin, 1.0)
        if first == 1.0:
            return first
        elapsed = (moment - self._start) * self._speed
        moved = sum(
            height * (math.sin(rate * elapsed + phase) - offset)
            for rate, height, phase, offset in _waves(f"{self._seed}/{coin}")
        )
        return first * math.exp(moved) * self._factor(coin, moment)

    def pair(self, base: str, quote: str, moment: float) -> float:
        """Return the price of one coin in another."""
        return self.at(base, moment) / self.at(quote, moment)

    def between(self, base: str, quote: str, begin: float, end: float) -> list[float]:
        """Return prices from one moment to another, both included: the path's own steps are longer than the pauses."""
        steps = max(1, min(_SAMPLES, math.ceil((end - begin) * self._speed)))
        return [self.pair(base, quote, begin + (end - begin) * step / steps) for step in range(steps + 1)]

    def move(self, coin: str, quote: str, price: Decimal, moment: float) -> None:
        """Set the price of a coin from a moment on, from where the path goes on.

        Raises ``ValueError`` for a coin that keeps its price.
        """
        if self._first.setdefault(coin, 2.0) == 1.0:
            raise ValueError(f"the price of {coin} does not move")
        factor = float(price) / self.pair(coin, quote, moment) * self._factor(coin, moment)
        self._moves.setdefault(coin, []).append((moment, factor))

    def _factor(self, coin: str, moment: float) -> float:
        moves = self._moves.get(coin)
        if not moves:
            return 1.0
        index = bisect_right(moves, moment, key=lambda move: move[0])
        return moves[index - 1][1] if index else 1.0


@lru_cache(maxsize=1024)
def _waves(name: str) -> tuple[tuple[float, float, float, float], ...]:
    """Return the waves of a path: angular rate, height, phase, and the sine of the phase, which begins at 0."""
    random = Random(name)
    waves: list[tuple[float, float, float, float]] = []
    for seconds, height in _WAVES:
        phase = random.uniform(0, 2 * math.pi)
        rate = 2 * math.pi / (seconds * random.uniform(0.7, 1.4))
        waves.append((rate, height * random.uniform(0.6, 1.4), phase, math.sin(phase)))
    return tuple(waves)
