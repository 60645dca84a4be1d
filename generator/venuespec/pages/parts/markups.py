"""Write the tables, blocks and directives of other markups as markdown.

A page of AsciiDoc, reStructuredText, a wiki, ReadMe or MkDocs is the same to the readers as one in markdown. The
numbers of its lines stay.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ...runtime.json_types import is_array, is_object
from .columns import NumberedLines, is_ruler
from .directives import directive, indented_end, myst, simple_table
from .line_signs import Answered
from .openapi_blocks import component, may_tell, with_operations
from .request_lines import request_line
from .tool_blocks import blueprint, gitbook, titled
from .wiki_tables import MOST_COLUMNS, MarkupBlock, asciidoc, jira, markdown_table, org, textile, wiki

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_SOURCE = re.compile(r"\s*\[(?:source|listing)(?:\s*,\s*(?P<language>[\w-]+))?[^\]]*\]\s*")
_DELIMITER = re.compile(r"\s*(?:-{4,}|\.{4,})\s*")
_TAB = re.compile(r"(?P<indent> *)(?:===[+!]?|!!!|\?\?\?\+?)(?:\s+[\w-]+)*\s+\"(?P<title>[^\"]*)\"\s*")
_README = re.compile(r"\s*\[block:(?P<kind>[\w-]+)\]\s*")
_README_CELL = re.compile(r"(?P<row>h|\d+)-(?P<column>\d+)")
_WIDE_BAR = re.compile("[｜￨∣]")
_OF_EXAMPLES = re.compile(r"(?:request|response|answer)s?(?: (?:body|payload))?", re.IGNORECASE)
_WIDE_BARS = str.maketrans({"｜": "|", "￨": "|", "∣": "|"})
_MYST = re.compile(r"\s*`{3,}\{[\w:-]+\}.*")


def with_markdown_markup(lines: NumberedLines) -> NumberedLines:
    """Return lines with what other markups have for tables, blocks and directives as markdown."""
    written: NumberedLines = []
    end = opened = 0
    fence = ""
    for index in _TELLING.places(lines):
        line = lines[index][1]
        if index < end:
            continue
        if _FENCE.match(line) and not (_MYST.fullmatch(line) and not fence):
            mark = line.lstrip()[:3]
            opened = index
            fence = "" if fence == mark else fence or mark
        elif fence and may_tell(line):
            last = next((at for at in range(index, len(lines)) if lines[at][1].lstrip().startswith(fence)), len(lines))
            operations = with_operations(lines, opened, last)
            if operations is not None:
                written += [*lines[end:opened], *operations]
                end, fence = last + 1, ""
        elif not fence and (block := _block(lines, index)) is not None:
            written += [*lines[end:index], *block.lines]
            end = block.end
    return [*written, *lines[end:]] if end else lines


def _may_begin(line: str) -> bool:
    """Tell whether a line begins or ends a fence, or can begin a block of another markup; most lines do not."""
    begins = line.lstrip()
    if begins[:2] == "|-":
        return "+" in begins
    if ("paths" in line or line[-1:] == ":") and may_tell(line):
        return True
    if begins.startswith(_BEGINNINGS) or line.endswith("\\") or _FENCE.match(line) is not None:
        return True
    return not line.isascii() and _WIDE_BAR.search(line) is not None


def _block(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Return the block of another markup that begins at a line."""
    line = lines[index][1]
    begins = line.lstrip()
    for start, read in _READERS:
        if begins.startswith(start) and (found := read(lines, index)) is not None:
            return found
    if line.endswith("\\") or ("|" not in line and not line.isascii() and "|" in line.translate(_WIDE_BARS)):
        return _bars(lines, index)
    return None


