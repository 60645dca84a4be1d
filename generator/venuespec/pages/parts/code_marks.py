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
_QUOTED = re.compile(r"[\"“']([A-Za-z0-9_.+-]+)[\"”']")
_IN_JSON = re.compile(r"\"[^\"]*\"\s*:\s*[\"{\[0-9]|[\[{]\s*\"")
_IN_MARKS = tuple((code, re.compile(rf"(?:{code.pattern})\s*[:：=–-]")) for code in (_BOLD, _ITALIC, _QUOTED))
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
        return _QUOTED_CODE.sub(lambda match: f"`{match[1] or EMPTY}`", line).replace("**`", "`").replace("`**", "`")
    if _IN_JSON.search(line):
        return line
    for code, meant in _IN_MARKS:
        if len(code.findall(line)) > 1 or meant.match(line):
            return code.sub(r"`\1`", line)
    return line
