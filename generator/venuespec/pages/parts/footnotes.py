"""Write footnotes into the rows whose cells have their marks: 'No*', with '* required for limit orders' below."""

import re

from .columns import cells_of
from .row_places import CODE_BLOCK, PlacedTable, RowPlaces

# The mark of a footnote in front of its text.
_NOTE = re.compile(
    r"\s*(?:>\s*)?(?P<mark>\[\^\w+\](?=\s*[:：])|\\?\*(?:\\?\*){0,2}(?![*\w]*\*\*)|[†‡§]|[¹²³⁰⁴-⁹]{1,2}|<sup>[\w*]{1,3}</sup>|"
    r"[(\[][1-9*][)\]](?!\())\s*[:：]?\s*(?P<text>[^\s*:：].*)"
)
# A note on what the mark itself means is a legend.
_LEGEND = re.compile(
    r"\b(?:mark(?:ed|s)?|indicat\w+|denot\w+|asterisk|star(?:red)?|means|stands for|all fields|fields with)\b|"
    r"标[记注有]|表示|"
    r"^\W*(?:required|mandatory|optional|必填|选填|可选|required (?:fields?|parameters?))\W*$",
    re.IGNORECASE,
)
_HANGS = re.compile(r"\b(?:if|when|for|unless|only|except|in case|at least|either|one of)\b|时|若|仅|当", re.IGNORECASE)


def read_footnotes(places: RowPlaces) -> None:
    """Write the footnotes around the tables into their rows, and take the marks out of the descriptions."""
    is_code = False
    tables = {at for table in places.tables for at in range(table.start, table.end)}
    for index, (_, line) in enumerate(places.lines):
        if CODE_BLOCK.match(line):
            is_code = not is_code
        if is_code or index in tables or line[:1] in "#|" or (found := _NOTE.fullmatch(line)) is None:
            continue
        mark = found["mark"].replace("\\", "")
        if mark[0] == "*" and (_LEGEND.search(found["text"]) or not _is_alone(places, index)):
            continue
        having = [
            (table, at)
            for table in places.tables
            for at in table.rows.values()
            if at is not None and _has(places, table, at, mark)
        ]
        for table, at in having:
            places.add(table, at, found["text"])
        if having:
            places.leave_out(index, index + 1)


def _is_alone(places: RowPlaces, index: int) -> bool:
    """Tell whether a line that begins with a star is not an item of a list."""
    near = (places.lines[at][1] for at in (index - 1, index + 1) if 0 <= at < len(places.lines))
    return not any(re.match(r"\s*[*-]\s", line) for line in near)


def _has(places: RowPlaces, table: PlacedTable, at: int, mark: str) -> bool:
    """Tell whether a cell of a row has a mark behind its words."""
    cells = [cell.replace("\\", "") for cell in cells_of(places.lines[at][1])]
    if len(cells) != table.heads.columns:
        return False
    if mark[0] != "*":
        return any(mark in cell for cell in cells)
    stars = re.compile(rf"[^\W_][`)]?\s*(?<!\*){re.escape(mark)}(?!\*)$")
    return any(stars.search(cell) and cell.count("*") == len(mark) for cell in cells)
