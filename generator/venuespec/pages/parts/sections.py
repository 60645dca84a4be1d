"""Find the part of a page that documents each endpoint, on a page that documents several.

An endpoint is declared by a line with its method and path. Its part begins at the heading that names it: the deepest
heading above the line that is not one of the parts of an endpoint, such as 'HTTP Request'. The part ends at the next
heading of the same rank, whatever stands below that one.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from .columns import header
from .headings import subject_of
from .request_lines import method_alone, path_alone, request_line

_Lines = Sequence[tuple[int, str]]

_HEADING = re.compile(r"\s*(?:[-+*•]\s+)?(?P<marks>#{1,6})\s*(?P<text>[^#\s].*?)\s*#*\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_METHOD_FACT = re.compile(
    r"\s*(?:\||[-*•+]\s*)?\W{0,2}(?:HTTP |Request |HTTP request )?(?:Method|Verb)\W", re.IGNORECASE
)
_BELOW = 4
_HTTP_WORDS = frozenset({"method", "methods", "path", "route"})
_PLACEHOLDER = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|(?<=/):\w+")


@frozen
class Section:
    """The lines of one endpoint: indices of the first and behind the last, the heading that names it, its declaration.

    ``declared`` is the index of the line with the method and path; None for a page on which none is found.
    """

    start: int
    end: int
    title: str
    declared: int | None = None
    method: str = ""
    path: str = ""


@frozen
class _Declared:
    """A line that declares an endpoint, and the headings that it stands below, from the highest: index, level, text."""

    index: int
    method: str
    path: str
    above: tuple[tuple[int, int, str], ...]

    @property
    def heading(self) -> tuple[int, int, str] | None:
        return self.above[-1] if self.above else None


def marked_heading(line: str) -> tuple[int, str] | None:
    """Return the level and text of a line with number signs, also of one that stands in a list."""
    match = _HEADING.fullmatch(line) if "#" in line[:12] else None
    return (len(match["marks"]), match["text"].strip("*_ ")) if match else None


def stated_method(line: str) -> str | None:
    """Return the method of a row or item of facts such as 'Method: POST'."""
    return method_alone(line) if _METHOD_FACT.match(line) else None


def sections(lines: _Lines) -> list[Section]:
    """Return the part of each endpoint of a page, in order; the whole page where at most one is declared.

    A line that only shows a call of a declared endpoint, or lists it in a table of contents, declares none.
    """
    declared = _declared(lines)
    if len(declared) < 2:
        title = next((line.strip("# ") for _, line in lines if line.strip()), "")
        whole = Section(0, len(lines), title)
        return [evolve(whole, declared=one.index, method=one.method, path=one.path) for one in declared] or [whole]
    starts: list[int] = []
    for at, one in enumerate(declared):
        heading = one.heading
        shared = at and heading is not None and heading[0] <= declared[at - 1].index
        below = heading is None or shared
        first = max(one.index - 1, (declared[at - 1].index + 1) if at else 0) if below and at else 0
        starts.append(first if below or heading is None else heading[0])
    return [
        Section(
            start=start,
            end=_end(lines, one, stop),
            title=one.heading[2] if one.heading else lines[start][1].strip("# "),
            declared=one.index,
            method=one.method,
            path=one.path,
        )
        for one, start, stop in zip(declared, starts, [*starts[1:], len(lines)], strict=True)
    ]


def between(lines: _Lines, parts: Sequence[Section]) -> Iterator[tuple[int, str]]:
    """Yield the lines with the heads of a table of parameters that are in no endpoint's part."""
    inside = {index for part in parts for index in range(part.start, part.end)}
    for index, (number, line) in enumerate(lines[:-1]):
        if index not in inside and "|" in line and header(line, lines[index + 1][1]) is not None:
            yield number, line


def _end(lines: _Lines, declared: _Declared, stop: int) -> int:
    if declared.heading is None:
        return stop
    level = declared.heading[1]
    for index, one in _headings(lines):
        if declared.index < index < stop and one[0] <= level:
            return index
    return stop


def _headings(lines: _Lines) -> Iterator[tuple[int, tuple[int, str]]]:
    is_code = False
    for index, (_, line) in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and (heading := marked_heading(line)) is not None:
            yield index, heading


def _declared(lines: _Lines) -> list[_Declared]:
    """Return the lines that declare endpoints, each endpoint once."""
    found: dict[tuple[str, str], list[_Declared]] = {}
    above: list[tuple[int, int, str]] = []
    headings = dict(_headings(lines))
    subject: str | None = None
    is_code = False
    for index, (_, line) in enumerate(lines):
        if heading := headings.get(index):
            level, text = heading
            above = [one for one in above if one[1] < level]
            words = text.partition(":")[0]
            subject = "http" if words.lower() in _HTTP_WORDS else subject_of(words)
            # The parts of an endpoint do not name it, and what is written below them is below its heading still.
            if subject is None:
                above.append((index, level, text))
        elif _FENCE.match(line):
            is_code = not is_code
        elif subject not in ("example", "request", "response") and (key := _declares(lines, index, is_code=is_code)):
            found.setdefault(key, []).append(_Declared(index, *key, tuple(above)))
    every = sorted(one.index for each in found.values() for one in each)
    kept = (_documented(each, every, lines) for each in found.values())
    return sorted((one for one in kept if not _is_call_of_another(one, found)), key=lambda one: one.index)


def _declares(lines: _Lines, index: int, *, is_code: bool) -> tuple[str, str] | None:
    line = lines[index][1]
    if is_code and not (
        _FENCE.match(lines[index - 1][1]) and index + 1 < len(lines) and _FENCE.match(lines[index + 1][1])
    ):
        return None
    if method := stated_method(line):
        near = lines[max(index - _BELOW, 0) : index + _BELOW + 1]
        path = next((path for _, text in near if (path := path_alone(text))), None)
        return (method, path) if path else None
    written = request_line(line) if "?" not in line else None
    return (written.method, written.path) if written else None


def _documented(places: Sequence[_Declared], every: Sequence[int], lines: _Lines) -> _Declared:
    """Return the place of an endpoint that has something below it before the next one; the first one if none has."""
    for one in places:
        stop = next((index for index in every if index > one.index), len(lines))
        below = [line for _, line in lines[one.index + 1 : _end(lines, one, stop)]]
        if any("|" in line or _FENCE.match(line) or marked_heading(line) for line in below):
            return one
    return places[0]


def _is_call_of_another(one: _Declared, found: dict[tuple[str, str], list[_Declared]]) -> bool:
    """Tell whether a path is that of another endpoint of the page with values in it."""
    return any(
        method == one.method
        and path != one.path
        and _PLACEHOLDER.search(path)
        and re.fullmatch(r"[^/]+".join(map(re.escape, _PLACEHOLDER.split(path))), one.path)
        for method, path in found
    )
