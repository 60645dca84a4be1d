"""Limits that processes share through a Redis, safe while it is slow, away, emptied, or wrong about the time.

What keeps a venue's limit through all of that:

- A call asks with its ticket: asked again after a reply that was lost, it is not counted twice. A reply that does not
  come is never a reason to go alone at once.
- Each process keeps its own window too, and every grant passes both.
- The count has an *epoch*. A process that meets another epoch (Redis was emptied, restarted, replaced by a replica, or
  its clock was set) records its own units anew, by their age, before it takes more; nobody takes until all processes
  have done so, or a window has passed.
- A process that lost contact waits until the others certainly reserve its share, and a window more; then it goes on
  alone with its share of every limit. Redis knows who was in contact, and reserves the shares of those who fell silent.

The methods are generators of ``Ask``: a blocking and an asyncio driver run the same code.
"""

import hashlib
import logging
import os
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import lru_cache
from random import SystemRandom
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import quote

from attrs import frozen

from ..errors import ConfigurationError, RateLimitUnavailable
from .charges import Charge
from .window import LocalWindows

T = TypeVar("T")

_SILENCE = 1.0
"""Seconds beyond the time-out after which a process that was not heard of counts as silent."""
_PATIENCE = 1.0
"""Seconds of time-outs after which Redis is said to be away."""
_NEAR = 0.03
"""A Redis that answers within these seconds is told in the call what became of it; a slower one behind its back."""
_TELL = 0.05
_TELL_LATEST = 30.0
_POLL = 0.05
_BEAT = 0.5
_BACKOFF = (0.1, 1.0)
_QUEUE = 32
"""Calls that have a turn in a bucket; the next ones look again later."""
_JITTER = SystemRandom()
_logger = logging.getLogger("venues.limits")


@frozen
class Ask:
    """Run a program in Redis, and tell its reply, or the ``Failure`` that came instead.

    Each round trip ends after ``timeout`` seconds, and all of them, connecting included, after ``within``.
    """

    program: str
    keys: list[str]
    arguments: list[Any]
    timeout: float
    within: float


@frozen
class Failure:
    """No reply: Redis is away, answers with an error, or (``lasting``) with one that only its owner can mend."""

    reason: str
    kind: Literal["timeout", "away", "refused", "lasting"]


Asking = Generator[Ask, Any, T]


class _Contact(NamedTuple):
    """The last reply: the epoch, Redis' time, and our own time before and after."""

    epoch: str
    told: int
    asked: float
    received: float


class _Told(NamedTuple):
    """Something that Redis is still to hear, made into a command when it is sent."""

    command: Callable[[float], Ask]
    since: float


