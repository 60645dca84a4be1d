"""Bring the text of a Bybit page into one form: lines with numbers, tables with bars, no comments, tags on one line."""

import re
from collections.abc import Callable, Iterator

from attrs import frozen

from ..parts.code_blocks import with_fenced_margins
from ..parts.columns import is_ruler
from ..parts.grid import markdown_rows
from ..parts.headings import subject_of
from ..parts.plain import plain_lines
from ..parts.request_lines import method_alone, path_alone, request_line

Lines = list[tuple[int, str]]
# The level of a heading that is only a line in bold.
BOLD = 9

_COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
_FENCED = re.compile(r"^[ \t]*(?P<marks>`{3,}|~{3,}).*?^[ \t]*(?P=marks)[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_COMPONENT = re.compile(r"<[A-Z]\w*\b[^<>]*>", re.DOTALL)
_HTML_HEADING = re.compile(r"\s*<h(?P<level>[1-6])\b[^>]*>(?P<text>.*?)</h[1-6]>\s*", re.IGNORECASE)
# What a part of a page is folded under.
_SUMMARY = re.compile(r"\s*(?:<details\b[^>]*>\s*)?<summary\b[^>]*>(?P<text>.*?)</summary>\s*", re.IGNORECASE)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s*(?P<text>[^#\s].*?)\s*+#*+\s*+")
# A line in bold stands for a heading only where it names a part that pages have.
_BOLD = re.compile(r"\s*(?:\*\*|__)(?P<text>[^*_]+?):?(?:\*\*|__):?\s*")
_METHOD = r"GET|POST|PUT|DELETE|PATCH"
# The hosts of the API; the site documents calls to others, such as those of its OAuth server.
_HOST = re.compile(r"https?://(?P<host>[^/\s]+)")
_API_HOST = re.compile(r"api(?:-\w+)?\.[\w.-]+|[{<$].*", re.IGNORECASE)
# What a line that declares an endpoint has in any case, and a heading.
_MAY_DECLARE = re.compile(rf"<[A-Z]|\b(?:{_METHOD}|method)\b", re.IGNORECASE)
# A method and a path on lines of their own stand this near to each other.
_NEAR = 3
_MAY_BE_HEADING = ("#", "<h", "<H", "<s", "<d", "**", "__")
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]+)\s*=\s*(?:\{\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|`(?P<back>[^`]*)`)"
)
_TAG = re.compile(r"<(?P<name>[A-Z]\w*)\b(?P<attributes>[^<>]*?)/?>(?:(?P<inside>[^<]*)</(?P=name)>)?")
# A list mentions endpoints; below the heading of a declaration it declares one.
_LISTED = re.compile(r"\s*(?:[-*+>]\s|\d+[.)]\s)")

# A ruler of single dashes, which is one on the site: '|:-:|-|'.
_RULER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")
_SHORT_RULER = re.compile(r"-+")


@frozen
class PageHeading:
    """A heading of a page, in whatever way it is written; ``level`` is ``BOLD`` for a line in bold."""

    level: int
    text: str

    @property
    def declares(self) -> bool:
        """Whether an endpoint's method and path stand below it."""
        return subject_of(self.text) == "http"


@frozen
class Declaration:
    """The method and path of an endpoint, and the line that names them."""

    method: str
    path: str
    index: int


def page_lines(text: str) -> Lines:
    """Return the numbered lines of a page, without comments, with each component's tag on one line."""
    return with_fenced_margins(plain_lines(list(_with_markdown_tables(_outside_code(_plain, text).splitlines()))))


def heading(line: str) -> PageHeading | None:
    """Return the heading that a line is: '### Request', '<h3>Request</h3>', '**Request Parameters**'."""
    if not line.lstrip().startswith(_MAY_BE_HEADING):
        return None
    match = _HEADING.fullmatch(line)
    if match:
        return PageHeading(len(match["marks"]), plain_words(match["text"]))
    if tag := _HTML_HEADING.fullmatch(line):
        return PageHeading(int(tag["level"]), plain_words(tag["text"]))
    marked = _BOLD.fullmatch(line) or _SUMMARY.fullmatch(line)
    text = plain_words(marked["text"]) if marked else ""
    return PageHeading(BOLD, text) if subject_of(text) else None


def plain_words(text: str) -> str:
    """Return a heading's words, without marks, tags and links."""
    linked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]*>|\{#[\w-]+\}", "", text))
    return re.sub(r"[*`]", "", linked).strip().rstrip(":：")


def declarations(lines: Lines) -> tuple[list[Declaration], list[int]]:
    """Return the endpoints that a page declares, and the lines of those whose method or path is not understood."""
    found: list[Declaration] = []
    unread: list[int] = []
    asked = False
    title: PageHeading | None = None
    code = False
    for index, (number, line) in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            code = not code
            continue
        below = title is not None and title.declares
        if code and not below:
            continue
        if not code and (above := heading(line)):
            if asked and title is not None:
                unread.append(lines[index - 1][0])
            title, asked = above, above.declares
            continue
        if (line.lstrip().startswith("|") and not below) or not _MAY_DECLARE.search(line):
            continue
        named, looks_like_one = _named(line, lines, index, title)
        if named is not None:
            found.append(named)
            asked = False
        elif looks_like_one:
            unread.append(number)
            asked = False
    if asked:
        unread.append(lines[-1][0])
    return found, unread


