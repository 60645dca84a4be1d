"""Convert HTML to the numbered lines of markdown that the readers of crawled pages read.

A page is cut at the headings of its sections before it is parsed, so the effect of a broken tag ends with its section.
The lines are those that a crawl gives for the same page: quoted labels, indented code, tables with bars.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from attrs import define, field, frozen
from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from ...spec.place import Place
from ...spec.problem import Problem, SpecError
from .headings import subject_of
from .listed import as_entry

NumberedLine = tuple[int, str]

_CUT = re.compile(r"<(?:!--|(?P<hidden>script|style|template|textarea)(?=[\s/>])|(?P<heading>h[1-3])(?=[\s/>]))", re.I)
_SILENT = frozenset({"script", "style", "template", "textarea", "nav", "button", "svg", "head", "noscript"})
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "ol", "p", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})
# fmt: on
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKS = {"b": "**", "strong": "**", "em": "_", "i": "_", "del": "~~", "s": "~~", "strike": "~~", "code": "`"}
_CELLS = frozenset({"td", "th"})
_DEFINITIONS = ("dl", "dt", "dd")
# Tags that say nothing here; a sample of code has hundreds of them, closed or not.
_INERT = re.compile(r"</?(?:abbr|big|font|kbd|label|mark|samp|small|span|tt|u|var|wbr)(?:\s[^<>\n]*)?>", re.I)
_SPACE = re.compile(r"[ \t\r\f\v\n\xa0]+")
# What looks like a mark of a list is escaped where a crawl escapes it: at the beginning of a text and behind an entity.
_LIST_MARK = re.compile(r"(?:^|(?<=[<>&]))[ \t]*(?:\d+(?=\.\s)|(?=[+-]\s))", re.MULTILINE)
_SPANNED_COLUMNS = 12
"""No table has more columns; a cell behind them reaches down to no other row."""


@frozen
class PageSection:
    """A heading of the first three levels with everything up to the next one; ``anchor`` is the heading's id."""

    level: int
    anchor: str
    lines: tuple[NumberedLine, ...]


@lru_cache(maxsize=2)
def sections(html: str, file: Path) -> tuple[PageSection, ...]:
    """Return the sections of a page; text above the first heading is left out.

    Raises ``SpecError`` for a section whose tags are nested deeper than a parser follows.
    """
    return tuple(_sections(html, file))


def _sections(html: str, file: Path) -> Iterator[PageSection]:
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    starts = [*_starts(html), len(html)]
    line, position = 1, 0
    for start, end in pairwise(starts):
        line += html.count("\n", position, start)
        position = start
        root = etree.fromstring(_INERT.sub("", html[start:end]).encode("utf-8", "replace"), parser)
        # The parser stops where tags are nested deeper than its limit, without raising an error.
        if fatal := parser.error_log.filter_from_fatals():
            message = f"the parser of HTML gave up: {fatal[0].message}; no page of this folder was taken over"
            place = Place(file, line + fatal[0].line - 1)
            raise SpecError([Problem(check="page-unreadable", place=place, message=message)])
        heading = next(root.iter("h1", "h2", "h3"))
        # Below the heading of a part of an endpoint, definitions are its parameters.
        of_parameters = subject_of("".join(heading.itertext()), slips=False) in ("request", "response")
        lines = _Lines(first=line, of_parameters=of_parameters).of(root)
        yield PageSection(int(html[start + 2]), heading.get("id") or "", tuple(lines))


def text_of(html: str, file: Path) -> str:
    """Return the sections of a page one after the other, without the lines that they come from."""
    return "\n".join(line for section in sections(html, file) for _, line in section.lines)


def _starts(html: str) -> Iterator[int]:
    """Yield where the headings of sections begin, outside of comments and scripts.

    What is never closed hides nothing.
    """
    position = 0
    unclosed: set[str] = set()
    while match := _CUT.search(html, position):
        position = match.end()
        if match["heading"]:
            yield match.start()
            continue
        end = f"</{match['hidden'].lower()}" if match["hidden"] else "-->"
        found = None if end in unclosed else re.compile(re.escape(end), re.IGNORECASE).search(html, position)
        if found is None:
            unclosed.add(end)
        else:
            position = found.end()


