"""Spec text on its way into Python: as a literal, or as a docstring. There is no third way."""

import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import cast

from jinja2 import Undefined

from ..runtime.json_types import is_array, is_items, is_object
from ..spec.keys import attributes_of, is_mapping

WIDTH = 116
_SPACE = re.compile(r"\s+")
_LAST_QUOTE = re.compile(r'(\\*)"$')
# What names and annotations are made of: nothing that can call, quote, assign, comment or begin a line.
_NAMES = re.compile(r"[A-Za-z0-9_.,|\[\] ]*")


class UnsafeTextError(Exception):
    """Text that is neither a name nor Python source on its way into a generated module."""


class Python(str):
    """Python source that the generator made, with all text from outside in literals and docstrings."""

    __slots__ = ()


def source(value: object) -> object:
    """A value that a template may write: ``Python``, a number, or a name. Raises ``UnsafeTextError`` for others."""
    if isinstance(value, Python) or type(value) is int or (type(value) is float and math.isfinite(value)):
        return value
    text = str(value) if isinstance(value, str | Undefined) else None
    if text is None or not _NAMES.fullmatch(text):
        raise UnsafeTextError(f"{str(value)[:80]!r} is written where Python is expected; use a literal or a docstring")
    return text


def clean(text: str) -> str:
    """One line of printable text: control, format and surrogate characters gone, runs of space folded."""
    kept = (" " if each.isspace() else each for each in text if each.isspace() or unicodedata.category(each)[0] != "C")
    return _SPACE.sub(" ", "".join(kept)).strip()


def literal(value: object, indent: int = 0) -> Python:
    """A value as Python source. Long text is broken over lines, in parentheses."""
    if isinstance(value, str) and len(value) + indent > WIDTH:
        parts = textwrap.wrap(
            value,
            WIDTH - 12,
            drop_whitespace=False,
            break_on_hyphens=False,
            replace_whitespace=False,
            expand_tabs=False,
        )
        if len(parts) > 1 and "".join(parts) == value:
            return Python("(" + " ".join(repr(part) for part in parts) + ")")
    if is_array(value) or is_items(value):
        inner = literals(value)
        return Python(f"[{inner}]" if is_array(value) else f"({inner}{',' if len(value) == 1 else ''})")
    if is_object(value):
        return Python("{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}")
    return Python(repr(value))


def literals(values: Iterable[object]) -> Python:
    """Several values, between commas."""
    return Python(", ".join(map(literal, values)))


def arguments(value: object) -> Python:
    """The keyword arguments that make an object of a class of the runtime; what has its default is left out."""
    given = {
        name: getattr(value, name)
        for name, default in attributes_of(type(value)).items()
        if getattr(value, name) != default
    }
    return Python(", ".join(f"{name}={_made(each)}" for name, each in given.items()))


def _made(value: object) -> Python:
    """An argument as Python source: a set, an object of a class of the runtime, or a literal."""
    if isinstance(value, frozenset):
        return Python(f"frozenset({literal(sorted(cast('frozenset[str]', value)))})")
    if is_mapping(type(value)):
        return Python(f"{type(value).__name__}({arguments(value)})")
    return literal(value)


def docstring(paragraphs: Iterable[str], indent: int = 4) -> Python:
    """A docstring of these paragraphs, quotes included; the first is its summary.

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
        listing = item or paragraph == "Args:"
    body = "\n\n".join(blocks).lstrip() or "No description."
    if (last := _LAST_QUOTE.search(body)) and len(last[1]) % 2 == 0:
        body = f'{body[:-1]}\\"'
    return Python(f'"""{body}"""' if "\n" not in body else f'"""{body}\n{margin}"""')


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
