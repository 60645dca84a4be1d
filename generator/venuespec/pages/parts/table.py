"""Parameter tables, in the two spellings that pages use: crawled markdown and pipes with ``<br>``.

A cell of a crawled table runs over lines, a blank line among them does not end it, and on some pages nothing marks
the table's end: a row is what looks like a row, and every other line belongs to the cell before it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from ...spec.model import Required
from ..draft import DraftRow
from .label import label_of
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
_DEPRECATED = re.compile(r"~~|.*\(?\bdeprecated\b", re.IGNORECASE)


@frozen
class ColumnHeads:
    """Where the columns of a table are. ``required`` is None in a response table."""

    name: int
    type: int
    required: int | None
    columns: int


def header(line: str, ruler: str) -> ColumnHeads | None:
    """The columns of the table that begins with these two lines; None where none begins."""
    if "|" not in line or not _RULER.fullmatch(ruler.strip()):
        return None
    cells = [cell.strip("* ").lower() for cell in cells_of(line)]
    name = _find(cells, ("parameter", "parameters", "parameter name", "参数", "参数名", "参数名称"))
    kind = _find(cells, ("type", "types", "类型"))
    if name is None or kind is None:
        return None
    return ColumnHeads(
        name=name,
        type=kind,
        required=_find(cells, ("required", "是否必须", "是否必填", "是否必需")),
        columns=len(cells),
    )


def _find(cells: Sequence[str], names: tuple[str, ...]) -> int | None:
    return next((index for index, cell in enumerate(cells) if cell in names), None)


def cells_of(line: str) -> list[str]:
    """The cells of a line, trimmed."""
    text = line.strip()
    if text.startswith("|"):
        text = text[1:]
    if text.endswith("|"):
        text = text[:-1]
    return [cell.strip() for cell in text.split("|")]


def starts_row(line: str, header: ColumnHeads) -> bool:
    """Whether a line begins a row: a name, a type, and as many cells as the header has."""
    if "|" not in line:
        return False
    cells = cells_of(line)
    if len(cells) < header.columns - 1:
        return False
    return bool(_NAME.fullmatch(cells[header.name]) and _TYPE.fullmatch(cells[header.type]))


def rows(lines: Iterable[tuple[int, str]], header: ColumnHeads) -> tuple[DraftRow, ...]:
    """The rows of a table, nested as their ``>`` marks say. ``lines`` are line numbers and texts."""
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
    """Rows under the row that they are marked as part of; a jump in depth counts as one step."""
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
    """A row with what its description cell says: label, values, limits."""
    lines = [line.strip() for line in text.splitlines()]
    values, more, said = _read_cell(text, row.type)
    return evolve(
        row,
        label=label_of(lines[0] if lines else ""),
        values=values,
        open=more,
        deprecated=row.deprecated or _DEPRECATED.match(lines[0] if lines else "") is not None,
        text=text.strip(),
        **said,
    )


@lru_cache(maxsize=1 << 16)
def _read_cell(text: str, kind: str) -> tuple[tuple[str, ...], bool, Stated]:
    """What a description states. Section pages repeat every cell, and two snapshots share most of theirs."""
    values, more = listed(line.strip() for line in text.splitlines())
    return values, more, stated(text, kind, values)
