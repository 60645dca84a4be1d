"""Write tables of AsciiDoc and of wikis as those of markdown.

A table whose cells do not fill its columns is written with all of them in one row, which no reader takes for a
parameter.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from .columns import NumberedLines, cells_of, is_ruler, line_of

_ASCIIDOC_SPEC = r"(?:(?P<times>\d+)\*|(?P<columns>\d+)?(?:\.(?P<rows>\d+))?\+)?(?:[<^>]?(?:\.[<^>])?)[aehlmsdv]?"
_ASCIIDOC_CELL = re.compile(rf"(?:(?:(?<=\s)|^){_ASCIIDOC_SPEC})?(?<!\\)\|")
_COLUMNS_OF = re.compile(r"\bcols\s*=\s*\"?(?P<cols>[^\"\]]*)")
_MANY = re.compile(r"\s*(\d+)\s*\*")
_WIKI_ATTRIBUTES = re.compile(r"^\s*(?:[\w-]+\s*=\s*(?:\"[^\"]*\"|[\w%]+)\s*)+\|(?!\|)")
_WIKI_BOLD = re.compile(r"'''?([^']+)'''?")
_JIRA_CODE = re.compile(r"\{\{([^{}]+)\}\}")
_TEXTILE_HEAD = re.compile(r"\|\s*_\.\s*")
_ORG_RULER = re.compile(r"\s*\|-+(?:\+-+)+\|\s*")
MOST_COLUMNS = 24
MOST_CELLS = 20_000


@frozen
class MarkupBlock:
    """What stands in place of some lines, and the index behind them."""

    lines: NumberedLines
    end: int


def asciidoc(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a table between two lines of '|==='."""
    end = next((at for at in range(index + 1, len(lines)) if lines[at][1].strip() == lines[index][1].strip()), None)
    if end is None:
        return None
    body = lines[index + 1 : end]
    first = next((line for _, line in body if line.strip()), "")
    options = lines[index - 1][1] if index and lines[index - 1][1].lstrip().startswith("[") else ""
    width = _declared_width(options) or len(_ASCIIDOC_CELL.findall(first))
    cells = list(_asciidoc_cells(body))
    if not 0 < width <= MOST_COLUMNS or not cells:
        return None
    rows = _in_rows(cells, width)
    heads = [cell.text for cell in cells[:width]]
    table = (
        markdown_table(lines[index][0], heads, rows)
        if rows is not None
        else _unread(lines[index][0], heads, cells[width:])
    )
    return MarkupBlock(table, end + 1)


@frozen
class _Cell:
    line: int
    text: str
    rows: int = 1


def _declared_width(options: str) -> int:
    found = _COLUMNS_OF.search(options)
    if found is None:
        return 0
    columns = [each for each in found["cols"].split(",") if each.strip()]
    return sum(int(many[1]) if (many := _MANY.match(each)) else 1 for each in columns)


def _asciidoc_cells(body: NumberedLines) -> Iterator[_Cell]:
    """Yield the cells of a table, one that spans columns as often as it does."""
    opened: tuple[int, list[str], int, int] | None = None
    for number, line in body:
        marks = list(_ASCIIDOC_CELL.finditer(line))
        before = line[: marks[0].start()] if marks else line
        if opened is not None and before.strip():
            opened[1].append(before.strip().removesuffix(" +"))
        ends = [*(mark.start() for mark in marks[1:]), len(line)]
        for mark, end in zip(marks, ends, strict=False):
            if opened is not None:
                yield from _closed(opened)
            times = min(int(mark["times"] or mark["columns"] or 1), MOST_COLUMNS)
            text = line[mark.end() : end].strip().removesuffix(" +")
            opened = (number, [text] if text else [], times, min(int(mark["rows"] or 1), MOST_CELLS))
    if opened is not None:
        yield from _closed(opened)


def _closed(opened: tuple[int, list[str], int, int]) -> Iterator[_Cell]:
    number, texts, times, rows = opened
    cell = _Cell(number, "<br>".join(texts).replace("\\|", "|"), rows)
    yield from (cell for _ in range(times))