def uptime() -> float:
    """Seconds of a clock that is never set and that counts while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class SharedWindows:
    """The buckets of a namespace in a Redis, and this process's own count of them."""

    def __init__(
        self,
        place: str,
        namespace: str,
        *,
        secret: str,
        share: float,
        refuse: bool,
        slack: float,
        timeout: float,
    ) -> None:
        self.place = place
        self.local = LocalWindows(slack)
        self._namespace = namespace
        self._secret = hashlib.blake2b(f"{namespace}\n{secret}".encode(), digest_size=32).digest()
        self._share = share
        self._refuse = refuse
        self._slack = slack
        self._timeout = timeout
        self._name = uuid.uuid4().hex[:10]
        self._key = lru_cache(maxsize=8192)(self._named)
        self._lock = threading.RLock()
        self._told: deque[_Told] = deque(maxlen=10_000)
        self._begin()

    def _begin(self) -> None:
        self.away = False
        self._contact: _Contact | None = None
        self._epoch = ""  # that this process recorded its units in
        self._joining: set[object] = set()  # who records at this moment: what is taken meanwhile is not in it
        self._lag = 0.0
        self._failing: float | None = None
        self._fault: str | None = None
        self._sent = uptime()  # when a command left that others may have taken for a sign of life
        self._replied = 0.0
        self._pause, self._again = _BACKOFF[0], 0.0

    def forked(self) -> None:
        """Begin as another process."""
        self._lock = threading.RLock()
        self._told.clear()
        self.local.forked()
        self._begin()

    @property
    def degraded(self) -> bool:
        """Whether the last question was not answered."""
        return self._failing is not None

    # --- taking

    def take(self, charges: Sequence[Charge], ticket: int, longest: float, *, cancel: bool) -> Asking[float]:
        """See ``RateLimiter.take``."""
        until = uptime() + (longest if longest > 0 else self._timeout)
        for _ in range(8):
            self._raise_fault()
            if self.away:
                return self._alone(charges, ticket, longest, cancel=cancel)
            if not self._epoch and not (yield from self._join(until)):
                break
            wait = yield from self._asked(charges, ticket, longest, until)
            if wait is not None:
                return wait
            if self._failing is not None or uptime() >= until:
                break
        self._raise_fault()
        return self._unanswered(charges, ticket, longest, cancel=cancel)

    def _asked(self, charges: Sequence[Charge], ticket: int, longest: float, until: float) -> Asking[float | None]:
        """Ask once; None to ask again, or where no answer came."""
        contact, now, lag = self._contact, uptime(), self._lag
        if contact is None or now >= until:
            return None
        own = [self.local.wait(charge, now, ticket) for charge in charges]
        reply = yield self._take(contact, charges, own, ticket, longest, until, jumped=False)
        received = uptime()
        if isinstance(reply, Failure):
            self._failed(reply)
            return None
        status, told, epoch = reply[0], int(reply[1]), reply[2]
        passed = (told - contact.told) / 1e6
        jumped = status != "other" and passed > received - contact.asked + 0.05 + passed / 1000
        self._heard(told, now, received)
        if jumped:
            yield from self._clock_was_set(until)
            return None
        if status == "other":
            self._epoch = "" if self._epoch == contact.epoch else self._epoch
            yield from self._join(until)
            return None
        if status != "taken":
            return None
        self._lag += (min(received - now, self._timeout) - self._lag) / 4
        wait = int(reply[3]) / 1e6
        for charge, closed in zip(charges, reply[5:], strict=False):
            if int(closed) > told:
                self.local.close([charge], received, (int(closed) - told) / 1e6)
        if wait > 0:
            spread = 1 + _JITTER.random() / 2 if reply[4] == "0" and wait <= longest else 1.0
            return min(wait * spread, max(wait, longest))
        if charges and received - now - lag > min(charge.window for charge in charges) / 4:
            return None  # granted long ago: asked again, it is granted from now on
        self.local.count(charges, now + lag, received, ticket)
        if self._epoch != contact.epoch or self._joining:
            self.local.give_back(charges, ticket)  # what was recorded meanwhile does not have it
            return None
        return 0.0

    def _clock_was_set(self, until: float) -> Asking[None]:
        contact, now = self._contact, uptime()
        if contact is not None and now < until:
            reply = yield self._take(contact, [], [], 0, 0.0, until, jumped=True)
            if isinstance(reply, Failure):
                self._failed(reply)
            else:
                self._heard(int(reply[1]), now, uptime())
                _logger.warning("the clock of the Redis at %s was set: limits are counted anew", self.place)

    def _join(self, until: float) -> Asking[bool]:
        """Record what this process took in the epoch that holds now."""
        with self._lock:
            before = self._contact.epoch if self._contact is not None else ""
        for _ in range(4):
            asked = uptime()
            if asked >= until:
                return False
            reply = yield self._ask("probe", self._keys([], ""), [], until)
            received = uptime()
            if isinstance(reply, Failure):
                self._failed(reply)
                return False
            told, epoch = int(reply[1]), reply[2] or uuid.uuid4().hex[:10]
            if epoch == self._epoch and not self.away:
                return True  # another thread was faster
            joining = object()
            self._joining.add(joining)
            try:
                for command in self._records(epoch, before, told, received, until):
                    last, asked = self._sent, uptime()
                    self._sent = asked
                    reply = yield command
                    if isinstance(reply, Failure):
                        if reply.kind == "refused" and self._sent == asked:
                            self._sent = last  # nobody took it for a sign of life
                        self._failed(reply)
                        return False
                    if reply[0] != "joined":
                        break
                else:
                    self._contact, self._epoch = _Contact(epoch, int(reply[1]), asked, uptime()), epoch
                    self._back()
                    return True
            finally:
                self._joining.discard(joining)
        return False

    def _unanswered(self, charges: Sequence[Charge], ticket: int, longest: float, *, cancel: bool) -> float:
        """No answer in time: seconds after which to ask again with the same ticket, in case that one was counted."""
        if self.away:
            return self._alone(charges, ticket, longest, cancel=cancel)
        if self._refuse and not cancel and longest <= _POLL:
            raise RateLimitUnavailable(self.place, _POLL)
        return _POLL

    def _alone(self, charges: Sequence[Charge], ticket: int, longest: float, *, cancel: bool) -> float:
        """Go on without Redis: after a pause in which the others learn of it, with a share of every limit."""
        now = uptime()
        if self._refuse and not cancel:
            raise RateLimitUnavailable(self.place, max(self._again - now, 0.0))
        widest = max((charge.window + self._slack for charge in charges), default=0.0)
        # The last sign of life may have been read a time-out after it left; then the others count the silence.
        alone = self._sent + 2 * self._timeout + _SILENCE + widest
        wait = alone - now
        if wait <= 0:
            wait = 0.02 if self._joining else self.local.take(charges, now, ticket, longest, self._share)
            if wait == 0 and (self._joining or not self.away):
                self.local.give_back(charges, ticket)
                wait = 0.02
            if wait == float("inf"):
                wait = 60.0  # more than the share: not before Redis is back
        # Redis may be back before that.
        return min(wait, _POLL * 2) if 0 < _POLL * 2 < longest else wait

    # --- telling what became of a call: never an error, and hardly a delay

    def settle(self, charges: Sequence[Charge], ticket: int) -> Asking[None]:
        """See ``RateLimiter.settle``."""
        now = uptime()
        if not self.local.settle(charges, now - self._slack, ticket):
            return
        spans = [part for each in charges for part in (self._entry(each.units, ticket), self._span(each))]
        yield from self._tell(charges, "settle", lambda age: [_micro(self._slack + age), *spans])

    def give_back(self, charges: Sequence[Charge], ticket: int) -> Asking[None]:
        """See ``RateLimiter.give_back``."""
        self.local.give_back(charges, ticket)
        units = [part for each in charges for part in (each.units, self._span(each))]
        yield from self._tell(charges, "give_back", lambda _: [self._ticket(ticket), *units])

    def close(self, charges: Sequence[Charge], seconds: float | None) -> Asking[None]:
        """See ``RateLimiter.close``."""
        self.local.close(charges, uptime(), seconds)

        def arguments(age: float) -> list[Any]:
            return [
                part
                for each in charges
                for part in (self._span(each), _micro((each.window if seconds is None else seconds) - age))
            ]

        yield from self._tell(charges, "close", arguments)

    def correct(
        self, charge: Charge, limit: int | None, remaining: int, reset: float | None, ago: float
    ) -> Asking[None]:
        """See ``RateLimiter.correct``; the answered call was taken ``ago`` seconds ago."""
        now = uptime()
        self.local.correct(charge, now, limit, remaining, reset, now - ago)
        entry = f"{self._ticket(0)}-{uuid.uuid4().hex[:10]}"
        figures = [limit or 0, remaining]
        yield from self._tell(
            [charge],
            "correct",
            lambda age: [
                *(entry, self._span(charge), *figures, _micro((reset or 0.0) - age)),
                *(_micro(ago + age), charge.limit),
            ],
        )

    def _tell(self, charges: Sequence[Charge], program: str, arguments: Callable[[float], list[Any]]) -> Asking[None]:
        buckets = [charge.bucket for charge in charges]

        def command(age: float) -> Ask:
            return Ask(program, self._keys(buckets, self._epoch), arguments(age), _TELL, _TELL)

        if not charges or self.away:
            return  # what this process counts is recorded when it joins
        if not self._epoch:
            yield from self._join(uptime() + _TELL)
            return
        told = _Told(command, uptime())
        if self._lag > _NEAR or self._failing is not None:
            self._told.append(told)
        elif isinstance(failure := (yield command(0.0)), Failure):
            self._failed(failure)
            self._told.append(told)

    def usage(self) -> Asking[dict[tuple[str, ...], int]]:
        """The units in use of each bucket that this process used; its own count of them without Redis."""
        names = self.local.names()
        if names and not self.away:
            if not self._epoch:
                yield from self._join(uptime() + self._timeout)
            reply = yield self._ask("usage", self._keys(names, self._epoch), [], uptime() + self._timeout)
            if not isinstance(reply, Failure):
                return {name: int(used) for name, used in zip(names, reply[3:], strict=True) if int(used) > 0}
            self._failed(reply)
        return self.local.usage(uptime())

    # --- for the keeper

    def tend(self) -> Asking[None]:
        """What is to be done beside all calls: tell what is left to tell, show a sign of life, look for Redis."""
        now = uptime()
        if self.away:
            if now >= self._again:
                self._pause = min(self._pause * 2, _BACKOFF[1])
                self._again = now + self._pause
                yield from self._join(now + 5 * self._timeout)
            return
        while self._told and self._failing is None:
            told = self._told.popleft()
            age = uptime() - told.since
            if age < _TELL_LATEST:
                ask = told.command(age)
                reply = yield self._ask(ask.program, ask.keys, ask.arguments, uptime() + 5 * self._timeout)
                if isinstance(reply, Failure):
                    self._failed(reply)
                    self._told.appendleft(told)
        if self._epoch and uptime() - self._replied > _BEAT and self._fault is None:
            yield from self._asked([], 0, 0.0, uptime() + 5 * self._timeout)
            if not self._epoch and not self.away:
                yield from self._join(uptime() + 5 * self._timeout)

    @property
    def restless(self) -> bool:
        """Whether something is left to tell."""
        return bool(self._told)

    def leave(self) -> Asking[None]:
        """Take nothing more: nobody needs to reserve a share for this process."""
        if self._epoch and not self.away:
            self._epoch = ""
            yield Ask("leave", self._keys([], ""), [self._me()], _TELL, _TELL)

    # --- what is known of Redis

    def _heard(self, told: int, asked: float, received: float) -> None:
        with self._lock:
            self._replied = received
            if self._contact is not None and received >= self._contact.received:
                self._contact = _Contact(self._contact.epoch, told, asked, received)
        if not self.away:
            self._failing = None

    def _failed(self, failure: Failure) -> None:
        now = uptime()
        if failure.kind == "lasting":
            if self._fault is None:
                _logger.error("%s", failure.reason)
            self._fault = failure.reason
            return
        with self._lock:
            if self._failing is None:
                self._failing = now
            away = failure.kind != "timeout" or now - self._failing >= _PATIENCE
            first, self.away = away and not self.away, self.away or away
            if first:
                self._pause, self._again = _BACKOFF[0], now + _BACKOFF[0]
        if first:
            then = "calls are refused" if self._refuse else "this process keeps to its share of the limits"
            _logger.warning("the Redis at %s that keeps rate limits is away (%s): %s", self.place, failure.reason, then)

    def _back(self) -> None:
        with self._lock:
            was, self.away, self._failing = self.away, False, None
            self._replied = uptime()
        if was:
            _logger.warning("the Redis at %s that keeps rate limits is back", self.place)

    def _raise_fault(self) -> None:
        fault, self._fault = self._fault, None
        if fault is not None:
            raise ConfigurationError(fault)

    # --- commands

    def _ask(self, program: str, keys: list[str], arguments: list[Any], until: float) -> Ask:
        within = max(until - uptime(), 0.001)
        return Ask(program, keys, arguments, min(within, self._timeout), within)

    def _named(self, bucket: tuple[str, ...]) -> str:
        """A bucket's name in Redis: who calls, and for what instrument, cannot be read from it."""
        counted_on = "\n".join(quote(part, "") for part in bucket[3:])
        secret = hashlib.blake2b(counted_on.encode(), digest_size=10, key=self._secret).hexdigest()
        return ":".join([*(quote(part, "") for part in bucket[:3]), secret])

    def _keys(self, buckets: Sequence[tuple[str, ...]], epoch: str) -> list[str]:
        space = f"{{{self._namespace}}}"
        names = [f"{space}:{epoch}:{self._key(bucket)}" for bucket in buckets]
        return [space, f"{space}&", *(key for name in names for key in (name, f"{name}?"))]

    def _ticket(self, ticket: int) -> str:
        # The process is named too, for a limiter that was copied by a fork.
        return f"{self._name}-{os.getpid()}-{ticket}"

    def _entry(self, units: int, ticket: int) -> str:
        return f"{units}:{self._ticket(ticket)}"

    def _me(self) -> str:
        return f"{self._name}-{os.getpid()}|{self._share:.6f}"

    def _span(self, charge: Charge) -> int:
        return _micro(charge.window + self._slack)

    def _take(
        self,
        contact: _Contact,
        charges: Sequence[Charge],
        own: Sequence[float],
        ticket: int,
        longest: float,
        until: float,
        *,
        jumped: bool,
    ) -> Ask:
        now = self._sent = uptime()
        arguments = [contact.epoch, contact.told, _micro(now - contact.received), _micro(self._timeout)]
        arguments += [self._me(), _micro(self._timeout + _SILENCE), int(jumped), uuid.uuid4().hex[:10]]
        arguments += [self._ticket(ticket), _micro(longest), _micro(self._lag), _QUEUE]
        margin = 0.1 + 4 * self._lag
        for charge, wait in zip(charges, own, strict=True):
            mine = self.local.in_use(charge, now - charge.window - self._slack + margin, ticket)
            arguments += [charge.limit, self._span(charge), charge.units, mine, _micro(wait)]
        return self._ask("take", self._keys([each.bucket for each in charges], contact.epoch), arguments, until)

    def _records(self, epoch: str, before: str, told: int, received: float, until: float) -> Generator[Ask]:
        """Commands that record all that this process counts, in parts of a bounded size."""
        windows = self.local.items()
        parts = [windows[index : index + 50] for index in range(0, len(windows), 50)] or [[]]
        for part in parts:
            now = uptime()
            arguments: list[Any] = [epoch, told, _micro(now - received), _micro(self._timeout), self._me(), before]
            for _, window in part:
                entries = [each for each in list(window.taken) if each.moment > now - window.span]
                arguments += [_micro(window.span), _micro(window.closed_until - now), len(entries)]
                for moment, units, ticket in entries:
                    arguments += [self._entry(units, ticket), int((now - moment) * 1e6)]
            yield self._ask("join", self._keys([name for name, _ in part], epoch), arguments, until)


def _micro(seconds: float) -> int:
    return int(min(max(seconds, 0.0), 1e9) * 1e6)
