"""Convert pages saved as HTML from OKX's site to the markdown that a crawl of the site gives.

The site is one long page; a saved page is all or part of it, in one language. Each section is converted on its own, so
the effect of a broken tag ends with its section.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

from attrs import evolve
from html2text import HTML2Text

from ..draft import Draft
from ..parts.page import page_text
from .okx_markdown import read_lines, section_of

_HOST = "https://www.okx.com"
_DOCS = f"{_HOST}/docs-v5/en/"
_SECTIONS = frozenset({"h1", "h2", "h3"})
_SILENT = frozenset({"script", "style", "nav", "button", "svg"})
_NESTING = frozenset({"blockquote", "ol", "ul"})
_SPACE = re.compile(r"\s+")
# Deeper than any page; the converter's cost grows with the square of the depth.
_DEEPEST = 16

Attributes = list[tuple[str, str | None]]


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, in its order; nothing for a file of another kind."""
    return read_text(page_text(file), file)


def read_text(html: str, file: Path) -> list[Draft]:
    """Return the endpoints in the text of a page, each with the link to its own section."""
    page = _Page(file)
    # The parser is never closed: closing would re-read an unfinished tag or comment again and again.
    page.feed(html)
    page.end_section()
    return page.drafts


class _Section(HTML2Text):
    """The converter of one section, which records for each line of its text the line of the page."""

    def __init__(self, anchor: str, line: int) -> None:
        super().__init__(bodywidth=0)
        self.unicode_snob = True
        self.ignore_images = True
        self.anchor = anchor
        self.line = line
        self.silent = 0
        self._places = [line]

    def outtextf(self, s: str) -> None:
        super().outtextf(s)
        self._places.extend([self.line] * s.count("\n"))

    def charref(self, name: str) -> str:
        try:
            return super().charref(name)
        except ValueError:  # more digits than int() reads
            return "\ufffd"

    def numbered(self) -> list[tuple[int, str]]:
        """Return the text of the section as numbered lines."""
        text = self.finish().replace("\xa0", " ")
        return list(zip(self._places, text.split("\n"), strict=False))


class _Page(HTMLParser):
    """A page split at the headings of its sections; text above the first heading is left out."""

    def __init__(self, file: Path) -> None:
        super().__init__(convert_charrefs=False)
        self.drafts: list[Draft] = []
        self._file = file
        self._open: _Section | None = None

    def end_section(self) -> None:
        """Read the section that is open, if one is."""
        if self._open is not None:
            source = f"{_DOCS}#{self._open.anchor}" if self._open.anchor else _DOCS
            self.drafts += [
                evolve(draft, source=source, section=section_of(source))
                for draft in read_lines(self._open.numbered(), self._file)
            ]
        self._open = None

    def _section(self) -> _Section | None:
        """Return the section at this place, unless its text is not part of the documentation."""
        section = self._open
        if section is None or section.silent:
            return None
        section.line = self.getpos()[0]
        return section

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value for name, value in attrs if value is not None}
        if tag in _SECTIONS:
            self.end_section()
            self._open = _Section(given.get("id", ""), self.getpos()[0])
        if tag in _SILENT and self._open is not None:
            self._open.silent += 1
        section = self._section()
        if section is None or tag == "abbr":
            return
        if tag in _NESTING and section.blockquote + len(section.list) >= _DEEPEST:
            return
        if given.get("href", "").startswith(f"{_HOST}/docs-v5/"):  # a browser makes links absolute
            given["href"] = given["href"].removeprefix(_HOST)
        section.handle_tag(_block(tag), dict(given), start=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._open is not None:
            self._open.silent = max(0, self._open.silent - 1)
        section = self._section()
        if section is None or tag in _SILENT or tag == "abbr" or (tag == "blockquote" and not section.blockquote):
            return
        section.handle_tag(_block(tag), {}, start=False)
        if tag == "table":
            section.p()

    def handle_data(self, data: str) -> None:
        section = self._section()
        if section is not None:
            section.handle_data(data if section.pre else _SPACE.sub(_one_space, data))

    def handle_charref(self, name: str) -> None:
        section = self._section()
        if section is not None:
            section.handle_charref(name)

    def handle_entityref(self, name: str) -> None:
        section = self._section()
        if section is not None:
            section.handle_entityref(name)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Treat ``<![`` as a comment, as browsers do; the base class fails on kinds that it does not know."""
        return self.parse_bogus_comment(i, report)


def _one_space(run: re.Match[str]) -> str:
    """Collapse white space as HTML does, but keep line breaks, which the converter needs."""
    return "\n" if "\n" in run[0] else " "


def _block(tag: str) -> str:
    """Treat a note as a paragraph of its own."""
    return "div" if tag == "aside" else tag
