"""Say whom a change breaks, in words that agree with its level.

ERR breaks, WARN may break, INFO and NONE break nobody: the level says how certain it is, the flags say whom.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

from ..change import Bump, Change, ChangeLevel

BUMPS: tuple[Bump, ...] = ("major", "minor", "patch", "none")
Breakage = Literal["breaks", "may", "no"]
_VERBS: tuple[tuple[Breakage, str], ...] = (("breaks", "breaks"), ("may", "may break"))
HOW: Mapping[ChangeLevel, Breakage] = {"ERR": "breaks", "WARN": "may", "INFO": "no", "NONE": "no"}


@frozen
class BreakageVerdict:
    """Whether clients that keep sending the same bytes break, and whether code that upgrades the SDK does."""

    wire: Breakage = "no"
    sdk: Breakage = "no"

    @classmethod
    def of_all(cls, verdicts: Iterable["BreakageVerdict"]) -> "BreakageVerdict":
        """Return the worst of verdicts, for either of the two."""
        every = tuple(verdicts)
        return cls(_worst(each.wire for each in every), _worst(each.sdk for each in every))

    @property
    def words(self) -> str:
        """'breaks wire and sdk', 'may break sdk', 'breaks wire, may break sdk'; '' for nobody."""
        sides = {"wire": self.wire, "sdk": self.sdk}
        parts = [(verb, [name for name, side in sides.items() if side == how]) for how, verb in _VERBS]
        return ", ".join(f"{verb} {' and '.join(names)}" for verb, names in parts if names)


def verdict(change: Change) -> BreakageVerdict:
    """Return whom a change breaks; a level that a policy lowered to news breaks nobody."""
    how = HOW[change.level]
    return BreakageVerdict(how if change.wire_breaking else "no", how if change.sdk_breaking else "no")


def _worst(sides: Iterable[Breakage]) -> Breakage:
    present = set(sides)
    return "breaks" if "breaks" in present else "may" if "may" in present else "no"
