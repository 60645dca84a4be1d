"""Time: this machine's clock, and the offset of the venue's."""

import time
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from threading import RLock
from typing import Protocol

from . import fork_safety
from .errors import ConfigurationError
from .now import Now

_LONGEST = 1_000_000
# Seconds that a venue may be off by its own clocks and by rounding, and what a clock that is corrected drifts in one.
_UNCERTAIN = 2.0
_DRIFT = 0.0005


class Clock(Protocol):
    """The runtime's source of time; tests supply their own."""

    def now(self) -> float:
        """Return the seconds since the Unix epoch."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        ...

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Sleep while other tasks of the event loop go on."""
        ...


def seconds(name: str, value: object, *, zero: bool = False, most: float = _LONGEST) -> float:
    """Check a number of seconds and return it as a float; ``zero`` allows 0. Raises ``ConfigurationError``."""
    if isinstance(value, Real | Decimal) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = -1.0
        if 0 < number <= most or (zero and number == 0):
            return number
    least = "from 0" if zero else "above 0"
    raise ConfigurationError(f"{name} must be a number of seconds {least}, at most {most}, got {value!r}")


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        from asyncio import sleep

        await sleep(seconds)


class ClockOffset:
    """The milliseconds by which the venue's clock is ahead, from the sample with the shortest round trip."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.milliseconds = 0.0
        self._round_trip = float("inf")
        self._learnt: tuple[float, float, float] | None = None
        """When the offset was learnt, by the wall clock and the steady one, and how long that took; in seconds."""
        fork_safety.watch(self)

    def forked(self) -> None:
        self._lock = RLock()

    def learn(self, venue_ms: float, sent: float, received: float, steady: float | None = None) -> None:
        """Add a sample: the venue's time, and the local time in seconds before and after asking.

        The venue's time is assumed to be that of the middle of the round trip. ``steady`` is the reading of a
        monotonic clock after it.
        """
        round_trip = received - sent
        with self._lock:
            if round_trip <= self._round_trip:
                self._round_trip = round_trip
                self.milliseconds = venue_ms - (sent + received) * 500
                self._learnt = None if steady is None else (received, steady, round_trip)

    def forget(self) -> None:
        """Accept the next sample whatever its round trip, because the offset was found wrong."""
        with self._lock:
            self._round_trip = float("inf")
            self._learnt = None

    def present(self, clock: Clock, within: float) -> Now | None:
        """Return the range of the venue's time from now until so many seconds later; None if it is not known well.

        It is known after ``learn``, unless this machine's clock was set since.
        """
        with self._lock:
            learnt, offset = self._learnt, self.milliseconds
        if learnt is None:
            return None
        wall, steady = clock.now(), clock.monotonic()
        age = max(steady - learnt[1], wall - learnt[0], 0.0)
        if abs((wall - learnt[0]) - (steady - learnt[1])) > _UNCERTAIN + age * _DRIFT:
            return None
        middle, margin = wall * 1000 + offset, (_UNCERTAIN + learnt[2] / 2 + age * _DRIFT) * 1000
        return Now(int(middle - margin), int(middle + margin + within * 1000) + 1)


def timestamp(clock: Callable[[], float], offset: ClockOffset) -> int:
    """Return the venue's current time in Unix milliseconds."""
    return int(clock() * 1000 + offset.milliseconds)
