"""Names of rows in whatever spelling: marks of depth, paths, links, footnotes, tags and signs around them."""

import re
from functools import lru_cache

from attrs import evolve

from ...spec.row_types import json_type
from ..draft import DraftRow

# Other spellings of a name and its place: '`> px`', '* px', 'order > px', 'order[px]', '[px](#px)', 'px<sup>1</sup>'.
_ODD_NAME = re.compile(
    r"^\W{0,3}\$|[\"＞\\?\[\]<:|#*\u00a0]|[-=]>|\w\s+>|`\.|\.`|^`[>\-\s]|"
    r"^\W{0,3}(?![`*~&])[^\w\s]|^_|\*\*\.|[¹²³⁰⁴-⁹]"
)
_NAME_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_NAME_NOTE = re.compile(r"<sup>[^<>]*</sup>|\[\^\w+\]|<a\b[^<>]*>|</a>|[¹²³⁰⁴-⁹]+(?:⁾|\))?(?=[`*\s]*$)")
_UNDERSCORES = re.compile(r"^__?(?=[a-z]\w*[a-z0-9]$)")
_BRACKETS = re.compile(r"(?<=\w)\[([A-Za-z_]\w*)\]")
_JOINT = re.compile(r"(?<=[\w\]])\s*(?:-+>|=>|::|\.\*\.|(?<=\s)>|`\.`)\s*(?=`?[A-Za-z])")
_NAME_TAG = re.compile(r"</?(?:code|b|strong|em|i|span|kbd|tt)\b[^<>]*>", re.IGNORECASE)
_OTHER_MARKS = re.compile(r"^\s*(?:[.~—–⇒↪◦○▪▫‣⁃⤷⮑][\s.]*)+(?=[`*]*[A-Za-z])(?<!~~)")
_APART_STAR = re.compile(r"\s+(?=[*†]+$)")
_FIRST_ITEM = re.compile(r"(?<=\w)\[[\d*inkx]?\](?=\.[A-Za-z])")
_PLACE_IN_BRACKETS = re.compile(r"(?<=\w)\[[\d*inkx]?\](?=\[[A-Za-z_])")
_PLACES = re.compile(r"(?P<above>[A-Za-z][\w-]*)(?P<items>\[\])?\.(?P<name>(?:(?:\d+|[*#])\.)?[A-Za-z].*)")
# The place of an item in a path: 'orders.0.px', 'orders.N.px'.
_OF_ITEMS = re.compile(r"^(?:\d+|[nNiIkK*#]|\{\w+\}|\[\w*\])\.(?=[A-Za-z])")
_NO_ROWS = re.compile(
    r"[\s|>*_]*(?:none|n/?a|null|nil|no parameters?|无)[\s|*_.]*(?:(?:none|n/?a|[-–—/])[\s|]*)*", re.IGNORECASE
)
OPTIONAL_MARK = re.compile(r"\w`?\?[*`\s]*$")


@lru_cache(maxsize=1 << 13)
def name_of(cell: str) -> str:
    """Return the cell of a name in the spelling that ``_NAME`` knows, with dots between the parts of a path."""
    if _ODD_NAME.search(cell) is None:
        return cell
    text = (
        _NAME_NOTE.sub("", _NAME_LINK.sub(r"\1", cell))
        .replace("＞", ">")
        .replace("\u00a0", " ")
        .replace("\\", "")
        .strip()
    )
    text = re.sub(r"^([\s`]*)\$\.", r"\1", text).replace("[*]", "[]")
    text = _NAME_TAG.sub("", text).replace('"', "").replace("=>", ">")
    text = re.sub(r"\*\*(\w+)\*\*(?=\.)", r"\1", text)
    text = re.sub(r"^`\s+(?=\w)", "•`", text)
    # Any other sign before a name is a mark of its depth; underscores, if none follow it.
    text = _UNDERSCORES.sub(lambda match: ">" * len(match[0]), text)
    if (marks := _OTHER_MARKS.match(text)) is not None:
        text = ">" * len("".join(marks[0].split())) + " " + text[marks.end() :]
    text = re.sub(r"^[*+|](?=\s+[A-Za-z`])|^\|-+\s*(?=[A-Za-z`])", "•", text)
    text = re.sub(r"^`\s*((?:[>\-]\s*)+)", r"\1`", text)
    # Within a list, '> list[0].px', the place in an item is a part of the name.
    text = _PLACE_IN_BRACKETS.sub("", text)
    text = text if text[:1] in ">•" else _FIRST_ITEM.sub("[]", text)
    text = _BRACKETS.sub(r".\1", _JOINT.sub(".", text)).replace("`.`", ".")
    text = _APART_STAR.sub("", text)
    return text.replace("?", "") if OPTIONAL_MARK.search(text) else text


# A row that stands for the whole body, and the mark of what is inside of it: '» symbol'.
_BODIES = frozenset({"body", "payload", "request body", "requestbody"})
_DEEPER = re.compile(r"\s*[»>›▸]\s*")


def by_paths(table: tuple[DraftRow, ...], *, of_request: bool = False) -> tuple[DraftRow, ...]:
    """Put rows whose names are paths, 'order.px', below the row of the table that the path begins with."""
    if not any("." in row.name for row in table):
        return table
    placed: list[DraftRow] = []
    for row in table:
        path = _PLACES.fullmatch(row.name)
        above = next((n for n, known in enumerate(placed) if path and known.name == path["above"]), None)
        if above is None and path is not None and path["items"]:
            # 'orders[].px' is of an array that has no row of its own.
            placed.append(_array(path["above"], row.line, of_request=of_request))
            above = len(placed) - 1
        if above is None or path is None or json_type(placed[above].type) not in ("object", "array"):
            placed.append(row)
            continue
        name = _OF_ITEMS.sub("", path["name"]) if json_type(placed[above].type) == "array" else path["name"]
        inner = by_paths((*placed[above].fields, evolve(row, name=name)))
        placed[above] = evolve(placed[above], fields=inner)
    return tuple(placed)


def _array(name: str, line: int, *, of_request: bool) -> DraftRow:
    return DraftRow(name=name, type="array of objects", required="unknown" if of_request else "no", line=line)


def without_body(rows: dict[int, list[str]], named: int, placed: int | None) -> dict[int, list[list[str]]]:
    """Return what stands in place of a row that is the whole body, and of the rows inside of it, less deep by one."""
    if placed is None:
        return {}
    in_body = {place: cells for place, cells in rows.items() if cells[placed].strip(" `*").lower() == "body"}
    body = next((place for place, cells in in_body.items() if cells[named].strip(" `*").lower() in _BODIES), None)
    inside = [cells for place, cells in in_body.items() if place != body]
    if body is None or not inside or not all(_DEEPER.match(cells[named]) for cells in inside):
        return {}
    for cells in inside:
        cells[named] = _DEEPER.sub("", cells[named], count=1)
    return {place: [] if place == body else [cells] for place, cells in in_body.items()}


def says_none(line: str) -> bool:
    """Tell whether a line says that a table has no rows: '| None | - | - |'."""
    return _NO_ROWS.fullmatch(line) is not None
