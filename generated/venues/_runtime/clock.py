"""Time: the machine's, and how far the venue's is from it."""

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
    """Where the runtime gets time from; tests give their own."""

    def now(self) -> float:
        """Seconds since the Unix epoch."""
        ...

    def monotonic(self) -> float:
        """Seconds that only go forward."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Wait, while other tasks of the event loop go on."""
        ...


def seconds(name: str, value: object, *, zero: bool = False, most: float = _LONGEST) -> float:
    """Check a number of seconds and return it as a float; ``zero`` allows 0. Raises ``ConfigurationError``."""
    if isinstance(value, Real | Decimal | Fraction) and not isinstance(value, bool):
        try:
            found = float(value)
        except (ValueError, OverflowError):
            found = -1.0
        if 0 < found <= most or (zero and found == 0):
            return found
    least = "from 0" if zero else "above 0"
    raise ConfigurationError(f"{name} must be a number of seconds {least}, at most {most}, got {value!r}")


class SystemClock:
    """The machine's clock."""

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
    """How many milliseconds the venue's clock is ahead, from the sample with the shortest round trip."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._offset = 0.0
        self._round_trip = float("inf")
        fork_safety.watch(self)

    def forked(self) -> None:
        self._lock = RLock()

    @property
    def milliseconds(self) -> float:
        return self._offset

    def learn(self, venue_ms: float, sent: float, received: float) -> None:
        """Take a sample: the venue's time, and the local time in seconds before and after asking.

        The venue's time is taken for the middle of the round trip.
        """
        round_trip = received - sent
        with self._lock:
            if round_trip <= self._round_trip:
                self._round_trip = round_trip
                self._offset = venue_ms - (sent + received) * 500

    def forget(self) -> None:
        """Take the next sample whatever its round trip: the clock was found wrong."""
        with self._lock:
            self._round_trip = float("inf")


def timestamp(clock: Callable[[], float], offset: ClockOffset) -> int:
    """The venue's time now, in Unix milliseconds."""
    return int(clock() * 1000 + offset.milliseconds)
