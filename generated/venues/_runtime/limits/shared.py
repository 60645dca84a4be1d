"""Limits shared through a Redis, safe while it is slow, away, emptied, or wrong about the time.

These rules keep a venue's limit through all of that:

- A call asks with its ticket: when it asks again after a lost reply, it is not counted twice. A missing reply is never
  a reason to go alone at once.
- Each process keeps its own window too, and every grant passes both.
- The count has an *epoch*. A process that meets another epoch (Redis was emptied, restarted, replaced by a replica, or
  its clock was set) records its own units anew, by their age, before it takes more; no process takes units until all
  have done so, or a window has passed.
- A process that lost contact waits until the others certainly reserve its share, and a window more; then it goes on
  alone with its share of every limit. Redis knows who was in contact, and reserves the shares of silent processes.

The methods are generators of ``StorageCall``: a blocking and an asyncio driver run the same code.
"""

import math
from collections import deque
from collections.abc import Sequence
from random import SystemRandom

from ..errors import RateLimitUnavailable
from .charges import Charge
from .commands import Asking, Commands, Failure, Update, uptime
from .contact import Contact
from .local import LocalWindows
from .membership import Membership

_NEAR = 0.03
"""A Redis with a shorter round trip, in seconds, gets updates during the call, a slower one in the background."""
_OLDEST_UPDATE = 30.0
_POLL = 0.05
_BEAT = 0.5
_HASTE = 0.25
"""Seconds that a call that cancels orders waits for a reply before it goes on alone."""
_JITTER = SystemRandom()


