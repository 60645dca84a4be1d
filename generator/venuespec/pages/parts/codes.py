"""Tables of error codes on any page: the venue's own list, which no endpoint's page has."""

import re
from collections.abc import Iterator
from pathlib import Path

from .page import page_text
from .table import cells_of

_TABLE = re.compile(r"[*| ]*error code[* ]*\|", re.IGNORECASE)
_CODE = re.compile(r"(\d{3,6})(_\d+)?")
_SUFFIXES = (".md", ".txt")


def codes_of_page(file: Path) -> dict[str, tuple[str, ...]]:
    """The error codes in a page's tables with what is said of each, one text a row.

    A code with a part of its own, ``51004_1101``, is its first part too: that is what an answer carries, beside the
    other. Pages saved as HTML have none here.
    """
    if file.suffix not in _SUFFIXES:
        return {}
    text = page_text(file)
    found: dict[str, dict[str, None]] = {}
    for code, meaning in _rows(text) if "error code" in text.lower() else ():
        found.setdefault(code, {})[meaning] = None
    return {code: tuple(meanings) for code, meanings in found.items()}


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
                yield from ((each, meaning) for each in {code: None, match[1]: None})
