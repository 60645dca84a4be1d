"""Rolling windows of one process, in which a call takes units of all its buckets, or of none.

A unit counts from the moment it is taken until a window, and a little slack, later. A call that must wait is given a
turn: the earliest moment at which it fits behind the calls that already wait. When the call comes back at that moment,
it takes its turn or, if other calls were late, is given a later one.

A signal handler may use the windows while the interrupted thread is inside them. Such a nested call never waits for
itself: a nested ``take`` only reads copies and appends, every other nested change is deferred until the interrupted one
ends, and the interrupted one starts again if units were taken in between.
"""

import threading
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from operator import itemgetter

from attrs import define, field

from .charges import Charge

_MANY = 4096
# Moments are sums of floats: what is over in less than a nanosecond is over.
_SOON = 1e-9
_MOMENT = itemgetter(0)


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

    def forget(self, now: float) -> None:
        """Drop units and turns older than the window."""
        before = now - self.span + _SOON
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
            insort(self.taken, (moment, units, ticket), key=_MOMENT)

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
        recent = deque(entry for entry in list(self.taken) if entry[0] > now - self.span + _SOON and entry[2] != ticket)
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
            before = start - self.span + _SOON
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
            before = moment - self.span + _SOON
            while oldest < len(taken) and taken[oldest][0] <= before:
                inside -= taken[oldest][1]
                oldest += 1
            while first < index and self.turns[first][0] <= before:
                inside -= self.turns[first][1]
                first += 1
            if inside > room:
                return moment
        return None


