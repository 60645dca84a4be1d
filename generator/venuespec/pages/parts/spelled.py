"""Write a table of parameters as most pages write theirs: columns known by their cells, one name a row, marks of depth.

Heads in no vocabulary are known by what stands below them; levels, numbers and parents of rows become marks of depth;
a row that titles a group is left out; a sign that a legend explains becomes a column.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from attrs import define

from ...spec.row_types import json_type
from .columns import NumberedLines, cells_of, is_ruler, line_of
from .headings import subject_of, title_above
from .legends import may_say_required, required_of_names
from .listed import name_and_type
from .row_names import without_body
from .type_words import type_of
from .words import ColumnRole, column_of, required_of

# A row as most are: nothing about it needs another spelling.
_PLAIN = re.compile(r"\|?\s*(?:>\s*)*`?[A-Za-z]\w*`?\s*\|\s*[^|\s][^|]*\|")
_MARKS = r"[>\s\-└├│─↳»›▸→•·+]*"
_IDENTIFIER = re.compile(rf"{_MARKS}[*_`~\[\"']*[A-Za-z_][\w.\[\]-]*[*_`~\]\"'?\\†]*")
_NAME_ALONE = re.compile(r"\[?[`*]*[a-z_][\w.-]*[`*]*(?:\]\([^()\s]*\))?\s*\\?\*?")
_SEVERAL = re.compile(r"\s*(?:,|，|、|&(?![a-z]+;)|;|\band\b|\s/\s|<br\s*/?>)\s*")
_SLASHED = re.compile(r"(?P<marks>[>\s]*)[`*]*(?P<above>\w+)\s?/\s?(?P<name>[\w/]+)[`*]*")
_CAPTION = re.compile(r"(?:query|body|path|header|url|form|common)(?: string)?(?: param\w*| fields?)?", re.IGNORECASE)
_BOLD = re.compile(r"\s*(?:\*\*|__|<b>|<strong>|_|\*).+(?:\*\*|__|</b>|</strong>|_|\*)\s*")
_PLACES = frozenset(
    {"query", "body", "path", "header", "url", "form", "query string", "formdata", "in query", "in body"}
)
_LEVELS = frozenset({"level", "depth", "nesting", "nesting level", "hierarchy", "层级", "级别"})
_PARENTS = frozenset({"parent", "parent object", "parent field", "parent parameter", "belongs to", "上级", "父级"})
_NONE = frozenset({"", "-", "–", "—", "/", "root", "n/a", "none"})
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_DRAWN = re.compile(r"(?:[└├│─┌┬╰╭|]+\s*|[-–—]{1,4}(?!>)\s*)+(?=[`*]{0,3}[A-Za-z])")
_ASSIGNED = re.compile(rf"(?P<name>{_MARKS}`?[A-Za-z]\w*`?)\s*=\s*`?(?P<value>[\w.-]+)`?")
_OPENING = re.compile(r"(?<=\w)[\s`]*[\[{]{1,2}\s*$")
_CLOSING = re.compile(r"[\s`]*[\]}]{1,2}[\s`,;]*")
_OF_PARAMETERS: frozenset[ColumnRole | None] = frozenset({"name", "type", "required", "optional"})
_FEWEST = 2


def spelled(lines: NumberedLines) -> NumberedLines:
    """Return lines with each table as most pages write theirs; the same lines where nothing is to be changed."""
    written: NumberedLines = []
    index = 0
    while index < len(lines):
        if index + 1 < len(lines) and "|" in lines[index][1] and is_ruler(lines[index + 1][1]):
            end = _end(lines, index + 2)
            written += lines[index:end] if _is_usual(lines, index, end) else _Table.of(lines, index, end).written()
            index = end
        else:
            written.append(lines[index])
            index += 1
    return written


def _is_usual(lines: NumberedLines, start: int, end: int) -> bool:
    """Tell whether nothing of a table needs another spelling, as of most."""
    roles = _usual_roles(lines[start][1])
    if not roles or not all(_PLAIN.match(line) or "|" not in line for _, line in lines[start + 2 : end]):
        return False
    return "required" in roles or "optional" in roles or not may_say_required(title_above(lines, start))


@lru_cache(maxsize=1 << 10)
def _usual_roles(line: str) -> tuple[ColumnRole | None, ...]:
    """Return what the heads of a table say if all are known, and each says something else; nothing otherwise."""
    roles: tuple[ColumnRole | None, ...] = tuple(column_of(head) for head in cells_of(line))
    if None in roles or "place" in roles or "name" not in roles or len(set(roles)) < len(roles):
        return ()
    return roles if "required" in roles or "optional" in roles or roles[:2] == ("name", "type") else ()


def _end(lines: NumberedLines, start: int) -> int:
    for index in range(start, len(lines)):
        line = lines[index][1]
        if line[:1] in "#`~" and line.startswith(("#", "```", "~~~")):
            return index
        if index + 1 < len(lines) and "|" in line and is_ruler(lines[index + 1][1]):
            return index
    return len(lines)


@define
class _Table:
    """A table that is being written: its heads, and its rows by the places of their lines."""

    lines: NumberedLines
    around: NumberedLines
    title: str
    heads: list[str]
    rows: dict[int, list[str]]
    changed: bool = False

    @classmethod
    def of(cls, lines: NumberedLines, start: int, end: int) -> "_Table":
        """Return the table between two places of the lines of an endpoint."""
        own, heads = lines[start:end], cells_of(lines[start][1])
        is_open = not own[0][1].lstrip().startswith("|")
        rows: dict[int, list[str]] = {}
        for place, (_, line) in enumerate(own[2:], 2):
            if "|" in line and not line.startswith("    "):
                cells = cells_of(line)
                # Without a bar in front, one at the beginning stands behind an empty cell.
                cells = ["", *cells] if is_open and line.lstrip()[:1] == "|" and len(cells) < len(heads) else cells
                if len(cells) == len(heads):
                    rows[place] = cells
        return cls(own, lines, title_above(lines, start), heads, rows)

    def written(self) -> NumberedLines:
        """Return the lines of the table."""
        if not self.rows or len(self.heads) < _FEWEST or not _may_be_of_parameters(self.heads, self.title):
            return self.lines
        if (turned := self._turned()) is not None:
            return turned
        for at, head in _heads_of(self.heads, [self._column(at) for at in range(len(self.heads))]).items():
            self._name(at, head)
        self._split_names()
        roles: list[ColumnRole | None] = [column_of(head) for head in self.heads]
        if None in roles or "place" in roles or len(set(roles)) < len(roles) or "name" not in roles:
            self._find_columns()
            self._nest()
        roles = [column_of(head) for head in self.heads]
        if "name" not in roles:
            return self.lines
        more = self._one_name_a_row(roles.index("name"))
        more |= _by_marks(self.lines, self.rows, roles.index("name"))
        more |= without_body(self.rows, roles.index("name"), roles.index("place") if "place" in roles else None)
        self._say_required()
        if not self.changed and not more:
            return self.lines
        written: NumberedLines = [
            (self.lines[0][0], line_of(self.heads)),
            (self.lines[0][0], line_of("---" for _ in self.heads)),
        ]
        for place, (number, line) in enumerate(self.lines[2:], 2):
            if place in more:
                written += [(number, line_of(cells)) for cells in more[place]]
            else:
                written.append((number, line_of(self.rows[place]) if place in self.rows else line))
        return written

    def _column(self, at: int) -> list[str]:
        return [cells[at] for cells in self.rows.values()]

    def _turned(self) -> NumberedLines | None:
        """Return a table whose rows are columns: a row of types, a row of what is required."""
        roles = [column_of(self.heads[0]), *(column_of(cells[0]) for cells in self.rows.values())]
        if roles[0] != "name" or "type" not in roles or None in roles or column_of(self.heads[1]) is not None:
            return None
        if not all(map(_IDENTIFIER.fullmatch, self.heads[1:])):
            return None
        table = [self.heads, *self.rows.values()]
        turned = [line_of(cells) for cells in zip(*table, strict=True)]
        ruler = line_of("---" for _ in table)
        return [(self.lines[0][0], line) for line in (turned[0], ruler, *turned[1:])]

    def _name(self, at: int, head: str) -> None:
        self.heads[at] = head
        self.changed = True

    def _drop(self, at: int) -> None:
        del self.heads[at]
        for cells in self.rows.values():
            del cells[at]
        self.changed = True

    def _split_names(self) -> None:
        """Move types and words of requiredness out of the cells of names: '`symbol` (string, required)'."""
        roles = [column_of(head) for head in self.heads]
        if "name" not in roles or "type" in roles:
            return
        named = roles.index("name")
        found = [name_and_type(cell) for cell in self._column(named)]
        if None in found:
            return
        words = {required_of(entry[2]) for entry in found if entry and entry[2]}
        is_said = "required" not in roles and bool(words)
        # As in Swagger UI: what has no mark is optional beside what is marked as required.
        other = "optional" if words == {"yes"} else ""
        self.heads[named : named + 1] = ["Parameter", "Type", *(["Required"] if is_said else [])]
        for cells, entry in zip(self.rows.values(), found, strict=True):
            name, kind, required = entry or ("", "", "")
            cells[named : named + 1] = [name, kind, *([required or other] if is_said else [])]
        self.changed = True

    def _find_columns(self) -> None:
        """Give heads to columns that none or a wrong one stands above, by their cells."""
        roles: list[ColumnRole | None] = [column_of(head) for head in self.heads]
        columns = [self._column(at) for at in range(len(self.heads))]
        kinds = [at for at, role in enumerate(roles) if role == "type"]
        for at in kinds:
            if len(kinds) > 1 and {cell.lower().strip("*` ") for cell in columns[at]} <= _PLACES:
                self._name(at, "In")
                roles[at] = "place"
        free = [at for at, role in enumerate(roles) if role is None and self.heads[at].strip()]
        if "type" not in roles:
            typed = next((at for at in free if all(map(_is_type, columns[at]))), None)
            if typed is not None:
                self._name(typed, "Type")
                roles[typed] = "type"
        if "type" not in roles:
            return
        if "required" not in roles and "optional" not in roles:
            said = next((at for at in free if roles[at] is None and all(map(_says_required, columns[at]))), None)
            if said is not None:
                self._name(said, "Required")
                roles[said] = "required"
        named = roles.index("name") if "name" in roles else None
        if named is not None and any(map(_IDENTIFIER.fullmatch, columns[named])):
            return
        other = next(
            (
                at
                for at, role in enumerate(roles)
                if role in (None, "name", "description", "notes", "values")
                and at != named
                and all(map(_IDENTIFIER.fullmatch, columns[at]))
            ),
            None,
        )
        if other is not None:
            self._name(other, "Parameter")
            if named is not None:
                self._name(named, "Notes")

    def _nest(self) -> None:
        """Write marks of depth for what columns say of the rows above: a level, a number, a parent, a second name."""
        roles: list[ColumnRole | None] = [column_of(head) for head in self.heads]
        if "name" not in roles:
            return
        named = roles.index("name")
        if self._has_second_name(named, roles):
            for cells in self.rows.values():
                cells[named] = cells[named] if cells[named].strip() else f"> {cells[named + 1]}"
            self._drop(named + 1)
            return
        for at, head in enumerate(self.heads):
            word = head.strip(" *`").lower()
            column = [cell.strip() for cell in self._column(at)]
            if word in _LEVELS and all(cell.isdigit() for cell in column):
                least = min(map(int, column))
                _deepen(self.rows, named, [int(cell) - least for cell in column])
            elif (
                roles[at] == "place"
                and any("." in cell.rstrip(".") for cell in column)
                and all(map(_NUMBERED.fullmatch, column))
            ):
                _deepen(self.rows, named, [cell.rstrip(".").count(".") for cell in column])
            elif word in _PARENTS:
                for cells in self.rows.values():
                    above = cells[at].strip(" `*")
                    cells[named] = cells[named] if above.lower() in _NONE else f"{above}.{cells[named].strip(' `*')}"
            else:
                continue
            self._drop(at)
            return

    def _has_second_name(self, named: int, roles: Sequence[ColumnRole | None]) -> bool:
        """Tell whether the column behind that of names has the names of what is inside."""
        if named + 1 >= len(self.heads) or not (not self.heads[named + 1].strip() or roles[named + 1] == "name"):
            return False
        pairs = [(cells[named].strip(), cells[named + 1].strip()) for cells in self.rows.values()]
        return all(not (name and inner) or name == inner for name, inner in pairs)

    def _one_name_a_row(self, named: int) -> dict[int, list[list[str]]]:
        """Return what stands in place of rows that title a group, that have several names, or a path with slashes."""
        more: dict[int, list[list[str]]] = {}
        roles: list[ColumnRole | None] = [column_of(head) for head in self.heads]
        kind = roles.index("type") if "type" in roles else None
        containers: set[str] = set()
        for place, cells in self.rows.items():
            if not self.changed and _PLAIN.match(self.lines[place][1]):
                if kind is not None and json_type(type_of(cells[kind]) or "") in ("object", "array"):
                    containers.add(cells[named].strip(" `*>"))
                continue
            name = cells[named]
            others = [cell for at, cell in enumerate(cells) if at != named]
            if _is_caption(name, others):
                more[place] = []
            elif (slashed := _SLASHED.fullmatch(name)) and slashed["above"] in containers:
                cells[named] = f"{slashed['marks']}{slashed['above']}.{slashed['name'].replace('/', '.')}"
                more[place] = [cells]
            elif (several := _several(name)) is not None:
                more[place] = [[*cells[:named], each, *cells[named + 1 :]] for each in several]
            elif kind is not None and json_type(type_of(cells[kind]) or "") in ("object", "array"):
                containers.add(name.strip(" `*>"))
        return more

    def _say_required(self) -> None:
        """Add a column of what is required where a title or a legend says it of a table that has none."""
        roles: list[ColumnRole | None] = [column_of(head) for head in self.heads]
        if "required" in roles or "optional" in roles or "type" not in roles:
            return
        named, at = roles.index("name"), roles.index("type") + 1
        words, names = required_of_names(self._column(named), self._column(at - 1), self.title, self.around)
        if not words:
            return
        self.heads.insert(at, "Required")
        for cells, word, name in zip(self.rows.values(), words, names, strict=True):
            cells[named] = name
            cells.insert(at, word)
        self.changed = True


def _may_be_of_parameters(heads: Sequence[str], title: str) -> bool:
    """Tell whether more than the looks of its cells says that the rows are parameters: a head, or the title above.

    A glossary has words for names, and 'long' and 'short' are types.
    """
    if any(column_of(head) in _OF_PARAMETERS for head in heads) or not any(map(str.strip, heads)):
        return True
    return subject_of(title) in ("request", "response") or column_of(title) == "name"


def _deepen(rows: dict[int, list[str]], named: int, depths: Sequence[int]) -> None:
    for cells, depth in zip(rows.values(), depths, strict=True):
        cells[named] = f"{'>' * depth} {cells[named]}".strip()


def _by_marks(lines: NumberedLines, rows: dict[int, list[str]], named: int) -> dict[int, list[list[str]]]:
    """Return what stands in place of rows whose names have marks of depth, brackets or defaults, or that go on."""
    found = _with_depths(lines, rows, named) | _without_brackets(rows, named) | _continued(rows, named)
    for place, cells in rows.items():
        if (assigned := _ASSIGNED.fullmatch(cells[named])) and named < len(cells) - 1:
            cells[named] = assigned["name"]
            cells[-1] = f"{cells[-1]}<br>Default: `{assigned['value']}`."
            found[place] = [cells]
    return found


def _with_depths(lines: NumberedLines, rows: dict[int, list[str]], named: int) -> dict[int, list[list[str]]]:
    """Write marks of depth for rows that dashes or a drawn tree indent: a wider mark is deeper than the row above.

    The first column alone keeps the blanks before its marks.
    """
    if named or not any(_DRAWN.match(cells[named]) for cells in rows.values()):
        return {}
    found: dict[int, list[list[str]]] = {}
    open_widths = [0]
    for place, cells in rows.items():
        mark = _DRAWN.match(cells[named])
        before = lines[place][1].expandtabs(2).lstrip("|").partition(cells[named][:1])[0] if mark else ""
        width = len(before) + len(mark[0]) if mark else 0
        while open_widths[-1] > width:
            open_widths.pop()
        if width > open_widths[-1]:
            open_widths.append(width)
        cells[named] = f"{'>' * (len(open_widths) - 1)} {cells[named][len(mark[0]) if mark else 0 :]}".strip()
        found[place] = [cells]
    return found


def _without_brackets(rows: dict[int, list[str]], named: int) -> dict[int, list[list[str]]]:
    """Write marks of depth for rows between 'orders [' and ']'; return what stands in place of the closing rows."""
    if not any(_OPENING.search(cells[named]) for cells in rows.values()):
        return {}
    left_out: dict[int, list[list[str]]] = {}
    depth = 0
    for place, cells in rows.items():
        name = cells[named]
        if _CLOSING.fullmatch(name):
            depth = max(depth - 1, 0)
            left_out[place] = []
            continue
        opens = _OPENING.search(name) is not None
        cells[named] = f"{'>' * depth} {_OPENING.sub('', name)}".strip()
        depth += opens
        left_out[place] = [cells]
    return left_out


def _continued(rows: dict[int, list[str]], named: int) -> dict[int, list[list[str]]]:
    """Add a row that has nothing but a description to the row above it; return what stands in place of such rows."""
    left_out: dict[int, list[list[str]]] = {}
    above: tuple[int, list[str]] | None = None
    for place, cells in rows.items():
        if above is not None and named < len(cells) - 1 and cells[-1].strip() and not any(map(str.strip, cells[:-1])):
            above[1][-1] = f"{above[1][-1]}<br>{cells[-1]}" if above[1][-1].strip() else cells[-1]
            left_out |= {above[0]: [above[1]], place: []}
        elif cells[named].strip():
            above = (place, cells)
    return left_out


def _heads_of(heads: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return heads for the columns of a table none of whose heads is known, if the cells are such."""
    if any(column_of(head) is not None for head in heads):
        return {}
    places = range(len(heads))
    named = next((at for at in places if all(map(_NAME_ALONE.fullmatch, columns[at]))), None)
    typed = next((at for at in places if all(map(_is_type, columns[at]))), None)
    if named is None or typed is None or named == typed:
        return {}
    found = {named: "Parameter", typed: "Type"}
    if not any(head.strip() for head in heads):
        said = next((at for at in places if at not in found and all(map(_says_required, columns[at]))), None)
        found |= {said: "Required"} if said is not None else {}
        found |= {places[-1]: "Description"} if places[-1] not in found else {}
    return found


