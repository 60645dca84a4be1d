"""Bring the text of a Bybit page into one form: lines with numbers, tables with bars, no comments, tags on one line."""

import re
from collections.abc import Callable, Iterator

from attrs import frozen

from ..parts.grid import grid

Lines = list[tuple[int, str]]
# The level of a heading that is only a line in bold.
BOLD = 9

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|\{/\*.*?\*/\}", re.DOTALL)
_FENCED = re.compile(r"^[ \t]*(?P<marks>`{3,}|~{3,}).*?^[ \t]*(?P=marks)[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_COMPONENT = re.compile(r"<[A-Z]\w*\b[^<>]*>", re.DOTALL)
_HTML_HEADING = re.compile(r"\s*<h(?P<level>[1-6])\b[^>]*>(?P<text>.*?)</h[1-6]>\s*", re.IGNORECASE)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s*(?P<text>[^#\s].*?)\s*#*\s*")
# A line in bold stands for a heading only where it names a part that every page has.
_BOLD = re.compile(r"\s*(?:\*\*|__)(?P<text>[^*_]+?):?(?:\*\*|__):?\s*")
_PART = re.compile(
    r"(?:http |api |rest )?(?:request|response|query|body)s?(?: (?:url|method|path|parameters?|params?|fields?|body|examples?))?"
    r"|(?:request|response)? ?(?:parameters?|params?)|returns?",
    re.IGNORECASE,
)
_METHOD = r"GET|POST|PUT|DELETE|PATCH"
# The hosts of the API; the site documents calls to others, such as those of its OAuth server.
_HOST = re.compile(r"https?://(?P<host>[^/\s]+)")
_API_HOST = re.compile(r"api(?:-\w+)?\.[\w.-]+|[{<$].*", re.IGNORECASE)
# What a line that declares an endpoint has in any case, and a heading.
_MAY_DECLARE = re.compile(rf"<[A-Z]|\b(?:{_METHOD}|method)\b", re.IGNORECASE)
_MAY_BE_HEADING = ("#", "<h", "<H", "**", "__")
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]+)\s*=\s*(?:\{\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|`(?P<back>[^`]*)`)"
)
_TAG = re.compile(r"<(?P<name>[A-Z]\w*)\b(?P<attributes>[^<>]*?)/?>(?:(?P<inside>[^<]*)</(?P=name)>)?")
_WRITTEN = re.compile(
    rf"(?:HTTP |Method )?(?P<method>{_METHOD})\s*[:：]?\s*(?P<path>(?:https?://[\w.-]+)?/?[\w-]+(?:/[\w.{{}}:-]+)+)(?:\?\S*)?"
    r"(?:\s+HTTP/[\d.]+)?",
    re.IGNORECASE,
)
_METHOD_LINE = re.compile(rf"(?:http |request )?method\s*[:：]\s*(?P<method>{_METHOD})", re.IGNORECASE)
_PATH_LINE = re.compile(
    r"(?:request |api |endpoint )?(?:path|url|uri|endpoint)\s*[:：]\s*(?P<path>(?:https?://[\w.-]+)?/[\w./{}-]+)", re.IGNORECASE
)
_ASKS = re.compile(r"\b(?:http|api|rest) (?:request|method|endpoint)|^endpoint$|^request (?:url|path|method)$", re.IGNORECASE)


@frozen
class Heading:
    """A heading of a page, in whatever way it is written; ``level`` is ``BOLD`` for a line in bold."""

    level: int
    text: str

    @property
    def declares(self) -> bool:
        """Whether an endpoint's method and path stand below it."""
        return _ASKS.search(self.text) is not None


@frozen
class Declaration:
    """The method and path of an endpoint, and the line that names them."""

    method: str
    path: str
    index: int


def page_lines(text: str) -> Lines:
    """Return the numbered lines of a page, without comments, with each component's tag on one line."""
    text = _outside_code(_COMMENT, lambda match: "\n" * match[0].count("\n"), text)
    text = _outside_code(_COMPONENT, lambda match: " ".join(match[0].split()) + "\n" * match[0].count("\n"), text)
    return list(_with_markdown_tables(text.splitlines()))


def heading(line: str) -> Heading | None:
    """Return the heading that a line is: '### Request', '<h3>Request</h3>', '**Request Parameters**'."""
    if not line.lstrip().startswith(_MAY_BE_HEADING):
        return None
    match = _HEADING.fullmatch(line)
    if match:
        return Heading(len(match["marks"]), plain_words(match["text"]))
    if tag := _HTML_HEADING.fullmatch(line):
        return Heading(int(tag["level"]), plain_words(tag["text"]))
    bold = _BOLD.fullmatch(line)
    return Heading(BOLD, bold["text"].strip()) if bold and _PART.fullmatch(bold["text"].strip()) else None


def plain_words(text: str) -> str:
    """Return a heading's words, without marks, tags and links."""
    linked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]*>|\{#[\w-]+\}", "", text))
    return re.sub(r"[*`]", "", linked).strip().rstrip(":：")


