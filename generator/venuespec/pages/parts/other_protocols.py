"""Leave out what a page says of an endpoint's twin in another protocol: a section or a tab on its WebSocket request."""

import re

from .columns import NumberedLines
from .headings import heading_of
from .request_lines import request_line

_OTHER = re.compile(
    r"(?:over |via |using |by |the |in )?(?:web[ -]?sockets?|ws|wss|grpc|fix|stream)"
    r"(?: (?:api|request|requests|call|order entry|trade|operation|command|message|version|equivalent|variant|usage|"
    r"channel|parameters|protocol))*",
    re.IGNORECASE,
)
# A section on a channel of a stream, whatever else its heading says: 'Subscribe via WebSocket', 'Push data'.
_OF_A_STREAM = re.compile(
    r"(?!.*\b(?:rest|https?|vs|versus|instead|differ\w*|and|or|than|compar\w*|token|key)\b)"
    r"(?:.*\b(?:web[ -]?sockets?|wss?)\b.*"
    r"|(?:un)?subscri(?:ption|be|bing)(?: (?:request|param\w*|examples?|message|arguments?|response|data|format|"
    r"fields?|topic|channel))*|push(?: data)?(?: (?:param\w*|examples?|message|format|fields?))*)",
    re.IGNORECASE,
)
_TAB = re.compile(r"\s*<TabItem\b[^>]*\blabel=\"(?P<label>[^\"]*)\"")
_TAB_END = re.compile(r"\s*</TabItem>")
_LONGEST = 60


def without_other_protocols(lines: NumberedLines) -> NumberedLines:
    """Return the lines of an endpoint without the tables and code of sections on another protocol.

    A section that declares an endpoint is one of the endpoint, whatever its heading says.
    """
    left_out: set[int] = set()
    index = 1
    while index < len(lines):
        end = _end(lines, index)
        if end > index + 1 and not any(request_line(line) for _, line in lines[index + 1 : end] if "/" in line):
            left_out |= {*range(index, end)}
            index = end
        index += 1
    return [place for at, place in enumerate(lines) if at not in left_out] if left_out else lines


def _is_other(text: str) -> bool:
    return _OTHER.fullmatch(text) is not None or _OF_A_STREAM.fullmatch(text) is not None


def _end(lines: NumberedLines, index: int) -> int:
    """Return the index behind a section or tab of another protocol that begins at a line; the same where none does."""
    line = lines[index][1]
    if (tab := _TAB.match(line)) is not None:
        rest = range(index + 1, len(lines))
        end = next((at for at in rest if _TAB_END.match(lines[at][1])), index)
        return end if _is_other(tab["label"].strip()) else index
    if line[:1] not in "#*_" or len(line) > _LONGEST:
        return index
    marks = len(line) - len(line.lstrip("#"))
    text = line.strip("#*_ :：")
    if not _is_other(text) or (not marks and line.strip()[-2:] not in ("**", "__")):
        return index
    is_code = False
    for at in range(index + 1, len(lines)):
        below = lines[at][1]
        is_code ^= below.startswith("```")
        heading = heading_of(below) if not is_code and below[:1] == "#" else None
        if heading is not None and (not marks or heading.level <= marks):
            return at
    return len(lines)
