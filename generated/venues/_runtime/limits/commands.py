"""What is asked of the Redis that keeps shared limits: programs with their keys and arguments."""

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import quote

from attrs import frozen

from ..secret import Secret
from .charges import Charge
from .window import Window

T = TypeVar("T")

SILENCE = 1.0
"""Seconds beyond the time-out after which a process that was not heard of counts as silent."""
_QUEUE = 32
"""Calls that have a turn in a bucket; the next ones look again later."""
_TELL = 0.05
_PART = 50


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


class Heard(NamedTuple):
    """The last reply: its epoch, Redis' time, and our own time before and after."""

    epoch: str
    told: int
    asked: float
    received: float


class News(NamedTuple):
    """Something that Redis is still to hear of buckets: a program, and its arguments by the age of the news."""

    charges: Sequence[Charge]
    program: str
    arguments: Callable[[float], list[Any]]
    since: float


def uptime() -> float:
    """Seconds of a clock that is never set and that counts while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Commands:
    """Makes the commands of one process of a namespace."""

    def __init__(self, namespace: str, secret: Secret, share: float, slack: float, timeout: float) -> None:
        self.slack = slack
        self.timeout = timeout
        self._namespace = namespace
        self._secret = hashlib.blake2b(f"{namespace}\n{secret.reveal()}".encode(), digest_size=32).digest()
        self._share = share
        self._name = uuid.uuid4().hex[:10]
        self._key = lru_cache(maxsize=8192)(self.name)

    def take(
        self,
        heard: Heard,
        charges: Sequence[Charge],
        own: Sequence[tuple[int, float]],
        ticket: int,
        longest: float,
        lag: float,
        margin: float,
        until: float,
        *,
        jumped: bool = False,
    ) -> Ask:
        """Take units; without charges a sign of life.

        ``own`` gives for each charge the units of this process that Redis must know of, and the seconds that this
        process's own count asks for; ``lag`` is how long a reply is expected to take. These units are sure to count for
        another ``margin``, in which the command arrives.
        """
        arguments = [heard.epoch, heard.told, micro(uptime() - heard.received), micro(self.timeout)]
        arguments += [self._me(), micro(self.timeout + SILENCE), int(jumped), new_epoch()]
        arguments += [self._ticket(ticket), micro(longest), micro(lag), _QUEUE, micro(margin)]
        for charge, (mine, wait) in zip(charges, own, strict=True):
            arguments += [charge.limit, self._span(charge), charge.units, mine, micro(wait)]
        return self._ask("take", charges, heard.epoch, arguments, until)

    def probe(self, until: float) -> Ask:
        """Read the clock and the epoch."""
        return self._ask("probe", (), "", [], until)

    def join(
        self,
        heard: Heard,
        before: str,
        windows: Sequence[tuple[tuple[str, ...], Window]],
        until: float,
    ) -> Generator[Ask]:
        """Record in an epoch all that this process counts, in parts of a bounded size."""
        for index in range(0, max(len(windows), 1), _PART):
            part, now = windows[index : index + _PART], uptime()
            since = micro(now - heard.received)
            arguments: list[Any] = [heard.epoch, heard.told, since, micro(self.timeout), self._me(), before]
            for _, window in part:
                entries = [entry for entry in list(window.taken) if entry[0] > now - window.span]
                arguments += [micro(window.span), micro(window.closed_until - now), len(entries)]
                for moment, units, ticket in entries:
                    arguments += [self._entry(units, ticket), int((now - moment) * 1e6)]
            yield self._ask("join", [Charge(name, 0, 0.0) for name, _ in part], heard.epoch, arguments, until)

    def leave(self) -> Ask:
        """Say good-bye."""
        return Ask("leave", self._keys((), ""), [self._me()], _TELL, _TELL)

    def usage(self, names: Sequence[tuple[str, ...]], epoch: str) -> Ask:
        """Count the units in use."""
        return self._ask("usage", [Charge(name, 0, 0.0) for name in names], epoch, [], uptime() + self.timeout)

    def tell(self, news: News, epoch: str, *, soon: bool) -> Ask:
        """Tell what became of a call: ``soon`` in hardly any time, or else at leisure."""
        arguments = news.arguments(uptime() - news.since)
        within = _TELL if soon else 5 * self.timeout
        return self._ask(news.program, news.charges, epoch, arguments, uptime() + within)

    def settled(self, charges: Sequence[Charge], ticket: int) -> News:
        """Units that count from now on, less the slack."""
        spans: list[Any] = []
        for charge in charges:
            spans += [self._entry(charge.units, ticket), self._span(charge)]

        def arguments(age: float) -> list[Any]:
            return [micro(self.slack + age), *spans]

        return News(charges, "settle", arguments, uptime())

    def given_back(self, charges: Sequence[Charge], ticket: int) -> News:
        """Units or a turn that are free again."""
        units: list[Any] = [self._ticket(ticket)]
        for charge in charges:
            units += [charge.units, self._span(charge)]

        def arguments(_: float) -> list[Any]:
            return units

        return News(charges, "give_back", arguments, uptime())

    def closed(self, charges: Sequence[Charge], seconds: float | None) -> News:
        """Buckets that the venue closed."""

        def arguments(age: float) -> list[Any]:
            found: list[Any] = []
            for charge in charges:
                found += [self._span(charge), micro((charge.window if seconds is None else seconds) - age)]
            return found

        return News(charges, "close", arguments, uptime())

    def corrected(self, charge: Charge, limit: int | None, remaining: int, reset: float | None, ago: float) -> News:
        """The venue's own count."""
        entry = f"{self._ticket(0)}-{new_epoch()}"

        def arguments(age: float) -> list[Any]:
            figures = [limit or 0, remaining, micro((reset or 0.0) - age), micro(ago + age)]
            return [entry, self._span(charge), *figures, charge.limit]

        return News([charge], "correct", arguments, uptime())

    def _ask(self, program: str, charges: Sequence[Charge], epoch: str, arguments: list[Any], until: float) -> Ask:
        within = max(until - uptime(), 0.001)
        keys = self._keys([charge.bucket for charge in charges], epoch)
        return Ask(program, keys, arguments, min(within, self.timeout), within)

    def _keys(self, buckets: Sequence[tuple[str, ...]], epoch: str) -> list[str]:
        # One hash tag: a Redis Cluster keeps all keys of a namespace on one node.
        space = f"{{{self._namespace}}}"
        names = [f"{space}:{epoch}:{self._key(bucket)}" for bucket in buckets]
        return [space, f"{space}&", *(key for name in names for key in (name, f"{name}?"))]

    def name(self, bucket: tuple[str, ...]) -> str:
        """A bucket's name in Redis: who calls, and for what instrument, cannot be read from it."""
        counted_on = "\n".join(quote(part, "") for part in bucket[3:])
        secret = hashlib.blake2b(counted_on.encode(), digest_size=10, key=self._secret).hexdigest()
        return ":".join([*(quote(part, "") for part in bucket[:3]), secret])

    def _ticket(self, ticket: int) -> str:
        # The process is named too, for a limiter that was copied by a fork.
        return f"{self._name}-{os.getpid()}-{ticket}"

    def _entry(self, units: int, ticket: int) -> str:
        return f"{units}:{self._ticket(ticket)}"

    def _me(self) -> str:
        return f"{self._name}-{os.getpid()}|{self._share:.6f}"

    def _span(self, charge: Charge) -> int:
        return micro(charge.window + self.slack)


def new_epoch() -> str:
    """A name that nobody else gives."""
    return uuid.uuid4().hex[:10]


def micro(seconds: float) -> int:
    """Whole microseconds, from 0 to 32 years."""
    return int(min(max(seconds, 0.0), 1e9) * 1e6)
