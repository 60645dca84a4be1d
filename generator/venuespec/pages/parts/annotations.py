"""Read what brackets behind a text say: '[optional] [default to 100] [enum: buy, sell]', 'BUY (default), SELL'."""

import re
from collections.abc import Sequence

_WHOLE = re.compile(r"(?:\s*\[[^\[\]]{1,400}\])+\s*")
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEFAULT = re.compile(r"defaults? to\s+(?P<value>\S+)", re.IGNORECASE)
_DEFAULT_VALUE = re.compile(r"`?(?P<value>[\w.-]+)`?\s*\((?:the )?default\)", re.IGNORECASE)
_ENUM = re.compile(r"enum:\s*(?P<values>\S.*)", re.IGNORECASE)


def annotations_of(cell: str) -> str:
    """Return a cell that has nothing but such brackets as lines of plain words; another cell as it is."""
    if cell.lstrip()[:1] != "[" or _WHOLE.fullmatch(cell) is None:
        return cell
    return "<br>".join(_written(part.strip()) for part in _PART.findall(cell))


def _written(text: str) -> str:
    if default := _DEFAULT.fullmatch(text):
        return f"Default: `{default['value'].strip('`')}`."
    if enum := _ENUM.fullmatch(text):
        return "<br>".join(f"`{value.strip(' `')}`" for value in enum["values"].split(","))
    return f"{text.capitalize()}." if text.lower() in ("optional", "required") else text


def marked_default(cell: str, values: Sequence[str]) -> str | None:
    """Return the value of a list that is marked as the default: 'BUY (default), SELL'."""
    marked = [match["value"] for match in _DEFAULT_VALUE.finditer(cell) if match["value"] in values]
    return marked[0] if len(marked) == 1 else None
