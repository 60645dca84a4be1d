"""Read tables that are drawn with other signs than bars: plus signs, equals signs, tabs, blanks, commas.

A block is a table if its first line has nothing but known heads, among them one of names and one of types or
requiredness.
"""

import re
from collections.abc import Sequence

from .columns import NumberedLines, is_ruler
from .words import column_of

_BORDER = re.compile(r"\s*[+|]?[-=+┌┬┐├┼┤└┴┘─═╔╦╗╠╬╣╚╩╝ ]{3,}[+|]?\s*")
_BARS = str.maketrans("│┃║", "|||")
_SPLITS = (re.compile(r"\t+"), re.compile(r"\s{2,}"), re.compile(r"\s*[,;]\s*"))
_LEAST = 3
_SAYS = frozenset({"type", "required", "optional"})


def drawn_table(lines: NumberedLines, start: int) -> tuple[NumberedLines, int]:
    """Return a drawn table as one of markdown, and the index behind it; nothing where none begins."""
    head = start
    while head < len(lines) and head - start < 2 and _BORDER.fullmatch(lines[head][1]) and lines[head][1].strip():
        head += 1
    if head >= len(lines):
        return [], start
    is_grid = head > start or (head + 1 < len(lines) and _is_border(lines[head + 1][1]))
    text = lines[head][1].translate(_BARS)
    if "|" in text and is_grid and not (head + 1 < len(lines) and head == start and is_ruler(lines[head + 1][1])):
        return _grid(lines, head)
    if "|" in text:
        return [], start
    for split in _SPLITS:
        cells = split.split(text.strip())
        if len(cells) >= _LEAST and _are_heads(cells):
            return _separated(lines, head, split, cells)
    return [], start


def _is_border(line: str) -> bool:
    return bool(line.strip()) and _BORDER.fullmatch(line) is not None


def _are_heads(cells: Sequence[str]) -> bool:
    found = [column_of(cell) for cell in cells]
    return None not in found and "name" in found and not _SAYS.isdisjoint(found)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.translate(_BARS).strip().strip("|").split("|")]


def _grid(lines: NumberedLines, head: int) -> tuple[NumberedLines, int]:
    """Return a table whose cells have bars between, and whose rows have borders between or nothing."""
    heads = _cells(lines[head][1])
    if not _are_heads(heads):
        return [], head
    rows: list[tuple[int, list[str]]] = []
    index = head + 1
    while index < len(lines):
        number, line = lines[index]
        if not _is_border(line):
            if "|" not in line.translate(_BARS):
                break
            cells = _cells(line)
            if rows and not cells[0] and len(cells) == len(heads):
                above = rows[-1][1]
                rows[-1] = (rows[-1][0], [" ".join(filter(None, pair)) for pair in zip(above, cells, strict=True)])
            else:
                rows.append((number, cells))
        index += 1
    return _markdown(lines[head][0], heads, rows), index


def _separated(
    lines: NumberedLines, head: int, split: re.Pattern[str], heads: Sequence[str]
) -> tuple[NumberedLines, int]:
    """Return a table whose cells have tabs, blanks or commas between, up to an empty line or one of another kind."""
    rows: list[tuple[int, list[str]]] = []
    index = head + 1
    most = len(heads) - 1
    while index < len(lines):
        number, line = lines[index]
        if not line.strip() or line.startswith(("```", "#")):
            break
        if not _is_border(line):
            cells = split.split(line.strip(), maxsplit=most)
            if len(cells) < len(heads) - 1:
                break
            rows.append((number, cells))
        index += 1
    return (_markdown(lines[head][0], heads, rows), index) if rows else ([], head)


def _markdown(line: int, heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> NumberedLines:
    table = [(line, " | ".join(heads)), (line, "|".join("---" for _ in heads))]
    table += [(number, " | ".join([*cells, *[""] * (len(heads) - len(cells))])) for number, cells in rows]
    return [*table, (rows[-1][0] if rows else line, "  ")]
