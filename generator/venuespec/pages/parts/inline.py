"""Write the inline HTML of a page's text as the markdown of the same, before any reader reads a line.

Code, that of fences and of margins, stays as it is; so do tags that structure a page, breaks among them.
"""

import re
from html import unescape

_TAGS = {
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "`"),
    **dict.fromkeys(("strong", "b"), "**"),
    **dict.fromkeys(("em", "i"), "_"),
    **dict.fromkeys(("del", "s", "strike"), "~~"),
}
_NAMES = "|".join(_TAGS)
_NEEDLES = re.compile(rf"</(?:{_NAMES}|a)\s*>|&#?\w+;|\xa0", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?P<marks>`{3,}|~{3,})")
_CODE = ("    ", "\t")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
# A span of code is matched first: what stands in it is the code itself.
_CODE_TAG = re.compile(
    r"(?P<span>`[^`]*`)|<(?P<tag>code|tt|kbd|samp)(?:\s[^<>]*)?>\s*(?P<text>[^`<>]*?)\s*</(?P=tag)\s*>", re.IGNORECASE
)
_MARK_TAG = re.compile(
    r"(?P<span>`[^`]*`)|<(?P<tag>strong|b|em|i|del|s|strike)(?:\s[^<>]*)?>(?P<before>\s*)"
    r"(?P<text>(?:`[^`]*`|(?!</?(?:strong|b|em|i|del|s|strike)\b)[^`|])*?)(?P<behind>\s*)</(?P=tag)\s*>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?P<span>`[^`]*`(?!\s*</a))|<a\s(?:[^<>]*\s)?href=(?P<mark>[\"'])(?P<target>[^\"'\s()]+)(?P=mark)[^<>]*>"
    r"\s*(?P<text>[^<>\[\]|]+?)\s*</a\s*>",
    re.IGNORECASE,
)
# '&lt;' before a letter stays: it begins no tag. Blanks before a name say how deep it is nested.
_ENTITY = re.compile(r"&(?:gt|quot|apos|#0*3[49]|#x2[27]|lt(?=;\W)(?!;[/!])|amp(?!;#?\w+;));", re.IGNORECASE)
_BAR = re.compile(r"&(?:#0*124|#x7c|vert|verbar);", re.IGNORECASE)
_BLANKS = re.compile(
    r"(?<=[^\s|;])(?:&nbsp;|&#0*160;|&#xa0;|\xa0)+|(?:&nbsp;|&#0*160;|&#xa0;|\xa0)+(?=\s*(?:\||$))", re.I
)


def with_markdown(text: str) -> str:
    """Return a page's text with marks of markdown in place of inline tags, and characters in place of entities."""
    if not _has_any(text):
        return text
    lines = text.split("\n")
    fence = ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark is not None:
            fence = "" if fence and mark["marks"].startswith(fence) else fence or mark["marks"]
        elif not fence and not line.startswith(_CODE) and _has_any(line):
            lines[index] = _written(line)
    return "\n".join(lines)


def _has_any(text: str) -> bool:
    """Tell whether a text has inline tags or entities; most have none."""
    return ("</" in text or "&" in text or "\xa0" in text) and _NEEDLES.search(text) is not None


def _written(line: str) -> str:
    if "</" in line:
        line = _CODE_TAG.sub(lambda match: match["span"] or (f"`{match['text']}`" if match["text"] else ""), line)
        written = ""
        while written != line:  # a tag around another one
            written, line = line, _MARK_TAG.sub(_marked, line)
        line = _LINK.sub(lambda match: match["span"] or f"[{match['text']}]({match['target']})", line)
    if "&" in line:
        bar = r"\\|" if "|" in line else "|"
        line = _ENTITY.sub(lambda match: unescape(match[0]), _BAR.sub(bar, line))
    return line if _ITEM.match(line) else _BLANKS.sub(" ", line)


def _marked(match: re.Match[str]) -> str:
    if match["span"]:
        return match["span"]
    text, mark = match["text"], _TAGS[match["tag"].lower()]
    if not text:
        return f"{match['before']}{match['behind']}"
    mark = "*" if mark == "_" and "_" in text else mark
    return f"{match['before']}{mark}{text}{mark}{match['behind']}"
