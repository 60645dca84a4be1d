"""Write parameters that a page does not put into a table of markdown as one: HTML, bullets, definitions, blocks.

A list is one of parameters below a heading of the request's or the response's parameters, or in fences a table; each
item begins with a name, and has a type among the words behind it.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from .grid import markdown_rows
from .headings import heading_of
from .table import is_ruler
from .type_words import type_of
from .words import required_of

NumberedLines = list[tuple[int, str]]

_ITEM = re.compile(
    r"(?P<indent>\s*)(?P<bullet>(?:[-*•+]|\d+[.)])\s+)?(?P<mark>[*_`]{0,3})(?P<name>[A-Za-z][\w.\[\]-]*)(?P=mark)?(?:\\?\*)?[*_`]{0,3}"
    r"(?P<rest>\s*(?:[(\[:：,—–-]|`|\s).*)"
)
_PIECE = re.compile(r"\s*(?:[,;()（），；\[\]]|\s[—–-]+\s|[:：]\s|[*`]+|\.\s)\s*")
_DEFINED = re.compile(r"(?P<name>[`*]*[A-Za-z][\w.\[\]-]*[`*]*)\s*")
_TAGS = re.compile(r"</?(?!br\b)[A-Za-z][^<>]*>")
_CODE = re.compile(r"<code>([^<>]*)</code>")
_WIDE = re.compile(r"^(\|?[ \t]*)([\u3000\u2003]+|(?:\u00a0\u00a0)+)(?=[\w`*])")
_HEAD = "Parameter | Type | Required | Description"
_HEAD_WITHOUT = "Parameter | Type | Description"
_MOST_PIECES = 4


@frozen
class _ListedParameter:
    line: int
    depth: int
    name: str
    kind: str
    required: str
    text: str


def with_tables(lines: NumberedLines) -> NumberedLines:
    """Return the lines of an endpoint with other spellings of parameter tables as tables of markdown."""
    whole = "\n".join([line for _, line in lines])
    lines = list(_html(lines)) if "<table" in whole else lines
    lines = list(_listed(lines)) if "<li" in whole or "<dt" in whole else lines
    lines = _unfenced(lines) if "```" in whole else lines
    if not whole.isascii():
        lines = [(number, line if line.isascii() else _indented(line)) for number, line in lines]
    found: NumberedLines = []
    is_due, index = False, 0
    while index < len(lines):
        line = lines[index][1]
        heading = heading_of(line) if line[:1] in "#*_" and line else None
        if heading is not None and (heading.subject or heading.level < 5) and "|" not in line:
            is_due = heading.subject in ("request", "response") and not line.startswith("**")
            is_due = is_due or (heading.subject in ("request", "response") and not heading.value)
        elif is_due and line.strip():
            items, end = _items(lines, index)
            if items:
                found += _table(items)
                index, is_due = end, False
                continue
            is_due = line.rstrip().endswith((":", "：")) and "|" not in line
        found.append(lines[index])
        index += 1
    return found


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


def _listed(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Yield lists and definitions of HTML as those of markdown."""
    for number, line in lines:
        if not re.search(r"</?(?:ul|ol|li|dl|dt|dd)\b", line):
            yield number, line
            continue
        text = re.sub(r"<dd\b[^<>]*>", "\n: ", re.sub(r"<li\b[^<>]*>", "\n- ", _CODE.sub(r"`\1`", line)))
        yield from ((number, part) for part in _TAGS.sub("", text).split("\n") if part.strip())


def _unfenced(lines: NumberedLines) -> NumberedLines:
    """Take away the fences around a table."""
    kept: NumberedLines = []
    index = 0
    while index < len(lines):
        if lines[index][1].startswith("```") and index + 2 < len(lines) and is_ruler(lines[index + 2][1]):
            end = next((at for at in range(index + 1, len(lines)) if lines[at][1].startswith("```")), len(lines))
            kept += [*lines[index + 1 : end], (lines[min(end, len(lines) - 1)][0], "  ")]
            index = end + 1
            continue
        kept.append(lines[index])
        index += 1
    return kept


def _items(lines: NumberedLines, start: int) -> tuple[list[_ListedParameter], int]:
    """Return the parameters of a list that begins at a line, and the index behind it; none where no list begins."""
    items: list[_ListedParameter] = []
    index = start
    while index < len(lines):
        number, line = lines[index]
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        if (
            "|" in line
            or (heading_of(line) and not line.startswith("**"))
            or line.startswith((">", "    ", "```", "---"))
        ):
            break
        item = None
        if below.lstrip().startswith(": ") and (named := _DEFINED.fullmatch(line)):
            item = _item(number, "", named["name"].strip("`*"), below.lstrip()[2:])
            index += 1
        elif match := _ITEM.fullmatch(line):
            is_marked = bool(match["bullet"] or match["mark"])
            indent = match["indent"] if match["bullet"] else ""
            item = _item(number, indent, match["name"], match["rest"]) if is_marked else None
        if item is not None:
            items.append(item)
        elif not items:
            return [], start
        elif line.strip():
            last = items[-1]
            items[-1] = _ListedParameter(
                last.line, last.depth, last.name, last.kind, last.required, f"{last.text} {line.strip()}".strip()
            )
        index += 1
    return items, index


def _item(number: int, indent: str, name: str, rest: str) -> _ListedParameter | None:
    pieces = [piece for piece in _PIECE.split(rest) if piece.strip()]
    kind = required = ""
    at = 0
    for piece in pieces[:_MOST_PIECES]:
        words = piece.strip()
        if not kind and type_of(words) is not None:
            kind = words
        elif not required and required_of(words) != "unknown":
            required = words
        elif not kind and not required and len(parts := words.split()) > 1 and type_of(parts[0]) is not None:
            kind = parts[0]
            required = parts[1] if required_of(parts[1]) != "unknown" else ""
            break
        else:
            break
        at += 1
    if not kind:
        return None
    text = rest
    for piece in pieces[:at]:
        text = text.partition(piece)[2]
    text = text.lstrip(" ,;.:：)）(—–-*`")
    depth = len(indent.expandtabs(2)) // 2
    return _ListedParameter(number, depth, name, kind, required, text)


def _table(items: Sequence[_ListedParameter]) -> Iterator[tuple[int, str]]:
    """Yield a table; it has a column of requiredness only if an item says something of it."""
    is_said = any(item.required for item in items)
    least = min(item.depth for item in items)
    first = items[0].line
    yield first, _HEAD if is_said else _HEAD_WITHOUT
    yield first, "---|---|---|---" if is_said else "---|---|---"
    for item in items:
        name = f"{'>' * (item.depth - least)} {item.name}".strip()
        cells = (name, item.kind, item.required, item.text) if is_said else (name, item.kind, item.text)
        yield item.line, " | ".join(cells)
    yield items[-1].line, "  "
