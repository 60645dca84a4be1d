"""Text of specs on pages: as Markdown or HTML that shows it and does nothing else."""

import re
from html import escape

from markupsafe import Markup

from ..runtime.errors import readable

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+.!|~^=:$<>&\"'-]")
_ALL = 1_000_000
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def shown(text: object) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(readable(str(text), _ALL).split())


def as_markdown(text: object) -> Markup:
    """Return Markdown that shows a text: its punctuation has no meaning there."""
    return Markup(_SPECIAL.sub(lambda match: f"&#{ord(match[0])};", shown(text)))


def as_html(text: object) -> Markup:
    """Return HTML that shows a text; names of parameters may break after each part."""
    return Markup(escape(shown(text)))


def address(text: str) -> str:
    """Return an address that a page may link to; empty for any other text."""
    return text if _ADDRESS.fullmatch(text) else ""
