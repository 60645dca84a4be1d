"""Read tables of error codes, which list the venue's codes apart from any endpoint's page."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from .columns import cells_of
from .html import text_of
from .page import page_text

_HEADS = ("error code", "error_code", "errorcode", "err code", "code", "retcode", "ret_code", "错误码", "错误代码")
_MESSAGES = ("error message", "message", "description", "error_msg", "errormsg", "msg", "meaning", "reason", "错误提示")
_CODE = re.compile(r"(-?[1-9]\d{0,7})(_\d+)?")
_RULER = re.compile(r"[\s|:-]*-{2}[\s|:-]*")
# Such tables list statuses of HTTP, and not what the venue answers in its envelope.
_HTTP = re.compile(r"\bhttp\b", re.IGNORECASE)
_SUFFIXES = (".md", ".mdx", ".txt")
_HTML = (".html", ".htm")


@frozen
class _Heads:
    message: int


def codes_of_page(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the error codes in a page's tables with their meanings, one text for each row.

    A code with a suffix, ``51004_1101``, is listed with and without it, because responses carry the first part in
    ``code``.
    """
    return codes_of_text(page_text(file), file)


def codes_of_text(text: str, file: Path) -> dict[str, tuple[str, ...]]:
    """Return the error codes in the text of a page."""
    if file.suffix not in (*_SUFFIXES, *_HTML):
        return {}
    if file.suffix in _HTML:
        text = text_of(text, file)
    meanings_of: dict[str, dict[str, None]] = {}
    lines = text.splitlines()
    for code, meaning in _rows(lines) if any("|" in line and _may_be_head(line) for line in lines) else ():
        meanings_of.setdefault(code, {})[meaning] = None
    return {code: tuple(meanings) for code, meanings in meanings_of.items()}


def _may_be_head(line: str) -> bool:
    """Tell whether a line can be the head of a table of codes; few pages have one."""
    return line.lstrip(" \t|*").lower().startswith(_HEADS)


def _rows(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    heads: _Heads | None = None
    heading = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("#"):
            heads, heading = None, line
        elif "|" not in line:
            continue
        elif _RULER.fullmatch(below):
            heads = None if _HTTP.search(heading) else _heads(cells_of(line))
        elif heads is not None:
            yield from _row(cells_of(line), heads)


def _heads(cells: Sequence[str]) -> _Heads | None:
    """Return where the meanings stand in a table of codes; None for another table."""
    names = [cell.strip("* ").lower() for cell in cells]
    if len(names) < 2 or names[0] not in _HEADS:
        return None
    return _Heads(next((index for index, name in enumerate(names) if name in _MESSAGES), len(names) - 1))


def _row(cells: Sequence[str], heads: _Heads) -> Iterator[tuple[str, str]]:
    match = _CODE.fullmatch(cells[0].strip("` "))
    if match and len(cells) > 1:
        meaning = " ".join(cells[min(heads.message, len(cells) - 1)].split())
        yield from ((spelling, meaning) for spelling in {match[0]: None, match[1]: None})