class SharedWindows:
    """The buckets of a namespace in a Redis, and this process's own count of them."""

    def __init__(self, contact: Contact, commands: Commands, *, share: float, refuse: bool) -> None:
        self.local = LocalWindows(commands.slack)
        self._contact = contact
        self._commands = commands
        self._share = share
        self._refuse = refuse
        self._membership = Membership(contact, commands, self.local)
        self._updates: deque[Update] = deque(maxlen=10_000)
        self._crowded: dict[tuple[str, ...], float] = {}  # end of the wait, by bucket that cancels had to wait for

    def forked(self) -> None:
        """Start over as another process."""
        self._updates.clear()
        self.local.forked()
        self._contact.begin()

    @property
    def degraded(self) -> bool:
        """Return whether the last request to Redis failed."""
        return self._contact.failing_since is not None

    # --- taking

    def take(self, charges: Sequence[Charge], ticket: int, longest: float, within: float = math.inf) -> Asking[float]:
        """Take units; see ``RateLimiter.take``."""
        contact, cancels = self._contact, _cancels(charges)
        within = min(longest if longest > 0 else self._commands.timeout, within)
        if cancels:
            within = min(within, max(_HASTE, 4 * contact.lag))
        until = uptime() + within
        for _ in range(8):
            contact.raise_fault()
            if contact.away or (cancels and self.degraded):
                return self._take_alone(charges, ticket, longest)
            if not contact.epoch and not (yield from self._membership.join(until)):
                break
            wait = yield from self._ask_once(charges, ticket, longest, until)
            if wait is not None:
                return wait
            if contact.failing_since is not None or uptime() >= until:
                break
        contact.raise_fault()
        if contact.away or (cancels and self.degraded):
            return self._take_alone(charges, ticket, longest)
        if self._refuse and longest <= _POLL and not cancels:
            raise RateLimitUnavailable(contact.place, _POLL)
        return _POLL  # the call asks again with the same ticket, so it is not counted twice

    def _ask_once(self, charges: Sequence[Charge], ticket: int, longest: float, until: float) -> Asking[float | None]:
        """Ask Redis once; None if no answer came or the request must be repeated."""
        contact, now = self._contact, uptime()
        last_reply, lag = contact.last_reply, contact.lag
        if last_reply is None or now >= until:
            return None
        margin = 0.02 + 4 * lag  # units about to expire may have expired when the command arrives
        own = [self.local.buckets.own(charge, now, margin, ticket) for charge in charges]
        contact.sent = now
        reply = yield self._commands.take(last_reply, charges, own, ticket, longest, lag, margin, until)
        received = uptime()
        if isinstance(reply, Failure):
            contact.failed(reply)
            return None
        status, redis_time = reply[0], int(reply[1])
        jumped = status != "other" and contact.jumped(last_reply, redis_time, received)
        contact.record_reply(redis_time, now, received)
        if jumped:
            yield from self._membership.clock_was_set(until)
        elif status == "other":
            contact.left_epoch(last_reply.epoch)
            yield from self._membership.join(until)
        elif status == "taken":
            contact.lag += (min(received - now, self._commands.timeout) - lag) / 4
            for charge, closed in zip(charges, reply[5:], strict=False):
                if int(closed) > redis_time:
                    self.local.close([charge], received, (int(closed) - redis_time) / 1e6)
            granted = self._granted(charges, ticket, longest, last_reply.epoch, now + lag, received, reply)
            return max([granted, *(wait for _, wait in own)]) if granted else granted
        return None

    def _granted(
        self,
        charges: Sequence[Charge],
        ticket: int,
        longest: float,
        epoch: str,
        moment: float,
        received: float,
        reply: Sequence[str],
    ) -> float | None:
        """Return the seconds to wait, 0 for granted units; None for a grant that is too old or outdated."""
        wait, turned = int(reply[3]) / 1e6, reply[4] == "1"
        if wait > 0:
            if _cancels(charges):
                self._crowded |= {charge.bucket: received + charge.window for charge in charges}
            # A distant Redis hears of the call again only a round trip after it sent this reply.
            sooner = max(wait - 0.9 * self._contact.lag, min(wait, 0.001))
            spread = 1.0 if turned or wait > longest else 1 + _JITTER.random() / 2
            return min(sooner * spread, max(sooner, longest))
        if charges and received - moment > min(charge.window for charge in charges) / 4:
            return None  # asking again gives a grant from now on
        self.local.count(charges, moment, received, ticket)
        if self._contact.epoch != epoch or self._contact.recording:
            self.local.give_back(charges, ticket)  # a concurrent record does not include it
            return None
        return 0.0

    def _take_alone(self, charges: Sequence[Charge], ticket: int, longest: float) -> float:
        """Go on without Redis, with a share of every limit, after a pause in which the others learn of it.

        Calls that cancel orders do not pause, unless their limit was used up when Redis was last asked.
        """
        contact, now, cancels = self._contact, uptime(), _cancels(charges)
        if self._refuse and not cancels:
            raise RateLimitUnavailable(contact.place, max(contact.again - now, 0.0))
        wait = contact.alone_in(max((charge.window + self.local.buckets.slack for charge in charges), default=0.0))
        if wait <= 0 or (cancels and not any(now < self._crowded.get(charge.bucket, 0.0) for charge in charges)):
            wait = self.local.take(charges, now, ticket, longest, self._share)
            if wait == 0 and contact.recording:
                self.local.give_back(charges, ticket)  # a concurrent record does not include it
                wait = _POLL
            elif wait == 0 and not contact.away:
                self._updates.append(self._commands.settled(charges, ticket))
            elif wait == float("inf"):
                wait = 60.0  # more than the share: not before Redis is back
        # Redis may be back before that.
        return min(wait, 2 * _POLL) if 0 < 2 * _POLL < longest else wait

    # --- reporting the outcome of a call: never an error, and hardly a delay

    def settle(self, charges: Sequence[Charge], ticket: int) -> Asking[None]:
        """Move units to a later moment; see ``RateLimiter.settle``."""
        if self.local.settle(charges, uptime() - self.local.buckets.slack, ticket):
            yield from self._tell(self._commands.settled(charges, ticket))

    def give_back(self, charges: Sequence[Charge], ticket: int) -> Asking[None]:
        """Give units back; see ``RateLimiter.give_back``."""
        self.local.give_back(charges, ticket)
        yield from self._tell(self._commands.given_back(charges, ticket))

    def close(self, charges: Sequence[Charge], seconds: float | None) -> Asking[None]:
        """Block calls; see ``RateLimiter.close``."""
        self.local.close(charges, uptime(), seconds)
        yield from self._tell(self._commands.closed(charges, seconds))

    def correct(
        self, charge: Charge, limit: int | None, remaining: int, reset: float | None, ago: float
    ) -> Asking[None]:
        """Adopt the venue's count, as of ``ago`` seconds ago; see ``RateLimiter.correct``."""
        now = uptime()
        self.local.correct(charge, now, limit, remaining, reset, now - ago)
        yield from self._tell(self._commands.corrected(charge, limit, remaining, reset, ago))

    def _tell(self, update: Update) -> Asking[None]:
        contact = self._contact
        if not update.charges or contact.away:
            return  # joining records all units of this process
        if not contact.epoch:
            yield from self._membership.join(uptime() + _POLL)
        elif contact.lag > _NEAR or contact.failing_since is not None:
            self._updates.append(update)
        elif isinstance(failure := (yield self._commands.tell(update, contact.epoch, soon=True)), Failure):
            contact.failed(failure)
            self._updates.append(update)

    def usage(self) -> Asking[dict[tuple[str, ...], int]]:
        """Return the units in use of each bucket that this process used; without Redis, its own count."""
        contact, names = self._contact, list(self.local.buckets.windows)
        if names and not contact.away:
            if not contact.epoch:
                yield from self._membership.join(uptime() + self._commands.timeout)
            reply = yield self._commands.usage(names, contact.epoch)
            if not isinstance(reply, Failure):
                return {name: int(used) for name, used in zip(names, reply[3:], strict=True) if int(used) > 0}
            contact.failed(reply)
        return self.local.buckets.usage(uptime())

    # --- between calls

    def leave(self) -> Asking[None]:
        """Sign off; see ``Membership.leave``."""
        return self._membership.leave()

    def tend(self) -> Asking[None]:
        """Send pending updates and a heartbeat, and try a lost Redis again."""
        contact, patience = self._contact, 5 * self._commands.timeout
        if contact.away:
            if contact.may_try():
                yield from self._membership.join(uptime() + patience)
            return
        if not contact.epoch and (contact.last_reply is not None or self.degraded):
            yield from self._membership.join(uptime() + patience)
        while self._updates and contact.epoch and contact.failing_since is None:
            update = self._updates.popleft()
            if uptime() - update.since < _OLDEST_UPDATE:
                reply = yield self._commands.tell(update, contact.epoch, soon=False)
                if isinstance(reply, Failure):
                    contact.failed(reply)
                    self._updates.appendleft(update)
        if contact.epoch and contact.fault is None and uptime() - contact.replied > _BEAT:
            yield from self._ask_once((), 0, 0.0, uptime() + patience)


def _cancels(charges: Sequence[Charge]) -> bool:
    """Return whether a call cancels orders; such a call goes on during an outage in any case."""
    return bool(charges) and all(charge.cancels for charge in charges)