def declarations(lines: Lines) -> tuple[list[Declaration], list[int]]:
    """Return the endpoints that a page declares, and the lines of those whose method or path is not understood."""
    found: list[Declaration] = []
    unread: list[int] = []
    asked = False
    title: Heading | None = None
    code = False
    for index, (number, line) in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            code = not code
            continue
        if code:
            continue
        if above := heading(line):
            if asked and title is not None:
                unread.append(lines[index - 1][0])
            title, asked = above, above.declares
            continue
        if line.lstrip().startswith("|") or not _MAY_DECLARE.search(line):
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


def _named(line: str, lines: Lines, index: int, title: Heading | None) -> tuple[Declaration | None, bool]:
    """Return the endpoint that a line declares, and whether it looks like a declaration at all."""
    for tag in _TAG.finditer(line):
        values = {
            match["name"].lower(): (match["double"] or match["single"] or match["back"] or "").strip()
            for match in _ATTRIBUTE.finditer(tag["attributes"])
        }
        texts = [*values.values(), (tag["inside"] or "").strip()]
        method = next((text.upper() for text in texts if re.fullmatch(_METHOD, text, re.IGNORECASE)), None)
        path = next((path for text in texts if (path := _path_of(text))), None)
        if method and path:
            return Declaration(method, path, index), True
        if "endpoint" in tag["name"].lower() or (method and "url" in values):
            return None, True
    bare = re.sub(r"[*`]|</?[a-z][^>]*>", "", re.sub(r"^[-*+>\s]+", "", line))
    words = re.sub(r"^[\[(]+|(?<=[A-Z])[\])]+", "", bare).strip()
    below = title is not None and title.declares
    own_line = below or not re.match(r"\s*(?:[-*+>]\s|\||\d+[.)]\s)", line)
    written = _WRITTEN.fullmatch(words) if own_line else None
    if written and (below or "/v" in written["path"] or words.startswith(written["method"].upper())):
        path = _path_of(written["path"])
        return (Declaration(written["method"].upper(), path, index), True) if path else (None, True)
    if split := _METHOD_LINE.fullmatch(words):
        near = [re.sub(r"[*`]|^[\s>+-]+", "", text).strip() for _, text in lines[max(0, index - 3) : index + 4]]
        paths = [path for text in near if (match := _PATH_LINE.fullmatch(text)) and (path := _path_of(match["path"]))]
        return (Declaration(split["method"].upper(), paths[0], index), True) if paths else (None, True)
    return None, False


def _path_of(text: str) -> str | None:
    """Return the path in a text, '/v5/order/create'; a host, a query and a missing first slash do not matter."""
    host = _HOST.match(text.strip())
    bare = text.strip()[host.end() if host else 0 :].partition("?")[0].rstrip("/")
    if (host and not _API_HOST.fullmatch(host["host"])) or not re.fullmatch(r"/?[\w-]+(?:/[\w.{}:-]+)+", bare):
        return None
    return bare if bare.startswith("/") else f"/{bare}"


def _outside_code(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> str:
    """Substitute a pattern in the parts of a page that are not code."""
    parts: list[str] = []
    end = 0
    for fence in _FENCED.finditer(text):
        parts += [pattern.sub(replace, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, pattern.sub(replace, text[end:])])


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
        yield from _rows_of_table("\n".join(lines[index : end + 1]), index + 1)
        index = end + 1


def _rows_of_table(table: str, started: int) -> Iterator[tuple[int, str]]:
    width = 0
    for row in grid(table, started):
        heading_row = bool(row) and row[0].heading and not width
        width = len(row) if heading_row else width
        # A row without an end tag contains the next one.
        step = width if width and len(row) % width == 0 else max(len(row), 1)
        for start in range(0, len(row), step):
            cells = row[start : start + step]
            texts = (cell.html.replace("|", "/").replace("\n", " ") for cell in cells)
            yield cells[0].line, f"| {' | '.join(texts)} |"
        if heading_row:
            yield row[0].line, "|---" * width + "|"
