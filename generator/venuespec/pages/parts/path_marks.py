"""Join the parts of a path that tags, marks and odd signs stand between: '/api/v5/<b>beds</b>/<wbr>rows'.

A reader that stops at such a sign takes the part before it for the path, which is another endpoint's.
"""

import re
from html import unescape

# Tags that put no blank between the texts on both sides.
_INLINE = "a|abbr|b|bdi|big|code|em|font|i|kbd|label|mark|samp|small|span|strong|sub|sup|tt|u|var|wbr"
_TAG = re.compile(rf"</?(?:{_INLINE})\b[^<>]*>", re.IGNORECASE)
_PIECE = re.compile(r"(<[^<>]*>|\s+)")
_GOES_ON = re.compile(r"[\w/{]|[.-][\w/{]")
_ODD = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u2044\u2215\uff0f", "/"),
        **dict.fromkeys("\u200b\u200c\u2060\ufeff\u00ad"),
    }
)
_NO_SIGN = re.compile(r"&(?:shy|ZeroWidthSpace|#0*173|#0*8203|#x0*ad|#x0*200b);", re.IGNORECASE)
_SIGN = re.compile(r"&(?:hyphen|dash|lowbar|sol|period|#0*4[567]|#0*95|#x0*2[def]|#x0*5f);", re.IGNORECASE)
# What a template of an address has for its query: '/v1/orders{?symbol,limit}'.
_TEMPLATE = re.compile(r"\{[?&][\w,*%.-]+\}")
_STROKE = re.compile(r"(?<=[\w/}.-])\\(?=[-_./]\w?)")
_TOKEN = re.compile(r"\S+")
_MOST_TAGS = 16
_MARK = re.compile(r"(?<=[\w/}.-])(?:\*{1,2}|`)(?=[\w/{])")


def joined(line: str) -> str:
    """Return a line with each path in one piece."""
    if "&" in line:
        line = _SIGN.sub(lambda match: unescape(match[0]), _NO_SIGN.sub("", line))
    if not line.isascii():
        line = line.translate(_ODD)
    if "{?" in line or "{&" in line:
        line = _TEMPLATE.sub("", line)
    if "\\" in line:
        line = _STROKE.sub("", line)
    if "<" in line:
        line = without_tags(line)
    return _TOKEN.sub(_without_marks, line) if "*" in line or "`" in line else line


def without_tags(line: str) -> str:
    """Return a line without the tags that stand within a path."""
    pieces = _PIECE.split(line)
    kept: list[str] = []
    token = ""
    for at, piece in enumerate(pieces):
        if "/" in token and _TAG.fullmatch(piece):
            following = pieces[at + 1 : at + 1 + _MOST_TAGS]
            behind = next((text for text in following if text and not _TAG.fullmatch(text)), "")
            if _GOES_ON.match(behind):
                continue
        elif _TAG.fullmatch(piece):
            pass
        elif piece.isspace() or piece[:1] == "<":
            token = ""
        else:
            token += piece
        kept.append(piece)
    return "".join(kept)


def _without_marks(match: re.Match[str]) -> str:
    token = match[0]
    start = token.find("/")
    if start < 0:
        return token
    path = _MARK.sub("", token[start:])
    # Two paths with marks between are not one.
    return token if "//" in path else token[:start] + path
