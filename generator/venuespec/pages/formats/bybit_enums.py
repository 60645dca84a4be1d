"""Read the lists of values that Bybit's pages share: a row's name links to a heading with a list below it.

A list is open where anything about it is in doubt: free text among the items, an item that is not a value, values that
hold for one case. A list of instruments, which come and go, or of sentences is not a list of values.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from attrs import frozen

from ..parts.page import page_text
from .bybit_links import anchors

_ITEM = re.compile(r"(?P<indent> {0,1})(?:[*+-]|\d+[.)])\s+(?P<text>.*)")
_LIST_TAGS = re.compile(r"</?(?:ul|ol)\b[^>]*>|</li>|</?p>", re.IGNORECASE)
_ITEM_TAG = re.compile(r"<li\b[^>]*>\s*", re.IGNORECASE)
_NESTED = re.compile(r"\s{2,}\S")
# A title of a group of items: '_open status_', '**Options:**'.
_GROUP = re.compile(r"[_*]{1,3}[^_*`]+[_*]{1,3}:?")
_TOKEN = r"`[^`]+`"
_RUN = re.compile(rf"{_TOKEN}(?:[\s,，、/|]*(?:(?:and|or)\s+)?{_TOKEN})*")
_CASE = re.compile(rf"[^`:：]{{1,30}}[:：]\s*(?P<run>{_TOKEN}.*)")
_DEFAULT = re.compile(r"default(?: value)?\s*[:：]\s*", re.IGNORECASE)
_LINKED = re.compile(r"\[(?P<text>[^\]]+)\]\([^)]*\)|<a\b[^>]*>(?P<html>[^<]+)</a>")
_BARE = re.compile(r"[\w.+/-]+(?: [\w.+/-]+){0,2}")
_ENDS = re.compile(r"[\u2000-\u200a\xa0]| [-–—:] |[:：,;，；]")
_RULER = re.compile(r"\s*\|?\s*:?-{2,}.*")
_MONTH = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DATED = re.compile(rf"\d{{1,2}}(?:{_MONTH})\d{{2}}|\b20\d{{6}}\b|\d{{4}}-\d{{2}}-\d{{2}}")
_SENTENCE_WORDS = 6
_FRONT = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


@frozen
class SharedValues:
    """The values below a heading; empty for a list of examples or of sentences."""

    values: tuple[str, ...]
    open: bool


def shared_values(page: Path, anchor: str) -> SharedValues | None:
    """Return the values below the heading with an anchor; without an anchor, those of a page that is a single list.

    Returns None where the page lacks the heading or the list.
    """
    text = page_text(page)
    return _listed(text).get(anchor) if anchor else _single(text)


@lru_cache(maxsize=512)
def _single(text: str) -> SharedValues | None:
    body = _FRONT.sub("", text)
    if "|" in body or "```" in body or any(anchors(line)[1] for line in body.splitlines()):
        return None
    return _listed(f"# one\n{body}")["one"]


@lru_cache(maxsize=8)
def _listed(text: str) -> dict[str, SharedValues]:
    lines = _ITEM_TAG.sub("\n* ", _LIST_TAGS.sub("", text)).splitlines() if "<li" in text else text.splitlines()
    heads = [(index, *anchors(line)) for index, line in enumerate(lines)]
    heads = [head for head in heads if head[1]]
    lists: dict[str, SharedValues] = {}
    for position, (start, level, names) in enumerate(heads):
        end = next((index for index, other, _ in heads[position + 1 :] if other <= level), len(lines))
        for name in names - lists.keys():
            lists[name] = _values(lines[start + 1 : end])
    return lists


def _values(lines: list[str]) -> SharedValues:
    values: dict[str, None] = {}
    is_open = False
    ended = False
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if "|" in line and _RULER.fullmatch(below):
            continue  # the head of a table
        text = html.unescape(line).rstrip()
        if not text.strip() or _GROUP.fullmatch(text.strip()):
            continue
        ended = ended or text.lstrip().startswith("#")
        item = _ITEM.fullmatch(text)
        if item is None and values and _NESTED.match(text):
            continue
        cell = _first_cell(text)
        if ended or (item is None and cell is None):
            is_open = is_open or not _RULER.fullmatch(text)
            continue
        found, sure = _of_item(item["text"] if item else cell or "")
        values.update(dict.fromkeys(found))
        is_open = is_open or not sure
    names = tuple(values)
    if any(_DATED.search(name) or len(name.split()) >= _SENTENCE_WORDS for name in names):
        return SharedValues((), open=True)
    return SharedValues(names, open=is_open)


def _first_cell(text: str) -> str | None:
    """Return the first cell of a table's row that begins with a value; None for any other line."""
    cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
    return cells[0] if "|" in text and cells[0].startswith("`") else None


def _of_item(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the values that an item begins with, and whether they hold without a doubt."""
    text = _DEFAULT.sub("", text, count=1)
    run = _RUN.match(text)
    if run:
        return tuple(_tokens(run[0])), "~~" not in text
    if case := _CASE.fullmatch(text):
        return tuple(_tokens(case["run"])), False
    linked = _LINKED.match(text)
    words = (linked["text"] or linked["html"]).strip() if linked else _ENDS.split(text, maxsplit=1)[0].strip("* ")
    return ((words,), "~~" not in text) if _BARE.fullmatch(words) else ((), False)


def _tokens(text: str) -> Iterator[str]:
    return (token.strip() for token in re.findall(r"`([^`]+)`", text))
