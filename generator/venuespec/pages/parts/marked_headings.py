"""Write headings as those of markdown: underlined, as wikis have them, in a tag, or without any mark.

A line without a mark is a heading only on a page none of whose headings names a part of an endpoint, and only if its
words are those of such a part.
"""

import re
from collections.abc import Iterable, Iterator

from .columns import NumberedLines
from .headings import Subject, heading_of, subject_of
from .line_signs import Answered
from .type_words import type_of

_UNDERLINED = re.compile(r"^(?P<sign>[=~^\"'+#*-])(?P=sign){3,} *$", re.MULTILINE)
_UNDERLINES = ("\n~~~~", "\n^^^^", '\n""""', "\n++++", "\n====", "\n----", "\n''''", "\n####", "\n****")
_WORDS = re.compile(r"[^\W_][^|<>{};=`]*|\d+(?:\.\d+)*\.? [^|<>{};=`]+")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,}\w)")
_LONGEST = 80
_LONGEST_PART = 40
# '== Request ==', 'h3. Request', '** Request'.
_WIKI = re.compile(r"(?P<signs>={1,6})\s+(?P<text>[^\W_].*?)(?:\s+={1,6})?\s*")
_JIRA = re.compile(r"h(?P<level>[1-6])\.\s+(?P<text>\S.*?)\s*")
_ORG = re.compile(r"(?P<signs>\*{2,6})\s+(?P<text>[^\W_][^*]*)")
_BODY = re.compile(r"(?:#{1,6} |\*\*)(?:body|path|form)\s?:?(?:\*\*)?\s*", re.IGNORECASE)
_SIGN = re.compile(r"(?P<marks>#{1,6}\s+)[^\w\s<>\[\]()`*~{}\"'.,:;!?&$@/\\#|+=_-]+\s+(?=\w)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_IN_A_TAG = re.compile(
    r"\s*<(?P<tag>u|b|strong|div|p|span|font|center|big)\b[^<>]*>(?P<text>[^<>]+)</(?P=tag)>\s*", re.I
)
# A component, or a word in a tag, behind the words of a heading.
_BADGE = re.compile(
    r"\s*(?:<[A-Z]\w*\b(?P<attributes>[^<>]*)/>"
    r"|<(?P<tag>[A-Za-z]\w*)\b(?P<more>[^<>]*)>(?P<text>[^<>]{1,40})</(?P=tag)>"
    r"|\{%\s*(?:badge|label|tag)\b(?P<said>[^%{}]*)%\}|!\[(?P<image>[^\[\]]{1,40})\]\([^()\s]*\))\s*$"
)
_ENDED = re.compile(r"\b(?:deprecated|legacy|retired|sunset|obsolete|discontinued)\b", re.IGNORECASE)
_OF_AN_ENDPOINT: frozenset[Subject | None] = frozenset({"http", "request", "response"})
_FENCES = ("```", "~~~")
_TAGS = ("<h", "<H", "<s")
_NO_WORD = ("", *" |>-#*_")
_LEAST_LEVEL, _DEEPEST = 4, 6
_BELOW_NAME = 4


def underlined(text: str) -> str:
    """Return a text whose titles have marks in place of the signs below them; the number of lines stays.

    As in reStructuredText each sign stands for a level, the first one for the highest.
    """
    if not any(sign in text for sign in _UNDERLINES) or _UNDERLINED.search(text) is None:
        return text
    lines = text.split("\n")
    # Beside titles that have marks, signs stand for the levels that they have in markdown.
    levels = {"=": 1, "-": 2} if text.startswith("# ") or "\n# " in text else dict[str, int]()
    fence = ""
    for index in range(1, len(lines)):
        line = lines[index]
        if fence or _FENCE.match(line):
            mark = line.strip()[:3]
            fence = "" if fence == mark else fence or mark
            continue
        rule = _UNDERLINED.fullmatch(line)
        if rule is None or not _is_title(lines, index):
            continue
        level = levels.setdefault(rule["sign"], len(levels) + 1)
        lines[index - 1], lines[index] = f"{'#' * min(level, 6)} {lines[index - 1].strip()}", ""
        if index > 1 and lines[index - 2].strip() and _UNDERLINED.fullmatch(lines[index - 2]):
            lines[index - 2] = ""
    return "\n".join(lines)


def _is_title(lines: list[str], index: int) -> bool:
    """Tell whether a line of one sign stands below a title: it is as long as that, and nothing stands above both."""
    title, rule = lines[index - 1].strip(), lines[index].strip()
    if not title or len(title) > _LONGEST or _WORDS.fullmatch(title) is None:
        return False
    if rule[0] in "=-" and len(rule) != len(title):
        return False
    above = lines[index - 2].strip() if index > 1 else ""
    return len(rule) >= len(title) and (not above or above == rule)


def with_heading_marks(lines: NumberedLines) -> NumberedLines:
    """Return lines whose headings have number signs."""
    marked: NumberedLines = []
    end = 0
    is_code = False
    for index in _TELLING.places(lines):
        number, line = lines[index]
        if line[:3] in _FENCES:
            is_code = not is_code
        elif not is_code and (written := _marked(number, line)) != [lines[index]]:
            marked += [*lines[end:index], *written]
            end = index + 1
    return _with_parts(_with_bodies([*marked, *lines[end:]] if end else lines))