def _in_rows(cells: Sequence[_Cell], width: int) -> list[tuple[int, list[str]]] | None:
    """Return the cells below the heads in rows; None where they do not fill them."""
    rows: list[tuple[int, list[str]]] = []
    above: dict[int, tuple[int, str]] = {}
    row: list[str] = []
    line = 0
    for cell in cells[width:]:
        _reach_down(row, above)
        if cell.rows > 1:
            above[len(row)] = (cell.rows - 1, cell.text)
        line = line if row else cell.line
        row.append(cell.text)
        _reach_down(row, above)
        if len(row) >= width:
            rows.append((line, row))
            row = []
    return rows if not row and all(len(each) == width for _, each in rows) else None


def _reach_down(row: list[str], above: dict[int, tuple[int, str]]) -> None:
    """Add the cells of earlier rows that reach down to the end of a row."""
    while (column := len(row)) in above:
        left, text = above.pop(column)
        if left > 1:
            above[column] = (left - 1, text)
        row.append(text)


def markdown_table(number: int, heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> NumberedLines:
    table = [(number, ""), (number, line_of(heads)), (number, line_of("---" for _ in heads))]
    table += [(line, line_of(cells)) for line, cells in rows]
    return [*table, (rows[-1][0] if rows else number, "  ")]


def _unread(number: int, heads: Sequence[str], cells: Sequence[_Cell]) -> NumberedLines:
    """Return a table whose cells do not fill its columns: all of them in one row, for the reader to report."""
    row = ["?" if at == 0 else cell.text for at, cell in enumerate(cells[: len(heads)])]
    return markdown_table(number, heads, [(number, [*row, *[""] * (len(heads) - len(row))])])


def wiki(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a table of MediaWiki: '{|', heads behind '!', rows behind '|-', cells behind '|' or '||'."""
    end = next((at for at in range(index + 1, len(lines)) if lines[at][1].strip().startswith("|}")), None)
    if end is None:
        return None
    rows: list[tuple[int, list[str]]] = []
    is_new = True
    for number, line in lines[index + 1 : end]:
        text = line.strip()
        if text.startswith("|-"):
            is_new = True
        elif text[:1] in ("!", "|") and not text.startswith("|+"):
            split = re.split(r"\|\||!!" if text[0] == "!" else r"\|\|", text[1:])
            cells = [_wiki_cell(cell) for cell in split]
            if is_new:
                rows.append((number, cells))
            else:
                rows[-1][1].extend(cells)
            is_new = False
        elif rows and text and not text.startswith("|+"):
            rows[-1][1][-1] += f"<br>{text}"
    if not rows:
        return None
    return MarkupBlock(markdown_table(lines[index][0], rows[0][1], rows[1:]), end + 1)


def _wiki_cell(text: str) -> str:
    return _WIKI_BOLD.sub(r"\1", _WIKI_ATTRIBUTES.sub("", text)).strip()


def jira(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a table of Confluence: '||Parameter||Type||' above '|symbol|string|'."""
    line = lines[index][1].strip()
    heads = [cell.strip() for cell in line.strip("|").split("||")]
    below = lines[index + 1][1].strip() if index + 1 < len(lines) else ""
    if not line.endswith("||") or len(heads) < 2 or not (below[:1] == "|" and below[1:2] != "|") or is_ruler(below):
        return None
    end = next((at for at in range(index + 1, len(lines)) if not lines[at][1].lstrip().startswith("|")), len(lines))
    rows = [(number, cells_of(_JIRA_CODE.sub(r"`\1`", text))) for number, text in lines[index + 1 : end]]
    return MarkupBlock(markdown_table(lines[index][0], heads, rows), end)


def textile(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a table whose heads have marks: '|_. Parameter |_. Type |'."""
    heads = cells_of(_TEXTILE_HEAD.sub("|", lines[index][1]))
    end = next((at for at in range(index + 1, len(lines)) if not lines[at][1].lstrip().startswith("|")), len(lines))
    rows = [(number, cells_of(text)) for number, text in lines[index + 1 : end] if not is_ruler(text)]
    return MarkupBlock(markdown_table(lines[index][0], heads, rows), end)


def org(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Write a ruler with plus signs, '|---+---|', as one of markdown."""
    number, line = lines[index]
    return MarkupBlock([(number, line.replace("+", "|"))], index + 1) if _ORG_RULER.fullmatch(line) else None
