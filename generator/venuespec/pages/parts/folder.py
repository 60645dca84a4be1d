"""A folder of pages, for readers that look things up on other pages than the one they read."""

from functools import cached_property
from pathlib import Path

from attrs import define


@define(eq=False, slots=False)
class PageFolder:
    """A folder of pages.

    What a reader learns of the folder as a whole can be cached by this object, which lives as long as one import.
    """

    root: Path

    @cached_property
    def inside(self) -> Path:
        """The folder's real path, which no link may leave."""
        return self.root.resolve()

    def pages(self, *suffixes: str) -> tuple[Path, ...]:
        """Return all files with one of these suffixes, sorted."""
        return tuple(sorted(file for file in self.root.rglob("*") if file.suffix in suffixes and file.is_file()))

    def holds(self, file: Path) -> bool:
        """Tell whether a path is a file inside the folder, with links and '..' followed."""
        resolved = file.resolve()
        return resolved.is_relative_to(self.inside) and resolved.is_file()
