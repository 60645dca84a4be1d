"""Commands to the Redis that keeps shared limits: Lua programs with their keys and arguments."""

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Generator, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import quote

from ..records import frozen
from ..secret import Secret
from .charges import Charge
from .window import Window

T = TypeVar("T")

SILENCE = 1.0
"""Seconds beyond the time-out after which a process without a heartbeat counts as silent."""
_QUEUE = 32
"""Calls with a turn in a bucket; further calls ask again later."""
_TELL = 0.05
_PART = 50


@frozen(slots=False)
class StorageCall:
    """Run a program in Redis; the result is its reply, or a ``Failure``.

    Each round trip ends after ``timeout`` seconds, and all of them, connecting included, after ``within``.
    """

    program: str
    keys: list[str]
    arguments: list[Any]
    timeout: float
    within: float

    def __init__(self, program: str, keys: list[str], arguments: list[Any], timeout: float, within: float) -> None:
        self.__dict__.update(program=program, keys=keys, arguments=arguments, timeout=timeout, within=within)


@frozen(slots=False)
class Failure:
    """No usable reply: Redis is away or answers with an error; ``lasting`` errors need the owner."""

    reason: str
    kind: Literal["timeout", "away", "refused", "lasting"]

    def __init__(self, reason: str, kind: Literal["timeout", "away", "refused", "lasting"]) -> None:
        self.__dict__.update(reason=reason, kind=kind)


Asking = Generator[StorageCall, Any, T]


class LastReply(NamedTuple):
    """The last reply: its epoch, Redis' time, and our own time before and after."""

    epoch: str
    redis_time: int
    asked: float
    received: float


class Update(NamedTuple):
    """A change that Redis does not know yet: a program, and its arguments by the age of the change."""

    charges: Sequence[Charge]
    program: str
    arguments: Callable[[float], list[Any]]
    since: float