def _with_bodies(lines: NumberedLines) -> NumberedLines:
    """Return lines with 'Body Parameters' for a heading 'Body', unless the answer's heading stands above it."""
    places = _BODIES.places(lines)
    written = list(lines) if places else lines
    for index in places:
        number, line = lines[index]
        above = (heading_of(text) for _, text in lines[:index] if text[:1] == "#")
        sides = [heading.subject for heading in above if heading and heading.subject in ("http", "request", "response")]
        if not sides or sides[-1] != "response":
            written[index] = (number, f"{line.rstrip(' :*#')} Parameters{'**' if line[:2] == '**' else ''}")
    return written


def _may_be_heading(line: str) -> bool:
    """Tell whether a line begins or ends a fence, or has the mark of a heading."""
    return line[:1] in ("#", "=", "h", "*", "_") or line[:3] in _FENCES or line[:2] in _TAGS


_TELLING = Answered(_may_be_heading)
_BODIES = Answered(lambda line: line[:1] in "#*" and _BODY.fullmatch(line) is not None)


def _outside_code(lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield the lines that are not between fences, and no fences."""
    is_code = False
    for _, line in lines:
        if line[:3] in _FENCES:
            is_code = not is_code
        elif not is_code:
            yield line


def _marked(number: int, line: str) -> NumberedLines:
    """Return a heading with number signs, and the word of a badge behind it as a sentence."""
    first = line[:1]
    if first == "#":
        if not line.isascii():
            line = _SIGN.sub(r"\g<marks>", line, count=1)
        return _without_badge(number, line) if line.rstrip()[-1:] in (">", "}", ")") else [(number, line)]
    if first == "=" and (wiki := _WIKI.fullmatch(line)):
        return [(number, f"{'#' * len(wiki['signs'])} {wiki['text']}")]
    if first == "h" and (jira := _JIRA.fullmatch(line)):
        return [(number, f"{'#' * int(jira['level'])} {jira['text']}")]
    if line[:2] == "**" and (org := _ORG.fullmatch(line)):
        return [(number, f"{'#' * len(org['signs'])} {org['text']}")]
    return [(number, line)]


def _without_badge(number: int, line: str) -> NumberedLines:
    found = _BADGE.search(line)
    if found is None:
        return [(number, line)]
    words = " ".join(filter(None, (found[name] for name in ("attributes", "more", "text", "said", "image"))))
    heading = line[: found.start()].rstrip()
    if heading_of(heading) is None:
        return [(number, line)]
    if not _ENDED.search(words):
        return [(number, heading if found["tag"] is None and found["image"] is None else line)]
    parts = heading_of(heading)
    if parts is not None and parts.subject is None:
        return [(number, f"{heading} (deprecated)")]
    said = "This endpoint is deprecated." if parts is not None and parts.subject == "http" else "Deprecated."
    return [(number, heading), (number, ""), (number, said), (number, "")]


def _with_parts(lines: NumberedLines) -> NumberedLines:
    """Mark the lines that are headings by their words alone, if no heading of the page names a part of an endpoint."""
    deepest = 0
    for line in _outside_code(lines[index] for index in _TELLING.places(lines)):
        if line[:1] not in "#*_<" or len(line) > 2 * _LONGEST:
            continue
        heading = heading_of(_TAG.sub("", line) if line[:1] == "<" else line)
        words = _TAG.sub("", line).strip(" *_#:")
        if (heading and heading.subject in _OF_AN_ENDPOINT) or subject_of(words, slips=False) in _OF_AN_ENDPOINT:
            return lines
        deepest = max(deepest, heading.level if heading and line[:1] == "#" else 0)
    found: dict[int, tuple[str, Subject]] = {}
    is_code = False
    for index, (_, line) in enumerate(lines):
        if line[:3] in _FENCES:
            is_code = not is_code
        if is_code or line[:1] in _NO_WORD or line[:2] in _TAGS or (index and lines[index - 1][1].strip()):
            continue
        if (part := _part(line)) is not None and not (part[1] not in _OF_AN_ENDPOINT and _is_name(lines, index)):
            found[index] = part
    if len({subject for _, subject in found.values()} & _OF_AN_ENDPOINT) < 2:
        return lines
    marks = "#" * min(max(_LEAST_LEVEL, deepest + 1), _DEEPEST)
    return [
        (number, f"{marks} {found[index][0]}" if index in found else line) for index, (number, line) in enumerate(lines)
    ]


def _is_name(lines: NumberedLines, index: int) -> bool:
    """Tell whether a line is the name of a parameter, 'limit': the next one with a text is a type."""
    below = (text.strip("`*_ ") for _, text in lines[index + 1 : index + _BELOW_NAME] if text.strip())
    text = next(below, "")
    return text[:1].isalpha() and type_of(text) is not None


def _part(line: str) -> tuple[str, Subject] | None:
    """Return the words and the subject of a line that names a part of an endpoint and says nothing else."""
    tagged = _IN_A_TAG.fullmatch(line) if line[:1] == "<" else None
    text = (tagged["text"] if tagged else line).strip().rstrip(":：").strip()
    if not 0 < len(text) <= _LONGEST_PART:
        return None
    subject = subject_of(text, slips=False)
    return None if subject is None else (text, subject)
