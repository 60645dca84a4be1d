"""Read the pages of ``flat_text`` as the site serves them: HTML whose rows of facts and samples have tags around them.

The lines are those that the flattened page has, so that both give the same facts.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..draft import Draft
from ..parts.columns import NumberedLines, cells_of, end_of_bars, header, is_ruler
from ..parts.html import sections
from ..parts.page import page_text
from ..parts.request_lines import method_alone, path_alone
from ..readers import PageReader
from .flat_text import read_lines

_NAMES = (
    r"(?:(?:HTTP |request |HTTP request )?(?:method|verb)|path|endpoint|url|uri|route|auth\w*|rate limits?|sign\w*)"
)
# 'Method: POST' in a paragraph or an item of a list; 'Method' alone has its fact in the next block.
_STATED = re.compile(rf"\W*(?P<name>{_NAMES})\W*?[:：]\W*?(?P<value>[^\s*`:].*?)[*`\s]*", re.IGNORECASE)
_ALONE = re.compile(rf"\W*(?P<name>{_NAMES})\W*", re.IGNORECASE)
_MARKS = re.compile(r"[*`]+")
_ESCAPED = re.compile(r"\\([-.+])")
_LONGEST_VALUE = 200


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, as ``flat_text`` reads them."""
    lines = [line for section in sections(page_text(file), file) for line in section.lines]
    return read_lines(list(_fenced(_flat(lines))), file)


def _fenced(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines with fences around blocks of code, which have a margin, and other lines without escapes."""
    is_code, number = False, 0
    for number, line in lines:
        if line.startswith("    ") != is_code:
            is_code = not is_code
            yield number, "```"
        yield number, line.removeprefix("    ") if is_code else _ESCAPED.sub(r"\1", line)
    if is_code:
        yield number, "```"


def _flat(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Yield the lines with rows of facts as a flattened page has them, and code without its margin."""
    index = 0
    while index < len(lines):
        number, line = lines[index]
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        if "|" in line and is_ruler(below) and header(line, below) is None and _is_table_of_facts(lines, index):
            end = _end_of_table(lines, index + 2)
            yield from ((at, _row(*cells_of(text)[:2])) for at, text in lines[index:end] if not is_ruler(text))
            index = end
            continue
        is_said = len(line) < _LONGEST_VALUE and "|" not in line and not line.startswith("    ")
        stated = _STATED.fullmatch(line) if is_said else None
        alone = _ALONE.fullmatch(line) if stated is None else None
        following = next((at for at in range(index + 1, min(index + 3, len(lines))) if lines[at][1].strip()), None)
        if stated:
            yield number, _row(stated["name"], stated["value"])
        elif alone and following is not None and _is_fact(lines[following][1]):
            yield number, _row(alone["name"], lines[following][1])
            index = following
        else:
            yield number, line
        index += 1


def _row(name: str, value: str) -> str:
    return f"| {_MARKS.sub('', name).strip()} | {_MARKS.sub('', value).strip()} |"


def _is_fact(line: str) -> bool:
    row = _row("Method", line)
    return "|" not in line and (method_alone(row) is not None or path_alone(_row("Path", line)) is not None)


def _is_table_of_facts(lines: NumberedLines, index: int) -> bool:
    """Tell whether the first cells of a table of two columns are names of facts, with a method or a path."""
    end = _end_of_table(lines, index + 2)
    rows = [cells_of(text) for _, text in lines[index:end] if not is_ruler(text)]
    return all(len(row) == 2 for row in rows) and any(
        _ALONE.fullmatch(row[0]) and (method_alone(_row(*row)) or path_alone(_row(*row))) for row in rows
    )


def _end_of_table(lines: NumberedLines, index: int) -> int:
    return end_of_bars(lines, index)


READER = PageReader(lambda page: read_page(page.file))
