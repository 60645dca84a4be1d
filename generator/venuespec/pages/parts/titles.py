"""Mark titles of endpoints that have no marks of headings, '2. Place order' or '**Place order**'.

Each of them has one endpoint below it, and what stands between both belongs to that endpoint, not to the one before.
"""

import re

from .columns import NumberedLines
from .headings import subject_of
from .request_lines import request_line
from .sections import marked_heading
from .sides import side_of

_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>[A-Z\u4e00-\u9fff][^|`{}<>]{2,90})")
_BOLD = re.compile(r"\*\*(?P<text>[A-Z\u4e00-\u9fff][^*|`{}<>:]{2,90})\*\*")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_DEEPEST = 6
_FEWEST = 2


def with_titles(lines: NumberedLines) -> NumberedLines:
    """Return lines with number signs before titles, where titles and endpoints below one heading take turns."""
    marked = list(lines)
    for start, end, level in _parts(lines):
        for pattern in (_NUMBERED, _BOLD):
            places = _titles(lines, start, end, pattern)
            if places:
                for at in places:
                    number, line = lines[at]
                    marked[at] = (number, f"{'#' * min(level + 1, _DEEPEST)} {line.strip()}")
                break
    return marked


def _parts(lines: NumberedLines) -> list[tuple[int, int, int]]:
    """Return where the lines below each heading begin and end, and the level of the heading."""
    found: list[tuple[int, int, int]] = []
    start, level, is_code = 0, 0, False
    for index, (_, line) in enumerate(lines):
        is_code ^= _FENCE.match(line) is not None
        heading = marked_heading(line) if line[:1] == "#" and not is_code else None
        if heading is None or subject_of(heading[1]) is not None or side_of(line, is_strict=True) is not None:
            continue
        found.append((start, index, level))
        start, level = index + 1, heading[0]
    return [*found, (start, len(lines), level)]


def _titles(lines: NumberedLines, start: int, end: int, pattern: re.Pattern[str]) -> list[int]:
    """Return the titles of a part, each above an endpoint of its own; nothing where they do not take turns."""
    turns: list[tuple[str, int]] = []
    is_code = False
    for index in range(start, end):
        line = lines[index][1]
        is_code ^= _FENCE.match(line) is not None
        if is_code or not line.strip():
            continue
        if "/" in line and "|" not in line and request_line(line) is not None:
            turns.append(("endpoint", index))
        elif pattern.fullmatch(line.strip()) and line[:1] != " " and _is_alone(lines, index) and side_of(line) is None:
            turns.append(("title", index))
    titles = [index for what, index in turns if what == "title"]
    taken = [what for what, _ in turns]
    is_sure = len(titles) >= _FEWEST and taken == ["title", "endpoint"] * len(titles)
    return titles if is_sure else []


def _is_alone(lines: NumberedLines, index: int) -> bool:
    above = lines[index - 1][1].strip() if index else ""
    below = lines[index + 1][1].strip() if index + 1 < len(lines) else ""
    return not above and not below
