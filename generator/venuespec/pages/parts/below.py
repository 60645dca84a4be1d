"""Move what stands around a table and names one of its rows into that row: notes, and lists or tables of its values.

As '- `limit` is at most 50.', '`side` can be:' above a list, or a table whose first head is the name of a row. A note
on several rows or on none stays where it is, and so does one that names a row of two tables.
"""

import re
from collections.abc import Iterator

from attrs import define, field

from .columns import ColumnHeads, NumberedLines, cells_of, header, is_ruler, line_of
from .headings import heading_of
from .note_words import LONGEST, RowNote, note_on, sentences_of_note, without_front
from .row_names import name_of
from .table import starts_row

_NAME = r"`(?P<name>[A-Za-z][\w.]*)`"
_VALUES = re.compile(
    rf"(?:the )?(?:(?:possible|allowed|valid|accepted|supported|available|enum) )?(?:values?|options?|choices)"
    rf"(?: (?:of|for|in))? (?:the )?{_NAME}(?: (?:are|is|field|parameter|include))*\s*[:：]"
    rf"|(?:the )?{_NAME.replace('name', 'name2')}(?: (?:field|parameter|param))? "
    r"(?:can be|may be|must be|is|accepts|takes|supports|values?)"
    r"(?: one of)?(?: (?:the )?(?:following|these)(?: values?)?)?\s*[:：]"
    # The name of a row alone, with a list of what it can be below it.
    r"|(?:`(?P<name3>[A-Za-z][\w.]*)`|\*\*`?(?P<name4>[A-Za-z][\w.]*)`?\*\*)\s*[:：]?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*[-*•+]\s+`(?P<value>[^`\s]+)`(?P<rest>.*)")
# What an item of a list begins with: '- `limit`: 1 to 100', '1. **limit** 100', '* limit: 100'.
_HEAD = re.compile(
    r"\s*(?:>\s*)*(?:[-*•+·]|\d{1,2}\\?[.)])\s+(?:[*`]{1,3}(?P<marked>[A-Za-z][\w.]*)[*`]{1,3}|(?P<bare>[A-Za-z][\w.]*)"
    r"(?=\s*[:：])|(?=(?P<other>\S)))"
)
_CODE_BLOCK = re.compile(r"\s*(?:```|~~~)")
# Code, if it is no item of a list.
_INDENTED = re.compile(r"(?: {4}|\t)(?!\s*(?:[-*•+·]|\d{1,2}[.)])\s)")
_ADMONITION = re.compile(r"\s*(?:!!!|\?\?\?\+?)\s+\w")
_WORD = re.compile(r"[A-Za-z][\w.]*")


def with_notes(lines: NumberedLines) -> NumberedLines:
    """Return lines with notes on rows in the rows; the same lines where nothing is to be moved."""
    return _Notes(lines).moved()


@define
class _Table:
    """A table of parameters in the lines of an endpoint: where its rows stand; no place for a name that has two."""

    start: int
    end: int
    columns: int
    is_barred: bool
    rows: dict[str, int | None] = field(factory=dict)


