"""Find the columns of a parameter table by the words of its head."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from attrs import frozen

from .words import ColumnRole, column_of

NumberedLines = list[tuple[int, str]]
"""Lines of a page, each with its number."""

_RULER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
# A head below a sentence in the same line: 'Orders cannot be amended. Parameter | Type'.
# The head of a column that numbers the rows.
_NUMBERS = re.compile(r"#|№|n[or]\.?|s/?n|序号|编号", re.IGNORECASE)
_GLUED = re.compile(r"^.*[.。:：]\s*(?=\S+$)")
_UNKNOWN_HEADS = 2


@frozen(cache_hash=True)
class ColumnHeads:
    """Where the columns of a table are. ``required`` is None in a response table.

    ``description`` is the column whose cells can run over lines, ``others`` are further columns by what they hold, and
    ``unknown`` are the heads that are in no vocabulary. ``ticked`` is a table that ticks what is required, and leaves
    the cell of other rows empty; ``circled`` one with circles in that column, and perhaps crosses.
    """

    name: int
    type: int | None
    required: int | None
    columns: int
    description: int | None = None
    inverted: bool = False
    ticked: bool = False
    circled: Literal["", "alone", "beside crosses"] = ""
    others: tuple[tuple[ColumnRole, int], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def described_last(self) -> bool:
        return self.description in (None, self.columns - 1)


def is_ruler(line: str) -> bool:
    """Whether a line separates a table's head from its rows."""
    return "--" in line and "|" in line and _RULER.fullmatch(line.strip()) is not None


@lru_cache(maxsize=1 << 16)
def header(line: str, ruler: str) -> ColumnHeads | None:
    """The columns of the table that begins with these two lines; None where none begins.

    A head whose words are all known needs no ruler below it.
    """
    if "|" not in line:
        return None
    cells = cells_of(line)
    cells[0] = _GLUED.sub("", cells[0]) if column_of(cells[0]) is None else cells[0]
    is_ruled = is_ruler(ruler)
    if not is_ruled and len(cells) < 3:
        return None
    found: list[ColumnRole | None] = []
    unknown: list[str] = []
    for cell in cells:
        found.append(column_of(cell))
        if found[-1] is None and cell.strip() and not _NUMBERS.fullmatch(cell.strip()):
            unknown.append(cell)
            if not is_ruled:
                return None
    if not is_ruled and "type" not in found:
        return None
    if "name" not in found or ("type" not in found and "required" not in found):
        return None
    return _columns(found, tuple(unknown))


def _columns(found: Sequence[ColumnRole | None], unknown: tuple[str, ...]) -> ColumnHeads:
    places: dict[ColumnRole, int] = {}
    others: list[tuple[ColumnRole, int]] = []
    for index, column in enumerate(found):
        if column is None:
            continue
        if column in ("name", "type", "required", "optional", "description") and column not in places:
            places[column] = index
        else:
            others.append(("notes" if column == "description" else column, index))
    if "description" not in places:
        # The last column describes, by whatever name: 'Notes', or a word that no table here has.
        last = len(found) - 1
        if found[last] is None or ("notes", last) in others:
            places["description"] = last
            others = [other for other in others if other != ("notes", last)]
    return ColumnHeads(
        name=places["name"],
        type=places.get("type"),
        required=places.get("required", places.get("optional")),
        inverted="required" not in places and "optional" in places,
        description=places.get("description"),
        columns=len(found),
        others=tuple(others),
        unknown=unknown,
    )


def looks_like_parameters(line: str, ruler: str) -> bool:
    """Whether a table that ``header`` does not understand has the heads of parameters: some known, or a name's."""
    if "|" not in line or not is_ruler(ruler):
        return False
    found = [column_of(cell) for cell in cells_of(line)]
    return sum(column is not None for column in found) >= _UNKNOWN_HEADS and ("name" in found or "type" in found)


def end_of_bars(lines: NumberedLines, start: int) -> int:
    """Return the index behind a run of lines with bars, which begins at an index."""
    return next((at for at in range(start, len(lines)) if "|" not in lines[at][1]), len(lines))


def cells_of(line: str) -> list[str]:
    """The cells of a line, trimmed."""
    text = line.strip()
    if text.startswith("|"):
        text = text[1:]
    if text.endswith("|") and text[-2:] != "\\|":
        text = text[:-1]
    if "\\|" in text:
        return [cell.strip().replace("\\|", "|") for cell in _BAR.split(text)]
    return [cell.strip() for cell in text.split("|")]


def line_of(cells: Iterable[str]) -> str:
    """The line of a table that has these cells; a bar inside a cell is escaped."""
    return "|" + "|".join(cell.replace("\\|", "|").replace("|", "\\|") for cell in cells) + "|"
