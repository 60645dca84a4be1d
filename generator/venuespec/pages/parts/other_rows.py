"""Take what a cell says of another row out of it: '`pageSize` cannot exceed 50' behind the last row of a crawl."""

import re
from functools import lru_cache

from .note_words import note_on, sentences_of_note

# A name that no value has as a rule: in camel case.
_NAME = re.compile(r"(?<![\w.-])([a-z]+[A-Z][A-Za-z0-9]*)(?![\w-])")
# A bound or a default with its figure, or what it can be.
_STATES = re.compile(
    r"(?:\b(?:max|min|default|range|up to|at (?:most|least)|cannot|can't|must|exceed)|默认|缺省|最[大小多少]|不超过)"
    r"[^.;]*?\d|^\W*\d+\s*(?:-|to|~|–)\s*\d|\b(?:is|be) (?:one of )?`[^`]+`(?:,| or|/)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[a-z][A-Z]")


@lru_cache(maxsize=1 << 14)
def without_other_rows(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of the row ``name`` without sentences on another row, and these sentences."""
    if not name or _HINT.search(text) is None:
        return text, ()
    kept: list[str] = []
    found: list[str] = []
    for line in text.split("\n"):
        names = {each for each in _NAME.findall(line) if each != name}
        others = [sentence for sentence in sentences_of_note(line) if names and _is_of(sentence, names)]
        found += others
        for sentence in others:
            line = line.replace(sentence, "", 1)
        if line.strip(" .;-*•>") or not others:
            kept.append(line)
    return ("\n".join(kept), tuple(found)) if found else (text, ())


def _is_of(sentence: str, names: set[str]) -> bool:
    note = note_on(sentence, names)
    return note is not None and _STATES.search(note.said) is not None