class LocalWindows:
    """The buckets of this process, by name. ``now`` comes from one clock for all calls."""

    def __init__(self, slack: float) -> None:
        self.slack = slack
        self._windows: dict[tuple[str, ...], Window] = {}
        self._lock = threading.RLock()
        self._busy = False
        self._nested = self._counted = 0  # takes of signal handlers, and those that the sums hold
        self._put_off: deque[Callable[[], None]] = deque()
        self._unknown = count(-1, -1)  # in place of the tickets of calls that only the venue knows of
        self._latest = 0.0

    def forked(self) -> None:
        """Give the child a lock of its own."""
        self._lock, self._busy = threading.RLock(), False

    def take(
        self, charges: Sequence[Charge], now: float, ticket: int, longest: float, share: float | None = None
    ) -> float:
        """Take all charges and return 0, or return the seconds until they fit.

        A wait of at most ``longest`` gives the call a turn. With a ``share`` only that part of every limit is
        available; units that never fit into it wait for ``inf``.
        """
        with self._lock:
            if self._busy:
                return self._take_nested(charges, now, ticket, share)
            self._busy = True
            try:
                while True:
                    wait = self._take(charges, now, ticket, longest, share)
                    if self._nested == self._counted:
                        return wait
                    self._undo(charges, ticket)
                    self._recount()
            except BaseException:
                self._undo(charges, ticket)
                raise
            finally:
                # A signal after the comparison is seen by the next call.
                self._busy = bool(self._put_off) or self._nested != self._counted
                if self._busy:
                    self._leave()

    def _take(self, charges: Sequence[Charge], now: float, ticket: int, longest: float, share: float | None) -> float:
        if now < self._latest:
            now = self._latest  # another thread looked at the clock later and came here first
        self._latest = now
        turn, added = now, 0
        for charge in charges:
            window = self._windows.get(charge.bucket) or self._window(charge, now)
            taken = window.taken
            if (taken and taken[0][0] <= now - window.span + _SOON) or window.turns:
                window.forget(now)
            due = False
            if window.turns and ticket:
                moment = window.remove_turn(ticket)
                due = moment is not None and moment <= now
            units, limit = charge.units, window.limit or charge.limit
            if share is not None:
                limit = _part(limit, share)
                if units > limit:
                    turn = float("inf")
                    break
            if window.used + units > limit or window.turns or window.closed_until > now:
                turn = max(turn, window.earliest(units, limit, now, due=due))
            if turn == now:
                if not taken or taken[-1][0] <= now:  # as ``add`` does; most calls come here
                    taken.append((now, units, ticket))
                    window.used += units
                else:
                    window.add(now, units, ticket)
                added += 1
        if turn > now:
            for charge in charges[:added]:
                self._windows[charge.bucket].remove(ticket)
            if ticket and turn - now <= longest:
                for charge in charges:
                    insort(self._window(charge, now).turns, (turn, charge.units, ticket), key=_MOMENT)
        return turn - now

    def _take_nested(self, charges: Sequence[Charge], now: float, ticket: int, share: float | None) -> float:
        """Take units in a signal handler that interrupted another change, moving nothing that it may use."""
        wait = 0.0
        for charge in charges:
            window = self._windows.get(charge.bucket) or self._window(charge, now)
            limit = window.limit or charge.limit
            limit = limit if share is None else _part(limit, share)
            wait = max(wait, window.without(None, now).earliest(charge.units, limit, now, due=True) - now)
        if wait == 0:
            for charge in charges:
                self._windows[charge.bucket].taken.append((now, charge.units, ticket))
            self._nested += 1
        return wait

    def _undo(self, charges: Sequence[Charge], ticket: int) -> None:
        for charge in charges:
            window = self._windows.get(charge.bucket)
            if window is not None:
                window.recount()
                window.remove(ticket)
                window.remove_turn(ticket)

    def _recount(self) -> None:
        counted = self._nested
        for window in list(self._windows.values()):
            window.recount()
        self._counted = counted

    def _leave(self) -> None:
        """End a change: run the deferred changes, and recount so that units of nested calls are included."""
        while self._busy:
            while self._put_off:
                self._put_off.popleft()()
            if self._nested != self._counted:
                self._recount()
            self._busy = False
            self._busy = self._nested != self._counted or bool(self._put_off)

    def change(self, change: Callable[[], None]) -> None:
        """Make a change now or, inside an interrupted change, when that one ends."""
        with self._lock:
            if self._busy:
                self._put_off.append(change)
                return
            self._busy = True
            try:
                change()
            finally:
                self._leave()

    def count(self, charges: Sequence[Charge], moment: float, now: float, ticket: int) -> None:
        """Count units that were granted elsewhere."""

        def change() -> None:
            for charge in charges:
                window = self._window(charge, now)
                window.forget(now)
                window.remove(ticket)
                window.add(moment, charge.units, ticket)

        self.change(change)

    def settle(self, charges: Sequence[Charge], moment: float, ticket: int) -> bool:
        """Move the units of a ticket to a later moment; return whether any was earlier."""
        moved = False

        def change() -> None:
            nonlocal moved
            for charge in charges:
                moved = self._window(charge, moment).settle(moment, charge.units, ticket) or moved

        self.change(change)
        return moved

    def give_back(self, charges: Sequence[Charge], ticket: int) -> None:
        """Drop the units or the turn of a ticket."""

        def change() -> None:
            for charge in charges:
                window = self._windows.get(charge.bucket)
                if window is not None:
                    window.remove(ticket)
                    window.remove_turn(ticket)

        self.change(change)

    def close(self, charges: Iterable[Charge], now: float, seconds: float | None) -> None:
        """Block buckets for some seconds, or for a window; a longer block stays."""

        def change() -> None:
            for charge in charges:
                window = self._window(charge, now)
                until = now + (charge.window if seconds is None else seconds)
                window.closed_until = max(window.closed_until, until)

        self.change(change)

    def correct(
        self, charge: Charge, now: float, limit: int | None, remaining: int, reset: float | None, taken: float
    ) -> None:
        """Adopt the venue's count, which may not include units taken after ``taken``."""

        def change() -> None:
            window = self._window(charge, now)
            window.limit = limit or window.limit
            window.correct(now, window.limit or charge.limit, remaining, taken, next(self._unknown))
            if remaining <= 0 and reset:
                window.closed_until = max(window.closed_until, now + reset)

        self.change(change)

    def usage(self, now: float) -> dict[tuple[str, ...], int]:
        """Return the units in use, turns included, of each bucket that has any."""
        found: dict[tuple[str, ...], int] = {}
        for name, window in list(self._windows.items()):
            entries = [*list(window.taken), *list(window.turns)]
            units = sum(units for moment, units, _ in entries if moment > now - window.span + _SOON)
            if units:
                found[name] = units
        return found

    def own(self, charge: Charge, now: float, margin: float, ticket: int) -> tuple[int, float]:
        """Return the units taken in the window and the seconds until the charge fits.

        A margin at the window's old end and the units of the ticket do not count, and nothing is taken.
        """
        window = self._windows.get(charge.bucket)
        if window is None:
            return 0, 0.0
        recent, since = window.without(ticket, now), now - window.span + margin
        wait = recent.earliest(charge.units, window.limit or charge.limit, now, due=True) - now
        return sum(units for moment, units, _ in recent.taken if moment > since), wait

    def items(self) -> list[tuple[tuple[str, ...], Window]]:
        """Return all buckets with their windows, for reading only."""
        return list(self._windows.items())

    def _window(self, charge: Charge, now: float) -> Window:
        window = self._windows.get(charge.bucket)
        if window is None:
            if len(self._windows) >= _MANY:
                _drop_idle(self._windows, now)
            window = self._windows[charge.bucket] = Window(charge.window + self.slack)
        return window


def _drop_idle(windows: dict[tuple[str, ...], Window], now: float) -> None:
    for name, window in list(windows.items()):
        window.forget(now)
        if not window.taken and not window.turns and window.closed_until <= now:
            del windows[name]


def _part(limit: int, share: float) -> int:
    return int(limit * share + 1e-9)
