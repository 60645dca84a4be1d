"""Simulate failures between a client and a venue, on demand or at random."""

from collections import Counter
from collections.abc import Mapping
from random import Random
from threading import Lock
from typing import Any, Literal, get_args

from attrs import Factory, define, field, frozen

from ..runtime.json_types import is_array, is_object

FaultKind = Literal[
    "refused",
    "drop_before",
    "drop_after",
    "late",
    "replay",
    "half",
    "slow",
    "slow_headers",
    "slow_body",
    "status",
    "malformed",
    "gateway_page",
    "truncated_gzip",
    "wrong_envelope",
    "clock",
    "rate_limited",
    "refuse",
]
"""Calls with these faults are not executed: refused (close all connections, accept none for ``seconds``), drop_before
(close the connection without an answer), status (answer with a bare HTTP status), clock and rate_limited (the venue's
own refusals), refuse (a refusal with ``code``, known to the venue or not).

Calls with these faults are executed: drop_after (close the connection without an answer), late (the same, but execute
the call only after ``seconds``), replay (execute the call twice, as if a proxy had sent it again; answer the second),
half (close the connection in the middle of the answer), slow, slow_headers and slow_body (delay the answer, its head or
its second half by ``seconds``), malformed (cut off the JSON), gateway_page (HTML with status 502), truncated_gzip,
wrong_envelope (JSON of another shape)."""


_KEYS = ("kind", "path", "times", "seconds", "status", "code")


@define(kw_only=True)
class Fault:
    """One kind of failure, ``times`` times, for one path or all; it answers ``code`` and ``status``."""

    kind: FaultKind
    path: str | None = None
    times: int = 1
    seconds: float = 1.0
    status: int = 503
    code: str = ""

    @property
    def label(self) -> str:
        """The name under which the fault is counted: 'refuse 50061'."""
        detail = self.code if self.kind == "refuse" else self.status if self.kind == "status" else ""
        return f"{self.kind} {detail}".strip()

    @classmethod
    def from_json(cls, data: Any) -> "Fault":
        """Parse a fault that a client asks for; raises ``ValueError``."""
        if not is_object(data):
            raise ValueError(f"a fault must be a JSON object, got {type(data).__name__}")
        unknown = sorted(data.keys() - set(_KEYS))
        if unknown:
            raise ValueError(f"a fault has no {', '.join(unknown)}; its keys are {', '.join(_KEYS)}")
        if data.get("kind") not in get_args(FaultKind):
            raise ValueError(f"kind must be one of {', '.join(get_args(FaultKind))}")
        if data["kind"] == "refuse":
            data = {"status": 200, **data}
        fault = cls(**data)
        if not _whole(fault.times, 1, 1_000_000) or not _whole(
            fault.status, 200 if fault.kind == "refuse" else 400, 599
        ):
            raise ValueError("times must be a positive integer, and status an integer from 400 (refuse: 200) to 599")
        if not isinstance(fault.seconds, int | float) or not 0 <= fault.seconds <= 600:
            raise ValueError("seconds must be a number from 0 to 600")
        if not isinstance(fault.code, str) or (fault.kind == "refuse") != bool(fault.code):
            raise ValueError("code must be a string; refuse requires it and no other kind has it")
        return fault


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _seeded(faults: "RandomFaults") -> Random:
    return Random(faults.seed)


@frozen(kw_only=True)
class RandomFaults:
    """Random failures for a share of all calls, ``rate``, drawn from ``faults`` with ``seed``."""

    rate: float
    faults: tuple[Fault, ...]
    seed: int = 0
    random: Random = field(init=False, repr=False, eq=False, default=Factory(_seeded, takes_self=True))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RandomFaults":
        """Parse ``{rate, faults: [...], seed}``, as a client asks for it; raises ``ValueError``."""
        unknown, faults, rate, seed = (
            data.keys() - {"rate", "faults", "seed"},
            *map(data.get, ("faults", "rate", "seed")),
        )
        if unknown or not is_array(faults) or not faults:
            raise ValueError("random faults must have a rate and a list of faults, and may have a seed")
        if not isinstance(rate, int | float) or not 0 <= rate <= 1 or not isinstance(seed, int | None):
            raise ValueError("rate must be a number from 0 to 1, and seed an integer")
        return cls(rate=rate, faults=tuple(Fault.from_json(fault) for fault in faults), seed=seed or 0)

    def draw(self, path: str) -> Fault | None:
        """Return the fault for a call of this path, if the draw gives one."""
        if self.random.random() >= self.rate:
            return None
        fault = self.random.choice(self.faults)
        return fault if fault.path in (None, path) else None


class Faults:
    """The queue of requested faults, followed by random ones; ``counts`` has the faults so far, by label."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._waiting: list[Fault] = []
        self._random: RandomFaults | None = None
        self._lock = Lock()

    def add(self, fault: Fault | RandomFaults) -> None:
        """Queue a fault for the next calls, or replace the random faults.

        Raises ``ValueError`` when thousands are queued already.
        """
        with self._lock:
            if isinstance(fault, RandomFaults):
                self._random = fault
                return
            if len(self._waiting) >= 10_000:
                raise ValueError("10,000 faults are waiting; clear them with DELETE")
            self._waiting.append(fault)

    def clear(self) -> None:
        """Drop all faults that have not happened; the counts stay."""
        with self._lock:
            self._waiting.clear()
            self._random = None

    def next(self, path: str) -> Fault | None:
        """Take the fault for a call of this path, if there is one, and count it."""
        with self._lock:
            fault = self._next(path)
            if fault is not None:
                self.counts[fault.label] += 1
            return fault

    def _next(self, path: str) -> Fault | None:
        for fault in self._waiting:
            if fault.path in (None, path):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return self._random.draw(path) if self._random else None
