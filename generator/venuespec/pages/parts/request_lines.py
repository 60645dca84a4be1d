"""Read the line with the method and path of an endpoint, in the spellings that pages use."""

import re

from attrs import frozen

from .path_marks import joined

ODD_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u3000\u2002\u2003\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u200b\u200c\u2060\ufeff\u00ad", ""),
    }
)
"""Blanks that are not the usual one, and characters that no page shows."""

_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
METHODS = "GET|POST|PUT|DELETE|PATCH"
PATH = (
    r"(?:https?://[^/\s`'\"<>|]+|\{\{[^{}]*\}\}|\{[A-Za-z_]\w*\}|<[A-Za-z][\w-]*>|\$\{?\w+\}?|"
    r"\[[A-Za-z][\w ]*\])?(?P<path>/(?:[A-Za-z0-9_]|\{[A-Za-z_]|:[A-Za-z])[\w\-./{}:~$@%]*+)"
    # A path that goes on in characters which no path has is not the part before them.
    r"(?![;\"'!^=+,&\\][\w\\])(?![*`]{1,2}[\w/{])(?!<[^<>]*>[\w/{])(?![\u00c0-\u04ff\u2010-\u2015])"
    # Nor is one that a blank is in: '/v1/ orders'.
    r"(?!(?<=/)\s+(?!HTTP/)[\w{])"
)
_LINE = re.compile(
    rf"[\s>*+•·|`-]*+(?:\d+[.)]\s*)?(?:(?:HTTP|REST)\s+)?(?:(?:request|endpoint|url|method)\s*[:|]\s*)?[*`_\[(]*+"
    rf"(?P<methods>(?:{METHODS})(?:\s*(?:/|,|\||\bor\b|\band\b)\s*(?:{METHODS}))*)[*`_\])]*+\s*+[:|]?\s*+[*`_|\[(]*"
    rf"\s*{PATH}(?:\?[^\s`|]*)?[*`_\])]*+(?:\s+HTTP/[\d.]+)?[*`_]*+\s*+(?:\|.*)?[\s.;]*",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?<![\w/])(?P<methods>{METHODS})[*`_\])]*\s*[:|]?\s*[*`_|\[(]*\s*{PATH}", re.IGNORECASE)
_METHOD_ALONE = re.compile(
    rf"[\s>*+•|`-]*(?:(?:http\s+|request\s+)?(?:method|verb|type)|请求方式|"
    rf"请求方法)\W{{1,8}}(?P<method>{METHODS})\W*",
    re.IGNORECASE,
)
_PATH_ALONE = re.compile(
    rf"[\s>*+•|`-]*(?:(?:(?:http|request|rest|api)\s+)?(?:path|url|uri|endpoint|address|route|resource)|"
    rf"请求路径|请求地址|接口地址)"
    rf"[\s*`:|：]{{1,8}}{PATH}\W*",
    re.IGNORECASE,
)
# '/v1/orders (POST)', '/v1/orders - POST'.
_PATH_FIRST = re.compile(
    rf"(?:(?:endpoint|url|path|request)\s*[:|]\s*)?{PATH}(?:\?\S*)?\s*[-–—:|,(\[]*\s*"
    rf"(?P<methods>(?:{METHODS})(?:\s*(?:/|,|\bor\b|\band\b)\s*(?:{METHODS}))*)\s*[)\]]?[\s.;]*",
    re.IGNORECASE,
)
# A path without the stroke at its front: 'GET api/v1/assets', and not 'POST application/json'.
_NO_STROKE = re.compile(
    rf"\b((?:{METHODS})[\s*`:|]+)(?=(?:(?:rest|api|v\d+)/|[\w-]+/[\w-]+/)[\w\-./{{}}:]+[\s*`|)]*(?:$|\?|\())",
    re.IGNORECASE,
)
_SOME_METHOD = re.compile(rf"\b(?:{METHODS})\b", re.IGNORECASE)
# What a bracket behind the path says of it: 'POST /v1/orders (HMAC SHA256)'.
_BEHIND = re.compile(r"\s*[(\[][^()\[\]/]*[)\]]\s*$")
_IMAGE = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
# A label before the method: '**Endpoint:** `POST /v1/orders`'.
_LABEL = re.compile(
    r"(?<![\s>*_•-])[\s>*_•-]*+(?:HTTP |API )?(?:endpoint|request|url|route|call|resource|new|current|latest)(?: url)?"
    r"[\s*_]*[:：][\s*_]*(?=`?[A-Z])",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"~~[^~]*~~")
_OF_ANOTHER = re.compile(
    r"\W*(?:old|former(?:ly)?|previous(?:ly)?|deprecated|legacy|replaces|before)\W*[:：]", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?<![-–—,;\s])\s*+(?:[-–—,;(]\s*+)++(?:formerly|previously|see also|was|replaces|replaced|old|"
    r"instead of|not|alias of)\b.*$",
    re.IGNORECASE,
)
_IN_ANGLES = re.compile(r"/<(?!(?:br|hr|wbr|b|i|p|em|code|span|strong|mark|kbd|u)>)([A-Za-z][\w-]*)>")
_FRAGMENT = re.compile(r"(?<=[\w}])#[\w-]+(?=[`\s*_)]|$)")
_LINE_OF_PATH = re.compile(rf"[\s>*+•|`-]*{PATH}[\s`|*]*")


@frozen
class RequestLine:
    """A method and a path; ``others`` are further methods on the same line."""

    method: str
    path: str
    others: tuple[str, ...] = ()


def request_line(line: str, *, anywhere: bool = False) -> RequestLine | None:
    """The method and path that make up a line; with ``anywhere`` those in its midst."""
    line = _of_itself(joined(line)) if "/" in line or not line.isascii() or "&" in line else line
    match = _LINE.fullmatch(line) or _LINE.fullmatch(_LABEL.sub("", line, count=1))
    if match is None and "/" in line and _SOME_METHOD.search(line):
        text = _NO_STROKE.sub(r"\1/", _without_marks(line))
        match = _LINE.fullmatch(text) or _PATH_FIRST.fullmatch(text) or _LINE.fullmatch(_BEHIND.sub("", text))
        match = match or (_ANYWHERE.search(line) or _ANYWHERE.search(text) if anywhere else None)
    if match is None or (anywhere and len({each["path"] for each in _ANYWHERE.finditer(line)}) > 1):
        return None
    methods = re.findall(METHODS, match["methods"].upper())
    return RequestLine(methods[0], match["path"].rstrip(".,;:~"), tuple(methods[1:]))


def _of_itself(line: str) -> str:
    """Return a line without what it says of an old endpoint or one to see also, and with braces in the path."""
    if "~~" in line and _SOME_METHOD.search(without := _STRUCK.sub("", line)):
        line = without
    if _OF_ANOTHER.match(line):
        return ""
    line = _ASIDE.sub("", line)
    line = _IN_ANGLES.sub(r"/{\1}", line) if "<" in line else line
    return _FRAGMENT.sub("", line) if "#" in line else line


def _without_marks(line: str) -> str:
    """Return a line without tags, code marks and bold, with the words of images and links instead of these."""
    text = _ANY_TAG.sub(" ", _IMAGE.sub(r"\1", line).translate(ODD_SPACES))
    return " ".join(re.sub(r"[`*]+", " ", text).split())


def method_alone(line: str) -> str | None:
    """The method of a line such as '- Method: POST'."""
    match = _METHOD_ALONE.fullmatch(line)
    return match["method"].upper() if match else None


def path_alone(line: str) -> str | None:
    """The path of a line such as '| Path | /api/v5/account/bills |', or of one that is only a path."""
    line = joined(line) if "/" in line else line
    line = _IN_ANGLES.sub(r"/{\1}", line) if "/<" in line else line
    match = _PATH_ALONE.fullmatch(line) or _LINE_OF_PATH.fullmatch(line)
    return match["path"].rstrip(".,;:~") if match else None