def uptime() -> float:
    """Return the seconds of a clock that is never set and that counts while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Commands:
    """Builds the commands of one process in a namespace."""

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
        last_reply: LastReply,
        charges: Sequence[Charge],
        own: Sequence[tuple[int, float]],
        ticket: int,
        longest: float,
        lag: float,
        margin: float,
        until: float,
        *,
        jumped: bool = False,
    ) -> StorageCall:
        """Build the command that takes units; without charges it is a heartbeat.

        ``own`` gives for each charge the units of this process that Redis must know of, and the seconds to wait by this
        process's own count; ``lag`` is the expected time of a reply. The units given are certain to count for another
        ``margin`` seconds, during which the command arrives.
        """
        arguments = [
            last_reply.epoch,
            last_reply.redis_time,
            micro(uptime() - last_reply.received),
            micro(self.timeout),
        ]
        arguments += [self._me(), micro(self.timeout + SILENCE), int(jumped), new_epoch()]
        arguments += [self._ticket(ticket), micro(longest), micro(lag), _QUEUE, micro(margin)]
        for charge, (mine, wait) in zip(charges, own, strict=True):
            arguments += [charge.limit, self._span(charge), charge.units, mine, micro(wait)]
        return self._ask("take", charges, last_reply.epoch, arguments, until)

    def probe(self, until: float) -> StorageCall:
        """Build the command that reads the clock and the epoch."""
        return self._ask("probe", (), "", [], until)

    def join(
        self,
        last_reply: LastReply,
        before: str,
        windows: Sequence[tuple[tuple[str, ...], Window]],
        until: float,
    ) -> Generator[StorageCall]:
        """Yield commands that record this process's units in an epoch, in parts of a bounded size."""
        for index in range(0, max(len(windows), 1), _PART):
            part, now = windows[index : index + _PART], uptime()
            since = micro(now - last_reply.received)
            arguments: list[Any] = [
                last_reply.epoch,
                last_reply.redis_time,
                since,
                micro(self.timeout),
                self._me(),
                before,
            ]
            for _, window in part:
                entries = [entry for entry in list(window.taken) if entry[0] > now - window.span]
                arguments += [micro(window.span), micro(window.closed_until - now), len(entries)]
                for moment, units, ticket in entries:
                    arguments += [self._entry(units, ticket), int((now - moment) * 1e6)]
            yield self._ask("join", [Charge(name, 0, 0.0) for name, _ in part], last_reply.epoch, arguments, until)

    def leave(self) -> StorageCall:
        """Build the command that signs this process off."""
        return StorageCall("leave", self._keys((), ""), [self._me()], _TELL, _TELL)

    def usage(self, names: Sequence[tuple[str, ...]], epoch: str) -> StorageCall:
        """Build the command that counts the units in use."""
        return self._ask("usage", [Charge(name, 0, 0.0) for name in names], epoch, [], uptime() + self.timeout)

    def tell(self, update: Update, epoch: str, *, soon: bool) -> StorageCall:
        """Build the command that sends an update: ``soon`` while a call waits, otherwise in the background."""
        arguments = update.arguments(uptime() - update.since)
        within = _TELL if soon else 5 * self.timeout
        return self._ask(update.program, update.charges, epoch, arguments, uptime() + within)

    def settled(self, charges: Sequence[Charge], ticket: int) -> Update:
        """Return an update: units count from now on, less the slack."""
        spans: list[Any] = []
        for charge in charges:
            spans += [self._entry(charge.units, ticket), self._span(charge)]

        def arguments(age: float) -> list[Any]:
            return [micro(self.slack + age), *spans]

        return Update(charges, "settle", arguments, uptime())

    def given_back(self, charges: Sequence[Charge], ticket: int) -> Update:
        """Return an update: units or a turn are free again."""
        units: list[Any] = [self._ticket(ticket)]
        for charge in charges:
            units += [charge.units, self._span(charge)]

        def arguments(_: float) -> list[Any]:
            return units

        return Update(charges, "give_back", arguments, uptime())

    def closed(self, charges: Sequence[Charge], seconds: float | None) -> Update:
        """Return an update: the venue closed buckets."""

        def arguments(age: float) -> list[Any]:
            spans: list[Any] = []
            for charge in charges:
                spans += [self._span(charge), micro((charge.window if seconds is None else seconds) - age)]
            return spans

        return Update(charges, "close", arguments, uptime())

    def corrected(self, charge: Charge, limit: int | None, remaining: int, reset: float | None, ago: float) -> Update:
        """Return an update: the venue's own count."""
        entry = f"{self._ticket(0)}-{new_epoch()}"

        def arguments(age: float) -> list[Any]:
            figures = [limit or 0, remaining, micro((reset or 0.0) - age), micro(ago + age)]
            return [entry, self._span(charge), *figures, charge.limit]

        return Update([charge], "correct", arguments, uptime())

    def _ask(
        self, program: str, charges: Sequence[Charge], epoch: str, arguments: list[Any], until: float
    ) -> StorageCall:
        within = max(until - uptime(), 0.001)
        keys = self._keys([charge.bucket for charge in charges], epoch)
        return StorageCall(program, keys, arguments, min(within, self.timeout), within)

    def _keys(self, buckets: Sequence[tuple[str, ...]], epoch: str) -> list[str]:
        # One hash tag: a Redis Cluster keeps all keys of a namespace on one node.
        space = f"{{{self._namespace}}}"
        names = [f"{space}:{epoch}:{self._key(bucket)}" for bucket in buckets]
        return [space, f"{space}&", *(key for name in names for key in (name, f"{name}?"))]

    def name(self, bucket: tuple[str, ...]) -> str:
        """Return a bucket's name in Redis, from which user, address and instrument cannot be read."""
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
    """Return a new, unique name of an epoch."""
    return uuid.uuid4().hex[:10]


def micro(seconds: float) -> int:
    """Convert seconds to whole microseconds, limited to 0 to 32 years."""
    return int(min(max(seconds, 0.0), 1e9) * 1e6)
