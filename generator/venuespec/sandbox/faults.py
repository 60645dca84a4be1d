"""What can go wrong between a client and a venue, on demand or at random."""

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
"""Not executed: refused (the connection closes, and for so many seconds nobody listens), drop_before (it closes
without an answer), status (a bare HTTP status), clock and rate_limited (the venue's own refusals), refuse (a ``code``
of the venue, or a code that nobody knows).

Executed: drop_after (the connection closes without an answer), late (the same, and it is executed so many seconds
later), replay (something on the way sends the call twice; the second answer comes back), half (the connection closes
in the middle of the answer), slow, slow_headers, slow_body (the answer, its head or its second half takes so many
seconds), malformed (JSON that is cut off), gateway_page (HTML with status 502), truncated_gzip, wrong_envelope (JSON of
another shape)."""


@define(kw_only=True)
class Fault:
    """One kind of failure, ``times`` times, for one path or for all. ``code`` and ``status`` are what is answered."""

    kind: FaultKind
    path: str | None = None
    times: int = 1
    seconds: float = 1.0
    status: int = 503
    code: str = ""

    @property
    def label(self) -> str:
        """What it is counted as: 'refuse 50061'."""
        detail = self.code if self.kind == "refuse" else self.status if self.kind == "status" else ""
        return f"{self.kind} {detail}".strip()

    @classmethod
    def from_json(cls, data: Any) -> "Fault":
        """A fault as a client asks for it. Raises ``ValueError`` that says what is wrong."""
        if not is_object(data):
            raise ValueError("a fault is a JSON object")
        unknown = sorted(data.keys() - {"kind", "path", "times", "seconds", "status", "code"})
        if unknown:
            raise ValueError(f"a fault has no {', '.join(unknown)}")
        if data.get("kind") not in get_args(FaultKind):
            raise ValueError(f"kind is one of {', '.join(get_args(FaultKind))}")
        if data["kind"] == "refuse":
            data = {"status": 200, **data}
        fault = cls(**data)
        if not _whole(fault.times, 1, 1_000_000) or not _whole(
            fault.status, 200 if fault.kind == "refuse" else 400, 599
        ):
            raise ValueError("times is a whole number, status one from 400 to 599, with refuse from 200")
        if not isinstance(fault.seconds, int | float) or not 0 <= fault.seconds <= 600:
            raise ValueError("seconds is a number up to 600")
        if not isinstance(fault.code, str) or (fault.kind == "refuse") != bool(fault.code):
            raise ValueError("code is a text, and refuse has one")
        return fault


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _seeded(faults: "RandomFaults") -> Random:
    return Random(faults.seed)


@frozen(kw_only=True)
class RandomFaults:
    """A fault for a share of the calls, ``rate`` from 0 to 1: any of ``faults``, drawn with ``seed``."""

    rate: float
    faults: tuple[Fault, ...]
    seed: int = 0
    random: Random = field(init=False, repr=False, eq=False, default=Factory(_seeded, takes_self=True))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RandomFaults":
        """As a client asks for them: ``{rate, faults: [...], seed}``. Raises ``ValueError`` that says what is wrong."""
        unknown, faults, rate, seed = (
            data.keys() - {"rate", "faults", "seed"},
            *map(data.get, ("faults", "rate", "seed")),
        )
        if unknown or not is_array(faults) or not faults:
            raise ValueError("random faults have a rate, a list of faults and perhaps a seed")
        if not isinstance(rate, int | float) or not 0 <= rate <= 1 or not isinstance(seed, int | None):
            raise ValueError("rate is a number from 0 to 1, seed a whole number")
        return cls(rate=rate, faults=tuple(Fault.from_json(each) for each in faults), seed=seed or 0)

    def draw(self, path: str) -> Fault | None:
        """The fault that befalls a call of this path, if any."""
        if self.random.random() >= self.rate:
            return None
        found = self.random.choice(self.faults)
        return found if found.path in (None, path) else None


class Faults:
    """The faults to come: those asked for in their order, then random ones. ``counts`` has what happened, by kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._waiting: list[Fault] = []
        self._random: RandomFaults | None = None
        self._lock = Lock()

    def add(self, fault: Fault | RandomFaults) -> None:
        """Let this happen to the next calls. Random faults take the place of those before.

        Raises ``ValueError`` when thousands wait already.
        """
        with self._lock:
            if isinstance(fault, RandomFaults):
                self._random = fault
                return
            if len(self._waiting) >= 10_000:
                raise ValueError("10,000 faults are waiting; clear them with DELETE")
            self._waiting.append(fault)

    def clear(self) -> None:
        """No more faults; what happened stays counted."""
        with self._lock:
            self._waiting.clear()
            self._random = None

    def next(self, path: str) -> Fault | None:
        """The fault that befalls a call of this path."""
        with self._lock:
            found = self._next(path)
            if found is not None:
                self.counts[found.label] += 1
            return found

    def _next(self, path: str) -> Fault | None:
        for fault in self._waiting:
            if fault.path in (None, path):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return self._random.draw(path) if self._random else None
