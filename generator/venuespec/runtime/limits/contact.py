"""Track this process's contact with the Redis that keeps shared limits, and its last reply."""

import threading

from ..errors import ConfigurationError
from ..logs import logger
from .commands import SILENCE, Failure, LastReply, uptime

_PATIENCE = 1.0
"""Seconds of time-outs after which Redis counts as away."""
_BACKOFF = (0.1, 1.0)
_logger = logger("limits")


class Contact:
    """The contact of one process with Redis: connected, briefly disturbed, or lost."""

    def __init__(self, place: str, *, refuse: bool, timeout: float) -> None:
        self.place = place
        self._refuse = refuse
        self._timeout = timeout
        self.begin()

    def begin(self) -> None:
        """Reset the state, as at the start or in a forked child."""
        self._lock = threading.RLock()
        self.away = False
        self.last_reply: LastReply | None = None
        self.epoch = ""  # the epoch in which this process recorded its units
        self.recording: set[object] = set()  # threads recording now; units taken meanwhile are not included
        self.lag = 0.0
        self.sent = uptime()  # when the last command left that counts as a heartbeat
        self.failing_since: float | None = None
        self.replied = 0.0
        self.fault: str | None = None
        self._pause, self.again = _BACKOFF[0], 0.0

    def record_reply(self, redis_time: int, asked: float, received: float) -> None:
        """Record a reply."""
        with self._lock:
            self.replied = received
            if self.last_reply is not None and received >= self.last_reply.received:
                self.last_reply = LastReply(self.last_reply.epoch, redis_time, asked, received)
        if not self.away:
            self.failing_since = None

    def joined(self, last_reply: LastReply) -> None:
        """Record that Redis knows this process's units: the process is in contact from now on."""
        with self._lock:
            self.last_reply, self.epoch, self.replied = last_reply, last_reply.epoch, last_reply.received
            was, self.away, self.failing_since = self.away, False, None
        if was:
            _logger.warning("the Redis at %s that keeps rate limits is back", self.place)

    def left_epoch(self, epoch: str) -> None:
        """Record that another epoch began."""
        with self._lock:
            if self.epoch == epoch:
                self.epoch = ""

    def clock_was_set(self) -> None:
        """Log that the clock of the Redis was set, which should not happen."""
        _logger.warning("the clock of the Redis at %s was set: limits are counted anew", self.place)

    def jumped(self, since: LastReply, redis_time: int, received: float) -> bool:
        """Return whether Redis' clock moved by more than the time since an earlier reply."""
        passed = (redis_time - since.redis_time) / 1e6
        return passed > received - since.asked + 0.05 + passed / 1000

    def failed(self, failure: Failure) -> None:
        """Record a failure: a brief disturbance, an outage, or a fault that the next call raises."""
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
        """Return whether it is time to try Redis again."""
        now = uptime()
        if now < self.again:
            return False
        self._pause = min(self._pause * 2, _BACKOFF[1])
        self.again = now + self._pause
        return True

    def alone_in(self, window: float) -> float:
        """Return the seconds until this process may go on alone with its share.

        By then the others have certainly reserved the share, and a window has passed since. The last heartbeat may have
        been read a time-out after it left; only then do the others count the silence.
        """
        return self.sent + 2 * self._timeout + SILENCE + window - uptime()

    def raise_fault(self) -> None:
        """Raise ``ConfigurationError`` for a fault that was met since the last call."""
        fault, self.fault = self.fault, None
        if fault is not None:
            raise ConfigurationError(fault)
