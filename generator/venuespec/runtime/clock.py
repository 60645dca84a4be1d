"""Time: this machine's clock, and the offset of the venue's."""

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from threading import RLock
from typing import Protocol

from . import fork_safety
from .errors import ConfigurationError

_LONGEST = 1_000_000


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
    if isinstance(value, Real | Decimal | Fraction) and not isinstance(value, bool):
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
        fork_safety.watch(self)

    def forked(self) -> None:
        self._lock = RLock()

    def learn(self, venue_ms: float, sent: float, received: float) -> None:
        """Add a sample: the venue's time, and the local time in seconds before and after asking.

        The venue's time is assumed to be that of the middle of the round trip.
        """
        round_trip = received - sent
        with self._lock:
            if round_trip <= self._round_trip:
                self._round_trip = round_trip
                self.milliseconds = venue_ms - (sent + received) * 500

    def forget(self) -> None:
        """Accept the next sample whatever its round trip, because the offset was found wrong."""
        with self._lock:
            self._round_trip = float("inf")


def timestamp(clock: Callable[[], float], offset: ClockOffset) -> int:
    """Return the venue's current time in Unix milliseconds."""
    return int(clock() * 1000 + offset.milliseconds)
