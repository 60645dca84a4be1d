"""What a process knows of the Redis that keeps shared limits: whether it is there, and what it said last."""

import logging
import threading

from ..errors import ConfigurationError
from .commands import SILENCE, Failure, Heard, uptime

_PATIENCE = 1.0
"""Seconds of time-outs after which Redis is said to be away."""
_BACKOFF = (0.1, 1.0)
_logger = logging.getLogger("venues.limits")


class Contact:
    """The state of one process: in contact with Redis, in trouble for a moment, or away from it."""

    def __init__(self, place: str, *, refuse: bool, timeout: float) -> None:
        self.place = place
        self._refuse = refuse
        self._timeout = timeout
        self.begin()

    def begin(self) -> None:
        """Know nothing, as at the start or in a forked child."""
        self._lock = threading.RLock()
        self.away = False
        self.heard: Heard | None = None
        self.epoch = ""  # the one in which this process recorded its units
        self.recording: set[object] = set()  # who records at this moment: what is taken meanwhile is not in it
        self.lag = 0.0
        self.sent = uptime()  # when a command left that others may take for a sign of life
        self.failing_since: float | None = None
        self.replied = 0.0
        self.fault: str | None = None
        self._pause, self.again = _BACKOFF[0], 0.0

    def hears(self, told: int, asked: float, received: float) -> None:
        """A reply came."""
        with self._lock:
            self.replied = received
            if self.heard is not None and received >= self.heard.received:
                self.heard = Heard(self.heard.epoch, told, asked, received)
        if not self.away:
            self.failing_since = None

    def joined(self, heard: Heard) -> None:
        """This process's units are recorded: it is in contact from now on."""
        with self._lock:
            self.heard, self.epoch, self.replied = heard, heard.epoch, heard.received
            was, self.away, self.failing_since = self.away, False, None
        if was:
            _logger.warning("the Redis at %s that keeps rate limits is back", self.place)

    def left_epoch(self, epoch: str) -> None:
        """Another epoch began."""
        with self._lock:
            if self.epoch == epoch:
                self.epoch = ""

    def clock_was_set(self) -> None:
        """Say so, since it ought not to be."""
        _logger.warning("the clock of the Redis at %s was set: limits are counted anew", self.place)

    def jumped(self, since: Heard, told: int, received: float) -> bool:
        """Whether Redis' clock went on by more than has passed since an earlier reply."""
        passed = (told - since.told) / 1e6
        return passed > received - since.asked + 0.05 + passed / 1000

    def failed(self, failure: Failure) -> None:
        """No reply came: a moment of trouble, an outage, or a fault that the next call is told."""
        if failure.kind == "lasting":
            if self.fault is None:
                _logger.error("%s", failure.reason)
            self.fault = failure.reason
            return
        now = uptime()
        with self._lock:
            if self.failing_since is None:
                self.failing_since = now
            away = failure.kind != "timeout" or now - self.failing_since >= _PATIENCE
            first, self.away = away and not self.away, self.away or away
            if first:
                self._pause, self.again = _BACKOFF[0], now + _BACKOFF[0]
        if first:
            then = "calls are refused" if self._refuse else "this process keeps to its share of the limits"
            _logger.warning("the Redis at %s that keeps rate limits is away (%s): %s", self.place, failure.reason, then)

    def may_try(self) -> bool:
        """Whether it is time to look for Redis again."""
        now = uptime()
        if now < self.again:
            return False
        self._pause = min(self._pause * 2, _BACKOFF[1])
        self.again = now + self._pause
        return True

    def alone_in(self, window: float) -> float:
        """Seconds until the others certainly reserve this process's share, and a window has passed since.

        The last sign of life may have been read a time-out after it left; then the others count the silence.
        """
        return self.sent + 2 * self._timeout + SILENCE + window - uptime()

    def raise_fault(self) -> None:
        """Raise ``ConfigurationError`` for a fault that was met since the last call."""
        fault, self.fault = self.fault, None
        if fault is not None:
            raise ConfigurationError(fault)
