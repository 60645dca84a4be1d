"""Read tables of error codes, which list the venue's codes apart from any endpoint's page."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import takewhile
from pathlib import Path

from attrs import frozen

from .columns import cells_of
from .dates import DATE, SOME_TIME
from .grid import markdown_rows
from .html import text_of
from .left_tables import are_statuses
from .line_signs import Answered
from .page import page_text

_HEADS = (
    "error code",
    "error_code",
    "errorcode",
    "err code",
    "code",
    "retcode",
    "ret_code",
    "错误码",
    "错误代码",
    "error",
    "error no.",
    "error number",
    "return code",
    "business code",
    "返回码",
    "錯誤碼",
    "錯誤代碼",
)
_MESSAGES = (
    "error message",
    "message",
    "description",
    "error_msg",
    "errormsg",
    "msg",
    "meaning",
    "reason",
    "错误提示",
    "cause",
    "when",
    "explanation",
    "说明",
    "含义",
    "錯誤訊息",
)
# The head of a column of statuses of HTTP before that of the codes: 'HTTP', 'Status code', 'HTTP 状态码'.
_STATUS = re.compile(r"(?:http|status)(?:[ _-]?(?:status|code|状态码))*|(?:http ?)?状态码", re.IGNORECASE)
_CODE = re.compile(r"(-?[1-9]\d{0,7})(_\d+)?")
_RULER = re.compile(r"[\s|:-]*-{2}[\s|:-]*")
# Such tables list statuses of HTTP, and not what the venue answers in its envelope.
_HTTP = re.compile(r"\bhttp\b", re.IGNORECASE)
_SELF = r"(?:(?:this|the) )?(?:error |return |response |status )?code"
_ENDED = (
    r"(?:(?:is |was |has been |are )?(?:now |already )?(?:deprecated|obsolete|retired|removed|discontinued|withdrawn|"
    r"no longer (?:returned|used|in use|sent|raised|reported|thrown|valid)|"
    r"not (?:returned|used|sent) any ?(?:more|longer)))"
)
_SINCE = rf"(?:,? (?:since|from|as of|on|after|in) (?:{DATE}|{SOME_TIME}|v(?:ersion)? ?[\d.]+))?"
_INSTEAD = r"(?:[,;.:]? (?:(?:please )?(?:use|see)|replaced by|superseded by|now) (?:code )?`?-?\d+`?(?: instead)?)?"
_ENDED_ZH = r"(?:该?(?:错误)?码?)(?:已|已经)?(?:废弃|弃用|停用|废止|不再(?:返回|使用))"
_WHOLE = re.compile(rf"(?:{_SELF} )?{_ENDED}{_SINCE}{_INSTEAD}|{_ENDED_ZH}", re.IGNORECASE)

_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_LABEL = re.compile(r"(?:deprecated|obsolete|已弃用|已废弃)\s*(?:[:：]|[-–—]\s)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;。；])\s*|\n")
_TABLE = re.compile(r"<table\b.*?</table>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# The lines of a cell behind its first one, which a crawled table has below the row.
_FURTHER = re.compile(r"<br\s*/?>[^|]*", re.IGNORECASE)
# '### Errors', '## Possible error codes'
_LIST_HEADING = re.compile(
    r"^#{1,6}\s+(?:(?:possible|common|known|business|api|rest|list of|specific) )*(?:error|return|response) ?(?:s|"
    r"codes?|"
    r"codes? list)\W*$"
    r"|^#{1,6}\s+(?:错误码|错误代码|返回码|錯誤碼)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
# A status of HTTP has three digits.
_LISTED_CODE = r"[*`\"“]{0,3}(?P<code>(?!20[0-3]\d\b)-?[1-9]\d{3,7})[*`\"”]{0,3}"
# '- `110043` – leverage not modified'
_ITEM = re.compile(rf"\s*[-*+•]\s+{_LISTED_CODE}(?:\s*[:：–—=]|\s+-|\s)\s*(?P<meaning>\S.*)")
_TERM = re.compile(rf"\s{{0,3}}{_LISTED_CODE}\s*")
_SAID = re.compile(r"\s{0,3}:\s+(?P<meaning>\S.*)")
# '110043: Leverage not modified', a line of its own
_LINE = re.compile(rf"\s{{0,3}}{_LISTED_CODE}(?:\s*[:：–—=]|\s+-)\s*(?P<meaning>[^\s\d].*)")
# '#### 110043 Leverage not modified', '#### 110043 (leverage not modified)'
_NAMED_HEADING = re.compile(
    rf"#{{1,6}}\s+(?:code |error )?{_LISTED_CODE}(?:\s*[:：–—=]|\s+-|\s)\s*(?P<meaning>\S.*)", re.IGNORECASE
)
# '#### 110043', '**110043**', with the meaning below
_ALONE = re.compile(
    rf"#{{1,6}}\s+(?:code |error )?{_LISTED_CODE}\s*|\*\*(?P<code2>-?[1-9]\d{{3,7}})\*\*\s*[:：]?\s*", re.IGNORECASE
)
_SUFFIXES = (".md", ".mdx", ".txt")
_HTML = (".html", ".htm")


@frozen
class _Heads:
    """Where the codes and their meanings stand in a table."""

    code: int
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
    return listed_codes(text)


def may_list_codes(lines: Sequence[str]) -> bool:
    """Tell whether lines can have a table or a list of error codes; few endpoints have one of their own."""
    return any(_HEADING_CODES[line] or _TITLING_CODES[line] or "<t" in line for line in lines)


def listed_codes(text: str) -> dict[str, tuple[str, ...]]:
    """Return the error codes in the tables and lists of a text."""
    meanings_of: dict[str, dict[str, None]] = {}
    if "<t" in text:
        text = _TABLE.sub(lambda table: f"\n{_table_of(table[0])}\n", text)
    lines = text.splitlines()
    for code, meaning in _rows(lines) if any(map(_HEADING_CODES.__getitem__, lines)) else ():
        meanings_of.setdefault(code, {})[meaning] = None
    for code, meaning in _listed(lines) if any(map(_TITLING_CODES.__getitem__, lines)) else ():
        meanings_of.setdefault(code, {})[meaning] = None
    return {code: tuple(meanings) for code, meanings in meanings_of.items()}


def is_deprecated_code(text: str) -> bool:
    """Tell whether the text of a code calls the code itself deprecated: struck out, '(Deprecated)'.

    The meaning of a code says what happened to a request. 'The endpoint is deprecated' is such a meaning.
    """
    text = text.strip()
    if text.startswith("~~") and text.endswith("~~"):
        return True
    in_brackets = _BRACKETS.findall(text)
    sentences = (part.strip(" .;。；*_") for part in _SENTENCE.split(_BRACKETS.sub(" ", text)))
    return (
        any(_WHOLE.fullmatch(part.strip(" .*_")) for part in in_brackets)
        or any(map(_WHOLE.fullmatch, sentences))
        or _LABEL.match(text) is not None
    )


def _may_be_head(line: str) -> bool:
    """Tell whether a line can be the head of a table of codes; few pages have one."""
    return "|" in line and line.lstrip(" \t|*").lower().startswith((*_HEADS, "http", "status", "状态码"))


_HEADING_CODES = Answered(_may_be_head)
_TITLING_CODES = Answered(lambda line: line[:1] == "#" and _LIST_HEADING.fullmatch(line) is not None)


def _rows(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    heads: _Heads | None = None
    heading = ""
    for at, (line, below) in enumerate(zip(lines, [*lines[1:], ""], strict=True)):
        if line.startswith("#"):
            heads, heading = None, line
        elif "|" not in line:
            continue
        elif _RULER.fullmatch(below):
            heads = None if _HTTP.search(heading) or _are_statuses(lines[at + 2 :]) else _heads(cells_of(line))
        elif heads is not None:
            yield from _row(cells_of(line), heads)


def _are_statuses(lines: Sequence[str]) -> bool:
    """Tell whether the codes of a table are the statuses of HTTP that an endpoint answers with."""
    cells = (cells_of(line)[0].strip("`~* ") for line in takewhile(lambda line: "|" in line, lines))
    return are_statuses({cell for cell in cells if _CODE.fullmatch(cell)})


def _table_of(html: str) -> str:
    """Return a table of HTML as one of markdown."""
    rows = [_TAG.sub("", _FURTHER.sub(" ", row)) for _, row in markdown_rows(html, 1)]
    if len(rows) > 1 and not _RULER.fullmatch(rows[1]):  # a head that is not marked as one
        rows.insert(1, "|---" * max(2, rows[0].count("|") - 1) + "|")
    return unescape("\n".join(rows))


def _listed(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the codes of lists, lines, headings and definitions below a heading of error codes."""
    level = 0  # of the heading of error codes
    for at, line in enumerate(lines):
        if line.startswith("#"):
            depth = len(line) - len(line.lstrip("#"))
            if _LIST_HEADING.fullmatch(line) is not None:
                level = depth
            elif depth <= level:
                level = 0
        if not level or "|" in line:
            continue
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if (item := _ITEM.fullmatch(line) or _LINE.fullmatch(line) or _NAMED_HEADING.fullmatch(line)) is not None:
            yield item["code"], " ".join(item["meaning"].strip("()（）").split())
        elif (term := _TERM.fullmatch(line)) is not None and (said := _SAID.fullmatch(below)) is not None:
            yield term["code"], " ".join(said["meaning"].split())
        elif (alone := _ALONE.fullmatch(line)) is not None:
            yield alone["code"] or alone["code2"], _first_text(lines[at + 1 :])


