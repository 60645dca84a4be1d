"""Read the directives of reStructuredText and MyST: tables, code, endpoints and notes; and its simple tables."""

import csv
import re

from .columns import NumberedLines
from .wiki_tables import MOST_CELLS, MOST_COLUMNS, MarkupBlock, markdown_table

_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\.\s+(?P<name>[\w:-]+)::\s*(?P<said>.*)")
_MYST = re.compile(r"(?P<indent>\s*)`{3,}\{(?P<name>[\w:-]+)\}\s*(?P<said>.*)")
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):\s*(?P<value>.*)")
_HTTP = re.compile(r"http:(?P<method>get|post|put|delete|patch)", re.IGNORECASE)
_LISTED_ROW = re.compile(r"(?P<indent>\s*)[*-]\s+-(?:\s+(?P<cell>.*))?")
_LISTED_CELL = re.compile(r"(?P<indent>\s*)-(?:\s+(?P<cell>.*))?")
_LITERAL = re.compile(r"``([^`]+)``")
_NOTES = frozenset({"note", "warning", "tip", "important", "caution", "hint", "attention", "danger", "admonition"})
_CODE = frozenset({"code-block", "code", "sourcecode", "literalinclude", "parsed-literal"})
_SIMPLE_BORDER = re.compile(r"={2,}(?: +={2,})+ *")


def simple_table(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a simple table of reStructuredText: columns below groups of equals signs, heads between two such lines."""
    borders = [at for at in range(index, min(index + MOST_CELLS, len(lines))) if _SIMPLE_BORDER.fullmatch(lines[at][1])]
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
    return MarkupBlock(markdown_table(lines[index][0], cells(lines[index + 1][1]), rows), borders[2] + 1)


def directive(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a directive of reStructuredText: a table, code, an endpoint, a note."""
    found = _DIRECTIVE.fullmatch(lines[index][1])
    if found is None:
        return None
    name, number = found["name"].lower(), lines[index][0]
    if http := _HTTP.fullmatch(name):
        return MarkupBlock([(number, f"`{http['method'].upper()} {found['said'].strip()}`"), (number, "")], index + 1)
    end = indented_end(lines, index + 1, len(found["indent"]) + 2)
    if name == "list-table" and not any(map(_is_listed_row, lines[index + 1 : end])):
        # A page that a careless copy has taken the margins from.
        end = next((at for at in range(end, len(lines)) if _ends_list(lines, at)), len(lines))
    return _of_directive(name, found["said"].strip(), number, lines[index + 1 : end], end)


def _is_listed_row(place: tuple[int, str]) -> bool:
    return _LISTED_ROW.fullmatch(place[1]) is not None


def _ends_list(lines: NumberedLines, index: int) -> bool:
    line = lines[index][1]
    return bool(line.strip()) and not (line[:1] in " *-:" or lines[index - 1][1].strip())


def myst(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a directive of MyST: '```{list-table}'."""
    found = _MYST.fullmatch(lines[index][1])
    rest = range(index + 1, len(lines))
    end = next((at for at in rest if lines[at][1].strip() == "```"), None) if found else None
    if found is None or end is None:
        return None
    return _of_directive(found["name"].lower(), found["said"].strip(), lines[index][0], lines[index + 1 : end], end + 1)


def _of_directive(name: str, said: str, number: int, body: NumberedLines, end: int) -> MarkupBlock | None:
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
        return MarkupBlock([(number, f"```{said}"), *inside, (number, "```")], end) if inside else None
    elif name in _NOTES:
        return MarkupBlock([(number, f"**{said}**" if said and name == "admonition" else said), *inside], end)
    else:
        return None
    if not rows or len(rows[0][1]) > MOST_COLUMNS:
        return None
    title = [(number, said), (number, "")] if said else []
    return MarkupBlock([*title, *markdown_table(number, rows[0][1], rows[1:])], end)


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


def indented_end(lines: NumberedLines, start: int, indent: int) -> int:
    """Return the index behind lines that are indented at least so deep, empty ones among them."""
    last = start
    for index in range(start, len(lines)):
        line = lines[index][1]
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        last = index + 1 if line.strip() else last
    return last
