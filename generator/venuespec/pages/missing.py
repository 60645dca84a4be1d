"""Find where an endpoint that no page seems to document stands all the same, in a form that is not understood."""

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from ..textfiles import read_text
from .draft import Diagnostic
from .parts.end_words import SURE_END
from .snapshot import Snapshot

# Names of pages that are shorter are those of too many things.
_SHORTEST_NAME = 4
_INLINE = re.compile(
    r"</?(?:a|b|i|u|em|strong|code|span|font|mark|kbd|tt|wbr)\b[^<>\n]*>|[`*\u200b\u00ad]|\\\\(?=[^\w\s])"
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
# What a path may follow: 'at /v5/order', 'GET/v5/order', 'https://acme.example/v5/order', '{{base}}/v5/order'.
_BEFORE = re.compile(r"(?:(?:^|[^\w/}.-])|\b(?:GET|POST|PUT|DELETE|PATCH)|://[\w.:-]+|\})\Z")
_LONGEST_HOST = 200
# What says that an endpoint is gone: in the line of its path, or in a short line, or one on the endpoint, near it.
_ENDED = re.compile(
    rf"\b(?:{SURE_END}|shut down|switched off|taken offline|(?:been|was|were|is|are) (?:removed|deleted))\b"
    r"|下线|停用|废止|移除",
    re.IGNORECASE,
)
_ON_THE_ENDPOINT = re.compile(r"\b(?:endpoint|interface|API)s?\b|接口|端点", re.IGNORECASE)
_SHORT = 4  # words
_NEAR = 12  # lines
_PARAMETER = re.compile(r"\{[^/{}]*\}|:\w+")


@frozen
class Sought:
    """What tells an endpoint's page: its title, its address and the endpoint's path."""

    title: str
    source: str
    path: str

    @property
    def ends(self) -> tuple[str, ...]:
        """The last parts of address and path, one of which names the page."""
        return tuple(re.split(r"[/#]", name)[-1].lower() for name in (self.source, self.path))


@frozen(kw_only=True)
class Rest:
    """What a folder of pages holds beside the endpoints that were read: unread headings, unread pages, saved errors.

    ``titles`` are the headings of what is refused or nameless, ``unread`` the pages that no endpoint is of,
    ``unlisted`` the endpoints that only outdated pages document, as an up-to-date page shows.
    """

    pages: Path
    titles: Mapping[str, Diagnostic]
    unread: tuple[str, ...]
    errors: frozenset[str]
    unlisted: frozenset[str]

    def failed(self, sought: Sought) -> bool:
        """Tell whether the page of an endpoint is a saved error: it is refused as such."""
        return not self.errors.isdisjoint(sought.ends)


def rest_of(snapshot: Snapshot, pages: Path) -> Rest:
    """Return what a snapshot of these pages leaves unread."""
    read = {page for placed in snapshot.placed for page in placed.homes}
    read |= {(each.file.relative_to(pages) if pages.is_dir() else each.file).as_posix() for each in snapshot.damaged}
    errors = frozenset(_stem(each.file.name) for each in snapshot.damaged if each.code == "page-error")
    return Rest(
        pages=pages,
        titles=snapshot.titles,
        unread=tuple(sorted(snapshot.files - read)),
        errors=errors,
        unlisted=snapshot.unlisted,
    )


def unread_page(key: str, sought: Sought, rest: Rest, advice: str) -> Diagnostic | None:
    """Return where a missing endpoint may stand unread: below its title, or on a page of its name."""
    titled = rest.titles.get(sought.title.lower())
    if titled is not None:
        message = f"{key} is on no page, but something of its title is not understood; {advice}"
        return Diagnostic(file=titled.file, line=titled.line, code="page-unread", message=message)
    if rest.failed(sought):
        return None
    for page in rest.unread:
        stem = _stem(page.rpartition("/")[2])
        if len(stem) >= _SHORTEST_NAME and any(end == stem or end.endswith(f"-{stem}") for end in sought.ends):
            message = f"{key} is on no page, but this page has its name; {advice}"
            return Diagnostic(file=rest.pages / page, line=1, code="page-unread", message=message)
    return None


def _stem(name: str) -> str:
    return name.partition(".")[0].lower()


def mentions(paths: Iterable[str], folder: Path, files: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the pages, with a line of each, in whose text paths stand in any form: {path: {page: line}}.

    A path stands by itself or behind a host; neither a longer path nor the end of another one counts.
    """
    wanted = {path: _pattern(path) for path in paths}
    found: dict[str, dict[str, int]] = {path: {} for path in wanted}
    for name in sorted(files) if wanted else ():
        text = _plain(read_text(folder / name if folder.is_dir() else folder))
        for path, pattern in wanted.items():
            starts = (match.start() for match in pattern.finditer(text))
            start = next((start for start in starts if _stands_by_itself(text, start)), None)
            if start is not None:
                found[path][name] = text.count("\n", 0, start) + 1
    return found


def says_it_ended(file: Path, line: int) -> bool:
    """Tell whether a page says, at a line or near it, that what stands there is gone."""
    lines = _plain(read_text(file)).split("\n")
    near = lines[max(0, line - 1 - _NEAR) : line + _NEAR]
    on_it = (each for each in near if len(each.split()) <= _SHORT or _ON_THE_ENDPOINT.search(each))
    return any(map(_ENDED.search, (lines[line - 1], *on_it)))


def _plain(text: str) -> str:
    """Return a page without what can stand within a path: '/v5/<wbr>order' and '/v5/spot\\_order' are paths."""
    text = html.unescape(_TAG.sub(" ", _INLINE.sub("", text)))
    return text.replace("%2F", "/").replace("%2f", "/")


def _pattern(path: str) -> re.Pattern[str]:
    literal = r"[^/\s]*".join(map(re.escape, _PARAMETER.split(path.rstrip("/"))))
    return re.compile(rf"{literal}(?![\w-]|/\w|\.\w)")


def _stands_by_itself(text: str, start: int) -> bool:
    """Tell whether what begins here is not the end of a longer path: it may stand behind a host or a method."""
    return _BEFORE.search(text[max(0, start - _LONGEST_HOST) : start]) is not None
