"""Put the path of a base address before the paths of endpoints: 'Base URL: https://api.venue.example/public'.

The address stands above the endpoints that it is for: in the introduction of the page or of a section, or in a heading.
Where a page has several, that of the nearest section counts; where none of them is of the endpoint's section, none. An
address right below the method and path of an endpoint is of that one.
"""

import re
from collections.abc import Sequence

from attrs import frozen

from .columns import NumberedLines
from .line_signs import Answered
from .path_marks import joined
from .request_lines import path_alone, request_line
from .sections import marked_heading

_ADDRESS = r"(?P<host>https?://[\w.-]+(?::\d+)?)(?P<path>/[\w./{}-]*)?"
_BASE = (
    r"\b(?:(?:api |rest )?(?:base|root|server|host|prefix)(?:[ -]?(?:url|uri|path|endpoint|address|host|domain))?|"
    r"relative to|prefixed (?:with|by))\b"
)
_STATED = re.compile(rf"{_BASE}[^/\n|]{{0,40}}?(?:\|[^/\n|]{{0,20}})?{_ADDRESS}", re.IGNORECASE)
_PATH = re.compile(
    r"\b(?:(?:base|root)[ -]?(?:path|route|url|uri)|path prefix|prefix|relative to|prefixed (?:with|by))\b\W{1,12}"
    r"(?P<path>/[\w./-]+)",
    re.IGNORECASE,
)
# A heading or a label above the address: '## Base URL', '**Base URL**'.
_LABEL = re.compile(rf"[#>*_\s-]*(?:the )?{_BASE}[:：*_\s]*", re.IGNORECASE)
_ALONE = re.compile(rf"[`*\s>-]*(?:{_ADDRESS}|(?P<only>/[\w./-]+))[`*\s]*")
_IN_A_HEADING = re.compile(rf"(?<![\w/]){_ADDRESS}")
_TARGET = re.compile(r"\]\([^()]*\)")
_METHOD = re.compile(r"\b(?:GET|POST|PUT|DELETE|PATCH)\b")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_STREAM = re.compile(r"\bwss?://|web ?socket|stream", re.IGNORECASE)
_VERSION = re.compile(r"/(?:api/|rest/|open/)?v\d+(?:/|$)")
_LONGEST = 300
_BELOW_LABEL = 3
_NEAR = 4
_SIGNS = ("base", "root", "server", "host", "prefix", "relative to")


def _may_state(line: str) -> bool:
    """Tell whether a line can state a base address, or stand right above one; most lines do not."""
    if len(line) > _LONGEST:
        return False
    small = line.lower()
    if not any(sign in small for sign in _SIGNS):
        return "://" in small and line.lstrip()[:1] == "#"
    return "/" in line or _LABEL.fullmatch(line) is not None


_TELLING = Answered(_may_state)


@frozen
class _Base:
    """A base address: where it stands, the levels and places of the headings above it, and its path."""

    index: int
    heading: int
    level: int
    path: str


def based(lines: NumberedLines) -> tuple[NumberedLines, dict[int, str]]:
    """Return lines with the paths of bases before those of endpoints; and what is unsure, by the number of the line.

    A line with a whole address, or with a path that begins with the path of the base, stays as it is.
    """
    if not any(_stated(lines, at, is_heading="#" in lines[at][1][:12]) for at in _TELLING.places(lines)):
        return lines, {}
    bases, headings = _bases(lines)
    if not any(base.path for base in bases):
        return lines, {}
    written = list(lines)
    unsure: dict[int, str] = {}
    for index, (number, line) in enumerate(lines):
        if "/" not in line or "://" in line:
            continue
        whole = request_line(line)
        path = whole.path if whole else path_alone(line)
        base = _base_of(index, bases, headings) if path else None
        if not path or base is None or not base.path or path == base.path or path.startswith(f"{base.path}/"):
            continue
        if _VERSION.match(path) and _VERSION.search(base.path):
            unsure[number] = f"{path} has a version, and so has the base {base.path}; which of them counts is not said"
        else:
            written[index] = (number, line.replace(path, f"{base.path}{path}", 1))
    return written, unsure


def _bases(lines: NumberedLines) -> tuple[list[_Base], list[tuple[int, int]]]:
    """Return the base addresses of a page, and the index and level of each heading."""
    bases: list[_Base] = []
    headings: list[tuple[int, int]] = []
    is_code = False
    for index, (_, line) in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        if is_code or len(line) > _LONGEST:
            continue
        heading = marked_heading(line) if "#" in line[:12] else None
        if heading is not None:
            headings.append((index, heading[0]))
        path = _stated(lines, index, is_heading=heading is not None)
        if path is not None:
            at, level = headings[-1] if headings else (-1, 0)
            if at == index and _LABEL.fullmatch(line):
                # A heading that only announces the address stands below the one that it is for.
                at, level = next((above for above in reversed(headings[:-1]) if above[1] < level), (-1, 0))
            bases.append(_Base(index, at, level, path.rstrip("/.")))
    return bases, headings


def _stated(lines: NumberedLines, index: int, *, is_heading: bool) -> str | None:
    """Return the path of the base address that a line states, itself or as the label of one below; None for no base."""
    line = lines[index][1]
    if not _TELLING[line] or _METHOD.search(line) or _STREAM.search(line):
        return None
    if _LABEL.fullmatch(line):
        below = [text for _, text in lines[index + 1 : index + 1 + _BELOW_LABEL] if text.strip()]
        text = next((text for text in below if not _FENCE.match(text)), "")
        alone = _ALONE.fullmatch(text)
        return None if alone is None else alone["path"] or alone["only"] or ""
    # Where a link leads is not what the line states: '## Request [Edit](https://host/docs)'.
    text = _TARGET.sub("]", joined(line))
    match = _STATED.search(text) or _PATH.search(text) or (_IN_A_HEADING.search(text) if is_heading else None)
    return None if match is None else match["path"] or ""


def _base_of(declared: int, bases: Sequence[_Base], headings: Sequence[tuple[int, int]]) -> _Base | None:
    """Return the base of an endpoint: the only one of the page, or the nearest one of a section that it stands in."""
    above = [base for base in bases if base.index < declared]
    inside = [
        base
        for base in above
        if not any(base.heading < index <= declared and level <= base.level for index, level in headings)
    ]
    if inside:
        return inside[-1]
    if not above:
        # Right below the endpoint: 'Method', 'Path', 'Base URL'.
        near = [base for base in bases if base.index <= declared + _NEAR]
        return near[0] if near and not any(declared < index < near[0].index for index, _ in headings) else None
    return above[0] if len({base.path for base in bases}) == 1 else None
