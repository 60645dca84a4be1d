"""Ban addresses that go on calling while they have to wait, for longer each time."""

from collections.abc import Callable
from threading import Lock

from attrs import define

from ..spec.simulation import Bans


@define
class _Address:
    """The calls of an address in a row that came too early, its bans so far, and the end of the last one."""

    early: int = 0
    bans: int = 0
    until: float = 0.0


class Banned:
    """The addresses that are banned; without terms nobody is."""

    def __init__(self, terms: Bans | None, monotonic: Callable[[], float]) -> None:
        self._terms = terms
        self._monotonic = monotonic
        self._addresses: dict[str, _Address] = {}
        self._lock = Lock()

    def left(self, address: str) -> float:
        """Return the seconds that the ban of an address still lasts, 0 for one that is not banned."""
        known = self._addresses.get(address)
        return 0.0 if known is None else max(known.until - self._monotonic(), 0.0)

    def admitted(self, address: str) -> None:
        """Note a call that came in time."""
        known = self._addresses.get(address)
        if known is not None:
            known.early = 0

    def refused(self, address: str) -> float:
        """Note a call that came too early; return the seconds of the ban that it results in, 0 for none."""
        terms = self._terms
        if terms is None:
            return 0.0
        with self._lock:
            known = self._addresses.setdefault(address, _Address())
            known.early += 1
            if known.early < terms.after:
                return 0.0
            longest = terms.longest if terms.longest is not None else float("inf")
            length = min(terms.lasts * 2.0 ** min(known.bans, 30), longest)
            known.early, known.bans, known.until = 0, known.bans + 1, self._monotonic() + length
            return length
