"""Read pages of OKX's site as HTML, fetched or saved by a browser, as a crawl of the site is read.

The site is one long page; a saved page is all or part of it, in one language.
"""

from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

from ..draft import Draft
from ..parts.html import PageSection, sections
from ..parts.page import page_text
from ..readers import PageReader
from .okx_markdown import is_chinese, read_lines, section_of

_HOST = "https://www.okx.com"
_DOCS = f"{_HOST}/docs-v5/en/"
_ABSOLUTE, _RELATIVE = f"]({_HOST}/docs-v5/", "](/docs-v5/"


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, in its order; nothing for a file of another kind."""
    return read_text(page_text(file), file)


def read_text(html: str, file: Path) -> list[Draft]:
    """Return the endpoints in the text of a page, each with the link to its own section."""
    found = sections(html, file)
    translated = _is_translation(found)
    above: dict[int, str] = {}
    drafts: list[Draft] = []
    for section in found:
        above = {level: anchor for level, anchor in above.items() if level < section.level}
        source = f"{_DOCS}#{section.anchor}" if section.anchor else _DOCS
        # The link of an endpoint begins with that of the section around it.
        around = [anchor for anchor in above.values() if anchor and section.anchor.startswith(f"{anchor}-")]
        part = section_of(f"#{max(around, key=len)}" if around else source)
        drafts += [
            evolve(draft, source=source, section=part, translated=translated)
            # A browser makes links absolute.
            for draft in read_lines([(line, text.replace(_ABSOLUTE, _RELATIVE)) for line, text in section.lines], file)
        ]
        above[section.level] = section.anchor
    return drafts


def _is_translation(found: Sequence[PageSection]) -> bool:
    """Tell whether most headings are Chinese; an English page can have a few."""
    headings = [section.lines[0][1] for section in found if section.lines]
    return 2 * sum(map(is_chinese, headings)) > len(headings)


READER = PageReader(lambda page: read_text(page.text, page.file))
