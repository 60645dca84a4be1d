"""What can go wrong between a client and a venue, on demand."""

from collections.abc import Mapping
from threading import Lock
from typing import Any, Literal, get_args

from attrs import define

Kind = Literal[
    "slow",
    "drop_before",
    "drop_after",
    "half",
    "status",
    "malformed",
    "gateway_page",
    "wrong_envelope",
    "clock",
    "rate_limited",
]
"""slow: the answer comes late. drop_before, drop_after: the connection closes without an answer, before or after
the call was executed. half: it closes in the middle of the answer. status: a bare HTTP status instead, nothing
executed. malformed: JSON that is cut off. gateway_page: HTML with status 502, executed. wrong_envelope: JSON of
another shape. clock, rate_limited: the
venue's own refusal."""


@define(kw_only=True)
class Fault:
    """One kind of failure, ``times`` times, for one path or for all."""

    kind: Kind
    path: str | None = None
    times: int = 1
    seconds: float = 1.0
    status: int = 503

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Fault":
        """A fault as a client asks for it. Raises ``ValueError`` that says what is wrong."""
        unknown = sorted(data.keys() - {"kind", "path", "times", "seconds", "status"})
        if unknown:
            raise ValueError(f"a fault has no {', '.join(unknown)}")
        if data.get("kind") not in get_args(Kind):
            raise ValueError(f"kind is one of {', '.join(get_args(Kind))}")
        fault = cls(**data)
        if not isinstance(fault.times, int) or not isinstance(fault.status, int) or not 400 <= fault.status <= 599:
            raise ValueError("times is a whole number, status one from 400 to 599")
        if not isinstance(fault.seconds, int | float) or not 0 <= fault.seconds <= 600:
            raise ValueError("seconds is a number up to 600")
        return fault


class Faults:
    """The faults to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Let this happen to the next calls. Raises ``ValueError`` when thousands wait already."""
        with self._lock:
            if len(self._waiting) >= 10_000:
                raise ValueError("10,000 faults are waiting; clear them with DELETE")
            self._waiting.append(fault)

    def clear(self) -> None:
        """No more faults."""
        with self._lock:
            self._waiting.clear()

    def next(self, path: str) -> Fault | None:
        """The fault that befalls a call of this path."""
        with self._lock:
            for fault in self._waiting:
                if fault.path in (None, path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None
