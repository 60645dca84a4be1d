"""A problem of a spec, and its position."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from .place import Place

Severity = Literal["error", "warning"]
LEFT_OUT = "; the rule is left out"
"""The end of the message of a rule that refers to a parameter which the page does not have."""


@frozen(kw_only=True)
class Problem:
    """A problem of a spec; ``check`` is the id of the check that found it.

    It is ``stale`` if a rule or another part of the spec refers to something that the page does not have, or no longer
    has: that part is left out, and the rest of the venue can be used. ``missing`` is the parameter that a rule of the
    endpoint itself refers to.
    """

    check: str
    place: Place
    message: str
    severity: Severity = "error"
    stale: bool = False
    missing: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.check}]"


class SpecError(Exception):
    """A spec that cannot be loaded; ``problems`` has all of them, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda problem: (str(problem.place.file), problem.place.line, problem.message))
        )
        super().__init__("\n".join(map(str, self.problems)))
