"""Clocks for tests, on which sleeping takes no time."""

from venues import SystemClock


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
