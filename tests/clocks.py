"""Clocks for tests, on which sleeping takes no time."""

import time
from contextlib import suppress
from pathlib import Path

from venues import SystemClock


class Stopwatch:
    """Counts the seconds since it was made."""

    def __init__(self) -> None:
        self._began, self._hindered = time.monotonic(), hindered()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def own_seconds(self) -> float:
        """At most the seconds that this process needed by itself: without what it waited for a busy processor."""
        return self.seconds - max(hindered() - self._hindered, 0.0)


def hindered() -> float:
    """The seconds that all threads of this process were ready to run and others ran; 0 where nobody counts that."""
    waited = 0
    with suppress(OSError):
        for file in Path("/proc/self/task").glob("*/schedstat"):
            with suppress(OSError, IndexError):  # the thread has ended, or there are no statistics
                waited += int(file.read_text().split()[1])
    return waited / 1e9


class Clock(SystemClock):
    """A clock that only sleeping moves, by what is slept."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept.append(seconds)


class FastClock(SystemClock):
    """The machine's clock, on which sleeping takes no time; what was slept is remembered."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._ahead += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
