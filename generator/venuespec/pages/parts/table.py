"""Parse parameter tables of two spellings: crawled markdown, and pipes with ``<br>``.

A cell of a crawled table runs over several lines, even blank ones, and some pages do not mark the end of a table. So a
line with a name and a type begins a row, and every other line belongs to the cell before it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from ...spec.model import Required
from ..draft import DraftRow
from .prose import Stated, stated
from .values import listed

_RULER = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)+\|?\s*")
_NAME = re.compile(r"(?P<depth>>*)\s*(?P<struck>~~)?(?P<name>[A-Za-z][\w.\-\[\]]*)(?:~~)?")
_TYPE = re.compile(r"(string|boolean|integer|int|number|long|double|array|object|map|json|bool)\b.*", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>")
_REQUIRED: dict[str, Required] = {
    "yes": "yes",
    "true": "yes",
    "no": "no",
    "false": "no",
    "optional": "no",
    "conditional": "conditional",
    "是": "yes",
    "否": "no",
    "不是": "no",
    "可选": "conditional",
    "按情况": "conditional",
}
_LABEL_END = re.compile(r"[,，.。;；:：(（`]|\s-\s")
_LABEL_WORDS = 8
_DEPRECATED = re.compile(r"~~|.*\(?\bdeprecated\b", re.IGNORECASE)


@frozen
class Header:
    """The columns of a table; ``required`` is None in a response table."""

    name: int
    type: int
    required: int | None
    columns: int


def header(line: str, ruler: str) -> Header | None:
    """Return the columns of the table that begins with these two lines; None where none begins."""
    if "|" not in line or not _RULER.fullmatch(ruler.strip()):
        return None
    cells = [cell.strip("* ").lower() for cell in cells_of(line)]
    name = _find(cells, ("parameter", "parameters", "parameter name", "参数", "参数名", "参数名称"))
    kind = _find(cells, ("type", "types", "类型"))
    if name is None or kind is None:
        return None
    return Header(
        name=name,
        type=kind,
        required=_find(cells, ("required", "是否必须", "是否必填", "是否必需")),
        columns=len(cells),
    )


def _find(cells: Sequence[str], names: tuple[str, ...]) -> int | None:
    return next((index for index, cell in enumerate(cells) if cell in names), None)


def cells_of(line: str) -> list[str]:
    """Return the cells of a line, trimmed."""
    text = line.strip()
    if text.startswith("|"):
        text = text[1:]
    if text.endswith("|"):
        text = text[:-1]
    return [cell.strip() for cell in text.split("|")]


def starts_row(line: str, header: Header) -> bool:
    """Tell whether a line begins a row: it has a name, a type, and as many cells as the header."""
    if "|" not in line:
        return False
    cells = cells_of(line)
    if len(cells) < header.columns - 1:
        return False
    return bool(_NAME.fullmatch(cells[header.name]) and _TYPE.fullmatch(cells[header.type]))


def rows(lines: Iterable[tuple[int, str]], header: Header) -> tuple[DraftRow, ...]:
    """Return the rows of a table, nested by their ``>`` marks; ``lines`` are line numbers and texts."""
    flat: list[tuple[int, DraftRow]] = []
    open_cell: list[str] = []

    def close() -> None:
        if flat and open_cell:
            depth, row = flat.pop()
            flat.append((depth, _described(row, "\n".join(open_cell))))
        open_cell.clear()

    for number, line in lines:
        if starts_row(line, header):
            close()
            cells = cells_of(line)
            match = _NAME.fullmatch(cells[header.name])
            assert match is not None
            required = cells[header.required].lower() if header.required is not None else "no"
            row = DraftRow(
                name=match["name"],
                type=cells[header.type],
                required=_REQUIRED.get(required, "no"),
                deprecated=match["struck"] is not None,
                line=number,
            )
            flat.append((len(match["depth"]), row))
            open_cell.extend(_BREAK.split(" | ".join(cells[header.columns - 1 :])))
        elif flat:
            open_cell.extend(_BREAK.split(line))
    close()
    return _nested(flat)


def _nested(flat: list[tuple[int, DraftRow]]) -> tuple[DraftRow, ...]:
    """Nest rows inside the row that they are marked as part of; a jump in depth counts as one step."""
    top: list[DraftRow] = []
    index = 0
    while index < len(flat):
        depth, row = flat[index]
        end = index + 1
        while end < len(flat) and flat[end][0] > depth:
            end += 1
        top.append(evolve(row, fields=_nested(flat[index + 1 : end])))
        index = end
    return tuple(top)


def _described(row: DraftRow, text: str) -> DraftRow:
    """Return a row with the label, values and limits of its description cell."""
    lines = [line.strip() for line in text.splitlines()]
    values, is_open, facts = _read_cell(text, row.type)
    return evolve(
        row,
        label=_label(lines[0] if lines else ""),
        values=values,
        open=is_open,
        deprecated=row.deprecated or _DEPRECATED.match(lines[0] if lines else "") is not None,
        text=text.strip(),
        **facts,
    )


@lru_cache(maxsize=1 << 16)
def _read_cell(text: str, kind: str) -> tuple[tuple[str, ...], bool, Stated]:
    """Parse a description; cached, because section pages and later snapshots repeat most cells."""
    values, is_open = listed(line.strip() for line in text.splitlines())
    return values, is_open, stated(text, kind, values)


def _label(line: str) -> str:
    """Return the first few words of a cell."""
    words = _LABEL_END.split(line.replace("~~", "").strip(), maxsplit=1)[0].split()
    return " ".join(words[:_LABEL_WORDS])
