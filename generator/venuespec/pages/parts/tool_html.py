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
_MARKS = {"b": "**", "strong": "**", "em": "_", "i": "_", "del": "~~", "s": "~~", "strike": "~~", "code": "`"}
_MARKS |= {"kbd": "`", "tt": "`", "samp": "`"}
_DEFINITIONS = frozenset({"dl", "dt", "dd"})
_SPACE = re.compile(r"[ \t\r\f\v\n\xa0]+")
_INT_FORMAT = re.compile(r"\(\$\w+\)")
_METHOD = re.compile(rf"[#*`_\s]*(?P<method>{METHODS})[*`_\s]*", re.IGNORECASE)
_PATH = re.compile(
    r"[#*`_\s]*(?P<host>https?://[^/\s`*]+)?(?P<path>/(?:[A-Za-z0-9_{:][\w\-./{}:~%]*))(?:\?\S*)?[*`_\s]*"
)
_HOST = re.compile(r"[*`_\s]*https?://[^/\s`*]+/?[*`_\s]*")
_TITLED = re.compile(rf"(?P<marks>#+ )[*`_]*(?P<method>{METHODS})[*`_]*\s+(?P<title>[^/\s][^/]*)")
_LANGUAGE = re.compile(r"\b(?:language|lang)-(?P<name>\w+)")
_DEEPEST = 150
_NEAR = 3
_MOST_COLUMNS = 24


def tool_lines(html: str) -> NumberedLines:
    """Return the lines of a page in markdown, with the numbers of the lines of HTML that they come from."""
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    if root is None:
        return []
    page = _Page()
    page.element(root, 0)
    page.flush()
    return list(_declared(page.out))


@define
class _Page:
    """The walk through the elements of a page."""

    out: NumberedLines = field(factory=NumberedLines)
    _parts: list[str] = field(factory=list[str])
    _line: int = 1
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
        elif tag in _DEFINITIONS:
            self._between(f"<{tag}>", node, depth, f"</{tag}>")
        elif tag in ("ul", "ol"):
            self._list(node, depth)
        elif tag == "li":
            self.flush()
            self._is_item = True
            self._block(node, depth)
            self._is_item = False
        elif tag in _BLOCKS:
            self._block(node, depth)
        elif tag == "br":
            self.flush()
        elif tag in _MARKS:
            self._marked(node, _MARKS[tag], depth)
        elif "headerlink" not in (node.get("class") or ""):
            self._apart(node)
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
        before = self._parts[-1][-1:] if self._parts else ""
        text = "".join(node.itertext()).lstrip()[:1]
        if (before.isalnum() or before in ("*", "_", "`", ")")) and (text.isalpha() or text == "("):
            self._parts.append(" ")

    def _block(self, node: HtmlElement, depth: int) -> None:
        self.flush()
        self._line = node.sourceline or self._line
        self._children(node, depth)
        self.flush()

    def _between(self, first: str, node: HtmlElement, depth: int, last: str) -> None:
        self.flush()
        self.out.append((node.sourceline or self._line, first))
        self._block(node, depth)
        self.out.append((self._line, last))

    def _heading(self, node: HtmlElement, level: int, depth: int) -> None:
        self.flush()
        self._line = node.sourceline or self._line
        start = len(self.out)
        self._block(node, depth)
        text = " ".join(line.strip() for _, line in self.out[start:] if line.strip()).replace("**", "")
        del self.out[start:]
        if text:
            self.out += [(self._line, f"{'#' * level} {text}"), (self._line, "")]

    def _list(self, node: HtmlElement, depth: int) -> None:
        self.flush()
        self._depth += 1
        self._children(node, depth)
        self.flush()
        self._depth -= 1
        if not self._depth:
            self.out.append((self._line, ""))

    def _marked(self, node: HtmlElement, mark: str, depth: int) -> None:
        self._apart(node)
        start, lines = len(self._parts), len(self.out)
        self._children(node, depth)
        if len(self.out) > lines:  # blocks within a mark
            return
        text = "".join(self._parts[start:])
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
        margin = "  " * max(self._depth - self._is_item, 0)
        self.out.append((self._line, f"{margin}- {text}" if self._is_item else f"{margin}{text}"))
        self._is_item = False
        if not self._depth:
            self.out.append((self._line, ""))

    def _code(self, node: HtmlElement) -> None:
        """Write a block of code; one that is a path alone has its method beside it."""
        self.flush()
        number = self._line = node.sourceline or self._line
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
                written.append((row.sourceline or self._line, texts))
        width = max((len(texts) for _, texts in written), default=0)
        number = node.sourceline or self._line
        if width > 1:
            heads = [*heads, *[""] * (width - len(heads))]
            self.out += [(number, ""), (number, _row(heads)), (number, _row(["---"] * len(heads)))]
            self.out += [(at, _row([*texts, *[""] * (len(heads) - len(texts))])) for at, texts in written]
        else:
            self.out += [(at, texts[0]) for at, texts in written if texts[0]]
        self.out += [(number, "  "), (number, ""), *below]

    def _cell(self, node: HtmlElement, below: NumberedLines) -> str:
        inside = _Page(line=node.sourceline or self._line)
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


def _declared(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    """Yield the lines with each method and path that stand near each other on one line of code."""
    index = 0
    while index < len(lines):
        number, line = lines[index]
        near = [(at, text) for at, (_, text) in enumerate(lines[index + 1 : index + 8], index + 1) if text.strip(" `")][
            :_NEAR
        ]
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
