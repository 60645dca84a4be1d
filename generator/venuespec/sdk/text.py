"""Turn spec text into docstrings."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable

from ..python_text import WIDTH, Python

# Headings that the items below follow without a gap.
_SECTIONS = frozenset({"Args:", "Returns:", "Raises:", "Notes:"})
_LAST_QUOTE = re.compile(r'(\\*)"$')
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
        lead = re.match(r"( *)(- )?", paragraph)
        spaces = margin + (lead[1] if lead else "")
        hang = spaces + ("  " if lead and lead[2] else "    " if lead and lead[1] else "")
        wrapped = textwrap.fill(
            _escaped(clean(paragraph)),
            WIDTH if blocks else WIDTH - 2,  # the first line has the quotes too
            initial_indent=spaces,
            subsequent_indent=hang,
            break_on_hyphens=False,
            break_long_words=False,
        )
        item = bool(lead and (lead[1] or lead[2]))
        if blocks and item and listing:
            blocks[-1] += f"\n{wrapped}"
        else:
            blocks.append(wrapped)
        listing = item or paragraph in _SECTIONS
    body = "\n\n".join(blocks).lstrip() or "No description."
    if (last := _LAST_QUOTE.search(body)) and len(last[1]) % 2 == 0:
        body = f'{body[:-1]}\\"'
    return Python(f'"""{body}"""' if "\n" not in body else f'"""{body}\n{margin}"""')


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