def _is_type(cell: str) -> bool:
    return type_of(cell) is not None


def _says_required(cell: str) -> bool:
    return required_of(cell) != "unknown"


def _is_caption(name: str, others: Sequence[str]) -> bool:
    """Tell whether a row titles a group: one cell, or the same in each place that it spans."""
    if any(cell.strip() and cell != name for cell in others) or not name.strip():
        return False
    words = name.strip(" *_`")
    return bool(
        _BOLD.fullmatch(name)
        or _CAPTION.fullmatch(words)
        or len(words.split()) > 1
        or all(cell == name for cell in others)
    )


def _several(name: str) -> list[str] | None:
    """Return the names of a cell that has more than one, each with the marks of depth before them."""
    parts = [part for part in _SEVERAL.split(name) if part.strip()]
    if len(parts) < _FEWEST:
        return None
    words = [_TAG.sub("", part).strip(" *_`()[]") for part in parts]
    if len(parts) == _FEWEST and required_of(words[1]) != "unknown":
        return [f"{_TAG.sub('', parts[0])} ({words[1]})"]
    if not all(map(_IDENTIFIER.fullmatch, parts)):
        return None
    marks = (re.match(_MARKS, parts[0]) or [""])[0]
    return [parts[0], *(f"{marks}{part}" for part in parts[1:])]
