"""Find the YAML of a rule in its file, for a person to read beside its English."""

from collections.abc import Callable
from pathlib import Path

from .place import Place


def rule_text(place: Place, read: Callable[[Path], str]) -> str:
    """Return the YAML of the rule that begins at a place; '' where there is none."""
    try:
        lines = read(place.file).splitlines()[place.line - 1 :]
    except OSError:
        return ""
    if not lines or not lines[0].lstrip().startswith("- "):
        return ""
    margin = len(lines[0]) - len(lines[0].lstrip())
    text = [lines[0]]
    for line in lines[1:]:
        inner = len(line) - len(line.lstrip())
        if line.strip() and inner <= margin:
            break
        text.append(line)
    return "\n".join(text).rstrip() + "\n"
