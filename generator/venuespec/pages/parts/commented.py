"""Rows of an answer that a page shows as an example only, with a comment of a few words behind some of its lines.

The page has no table: names, types and nesting are those of the JSON, and labels are the comments.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...runtime.json_types import is_array, is_object
from ..draft import DraftRow
from .label import label_of

_KEY = re.compile(r'\s*[\[{]*\s*"(?P<name>[^"]+)"\s*:')
_GLUED = re.compile(r'([^"]*"\w+"\s*:[^/]*//.*?)\t("\w+"\s*:.*)')
_WORD = re.compile(r"[A-Za-z0-9]+")
Labels = dict[str, str]


def without_comments(lines: Iterable[str]) -> tuple[str, Labels, list[str]]:
    """Return a block without its comments, the comment of each name, and the comments of lines without a name."""
    kept: list[str] = []
    labels: Labels = {}
    nameless: list[str] = []
    for line in _lines(lines):
        code, comment = _split(line)
        kept.append(code)
        key = _KEY.match(code)
        words = comment.strip(" /\t")
        if not words:
            continue
        if key is not None:
            labels.setdefault(key["name"], words)
        elif code.strip(" []{},"):
            nameless.append(words)
    return "\n".join(kept), labels, nameless


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines; one that was glued to the comment before it stands alone again."""
    for line in lines:
        glued = _GLUED.fullmatch(line)
        yield from glued.groups() if glued else (line,)


def _split(line: str) -> tuple[str, str]:
    """Split a line at the two slashes that begin a comment, which are in no text."""
    quoted = False
    for index, letter in enumerate(line):
        if letter == '"' and line[index - 1 : index] != "\\":
            quoted = not quoted
        elif not quoted and line.startswith("//", index):
            return line[:index], line[index + 2 :]
    return line, ""


def rows_of_examples(answers: Sequence[Any], labels: Labels, columns: Sequence[str], line: int) -> tuple[DraftRow, ...]:
    """Return the rows that example answers show: those of objects by name, those of lists by their places."""
    objects = [item for answer in answers for item in (answer if is_array(answer) else [answer])]
    if any(is_array(item) for item in objects):
        first = next(item for item in objects if is_array(item))
        named = [_name(columns[index]) if index < len(columns) else f"value{index}" for index in range(len(first))]
        labelled = [columns[index] if index < len(columns) else "" for index in range(len(first))]
        return tuple(
            DraftRow(name=name, type=_type([value]), label=label_of(label), line=line, text=label)
            for name, value, label in zip(_unique(named), first, labelled, strict=True)
        )
    return _rows([item for item in objects if is_object(item)], labels, line)


def _rows(objects: Sequence[dict[str, Any]], labels: Labels, line: int) -> tuple[DraftRow, ...]:
    values: dict[str, list[Any]] = {}
    for item in objects:
        for name, value in item.items():
            values.setdefault(name, []).append(value)
    return tuple(_row(name, shown, labels, line) for name, shown in values.items())


def _row(name: str, shown: Sequence[Any], labels: Labels, line: int) -> DraftRow:
    text = labels.get(name, "")
    inside = [value for value in shown if is_object(value)]
    inside += [item for value in shown if is_array(value) for item in value if is_object(item)]
    fields = _rows(inside, labels, line) if inside else ()
    return DraftRow(name=name, type=_type(shown), label=label_of(text), text=text, fields=fields, line=line)


def _type(shown: Sequence[Any]) -> str:
    value = next((value for value in shown if value is not None and value != []), next(iter(shown), None))
    if is_array(value):
        items = {_type([item]) for item in value} or {"String"}
        item = items.pop() if len(items) == 1 else "Object" if "Object" in items else "String"
        return "Array of arrays" if item.startswith("Array") else f"Array of {item.lower()}s"
    if is_object(value):
        return "Object"
    if isinstance(value, bool):
        return "Boolean"
    return "Integer" if isinstance(value, int) else "Number" if isinstance(value, float) else "String"


def _name(words: str) -> str:
    """Return the name of a column in the manner of JSON names: openTime of 'Open time'."""
    parts = _WORD.findall(words.split("(")[0])
    return "".join([parts[0].lower(), *(part.capitalize() for part in parts[1:])]) if parts else "value"


def _unique(names: Iterable[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        chosen, number = name, 2
        while chosen in taken:
            chosen, number = f"{name}{number}", number + 1
        taken.add(chosen)
        yield chosen
