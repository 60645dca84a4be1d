"""Find tables on an endpoint's page that no reader took and whose rows have names or codes that nothing else has.

A table of tiers, dates or words of the trade has neither, and states no fact of a parameter.
"""

import re
from collections.abc import Iterable, Iterator, Set
from http import HTTPStatus

from ..draft import DraftRow
from .columns import NumberedLines, cells_of, end_of_bars, header, is_ruler
from .line_signs import Answered

# A name or a code as calls have them: in marks, or with a letter case or a stroke that no word has.
_MARKED = re.compile(r"[*~_]{0,3}`(?P<code>[A-Za-z][\w.\[\]-]*)`[*~_]{0,3}\*?")
_SHAPED = re.compile(r"[*~]{0,3}(?P<code>[a-z]+(?:[A-Z][a-z0-9]*|_[a-z0-9]+)+|[A-Z]+(?:_[A-Z0-9]+)+)[*~]{0,3}\*?")
_OTHER_HEADS = re.compile(r"\b(?:headers?|errors?|code|status|event|channel|topic|endpoint|path|url|method)\b", re.I)
_STATUS = re.compile(r"\s*\|?\s*[*`~]{0,3}[1-5]\d\d[*`~]{0,3}\s*\|")
_SAYS_STATUS = Answered(lambda line: "|" in line and _STATUS.match(line) is not None)
_STATUSES = frozenset({*(str(status.value) for status in HTTPStatus), "default"})
_FENCES = ("```", "~~~")
_LONGEST = 60


def left_tables(lines: NumberedLines, known: Set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and a few words of each table whose rows name what is not among the ``known`` names and values.

    A table with the heads of one of parameters is left out: its reader took or reported it.
    """
    small = {name.lower() for name in known}
    is_code = False
    for index, (number, line) in enumerate(lines[:-1]):
        if line.startswith(_FENCES):
            is_code = not is_code
        ruler = lines[index + 1][1]
        if is_code or line[:4] == "    " or "--" not in ruler or "|" not in line or not is_ruler(ruler):
            continue
        head = cells_of(line)[0]
        # 'Type' above 'LIMIT' and 'MARKET' is a table of what a value asks for.
        if header(line, ruler) is not None or _OTHER_HEADS.search(head) or head.strip("*` ").lower() in small:
            continue
        end = end_of_bars(lines, index + 2)
        cells = [cells_of(text)[0] for _, text in lines[index + 2 : end]]
        names = [match["code"] for cell in cells if (match := _MARKED.fullmatch(cell) or _SHAPED.fullmatch(cell))]
        if names and 2 * len(names) >= len(cells) and not known & {*names}:
            shown = ", ".join(names[:3])
            yield number, f"the rows of this table are of nothing that is read: {shown[:_LONGEST]}"


def names_and_values(rows: Iterable[DraftRow]) -> Iterator[str]:
    """Yield the names of rows and of those inside of them, and their values."""
    for row in rows:
        yield row.name
        yield from row.values
        yield from names_and_values(row.fields)


def are_statuses(codes: Set[str]) -> bool:
    """Tell whether codes are statuses of HTTP that an endpoint answers with, the one of success among them."""
    return codes <= _STATUSES and any(code.startswith("2") for code in codes)


def without_statuses(lines: NumberedLines) -> NumberedLines:
    """Leave out tables of the statuses of HTTP that an endpoint answers with, the one of success among them."""
    if not _SAYS_STATUS.places(lines):
        return lines
    kept: NumberedLines = []
    index = 0
    while index < len(lines):
        end = index + 2
        if end < len(lines) and "|" in lines[index][1] and is_ruler(lines[index + 1][1]):
            end = end_of_bars(lines, end)
            if are_statuses({cells_of(line)[0].strip("*`~ ") for _, line in lines[index + 2 : end]}):
                kept.append((lines[index][0], ""))
                index = end
                continue
        kept.append(lines[index])
        index += 1
    return kept
