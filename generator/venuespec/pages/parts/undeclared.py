"""Find the endpoints that a page seems to document, and that its reader has found nothing of.

A reader knows the forms of its site. Where a page has the method and path of an endpoint in another form, with a table
or a sample below it, it is told and not left out without a word.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from attrs import frozen

from .columns import NumberedLines, header
from .request_lines import METHODS, request_line
from .sections import Section, sections, with_marks

_LONGEST = 240
_BETWEEN = r"\b(?:[^\w\n/<]|</?\w[^<>\n]*>){0,24}(?:https?:/|/)"
# A method, and what can stand between it and a path: marks, blanks, the tags of a page.
# A pattern that begins with a text is searched much faster than one with a choice.
_CALLS = tuple(re.compile(method + _BETWEEN) for method in METHODS.split("|"))
_CALLS_IN_ANY_CASE = (re.compile(rf"\b(?:{METHODS}){_BETWEEN}", re.IGNORECASE),)
# '"method": "GET"' and a path, as in a collection of requests.
_COLLECTED = re.compile(
    rf'"method"\s*:\s*"(?P<method>{METHODS})"[^"]*"url"\s*:\s*(?:\{{\s*"raw"\s*:\s*)?'
    r'"(?:https?://[^/"]+|\{\{\w+\}\})?(?P<path>/[^"?]+)',
)
_PARAMETER = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|(?<=/):\w+|\$\{?\w+\}?")
_INLINE_TAG = re.compile(r"</?(?:span|wbr|b|i|em|strong|code|a|kbd|mark|small|u|font)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SAMPLE = re.compile(r"\s*[\[{]\s*$|\s*[\[{].*\"\w+\"\s*:")
_MARKED_UP = re.compile(r"<(?:table|tr|dl|section|div|label)\b", re.IGNORECASE)


@frozen
class UndeclaredEndpoint:
    """The line of a page that seems to declare an endpoint."""

    line: int
    method: str
    path: str


def undeclared(text: str, declared: Collection[str]) -> Iterator[UndeclaredEndpoint]:
    """Yield what seems to be an endpoint of a page, apart from those whose paths its reader has ``declared``."""
    paths = KnownPaths(declared)
    calls = _calls(text, _CALLS if declared else _CALLS_IN_ANY_CASE)
    found = tuple(_of_sections(text, paths)) if any(path not in paths for path in map(_path, calls) if path) else ()
    if not (found or declared) and _MARKED_UP.search(text):
        found = tuple(_of_sections(_TAG.sub(_break, _INLINE_TAG.sub("", text)), paths, is_documented=True))
    yield from found
    for match in _COLLECTED.finditer(text) if '"method"' in text else ():
        if match["path"] not in paths:
            yield UndeclaredEndpoint(text.count("\n", 0, match.start()) + 1, match["method"], match["path"])


class KnownPaths:
    """Paths of endpoints; one that stands without its base, or has other marks around a parameter, is among them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._shapes = frozenset(map(_shape, paths))

    def __contains__(self, path: str) -> bool:
        shape = _shape(path)
        return shape in self._shapes or any(known.endswith(shape) for known in self._shapes)


@lru_cache(maxsize=1 << 12)
def _shape(path: str) -> str:
    return _PARAMETER.sub("*", path.rstrip("/"))


def _break(tag: re.Match[str]) -> str:
    """Return what stands for a tag: a break in the same line, so that lines keep their numbers."""
    return "\f"


def _calls(text: str, forms: Iterable[re.Pattern[str]]) -> set[str]:
    """Return the lines with a method before a path."""
    found: set[str] = set()
    for match in (match for form in forms for match in form.finditer(text)):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        if (end if end >= 0 else len(text)) - start <= _LONGEST:
            found.add(text[start : end if end >= 0 else len(text)])
    return found


@lru_cache(maxsize=1 << 15)
def _path(line: str) -> str:
    found = request_line(line.strip())
    return found.path if found else ""


def _of_sections(text: str, paths: KnownPaths, *, is_documented: bool = False) -> Iterator[UndeclaredEndpoint]:
    lines = [(number, part) for number, line in enumerate(text.split("\n"), 1) for part in line.split("\f")]
    for part in sections(with_marks(lines)):
        if part.declared is not None and part.path not in paths and (is_documented or _documents(lines, part)):
            yield UndeclaredEndpoint(lines[part.declared][0], part.method, part.path)


def _documents(lines: NumberedLines, part: Section) -> bool:
    """Tell whether a part of a page has a table or a sample."""
    return any(
        _SAMPLE.match(line) is not None
        or _MARKED_UP.search(line) is not None
        or ("|" in line and header(line, below) is not None)
        for (_, line), (_, below) in zip(
            lines[part.start : part.end], [*lines[part.start + 1 : part.end], (0, "")], strict=True
        )
    )
