"""Write a page that a documentation tool made, saved as HTML, as the lines of markdown that say the same.

Swagger UI, ReDoc, ReadMe and others put each fact into an element of its own: a method beside a path, a name above a
type. Blocks become lines, tables those of markdown, and a method and a path near each other a line of code.
"""

import re
from collections.abc import Iterator

from attrs import define, field
from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from .columns import NumberedLines
from .headings import heading_of, subject_of
from .request_lines import METHODS

# fmt: off
_SILENT = frozenset({
    "script", "style", "template", "nav", "footer", "svg", "head", "noscript", "select", "option", "input", "textarea",
    "iframe", "img", "video", "menu", "col", "colgroup",
})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "details", "div", "fieldset",
    "figcaption", "figure", "form", "header", "hr", "html", "main", "p", "section", "summary",
})
# fmt: on
_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("em", "i"), "*"),
    **dict.fromkeys(("del", "s", "strike"), "~~"),
    **dict.fromkeys(("code", "kbd", "tt", "samp"), "`"),
}
_DEFINITIONS = frozenset({"dl", "dt", "dd"})
_SPACE = re.compile(r"[ \t\r\f\v\n\xa0]+")
_INT_FORMAT = re.compile(r"\(\$\w+\)")
_METHOD = re.compile(rf"[#*`_\s]*(?P<method>{METHODS})[*`_\s]*", re.IGNORECASE)
_PATH = re.compile(
    r"[#*`_\s]*(?P<host>https?://[^/\s`*]+)?(?P<path>/(?:[A-Za-z0-9_{:][\w\-./{}:~%]*))(?:\?\S*)?[*`_\s]*"
)
_WHOLE = re.compile(rf"[#*`_\s]*(?P<method>{METHODS})[*`_\s]*{_PATH.pattern}", re.IGNORECASE)
_HOST = re.compile(r"[*`_\s]*https?://[^/\s`*]+/?[*`_\s]*")
_TITLED = re.compile(rf"(?P<marks>#+ )[*`_]*(?P<method>{METHODS})[*`_]*\s+(?P<title>[^/\s][^/]*)")
_ACTION = re.compile(
    rf"(?P<marks>#+ )(?P<title>\w[^`|]*?)\s+[`*]*(?P<method>{METHODS})[`*\s]*(?P<path>/[\w\-./{{}}:~%]+)`?",
    re.IGNORECASE,
)
_NEEDS = frozenset({"required", "optional", "mandatory"})
# A label of values with one of them behind it.
_VALUES = re.compile(r"\b(?:allowed|available|possible|enum)\b[\w ]{0,20}:[*\s]*[`\"']?[\w.+-]+[`\"']?$", re.IGNORECASE)
_LANGUAGE = re.compile(r"\b(?:language|lang)-(?P<name>\w+)")
_DEEPEST = 150
_NEAR = 3
_MOST_COLUMNS = 24


def tool_lines(html: str) -> NumberedLines:
    """Return the lines of a page in markdown, with the numbers of the lines of HTML that they come from."""
    root = _root_of(html)
    if root is None:
        return []
    page = _Page()
    page.element(root, 0)
    page.flush()
    return _above_parts(list(_declared(page.out)))


def _root_of(html: str) -> HtmlElement | None:
    """Return the root of a page; None for one without an element."""
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(html.encode("utf-8", "replace"), parser)