def _first_text(lines: Sequence[str]) -> str:
    """Return the paragraph behind a heading that is a code; '' where the next heading follows."""
    text = next((line for line in lines if line.strip()), "")
    return "" if text.startswith(("#", "|", "<", "```", "**")) else " ".join(text.strip(" :>*_").split())


def _heads(cells: Sequence[str]) -> _Heads | None:
    """Return where the meanings stand in a table of codes; None for another table."""
    names = [cell.strip("* ").lower() for cell in cells]
    # A column of statuses may stand before the codes of the venue.
    code = 1 if len(names) > 2 and _STATUS.fullmatch(names[0]) and names[1] in _HEADS else 0
    if len(names) < 2 or names[code] not in _HEADS:
        return None
    behind = (index for index, name in enumerate(names) if index > code and name in _MESSAGES)
    return _Heads(code, next(behind, len(names) - 1))


def _row(cells: Sequence[str], heads: _Heads) -> Iterator[tuple[str, str]]:
    match = _CODE.fullmatch(cells[heads.code].strip("`~* ")) if len(cells) > heads.code + 1 else None
    if match:
        meaning = " ".join(cells[min(heads.message, len(cells) - 1)].split())
        if cells[heads.code].strip().startswith("~~") and not meaning.startswith("~~"):
            meaning = f"~~{meaning}~~"
        yield from ((spelling, meaning) for spelling in {match[0]: None, match[1]: None})
