"""Digest the files behind an endpoint as they are, before any reader: only another text of its pages moves it.

The digests of rows and prose also change when a reader improves. While the files stay the same, no rule needs to be
confirmed again.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from ..textfiles import digest
from .parts.page import HTML_SUFFIXES

CRAWLED = re.compile(rb"^(?:updated_at|as_of): *(\d{4}-\d{2}-\d{2}(?:[ T][\d:.]*)?).*\n", re.MULTILINE)
"""The line with the time of the crawl: 'updated_at: 2026-06-27 19:14:20'."""
HEAD = 4096
"""How many bytes of a file can hold that line."""
# What pages link to: '](../enum.mdx#side)', 'href="/docs/enum#side"'.
# Two patterns that begin with a text of their own are searched faster than one with both.
_LINKS = (re.compile(r"\]\(([^)\"'\s#?]+)"), re.compile(r"href=[\"']([^)\"'\s#?]+)"))
# Parts of an HTML page that say nothing, and what ends those that have an end.
_MACHINERY = re.compile(r"<!--|-->|<(/?)(script|style|meta|link)\b[^<>]*>", re.IGNORECASE)
_ENDS = {"script": "script", "style": "style", "<!--": "-->"}
_LENGTH = 8


@frozen
class PageBases:
    """The digest of each page's file, of the pages that it links to, and of those that these link to.

    A page takes over values or a table from a page that it links to, and that from another one.
    """

    by_file: Mapping[Path, str]

    def of(self, files: Iterable[Path]) -> str:
        """Return the digest of several pages: eight hexadecimal digits, and '' where a file is not among the pages."""
        found = [self.by_file.get(file, "") for file in sorted(set(files))]
        return digest(each.encode() for each in found)[:_LENGTH] if found and all(found) else ""


def page_bases(raw: Mapping[Path, str]) -> PageBases:
    """Return the digests of pages by their texts."""
    alone = {file: _digest_of(file, text) for file, text in raw.items()}
    by_name: dict[str, list[Path]] = {}
    for file in raw:
        by_name.setdefault(file.stem.lower(), []).append(file)
    linked = {
        file: sorted({other for name in _names(text) for other in by_name.get(name, ())} - {file})
        for file, text in raw.items()
    }
    once = _with_linked(alone, linked)
    return PageBases(_with_linked(once, linked))


def _digest_of(file: Path, text: str) -> str:
    if file.suffix.lower() in HTML_SUFFIXES:
        text = _without_machinery(text)
    content = (text.replace("\r\n", "\n") if "\r" in text else text).encode(errors="replace")
    crawled = CRAWLED.search(content, 0, HEAD)
    return digest([content[: crawled.start()], content[crawled.end() :]] if crawled else [content])


def _without_machinery(html: str) -> str:
    """Return a page without scripts, styles, comments and the tags of its head, which servers number anew each day."""
    pieces: list[str] = []
    position = 0
    inside = ""
    for token in _MACHINERY.finditer(html):
        name = (token[2] or token[0]).lower()
        if inside:
            if name != inside or (token[2] and not token[1]):
                continue
            inside = ""
        else:
            pieces.append(html[position : token.start()])
            inside = "" if token[1] else _ENDS.get(name, "")
        position = token.end()
    return "".join((*pieces, html[position:]))


def _names(text: str) -> set[str]:
    """Return the names of the pages that a text links to, in lower case and without their suffix."""
    found = {target for link in _LINKS for target in link.findall(text)}
    targets = (target.rstrip("/").rpartition("/")[2] for target in found)
    return {target.partition(".")[0].lower() for target in targets}


def _with_linked(digests: Mapping[Path, str], linked: Mapping[Path, Iterable[Path]]) -> dict[Path, str]:
    return {
        file: digest(each.encode() for each in (own, *(digests[other] for other in linked[file])))
        for file, own in digests.items()
    }
