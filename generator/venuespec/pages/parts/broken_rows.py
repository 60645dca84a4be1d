"""Join the lines of a row that a cell breaks: a table with bars at both ends says where each of its rows ends."""

from .columns import NumberedLines, cells_of, is_ruler
from .headings import heading_of

_REACH = 8
_ENDS = ("#", "```", "~~~", ">", ":::", "<")


def with_whole_rows(lines: NumberedLines) -> NumberedLines:
    """Return lines with each broken row on one line: '| limit | integer | Rows.', 'Max: `50`. |'.

    A row whose end does not come stays as it is.
    """
    found: NumberedLines = []
    width = index = 0
    while index < len(lines):
        number, line = lines[index]
        text = line.strip()
        is_barred = len(text) > 1 and text[0] == text[-1] == "|"
        if is_barred and index + 1 < len(lines) and is_ruler(lines[index + 1][1]):
            width = len(cells_of(text))
            found += lines[index : index + 2]
            index += 2
            continue
        if text[:1] == "|" and width > 1:
            whole, end = _whole(lines, index, width)
            found.append((number, whole))
            index = end
            continue
        width = width if not text else 0
        found.append(lines[index])
        index += 1
    return found


def _whole(lines: NumberedLines, index: int, width: int) -> tuple[str, int]:
    """Return the row that begins at a line, and the index behind it."""
    first = text = lines[index][1].rstrip()
    end = index + 1
    while not (text.endswith("|") and len(cells_of(text)) >= width):
        if end == min(len(lines), index + _REACH):
            return first, index + 1
        more = lines[end][1].strip()
        if more.startswith(("|", *_ENDS)) or (more and heading_of(lines[end][1]) is not None):
            return first, index + 1
        if more:
            text += f" {more}" if text.endswith("|") else f"<br>{more}"
        end += 1
    return (text, end) if len(cells_of(text)) == width else (first, index + 1)
