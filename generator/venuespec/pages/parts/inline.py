"""Write the inline HTML of a page's text as the markdown of the same, before any reader reads a line.

Code, that of fences and of margins, stays as it is; so do tags that structure a page, breaks among them.
"""

import re
from html import unescape

from .line_signs import Answered
from .path_marks import without_tags

_TAGS = {
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "`"),
    **dict.fromkeys(("strong", "b"), "**"),
    **dict.fromkeys(("em", "i"), "_"),
    **dict.fromkeys(("del", "s", "strike"), "~~"),
}
_NAMES = "|".join(_TAGS)
_NEEDLES = re.compile(
    rf"</(?:{_NAMES}|a|h[1-6]|pre|dl|dt)\s*>|/(?<=[\w}}]/)<[A-Za-z]|&#?\w+;|\xa0"
    rf"|\|[ \t]{{0,9}}\[[ xX]\]|\{{:?\s?[.#]\w",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(?P<marks>`{3,}|~{3,})(?!.*(?:```|~~~))")
_CODE = ("    ", "\t")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
# A span of code is matched first: what stands in it is the code itself.
_CODE_TAG = re.compile(
    r"(?P<span>`[^`]*`)|<(?P<tag>code|tt|kbd|samp)(?:\s[^<>]*)?>\s*"
    # '<id>' in code is no tag
    r"(?P<text>(?:[^`<>]|>|<(?!/|(?:a|b|i|em|strong|br|span|del|s|sup|sub|code|kbd|u)\b))*?)\s*</(?P=tag)\s*>",
    re.IGNORECASE,
)
# '## Path [#](#path)', '## Path [¶](#path "Permalink")'
_ANCHOR = re.compile(r"\s*\[[\s#¶§🔗\u200b]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$")
_EMPTY_ANCHOR = re.compile(r"\s*<a\s[^<>]*\b(?:id|name)=[\"']?[^\"'<>]*[\"']?[^<>]*>\s*</a>\s*", re.IGNORECASE)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)(?P<end>\s*)")
# '## **Path**', '## [Path](#path)'
_WHOLE = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\[(?P<linked>[^\[\]]+)\]\(#[^()\s]*\)")
_TAGGED = re.compile(r"\s*<h(?P<level>[1-6])\b[^<>]*>(?P<text>.+?)</h(?P=level)>\s*", re.IGNORECASE)
_TAG = re.compile(r"</?(?:a|span|div|strong|b|em|i)\b[^<>]*>", re.IGNORECASE)
# A box that is ticked, or not, in a cell.
_CHECKED = re.compile(r"(?<=\|)[ \t]{0,9}\[(?P<mark>[ xX])\][ \t]{0,9}(?=\||$)")
# The classes of what stands before: '*string*{ .type }'.
_ATTRIBUTES = re.compile(r"(?<=[\w*_`)\]])\{:?\s?(?:[.#][\w-]+\s*)+\}")
_COLOUR = re.compile(r"</?(?:span|div|figure|button)\b[^<>]*>", re.IGNORECASE)
_HEADING_NEEDLE = re.compile(r"\n(?:#{1,6}\s[^\n]*[*)]\s*(?:\n|$)| {0,3}~~~)")
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
# A part of a path that stands for a value: '/beds/<id>', '/beds/&lt;id&gt;'.
_IN_PATH = re.compile(
    r"(?<=[\w}]/)(?:<|&lt;)(?!(?:br|hr|b|i|p|a|li|ul|ol|td|th|tr|em|code|span|strong)\b)(?P<name>[A-Za-z][\w-]*)(?:>|"
    r"&gt;)(?=[/`\s\"'|)*_?.,<]|$)"
)
_ENTITY = re.compile(r"&(?:gt|quot|apos|#0*3[49]|#x2[27]|lt(?=;\W)(?!;[/!])|amp(?!;#?\w+;));", re.IGNORECASE)
# A text that a formatter has put strokes into: 'WELCOME\_BONUS', '\> price'.
# Values in a list of definitions within a cell.
_DEFINITIONS = re.compile(r"</?dl\b[^<>]*>", re.IGNORECASE)
_DEFINED = re.compile(
    r"<dt\b[^<>]*>\s*(?P<term>[^<>]*?)\s*(?:</dt>)?\s*(?:<dd\b[^<>]*>(?P<said>[^<>|]*)(?:</dd>)?)?(?=\s*<)",
    re.IGNORECASE,
)
_IN_A_WORD = re.compile(r"(?<=\w)\\_(?=\w)")
_ESCAPED_BOLD = re.compile(r"\\\*\\\*(?P<text>[^\s\\*|][^\\*|]*)\\\*\\\*")
_VERB = re.compile(r"\b(?:GET|POST|PUT|DELETE|PATCH)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"(?P<code>`[^`]*`)|\\(?P<mark>[_>#~-])")
_BAR = re.compile(r"&(?:#0*124|#x7c|vert|verbar);", re.IGNORECASE)
_BLANKS = re.compile(
    r"(?<=[^\s|;])(?:&nbsp;|&#0*160;|&#xa0;|\xa0)++|(?:&nbsp;|&#0*160;|&#xa0;|\xa0)++(?=\s*(?:\||$))", re.I
)


def with_markdown(text: str) -> str:
    """Return a page's text with marks of markdown in place of inline tags, and characters in place of entities."""
    is_escaped = "\\_" in text or "\\*\\*" in text or "\\>" in text
    if not is_escaped and not _has_any(text) and _HEADING_NEEDLE.search(f"\n{text}") is None:
        return text
    lines = text.split("\n")
    fence, is_pre = "", False
    for index in range(len(lines)) if "<pre" in text else _TELLING.places_in(lines):
        line = lines[index]
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark is not None and not is_pre:
            fence = "" if fence and mark["marks"].startswith(fence) else fence or mark["marks"]
            lines[index] = line.replace("~~~", "```") if (fence or mark["marks"])[0] == "~" else line
        elif fence:
            continue
        elif is_pre or "<pre" in line:
            is_pre = "</pre" not in line
            lines[index] = _code(line)
        elif line[:1] == "#":
            lines[index] = _heading(line)
        elif not line.startswith(_CODE):
            lines[index] = _written(line) if _has_any(line) else line
        if is_escaped and not (fence or is_pre or line.startswith(_CODE)):
            lines[index] = _ESCAPED.sub(_unescaped, _ESCAPED_BOLD.sub(r"**\g<text>**", lines[index]))
    return "\n".join(lines)


def _may_change(line: str) -> bool:
    """Tell whether a line begins or ends a fence, or is not markdown yet."""
    if "```" in line or "~~~" in line or "\\" in line or "<pre" in line or _has_any(line):
        return True
    return line[:1] == "#" and ("*" in line or "](" in line)


_TELLING = Answered(_may_change)


def _has_any(text: str) -> bool:
    """Tell whether a text has inline tags or entities; most have none."""
    if not (
        "</" in text
        or "/<" in text
        or "&" in text
        or "\xa0" in text
        or "{" in text
        or "[ ]" in text
        or "[x]" in text.lower()
    ):
        return False
    return _NEEDLES.search(text) is not None


def _written(line: str) -> str:
    if "{" in line:
        line = _ATTRIBUTES.sub("", line)
    if "|" in line and "[" in line:
        line = _CHECKED.sub(lambda match: "✓" if match["mark"].strip() else "✗", line)
    if "/<" in line or "/&lt;" in line:
        line = _IN_PATH.sub(r"{\g<name>}", line)
    if "<dt" in line and ("|" in line or "<td" in line):
        line = _DEFINITIONS.sub("", _DEFINED.sub(_definition, line))
    if "</" in line:
        line = without_tags(line) if "/" in line.replace("</", "").replace("/>", "") and _VERB.search(line) else line
        if (tagged := _TAGGED.fullmatch(line)) is not None:
            return _heading(f"{'#' * int(tagged['level'])} {_TAG.sub('', tagged['text']).strip()}")
        line = _EMPTY_ANCHOR.sub(" ", line) if "|" not in line else line
        line = _CODE_TAG.sub(lambda match: match["span"] or (f"`{match['text']}`" if match["text"] else ""), line)
        written = ""
        while written != line:  # a tag around another one
            written, line = line, _MARK_TAG.sub(_marked, line)
        line = _LINK.sub(lambda match: match["span"] or f"[{match['text']}]({match['target']})", line)
    if "&" in line:
        bar = r"\\|" if "|" in line else "|"
        line = _ENTITY.sub(lambda match: unescape(match[0]), _BAR.sub(bar, line))
    return line if _ITEM.match(line) else _BLANKS.sub(" ", line)


def _heading(line: str) -> str:
    """Return a heading without anchors, and without marks around the whole of it."""
    if "</a>" in line:
        line = _EMPTY_ANCHOR.sub(" ", line)
    if "](" in line:
        line = _ANCHOR.sub("", line)
    if _has_any(line):
        line = _written(line)
    heading = _HEADING.fullmatch(line)
    whole = _WHOLE.fullmatch(heading["text"]) if heading else None
    if heading is None or whole is None:
        return line
    return f"{heading['marks']} {(whole['bold'] or whole['linked']).strip()}{heading['end']}"


def _code(line: str) -> str:
    """Return a line of a tag of code as the code that it shows, without the colours of its parts."""
    return unescape(_COLOUR.sub("", line)).replace("\xa0", " ") if "<" in line or "&" in line else line


def _definition(match: re.Match[str]) -> str:
    term, said = match["term"].strip("`*"), (match["said"] or "").strip()
    code = f"`{term}`" if re.fullmatch(r"[\w.+-]+", term) else term
    return f"<br>{code}: {said}" if said else f"<br>{code}"


def _unescaped(match: re.Match[str]) -> str:
    """Return a sign without its stroke; in code only one between letters, which no code has."""
    return match["mark"] or _IN_A_WORD.sub("_", match["code"])


def _marked(match: re.Match[str]) -> str:
    if match["span"]:
        return match["span"]
    text, mark = match["text"], _TAGS[match["tag"].lower()]
    if not text:
        return f"{match['before']}{match['behind']}"
    mark = "*" if mark == "_" and "_" in text else mark
    return f"{match['before']}{mark}{text}{mark}{match['behind']}"
