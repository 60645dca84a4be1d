"""Rolling windows: one bucket's units and turns, and the buckets of one process by name.

A unit counts from the moment it is taken until a window, and a little slack, later. A call that must wait is given a
turn: the earliest moment at which it fits behind the calls that already wait. When the call comes back at that moment,
it takes its turn or, if other calls were late, is given a later one.
"""

from bisect import insort
from collections import deque
from collections.abc import Sequence
from operator import itemgetter

from ..records import define, field
from .charges import Charge

_MANY = 4096
# Moments are sums of floats: what is over in less than a nanosecond is over.
SOON = 1e-9
MOMENT = itemgetter(0)


Entry = tuple[float, int, int]
"""The moment from which units count, how many, and the ticket of the call that they are for."""


@define
class Window:
    """One bucket: the units taken during the last ``span`` seconds, and the turns of waiting calls.

    ``span`` includes the slack; ``limit`` is the venue's own figure, where it sent one.
    """

    span: float
    taken: deque[Entry] = field(factory=deque[Entry])
    used: int = 0
    closed_until: float = 0.0
    limit: int | None = None
    turns: list[Entry] = field(factory=list[Entry])

    def __init__(
        self,
        span: float,
        taken: deque[Entry] | None = None,
        used: int = 0,
        closed_until: float = 0.0,
        limit: int | None = None,
        turns: list[Entry] | None = None,
    ) -> None:
        self.span = span
        self.taken = deque() if taken is None else taken
        self.used = used
        self.closed_until = closed_until
        self.limit = limit
        self.turns = [] if turns is None else turns

    def forget(self, now: float) -> None:
        """Drop units and turns older than the window."""
        before = now - self.span + SOON
        while self.taken and self.taken[0][0] <= before:
            self.used -= self.taken[0][1]
            self.taken.popleft()
        if self.turns and self.turns[0][0] <= before:
            self.turns = [turn for turn in self.turns if turn[0] > before]

    def add(self, moment: float, units: int, ticket: int) -> None:
        """Count units from a moment on."""
        self.used += units
        if not self.taken or self.taken[-1][0] <= moment:
            self.taken.append((moment, units, ticket))
        else:
            insort(self.taken, (moment, units, ticket), key=MOMENT)

    def remove(self, ticket: int) -> Entry | None:
        """Remove and return the latest units of a ticket; None if it has none."""
        for index in range(len(self.taken) - 1, -1, -1):
            if self.taken[index][2] == ticket:
                entry = self.taken[index]
                del self.taken[index]
                self.used -= entry[1]
                return entry
        return None

    def remove_turn(self, ticket: int) -> float | None:
        """Remove the turn of a ticket and return its moment."""
        for index, turn in enumerate(self.turns):
            if turn[2] == ticket:
                del self.turns[index]
                return turn[0]
        return None

    def settle(self, moment: float, units: int, ticket: int) -> bool:
        """Move the units of a ticket to a later moment; return whether they were earlier."""
        entry = self.remove(ticket)
        self.add(moment if entry is None else max(moment, entry[0]), units, ticket)
        return entry is None or entry[0] < moment

    def correct(self, now: float, limit: int, remaining: int, taken: float, ticket: int) -> None:
        """Adopt the venue's count, which may not include units taken after ``taken``."""
        self.forget(now)
        used = max(limit - remaining, 0)
        if used > self.used:
            self.add(now, used - self.used, ticket)
        seen = sum(units for moment, units, _ in self.taken if moment <= taken)
        while self.taken and self.taken[0][0] <= taken and seen - self.taken[0][1] >= used:
            seen -= self.taken[0][1]
            self.used -= self.taken.popleft()[1]

    def without(self, ticket: int | None, now: float) -> "Window":
        """Return a read-only copy of the count, without turns and without the units of a ticket."""
        recent = deque(entry for entry in list(self.taken) if entry[0] > now - self.span + SOON and entry[2] != ticket)
        used = sum(units for _, units, _ in recent)
        return Window(self.span, recent, used, self.closed_until, self.limit)

    def recount(self) -> None:
        """Recompute the sum from the entries after an interrupted change."""
        self.used = sum(units for _, units, _ in list(self.taken))

    def earliest(self, units: int, limit: int, now: float, *, due: bool) -> float:
        """Return the first moment at which the units fit; more units than the limit fit an empty bucket.

        A call whose turn is ``due`` goes before calls with later turns, which check again on wake-up.
        """
        start = max(now, self.closed_until)
        room = limit - min(units, limit)
        taken, turns, inside = list(self.taken), self.turns, self.used
        oldest = first = behind = 0  # of what was taken; of the turns that lie inside of the window
        while True:
            while behind < len(turns) and turns[behind][0] <= start:
                inside += turns[behind][1]
                behind += 1
            before = start - self.span + SOON
            while oldest < len(taken) and taken[oldest][0] <= before:
                inside -= taken[oldest][1]
                oldest += 1
            while first < behind and turns[first][0] <= before:
                inside -= turns[first][1]
                first += 1
            if inside > room:
                frees = [taken[oldest][0]] if oldest < len(taken) else []
                frees += [turns[first][0]] if first < behind else []
                start = min(frees) + self.span
                continue
            crowded = None if due else self._crowded(taken, (oldest, first, behind), inside, room, start)
            if crowded is None:
                return start
            start = crowded

    def _crowded(
        self, taken: list[Entry], position: tuple[int, int, int], inside: int, room: int, start: float
    ) -> float | None:
        """Return the first turn after ``start`` whose window would overflow; None if all have room."""
        oldest, first, behind = position
        for index in range(behind, len(self.turns)):
            moment, units, _ = self.turns[index]
            if moment >= start + self.span:
                break
            inside += units
            before = moment - self.span + SOON
            while oldest < len(taken) and taken[oldest][0] <= before:
                inside -= taken[oldest][1]
                oldest += 1
            while first < index and self.turns[first][0] <= before:
                inside -= self.turns[first][1]
                first += 1
            if inside > room:
                return moment
        return None


