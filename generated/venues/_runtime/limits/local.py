"""The windows of one process, in which a call takes units of all its buckets, or of none.

A signal handler may use the windows while the interrupted thread is inside them. Such a nested call never waits for
itself: a nested ``take`` only reads copies and appends, every other nested change is deferred until the interrupted one
ends, and the interrupted one starts again if units were taken in between.
"""

import threading
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import count

from .charges import Charge
from .window import MOMENT, SOON, Buckets, Window


class LocalWindows:
    """The buckets of this process, by name. ``now`` comes from one clock for all calls."""

    def __init__(self, slack: float) -> None:
        self.buckets = Buckets(slack)
        self._windows = self.buckets.windows
        self._lock = threading.RLock()
        self._busy = False
        self._nested = self._counted = 0  # takes of signal handlers, and those that the sums hold
        self._put_off: deque[Callable[[], object]] = deque()
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
                    self.buckets.take_back(charges, ticket)
                    self._recount()
            except BaseException:
                self.buckets.take_back(charges, ticket)
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
        turn, added, windows = now, 0, self._windows
        for charge in charges:
            window = windows.get(charge.bucket)
            if window is None:
                window = self.buckets.window(charge, now)
            taken, units, limit = window.taken, charge.units, window.limit or charge.limit
            before = now - window.span + SOON
            while taken and taken[0][0] <= before:  # as ``forget`` does
                window.used -= taken.popleft()[1]
            if (  # as ``add`` does; most calls come here
                turn == now
                and share is None
                and window.used + units <= limit
                and not window.turns
                and window.closed_until <= now
                and (not taken or taken[-1][0] <= now)
            ):
                taken.append((now, units, ticket))
                window.used += units
                added += 1
                continue
            due = bool(window.turns) and _is_due(window, now, ticket)
            if share is not None:
                limit = _part(limit, share)
                if units > limit:
                    turn = float("inf")
                    break
            if window.used + units > limit or window.turns or window.closed_until > now:
                turn = max(turn, window.earliest(units, limit, now, due=due))
            if turn == now:
                window.add(now, units, ticket)
                added += 1
        if turn > now:
            for charge in charges[:added]:
                self._windows[charge.bucket].remove(ticket)
            if ticket and turn - now <= longest:
                for charge in charges:
                    insort(self.buckets.window(charge, now).turns, (turn, charge.units, ticket), key=MOMENT)
        return turn - now

    def _take_nested(self, charges: Sequence[Charge], now: float, ticket: int, share: float | None) -> float:
        """Take units in a signal handler that interrupted another change, moving nothing that it may use."""
        wait = 0.0
        for charge in charges:
            window = self._windows.get(charge.bucket) or self.buckets.window(charge, now)
            limit = window.limit or charge.limit
            limit = limit if share is None else _part(limit, share)
            wait = max(wait, window.without(None, now).earliest(charge.units, limit, now, due=True) - now)
        if wait == 0:
            for charge in charges:
                self._windows[charge.bucket].taken.append((now, charge.units, ticket))
            self._nested += 1
        return wait

    def _recount(self) -> None:
        counted = self._nested
        self.buckets.recount()
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
                window = self.buckets.window(charge, now)
                window.forget(now)
                window.remove(ticket)
                window.add(moment, charge.units, ticket)

        self.change(change)

    def settle(self, charges: Sequence[Charge], moment: float, ticket: int) -> bool:
        """Move the units of a ticket to a later moment; return whether any was earlier."""
        with self._lock:
            if self._busy:
                self._put_off.append(partial(self._settle, charges, moment, ticket))
                return False
            self._busy = True
            try:
                return self._settle(charges, moment, ticket)
            finally:
                self._busy = bool(self._put_off) or self._nested != self._counted
                if self._busy:
                    self._leave()

    def _settle(self, charges: Sequence[Charge], moment: float, ticket: int) -> bool:
        moved = False
        for charge in charges:
            window = self._windows.get(charge.bucket) or self.buckets.window(charge, moment)
            taken = window.taken
            if taken and taken[-1][2] == ticket:  # no other call came meanwhile
                if taken[-1][0] < moment:
                    taken[-1] = (moment, charge.units, ticket)
                    moved = True
            elif window.settle(moment, charge.units, ticket):
                moved = True
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
                window = self.buckets.window(charge, now)
                until = now + (charge.window if seconds is None else seconds)
                window.closed_until = max(window.closed_until, until)

        self.change(change)

    def correct(
        self, charge: Charge, now: float, limit: int | None, remaining: int, reset: float | None, taken: float
    ) -> None:
        """Adopt the venue's count, which may not include units taken after ``taken``."""

        def change() -> None:
            window = self.buckets.window(charge, now)
            window.limit = limit or window.limit
            window.correct(now, window.limit or charge.limit, remaining, taken, next(self._unknown))
            if remaining <= 0 and reset:
                window.closed_until = max(window.closed_until, now + reset)

        self.change(change)


def _is_due(window: Window, now: float, ticket: int) -> bool:
    """Take a waiting call out of a window's turns; return whether its turn has come."""
    window.forget(now)
    moment = window.remove_turn(ticket) if ticket else None
    return moment is not None and moment <= now


def _part(limit: int, share: float) -> int:
    return int(limit * share + 1e-9)
