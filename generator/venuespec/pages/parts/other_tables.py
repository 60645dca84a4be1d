"""Write parameters that a page does not put into a table of markdown as one: HTML, lists, definitions, drawn tables.

A list is one of parameters below a heading of the request's or the response's parameters, or where its entries say
both a type and whether they are required. A format only says where its tables stand.
"""

import re
from collections.abc import Iterator

from attrs import define, field

from .appendix import with_appendices
from .below import closed, with_notes
from .broken_rows import with_whole_rows
from .cards import cards
from .columns import ColumnHeads, NumberedLines, cells_of, end_of_bars, header, is_ruler
from .components import with_components
from .definitions import with_definitions
from .drawn import drawn_table
from .flattened import flattened, headless, is_flattened
from .grid import markdown_rows
from .headings import Heading, heading_of, subject_of
from .html_lists import with_lists
from .left_tables import without_statuses
from .line_signs import Answered
from .listed import ListedParameter, parameters, rows_of
from .other_protocols import without_other_protocols
from .property_tables import with_headless, with_property_tables
from .schemas import fenced, parameters_of_schema
from .signatures import with_signatures
from .spelled import spelled
from .table import starts_row
from .tied import with_tied

_TAGS = re.compile(r"</?(?!br\b)[A-Za-z][^<>]*>")
_CODE = re.compile(r"<code>([^<>]*)</code>")
_WIDE = re.compile(r"^(\|?[ \t]*)([\u3000\u2003]+|(?:\u00a0\u00a0)+)(?=[\w`*])")
_PROTOCOLS = re.compile(
    r"^(?:#++|\*\*|__|[ \t]*+<TabItem)[^\n]*\b(?:web[ -]?socket|ws|grpc|fix|(?:un)?subscri|push)", re.I | re.M
)
# Within a table: 'see [Sides](#sides)'.
_REFERENCE = re.compile(r"\]\(#|\b(?:see|refer to|(?:listed|defined|described) in)\s", re.IGNORECASE)
_SIGNATURES = re.compile(
    r"@(?:param|api[A-Z]|arg)|^[ \t]*+:(?:query|param|form|[<>]?json|re[qs]json)|^[ \t]*+(?:Args|Arguments):"
    r"|^[ \t]*+[A-Za-z_]\w* : [A-Za-z]"
)
_TYPED = re.compile(r"type[\"']?\s{0,3}[=:]|schemaName=", re.IGNORECASE)
_LONGEST_HEADING = 40
_PLAIN_LEVEL = 4
_BETWEEN = 8
_BESIDE_ROWS = ("#", "```", "~~~", "{", "[", "    ", "**", ">", "---")
_STRUCTURE = re.compile(r"\s*</?(?:[A-Z]|details|summary|h\d|table|section|article)")


_HEADER_NAME = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+|Authorization|Accept")
_HEADER = re.compile(rf"[^\w\n]{{0,8}}(?:{_HEADER_NAME.pattern})\W")


def with_tables(lines: NumberedLines, *, joined: bool = False, only_rows: bool = False) -> NumberedLines:
    """Return the lines of an endpoint with other spellings of parameter tables as tables of markdown.

    With ``joined`` the parts of a table that text or empty lines separate stand together, and its text behind it. With
    ``only_rows`` what the page says of rows elsewhere is left where it is.
    """
    whole = "\n".join([line for _, line in lines])
    lines = without_other_protocols(lines) if _PROTOCOLS.search(whole) else lines
    lines = with_appendices(lines) if "\n#" in whole and _REFERRING.places(lines) else lines
    if _SIGNED.places(lines):
        lines = with_signatures(lines)
    if ("<" in whole or "{%" in whole) and _TYPED.search(whole):
        lines = with_components(lines)
    if "<" in whole:
        lines = list(_html(with_property_tables(lines))) if "<table" in whole else lines
        lines = with_definitions(lines) if "<dt" in whole else lines
        lines = with_lists(lines) if "<li" in whole or "<dt" in whole else lines
    lines = _unfenced(lines) if "```" in whole else lines
    if not whole.isascii():
        lines = [(number, line if line.isascii() else _indented(line)) for number, line in lines]
    lines = with_whole_rows(lines) if "|\n" in whole else lines
    lines = with_headless(without_statuses(lines))
    lines = _Lists().read(closed(lines) if "|\n" in whole else lines)
    lines = spelled(_joined(_once_headed(lines)) if joined else _once_headed(lines))
    lines = list(_without_headers(lines)) if _NAMING_HEADERS.places(lines) else lines
    return lines if only_rows else with_tied(with_notes(lines))


def _refers(line: str) -> bool:
    """Tell whether a row of a table refers to another place."""
    at = line.find("|")
    return at >= 0 and _REFERENCE.search(line, at) is not None


_REFERRING = Answered(_refers)
_SIGNED = Answered(lambda line: _SIGNATURES.search(line) is not None)
_NAMING_HEADERS = Answered(lambda line: "|" in line and _HEADER.match(line) is not None)


