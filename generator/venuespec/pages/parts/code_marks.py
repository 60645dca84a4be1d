"""Write the codes of a line in backticks, whatever the page marks them with: quotes, bold, guillemets."""

import re

_TOKEN = r"`([^`\s]+)`"
_QUOTED_CODE = re.compile(r"`[\"'“”]([^`\"'“”\s]*)[\"'“”]`")
# What a list in JSON shows may be an example.
JSON_LIST = re.compile(r"`\[\s*(?P<list>\"[\w.+-]+\"(?:\s*,\s*\"[\w.+-]+\")+)\s*\]`")
_IN_BRACKETS = re.compile(rf"[\[{{]\s*(?P<list>{_TOKEN}(?:\s*[,，、/|;]\s*{_TOKEN})+)\s*[\]}}]\.?")
_GUILLEMETS = re.compile(r"[«‹「『]\s*`?([A-Za-z0-9_.+-]+)`?\s*[»›」』]")
_BOLD = re.compile(r"\*\*([A-Za-z0-9_.+-]+)\*\*")
_ITALIC = re.compile(r"(?<![\w`])_([A-Za-z0-9.+-]+)_(?![\w`])")
_STARRED = re.compile(r"(?<![\w`*\\])\*([A-Za-z0-9.+-]+)\*(?![\w`*])")
# Several codes in one mark, behind a word for what they are: 'Side: `buy/sell`'.
_JOINED = re.compile(
    r"(?:(?![^`]*\b(?:pairs?|symbols?|coins?|currenc\w+|instruments?|formats?|content|headers?|paths?|urls?|like|as|"
    r"e\.g|example|units?)\b)[^`]{0,60}(?:[:：,，(（]|\b(?:sides?|types?|directions?|modes?|status|kinds?|sort|orders?|"
    r"states?|one of|either|values?|方向|类型|状态))\s*)?"
    r"`(?P<list>(?-i:[a-z]{2,20}(?:\s*[/|]\s*[a-z]{2,20})+)|"
    r"[A-Za-z_]{2,30}(?:\s*\|\s*[A-Za-z_]{2,30})+)`\s*[)）]?\s*[.。,，;]?(?=\s|$).*",
    re.IGNORECASE,
)
_NO_CODES = frozenset(["and", "or", "application", "text", "multipart", "n", "a"])
_QUOTED = re.compile(r"[\"“']([A-Za-z0-9_.+-]+)[\"”']")
_IN_JSON = re.compile(r"\"[^\"]*\"\s*:\s*[\"{\[0-9]|[\[{]\s*\"")
_IN_MARKS = tuple((code, re.compile(rf"(?:{code.pattern})\s*[:：=–-]")) for code in (_BOLD, _ITALIC, _STARRED, _QUOTED))
EMPTY = "\x00"
"""Stands for a code in quotes that is empty."""


def with_backticks(line: str) -> str:
    """Return a line with backticks around codes in quotes or bold, and without quotes inside backticks."""
    if "`[" in line:
        line = JSON_LIST.sub(lambda match: re.sub(r"\"([^\"]+)\"", r"`\1`", match["list"]), line)
    line = _GUILLEMETS.sub(r"`\1`", line)
    bracketed = _IN_BRACKETS.fullmatch(line.strip())
    line = bracketed["list"] if bracketed else line
    if "`" in line:
        line = _apart(line)
        return _QUOTED_CODE.sub(lambda match: f"`{match[1] or EMPTY}`", line).replace("**`", "`").replace("`**", "`")
    if _IN_JSON.search(line):
        return line
    for code, meant in _IN_MARKS:
        if len(code.findall(line)) > 1 or meant.match(line):
            return code.sub(r"`\1`", line)
    return line


def joins_codes(line: str) -> bool:
    """Tell whether a line has several codes in one mark."""
    return "`" in line and ("/" in line or "|" in line) and _apart(line) != line


def _apart(line: str) -> str:
    """Return a line with a mark for each of several codes in one."""
    joined = _JOINED.fullmatch(line) if line.count("`") == 2 and ("/" in line or "|" in line) else None
    if joined is None:
        return line
    codes = re.split(r"\s*[/|]\s*", joined["list"])
    if len(set(codes)) < len(codes) or not _NO_CODES.isdisjoint(codes):
        return line
    start, end = joined.span("list")
    return f"{line[: start - 1]}{' / '.join(f'`{code}`' for code in codes)}{line[end + 1 :]}"
