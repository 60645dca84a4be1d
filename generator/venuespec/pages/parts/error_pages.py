"""Tell pages of documentation from what servers, proxies and guards say in their place."""

import re

from .page import body_of

_HTML_BODY = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_HTML_HEADING = re.compile(r"<h1\b[^<>]*>(.{0,300}?)</h1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)?[^<>]*>")
# Elements that do not show their text, or that all pages of a site have: 'Enable JavaScript' in <noscript>, a menu.
_AROUND = frozenset(
    {"title", "script", "style", "template", "noscript", "svg", "nav", "header", "footer", "aside", "textarea"}
)
# What stands between the title of a page and the name of its site: '404 - Acme', 'Sign in | Acme'.
_APART = re.compile(r"\s+[-\u2013\u2014|\u00b7:]+\s+")
# What servers, proxies and guards against robots say instead of a page: a status, or its usual words.
_ERROR_WORDS = re.compile(
    r"\b(?:40[0-9]|410|42[0-9]|451|50[0-9]|52[0-9])\b"
    r"|not found|forbidden|access denied|unauthorized|too many requests|rate.?limited|bad gateway|timed? ?out"
    r"|service (?:temporarily )?unavailable|internal server error|just a moment|captcha"
    r"|are you a robot|attention required"
    r"|under (?:scheduled )?maintenance|be (?:right )?back (?:soon|shortly)|verify (?:that )?you are (?:a )?human"
    r"|upstream connect error|no healthy upstream|connection (?:reset|refused|terminat)|have been blocked"
    r"|not available in your (?:region|country)|^\W*(?:log|sign) ?in\W*$"
    r"|enable javascript|checking (?:your browser|if the site)|verifying (?:that )?you|security check|request blocked"
    r"|NoSuchKey|页面不存在|访问被拒绝",
    re.IGNORECASE,
)
_SHORT = 600
_LONG = 50 * _SHORT


def is_error_page(text: str, *, html: bool) -> bool:
    """Tell whether a text is empty or what a server says instead of a page; ``html`` for a page saved as HTML."""
    body = body_of(text)
    if not body:
        return True
    if html:
        return "<" not in body or _is_html_error(body)
    if _HTML_BODY.match(body):
        return True
    if body.startswith("version https://git-lfs."):  # what stands for a large file in a repository
        return True
    if body.startswith(("{", "<?xml")):  # the error of a server that speaks JSON or XML
        return len(body) < _SHORT
    if len(body) >= _SHORT:
        return False
    first = next(line for line in body.splitlines() if line.strip())
    return "/" not in first and bool(_ERROR_WORDS.search(first))


def _is_html_error(body: str) -> bool:
    """Tell whether an HTML page shows nothing, or reports an error in its title or heading."""
    title = _HTML_TITLE.search(body[:4000])
    if len(body) < _LONG and title and _ERROR_WORDS.search(title[1]):
        return True
    shown = shown_text(body)
    if len(shown) >= _SHORT:
        return False
    heading = _HTML_HEADING.search(body)
    said = [part for found in (title, heading) if found for part in _APART.split(_TAG.sub(" ", found[1]).strip())]
    return not shown or any(_ERROR_WORDS.search(part) for part in said)


def shown_text(html: str) -> str:
    """Return the beginning of the text that an HTML page shows by itself, without its menus: 600 characters or more.

    An element that does not end hides nothing.
    """
    pieces: list[str] = []
    length = position = 0
    hidden = ""
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if not hidden:
            piece = " ".join(html[position : tag.start()].split())
            pieces.append(piece)
            length += len(piece)
        if length >= _SHORT:
            break
        if hidden:
            hidden = "" if tag[1] and name == hidden else hidden
            position = position if hidden else tag.end()
        else:
            hidden = name if name in _AROUND and not tag[1] and not tag[0].endswith("/>") else ""
            position = tag.end()
    else:
        pieces.append(_TAG.sub(" ", html[position:]).strip())
    return " ".join(filter(None, pieces))
