"""Find where a table of an OKX crawl ends: its cells run over lines, and a row has no mark in front."""

import re

from ..parts.columns import ColumnHeads, header
from ..parts.headings import heading_of
from ..parts.table import starts_row

BOLD = re.compile(r"\*\*[^*|]+\*\*\s*")
LABEL = re.compile(r">(?=[^|]) *(?P<text>(?:[^|\s](?:[^|]*[^|\s])?)?)\s*")
TITLE_LENGTH = 60


def table_end(lines: list[tuple[int, str]], start: int, table: ColumnHeads) -> int:
    """Return where a table ends: at a line outside it, or at a line of two spaces after its last row."""
    boundary = next((index for index in range(start, len(lines)) if _is_boundary(lines, index, table)), len(lines))
    last = next((index for index in range(boundary - 1, start - 1, -1) if starts_row(lines[index][1], table)), start)
    marked = next((index for index in range(last, boundary) if lines[index][1] == "  "), None)
    return _above_title(lines, last, boundary) if marked is None else marked


def _above_title(lines: list[tuple[int, str]], last: int, boundary: int) -> int:
    """Return the boundary, or the line above it if that is the title of the table beginning there."""
    title = next((index for index in range(boundary - 1, last, -1) if lines[index][1].strip()), None)
    if title is None or boundary + 1 >= len(lines) or header(lines[boundary][1], lines[boundary + 1][1]) is None:
        return boundary
    return title if len(lines[title][1].strip()) < TITLE_LENGTH and not lines[title - 1][1].strip() else boundary


def _is_boundary(lines: list[tuple[int, str]], index: int, table: ColumnHeads) -> bool:
    """Tell whether a line is a heading, a label of a code block, a table's title, or another table."""
    line = lines[index][1]
    heading = heading_of(line)
    if heading and not (BOLD.fullmatch(line) and heading.subject is None):
        return True
    if BOLD.fullmatch(line):
        return _titles_a_table(lines, index + 1, table)
    if LABEL.fullmatch(line) and not starts_row(line, table):
        return any(text.startswith("    ") for _, text in lines[index + 1 : index + 4])
    return index + 1 < len(lines) and header(line, lines[index + 1][1]) is not None


def _titles_a_table(lines: list[tuple[int, str]], start: int, table: ColumnHeads) -> bool:
    """Tell whether a table header comes before any row; bold lines also occur inside cells."""
    for index in range(start, len(lines) - 1):
        if header(lines[index][1], lines[index + 1][1]) is not None:
            return True
        if starts_row(lines[index][1], table) or lines[index][1].startswith("####"):
            return False
    return False