def _named(line: str, lines: Lines, index: int, title: PageHeading | None) -> tuple[Declaration | None, bool]:
    """Return the endpoint that a line declares, and whether it looks like a declaration at all."""
    for tag in _TAG.finditer(line):
        values = {
            match["name"].lower(): (match["double"] or match["single"] or match["back"] or "").strip()
            for match in _ATTRIBUTE.finditer(tag["attributes"])
        }
        texts = [*values.values(), (tag["inside"] or "").strip()]
        method = next((text.upper() for text in texts if re.fullmatch(_METHOD, text, re.IGNORECASE)), None)
        path = next((path for text in texts if (path := _path_of(text))), None)
        within = request_line(tag["inside"]) if tag["inside"] else None
        if not method and within is not None and (inside := _path_of(within.path)):
            method, path = within.method, inside
        if method and path:
            return Declaration(method, path, index), True
        if "endpoint" in tag["name"].lower() or (method and "url" in values):
            return None, True
    below = title is not None and title.declares
    written = request_line(line) if below or not _LISTED.match(line) else None
    if written is not None:
        path = _path_of(written.path) if _is_api(line) else None
        return (Declaration(written.method, path, index), True) if path else (None, True)
    if method := method_alone(line):
        near = [text for _, text in lines[max(0, index - _NEAR) : index + _NEAR + 1] if _is_api(text)]
        paths = [path for text in near if (alone := path_alone(text)) and (path := _path_of(alone))]
        return (Declaration(method, paths[0], index), True) if paths else (None, True)
    return None, False


def _is_api(line: str) -> bool:
    """Tell whether a line names no host, or one of the API's."""
    host = _HOST.search(line)
    return host is None or _API_HOST.fullmatch(host["host"]) is not None


def _path_of(text: str) -> str | None:
    """Return the path in a text, '/v5/order/create'; a host, a query and a missing first slash do not matter."""
    host = _HOST.match(text.strip())
    bare = text.strip()[host.end() if host else 0 :].partition("?")[0].rstrip("/")
    if not _is_api(text) or not re.fullmatch(r"/?[\w-]+(?:/[\w.{}:-]+)+", bare):
        return None
    return bare if bare.startswith("/") else f"/{bare}"


def _outside_code(change: Callable[[str], str], text: str) -> str:
    """Change the parts of a page that are not code."""
    parts: list[str] = []
    end = 0
    for fence in _FENCED.finditer(text):
        parts += [change(text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, change(text[end:])])


def _plain(text: str) -> str:
    """Blank out comments, and bring the tag of each component on one line; the number of lines stays."""
    for opens, closes in _COMMENTS:
        parts: list[str] = []
        at = 0
        while (start := text.find(opens, at)) >= 0 and (end := text.find(closes, start)) >= 0:
            parts += [text[at:start], "\n" * text.count("\n", start, end)]
            at = end + len(closes)
        text = "".join([*parts, text[at:]])
    return _COMPONENT.sub(lambda match: " ".join(match[0].split()) + "\n" * match[0].count("\n"), text)


def _with_markdown_tables(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield numbered lines with HTML tables as markdown.

    A table without a heading continues the table above it.
    """
    index = 0
    while index < len(lines):
        if "<table" not in lines[index]:
            yield index + 1, lines[index]
            index += 1
            continue
        end = next((later for later in range(index, len(lines)) if "</table>" in lines[later]), len(lines) - 1)
        yield from markdown_rows("\n".join(lines[index : end + 1]), index + 1)
        index = end + 1


def undeclared(lines: Lines) -> list[int]:
    """Return the line of a request's parameters on a page that declares no endpoint."""
    found = [(number, heading(line)) for number, line in lines]
    asked = [number for number, title in found if title and subject_of(title.text) == "request"]
    answered = any(title and subject_of(title.text) == "response" for _, title in found)
    return asked[:1] if answered else []


def start_of(lines: Lines, declared: list[Declaration], position: int) -> tuple[int, str]:
    """Return where the part of a page begins that documents one of its endpoints, and the heading of that part."""
    least = declared[position - 1].index + 1 if position else 0
    for index in range(declared[position].index - 1, least - 1, -1):
        title = heading(lines[index][1])
        if title is not None and not title.declares and title.level < BOLD:
            return index, title.text
    return declared[position].index, ""


def with_long_ruler(line: str) -> str:
    """Return a ruler of single dashes as one of three; any other line as it is."""
    return _SHORT_RULER.sub("---", line) if _RULER.fullmatch(line) and not is_ruler(line) else line


def end_of_table(lines: Lines, index: int) -> int:
    """Return the index behind a table that begins at a line; the same index where none does."""
    headed = index + 1 < len(lines) and "|" in lines[index][1] and _RULER.fullmatch(lines[index + 1][1]) is not None
    end = index
    while end < len(lines):
        text = lines[end][1].strip()
        if not (text.startswith("|") or (headed and "|" in text) or (end > index and not text)):
            break
        end += 1
    return end
