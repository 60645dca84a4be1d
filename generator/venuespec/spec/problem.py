"""A thing that is wrong with a spec, and where."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from .place import Place

Severity = Literal["error", "warning"]


@frozen(kw_only=True)
class Problem:
    """``check`` is the stable id of the check that found it."""

    check: str
    place: Place
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.check}]"


class SpecError(Exception):
    """A spec that cannot be loaded. ``problems`` are all that were found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (str(each.place.file), each.place.line, each.message)))
        super().__init__("\n".join(map(str, self.problems)))
