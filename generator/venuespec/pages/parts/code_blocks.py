"""Put fences around examples that have lost theirs, and bring the lines of code into the form that parsers read.

An example is a value of JSON, a message of HTTP or a call of curl below a heading or a label of examples. What a page
adds to code, numbers of lines and signs of typesetters, is no part of it.
"""

import re
from collections.abc import Iterable

from .columns import NumberedLines
from .headings import heading_of
from .line_signs import Answered
from .sides import side_of

_FENCE = re.compile(r"(?P<indent>\s*)(?P<marks>`{3,}|~{3,})(?P<language>[\w-]*).*")
_QUOTED_FENCE = re.compile(r"\s{0,3}>\s?(?P<fence>`{3,}.*)")
_QUOTE = re.compile(r"\s{0,3}> ?")
_WIKI_CODE = re.compile(r"\{(?:code|noformat)(?::(?:language=)?(?P<language>\w+))?(?:[:|][^{}]*)?\}")
_HTTP = re.compile(r"(?:GET|POST|PUT|DELETE|PATCH)\s+\S+\s+HTTP/[\d.]+\s*")
_CURL = re.compile(r"(?:\$ )?curl\s+\S.*")
_STATUS = re.compile(r"\s*HTTP/[\d.]+\s+\d{3}\b.*")
_HEADER = re.compile(r"\s*[A-Za-z][\w-]*:(?:\s.*)?")
_NUMBERED = re.compile(r"\s*(?P<number>\d+)(?P<mark>[.:|)]?)(?P<rest>\s.*|[{}\[\]\"\s].*|)")
_TAGGED_CODE = re.compile(r"\s*<(?P<tag>pre|code)\b[^<>]*>\s*", re.IGNORECASE)
_BEGINS = re.compile(r"[{\[]|\$? ?curl\s|(?:GET|POST|PUT|DELETE|PATCH)\s")
_REACH = 60
_MOST_LINES = 4000
_MARGIN = 4
"""Lines that are indented so far are code; others that begin like code are examples without fences."""
_LONGEST_LABEL = 80
_IN_A_LIST = re.compile(r"</?[A-Za-z][\w.-]*[\s/>]|[-*•+]\s+[`*]*[A-Za-z]")
_OF_EXAMPLES = re.compile(r"\b(?:examples?|samples?|response|answer|returns?)\b|示例|返回", re.IGNORECASE)


def with_fences(lines: NumberedLines) -> NumberedLines:
    """Return lines with fences around each example, at the left margin."""
    telling = _TELLING.places(lines)
    if not telling:
        return lines
    written: NumberedLines = []
    index = 0
    for place in telling:
        if place < index:
            continue
        written += lines[index:place]
        index = place
        number, line = lines[index]
        opened = _FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
        if opened is not None:
            end = _fence_end(lines, index, opened["marks"])
            written += _dedented(lines[index : end + 1], len(opened["indent"]))
            index = end + 1
            continue
        if "<" in line and (tagged := _TAGGED_CODE.fullmatch(line)) is not None:
            end = _tag_end(lines, index, tagged["tag"])
            written += lines[index : end + 1]
            index = end + 1
            continue
        first = line.lstrip()[:1]
        if first in (">", "{") and (block := _quoted(lines, index) or _wiki(lines, index)) is not None:
            written += block[0]
            index = block[1]
            continue
        if line[:1] == "\t" and (index == 0 or not lines[index - 1][1].strip() or written[-1][1][:4] == "    "):
            line = f"    {line[1:]}"
        margin = len(line) - len(line.lstrip(" ")) if line[:1] == " " else 0
        may_begin = margin < _MARGIN and _BEGINS.match(line, margin) is not None
        if may_begin and _is_shown(lines, index) and (end := _example_end(lines, index, margin)) > index:
            code = _cleaned([text[margin:] if not text[:margin].strip() else text for _, text in lines[index:end]])
            numbers = [at for at, _ in lines[index:end]]
            written += [(number, "```"), *zip(numbers, code, strict=False), (lines[end - 1][0], "```")]
            index = end
            continue
        written.append((number, line))
        index += 1
    return [*written, *lines[index:]]


