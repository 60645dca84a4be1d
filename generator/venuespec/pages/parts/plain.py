"""Bring the lines of a page into plain markdown: no invisible characters, headings and tables as most pages have them.

Titles underlined by a line of dashes, anchors behind headings and quoted tables are the same to the readers as the
usual spelling.
"""

import re
from collections.abc import Iterator

from .bases import based
from .code_blocks import with_fences
from .columns import NumberedLines, cells_of, end_of_bars
from .headings import badge, subject_of
from .line_signs import Answered, Written
from .marked_headings import with_heading_marks
from .markups import with_markdown_markup
from .request_lines import request_line

_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]+")
# Letters and figures as wide as Chinese ones, and the signs beside them in a line without a word of Chinese.
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WIDE_SIGNS = str.maketrans({"：": ": ", "；": "; ", "，": ", ", "（": " (", "）": ")"})
_CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ANCHOR = re.compile(r"\s*\{#[\w.:-]+\}\s*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_QUOTED_TABLE = re.compile(r"\s{0,3}>\s*(?=\|.*\|\s*$)")
_LONGEST_TITLE = 100
# A path that a narrow column has broken: 'POST /v1/garden/' above 'plot-b'.
_CALL_TO_A_STROKE = re.compile(r"\b(?:GET|POST|PUT|DELETE|PATCH)\b[`\s*]+(?:https?:/)?/\S+/[`\s]*$", re.IGNORECASE)
_REST_OF_A_PATH = re.compile(r"\s{0,3}[a-z{][\w\-./{}]*`?\s*")
_PRE = re.compile(r"\s*<pre\b[^<>]*>\s*(?:<code\b[^<>]*>)?(?P<text>(?:(?!</).)*)")
_WHOLE_PRE = re.compile(
    r"\s*<pre\b[^<>]*>\s*(?:<code\b[^<>]*>)?(?P<text>(?:(?!</code>|</?pre\b).)*)(?:</code>)?\s*</pre>\s*"
)
_PRE_END = re.compile(r"(?P<text>(?:(?!</code>|</?pre\b).)*)(?:</code>)?\s*</pre>\s*")
_RULER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)?\|?\s*")
_TAGGED = re.compile(
    r"\s*<(?P<tag>span|div|p|b|u|strong|small|kbd|font|[A-Z]\w*)\b[^<>]*>(?P<text>[^<>]+)</(?P=tag)>\s*"
)
_FEWEST_DASHES = 2
_FACTS = frozenset({"limit", "rule", "permission"})
_BADGE = re.compile(r"!\[[^\[\]]+\]\([^()\s]*\)")
_ENDED_BEHIND = re.compile(r"[(\[（【]\s*deprecated\b[^)\]]*[)\]）】]\W*$", re.IGNORECASE)
_ENDED = re.compile(
    r"~~|[(\[（【]\s*(?:[^()\[\]]{1,20}[:,;]\s*)?deprecated\b[^)\]]*[)\]）】]|^\W*deprecated\s*[:：-]|[-–—:|"
    r"]\s*deprecated\W*$"
    r"|^[^\w\s]\W*deprecated\b|^\W*deprecated (?:get|set|query|place|cancel|amend|modify|list|create|retrieve|fetch|"
    r"post|"
    r"submit|change|transfer|test|new|add|delete|remove|update)\b"
    r"|已(?:弃用|废弃|下线)",
    re.IGNORECASE,
)


def plain_lines(lines: NumberedLines) -> NumberedLines:
    """Return the lines of a page in plain markdown; their numbers stay."""
    plain = with_fences(with_heading_marks(with_markdown_markup(_PLAIN.of(lines))))
    left_out = {at for at in _RULERS.places(plain) if _is_ruler_of_facts(plain, at)}
    plain = [place for at, place in enumerate(plain) if at not in left_out] if left_out else plain
    if _TAGS_OF_CODE.places(plain):
        plain = [place for lines_of_code in map(_unfolded, plain) for place in lines_of_code]
    for index in _UNFINISHED.places(plain):
        number, line = plain[index]
        below = plain[index + 1][1] if index + 1 < len(plain) else ""
        if line.rstrip("` ").endswith("/"):
            if below and _REST_OF_A_PATH.fullmatch(below) and _CALL_TO_A_STROKE.search(line):
                plain[index : index + 2] = [
                    (number, f"{line.rstrip('` ')}{below.strip()}"),
                    (plain[index + 1][0], ""),
                ]
        elif index and _is_title(plain, index - 1):
            above, text = plain[index - 1]
            plain[index - 1] = (above, f"{'#' if line[0] == '=' else '##'} {text.strip()}")
            plain[index] = (number, "")
    return based(plain)[0]


def _is_unfinished(line: str) -> bool:
    """Tell whether a line belongs to the one beside it: a path up to a stroke, or signs below a title."""
    return line.rstrip("` ").endswith("/") or (line[:3] in ("---", "===") and _UNDERLINE.fullmatch(line) is not None)


