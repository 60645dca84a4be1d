"""Write the method and path of an endpoint as a line of its own, '`POST /v1/orders`', wherever a page has them.

They stand in a heading, on two lines, in a table or a list of facts, in a block of code, a component, a badge, or a
sentence. Readers use this where the lines as they are declare no endpoint.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from attrs import define, field

from .columns import NumberedLines, cells_of, end_of_bars, is_ruler
from .headings import Subject, heading_of
from .path_marks import joined
from .request_lines import METHODS, ODD_SPACES, PATH, RequestLine, method_alone, path_alone, request_line

_ARROWS = re.compile(r"\s*(?:→|⇒|⟶|➜|➔|▶|»|[-=]>)\s*")
_SIGNS_BEFORE = re.compile(r"^(?P<kept>[\s>*+•#-]*(?:\d+[.)]\s+)?)[^\w\s`*_\[(<{/~|>#+!•-]+\s*")
_NAME_BEFORE = re.compile(
    rf"^(?P<kept>[\s>*+•-]*)(?:api|openapi|rest|http|call|operation|接口)\s*[:：]\s*[\"']?(?=[`*]*(?:{METHODS})\b)",
    re.IGNORECASE,
)
_LABEL_BEHIND = re.compile(
    r"(?<!\s)\s*+(?:[-–—|·•]\s*+)?[(\[*_`]*+(?:private|public|signed|auth\w*(?: required)?|deprecated)[)\]*_`.!]*\s*$",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*\)")
_METHOD_ONLY = re.compile(rf"[\s>*_`~\[(#-]*(?P<method>{METHODS})[\s*_`~\])]*", re.IGNORECASE)
_PATH_ONLY = re.compile(rf"[\s>*_`\[(#-]*{PATH}(?:\?\S*)?[\s*_`\])]*")
_IN_A_TITLE = re.compile(
    rf"(?P<title>.*?\w.*?)[\s:：,–—-]*[(\[`*]*\s*\b(?P<method>{METHODS})[`*\]):]*\s+[`*(\[]*{PATH}[`*)\]]*"
    r"(?P<behind>\s*\([^()]*\))?\s*"
)
_BEFORE_A_TITLE = re.compile(
    rf"[`*(\[]*(?P<method>{METHODS})[`*\]):]*\s+[`*(\[]*{PATH}[`*)\]]*\s*[:：,–—-]+\s*(?P<title>\w.*)"
)
_METHOD_HEADS = frozenset(
    {"method", "http method", "http verb", "verb", "request method", "http", "请求方式", "请求方法", "方法"}
)
_PATH_HEADS = frozenset(
    {
        "path", "url", "uri", "endpoint", "route", "request path", "request url", "http path", "resource", "address",
        "api endpoint", "rest endpoint", "request uri", "请求路径", "请求地址", "接口地址", "路径", "地址",
    }
)  # fmt: skip
_COMPONENT = re.compile(
    r"\s*(?:<(?P<tag>[A-Za-z][\w-]*)\b(?P<attributes>[^<>]*)/?>|\{%-?\s*[\w-]+\s(?P<said>[^%]*)%\}).*"
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w-]+)\s*=\s*(?:\{\s*)?(?P<quote>[\"'`])(?P<value>[^\"'`]*)(?P=quote)")
# '<span class="verb">POST</span><span class="path">/v1/orders</span>', with other tags between.
_IN_TAGS = re.compile(
    rf">\s*(?P<method>{METHODS})\s*</\w+>(?:\s*</?\w[^<>]*>){{1,6}}\s*[`*\[]{{0,3}}{PATH}(?=\s*[<`*\]])",
    re.IGNORECASE,
)
_CURL_METHOD = re.compile(rf"(?:-X|--request)[\s=]*[\"']?(?P<method>{METHODS})\b", re.IGNORECASE)
_CURL_BODY = re.compile(r"\s(?:-d|--data(?:-\w+)?|--json|-F|--form)[\s=]")
_ADDRESS = re.compile(r"https?://[^/\s`'\"<>|]+(?P<path>/[A-Za-z0-9_][\w\-./{}:~$@%]*)")
_SENT = re.compile(
    rf"(?:\b(?P<first>{METHODS})\b[^.!?/]{{0,40}}?[`'\"(\s]{PATH})|"
    rf"(?:[`'\"(]{PATH.replace('?P<path>', '?P<path2>')}[`'\")]"
    rf"[^.!?/]{{0,40}}?\b(?P<second>{METHODS})\b)"
)
_ELSEWHERE = re.compile(
    r"\b(?:instead|see|other|another|unlike|formerly|previously|old|replaced?|use|not|alternative\w*|also|before|"
    r"after|to cancel)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(r"[A-Za-z][\w-]*:\s.*")
# The first line of a block that says what follows: '# Request', '// Request'.
_COMMENT = re.compile(r"(?:#|//|--)\s*\w[^/{}]{0,40}|(?:http )?request\s*:?", re.IGNORECASE)
_PARTS = frozenset({"request", "response", "example"})
_NEAR = 3
_LONGEST = 200


def with_request_lines(lines: NumberedLines) -> NumberedLines:
    """Return lines with each method and path, however a page writes them, as '`POST /v1/orders`' on a line."""
    return _Walk(lines).written()


def cleaned(line: str) -> str:
    """Return a line with plain blanks and letters, without strikes, arrows, signs and labels around a request line."""
    text = unicodedata.normalize("NFKC", line.translate(ODD_SPACES)) if not line.isascii() else line
    text = joined(text) if "{?" in text else text
    text = _ARROWS.sub(" ", _IMAGE.sub(r"\1", text.replace("~~", "")))
    text = _NAME_BEFORE.sub(r"\g<kept>", _SIGNS_BEFORE.sub(r"\g<kept>", text))
    text = text.rstrip("\"' ") if text.count('"') == 1 or text.count("'") == 1 else text
    return _LABEL_BEHIND.sub("", text)


@define
class _Walk:
    """A walk over the lines of a page, or of a part of it."""

    lines: NumberedLines
    _out: NumberedLines = field(factory=NumberedLines, init=False)
    _subject: Subject | None = field(default=None, init=False)
    # Whether no heading of parameters or examples stands above.
    _is_above_parts: bool = field(default=True, init=False)

    def written(self) -> NumberedLines:
        """Return the lines."""
        index = 0
        while index < len(self.lines):
            line = self.lines[index][1]
            if line.lstrip().startswith(("```", "~~~")):
                index = self._fence(index)
            elif line.startswith(("#", "**")):
                index = self._heading(index)
            elif not line.strip() or len(line) > _LONGEST:
                index = self._kept(index)
            elif "|" in line:
                index = self._table(index)
            else:
                index = self._line(index)
        return self._out

    def _kept(self, index: int, count: int = 1) -> int:
        self._out += self.lines[index : index + count]
        return index + count

    def _write(self, number: int, method: str, path: str) -> None:
        self._out += [(number, f"`{method.upper()} {path.rstrip('.,;:')}`"), (number, "")]

    def _heading(self, index: int) -> int:
        number, line = self.lines[index]
        heading = heading_of(line)
        text = cleaned(line.lstrip("# ") if line[:1] == "#" else line)
        whole = request_line(text)
        title = " ".join(text.split()) if line[:1] == "#" and len(text) <= _LONGEST else ""
        behind = _IN_A_TITLE.fullmatch(title) or _BEFORE_A_TITLE.fullmatch(title) if title else None
        if heading is not None and heading.subject not in (None, "http"):
            self._subject, self._is_above_parts = (
                heading.subject,
                heading.subject not in ("request", "response", "example"),
            )
        elif heading is not None and whole is None:
            self._subject = heading.subject
            self._is_above_parts = self._is_above_parts or heading.level < 3 or heading.subject == "http"
        is_fact = heading is not None and heading.subject == "http" and heading.value and whole is None
        if line[:1] != "#" and (heading is None or is_fact):
            return self._line(index)
        if whole is not None:
            if self._subject != "http" and line[:1] == "#":
                self._out.append((number, line))
            self._write(number, whole.method, whole.path)
            self._subject, self._is_above_parts = "http", True
            return index + 1
        if behind is not None and (heading is None or heading.subject is None):
            marks = line[: len(line) - len(line.lstrip("#"))]
            self._out += [
                (number, f"{marks} {behind['title'].strip()}{behind.groupdict().get('behind') or ''}"),
                (number, ""),
            ]
            self._write(number, behind["method"], behind["path"])
            self._is_above_parts = True
            return index + 1
        return self._kept(index)

    def _line(self, index: int) -> int:
        number, line = self.lines[index]
        if line.startswith("    ") and self._subject != "http":
            return self._kept(index)
        is_here = self._is_above_parts or self._subject == "http"
        if is_here and request_line(line) is not None and cleaned(line) == line and line[:1] != ">":
            return self._kept(index)
        if self._is_above_parts and line.lstrip()[:1] == "<" and (tagged := _IN_TAGS.search(line)) is not None:
            self._write(number, tagged["method"], tagged["path"])
            return self._kept(index)
        if self._is_above_parts and (found := request_line(cleaned(line))) is not None:
            self._write(number, found.method, found.path)
            return index + 1
        titled = _IN_A_TITLE.fullmatch(cleaned(line[6:])) if line.startswith("title:") else None
        if titled is not None:
            # In the front matter.
            self._write(number, titled["method"], titled["path"])
            return self._kept(index)
        if (two := self._two_lines(index)) is not None:
            found, last = two
            self._write(number, found.method, found.path)
            return last + 1
        if (self._is_above_parts and (found := _of_component(line)) is not None) or (
            self._subject == "http" and (found := _of_sentence(line)) is not None
        ):
            self._write(number, found.method, found.path)
        return self._kept(index)

    def _two_lines(self, index: int) -> tuple[RequestLine, int] | None:
        """Return the method on one line and the path on one near to it, and the index of the last of both."""
        if not self._is_above_parts:
            return None
        first = cleaned(self.lines[index][1])
        methods = _METHOD_ONLY.fullmatch(first)
        method = methods["method"] if methods else method_alone(first)
        paths = None if method else _PATH_ONLY.fullmatch(first)
        path = paths["path"] if paths else None if method else path_alone(first)
        if not method and not path:
            return None
        below = ((at, cleaned(text)) for at, (_, text) in enumerate(self.lines[index + 1 :], index + 1) if text.strip())
        for at, text in islice(below, _NEAR):
            if text.startswith(("#", "```", "|")):
                break
            if method and (match := _PATH_ONLY.fullmatch(text)):
                return RequestLine(method.upper(), match["path"]), at
            if method and (found := path_alone(text)):
                return RequestLine(method.upper(), found), at
            match = _METHOD_ONLY.fullmatch(text) if path else None
            other = match["method"] if match else method_alone(text) if path else None
            if path and other:
                return RequestLine(other.upper(), path), at
        return None

    def _table(self, index: int) -> int:
        """Write the endpoint of a table of facts above it; a table with the endpoint alone is left out."""
        number, line = self.lines[index]
        end = end_of_bars(self.lines, index)
        rows = [
            [cell.strip(" `*") for cell in cells_of(text)] for _, text in self.lines[index:end] if not is_ruler(text)
        ]
        found = _of_facts(rows) if self._is_above_parts or self._subject == "http" else None
        if found is None and self._is_above_parts and len(rows) == 1 and (whole := request_line(cleaned(line))):
            found = whole
        if found is None:
            return self._kept(index, max(end - index, 1))
        self._write(number, found.method, found.path)
        others = [row for row in rows if not _names_endpoint(row)]
        is_alone = len(rows) <= 2 or not any(len(row) == 2 and row[0] for row in others)
        return end if is_alone else self._kept(index, end - index)

    def _fence(self, index: int) -> int:
        """Write the endpoint above a block of code that declares it."""
        number = self.lines[index][0]
        rest = range(index + 1, len(self.lines))
        end = next((at for at in rest if self.lines[at][1].lstrip().startswith(("```", "~~~"))), len(self.lines) - 1)
        block = [text.strip() for _, text in self.lines[index + 1 : end] if text.strip()]
        found = _of_code(block, is_declared=self._subject == "http") if self._is_above_parts and block else None
        if found is not None:
            self._write(number, found.method, found.path)
            if all(request_line(text) or _HEADER.fullmatch(text) for text in block):
                return end + 1
        return self._kept(index, end + 1 - index)


def _of_code(block: Sequence[str], *, is_declared: bool) -> RequestLine | None:
    """Return the endpoint that a block of code declares: as a message of HTTP, as facts, or in a call of curl."""
    first = next((text for text in block if not _COMMENT.fullmatch(text)), block[0])
    if (whole := request_line(cleaned(first))) is not None and whole.path:
        return whole
    if not is_declared:
        return None
    methods = [method for text in block if (method := method_alone(text))]
    paths = [path for text in block if (path := path_alone(text))]
    if len(methods) == len(paths) == 1:
        return RequestLine(methods[0], paths[0])
    called = " ".join(text.rstrip("\\") for text in block)
    addresses = {match["path"].rstrip(".,;:") for match in _ADDRESS.finditer(called)}
    if not called.startswith(("curl", "$ curl")) or len(addresses) != 1:
        return None
    asked = _CURL_METHOD.search(called)
    method = asked["method"].upper() if asked else "POST" if _CURL_BODY.search(called) else "GET"
    return RequestLine(method, addresses.pop())


def _of_component(line: str) -> RequestLine | None:
    """Return the endpoint that a component declares: '<OpenApi method="post" path="/v1/orders" />'."""
    component = _COMPONENT.fullmatch(line) if "=" in line else None
    if component is None:
        return None
    values = [
        match["value"].strip() for match in _ATTRIBUTE.finditer(component["attributes"] or component["said"] or "")
    ]
    method = next((value for value in values if re.fullmatch(METHODS, value, re.IGNORECASE)), None)
    path = next(
        (match["path"] for value in values if (match := _PATH_ONLY.fullmatch(value)) and value[:1] == "/"), None
    )
    return RequestLine(method.upper(), path) if method and path else None


def _of_sentence(line: str) -> RequestLine | None:
    """Return the endpoint that a sentence says to call; None if it can speak of another one."""
    found = list(_SENT.finditer(line))
    if len(found) != 1 or _ELSEWHERE.search(line) or len(re.findall(rf"\b(?:{METHODS})\b", line)) > 1:
        return None
    match = found[0]
    return RequestLine((match["first"] or match["second"]).upper(), match["path"] or match["path2"])


def _of_facts(rows: Sequence[Sequence[str]]) -> RequestLine | None:
    """Return the endpoint of a table that has its method and its path in a column or a row each."""
    heads = [cell.lower().strip(" :：") for cell in rows[0]] if rows else []
    method = path = None
    if len(rows) == 2 and not _METHOD_HEADS.isdisjoint(heads) and not _PATH_HEADS.isdisjoint(heads):
        for head, cell in zip(heads, rows[1], strict=False):
            method = cell if head in _METHOD_HEADS else method
            path = cell if head in _PATH_HEADS else path
    else:
        for row in rows:
            if len(row) == 2 and (head := row[0].lower().strip(" :：")):
                method = row[1] if head in _METHOD_HEADS else method
                path = row[1] if head in _PATH_HEADS else path
    if path and (whole := request_line(path)) is not None:
        return whole
    at = _PATH_ONLY.fullmatch(path) if path else None
    if not method or at is None or not re.fullmatch(METHODS, method, re.IGNORECASE):
        return None
    return RequestLine(method.upper(), at["path"])


def _names_endpoint(row: Sequence[str]) -> bool:
    return bool(row) and row[0].lower().strip(" :：") in _METHOD_HEADS | _PATH_HEADS
