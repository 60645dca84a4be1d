"""One endpoint's page of OKX as lines: its tables, its prose, and where a change can be written into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_ROW = re.compile(
    r"(?P<start>(?P<marks>(?:> ?)*)(?P<name>[A-Za-z]\w*) *\| *(?P<type>[A-Za-z][A-Za-z ]*?) *\| *)"
    r"(?:(?P<required>Yes|No|Conditional|Optional) *\| *)?(?P<text>.*)"
)
_VALUE = re.compile(r"(?P<start> *`(?P<value>[A-Za-z][\w-]*)`: *)(?P<meaning>\w.*?)\s*$")
_RULER = re.compile(r"-{3,} *\|")
_ENVELOPE = ("code", "msg", "data")


@dataclass(frozen=True)
class Row:
    """A row of a table: its lines, from the first to the one behind its last."""

    side: str
    table: int
    first: int
    end: int
    marks: str
    name: str
    required: str
    pointer: str


@dataclass(frozen=True)
class Page:
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def english(self) -> int:
        """The number of lines before the translation."""
        rules = [at for at, line in enumerate(self.lines) if line.strip() == "---"]
        return rules[2] if len(rules) > 2 else len(self.lines)

    @cached_property
    def rows(self) -> list[Row]:
        """Every row of the page's tables in English, without those of the envelope."""
        side, table, starts = "", -1, list[tuple[int, str, int, re.Match[str]]]()
        ends: list[int] = []
        for at, line in enumerate(self.lines[: self.english]):
            if line.startswith("#"):
                side = "request" if "Request Parameter" in line else "response" if "Response Parameter" in line else ""
                ends.append(at)
            elif _RULER.match(line):
                table += 1
                ends.append(at - 1)
            elif side and not _RULER.match(self.lines[at + 1]) and (row := _ROW.fullmatch(line)):
                starts.append((at, side, table, row))
                ends.append(at)
            elif not line.strip():
                ends.append(at)
        ends.append(self.english)
        rows, holders = list[Row](), dict[int, str]()
        for at, side, table, row in starts:
            depth = row["marks"].count(">")
            holders[depth] = row["name"]
            path = ".".join(holders[each] for each in range(depth + 1) if each in holders)
            path = path.removeprefix("data.")
            end = min(each for each in ends if each > at)
            if not (depth == 0 and side == "response" and row["name"] in _ENVELOPE):
                rows.append(
                    Row(side, table, at, end, row["marks"], row["name"], row["required"] or "", f"{side}.{path}")
                )
        return rows

    def of(self, side: str) -> list[Row]:
        return [row for row in self.rows if row.side == side]

    def values(self, side: str) -> list[tuple[Row, int, re.Match[str]]]:
        """Lines that say what a value means, with their rows."""
        found = (
            (row, at, _VALUE.fullmatch(self.lines[at])) for row in self.of(side) for at in range(row.first + 1, row.end)
        )
        return [(row, at, value) for row, at, value in found if value is not None]

    def prose(self) -> Iterator[int]:
        """The lines of prose below the title."""
        title = next((at for at, line in enumerate(self.lines) if line.startswith("# ")), None)
        for at in range(title + 1 if title is not None else self.english, self.english):
            if self.lines[at].startswith("#"):
                return
            if self.lines[at].strip():
                yield at

    def with_line(self, at: int, line: str) -> str:
        return "\n".join([*self.lines[:at], line, *self.lines[at + 1 :]])

    def with_more(self, row: Row, sentence: str) -> str:
        """The page with a sentence at the end of a row."""
        last = max(at for at in range(row.first, row.end) if self.lines[at].strip())
        line = self.lines[last].rstrip()
        if _VALUE.fullmatch(line) or line.endswith("`"):
            return "\n".join([*self.lines[: last + 1], f"{sentence}  ", *self.lines[last + 1 :]])
        stop = "" if line.endswith((".", "|", ":")) else "."
        return self.with_line(last, f"{line}{stop} {sentence}  ")

    def without(self, row: Row) -> str:
        return "\n".join([*self.lines[: row.first], *self.lines[row.end :]])