_RULERS = Answered(lambda line: line.count("-") >= _FEWEST_DASHES and _RULER.fullmatch(line) is not None)
_TAGS_OF_CODE = Answered(lambda line: "pre>" in line or "<pre" in line)
_UNFINISHED = Answered(_is_unfinished)


def _is_ruler_of_facts(lines: NumberedLines, index: int) -> bool:
    """Write the facts of a table as lines, and tell whether a line is the ruler of such a table.

    As '| Rate limit | 20 per second |' above other facts, or 'Permission' above 'Trade' in a single column.
    """
    if not index or "|" not in lines[index - 1][1]:
        return False
    end = end_of_bars(lines, index + 1)
    rows = [cells_of(text) for _, text in lines[index + 1 : end]]
    head = cells_of(lines[index - 1][1])
    if len(head) == 1 and len(rows) == 1 and len(rows[0]) == 1 and subject_of(head[0], slips=False) in _FACTS:
        lines[index - 1] = (lines[index - 1][0], f"{head[0].strip('*` ')}: {rows[0][0]}")
        lines[index + 1] = (lines[index + 1][0], "")
        return True
    facts = [head, *rows] if head[0] else rows
    if not facts or not all(len(row) == 2 and subject_of(row[0], slips=False) in _FACTS for row in facts):
        return False
    for at, row in zip((*((index - 1,) if head[0] else ()), *range(index + 1, end)), facts, strict=True):
        lines[at] = (lines[at][0], f"- {row[0].strip('*` ')}: {row[1]}")
    if not head[0]:
        lines[index - 1] = (lines[index - 1][0], "")
    return True


def _unfolded(place: tuple[int, str]) -> NumberedLines:
    """Return the line of a tag of code as a fence, with what stands beside it on a line of its own."""
    number, line = place
    if "pre>" not in line and "<pre" not in line:
        return [place]
    if (whole := _WHOLE_PRE.fullmatch(line)) is not None:
        return [(number, "```"), (number, whole["text"]), (number, "```")]
    if (opened := _PRE.fullmatch(line)) is not None:
        return [(number, "```"), *([(number, opened["text"])] if opened["text"] else [])]
    if (ended := _PRE_END.fullmatch(line)) is not None:
        return [*([(number, ended["text"])] if ended["text"] else []), (number, "```")]
    return [place]


def _without_badge(line: str) -> str:
    """Return the fact of a badge as a line; only the text beside it where there is some."""
    found = _BADGE.search(line)
    fact = badge(found[0]) if found else None
    if found is None or fact is None:
        return line
    beside = f"{line[: found.start()]} {line[found.end() :]}".strip()
    return beside or f"{fact[1]}: {fact[2]}"


def _plain(line: str) -> str:
    """Return a line in plain markdown."""
    if "![" in line and "/" in line:
        line = _without_badge(line)
    if not line.isascii():
        line = _INVISIBLE.sub("", line)
        line = line if line.isascii() or not _WIDE.search(line) else _narrow(line)
    if line.lstrip()[:1] == "<" and (tagged := _TAGGED.fullmatch(line)) and _states(tagged["text"]):
        return tagged["text"].strip()
    if line[:1] == "#" and "{#" in line:
        line = _ANCHOR.sub("", line)
    elif "|" in line and line.lstrip()[:1] == ">":
        line = _QUOTED_TABLE.sub("", line)
    return line


_PLAIN = Written(_plain)


def _narrow(line: str) -> str:
    """Return a line with usual letters and figures in place of wide ones."""
    text = _WIDE.sub(lambda match: chr(ord(match[0]) - 0xFEE0), line)
    return text if _CHINESE.search(text) else text.translate(_WIDE_SIGNS)


def _states(text: str) -> bool:
    """Tell whether a text states a fact: 'Rate limit: 20 per second'."""
    name, _, value = text.partition(":")
    return bool(value.strip()) and subject_of(name, slips=False) in _FACTS


def _is_title(lines: NumberedLines, index: int) -> bool:
    """Tell whether a line with another of dashes below it is a title, and not the end of a paragraph."""
    text = lines[index][1]
    if not text.strip() or len(text) > _LONGEST_TITLE or text[:1] in "#|>-*` " or "|" in text or ":" in text[:-1]:
        return False
    if index and lines[index - 1][1].strip():
        return False
    return lines[index + 1][1][0] == "=" or subject_of(text, slips=False) is not None or text.lower().startswith("api ")


def says_deprecated(title: str) -> bool:
    """Tell whether a title says that its endpoint is deprecated: '~~Place order~~', 'Place order (deprecated)'."""
    return _ENDED.search(title) is not None


def declares_deprecated(lines: NumberedLines, method: str, path: str) -> bool:
    """Tell whether the line that declares an endpoint says that it is deprecated: '`GET /v1/beds` (deprecated)'."""
    said = (line for _, line in lines if path in line and _ENDED_BEHIND.search(line))
    return any((found := request_line(line)) and (found.method, found.path) == (method, path) for line in said)


def indented(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Indent fenced code, as a crawl does."""
    fenced = False
    for number, line in lines:
        if line.startswith("```"):
            fenced = not fenced
        else:
            yield number, f"    {line}" if fenced else line