def _once_headed(lines: NumberedLines) -> NumberedLines:
    """Leave out the heads of a table where they stand again among its rows, with the ruler below them."""
    kept: NumberedLines = []
    heads: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index][1]
        if "|" not in line:
            heads = []
        elif index + 1 < len(lines) and is_ruler(lines[index + 1][1]):
            cells = cells_of(line)
            if cells == heads:
                index += 2
                continue
            heads = cells
        kept.append(lines[index])
        index += 1
    return kept


def _without_headers(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Leave out tables of HTTP headers, 'X-API-KEY | yes | string', which no call sends as parameters."""
    index = 0
    while index < len(lines):
        end = index + 2
        if end < len(lines) and "|" in lines[index][1] and is_ruler(lines[index + 1][1]):
            end = end_of_bars(lines, end)
            names = [(cells_of(line) or [""])[0].strip("`* ") for _, line in lines[index + 2 : end]]
            if names and all(map(_HEADER_NAME.fullmatch, names)):
                yield lines[index][0], ""
                index = end
                continue
        yield lines[index]
        index += 1


def _indented(line: str) -> str:
    """A row whose name is indented by wide blanks, with marks for them."""
    return _WIDE.sub(lambda match: match[1] + "&emsp;" * len(match[2]), line, count=1) if "|" in line else line


def _html(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    index = 0
    while index < len(lines):
        if "<table" not in lines[index][1]:
            yield lines[index]
            index += 1
            continue
        end = next((at for at in range(index, len(lines)) if "</table>" in lines[at][1]), len(lines) - 1)
        text = "\n".join(line for _, line in lines[index : end + 1])
        for number, row in markdown_rows(text, lines[index][0]):
            yield number, _TAGS.sub("", _CODE.sub(r"`\1`", row))
        yield lines[end][0], "  "
        index = end + 1


def _unfenced(lines: NumberedLines) -> NumberedLines:
    """Take away the fences around a table, also of one that is drawn."""
    kept: NumberedLines = []
    index = 0
    while index < len(lines):
        if lines[index][1].lstrip().startswith("```") and index + 2 < len(lines):
            end = next(
                (at for at in range(index + 1, len(lines)) if lines[at][1].lstrip().startswith("```")), len(lines)
            )
            block = lines[index + 1 : end]
            table = block if is_ruler(lines[index + 2][1]) else drawn_table(block, 0)[0]
            kept += [*table, (lines[min(end, len(lines) - 1)][0], "  ")] if table else lines[index : end + 1]
            index = end + 1
            continue
        kept.append(lines[index])
        index += 1
    return kept


@define
class _Lists:
    """A walk over lines that writes lists of parameters as tables.

    Lists below one heading are one table; what stands between them follows it.
    """

    _found: NumberedLines = field(factory=NumberedLines, init=False)
    _side: str = field(default="", init=False)
    _level: int = field(default=0, init=False)
    _is_due: bool = field(default=False, init=False)
    _is_in_table: bool = field(default=False, init=False)
    # The parameters below the last heading, and where their table stands.
    _items: list[ListedParameter] = field(factory=list[ListedParameter], init=False)
    _started: int = field(default=0, init=False)
    _length: int = field(default=0, init=False)

    def read(self, lines: NumberedLines) -> NumberedLines:
        """Return the lines with tables."""
        index = 0
        is_fenced = False
        while index < len(lines):
            line = lines[index][1]
            if "```" in line and line.lstrip().startswith("```"):
                if self._is_due and not is_fenced and (end := self._schema(lines, index)) > index:
                    index = end
                    continue
                is_fenced = not is_fenced
            is_code = line[:4] == "    " and not self._is_due
            if "|" in line and not self._is_due:
                self._is_in_table = True
            elif line and not is_fenced and not is_code and (end := self._at(lines, index)) > index:
                index = end
                continue
            self._found.append(lines[index])
            index += 1
        return self._found

    def _at(self, lines: NumberedLines, index: int) -> int:
        """Take note of a heading or read a list at a line, and return the index behind the list."""
        line = lines[index][1]
        if line[:1] in "#*_<" or (len(line) < _LONGEST_HEADING and line[:1] != " "):
            if self._is_due and line[:2] in ("**", "__") and not self._items and is_flattened(lines, index):
                return self._flattened(lines, index)
            if self._is_due and line[:1] in "#*_" and (end := self._list(lines, index)) > index:
                return end
            heading = _heading(line)
            if heading is not None:
                self._headed(heading, is_bold=line.startswith(("**", "__")))
                return index
        if self._is_due and line.lstrip()[:1] == "<" and not self._items and (end := self._cards(lines, index)) > index:
            return end
        if self._is_due and line.strip():
            if self._items == [] and line[:1] not in "|#-+" and is_flattened(lines, index):
                return self._flattened(lines, index)
            if "|" in line and not line.lstrip().startswith(("-", "*", "•", "+-")):
                table, end = drawn_table(lines, index) if line.lstrip()[:1] in "|│┃║" else ([], index)
                is_first = index == 0 or "|" not in lines[index - 1][1]
                if not table and is_first and self._side == "request" and not is_ruler(_below(lines, index)):
                    table, end = headless(lines, index)
                self._is_due, self._is_in_table = False, not table
            else:
                table, end = drawn_table(lines, index)
            if table:
                self._found += table
                return end
            if self._is_due and (end := self._list(lines, index)) > index:
                return end
        elif not self._is_in_table and line.lstrip()[:1] in "-*•+" and line.lstrip()[1:2] == " ":
            return self._list(lines, index)
        return index

    def _cards(self, lines: NumberedLines, index: int) -> int:
        """Read parameters in elements of HTML, and return the index behind them; the same index where none are."""
        texts, end = cards(lines, index)
        first = next((at for at, (_, text) in enumerate(texts) if text), 0)
        if not texts or not is_flattened(texts, first):
            return index
        of_answer = self._side == "response"
        items, last = flattened(texts, first, of_answer=of_answer)
        if not items or any(text for _, text in texts[last:]):
            return index
        self._found += rows_of(items, of_answer=of_answer)
        return end

    def _flattened(self, lines: NumberedLines, index: int) -> int:
        """Read parameters in lines, and return the index behind them; lines that cannot be told apart stay."""
        of_answer = self._side == "response"
        items, end = flattened(lines, index, of_answer=of_answer)
        self._is_due = bool(items)
        self._found += rows_of(items, of_answer=of_answer) if items else lines[index:end]
        return end

    def _headed(self, heading: Heading, *, is_bold: bool) -> None:
        if heading.subject in ("request", "response") and not (is_bold and heading.value):
            self._side, self._level, self._is_due = heading.subject, heading.level, True
        elif heading.subject or heading.level <= max(self._level, _PLAIN_LEVEL):
            self._side, self._is_due = "", False
        self._items = []
        self._is_in_table = False

    def _schema(self, lines: NumberedLines, index: int) -> int:
        """Read a block of code that is a schema, and return the index behind it; the same index for another block."""
        block, end = fenced(lines, index)
        items = parameters_of_schema(block, of_answer=self._side == "response")
        if not items:
            return index
        self._found += rows_of(items, of_answer=self._side == "response")
        return end

    def _list(self, lines: NumberedLines, index: int) -> int:
        items, end = parameters(lines, index, self._level if self._is_due else 0)
        if not self._is_due and not (len(items) > 1 and all(item.kind and item.required for item in items)):
            return index
        if not items:
            return index
        between = self._found[self._started + self._length :] if self._items else []
        if self._items:
            del self._found[self._started :]
        else:
            self._started = len(self._found)
        self._items += items
        table = rows_of(self._items, of_answer=self._side == "response")
        self._length = len(table)
        self._found += [*table, *between]
        return end


def _below(lines: NumberedLines, index: int) -> str:
    return lines[index + 1][1] if index + 1 < len(lines) else ""


def _heading(line: str) -> Heading | None:
    """Return the heading that a line is, also one without marks, if its words are those of a part."""
    heading = heading_of(line)
    if heading is not None or "|" in line or len(line) > _LONGEST_HEADING:
        return heading
    subject = subject_of(line, slips=False) if line[:1].isalpha() else None
    return Heading(line.strip(), subject, "", _PLAIN_LEVEL) if subject in ("request", "response", "example") else None


def _joined(lines: NumberedLines) -> NumberedLines:
    """Return the lines with the parts of each table next to each other, and what stands between them behind it."""
    found: NumberedLines = []
    held: NumberedLines = []
    columns: ColumnHeads | None = None
    index = 0
    while index < len(lines):
        number, line = lines[index]
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        if "|" in line and (head := header(line, below)) is not None:
            columns = head
        is_row = columns is not None and starts_row(line, columns) and not is_ruler(below)
        if held and not is_row:
            found += [(number, ""), *held, (number, "")]
            held = []
        found.append(lines[index])
        index += 1
        following = _next_row(lines, index, columns) if columns is not None and is_row else index
        if following == index:
            continue
        between = [place for place in lines[index:following] if place[1].strip()]
        if len(between) == following - index:
            # The lines of a cell that runs on.
            closed = " |" if line.rstrip().endswith("|") else ""
            words = "<br>".join([line.rstrip().removesuffix("|").rstrip(), *(text.strip() for _, text in between)])
            found[-1] = (number, words + closed)
        else:
            held += between
        index = following
        if index + 1 < len(lines) and header(lines[index][1], lines[index + 1][1]) is not None:
            index += 1 + is_ruler(lines[index + 1][1])
    return [*found, *held]


def _next_row(lines: NumberedLines, start: int, columns: ColumnHeads) -> int:
    """Return where the next row of a table stands behind text or empty lines; ``start`` where none does."""
    is_text = False
    for index in range(start, min(start + _BETWEEN, len(lines))):
        line = lines[index][1]
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        if "|" in line:
            again = header(line, below)
            if again is not None:
                return index if again == columns and not is_text else start
            return index if starts_row(line, columns) and not is_ruler(below) else start
        if (
            line.startswith(_BESIDE_ROWS)
            or (line[:1] == "<" and _STRUCTURE.match(line))
            or (line and _heading(line) is not None)
        ):
            return start
        is_text = is_text or bool(line.strip())
    return start
