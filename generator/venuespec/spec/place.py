"""Where something stands in the spec files."""

from pathlib import Path

from attrs import frozen


@frozen
class Place:
    """A line of a spec file."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


NOWHERE = Place(Path("-"), 0)
