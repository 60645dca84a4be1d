"""A position in the spec files."""

from pathlib import Path

from attrs import frozen


@frozen
class Place:
    """A line of a file; 0 for the file or folder as a whole."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else str(self.file)


NOWHERE = Place(Path("-"), 0)
