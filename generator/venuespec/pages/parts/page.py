"""Read the pages of a crawled folder as text, for every reader of pages."""

from functools import cached_property
from pathlib import Path

from attrs import define

from ...spec.place import Place
from ...spec.problem import Problem, SpecError
from ...textfiles import UnreadableError, read_text


def page_text(file: Path, within: Path | None = None) -> str:
    """Return the text of a page; raises ``SpecError`` unless it is a UTF-8 file inside its folder."""
    try:
        return read_text(file, within)
    except UnreadableError as error:
        message = f"{error}; no page of this folder was taken over"
        raise SpecError([Problem(check="page-unreadable", place=Place(file, 1), message=message)]) from None


@define(eq=False, slots=False)
class PageFolder:
    """A folder of pages, for readers that look things up on other pages than the one they read.

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
