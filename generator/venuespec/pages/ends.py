"""Tell whether the text of a page ends too early, whatever its format: within an element, a block of code or a row."""

import re

from .bodies import is_cut

# The line that begins a block of code, or ends one of the same signs: '```json'.
_FENCE = re.compile(r"^[ \t>]{0,12}(`{3,}|~{3,})([^\n`]*)$", re.MULTILINE)


def ends_early(text: str, *, html: bool) -> str | None:
    """Return what says that a page ends too early; None for one that may be whole."""
    if html:
        return "the page ends before </html>; it may be cut off" if is_cut(text) else None
    if _is_open(text):
        return "a block of code is not closed; the page may be cut off"
    lines = text.rstrip().rsplit("\n", 2)
    last, before = lines[-1].strip(), lines[-2].strip() if len(lines) > 1 else ""
    within = last.startswith("|") and not last.endswith("|") and before.startswith("|") and before.endswith("|")
    return f"the page ends within a row: {last[:60]}" if within else None


def _is_open(text: str) -> bool:
    """Tell whether the last block of code has no end."""
    if not (text.count("```") % 2 or text.count("~~~") % 2):
        return False
    mark = ""
    for fence in _FENCE.finditer(text):
        if not mark:
            mark = fence[1]
        elif fence[1].startswith(mark) and not fence[2].strip():
            mark = ""
    return bool(mark)
