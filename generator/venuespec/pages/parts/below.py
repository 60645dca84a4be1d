"""Move what stands around a table and names one of its rows into that row: notes, and lists or tables of its values.

As '- `limit` is at most 50.', '`side` can be:' above a list, or a table whose first head is the name of a row. A note
on several rows or on none stays where it is, and so does one that names a row of two tables.
"""

import re
from collections.abc import Sequence

from attrs import define

from .columns import NumberedLines, cells_of, end_of_bars, is_ruler
from .enum_blocks import enumerations, looks_like_values, names_in_title, values_below, values_of_line
from .footnotes import read_footnotes
from .headings import heading_of
from .note_words import LONGEST, RowNote, note_behind, note_on, sentences_of_note, without_front
from .row_places import CODE_BLOCK, PlacedTable, RowPlaces
from .words import column_of

_NAME = r"`[A-Za-z][\w.]*`(?:(?:, (?:and |or )?| and | or |/)`[A-Za-z][\w.]*`)*"
_VALUES = re.compile(
    rf"(?:the )?(?:(?:possible|allowed|valid|accepted|supported|available|enum) )?(?:values?|options?|choices)"
    rf"(?: (?:of|for|in))? (?:the )?{_NAME}(?: (?:are|is|field|parameter|include))*\s*[:：]"
    rf"|(?:the )?{_NAME}(?: (?:field|parameter|param))? "
    r"(?:can be|may be|must be|is|accepts|takes|supports|values?)"
    r"(?: one of)?(?: (?:the )?(?:following|these)(?: values?)?)?\s*[:：]"
    # The name of a row alone, with a list of what it can be below it.
    r"|(?:`[A-Za-z][\w.]*`|\*\*`?[A-Za-z][\w.]*`?\*\*)\s*[:：]?",
    re.IGNORECASE,
)
_OF_VALUES = r"(?:(?:possible|allowed|valid|accepted|supported|available|enum) )?(?:values?|options?|enums?|choices)"
# A title above the values of a row: '#### `side`', '#### Values of side', '**side (ENUM):**'.
_TITLE = re.compile(
    rf"(?P<sure>{_OF_VALUES} (?:of|for) (?:the )?)?(?P<name>[A-Za-z][\w.]*)(?: (?:field|parameter|param))?"
    rf"(?P<behind> ?\(?(?:{_OF_VALUES}|enumeration|definitions?)\)?| ?的?(?:枚举值?|取值(?:范围|说明)?|可选值))?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*[-*•+]\s+`(?P<value>[^`\s]+)`(?P<rest>.*)")
# What an item of a list begins with: '- `limit`: 1 to 100', '1. **limit** 100', '* limit: 100'.
_HEAD = re.compile(
    r"\s*(?:>\s*)*(?:[-*•+·]|\d{1,2}\\?[.)])\s+(?:[*`]{1,3}(?P<marked>[A-Za-z][\w.]*)[*`]{1,3}|(?P<bare>[A-Za-z][\w.]*)"
    r"(?=\s*[:：])|(?=(?P<other>\S)))"
)
# Code, unless it is an item of a list.
_INDENTED = re.compile(r"(?: {4}|\t)(?!\s*(?:[-*•+·]|\d{1,2}[.)])\s)")
# What a list of names says of each of them: 'Deprecated parameters: `a`, `b`'.
_STANDING = re.compile(
    r"(?P<word>deprecated|obsolete|retired|discontinued|legacy|required|mandatory|optional|废弃|弃用|已废弃)"
    r" ?(?:request |query |body )?(?:parameters?|params?|fields?|参数|字段)?(?: are| is)?\s*[:：]\s*(?P<names>.*)",
    re.IGNORECASE,
)
_NAMES = re.compile(r"(?:[*`]*[A-Za-z][\w.]*[*`]*(?:\s*[,、/]\s*(?:and )?|\s+and\s+|$))+\.?")
_NAMED_ITEM = re.compile(
    r"\s*[-*•+]\s+[*`]{0,3}(?P<name>[A-Za-z][\w.]*)[*`]{0,3}\s*(?:[:：]\s*|[-–—]\s+|\s*(?=\()|$)(?P<rest>.*)"
)
_ADMONITION = re.compile(r"\s*(?:!!!|\?\?\?\+?)\s+\w")
_TOKEN = re.compile(r"[`*]{1,3}([A-Za-z][\w.]*)[`*]{1,3}")
_NAME_ALONE = re.compile(r"(?<![\w.])(?!and\b)[A-Za-z][\w.]*")
_VALUE = re.compile(r"[\w./-]+")
_BARE_ITEM = re.compile(r"\s*[-*•+]\s+`?(?P<value>[\w./-]+)`?(?P<rest>(?:\s*[:：]\s|\s+[-–—=]\s|\s*[(（]).*|)")
_HEAD_OF_VALUES = re.compile(r"\|\s*(?:values?|enum\w*|codes?|options?|取值|枚举值?|值)\s*\|", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w.]*")
_OF_MEANINGS = frozenset({"meaning", "explanation", "label", "title", "text", "含义", "说明"})


