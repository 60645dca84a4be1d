"""Write tables of HTML without heads, a name beside its type and description as in ReDoc, as entries of a list."""

import re

from .columns import NumberedLines, cells_of, end_of_bars, is_ruler
from .line_signs import Answered
from .listed import qualified
from .words import column_of, required_of

_ROW = re.compile(r"<tr\b[^<>]*>(?P<cells>.*?)(?=<tr\b|</tbody>|</table>)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<td\b[^<>]*>(?P<text>.*?)(?=</td>|<td\b|$)", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"</?(?:div|p|br|ul|li|section)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NAME = re.compile(r"[`*]*(?P<name>[A-Za-z_][\w.\[\]-]*)[`*]*\s*(?P<need>\*|[a-z]+)?")
# In ReDoc's own rows the word 'required' stands below the name, or the parameter is optional.
_REDOC = re.compile(r"<td\s[^<>]*\bkind=[\"']field[\"']")
_MOST_LINES = 2000
_MOST_BARS = 3


def _may_head(line: str) -> bool:
    """Tell whether a line has empty heads, or those of a name and a description, which begins with a type."""
    if not line.strip("| \t"):
        return True
    return line.count("|") <= _MOST_BARS and [column_of(cell) for cell in cells_of(line)] == ["name", "description"]


_RULERS = Answered(lambda line: "--" in line and is_ruler(line))
_HEADLESS = Answered(_may_head)


def with_property_tables(lines: NumberedLines) -> NumberedLines:
    """Return lines with such tables as lists; a table with heads, or with other rows, stays as it is."""
    written: NumberedLines = []
    index = 0
    while index < len(lines):
        number, line = lines[index]
        reach = range(index, min(index + _MOST_LINES, len(lines)))
        end = (
            next((at for at in reach if "</table>" in lines[at][1]), index) if line.lstrip()[:6] == "<table" else index
        )
        block = "\n".join(text for _, text in lines[index : end + 1])
        entries = _entries(block) if "</table>" in block and "<th" not in block and block.count("<table") == 1 else []
        if entries:
            starts = [number + block.count("\n", 0, at) for at, _ in entries]
            written += [(number, ""), *zip(starts, (entry for _, entry in entries), strict=True), (lines[end][0], "")]
        else:
            written += lines[index : end + 1]
        index = end + 1
    return written


def with_headless(lines: NumberedLines) -> NumberedLines:
    """Return lines with such tables in markdown, whose heads are empty, as lists."""
    written: NumberedLines = []
    end = 0
    for index in (ruler - 1 for ruler in _RULERS.places(lines)):
        if index < end or not _HEADLESS[lines[index][1]]:
            continue
        last = end_of_bars(lines, index + 2)
        entries = [(number, _entry(cells_of(line))) for number, line in lines[index + 2 : last]]
        if entries and all(entry for _, entry in entries):
            written += [*lines[end:index], (lines[index][0], ""), *((at, entry or "") for at, entry in entries)]
            end = last
    return [*written, *lines[end:]] if end else lines


def _entries(block: str) -> list[tuple[int, str]]:
    """Return the entry of each row of a table, with its place; nothing if one of them is not a parameter."""
    found: list[tuple[int, str]] = []
    for row in _ROW.finditer(block):
        cells = [cell["text"] for cell in _CELL.finditer(row["cells"])]
        entry = _entry(cells, is_redoc=_REDOC.search(row["cells"]) is not None)
        if entry is None:
            return []
        found.append((row.start(), entry))
    return found


def _entry(cells: list[str], *, is_redoc: bool = False) -> str | None:
    """Return the entry of a row: a name, and a cell that begins with a type; None for another row."""
    named = _NAME.fullmatch(" ".join(_TAG.sub(" ", cells[0]).split())) if len(cells) == 2 else None
    if named is None or (named["need"] not in (None, "*") and required_of(named["need"]) == "unknown"):
        return None
    parts = [" ".join(_TAG.sub(" ", part).split()) for part in _BLOCK.split(cells[1])]
    said = [part for part in parts if part]
    if not said or (kind := qualified(f" {said[0]}")) is None:
        return None
    need = "required" if named["need"] == "*" else named["need"] or kind[1]
    if not need and len(said) > 1 and (alone := said[-1].lower()) in ("required", "optional"):
        need = alone
        del said[-1]
    need = need or ("optional" if is_redoc else "")
    words = "<br>".join([*([kind[2]] if kind[2] else []), *said[1:]])
    return f"- `{named['name']}` ({', '.join(filter(None, (kind[0], need)))}): {words}".rstrip()