@define
class _Page:
    """The walk through the elements of a page."""

    out: NumberedLines = field(factory=NumberedLines)
    _parts: list[str] = field(factory=list[str])
    line: int = 1
    _depth: int = 0
    _is_item: bool = False

    def element(self, node: HtmlElement, depth: int) -> None:
        """Write an element."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _SILENT:
            return
        if depth > _DEEPEST:
            self._parts.append("".join(node.itertext()))
        elif tag == "button":
            text = " ".join("".join(node.itertext()).split())
            self._block(node, depth) if "/" in text else self.flush()
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._heading(node, int(tag[1]), depth)
        elif tag == "pre" or (tag == "code" and any(child.tag in ("ul", "div", "pre") for child in node)):
            self._code(node)
        elif tag == "table":
            self.flush()
            self._table(node)
        elif tag == "dl" and any(_is_title(child) for child in node):
            self._sections(node, depth)
        elif tag in _DEFINITIONS:
            self._between(f"<{tag}>", node, depth, f"</{tag}>")
        elif tag in ("ul", "ol"):
            self._list(node, depth)
        elif tag == "li":
            self.flush()
            self._depth += 1
            self._is_item = True
            self._block(node, depth)
            self._is_item = False
            self._depth -= 1
        elif tag in _BLOCKS:
            self._block(node, depth)
        elif tag == "br":
            self.flush()
        elif tag in _MARKS:
            self._marked(node, _MARKS[tag], depth)
        elif "headerlink" not in (node.get("class") or ""):
            self._apart(node)
            text = "".join(node.itertext()).strip().lower()
            if text in _NEEDS:
                self._parts.append(f"({text})")
            else:
                self._children(node, depth)

    def _children(self, node: HtmlElement, depth: int) -> None:
        self._text(node.text)
        for child in node:
            self.element(child, depth + 1)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self._parts.append(_SPACE.sub(" ", text))

    def _apart(self, node: HtmlElement) -> None:
        """Put a blank between two elements that stand apart by their style alone: a name, a type, a badge."""
        so_far = "".join(self._parts)
        before = so_far[-1:]
        text = "".join(node.itertext()).lstrip()[:1]
        if before == ":" or ((before.isalnum() or before in "*_`)") and before and (text.isalnum() or text == "(")):
            self._parts.append(", " if _VALUES.search(so_far) else " ")

    def _block(self, node: HtmlElement, depth: int) -> None:
        self.flush()
        self.line = node.sourceline or self.line
        self._children(node, depth)
        names = (node.get("class") or "").split()
        if "parameter__name" in names and "required" not in names:
            # In Swagger UI what is required has this class.
            self._parts.append(" (optional)")
        self.flush()

    def _between(self, first: str, node: HtmlElement, depth: int, last: str) -> None:
        self.flush()
        self.out.append((node.sourceline or self.line, first))
        self._block(node, depth)
        self.out.append((self.line, last))

    def _sections(self, node: HtmlElement, depth: int) -> None:
        """Write definitions whose terms are requests, or the titles of parts, as such."""
        for child in node:
            text = " ".join("".join(child.itertext()).split()).rstrip("¶ :")
            if child.tag == "dt":
                self.flush()
                title = text if _WHOLE.fullmatch(text) else f"#### {text}"
                self.out += [(child.sourceline or self.line, title), (self.line, "")]
            elif isinstance(child.tag, str):
                self._block(child, depth + 1)

    def _heading(self, node: HtmlElement, level: int, depth: int) -> None:
        self.flush()
        self.line = node.sourceline or self.line
        start = len(self.out)
        self._block(node, depth)
        text = " ".join(line.strip() for _, line in self.out[start:] if line.strip()).replace("**", "")
        del self.out[start:]
        if text:
            self.out += [(self.line, f"{'#' * level} {text}"), (self.line, "")]

    def _list(self, node: HtmlElement, depth: int) -> None:
        self.flush()
        self._children(node, depth)
        self.flush()
        if not self._depth:
            self.out.append((self.line, ""))

    def _marked(self, node: HtmlElement, mark: str, depth: int) -> None:
        self._apart(node)
        start, lines = len(self._parts), len(self.out)
        self._children(node, depth)
        if len(self.out) > lines:  # blocks within a mark
            return
        text = "".join(self._parts[start:])
        text = text.replace("`", "") if mark == "**" else text
        mark = mark if any(map(str.isalnum, text)) else ""
        del self._parts[start:]
        inner = text.strip()
        if inner:
            before, _, after = text.partition(inner)
            self._parts.append(f"{before}{mark}{inner}{mark}{after}")

    def flush(self) -> None:
        """Write the line that is open."""
        text = " ".join("".join(self._parts).split())
        self._parts.clear()
        if not text:
            return
        text = _INT_FORMAT.sub("", text)
        margin = "  " * (self._depth - self._is_item)
        self.out.append((self.line, f"{margin}- {text}" if self._is_item else f"{margin}{text}"))
        self._is_item = False
        if not self._depth:
            self.out.append((self.line, ""))

    def _code(self, node: HtmlElement) -> None:
        """Write a block of code; one that is a path alone has its method beside it."""
        self.flush()
        number = self.line = node.sourceline or self.line
        text = "".join(_code_text(node)).replace("\xa0", " ").strip("\n")
        method = (node.get("data-type") or "").upper()
        if re.fullmatch(METHODS, method) and (path := _PATH.fullmatch(text.strip())):
            self.out += [(number, f"`{method} {path['path']}`"), (number, "")]
        elif text.strip():
            inner = node.find(".//code")
            classes = f"{node.get('class') or ''} {inner.get('class') or '' if inner is not None else ''}"
            language = _LANGUAGE.search(classes)
            self.out += [(number, ""), (number, f"```{language['name'] if language else ''}")]
            self.out += [(number + at, line) for at, line in enumerate(text.split("\n"))]
            self.out += [(number, "```"), (number, "")]

    def _table(self, node: HtmlElement) -> None:
        """Write a table; the code in its cells stands below it."""
        rows = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        heads: list[str] = []
        written: list[tuple[int, list[str]]] = []
        below: NumberedLines = []
        for row in rows:
            cells = [cell for cell in row if cell.tag in ("td", "th")][:_MOST_COLUMNS]
            texts = [self._cell(cell, below) for cell in cells]
            is_head = not heads and not written and (_is_in_head(row) or all(cell.tag == "th" for cell in cells))
            if is_head and len(cells) > 1:
                heads = texts
            elif texts:
                written.append((row.sourceline or self.line, texts))
        width = max((len(texts) for _, texts in written), default=0)
        number = node.sourceline or self.line
        if width > 1:
            heads = [*heads, *[""] * (width - len(heads))]
            self.out += [(number, ""), (number, _row(heads)), (number, _row(["---"] * len(heads)))]
            self.out += [(at, _row([*texts, *[""] * (len(heads) - len(texts))])) for at, texts in written]
        else:
            self.out += [(at, texts[0]) for at, texts in written if texts[0]]
        self.out += [(number, "  "), (number, ""), *below]

    def _cell(self, node: HtmlElement, below: NumberedLines) -> str:
        inside = _Page(line=node.sourceline or self.line)
        inside._children(node, 0)
        inside.flush()
        lines: list[str] = []
        is_code = False
        for number, line in inside.out:
            is_fence = line.startswith("```")
            if is_fence or is_code:
                below.append((number, line))
                is_code ^= is_fence
            elif line.strip():
                lines.append(line.strip())
        if node.get("kind") == "field" and "required" not in lines:
            # A field of ReDoc without the word is optional.
            lines.append("optional")
        return "<br>".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _is_in_head(row: HtmlElement) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _code_text(node: HtmlElement) -> Iterator[str]:
    """Yield the texts of code, without those of buttons."""
    yield node.text or ""
    for child in node:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag != "button":
            yield from _code_text(child)
        yield child.tail or ""


def _is_title(node: HtmlElement) -> bool:
    """Tell whether a term is a request, or names a part of an endpoint."""
    if node.tag != "dt":
        return False
    text = " ".join("".join(node.itertext()).split()).rstrip("¶ :")
    return _WHOLE.fullmatch(text) is not None or subject_of(text, slips=False) in ("request", "response")


def _above_parts(lines: NumberedLines) -> NumberedLines:
    """Return the lines of a page with one endpoint with its method and path above its parts, as ReDoc has not."""
    places = [at for at, (_, line) in enumerate(lines) if line[:1] == "`" and _WHOLE.fullmatch(line)]
    headings = [
        (at, heading) for at, (_, line) in enumerate(lines) if line[:1] == "#" and (heading := heading_of(line))
    ]
    first = next((at for at, heading in headings if heading.subject in ("request", "response")), None)
    if not places or first is None or first > places[0] or len({lines[at][1] for at in places}) > 1:
        return lines
    number, line = lines[places[0]]
    return [*lines[:first], (number, line), (number, ""), *lines[first : places[0]], *lines[places[0] + 1 :]]


def _is_code(lines: NumberedLines, index: int) -> bool:
    return index > 0 and lines[index - 1][1].startswith("```")


def _declared(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Yield the lines with each method and path that stand near each other on one line of code."""
    index = 0
    while index < len(lines):
        number, line = lines[index]
        near = [(at, text) for at, (_, text) in enumerate(lines[index + 1 : index + 8], index + 1) if text.strip(" `")][
            :_NEAR
        ]
        if (whole := _WHOLE.fullmatch(line)) is not None and not _is_code(lines, index):
            yield number, ""
            yield number, f"`{whole['method'].upper()} {whole['path']}`"
            yield number, ""
            index += 1
            continue
        if (action := _ACTION.fullmatch(line)) is not None:
            yield number, f"{action['marks']}{action['title']}"
            yield number, ""
            yield number, f"`{action['method'].upper()} {action['path']}`"
            yield number, ""
            index += 1
            continue
        titled = _TITLED.fullmatch(line)
        method = titled or _METHOD.fullmatch(line)
        near = near[1:] if near and _HOST.fullmatch(near[0][1]) else near
        path = _PATH.fullmatch(near[0][1]) if method and near else None
        if method is None or path is None or (titled and not path["host"] and not near):
            yield number, line
            index += 1
            continue
        if titled:
            yield number, f"{titled['marks']}{titled['title']}"
        yield number, ""
        yield number, f"`{method['method'].upper()} {path['path']}`"
        yield number, ""
        index = near[0][0] + 1
        if index < len(lines) and lines[index][1].startswith("```"):
            index += 1
