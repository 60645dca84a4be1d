"""Read the column that says whether a parameter is required: words, ticks beside blanks, circles beside crosses."""

from collections.abc import Iterable, Sequence

from attrs import evolve

from ...spec.model import Required
from .columns import ColumnHeads
from .eased import OPPOSITE
from .row_names import OPTIONAL_MARK
from .words import required_in, required_of

_TICKS = frozenset("✓✔√☑✅●⬤■•*+")
# 'O' is yes beside 'X', as in Korean and Japanese tables, and optional beside 'M'; alone it may be either.
_CIRCLES = frozenset({"o", "○", "◯", "〇"})
_CROSSES = frozenset({"x", "×", "✗", "✕"})


def with_signs(header: ColumnHeads, words: Iterable[str]) -> ColumnHeads:
    """Return the columns of a table with what the signs in its column of requiredness mean."""
    if header.required is None or header.inverted:
        return header
    found = {word.replace("\\", "").strip().lower() for word in words}
    if all({*word} <= _TICKS for word in found):
        return evolve(header, ticked=True) if len(found) > 1 and "" in found else header
    if found & _CIRCLES and found <= _CIRCLES | _CROSSES | {"", "-", "△"}:
        return evolve(header, circled="beside crosses" if found & _CROSSES else "alone")
    return header


def required_by(word: str, header: ColumnHeads) -> Required:
    """Return what a cell of the column of requiredness says."""
    word = word.replace("\\*", "*")
    if header.ticked and (not word or {*word} <= _TICKS):
        return "yes" if word else "no"
    sign = word.strip().lower()
    if header.circled and sign in _CIRCLES:
        return "yes" if header.circled == "beside crosses" else "unknown"
    if header.circled == "beside crosses" and sign in _CROSSES:
        return "no"
    said = required_of(word)
    return OPPOSITE.get(said, said) if header.inverted else said


def required_of_row(name: str, kind: str, texts: Sequence[str]) -> Required:
    """Return what the cells of a row say of it in a table without such a column."""
    said = required_in(name, kind, texts[0] if texts else "")
    for text in texts[1:]:
        said = required_in("", "", text) if said == "unknown" else said
    return "no" if said == "unknown" and OPTIONAL_MARK.search(name) else said
