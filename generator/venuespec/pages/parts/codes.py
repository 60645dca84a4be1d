"""Read tables of error codes, which list the venue's codes apart from any endpoint's page."""

import re
from collections.abc import Iterator
from pathlib import Path

from .html import text_of
from .page import page_text
from .table import cells_of

_TABLE = re.compile(r"[*| ]*error code[* ]*\|", re.IGNORECASE)
_CODE = re.compile(r"(\d{3,6})(_\d+)?")
_SUFFIXES = (".md", ".txt")
_HTML = (".html", ".htm")


def codes_of_page(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the error codes in a page's tables with their meanings, one text for each row.

    A code with a suffix, ``51004_1101``, is listed with and without it, because responses carry the first part in
    ``code``.
    """
    if file.suffix not in (*_SUFFIXES, *_HTML):
        return {}
    text = page_text(file)
    if file.suffix in _HTML:
        text = text_of(text, file)
    meanings_of: dict[str, dict[str, None]] = {}
    for code, meaning in _rows(text) if "error code" in text.lower() else ():
        meanings_of.setdefault(code, {})[meaning] = None
    return {code: tuple(meanings) for code, meanings in meanings_of.items()}


def _rows(text: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in text.splitlines():
        if _TABLE.match(line):
            inside = True
        elif line.startswith("#"):
            inside = False
        elif inside and "|" in line:
            code, *others = cells_of(line)
            match = _CODE.fullmatch(code)
            if match and others:
                meaning = " ".join(others[-1].split())
                yield from ((spelling, meaning) for spelling in {code: None, match[1]: None})