def _source(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a block of code below '[source,json]', between lines of dashes."""
    found = _SOURCE.fullmatch(lines[index][1])
    if found is None or index + 1 >= len(lines) or not _DELIMITER.fullmatch(lines[index + 1][1]):
        return None
    delimiter = lines[index + 1][1].strip()
    end = next((at for at in range(index + 2, len(lines)) if lines[at][1].strip() == delimiter), None)
    if end is None:
        return None
    fence = f"```{found['language'] or ''}"
    return MarkupBlock([(lines[index][0], fence), *lines[index + 2 : end], (lines[end][0], "```")], end + 1)


def _bars(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Write full-width bars as bars, and leave out strokes at the ends of lines, in a paragraph that is a table."""
    end = next((at for at in range(index, len(lines)) if not lines[at][1].strip()), len(lines))
    texts = [_unbroken(line.translate(_WIDE_BARS)) for _, line in lines[index:end]]
    if not any(is_ruler(text) for text in texts[:3]):
        return None
    return MarkupBlock([(number, text) for (number, _), text in zip(lines[index:end], texts, strict=True)], end)


def _unbroken(line: str) -> str:
    return f"{line[:-1].rstrip()}  " if line.endswith("\\") and not line.endswith("\\\\") else line


def _tab(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a tab or an admonition of MkDocs: its title in bold, and what is indented below it."""
    found = _TAB.fullmatch(lines[index][1])
    if found is None:
        return None
    indent = len(found["indent"]) + 4
    end = indented_end(lines, index + 1, indent)
    inside = [(number, line[indent:] if line.strip() else line) for number, line in lines[index + 1 : end]]
    title = found["title"].strip()
    heading = [(lines[index][0], f"**{title}**"), (lines[index][0], "")] if title else []
    return MarkupBlock([*heading, *with_markdown_markup(inside)], end)


def _readme(lines: NumberedLines, index: int) -> MarkupBlock | None:
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
    return None if written is None else MarkupBlock(written, end + 1)


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
        if not 0 < width <= MOST_COLUMNS or -1 not in cells:
            return None
        rows = [(number, [cells[row].get(at, "") for at in range(width)]) for row in sorted(cells)]
        return markdown_table(number, rows[0][1], rows[1:])
    if kind == "code" and is_array(codes):
        written: NumberedLines = []
        for code in codes:
            if is_object(code):
                title = str(code.get("name") or "")
                named = ["", f"### {title} Example", ""] if _OF_EXAMPLES.fullmatch(title) else []
                texts = [*named, f"```{code.get('language') or ''}", *str(code.get("code") or "").split("\n"), "```"]
                written += [(number, text) for text in texts]
        return written
    if kind == "api-header" and isinstance(said.get("title"), str):
        if request_line(said["title"]) is not None:
            return [(number, text) for text in ("### HTTP Request", "", f"`{said['title']}`", "")]
        return [(number, f"### {said['title']}"), (number, "")]
    if kind == "callout":
        words = (str(said.get(key) or "") for key in ("title", "body"))
        return [(number, line) for text in words for line in (*text.split("\n"), "")]
    return None


def _http(lines: NumberedLines, index: int) -> MarkupBlock | None:
    """Read a directive of an endpoint, '.. http:post:: /v1/orders', with what is indented below it."""
    found = directive(lines, index) if ".. http:" in lines[index][1] else None
    if found is None:
        return None
    margin = len(lines[index][1]) - len(lines[index][1].lstrip())
    end = indented_end(lines, index + 1, margin + 2)
    widths = [len(line) - len(line.lstrip()) for _, line in lines[index + 1 : end] if line.strip()]
    least = min(widths, default=0)
    inside = [(number, line[least:]) for number, line in lines[index + 1 : end]]
    return MarkupBlock([*found.lines, *with_markdown_markup(inside), (lines[end - 1][0], "")], end)


_Reader = Callable[[NumberedLines, int], MarkupBlock | None]
_READERS: tuple[tuple[str | tuple[str, ...], _Reader], ...] = (
    ("|===", asciidoc),
    ("[source", _source),
    ("[listing", _source),
    ("{|", wiki),
    ("||", jira),
    ("|_.", textile),
    ("|-", org),
    ("<", component),
    (("<", "{%", ":::"), titled),
    ("{%", gitbook),
    ("+ ", blueprint),
    ("..", _http),
    ("..", directive),
    ("```{", myst),
    ("[block:", _readme),
    (("===", "!!!", "???"), _tab),
    ("==", simple_table),
)
_BEGINNINGS = tuple(start for starts, _ in _READERS for start in (starts if isinstance(starts, tuple) else (starts,)))
_TELLING = Answered(_may_begin)
