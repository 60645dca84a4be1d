"""Put the values that a cell only refers to, 'see Appendix A', into the cell: from the list or table of that name."""

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from .columns import NumberedLines, cells_of, end_of_bars, is_ruler
from .headings import heading_of
from .words import column_of

_REFERS = re.compile(
    r"\b(?:see|refer to|listed in|defined in|described in|values (?:in|of)|one of(?: the)?|from)\s+(?:the\s+)?[\"“'*_]*"
    r"(?P<link>\[)?(?P<named>[A-Za-z][\w -]{2,60})",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\(#(?P<anchor>[\w-]+)\)")
_CODE = re.compile(r"[*_\"]{0,2}`?\"?(?P<code>[A-Za-z0-9][\w./+-]*)\"?`?[*_\"]{0,2}")
_ITEM = re.compile(r"\s*[-*•+]\s+(?P<text>.*)")
_ITEM_CODE = re.compile(r"[*_]{0,2}`(?P<code>[^`\s]+)`[*_]{0,2}(?P<rest>.*)")
_APPENDIX = re.compile(r"(?P<name>(?:appendix|annex|table|list)\s+[A-Z0-9][\w.]*)\b", re.IGNORECASE)
_OF_VALUES = frozenset({"value", "values", "code", "enum", "option", "key", "type", "status", "state", "name", "id"})
_FEWEST = 2


@frozen
class _Values:
    """The values below a heading, as codes with their meanings, and where the lines that list them stand."""

    text: str
    start: int
    end: int
    values: tuple[str, ...]


def with_appendices(lines: NumberedLines) -> NumberedLines:
    """Return lines with the values of each heading in the cells that refer to it; what is moved stands there alone."""
    if not any("|" in line and ("](#" in line or _REFERS.search(line)) for _, line in lines):
        return lines
    sections = _sections(lines)
    if not sections:
        return lines
    kept = list(lines)
    left_out: set[int] = set()
    for index, (number, line) in enumerate(lines):
        if "|" not in line or is_ruler(line) or line.startswith("    "):
            continue
        names = {_slug(match["text"]) for match in _LINK.finditer(line)}
        names |= {match["anchor"].lower() for match in _LINK.finditer(line)}
        names |= {_slug(match["named"]) for match in _REFERS.finditer(line)}
        found = {at for name in names for at in _named(sections, name)}
        if len(found) != 1 or index in range(min(found), sections[min(found)].end):
            continue
        section = sections[found.pop()]
        text = line.rstrip()
        closing = " |" if text.endswith("|") and text.lstrip().startswith("|") else ""
        body = text.removesuffix("|").rstrip() if closing else text
        kept[index] = (number, f"{body}<br>One of: {', '.join(section.values)}.{closing}")
        left_out |= {*range(section.start, section.end)}
    return [place for at, place in enumerate(kept) if at not in left_out] if left_out else lines


def _slug(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.lower()))


def _named(sections: Mapping[int, _Values], name: str) -> Iterator[int]:
    """Yield the headings that a name is of: the whole of it, or 'Appendix A' of 'Appendix A: event types'."""
    for at, section in sections.items():
        appendix = _APPENDIX.match(section.text)
        names = {_slug(section.text), _slug(section.text.partition(":")[0])}
        names |= {_slug(appendix["name"])} if appendix else set()
        if name in names or any(name.startswith(f"{each}-") for each in names if appendix):
            yield at


def _sections(lines: NumberedLines) -> dict[int, _Values]:
    """Return what stands below each heading that has nothing but a list or a table of values below it."""
    found: dict[int, _Values] = {}
    for index, (_, line) in enumerate(lines):
        heading = heading_of(line) if line[:1] == "#" else None
        if heading is None or heading.subject is not None:
            continue
        start = next((at for at in range(index + 1, len(lines)) if lines[at][1].strip()), len(lines))
        end, values = _of_table(lines, start) if start < len(lines) else (start, [])
        if not values:
            end, values = _of_list(lines, start)
        if len(values) >= _FEWEST:
            found[index] = _Values(heading.text.strip("*_ "), start, end, tuple(values))
    return found


def _of_table(lines: NumberedLines, start: int) -> tuple[int, list[str]]:
    if start + 1 >= len(lines) or not is_ruler(lines[start + 1][1]):
        return start, []
    heads = [column_of(cell) for cell in cells_of(lines[start][1])]
    first = cells_of(lines[start][1])[0].strip("*_` ").lower()
    if {"type", "required"} & {*heads} - {heads[0]} or (heads[0] != "values" and first not in _OF_VALUES):
        return start, []
    end = end_of_bars(lines, start)
    rows = [cells_of(line) for _, line in lines[start + 2 : end]]
    codes = [_CODE.fullmatch(row[0]) for row in rows]
    if not all(codes):
        return start, []
    return end, [_with_meaning(code["code"], row[1:2]) for code, row in zip(codes, rows, strict=True) if code]


def _of_list(lines: NumberedLines, start: int) -> tuple[int, list[str]]:
    values: list[str] = []
    index = end = start
    while index < len(lines):
        item = _ITEM.fullmatch(lines[index][1])
        code = _ITEM_CODE.fullmatch(item["text"]) if item else None
        if code is not None:
            values.append(_with_meaning(code["code"], [code["rest"].strip(" :：-–—=.")]))
            end = index + 1
        elif lines[index][1].strip():
            break
        index += 1
    return end, values


def _with_meaning(code: str, cells: list[str]) -> str:
    """Return a code with its meaning in brackets, in which no comma can stand."""
    words = re.sub(r"[,;`()]", "", cells[0]).strip() if cells else ""
    return f"`{code}` ({words})" if words else f"`{code}`"
