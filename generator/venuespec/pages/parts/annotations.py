"""Write what tools put into brackets of their own as usual words: '[optional] [default to 100] [enum: buy, sell]'."""

import re

_WHOLE = re.compile(r"(?:\s*\[[^\[\]]{1,400}\])+\s*")
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEFAULT = re.compile(r"defaults? to\s+(?P<value>\S+)", re.IGNORECASE)
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
