"""Write the tables, blocks and directives of other markups as markdown: AsciiDoc, reStructuredText, wikis, ReadMe, MkDocs.

A page in such a markup is the same to the readers as one in markdown; the numbers of its lines stay. A table whose
cells do not fill its columns is written with all of them in one row, which no reader takes for a parameter.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ...runtime.json_types import is_array, is_object
from .columns import NumberedLines, cells_of, is_ruler, line_of

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
# The beginnings of lines that belong to another markup; most pages have none.
_BEGINNINGS = ("|==", "{|", ".. ", "[bl", "[so", "||", "|_.", "==", "!!!", "???", "```{", "   ..", "* -")
_ASCIIDOC_SPEC = r"(?:(?P<times>\d+)\*|(?P<columns>\d+)?(?:\.(?P<rows>\d+))?\+)?(?:[<^>]?(?:\.[<^>])?)[aehlmsdv]?"
_ASCIIDOC_CELL = re.compile(rf"(?:(?<=\s)|^){_ASCIIDOC_SPEC}(?<!\\)\|")
_COLUMNS_OF = re.compile(r"\bcols\s*=\s*\"?(?P<cols>[^\"\]]*)")
_MANY = re.compile(r"\s*(\d+)\s*\*")
_SOURCE = re.compile(r"\s*\[(?:source|listing)(?:\s*,\s*(?P<language>[\w-]+))?[^\]]*\]\s*")
_DELIMITER = re.compile(r"\s*(?:-{4,}|\.{4,})\s*")
_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\.\s+(?P<name>[\w:-]+)::\s*(?P<said>.*)")
_MYST = re.compile(r"(?P<indent>\s*)`{3,}\{(?P<name>[\w:-]+)\}\s*(?P<said>.*)")
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):\s*(?P<value>.*)")
_HTTP = re.compile(r"http:(?P<method>get|post|put|delete|patch)", re.IGNORECASE)
_LISTED_ROW = re.compile(r"(?P<indent>\s*)[*-]\s+-(?:\s+(?P<cell>.*))?")
_LISTED_CELL = re.compile(r"(?P<indent>\s*)-(?:\s+(?P<cell>.*))?")
_LITERAL = re.compile(r"``([^`]+)``")
_WIKI_ATTRIBUTES = re.compile(r"^\s*(?:[\w-]+\s*=\s*(?:\"[^\"]*\"|[\w%]+)\s*)+\|(?!\|)")
_WIKI_BOLD = re.compile(r"'''?([^']+)'''?")
_JIRA_CODE = re.compile(r"\{\{([^{}]+)\}\}")
_TEXTILE_HEAD = re.compile(r"\|\s*_\.\s*")
_ORG_RULER = re.compile(r"\s*\|-+(?:\+-+)+\|\s*")
_TAB = re.compile(r"(?P<indent> *)(?:===[+!]?|!!!|\?\?\?\+?)(?:\s+[\w-]+)*\s+\"(?P<title>[^\"]*)\"\s*")
_README = re.compile(r"\s*\[block:(?P<kind>[\w-]+)\]\s*")
_README_CELL = re.compile(r"(?P<row>h|\d+)-(?P<column>\d+)")
_WIDE_BARS = str.maketrans({"｜": "|", "￨": "|", "∣": "|"})
_NOTES = frozenset({"note", "warning", "tip", "important", "caution", "hint", "attention", "danger", "admonition"})
_CODE = frozenset({"code-block", "code", "sourcecode", "literalinclude", "parsed-literal"})
_SIMPLE_BORDER = re.compile(r"={2,}(?: +={2,})+ *")
_MOST_COLUMNS = 24
_MOST_CELLS = 20_000


def with_markdown_markup(lines: NumberedLines) -> NumberedLines:
    """Return lines with what other markups have for tables, blocks and directives as markdown."""
    if not any(map(_may_begin, lines)):
        return lines
    written: NumberedLines = []
    index = 0
    fence = ""
    while index < len(lines):
        line = lines[index][1]
        if _FENCE.match(line) and not (_MYST.fullmatch(line) and not fence):
            mark = line.lstrip()[:3]
            fence = "" if fence == mark else fence or mark
        elif not fence and (block := _block(lines, index)) is not None:
            written += block.lines
            index = block.end
            continue
        written.append(lines[index])
        index += 1
    return written


def _may_begin(place: tuple[int, str]) -> bool:
    line = place[1]
    return (
        line.lstrip().startswith(_BEGINNINGS)
        or line.endswith("\\")
        or line[:3] == "|--"
        or (not line.isascii() and line.translate(_WIDE_BARS) != line)
    )


@frozen
class _Block:
    """What stands in place of some lines, and the index behind them."""

    lines: NumberedLines
    end: int


def _block(lines: NumberedLines, index: int) -> _Block | None:
    """Return the block of another markup that begins at a line."""
    line = lines[index][1]
    begins = line.lstrip()
    for start, read in _READERS:
        if begins.startswith(start) and (found := read(lines, index)) is not None:
            return found
    if line.endswith("\\") or ("|" not in line and not line.isascii() and "|" in line.translate(_WIDE_BARS)):
        return _bars(lines, index)
    return None


def _asciidoc(lines: NumberedLines, index: int) -> _Block | None:
    """Read a table between two lines of '|==='."""
    end = next((at for at in range(index + 1, len(lines)) if lines[at][1].strip() == lines[index][1].strip()), None)
    if end is None:
        return None
    body = lines[index + 1 : end]
    first = next((line for _, line in body if line.strip()), "")
    options = lines[index - 1][1] if index and lines[index - 1][1].lstrip().startswith("[") else ""
    width = _declared_width(options) or len(_ASCIIDOC_CELL.findall(first))
    cells = list(_asciidoc_cells(body))
    if not 0 < width <= _MOST_COLUMNS or not cells:
        return None
    rows = _in_rows(cells, width)
    heads = [cell.text for cell in cells[:width]]
    table = _table(lines[index][0], heads, rows) if rows is not None else _unread(lines[index][0], heads, cells[width:])
    return _Block(table, end + 1)


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
            opened[1].append(before.strip())
        ends = [*(mark.start() for mark in marks[1:]), len(line)]
        for mark, end in zip(marks, ends, strict=False):
            if opened is not None:
                yield from _closed(opened)
            times = min(int(mark["times"] or mark["columns"] or 1), _MOST_COLUMNS)
            text = line[mark.end() : end].strip()
            opened = (number, [text] if text else [], times, min(int(mark["rows"] or 1), _MOST_CELLS))
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


def _table(number: int, heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> NumberedLines:
    table = [(number, ""), (number, line_of(heads)), (number, line_of("---" for _ in heads))]
    table += [(line, line_of(cells)) for line, cells in rows]
    return [*table, (rows[-1][0] if rows else number, "  ")]


def _unread(number: int, heads: Sequence[str], cells: Sequence[_Cell]) -> NumberedLines:
    """Return a table whose cells do not fill its columns: all of them in one row, for the reader to report."""
    row = ["?" if at == 0 else cell.text for at, cell in enumerate(cells[: len(heads)])]
    return _table(number, heads, [(number, [*row, *[""] * (len(heads) - len(row))])])


def _source(lines: NumberedLines, index: int) -> _Block | None:
    """Read a block of code below '[source,json]', between lines of dashes."""
    found = _SOURCE.fullmatch(lines[index][1])
    if found is None or index + 1 >= len(lines) or not _DELIMITER.fullmatch(lines[index + 1][1]):
        return None
    delimiter = lines[index + 1][1].strip()
    end = next((at for at in range(index + 2, len(lines)) if lines[at][1].strip() == delimiter), None)
    if end is None:
        return None
    fence = f"```{found['language'] or ''}"
    return _Block([(lines[index][0], fence), *lines[index + 2 : end], (lines[end][0], "```")], end + 1)


def _wiki(lines: NumberedLines, index: int) -> _Block | None:
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
    return _Block(_table(lines[index][0], rows[0][1], rows[1:]), end + 1)


def _wiki_cell(text: str) -> str:
    return _WIKI_BOLD.sub(r"\1", _WIKI_ATTRIBUTES.sub("", text)).strip()


def _jira(lines: NumberedLines, index: int) -> _Block | None:
    """Read a table of Confluence: '||Parameter||Type||' above '|symbol|string|'."""
    line = lines[index][1].strip()
    heads = [cell.strip() for cell in line.strip("|").split("||")]
    below = lines[index + 1][1].strip() if index + 1 < len(lines) else ""
    if not line.endswith("||") or len(heads) < 2 or not (below[:1] == "|" and below[1:2] != "|") or is_ruler(below):
        return None
    end = next((at for at in range(index + 1, len(lines)) if not lines[at][1].lstrip().startswith("|")), len(lines))
    rows = [(number, cells_of(_JIRA_CODE.sub(r"`\1`", text))) for number, text in lines[index + 1 : end]]
    return _Block(_table(lines[index][0], heads, rows), end)


def _textile(lines: NumberedLines, index: int) -> _Block | None:
    """Read a table whose heads have marks: '|_. Parameter |_. Type |'."""
    heads = cells_of(_TEXTILE_HEAD.sub("|", lines[index][1]))
    end = next((at for at in range(index + 1, len(lines)) if not lines[at][1].lstrip().startswith("|")), len(lines))
    rows = [(number, cells_of(text)) for number, text in lines[index + 1 : end] if not is_ruler(text)]
    return _Block(_table(lines[index][0], heads, rows), end)


def _simple(lines: NumberedLines, index: int) -> _Block | None:
    """Read a simple table of reStructuredText: columns below groups of equals signs, heads between two such lines."""
    borders = [at for at in range(index, min(index + _MOST_CELLS, len(lines))) if _SIMPLE_BORDER.fullmatch(lines[at][1])]
    if not borders or borders[0] != index or len(borders) < 3 or borders[1] != index + 2:
        return None
    starts = [group.start() for group in re.finditer("=+", lines[index][1])]
    ends = [*starts[1:], None]

    def cells(line: str) -> list[str]:
        return [_literal(line[start:end]) for start, end in zip(starts, ends, strict=True)]

    rows: list[tuple[int, list[str]]] = []
    for number, line in lines[borders[1] + 1 : borders[2]]:
        if rows and not line[: ends[0]].strip() and line.strip():
            above = rows[-1][1]
            rows[-1] = (rows[-1][0], [" ".join(filter(None, pair)) for pair in zip(above, cells(line), strict=True)])
        elif line.strip():
            rows.append((number, cells(line)))
    return _Block(_table(lines[index][0], cells(lines[index + 1][1]), rows), borders[2] + 1)


def _org(lines: NumberedLines, index: int) -> _Block | None:
    """Write a ruler with plus signs, '|---+---|', as one of markdown."""
    number, line = lines[index]
    return _Block([(number, line.replace("+", "|"))], index + 1) if _ORG_RULER.fullmatch(line) else None


def _bars(lines: NumberedLines, index: int) -> _Block | None:
    """Write full-width bars as bars, and leave out strokes at the ends of lines, in a paragraph that is a table."""
    end = next((at for at in range(index, len(lines)) if not lines[at][1].strip()), len(lines))
    texts = [_unbroken(line.translate(_WIDE_BARS)) for _, line in lines[index:end]]
    if not any(is_ruler(text) for text in texts[:3]):
        return None
    return _Block([(number, text) for (number, _), text in zip(lines[index:end], texts, strict=True)], end)


def _unbroken(line: str) -> str:
    return f"{line[:-1].rstrip()}  " if line.endswith("\\") and not line.endswith("\\\\") else line


def _tab(lines: NumberedLines, index: int) -> _Block | None:
    """Read a tab or an admonition of MkDocs: its title in bold, and what is indented below it."""
    found = _TAB.fullmatch(lines[index][1])
    if found is None:
        return None
    indent = len(found["indent"]) + 4
    end = _indented_end(lines, index + 1, indent)
    inside = [(number, line[indent:] if line.strip() else line) for number, line in lines[index + 1 : end]]
    title = found["title"].strip()
    heading = [(lines[index][0], f"**{title}**"), (lines[index][0], "")] if title else []
    return _Block([*heading, *with_markdown_markup(inside)], end)


def _indented_end(lines: NumberedLines, start: int, indent: int) -> int:
    """Return the index behind lines that are indented at least so deep, empty ones among them."""
    last = start
    for index in range(start, len(lines)):
        line = lines[index][1]
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        last = index + 1 if line.strip() else last
    return last


def _directive(lines: NumberedLines, index: int) -> _Block | None:
    """Read a directive of reStructuredText: a table, code, an endpoint, a note."""
    found = _DIRECTIVE.fullmatch(lines[index][1])
    if found is None:
        return None
    name, number = found["name"].lower(), lines[index][0]
    if http := _HTTP.fullmatch(name):
        return _Block([(number, f"`{http['method'].upper()} {found['said'].strip()}`"), (number, "")], index + 1)
    end = _indented_end(lines, index + 1, len(found["indent"]) + 2)
    if name == "list-table" and not any(map(_is_listed_row, lines[index + 1 : end])):
        # A page that a careless copy has taken the margins from.
        end = next((at for at in range(end, len(lines)) if _ends_list(lines, at)), len(lines))
    return _of_directive(name, found["said"].strip(), number, lines[index + 1 : end], end)


def _is_listed_row(place: tuple[int, str]) -> bool:
    return _LISTED_ROW.fullmatch(place[1]) is not None


def _ends_list(lines: NumberedLines, index: int) -> bool:
    line = lines[index][1]
    return bool(line.strip()) and not (line[:1] in " *-:" or lines[index - 1][1].strip())


def _myst(lines: NumberedLines, index: int) -> _Block | None:
    """Read a directive of MyST: '```{list-table}'."""
    found = _MYST.fullmatch(lines[index][1])
    rest = range(index + 1, len(lines))
    end = next((at for at in rest if lines[at][1].strip() == "```"), None) if found else None
    if found is None or end is None:
        return None
    return _of_directive(
        found["name"].lower(), found["said"].strip(), lines[index][0], lines[index + 1 : end], end + 1
    )


def _of_directive(name: str, said: str, number: int, body: NumberedLines, end: int) -> _Block | None:
    options: dict[str, str] = {}
    start = 0
    while start < len(body) and (option := _OPTION.fullmatch(body[start][1])):
        options[option["name"]] = option["value"]
        start += 1
    inside = _dedented(body[start:])
    if name == "list-table":
        rows = _listed_rows(inside)
    elif name == "csv-table":
        rows = _comma_rows(inside)
        heads = _comma_rows([(number, options.get("header", ""))])
        rows = [*heads, *rows]
    elif name in _CODE:
        return _Block([(number, f"```{said}"), *inside, (number, "```")], end) if inside else None
    elif name in _NOTES:
        return _Block([(number, f"**{said}**" if said and name == "admonition" else said), *inside], end)
    else:
        return None
    if not rows or len(rows[0][1]) > _MOST_COLUMNS:
        return None
    title = [(number, said), (number, "")] if said else []
    return _Block([*title, *_table(number, rows[0][1], rows[1:])], end)


def _dedented(lines: NumberedLines) -> NumberedLines:
    widths = [len(line) - len(line.lstrip()) for _, line in lines if line.strip()]
    least = min(widths, default=0)
    return [(number, line[least:]) for number, line in lines]


def _listed_rows(lines: NumberedLines) -> list[tuple[int, list[str]]]:
    """Return the rows of a list of lists: '* - symbol' begins a row, '- string' below it a cell."""
    rows: list[tuple[int, list[str]]] = []
    for number, line in lines:
        if row := _LISTED_ROW.fullmatch(line):
            rows.append((number, [_literal(row["cell"])]))
        elif rows and (cell := _LISTED_CELL.fullmatch(line)) and len(cell["indent"]) <= 2:
            rows[-1][1].append(_literal(cell["cell"]))
        elif rows and line.strip():
            above = rows[-1][1]
            joint = "<br>" if line.lstrip()[:2] in ("- ", "* ") else " "
            above[-1] = f"{above[-1]}{joint}{_literal(line)}".strip()
    return rows


def _comma_rows(lines: NumberedLines) -> list[tuple[int, list[str]]]:
    texts = [(number, line.strip()) for number, line in lines if line.strip()]
    cells = csv.reader((line for _, line in texts), skipinitialspace=True)
    try:
        return [(number, list(map(_literal, row))) for (number, _), row in zip(texts, cells, strict=True)]
    except (csv.Error, ValueError):  # a text in quotes that runs over lines
        return []


def _literal(text: str | None) -> str:
    return _LITERAL.sub(r"`\1`", text or "").strip()


def _readme(lines: NumberedLines, index: int) -> _Block | None:
    """Read a block of ReadMe: '[block:parameters]' above JSON that has the cells of a table."""
    found = _README.fullmatch(lines[index][1])
    end = next((at for at in range(index + 1, len(lines)) if lines[at][1].strip() == "[/block]"), None)
    if found is None or end is None:
        return None
    number = lines[index][0]
    try:
        said = json.loads("\n".join(line for _, line in lines[index + 1 : end]))
    except (ValueError, RecursionError):
        return None
    written = _of_readme(found["kind"], said, number) if is_object(said) else None
    return None if written is None else _Block(written, end + 1)


def _of_readme(kind: str, said: Mapping[str, Any], number: int) -> NumberedLines | None:
    data, codes = said.get("data"), said.get("codes")
    if kind == "parameters" and is_object(data):
        cells: dict[int, dict[int, str]] = {}
        for place, text in data.items():
            at = _README_CELL.fullmatch(place)
            if at is None:
                return None
            row = -1 if at["row"] == "h" else int(at["row"])
            cells.setdefault(row, {})[int(at["column"])] = "<br>".join(str(text).split("\n"))
        width = max((column for row in cells.values() for column in row), default=-1) + 1
        if not 0 < width <= _MOST_COLUMNS or -1 not in cells:
            return None
        rows = [(number, [cells[row].get(at, "") for at in range(width)]) for row in sorted(cells)]
        return _table(number, rows[0][1], rows[1:])
    if kind == "code" and is_array(codes):
        written: NumberedLines = []
        for code in codes:
            if is_object(code):
                texts = [f"```{code.get('language') or ''}", *str(code.get("code") or "").split("\n"), "```"]
                written += [(number, text) for text in texts]
        return written
    if kind == "api-header" and isinstance(said.get("title"), str):
        return [(number, f"### {said['title']}"), (number, "")]
    if kind == "callout":
        words = (str(said.get(key) or "") for key in ("title", "body"))
        return [(number, line) for text in words for line in (*text.split("\n"), "")]
    return None


_Reader = Callable[[NumberedLines, int], _Block | None]
_READERS: tuple[tuple[str | tuple[str, ...], _Reader], ...] = (
    ("|===", _asciidoc),
    ("[source", _source),
    ("[listing", _source),
    ("{|", _wiki),
    ("||", _jira),
    ("|_.", _textile),
    ("|-", _org),
    ("..", _directive),
    ("```{", _myst),
    ("[block:", _readme),
    (("===", "!!!", "???"), _tab),
    ("==", _simple),
)