def with_notes(lines: NumberedLines) -> NumberedLines:
    """Return lines with notes on rows in the rows; the same lines where nothing is to be moved."""
    places = RowPlaces(lines)
    places.find()
    if places.tables:
        read_footnotes(places)
        _Notes(places).read()
    return places.written


@define
class _Notes:
    """What the lines outside the tables say of rows."""

    places: RowPlaces

    @property
    def _lines(self) -> NumberedLines:
        return self.places.lines

    def read(self) -> None:
        """Write each note into its row."""
        self._enumerations()
        begun = {table.start: table for table in self.places.tables}
        current: PlacedTable | None = None
        is_code = is_inside = False
        index = 0
        while index < len(self._lines):
            line = self._lines[index][1]
            if (table := begun.get(index)) is not None:
                current, index = table, max(table.end, index + 1)
                continue
            if not line or (line[:4] == "    " and line.lstrip()[:1] in '"{}[]'):
                index += 1
                continue
            # '!!! note', with its text indented below it.
            is_inside = _ADMONITION.match(line) is not None or (is_inside and (not line.strip() or line[0] in " \t"))
            if CODE_BLOCK.match(line):
                is_code = not is_code
            elif line[:1] == "#" and (heading := heading_of(line)) is not None and heading.subject is not None:
                current = None
            elif index not in self.places.changed and not is_code and (is_inside or not _INDENTED.match(line)):
                index = self._line(index, current)
                continue
            index += 1

    def _line(self, index: int, current: PlacedTable | None) -> int:
        """Read a line, and return the index behind it and what belongs to it."""
        line = self._lines[index][1]
        if not line or len(line) > LONGEST:
            return index + 1
        if self.places.names.isdisjoint(_WORD.findall(line)):
            return self._standing(index, current)
        if (line[:1] in "#*_" or line.rstrip()[-1:] in ":：") and (end := self._titled(index, current)) is not None:
            return end
        if "|" in line:
            below = self._lines[index + 1][1] if index + 1 < len(self._lines) else ""
            if current is None or not line.startswith("|") or not is_ruler(below):
                return index + 1
            end = end_of_bars(self._lines, index + 2)
            name, *others = (cell.strip(" `*") for cell in cells_of(line))
            # Values side by side with those of other rows, or with results, are cases, and no list of all values.
            values = _of_table(self._lines, index, end) if all(map(_tells_meaning, others)) else []
            return self._write(index, end, [name], values, current) or end
        if _VALUES.fullmatch(text := without_front(line)) is not None:
            names = _TOKEN.findall(text)
            values, end = _list(self._lines, index + 1)
            if not values:
                start = next((at for at in range(index + 1, len(self._lines)) if self._lines[at][1].strip()), 0)
                end = end_of_bars(self._lines, start)
                values = _of_table(self._lines, start, end) if _HEAD_OF_VALUES.match(self._lines[start][1]) else []
            return self._write(index, end, names, values, current) or index + 1
        if (end := self._standing(index, current)) > index + 1 or index in self.places.changed:
            return end
        self._sentences(index, current)
        return index + 1

    def _titled(self, index: int, current: PlacedTable | None) -> int | None:
        """Read the values below a title that names a row, and return the index behind them; None for another title."""
        line = self._lines[index][1]
        text = line.strip("#*_ :：").replace("`", "").replace("*", "")
        title = _TITLE.fullmatch(text)
        below = next((at for at in range(index + 1, len(self._lines)) if self._lines[at][1].strip()), None)
        label, _, behind = text.replace("：", ":").partition(":")
        if named := sorted(self.places.names.intersection(names_in_title(label))):
            if behind.strip() or below is None:
                return self._write(index, index + 1, named, values_of_line(behind), current)
            return self._bracketed(index, below, named, current)
        if title is None or below is None or title["name"] not in self.places.names:
            return None
        says_values = bool(title["sure"] or title["behind"])
        if "|" in self._lines[below][1]:
            end = end_of_bars(self._lines, below)
            is_list = _HEAD_OF_VALUES.match(self._lines[below][1]) is not None and (says_values or line[:1] == "#")
            values = _of_table(self._lines, below, end) if is_list else []
        else:
            values, end = _list(self._lines, below, _BARE_ITEM) if says_values else ([], below)
        if len(values) <= 1 and looks_like_values(self._lines, below):
            found, end = values_below(self._lines, below)
            values = found if says_values else []
            if len(values) <= 1 and (found or says_values):
                self._tell([title["name"]], title[0], current)
        return self._write(index, end, [title["name"]], values, current) if len(values) > 1 else None

    def _bracketed(self, index: int, below: int, names: list[str], current: PlacedTable | None) -> int | None:
        """Read the values below a title that has the names of rows in brackets; tell a list that is not understood."""
        values, end = values_below(self._lines, below)
        if len(values) > 1:
            return self._write(index, end, names, values, current)
        if looks_like_values(self._lines, below):
            label = self._lines[index][1].strip("#*_ :：").replace("*", "")
            self._tell(names, label, current)
        return None

    def _tell(self, names: Sequence[str], label: str, current: PlacedTable | None) -> None:
        """Say in the rows that their values stand elsewhere, and are not understood."""
        for name in names:
            if (table := self._owner(name, current)) is not None:
                self._add(table, RowNote(name, f"Values: see {label}"))

    def _enumerations(self) -> None:
        """Write the values of enumerations in code into the rows that are called like them, or are of their type."""
        for start, end, name, values in enumerations(self._lines):
            called = re.escape(name)
            word = re.compile(rf"(?:[`\[<]|\b(?:[Tt]ype|[Ee]num\w*)\s+){called}(?![\w.])|\|\s*{called}\s*\|")
            said = f"One of: {', '.join(values)}" if values else f"Values: see the enumeration {name}"
            rows = [
                (table, row, at) for table in self.places.tables for row, at in table.rows.items() if at is not None
            ]
            # Rows that name the type, or else those that are called like it.
            of_type = [each for each in rows if word.search(self._lines[each[2]][1])]
            for table, _, at in of_type or [each for each in rows if each[1].lower() == name.lower()]:
                self.places.add(table, at, said)
                self.places.leave_out(start, end)

    def _write(
        self, index: int, end: int, names: Sequence[str], values: Sequence[str], current: PlacedTable | None
    ) -> int | None:
        """Write values into the rows that have them, and return the index behind; None for another name."""
        owners = [(name, table) for name in names if (table := self._owner(name, current)) is not None]
        if not values or not owners or len(owners) < len(names):
            return None
        for name, table in owners:
            self._add(table, RowNote(name, f"One of: {', '.join(values)}"))
        self.places.leave_out(index, end)
        return end

    def _standing(self, index: int, current: PlacedTable | None) -> int:
        """Read a list of names below or behind what they all are, and return the index behind it."""
        line = self._lines[index][1]
        if not (":" in line or "：" in line):
            return index + 1
        match = _STANDING.fullmatch(without_front(line).replace("**", ""))
        if match is None:
            return index + 1
        notes: list[RowNote] = []
        end = index + 1
        if _NAMES.fullmatch(match["names"]):
            notes = [RowNote(name, f"{match['word']}.") for name in _NAME_ALONE.findall(match["names"])]
        elif not match["names"]:
            for at in range(index + 1, len(self._lines)):
                item = _NAMED_ITEM.fullmatch(self._lines[at][1])
                if item is None and self._lines[at][1].strip():
                    break
                if item is not None:
                    notes.append(RowNote(item["name"], f"{match['word']}. {item['rest']}".strip()))
                    end = at + 1
        owners = [(note, table) for note in notes if (table := self._owner(note.name, current)) is not None]
        if not notes or len(owners) < len(notes):
            return index + 1
        for note, table in owners:
            self._add(table, note)
        self.places.leave_out(index, end)
        return end

    def _owner(self, name: str, current: PlacedTable | None) -> PlacedTable | None:
        """Return the table whose row a name is: the one above, or the only one that has it."""
        having = [table for table in self.places.tables if name in table.rows]
        owner = current if current in having else having[0] if len(having) == 1 else None
        return owner if owner is not None and owner.rows[name] is not None else None

    def _sentences(self, index: int, current: PlacedTable | None) -> None:
        """Move the sentences of a line that speak of a row."""
        line = self._lines[index][1]
        is_listed = self._is_listed(index)
        sentences = sentences_of_note(line)
        left: list[str] = []
        taken: RowNote | None = None
        for sentence in sentences:
            note = note_on(sentence, self.places.names)
            if note is None and taken is not None:
                note = note_behind(sentence, taken, self.places.names)
            taken = note
            table = self._owner(note.name, current) if note is not None else None
            if note is None or table is None or (note.is_label and is_listed):
                left.append(sentence)
            elif note.states_a_fact or (table is current and not note.hangs):
                self._add(table, note)
            else:
                left.append(sentence)
        if len(left) < len(sentences):
            self.places.changed[index] = " ".join(left)

    def _is_listed(self, index: int) -> bool:
        """Tell whether a line is an item of a list of other things than rows: of values, or of words."""
        for step in (-1, 1):
            at = index
            while 0 <= at < len(self._lines) and (item := _HEAD.match(self._lines[at][1])) is not None:
                first = item["marked"] or item["bare"]
                if first is not None and first not in self.places.names:
                    return True
                at += step
        return False

    def _add(self, table: PlacedTable, note: RowNote) -> None:
        at = table.rows[note.name]
        if at is not None:
            self.places.add(table, at, note.said)


def _list(lines: NumberedLines, start: int, form: re.Pattern[str] = _ITEM) -> tuple[list[str], int]:
    """Return the values of the list that begins at a line, with their meanings, and the index behind it."""
    values: list[str] = []
    index = end = start
    while index < len(lines):
        line = lines[index][1]
        item = form.fullmatch(line)
        if item is not None:
            values.append(f"`{item['value']}`{_meaning(item['rest'])}")
            end = index + 1
        elif line.strip():
            break
        index += 1
    return values, end


def _of_table(lines: NumberedLines, start: int, end: int) -> list[str]:
    """Return the values in the first column of a table that has no other one than their meanings."""
    if not 0 < len(cells_of(lines[start][1])) <= 3:
        return []
    cells = [cells_of(line) for _, line in lines[start + 2 : end]]
    values = [row[0].strip(' `*"') for row in cells if row]
    return [f"`{value}`" for value in values] if all(map(_VALUE.fullmatch, values)) else []


def _tells_meaning(head: str) -> bool:
    """Tell whether a column says what values mean."""
    return column_of(head) in ("description", "notes") or head.lower() in _OF_MEANINGS


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
