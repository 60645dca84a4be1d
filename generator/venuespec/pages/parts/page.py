"""One page of a crawled folder as text: what every reader of pages reads it with."""

from pathlib import Path

from ...spec.place import Place
from ...spec.problem import Problem, SpecError
from ...textfiles import UnreadableError, read_text


def page_text(file: Path, within: Path | None = None) -> str:
    """The text of a page. Raises ``SpecError`` for what is not a file in UTF-8, or lies outside of its folder."""
    try:
        return read_text(file, within)
    except UnreadableError as error:
        message = f"{error}; no page of this folder was taken over"
        raise SpecError([Problem(check="page-unreadable", place=Place(file, 1), message=message)]) from None
