"""Read one page of a crawled folder as text, for every reader of pages."""

import re
from pathlib import Path

from ...spec.place import Place
from ...spec.problem import Problem, SpecError
from ...textfiles import UnreadableError, read_text

LARGEST_PAGE = 16 * 1024 * 1024
"""The size limit of a page in bytes; a whole site in one file is a quarter of it."""


def page_text(file: Path, within: Path | None = None) -> str:
    """Return the text of a page; raises ``SpecError`` unless it is a UTF-8 file inside its folder."""
    try:
        return read_text(file, within, LARGEST_PAGE)
    except UnreadableError as error:
        message = f"{error}; no page of this folder was taken over"
        raise SpecError([Problem(check="page-unreadable", place=Place(file, 1), message=message)]) from None


_FRONT_MATTER = re.compile(r"\s*---\n.*?\n---\s*(?:\n|$)", re.DOTALL)
_HTML_BODY = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
# What servers, proxies and guards against robots say instead of a page: a status, or its usual words.
_ERROR_WORDS = re.compile(
    r"\b(?:40[0-9]|410|42[0-9]|451|50[0-9]|52[0-9])\b"
    r"|not found|forbidden|access denied|unauthorized|too many requests|rate.?limited|bad gateway|timed? ?out"
    r"|service (?:temporarily )?unavailable|internal server error|just a moment|captcha"
    r"|are you a robot|attention required"
    r"|under maintenance|enable javascript|NoSuchKey|页面不存在|访问被拒绝",
    re.IGNORECASE,
)
_SHORT = 600


def is_error_page(text: str, *, html: bool) -> bool:
    """Tell whether a text is empty or what a server says instead of a page; ``html`` for a page saved as HTML."""
    body = _FRONT_MATTER.sub("", text, count=1).strip()
    if not body:
        return True
    if html:
        title = _HTML_TITLE.search(body[:4000])
        return "<" not in body or (len(body) < 50 * _SHORT and bool(title and _ERROR_WORDS.search(title[1])))
    if _HTML_BODY.match(body):
        return True
    if body.startswith(("{", "<?xml")):  # the error of a server that speaks JSON or XML
        return len(body) < _SHORT
    if len(body) >= _SHORT:
        return False
    first = next(line for line in body.splitlines() if line.strip())
    return "/" not in first and bool(_ERROR_WORDS.search(first))
