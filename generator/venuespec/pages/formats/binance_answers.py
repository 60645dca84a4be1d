"""Read the answers that a page shows as blocks of JSON, and what comments in them say of its fields."""

import re
from typing import Any

from attrs import define, field

from ...runtime.json_types import is_array, is_object
from ...spec.model import Shape
from ..draft import DraftExample
from ..parts.commented import Labels, without_comments
from ..parts.examples import parsed

_COMMAS = re.compile(r",(\s*),")
_OR = re.compile(r"\W*(?:or|或)\W*", re.IGNORECASE)


@define(kw_only=True)
class ShownAnswers:
    """The answers of one endpoint; ``broken`` are the lines of those that are no JSON, and why."""

    data: list[Any] = field(factory=list[Any])
    examples: list[DraftExample] = field(factory=list[DraftExample])
    broken: list[tuple[int, ValueError]] = field(factory=list[tuple[int, ValueError]])
    labels: Labels = field(factory=dict[str, str])
    columns: list[str] = field(factory=list[str])

    def read(self, lines: list[tuple[int, str]], index: int) -> int:
        """Read a block of examples, several with OR between, and return the index of the line behind it."""
        start = index
        while index < len(lines) and (lines[index][1].startswith(("    ", "\t")) or not lines[index][1].strip()):
            index += 1
        blocks: list[list[str]] = [[]]
        for _, line in lines[start:index]:
            if _OR.fullmatch(line.strip() or "-"):
                blocks.append([])
            else:
                blocks[-1].append(line)
        for block in blocks:
            text, labels, columns = without_comments(block)
            for part in _apart(text):
                self._read_answer(lines[start][0], part)
            self.labels = labels | self.labels
            self.columns = self.columns or columns
        return index

    def _read_answer(self, number: int, text: str) -> None:
        if not text.strip(" \t\n,"):
            return
        try:
            data, repaired = _mended(text)
        except ValueError as error:
            self.broken.append((number, error))
            return
        self.data.append(data)
        self.examples.append(DraftExample(response=data, repaired=repaired))

    @property
    def shape(self) -> Shape:
        """Return what the answers are: objects, one or several by the call, rows of values, nothing."""
        kinds: set[Shape] = set()
        for data in self.data:
            if is_object(data):
                kinds.add("object")
            elif is_array(data):
                first: Any = data[0] if data else {}
                kinds.add("arrays" if is_array(first) else "objects" if is_object(first) else "strings")
        if kinds == {"object", "objects"}:
            return "one_or_objects"
        if kinds == {"object"} and not any(self.data):
            return "none"
        return kinds.pop() if len(kinds) == 1 else "objects" if kinds else "none"


def _mended(text: str) -> tuple[Any, str | None]:
    """Parse JSON, where need be without two commas in a row and with blanks for tabs inside texts."""
    try:
        return parsed(text)
    except ValueError:
        data, repaired = parsed(_COMMAS.sub(r",\1", text.replace("\t", " ")))
        return data, repaired or "blanks and commas"


def _apart(text: str) -> list[str]:
    """Split a block in which one JSON value follows another."""
    depth, start, parts = 0, 0, list[str]()
    quoted = False
    for index, letter in enumerate(text):
        if letter == '"' and text[index - 1 : index] != "\\":
            quoted = not quoted
        elif not quoted and letter in "[{":
            depth += 1
        elif not quoted and letter in "]}":
            depth -= 1
            if depth == 0:
                parts.append(text[start : index + 1])
                start = index + 1
    return [*parts, text[start:]]
