"""Read one page of a crawled folder as text, for every reader of pages."""

from pathlib import Path

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
