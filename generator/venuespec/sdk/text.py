"""Turn spec text into docstrings."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ..python_text import WIDTH, Python

# Headings that the items below follow without a gap.
_SECTIONS = frozenset({"Args:", "Returns:", "Raises:", "Notes:"})
_LAST_QUOTE = re.compile(r'(\\*)"$')
_LEAD = re.compile(r"( *)(- )?")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return one line of printable text: without control, format and surrogate characters, spaces folded."""
    if text.isprintable():
        return _SPACE.sub(" ", text).strip()
    kept = (" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return _SPACE.sub(" ", "".join(kept)).strip()


def docstring(paragraphs: Iterable[str], indent: int = 4) -> Python:
    """Render a docstring of these paragraphs, quotes included; the first is its summary.

    A paragraph that starts with ``- `` or a space is a list item and keeps its indentation; it follows the one
    before without a gap.
    """
    margin = " " * indent
    blocks: list[str] = []
    listing = True
    for paragraph in paragraphs:
        wrapped, item = _wrapped(paragraph, margin, WIDTH if blocks else WIDTH - 2)  # the first line has quotes too
        if blocks and item and listing:
            blocks[-1] += f"\n{wrapped}"
        else:
            blocks.append(wrapped)
        listing = item or paragraph in _SECTIONS
    body = "\n\n".join(blocks).lstrip() or "No description."
    if (last := _LAST_QUOTE.search(body)) and len(last[1]) % 2 == 0:
        body = f'{body[:-1]}\\"'
    return Python(f'"""{body}"""' if "\n" not in body else f'"""{body}\n{margin}"""')


@lru_cache(maxsize=1 << 14)
def _wrapped(paragraph: str, margin: str, width: int) -> tuple[str, bool]:
    """Break a paragraph into lines, and tell whether it is a list item.

    The same parameter stands in many docstrings, and in each that is tried while rules are chosen.
    """
    lead = _LEAD.match(paragraph)
    spaces = margin + (lead[1] if lead else "")
    hang = spaces + ("  " if lead and lead[2] else "    " if lead and lead[1] else "")
    text = _escaped(clean(paragraph))
    item = bool(lead and (lead[1] or lead[2]))
    if text and len(spaces) + len(text) <= width:
        return spaces + text, item
    wrapped = textwrap.fill(
        text,
        width,
        initial_indent=spaces,
        subsequent_indent=hang,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return wrapped, item


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
