"""Move what other tables, lists and columns say of rows into the rows: their values, and which of them are deprecated.

A table or list is one of values only where a title says so and names the row, or where a column has the rows' names;
one of deprecated rows only where all that it names are rows. Any other stays where it is.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import define, field

from .columns import NumberedLines, cells_of, end_of_bars, header, is_ruler, line_of
from .headings import heading_of
from .row_names import name_of
from .words import column_of

_VALUES = re.compile(
    r"\b(?:values?|options?|choices|enums?|enumeration|definitions?|codes?|types|list)\b|可选值|枚举|取值",
    re.IGNORECASE,
)
_HINGES = re.compile(
    r"\b(?:if|when|unless|only|except|depend\w*|examples?|e\.?g|such as|not|deprecated|some|default|between|range|"
    r"limits?|max\w*|min\w*)\b|例如|示例",
    re.IGNORECASE,
)
# 'Deprecated parameters: a, b', 'The following fields are deprecated:', '**Deprecated**: a'.
_ENDED = re.compile(
    r"(?:[#>*_]+ ?)?(?:the )?(?:following )?(?:deprecated(?: (?:request|response))?"
    r"(?: (?:parameters?|params?|fields?|keys?|arguments?))?|(?:parameters?|params?|fields?)(?: (?:that|"
    r"which))?(?: (?:is|are))?(?: now)? deprecated|"
    r"(?:已)?(?:废弃|弃用)(?:的)?(?:参数|字段)?)[*_]*\s*(?P<colon>[:：]?)[*_]*\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*[-*•+]\s+(?P<mark>`|\*\*)?(?P<code>[\w./+-]+)(?:`|\*\*)?(?P<rest>(?:\s*[(:：=–—-].*)?)")
_NAME = re.compile(r"[`*_]*([A-Za-z][\w.]*)[`*_]*\.?")
_CODE = re.compile(r"[`\"*]*(?P<code>[A-Za-z0-9][\w./+-]*)[`\"*]*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_MARKED = re.compile(r"`([A-Za-z][\w.]*)`")
_STATUS = frozenset(
    {
        "status",
        "state",
        "lifecycle",
        "stability",
        "deprecated",
        "deprecated?",
        "deprecation",
        "状态",
        "废弃",
        "是否废弃",
    }
)
_ENDED_WORDS = frozenset({"deprecated", "obsolete", "已废弃", "废弃", "已弃用", "弃用"})
_IN_FORCE = frozenset({"", "-", "–", "—", "active", "current", "stable", "ga", "live", "正常", "有效", "使用中"})
_YES, _NO = frozenset({"yes", "true", "y", "是", "✓", "✔", "✅"}), frozenset({"no", "false", "n", "否"})
_LONGEST = 160
_FEWEST = 2


def with_tied(lines: NumberedLines) -> NumberedLines:
    """Return lines with what is said of rows elsewhere in the rows; the same lines where nothing is to be moved."""
    if not any(is_ruler(line) for _, line in lines):
        return lines
    return _Tied(list(lines)).moved()


@define
class _Row:
    """A row of a table of parameters: the index of its line, the place of its last column, and its side."""

    at: int
    described: int
    is_asked: bool


@define
class _Tied:
    """The lines of an endpoint, its rows by their names, and what is moved away."""

    lines: NumberedLines
    rows: dict[str, list[_Row]] = field(factory=dict[str, list[_Row]])
    left_out: set[int] = field(factory=set[int])

    def moved(self) -> NumberedLines:
        """Return the lines with what is moved in its rows."""
        tables = [at for at in range(len(self.lines) - 1) if self._is_head(at)]
        for at in tables:
            self._with_status(at)
        for at in tables:
            self._note_rows(at)
        if self.rows:
            for at in tables:
                self._values_of_table(at)
            self._walk()
        return [place for at, place in enumerate(self.lines) if at not in self.left_out]

    def _is_head(self, at: int) -> bool:
        return "|" in self.lines[at][1] and is_ruler(self.lines[at + 1][1])

    def _with_status(self, at: int) -> None:
        """Take the column of the status out of a table, and say of each row what it says."""
        heads = cells_of(self.lines[at][1])
        columns = header(self.lines[at][1], self.lines[at + 1][1])
        place = next((n for n, head in enumerate(heads) if head.strip(" *`").lower() in _STATUS), None)
        if columns is None or place in (None, columns.name, columns.type):
            return
        end = end_of_bars(self.lines, at + 2)
        cells = [cells_of(line) for _, line in self.lines[at + 2 : end]]
        if any(len(row) != len(heads) for row in cells):
            return
        words = [row[place].strip(" *`").lower() for row in cells]
        of_the_end = heads[place].strip(" *`").lower().startswith(("deprecat", "废弃", "是否"))
        ended = _ENDED_WORDS | (_YES if of_the_end else frozenset[str]())
        if place == columns.required and not {*words} & _ENDED_WORDS:
            return
        if of_the_end and not {*words} <= ended | _IN_FORCE | _NO:
            return
        kept = [n for n in range(len(heads)) if n != place]
        self._write(at, [heads[n] for n in kept])
        self._write(at + 1, ["---" for _ in kept])
        for index, row, word in zip(range(at + 2, end), cells, words, strict=True):
            is_quiet = word in _IN_FORCE or (of_the_end and word in _NO)
            said = "Deprecated." if word in ended else "" if is_quiet else f"Status: {row[place].strip()}."
            described = columns.description
            if said and (described is None or described == place):
                row[columns.name] += " (deprecated)" if word in ended else ""
            elif said and described is not None:
                row[described] = f"{said}<br>{row[described]}" if row[described].strip() else said
            self._write(index, [row[n] for n in kept])

    def _write(self, at: int, cells: Sequence[str]) -> None:
        self.lines[at] = (self.lines[at][0], line_of(cells))

    def _note_rows(self, at: int) -> None:
        columns = header(self.lines[at][1], self.lines[at + 1][1])
        if columns is None or not columns.described_last:
            return
        for index in range(at + 2, end_of_bars(self.lines, at + 2)):
            cells = cells_of(self.lines[index][1])
            if len(cells) == columns.columns:
                name = name_of(cells[columns.name]).strip(" `*>~»").removesuffix("*")
                row = _Row(index, columns.columns - 1, columns.required is not None)
                self.rows.setdefault(name, []).append(row)

    def _say(self, name: str, said: str, *, is_first: bool = False) -> None:
        """Say something in the rows of a name: those of the request, or the others where it has none."""
        rows = self.rows[name]
        for row in [each for each in rows if each.is_asked] or rows:
            number, line = self.lines[row.at]
            cells = cells_of(line)
            texts = [said, cells[row.described]] if is_first else [cells[row.described], said]
            cells[row.described] = "<br>".join(text for text in texts if text.strip())
            self.lines[row.at] = (number, line_of(cells))

    def _values_of_table(self, at: int) -> None:
        """Move the values of a table into the rows that its title or its column of names names."""
        heads = cells_of(self.lines[at][1])
        roles = [column_of(head) for head in heads]
        if header(self.lines[at][1], self.lines[at + 1][1]) is not None or not {*roles} & {
            "description",
            "notes",
            None,
        }:
            return
        end = end_of_bars(self.lines, at + 2)
        cells = [cells_of(line) for _, line in self.lines[at + 2 : end]]
        if any(len(row) != len(heads) for row in cells) or len(cells) < _FEWEST:
            return
        if roles[0] == "name" and roles[1:2] == ["values"]:
            found: dict[str, list[str]] = {}
            for row in cells:
                name, code = _NAME.fullmatch(row[0]), _CODE.fullmatch(row[1])
                if name is None or code is None or name[1] not in self.rows:
                    return
                found.setdefault(name[1], []).append(_with_meaning(code["code"], row[2:3]))
            if all(len(values) >= _FEWEST for values in found.values()):
                for row_name, values in found.items():
                    self._say(row_name, f"One of: {', '.join(values)}.")
                self.left_out |= {*range(at, end)}

    def _give(self, start: int, end: int, values: Sequence[str]) -> bool:
        """Give the rows that the title above names these values."""
        title = next((at for at in range(start - 1, -1, -1) if self.lines[at][1].strip()), None)
        names = self._named(self.lines[title][1]) if title is not None else []
        if title is None or not names or len(values) < _FEWEST:
            return False
        for name in names:
            self._say(name, f"One of: {', '.join(values)}.")
        self.left_out |= {title, *range(start, end)}
        return True

    def _named(self, title: str) -> list[str]:
        """Return the rows that a title of values names."""
        if "|" in title or len(title) > _LONGEST or _HINGES.search(title) or not _VALUES.search(title):
            return []
        marked = _MARKED.findall(title)
        if marked:
            return marked if all(name in self.rows for name in marked) else []
        words = [word for word in _WORD.findall(title) if word in self.rows]
        others = [word for word in _WORD.findall(title) if word not in self.rows and not _VALUES.fullmatch(word)]
        return words if len(words) == 1 and not others else []

    def _walk(self) -> None:
        index = 0
        is_code = False
        while index < len(self.lines):
            line = self.lines[index][1]
            if line.startswith("```"):
                if not is_code and (end := self._fenced(index)) > index:
                    index = end
                    continue
                is_code = not is_code
            elif not is_code and line.strip() and "|" not in line and line[:4] != "    ":
                ended = _ENDED.fullmatch(line.strip()) if len(line) < _LONGEST else None
                is_headed = ended is not None and (bool(ended["colon"]) or heading_of(line) is not None)
                if ended is not None and is_headed and not ended["rest"] and (end := self._deprecated(index)) > index:
                    index = end
                    continue
                if index and _ITEM.fullmatch(line) and not _ITEM.fullmatch(self.lines[index - 1][1]):
                    items = list(self._items(index))
                    values = [_with_meaning(code, [rest]) for _, code, rest in items]
                    if items and self._give(index, items[-1][0] + 1, values):
                        index = items[-1][0]
            index += 1

    def _items(self, start: int) -> Iterator[tuple[int, str, str]]:
        """Yield the index, code and text of each item of the list that begins at a line."""
        for at in range(start, len(self.lines)):
            item = _ITEM.fullmatch(self.lines[at][1])
            if item is not None:
                yield at, item["code"], item["rest"].strip(" :：=–—-()")
            elif self.lines[at][1].strip():
                return

    def _fenced(self, index: int) -> int:
        """Move values in a block of code, one on each line, into the row that the title above names."""
        end = next((at for at in range(index + 1, len(self.lines)) if self.lines[at][1].startswith("```")), None)
        if end is None:
            return index
        codes = [
            _CODE.fullmatch(line.strip().rstrip(",")) for _, line in self.lines[index + 1 : end] if line.strip(" []{}")
        ]
        if not codes or not all(codes):
            return index
        values = [f"`{code['code']}`" for code in codes if code]
        return end + 1 if self._give(index, end + 1, values) else index

    def _deprecated(self, index: int) -> int:
        """Say of the rows that the table below a title lists that they are deprecated."""
        below = next((at for at in range(index + 1, len(self.lines)) if self.lines[at][1].strip()), None)
        if below is None or below + 1 >= len(self.lines) or not self._is_head(below):
            return index
        end = end_of_bars(self.lines, below + 2)
        if column_of(cells_of(self.lines[below][1])[0]) != "name":
            return index
        names = [cells_of(line)[0].strip() for _, line in self.lines[below + 2 : end]]
        found = [match[1] if (match := _NAME.fullmatch(name)) else "" for name in names]
        if not found or any(name not in self.rows for name in found):
            return index
        for name in found:
            self._say(name, "Deprecated.", is_first=True)
        self.left_out |= {*range(index, end)}
        return end


def _with_meaning(code: str, cells: Sequence[str]) -> str:
    """Return a code with its meaning in brackets, in which no comma can stand."""
    words = re.sub(r"[,;`()]", "", cells[0]).strip() if cells else ""
    return f"`{code}` ({words})" if words else f"`{code}`"
