"""Write parameters that stand in elements of HTML, one a card, as the lines that a copy of their text would have."""

import re

from .columns import NumberedLines
from .headings import heading_of

_TAG = re.compile(r"<(?P<end>/)?(?P<name>[A-Za-z][\w-]*)\b(?P<attributes>[^<>]*?)(?P<alone>/)?>")
_KEPT = frozenset({"br", "b", "i", "em", "strong", "code", "a", "sub", "sup", "u", "kbd", "mark", "wbr", "img"})
_BLOCKS = frozenset(
    {"div", "section", "article", "details", "dl", "ul", "ol", "li", "p", "dd", "dt", "summary", "header", "fieldset"}
)
_NO_CARDS = re.compile(r"\s*<(?:table|Tabs|TabItem|pre|code|img|a|br|iframe|script|style|h[1-6])\b", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:title|label|summary|header)=(?P<mark>[\"'])(?P<text>[^\"']*)(?P=mark)")
_MOST_LINES = 2000


def cards(lines: NumberedLines, start: int) -> tuple[NumberedLines, int]:
    """Return the texts of the elements that begin at a line, one a line, and the index behind the elements."""
    if not lines[start][1].lstrip().startswith("<") or _NO_CARDS.match(lines[start][1]):
        return [], start
    end = _end(lines, start)
    written: NumberedLines = []
    for number, line in lines[start:end]:
        written += [(number, text) for text in _texts(line)]
    return [*written, (lines[end - 1][0], "")], end


def _end(lines: NumberedLines, start: int) -> int:
    """Return the index behind the last element, which an empty line or another element may follow."""
    depth = 0
    end = start
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        line = lines[index][1]
        is_outside = depth <= 0 and bool(line.strip())
        if is_outside and (not line.lstrip().startswith("<") or _NO_CARDS.match(line)):
            break
        if line[:1] == "#" and heading_of(line) is not None:
            break
        for tag in _TAG.finditer(line):
            if tag["name"].lower() not in _KEPT and not tag["alone"]:
                depth += -1 if tag["end"] else 1
        end = index + 1 if line.strip() else end
    return end


def _texts(line: str) -> list[str]:
    """Return the texts of a line between its tags; an empty one where a block ends."""
    texts = [""]
    at = 0
    for tag in _TAG.finditer(line):
        name = tag["name"].lower()
        if name in _KEPT:
            continue
        texts[-1] += line[at : tag.start()]
        at = tag.end()
        title = _TITLE.search(tag["attributes"])
        texts += [title["text"] if title and not tag["end"] else ""]
        if title:
            texts.append("")
        elif tag["end"] and name in _BLOCKS:
            texts.append("\n")
    texts[-1] += line[at:]
    kept = [text.strip() if text != "\n" else text for text in texts]
    return ["" if text == "\n" else text.strip() for text in kept if text.strip() or text == "\n"]
