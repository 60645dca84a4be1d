"""Find where the rows of an endpoint's tables stand, and write what stands elsewhere into them.

A table has bars at both ends of its lines, and a row a line; or it has none, its cells run over lines, and a line of
blanks is behind its last row, as in crawls.
"""

import re
from collections.abc import Iterator

from attrs import define, field, frozen

from .columns import ColumnHeads, NumberedLines, cells_of, end_of_bars, header, is_ruler, line_of
from .row_names import name_of
from .table import starts_row

CODE_BLOCK = re.compile(r"\s*(?:```|~~~)")


@frozen(eq=False)
class PlacedTable:
    """A table of parameters in the lines of an endpoint: where its rows stand; no place for a name that has two."""

    start: int
    end: int
    heads: ColumnHeads
    is_barred: bool
    rows: dict[str, int | None]


@define
class RowPlaces:
    """The lines of an endpoint, its tables, and the texts that take the place of lines or come behind them."""

    lines: NumberedLines
    tables: list[PlacedTable] = field(factory=list[PlacedTable])
    names: set[str] = field(factory=set[str])
    changed: dict[int, str] = field(factory=dict[int, str])
    added: dict[int, list[str]] = field(factory=dict[int, list[str]])

    @property
    def written(self) -> NumberedLines:
        """The lines with all that was written into rows, and without what was left out."""
        if not self.changed and not self.added:
            return self.lines
        found: NumberedLines = []
        for at, (number, line) in enumerate(self.lines):
            if (text := self.changed.get(at, line)) or not line:
                found.append((number, text))
            found += [(number, said) for said in self.added.get(at, ())]
        return found

    def leave_out(self, start: int, end: int) -> None:
        """Leave out lines."""
        self.changed |= dict.fromkeys(range(start, end), "")

    def add(self, table: PlacedTable, at: int, said: str) -> None:
        """Write a text behind the description of the row at a line."""
        if not table.is_barred:
            behind = min(
                (place for place in table.rows.values() if place is not None and place > at), default=table.end
            )
            while behind - 1 > at and not self.lines[behind - 1][1].strip():
                behind -= 1
            self.added.setdefault(behind - 1, []).append(said)
            return
        cells = cells_of(self.changed.get(at, self.lines[at][1]))
        last = table.heads.columns - 1
        cells[last] = f"{cells[last]}<br>{said}" if cells[last] else said
        self.changed[at] = line_of(cells)

    def find(self) -> None:
        """Find the tables whose last column describes."""
        index = 0
        while index + 1 < len(self.lines):
            line, below = self.lines[index][1], self.lines[index + 1][1]
            heads = header(line, below) if "|" in line else None
            if heads is None or not heads.described_last:
                index += 1
                continue
            start = index + 1 + is_ruler(below)
            is_barred = line.startswith("|")
            marked = end_of_bars(self.lines, start) if is_barred else self._marked_end(start, heads)
            # Where no mark ends a table, its last cell may go on to the next heading, and no line below it is a note.
            end = self._next_part(start) if marked is None else marked
            rows: dict[str, int | None] = {}
            for name, at in self._rows(start, end, heads, is_barred=is_barred) if marked is not None else ():
                rows[name] = None if name in rows else at
            if rows or marked is None:
                self.tables.append(PlacedTable(index, end, heads, is_barred, rows))
                self.names |= rows.keys()
            index = max(end, start)

    def _marked_end(self, start: int, heads: ColumnHeads) -> int | None:
        """Return where a table without bars around it ends: at a line of blanks behind its last row.

        None where no such line marks the end.
        """
        end = self._next_part(start)
        last = next((at for at in range(end - 1, start - 1, -1) if starts_row(self.lines[at][1], heads)), start)
        return next((at for at in range(last, end) if self.lines[at][1] == "  "), None)

    def _next_part(self, start: int) -> int:
        """Return where the next heading, block of code or table begins."""
        for at in range(start, len(self.lines)):
            line = self.lines[at][1]
            if line[:1] == "#" or CODE_BLOCK.match(line) or self._begins_table(at):
                return at
        return len(self.lines)

    def _begins_table(self, at: int) -> bool:
        below = self.lines[at + 1][1] if at + 1 < len(self.lines) else ""
        return "|" in self.lines[at][1] and header(self.lines[at][1], below) is not None

    def _rows(self, start: int, end: int, heads: ColumnHeads, *, is_barred: bool) -> Iterator[tuple[str, int]]:
        for at in range(start, end):
            line = self.lines[at][1]
            if "|" not in line or not (is_barred or starts_row(line, heads)):
                continue
            cells = cells_of(line)
            # Of a row without bars around it the last cell may be empty: 'limit| INT| NO|'.
            if len(cells) + (not is_barred and line.rstrip().endswith("|")) == heads.columns:
                yield name_of(cells[heads.name]).strip(" `*>~").removesuffix("*"), at