def _may_begin_code(line: str) -> bool:
    """Tell whether a block of code can begin with a line; all others stay as they are outside of code."""
    if "```" in line or "~~~" in line or line[:1] == "\t" or line.lstrip()[:2].lower() in ("{c", "{n", "<p", "<c"):
        return True
    margin = len(line) - len(line.lstrip(" "))
    return margin < _MARGIN and _BEGINS.match(line, margin) is not None


_TELLING = Answered(_may_begin_code)


def _is_shown(lines: NumberedLines, index: int) -> bool:
    """Tell whether an example can stand at a line: the heading or label above it is that of one."""
    for _, line in reversed(lines[max(index - _REACH, 0) : index]):
        if not line or line[:1] in " \t|{[" or len(line) > _LONGEST_LABEL:
            continue
        heading = heading_of(line)
        if heading is not None:
            is_answer = heading.subject == "response" and bool(_OF_EXAMPLES.search(line))
            return heading.subject == "example" or is_answer
        if side_of(line) is not None:
            return bool(_OF_EXAMPLES.search(line))
    return False


def _fence_end(lines: NumberedLines, index: int, marks: str) -> int:
    for at in range(index + 1, len(lines)):
        if lines[at][1].strip() == marks or lines[at][1].lstrip().startswith(marks):
            return at
    return len(lines) - 1


def _dedented(block: NumberedLines, indent: int) -> NumberedLines:
    """Return a block with its fences at the margin, and its code cleaned."""
    texts = [line[indent:] if not line[:indent].strip() else line for _, line in block]
    is_closed = len(texts) > 1 and texts[-1].lstrip().startswith(("```", "~~~"))
    inside = texts[1:-1] if is_closed else texts[1:]
    code = _cleaned(inside)
    kept = [number for number, _ in block]
    opening = [(kept[0], texts[0])]
    closing = [(kept[-1], texts[-1])] if is_closed else []
    return [*opening, *zip(kept[1 : 1 + len(code)], code, strict=True), *closing]


def _quoted(lines: NumberedLines, index: int) -> tuple[NumberedLines, int] | None:
    """Read a block of code within a quotation."""
    found = _QUOTED_FENCE.fullmatch(lines[index][1]) if "`" in lines[index][1] else None
    if found is None:
        return None
    end = index + 1
    while end < len(lines) and _QUOTE.match(lines[end][1]) and not _QUOTED_FENCE.fullmatch(lines[end][1]):
        end += 1
    if end >= len(lines) or not _QUOTED_FENCE.fullmatch(lines[end][1]):
        return None
    texts = [(number, _QUOTE.sub("", line, count=1)) for number, line in lines[index : end + 1]]
    return _dedented(texts, 0), end + 1


def _wiki(lines: NumberedLines, index: int) -> tuple[NumberedLines, int] | None:
    """Read a block of code of a wiki: between '{code:json}' and '{code}'."""
    number, line = lines[index]
    found = _WIKI_CODE.fullmatch(line.strip()) if line.lstrip()[:2] in ("{c", "{n") else None
    if found is None:
        return None
    rest = range(index + 1, len(lines))
    end = next((at for at in rest if _WIKI_CODE.fullmatch(lines[at][1].strip())), None)
    if end is None:
        return None
    fence = f"```{found['language'] or ''}"
    return _dedented([(number, fence), *lines[index + 1 : end], (lines[end][0], "```")], 0), end + 1


def with_fenced_margins(lines: NumberedLines) -> NumberedLines:
    """Return lines with fences around each example that is indented like code."""
    written: NumberedLines = []
    index = 0
    is_code = False
    while index < len(lines):
        number, line = lines[index]
        is_code ^= line.startswith(("```", "~~~"))
        is_margin = line[:1] in " \t" and line[:_MARGIN].isspace() and line.strip() and "|" not in line
        if is_margin and not is_code and not _is_text(lines, index) and _is_shown(lines, index):
            end = index
            while end < len(lines) and (not lines[end][1].strip() or lines[end][1][:_MARGIN].isspace()):
                end += 1
            while not lines[end - 1][1].strip():
                end -= 1
            code = [(at, text[_MARGIN:]) for at, text in lines[index:end]]
            written += [(number, "```"), *code, (lines[end - 1][0], "```")]
            index = end
            continue
        written.append((number, line))
        index += 1
    return written