@define
class _Table:
    """A table that is being read; ``spans`` are the cells of earlier rows that reach down, by column."""

    row: list[str] = field(factory=list[str])
    heads: list[str] = field(factory=list[str])
    rows: int = 0
    line: int = 0
    spans: dict[int, tuple[int, str]] = field(factory=dict[int, tuple[int, str]])


@define(kw_only=True)
class _Lines:
    """The walk through the tree of a section, without recursion."""

    first: int
    of_parameters: bool = False
    _out: list[NumberedLine] = field(factory=list[NumberedLine], init=False)
    # The text of the block that is open, and below it that of open marks, links and cells.
    _texts: list[list[str]] = field(factory=lambda: [list[str]()], init=False)
    _tables: list[_Table] = field(factory=list[_Table], init=False)
    _quotes: int = field(default=0, init=False)
    _lists: list[int | None] = field(factory=list[int | None], init=False)
    _code: int = field(default=0, init=False)
    _pre: HtmlElement | None = field(default=None, init=False)
    _line: int = field(default=1, init=False)
    _prefix: str = field(default="", init=False)

    def of(self, root: HtmlElement) -> list[NumberedLine]:
        """Return the lines of a tree."""
        silent: HtmlElement | None = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            tag = node.tag if isinstance(node.tag, str) else ""
            if event == "start" and silent is None:
                if tag in _SILENT:
                    silent = node
                else:
                    self._start(tag, node)
                    self._text(node.text)
            elif event == "end":
                if silent is node:
                    silent = None
                elif silent is None:
                    self._end(tag, node)
                if silent is None:
                    self._text(node.tail)
        self._flush()
        return self._out

    def _number(self, node: HtmlElement) -> int:
        return self.first + (node.sourceline or 1) - 1

    def _text(self, text: str | None) -> None:
        if text and self._pre is not None:
            self._texts[-1].append(text)
        elif text:
            escaped = text if self._code else _LIST_MARK.sub(r"\g<0>\\", text)
            self._texts[-1].append(_SPACE.sub(" ", escaped))

    def _start(self, tag: str, node: HtmlElement) -> None:
        if self._pre is not None:
            if tag == "br":
                self._texts[-1].append("\n")
            return
        if tag in _HEADINGS or tag in _BLOCKS or tag == "pre":
            self._break(self._number(node))
        if tag == "pre":
            self._pre = node
            self._texts.append([])
        elif tag == "br":
            self._texts[-1].append("\n")
        elif tag in _MARKS or tag == "a":
            self._code += tag == "code"
            self._texts.append([])
        else:
            self._structure(tag, node)

    def _structure(self, tag: str, node: HtmlElement) -> None:
        """Begin a heading, a quotation, a list or a part of a table."""
        if tag in _HEADINGS and not self._tables:
            self._prefix = "#" * int(tag[1]) + " "
        elif tag == "blockquote":
            self._quotes += 1
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._tables:
            self._texts[-1].append("* ")
        elif tag == "li":
            self._prefix = self._bullet()
        elif tag in _DEFINITIONS and self.of_parameters and not self._tables:
            # What is inside of what is told by the tags alone.
            self._out.append((self._number(node), f"<{tag}>"))
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].row.clear()
            self._tables[-1].line = 0
        elif tag in _CELLS and self._tables:
            self._tables[-1].line = self._tables[-1].line or self._number(node)
            self._texts.append([])

    def _bullet(self) -> str:
        if not self._lists:
            return "  * "
        count = self._lists[-1]
        if count is not None:
            self._lists[-1] = count + 1
            return f"  {count + 1}. "
        return "  * "

    def _end(self, tag: str, node: HtmlElement) -> None:
        if self._pre is not None:
            if node is self._pre:
                self._end_pre()
            return
        if tag in _MARKS or tag == "a":
            self._code -= tag == "code"
            text = "".join(self._texts.pop())
            self._texts[-1].append(_linked(text, node) if tag == "a" else _marked(text, _MARKS[tag]))
        elif tag in _HEADINGS or tag in _BLOCKS:
            self._break(self._number(node))
            if tag == "blockquote":
                self._quotes = max(0, self._quotes - 1)
            elif tag in ("ul", "ol"):
                self._lists.pop()
            elif tag in _DEFINITIONS and self.of_parameters and not self._tables:
                self._out.append((self._line, f"</{tag}>"))
            elif tag == "tr" and self._tables:
                self._end_row()
            elif tag == "table":
                self._end_table()
        elif tag in _CELLS and self._tables:
            self._end_cell(node)

    def _break(self, line: int) -> None:
        """End the block that is open; inside a cell, a line."""
        texts = self._texts[-1]
        if not self._tables:
            self._flush()
            self._line = line
        else:
            if texts and texts[-1] == " ":  # between two tags
                texts.pop()
            if texts and not texts[-1].endswith("\n"):
                texts.append("\n")

    def _flush(self) -> None:
        """Write the paragraph, heading, label or list item that is open."""
        lines = _lines_of("".join(piece for texts in self._texts for piece in texts))
        for texts in self._texts:
            texts.clear()
        prefix, self._prefix = self._prefix, ""
        if not lines:
            self._prefix = prefix  # a block inside the heading or the list item
            return
        if prefix.startswith("#"):
            lines = [" ".join(lines)]
        quote = "> " if self._quotes else ""
        for index, text in enumerate(lines):
            ending = "  " if index < len(lines) - 1 else ""
            self._out.append((self._line, f"{quote}{prefix if index == 0 else ''}{text}{ending}"))
        self._out.append((self._line, ""))

    def _end_pre(self) -> None:
        """Write a block of code; the crawl indents code and puts empty lines around it."""
        node, self._pre = self._pre, None
        text = "".join(self._texts.pop()).replace("\xa0", " ").replace("\r", "")
        if self._tables:
            self._texts[-1].append(text.strip() + "\n")
            return
        start = self._number(node) if node is not None else self._line
        self._out.append((start, ""))
        for index, line in enumerate(text.strip("\n").split("\n")):
            self._out.append((start + index, f"    {line}"))
        self._out.append((start, ""))

    def _end_cell(self, node: HtmlElement) -> None:
        table = self._tables[-1]
        text = "\n".join(_lines_of("".join(self._texts.pop()), keep_empty=True))
        self._add_spanned(table)
        span = node.get("rowspan") or ""
        if re.fullmatch("[0-9]{1,3}", span) and int(span) > 1 and len(table.row) < _SPANNED_COLUMNS:
            table.spans[len(table.row)] = (int(span) - 1, text)
        table.row.append(text)

    def _add_spanned(self, table: _Table) -> None:
        """Repeat the cells of earlier rows that reach down to this place."""
        while (column := len(table.row)) in table.spans:
            left, text = table.spans.pop(column)
            if left > 1:
                table.spans[column] = (left - 1, text)
            table.row.append(text)

    def _end_row(self) -> None:
        table = self._tables[-1]
        self._add_spanned(table)
        if not table.row:
            return
        *short, last = table.row
        if len(self._tables) > 1:  # a table inside a cell is a list of the cell
            table.heads = table.heads or list(table.row)
            entry = as_entry(table.heads, table.row) if table.heads != table.row else " ".join(table.row)
            self._texts[-1].append(" ".join(entry.split()) + "\n")
            return
        cells = [" ".join(cell.replace("|", "/").replace("`", "").split()) for cell in short]
        first, *more = last.split("\n")
        self._out.append((table.line, " | ".join([*cells, first]) + "  "))
        self._out += [(table.line, f"{line}  " if line else "") for line in more]
        if table.rows == 0:
            self._out.append((table.line, "|".join(["---"] * len(table.row)) + "  "))
        table.rows += 1

    def _end_table(self) -> None:
        """Mark the end of a table with a line of two spaces, as a crawl does."""
        self._tables.pop()
        if not self._tables:
            self._out += [(self._line, "  "), (self._line, "")]


def _lines_of(text: str, *, keep_empty: bool = False) -> list[str]:
    """Return the lines between breaks, trimmed; without empty ones at the ends."""
    lines = [_SPACE.sub(" ", line).strip() for line in text.strip().split("\n")]
    return lines if keep_empty else [line for line in lines if line]


def _marked(text: str, mark: str) -> str:
    """Put marks around a text, inside of the white space around it."""
    inner = text.strip()
    if not inner:
        return text
    before, _, after = text.partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


def _linked(text: str, node: HtmlElement) -> str:
    target = node.get("href")
    if not target or not text.strip():
        return text
    return f"<{target}>" if target == text else f"[{text}]({target})"
