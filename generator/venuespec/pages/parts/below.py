"""Move what stands below a table and names one of its rows into that row: notes, and lists or tables of its values.

As '- `limit` is at most 50.', '`side` can be:' above a list, or a table whose first head is the name of a row. A note
that hangs on a case stays where it is, and so does one that names two rows or none.
"""

import re
from collections.abc import Iterator

from attrs import define

from .columns import NumberedLines, cells_of, header, is_ruler, line_of
from .headings import heading_of
from .row_names import name_of
from .words import column_of

_NAME = r"`(?P<name>[A-Za-z][\w.]*)`"
_BULLET = re.compile(r"\s*[-*•+]\s+")
# What a note says of a row, with the name of the row taken out.
_NOTES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?:the )?{_NAME}(?: (?:field|parameter|param|value))? (?P<said>(?:is|are|must|can|may|should|has to|"
            r"accepts|takes|supports|allows|defaults|ranges)\b.*)",
            re.IGNORECASE,
        ),
        "It {said}",
    ),
    (
        re.compile(
            r"(?:the )?(?P<what>(?:default|max(?:imum)?|min(?:imum)?|range|length)(?: (?:value|length|number|size))?)"
            rf"(?: value)? (?:of|for) (?:the )?{_NAME}(?: (?:field|parameter|param))?(?P<said>\s*(?:is|are|[:=]).*)",
            re.IGNORECASE,
        ),
        "The {what}{said}",
    ),
)
_VALUES = re.compile(
    rf"(?:the )?(?:(?:possible|allowed|valid|accepted|supported|available|enum) )?(?:values?|options?|choices)"
    rf"(?: (?:of|for|in))? (?:the )?{_NAME}(?: (?:are|is|field|parameter|include))*\s*[:：]"
    rf"|(?:the )?{_NAME.replace('name', 'name2')}(?: (?:field|parameter|param))? "
    r"(?:can be|may be|must be|is|accepts|takes|supports|values?)"
    r"(?: one of)?(?: (?:the )?(?:following|these)(?: values?)?)?\s*[:：]",
    re.IGNORECASE,
)
_HINGES = re.compile(
    r"\b(?:if|when|unless|only|except|for|with|together|depend\w*|either|before|after)\b", re.IGNORECASE
)
_CODE = re.compile(r"`([^`]+)`")
_ITEM = re.compile(r"\s*[-*•+]\s+`(?P<value>[^`\s]+)`(?P<rest>.*)")
_OF_MEANINGS = frozenset({"meaning", "explanation", "label", "title", "text", "含义", "说明"})
_LONGEST = 200


def with_notes(lines: NumberedLines) -> NumberedLines:
    """Return lines with notes on rows in the rows; the same lines where nothing is to be moved."""
    if not any("`" in line and "|" not in line for _, line in lines) and not _has_several_tables(lines):
        return lines
    return _Notes(list(lines)).moved()


def _has_several_tables(lines: NumberedLines) -> bool:
    return sum("|" in line and is_ruler(line) for _, line in lines) > 1


@define
class _Notes:
    """The lines of an endpoint, and where the rows of the table above stand."""

    lines: NumberedLines

    def moved(self) -> NumberedLines:
        """Return the lines with each note in its row."""
        rows: dict[str, int] = {}
        columns = 0
        left_out: set[int] = set()
        index = 0
        while index < len(self.lines):
            line = self.lines[index][1]
            below = self.lines[index + 1][1] if index + 1 < len(self.lines) else ""
            if line.startswith("|") and (head := header(line, below)) is not None and head.described_last:
                end = self._end(index + 2)
                rows = dict(self._names(index + 2, end, head.name, head.columns))
                columns, index = head.columns, end
                continue
            if rows and line.startswith("|") and is_ruler(below):
                end = self._end(index + 2)
                if (values := self._of_table(index, end, rows)) is not None:
                    self._add(rows[values[0]], columns, values[1])
                    left_out |= {*range(index, end)}
                index = end
                continue
            heading = heading_of(line) if line[:1] == "#" else None
            if line.lstrip().startswith("```") or (heading is not None and heading.subject is not None):
                rows = {}
            elif rows and "`" in line and len(line) < _LONGEST and (found := self._note(index, rows)) is not None:
                name, said, end = found
                self._add(rows[name], columns, said)
                left_out |= {*range(index, end)}
                index = end
                continue
            index += 1
        return [place for at, place in enumerate(self.lines) if at not in left_out] if left_out else self.lines

    def _end(self, start: int) -> int:
        return next((at for at in range(start, len(self.lines)) if "|" not in self.lines[at][1]), len(self.lines))

    def _names(self, start: int, end: int, place: int, width: int) -> Iterator[tuple[str, int]]:
        for at in range(start, end):
            cells = cells_of(self.lines[at][1])
            if len(cells) == width:
                yield name_of(cells[place]).strip(" `*>~").removesuffix("*"), at

    def _add(self, at: int, width: int, said: str) -> None:
        number, line = self.lines[at]
        cells = cells_of(line)
        cells[width - 1] = f"{cells[width - 1]}<br>{said}" if cells[width - 1] else said
        self.lines[at] = (number, line_of(cells))

    def _note(self, index: int, rows: dict[str, int]) -> tuple[str, str, int] | None:
        """Return the row that a line speaks of, what it says, and the index behind it and the list below it."""
        text = _BULLET.sub("", self.lines[index][1], count=1).strip()
        named = [word for word in _CODE.findall(text) if word in rows]
        if len(named) != 1:
            return None
        announced = _VALUES.fullmatch(text)
        if announced is not None and (announced["name"] or announced["name2"]) == named[0]:
            values, end = self._list(index + 1)
            return (named[0], f"One of: {', '.join(values)}", end) if values else None
        if _HINGES.search(text):
            return None
        for pattern, said in _NOTES:
            match = pattern.fullmatch(text)
            if match is not None and match["name"] == named[0]:
                words = {name: value for name, value in match.groupdict().items() if name != "name"}
                return named[0], said.format(**words), index + 1
        return None

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

    def _of_table(self, start: int, end: int, rows: dict[str, int]) -> tuple[str, str] | None:
        """Return the row whose name is the first head of a table, and the values below it."""
        head = cells_of(self.lines[start][1])
        name = head[0].strip(" `*")
        if name not in rows or not 0 < len(head) <= 3 or not all(map(_tells_meaning, head[1:])):
            return None
        cells = [cells_of(line) for _, line in self.lines[start + 2 : end]]
        values = [row[0].strip(' `*"') for row in cells if row]
        if not values or not all(re.fullmatch(r"[\w./-]+", value) for value in values):
            return None
        return name, f"One of: {', '.join(f'`{value}`' for value in values)}"


def _tells_meaning(head: str) -> bool:
    """Tell whether a column says what values mean; one of another row's values holds the list to a case."""
    return column_of(head) in ("description", "notes") or head.strip(" *`").lower() in _OF_MEANINGS


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