def _is_text(lines: NumberedLines, index: int) -> bool:
    """Tell whether an indented line is a component, an entry of a list, or the text inside of one."""
    above = lines[index - 1][1].lstrip() if index else ""
    return _IN_A_LIST.match(lines[index][1].lstrip()) is not None or _IN_A_LIST.match(above) is not None


def _example_end(lines: NumberedLines, index: int, margin: int = 0) -> int:
    """Return the index behind an example without fences that begins at a line; the same index where none does."""
    line = lines[index][1][margin:]
    if line[:1] in ("{", "["):
        end = _json_end(lines, index)
        return end if end > index and (end == len(lines) or not lines[end - 1][1].rstrip().endswith(")")) else index
    if _HTTP.fullmatch(line):
        end = index + 1
        while end < len(lines) and _HEADER.fullmatch(lines[end][1]) and lines[end][1].strip():
            end += 1
        body = next((at for at in range(end, min(end + 2, len(lines))) if lines[at][1][:1] in ("{", "[")), None)
        return end if body is None else max(_json_end(lines, body), end)
    if _CURL.fullmatch(line):
        return _call_end(lines, index)
    return index


def _json_end(lines: NumberedLines, index: int) -> int:
    """Return the index behind the line that closes what the first sign of a line opens; the same where none does."""
    first = lines[index][1].strip()
    if len(first) > 1 and not re.match(r"[{\[]\s*(?:[{\[\"'\d/}\]-]|true|false|null|[A-Za-z_]\w*\s*:|“)", first):
        return index
    depth = 0
    is_quoted = False
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        before = ""
        for letter in lines[at][1]:
            if letter == '"' and before != "\\":
                is_quoted = not is_quoted
            elif not is_quoted:
                depth += (letter in "{[") - (letter in "}]")
            before = letter
        is_quoted = False
        if depth <= 0:
            return at + 1
    return index


def _tag_end(lines: NumberedLines, index: int, tag: str) -> int:
    """Return the index of the line that ends code in a tag; that of the tag itself where none does."""
    end = f"</{tag.lower()}>"
    reach = range(index + 1, min(index + _MOST_LINES, len(lines)))
    return next((at for at in reach if end in lines[at][1].lower()), index)


def _call_end(lines: NumberedLines, index: int) -> int:
    """Return the index behind a call of curl, whose lines end with a stroke or stand within quotation marks."""
    quotes = 0
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        line = lines[at][1].rstrip()
        quotes += line.count("'")
        if not line.endswith("\\") and quotes % 2 == 0:
            return at + 1
    return index


def _cleaned(code: list[str]) -> list[str]:
    """Return code without numbers of lines, the head of an answer, odd blanks, entities and curly quotation marks.

    Lines that are left out are empty, so that each keeps its place.
    """
    code = _without_numbers(code)
    first = next((at for at, line in enumerate(code) if line.strip()), 0)
    if code and _STATUS.fullmatch(code[first]):
        end = next((at for at in range(first, len(code)) if not code[at].strip()), len(code))
        if all(map(_HEADER.fullmatch, code[first + 1 : end])):
            code = [*([""] * end), *code[end:]]
    return code


def _without_numbers(code: list[str]) -> list[str]:
    """Return code without the number in front of each line, if they count from one."""
    found = [_NUMBERED.fullmatch(line) for line in code if line.strip()]
    if len(found) < 2 or not _count(match["number"] if match else "" for match in found):
        return code
    return [match["rest"].removeprefix(" ") if (match := _NUMBERED.fullmatch(line)) else line for line in code]


def _count(numbers: Iterable[str]) -> bool:
    return all(number == str(at) for at, number in enumerate(numbers, 1))
