"""Read one page of a crawled folder as text, for every reader of pages."""

import re
from functools import lru_cache
from pathlib import Path

from ...spec.place import Place
from ...spec.problem import Problem, SpecError
from ...textfiles import UnreadableError, read_text
from .inline import with_markdown
from .marked_headings import underlined

HTML_SUFFIXES = (".html", ".htm")
LARGEST_PAGE = 16 * 1024 * 1024
"""The size limit of a page in bytes; a whole site in one file is a quarter of it."""


# The first bytes of files that are not text, whatever their names say.
_MAGIC = {
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"(\xb5/\xfd": "a zstd archive",
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
# Characters that no page shows: controls apart from tab and line end, and marks that turn the direction of text.
_CONTROLS = "".join(
    map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
# Characters without any width, which editors and copied headings leave behind; joiners of letters are not among them.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)
# Joiners and variants of a letter or picture, which a word of Latin letters does not have: 'inst<200D>Id'.
_JOINED = re.compile("(?<=[!-~])[\u200c\u200d\ufe00-\ufe0f]+|[\u200c\u200d]+(?=[!-~])")
_JOINERS = "".join(map(chr, (0x200C, 0x200D, *range(0xFE00, 0xFE10))))
# References to characters; those of a page that was escaped twice all begin with '&amp;'.
_NAMED = r"(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|quot|apos|lt|gt|nbsp);"
_ENTITY = re.compile(f"&{_NAMED}")
_TWICE = re.compile(f"&amp;(?={_NAMED})")
# Ends of lines for Python and for no editor, form feeds among them.
_ENDS = "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e"
_WITHOUT = str.maketrans({**dict.fromkeys(_CONTROLS + _UNSEEN, ""), **dict.fromkeys(_ENDS, " ")})


def page_text(file: Path, within: Path | None = None) -> str:
    """Return the text of a page without control characters and inline HTML.

    Raises ``SpecError`` unless it is a UTF-8 file inside its folder.
    """
    return seen_text(raw_text(file, within), html=file.suffix.lower() in HTML_SUFFIXES)


def seen_text(text: str, *, html: bool = False) -> str:
    """Leave out control characters and those without any width; write inline HTML as markdown outside of HTML pages."""
    is_plain = not has_controls(text) and (text.isascii() or not any(character in text for character in _UNSEEN))
    seen = text if is_plain else text.translate(_WITHOUT)
    if not seen.isascii() and any(character in seen for character in _JOINERS):
        seen = _JOINED.sub("", seen)
    if seen.count("&amp;") > 2 and not _ENTITY.search(seen) and _TWICE.search(seen):
        seen = _TWICE.sub("&", seen)
    return seen if html else with_markdown(underlined(seen))


def body_of(text: str) -> str:
    """Return the text of a page behind its front matter."""
    return _FRONT_MATTER.sub("", text, count=1).strip()


def raw_text(file: Path, within: Path | None = None) -> str:
    """Return the text of a page as it is; raises ``SpecError`` unless it is a UTF-8 file inside its folder."""
    try:
        return read_text(file, within, LARGEST_PAGE)
    except UnreadableError as error:
        message = f"{_kind_of(file) or error}; no page of this folder was taken over"
        raise SpecError([Problem(check="page-unreadable", place=Place(file, 1), message=message)]) from None


@lru_cache(maxsize=1)
def has_controls(text: str) -> bool:
    """Tell whether a text has characters that no page shows."""
    return any(character in text for character in _CONTROLS + _ENDS)


def _kind_of(file: Path) -> str:
    """Say what a file is that is not text; nothing for others, and for what is not a file."""
    if not file.is_file():
        return ""
    try:
        with file.open("rb") as opened:
            first = opened.read(8)
    except OSError:
        return ""
    kind = next((kind for magic, kind in _MAGIC.items() if first.startswith(magic)), "")
    unpack = "; unpack it and give the folder" if kind.endswith("archive") else ""
    return f"is {kind}, not a page{unpack}" if kind else ""


_FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\s*(?:\n|$)", re.DOTALL)