@define
class Buckets:
    """The windows of a process by bucket: made at the first use, dropped when many are idle."""

    slack: float
    windows: dict[tuple[str, ...], Window] = field(factory=dict[tuple[str, ...], Window])

    def __init__(self, slack: float, windows: dict[tuple[str, ...], Window] | None = None) -> None:
        self.slack = slack
        self.windows = {} if windows is None else windows

    def window(self, charge: Charge, now: float) -> Window:
        """Return the window of a charge's bucket, which is new at the first use."""
        window = self.windows.get(charge.bucket)
        if window is None:
            if len(self.windows) >= _MANY:
                self._drop_idle(now)
            window = self.windows[charge.bucket] = Window(charge.window + self.slack)
        return window

    def usage(self, now: float) -> dict[tuple[str, ...], int]:
        """Return the units in use, turns included, of each bucket that has any."""
        used: dict[tuple[str, ...], int] = {}
        for name, window in list(self.windows.items()):
            entries = [*list(window.taken), *list(window.turns)]
            units = sum(units for moment, units, _ in entries if moment > now - window.span + SOON)
            if units:
                used[name] = units
        return used

    def own(self, charge: Charge, now: float, margin: float, ticket: int) -> tuple[int, float]:
        """Return the units taken in the window and the seconds until the charge fits.

        A margin at the window's old end and the units of the ticket do not count, and nothing is taken.
        """
        window = self.windows.get(charge.bucket)
        if window is None:
            return 0, 0.0
        recent, since = window.without(ticket, now), now - window.span + margin
        wait = recent.earliest(charge.units, window.limit or charge.limit, now, due=True) - now
        return sum(units for moment, units, _ in recent.taken if moment > since), wait

    def take_back(self, charges: Sequence[Charge], ticket: int) -> None:
        """Remove the units and the turns of a ticket after an interrupted change."""
        for charge in charges:
            window = self.windows.get(charge.bucket)
            if window is not None:
                window.recount()
                window.remove(ticket)
                window.remove_turn(ticket)

    def recount(self) -> None:
        """Recompute all sums from the entries after an interrupted change."""
        for window in list(self.windows.values()):
            window.recount()

    def _drop_idle(self, now: float) -> None:
        for name, window in list(self.windows.items()):
            window.forget(now)
            if not window.taken and not window.turns and window.closed_until <= now:
                del self.windows[name]
