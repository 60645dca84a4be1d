"""Read pages saved as HTML from OKX's site, as a crawl of the site is read.

The site is one long page; a saved page is all or part of it, in one language.
"""

from pathlib import Path

from attrs import evolve

from ..draft import Draft
from ..parts.html import sections
from ..parts.page import page_text
from .okx_markdown import read_lines, section_of

_HOST = "https://www.okx.com"
_DOCS = f"{_HOST}/docs-v5/en/"


def read_page(file: Path) -> list[Draft]:
    """Return the endpoints that a page documents, in its order; nothing for a file of another kind."""
    return read_text(page_text(file), file)


def read_text(html: str, file: Path) -> list[Draft]:
    """Return the endpoints in the text of a page, each with the link to its own section."""
    # A browser makes links absolute.
    html = html.replace(f'href="{_HOST}/docs-v5/', 'href="/docs-v5/')
    drafts: list[Draft] = []
    for section in sections(html, file):
        source = f"{_DOCS}#{section.anchor}" if section.anchor else _DOCS
        drafts += [
            evolve(draft, source=source, section=section_of(source))
            for draft in read_lines(list(section.lines), file)
        ]
    return drafts
