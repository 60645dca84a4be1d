"""Parse HTML tables into rows of cells; a cell that spans several places is in each of them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import define

from .listed import as_entry

_MOST = 64
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")


@define
class Cell:
    """A cell with the HTML inside it; a cell that spans several places is the same object in all of them."""

    html: str = ""
    heading: bool = False
    rows: int = 1
    columns: int = 1
    line: int = 0


def grid(html: str, line: int = 1) -> list[list[Cell]]:
    """Return the rows of a table whose text begins at ``line``; a short row stays short."""
    reader = _Reader(line)
    reader.feed(html)
    reader.close()
    return _spanned(reader.rows)


def markdown_rows(table: str, started: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of an HTML table as markdown, each with its number; ``started`` is the number of the first."""
    width = 0
    for row in grid(table, started):
        heading_row = bool(row) and row[0].heading and not width
        width = len(row) if heading_row else width
        # A row without an end tag contains the next one.
        step = width if width and len(row) % width == 0 else max(len(row), 1)
        for start in range(0, len(row), step):
            cells = row[start : start + step]
            texts = (cell.html.replace("|", "/").replace("\n", " ") for cell in cells)
            yield cells[0].line, f"| {' | '.join(texts)} |"
        if heading_row:
            yield row[0].line, "|---" * width + "|"


class _Reader(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[list[Cell]] = []
        self._first_line = first_line
        self._open: Cell | None = None
        # The text of the tables within the open cell, one inside the other.
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and self._open is not None:
            self._within.append("")
        if self._within:
            self._within[-1] += self.get_starttag_text() or ""
        elif tag == "tr":
            self._open = None
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            attributes = dict(attrs)
            self._open = Cell(
                heading=tag == "th",
                rows=_count(attributes.get("rowspan")),
                columns=_count(attributes.get("colspan")),
                line=self._first_line + self.getpos()[0] - 1,
            )
            self.rows[-1].append(self._open)
        elif self._open is not None:
            self._open.html += self.get_starttag_text() or ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._within:
            self._within[-1] += self.get_starttag_text() or ""
        elif self._open is not None:
            self._open.html += self.get_starttag_text() or ""

    def handle_endtag(self, tag: str) -> None:
        if self._within:
            self._within[-1] += f"</{tag}>"
            if tag == "table":
                inner = _entries(self._within.pop())
                if self._within:
                    self._within[-1] += inner
                elif self._open is not None:
                    self._open.html += inner
        elif tag in ("td", "th", "tr", "table"):
            self._open = None
        elif self._open is not None:
            self._open.html += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        if self._within:
            self._within[-1] += data
        elif self._open is not None:
            self._open.html += data

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _entries(table: str) -> str:
    """Return a table within a cell as the entries of a list."""
    rows = [[_TAGS.sub("", cell.html) for cell in row] for row in grid(table)]
    heads = rows[0] if rows else []
    return "".join(f"<br>{as_entry(heads, cells)}" for cells in rows[1:])


def _count(text: str | None) -> int:
    return min(int(text), _MOST) if text and text.isascii() and text.isdigit() and int(text) > 0 else 1


def _spanned(rows: list[list[Cell]]) -> list[list[Cell]]:
    waiting: dict[int, tuple[Cell, int]] = {}
    spanned: list[list[Cell]] = []
    for row in rows:
        cells: list[Cell] = []
        own = iter(row)
        while True:
            above = waiting.pop(len(cells), None)
            if above is not None:
                cell, left = above
                if left > 1:
                    waiting[len(cells)] = (cell, left - 1)
                cells.append(cell)
                continue
            cell_ = next(own, None)
            if cell_ is None:
                break
            for _ in range(cell_.columns):
                if cell_.rows > 1:
                    waiting[len(cells)] = (cell_, cell_.rows - 1)
                cells.append(cell_)
        spanned.append(cells)
    return spanned