@define
class _Notes:
    """The lines of an endpoint, its tables, and the texts that take the place of lines or come behind them."""

    lines: NumberedLines
    tables: list[_Table] = field(factory=list)
    names: set[str] = field(factory=set)
    changed: dict[int, str] = field(factory=dict)
    added: dict[int, list[str]] = field(factory=dict)

    def moved(self) -> NumberedLines:
        """Return the lines with each note in its row."""
        self._find_tables()
        if self.tables:
            self._read()
        if not self.changed:
            return self.lines
        found: NumberedLines = []
        for at, (number, line) in enumerate(self.lines):
            if (text := self.changed.get(at, line)) or not line:
                found.append((number, text))
            found += [(number, said) for said in self.added.get(at, ())]
        return found

    def _find_tables(self) -> None:
        index = 0
        while index + 1 < len(self.lines):
            line, below = self.lines[index][1], self.lines[index + 1][1]
            head = header(line, below) if "|" in line else None
            if head is None or not head.described_last:
                index += 1
                continue
            start = index + 1 + is_ruler(below)
            is_barred = line.startswith("|")
            table = _Table(index, self._end(start) if is_barred else self._marked_end(start), head.columns, is_barred)
            for name, at in self._rows(start, table.end, head, is_barred=is_barred):
                table.rows[name] = None if name in table.rows else at
            if table.rows:
                self.tables.append(table)
                self.names |= table.rows.keys()
            index = max(table.end, start)

    def _end(self, start: int) -> int:
        return next((at for at in range(start, len(self.lines)) if "|" not in self.lines[at][1]), len(self.lines))

    def _marked_end(self, start: int) -> int:
        """Return where a table without bars around it ends: at a line of blanks; its start where none marks the end."""
        for at in range(start, len(self.lines)):
            line = self.lines[at][1]
            if line == "  ":
                return at
            if line[:1] == "#" or _CODE_BLOCK.match(line):
                break
        return start

    def _rows(self, start: int, end: int, head: ColumnHeads, *, is_barred: bool) -> Iterator[tuple[str, int]]:
        for at in range(start, end):
            line = self.lines[at][1]
            if "|" not in line or not (is_barred or starts_row(line, head)):
                continue
            cells = cells_of(line)
            if len(cells) == head.columns:
                yield name_of(cells[head.name]).strip(" `*>~").removesuffix("*"), at

    def _read(self) -> None:
        """Read the lines outside the tables."""
        begun = {table.start: table for table in self.tables}
        current: _Table | None = None
        is_code = is_inside = False
        index = 0
        while index < len(self.lines):
            line = self.lines[index][1]
            if (table := begun.get(index)) is not None:
                current, index = table, max(table.end, index + 1)
                continue
            # '!!! note', with its text indented below it.
            is_inside = _ADMONITION.match(line) is not None or (is_inside and (not line.strip() or line[0] in " \t"))
            if _CODE_BLOCK.match(line):
                is_code = not is_code
            elif line[:1] == "#" and (heading := heading_of(line)) is not None and heading.subject is not None:
                current = None
            elif not is_code and (is_inside or not _INDENTED.match(line)) and self._has_name(line):
                index = self._line(index, current)
                continue
            index += 1

    def _has_name(self, line: str) -> bool:
        return 0 < len(line) <= LONGEST and not self.names.isdisjoint(_WORD.findall(line))

    def _line(self, index: int, current: _Table | None) -> int:
        """Read a line that has the name of a row, and return the index behind it and what belongs to it."""
        line = self.lines[index][1]
        if "|" in line:
            below = self.lines[index + 1][1] if index + 1 < len(self.lines) else ""
            if current is None or not line.startswith("|") or not is_ruler(below):
                return index + 1
            end = self._end(index + 2)
            note = self._of_table(index, end)
        elif (announced := _VALUES.fullmatch(without_front(line))) is not None:
            values, end = self._list(index + 1)
            name = next(filter(None, announced.groups()))
            note = RowNote(name, f"One of: {', '.join(values)}") if values else None
        else:
            self._sentences(index, current)
            return index + 1
        if note is None or (table := self._owner(note.name, current)) is None:
            return end if "|" in line else index + 1
        self._add(table, note)
        self.changed |= dict.fromkeys(range(index, end), "")
        return end

    def _owner(self, name: str, current: _Table | None) -> _Table | None:
        """Return the table whose row a name is: the one above, or the only one that has it."""
        having = [table for table in self.tables if name in table.rows]
        owner = current if current in having else having[0] if len(having) == 1 else None
        return owner if owner is not None and owner.rows[name] is not None else None

    def _sentences(self, index: int, current: _Table | None) -> None:
        """Move the sentences of a line that speak of a row."""
        line = self.lines[index][1]
        is_listed = self._is_listed(index)
        sentences = sentences_of_note(line)
        left: list[str] = []
        for sentence in sentences:
            note = note_on(sentence, self.names)
            table = self._owner(note.name, current) if note is not None else None
            if note is None or table is None or (note.is_label and is_listed):
                left.append(sentence)
            elif note.states_a_fact or (table is current and not note.hangs):
                self._add(table, note)
            else:
                left.append(sentence)
        if len(left) < len(sentences):
            self.changed[index] = " ".join(left)

    def _is_listed(self, index: int) -> bool:
        """Tell whether a line is an item of a list of other things than rows: of values, or of words."""
        for step in (-1, 1):
            at = index
            while 0 <= at < len(self.lines) and (item := _HEAD.match(self.lines[at][1])) is not None:
                if (item["marked"] or item["bare"] or self.lines[index][1]) not in {*self.names, self.lines[index][1]}:
                    return True
                at += step
        return False

    def _add(self, table: _Table, note: RowNote) -> None:
        at = table.rows[note.name]
        if at is None:
            return
        if not table.is_barred:
            behind = min(
                [place for place in table.rows.values() if place is not None and place > at], default=table.end
            )
            while behind - 1 > at and not self.lines[behind - 1][1].strip():
                behind -= 1
            self.added.setdefault(behind - 1, []).append(note.said)
            return
        cells = cells_of(self.changed.get(at, self.lines[at][1]))
        last = table.columns - 1
        cells[last] = f"{cells[last]}<br>{note.said}" if cells[last] else note.said
        self.changed[at] = line_of(cells)

    def _list(self, start: int) -> tuple[list[str], int]:
        """Return the values of the list that begins at a line, with their meanings, and the index behind it."""
        values: list[str] = []
        index = end = start
        while index < len(self.lines):
            line = self.lines[index][1]
            item = _ITEM.fullmatch(line)
            if item is not None:
                values.append(f"`{item['value']}`{_meaning(item['rest'])}")
                end = index + 1
            elif line.strip():
                break
            index += 1
        return values, end

    def _of_table(self, start: int, end: int) -> RowNote | None:
        """Return the row whose name is the first head of a table, and the values below it."""
        head = cells_of(self.lines[start][1])
        name = head[0].strip(" `*")
        if name not in self.names or not 0 < len(head) <= 3:
            return None
        cells = [cells_of(line) for _, line in self.lines[start + 2 : end]]
        values = [row[0].strip(' `*"') for row in cells if row]
        if not values or not all(re.fullmatch(r"[\w./-]+", value) for value in values):
            return None
        return RowNote(name, f"One of: {', '.join(f'`{value}`' for value in values)}")


def _meaning(rest: str) -> str:
    """Return the meaning behind a value in a list, in brackets, so that commas stand between values only."""
    words = rest.strip(" :：-–—=.,;()")
    return f" ({words.replace(',', '')})" if words and "`" not in words else ""


def closed(lines: NumberedLines) -> NumberedLines:
    """Mark the end of tables whose lines have bars at both ends: no cell of such a table runs on over lines."""
    found: NumberedLines = []
    inside = False
    for index, (number, line) in enumerate(lines):
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        text = line.strip()
        is_barred = len(text) > 1 and text[0] == text[-1] == "|"
        if inside and "|" not in text:
            inside = False
            found.append((number, "  "))
        elif is_barred and is_ruler(below):
            first = lines[index + 2][1].strip() if index + 2 < len(lines) else ""
            inside = len(first) > 1 and first[0] == first[-1] == "|"
        found.append((number, line))
    return found
