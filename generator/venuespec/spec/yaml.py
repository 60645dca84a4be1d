"""Read YAML strictly: a scalar that could mean something else is an error with its line.

YAML 1.1 reads ``no`` as false, ``0123`` as 83 and ``12:30`` as 750. Here a plain scalar is ``true``, ``false``,
``null``, a decimal number, or text that every YAML version reads as text; everything else needs quotes. A
fraction becomes a Decimal. Duplicate keys, aliases, tags and empty values are refused.
"""

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import is_
from pathlib import Path
from typing import Any

import yaml

from ..textfiles import UnreadableError, read_text
from .place import Place
from .problem import Problem, Severity, SpecError

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FRACTION = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_NUMBER = 100
# Text to YAML 1.1 and something else to 1.2 or to a reader in a hurry.
_LOOKS_LIKE_MORE = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+|0o[0-7]+|[-+]?\.[0-9]+|[yYnN]")

# The block styles count as quoted.
QUOTED = ("'", '"', "|", ">")
_READ_AS = {"bool": "true or false", "null": "nothing", "timestamp": "a date", "merge": "a merge key"}
_SCALARS = {"str", "bool", "int", "float", "null", "timestamp", "merge", "value"}
_PREFIX = "tag:yaml.org,2002:"
_TEXT = f"{_PREFIX}str"
_TAGS: dict[type[yaml.Node], str] = {yaml.SequenceNode: f"{_PREFIX}seq", yaml.MappingNode: f"{_PREFIX}map"}
_RESOLVER = yaml.SafeLoader("")
_ODD = object()
# Text that needs no quotes, and the words that look as if they did not.
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./-]*[A-Za-z0-9])?|https://[A-Za-z0-9_./#-]+")
_TRAPS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


# Files that only the tool writes: digests, names and counts, where what YAML 1.1 reads as text is meant as text. Other
# YAML libraries write 954e6294 without quotes.
_OF_THE_TOOL = frozenset({"lock.yaml", "names.yaml", "texts.yaml"})


class Document:
    """One YAML file: its data, and the line of every part of it."""

    def __init__(self, file: Path, data: Any, root: yaml.Node | None) -> None:
        self.file = file
        self.data = data
        self._root = root
        # The children of mappings by name, of those that were asked for.
        self._children: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}

    def place(self, path: Sequence[str | int] = ()) -> Place:
        """Return the line of the value at a path, or of the nearest existing thing around it."""
        node = self._root
        line = node.start_mark.line if node is not None else 0
        for step in path:
            child = self._child(node, step)
            if child is None:
                break
            key, node = child
            line = (key or node).start_mark.line
        return Place(self.file, line + 1)

    def _child(self, node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
        if isinstance(node, yaml.MappingNode):
            children = self._children.get(id(node))
            if children is None:
                children = self._children[id(node)] = {key.value: (key, value) for key, value in reversed(node.value)}
            return children.get(str(step))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return None, node.value[step]
        return None


@lru_cache(maxsize=1 << 16)
def scalar(text: str) -> str:
    """Write text as a YAML scalar that every YAML version reads as the same text."""
    if _PLAIN.fullmatch(text) and text.lower() not in _TRAPS:
        return text
    if text.isprintable():
        quoted = text.replace("'", "''")
        return f"'{quoted}'"
    return json.dumps(text)


def read(file: Path) -> Document:
    """Read the document in a file. Raises ``SpecError`` with every problem of it."""
    try:
        text = read_text(file)
    except UnreadableError as error:
        raise SpecError([_problem(file, 1, "yaml-unreadable", str(error))]) from None
    return parse(text, file)


def parse(text: str, file: Path) -> Document:
    """Parse the document in a text that came from a file."""
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"is not YAML: {error.problem}{_hint(text, line)}"
        raise SpecError([_problem(file, line, "yaml-syntax", message)]) from None
    except yaml.YAMLError as error:
        message = str(error).splitlines()[0]
        raise SpecError([_problem(file, 1, "yaml-syntax", f"is not YAML: {message}")]) from None
    finally:
        loader.dispose()
    if root is None:
        raise SpecError([_problem(file, 1, "yaml-syntax", "is empty")])
    reader = _Reader(file, may_repeat="&" in text and "*" in text)
    data = reader.build(root)
    if reader.problems:
        raise SpecError(reader.problems)
    return Document(file, data, root)


def _hint(text: str, line: int) -> str:
    """Return the end of a message about a line that cannot be read: the usual slip, if the line shows one."""
    wrong = text.splitlines()[line - 1 : line]
    if any("\t" in wrong_line[: len(wrong_line) - len(wrong_line.lstrip())] for wrong_line in wrong):
        return "; indent with spaces, not with tabs"
    if "{}" in text.splitlines()[: line - 1]:
        return "; take the line {} away, which stands for an empty file"
    if any("{" in wrong_line or "[" in wrong_line for wrong_line in wrong):
        return "; quote a text that holds a colon or brackets, and close what is open"
    return ""


def _is_nothing(node: yaml.Node) -> bool:
    """Tell whether a key has no value, like the rest of an unquoted text after a comma."""
    return node.value == "" and isinstance(node, yaml.ScalarNode) and node.tag == f"{_PREFIX}null"


@lru_cache(maxsize=1 << 16)
def _tag_of(text: str) -> str:
    """Return the tag of a plain scalar; the same words stand in every file."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]  # of PyYAML


class _Loader(yaml.CSafeLoader):
    # Called for every node, for paths that name a tag; no path does here, and functions in C cost the least.
    descend_resolver: Any = staticmethod(is_)
    ascend_resolver: Any = tuple

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return _tag_of(value) if implicit[0] else _TEXT
        return _TAGS[kind]


@lru_cache(maxsize=1 << 16)
def _plain_value(tag: str, text: str) -> Any:
    """Return the value of a scalar without quotes; ``_ODD`` for one that could mean something else."""
    kind = tag.removeprefix(_PREFIX)
    if kind == "str":
        return _ODD if _LOOKS_LIKE_MORE.fullmatch(text) else text
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if kind in ("int", "float") and len(text) > _LONGEST_NUMBER:
        return _ODD
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and _FRACTION.fullmatch(text):
        return Decimal(text)
    if kind == "null" and text == "null":
        return None
    return text if kind == "timestamp" and _DATE.fullmatch(text) else _ODD


class _Reader:
    """Builds the data of nodes; ``may_repeat`` says whether a text can have an alias, by which a node stands twice."""

    def __init__(self, file: Path, *, may_repeat: bool) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._of_the_tool = file.name in _OF_THE_TOOL
        self._may_repeat = may_repeat
        self._seen: set[int] = set()

    def build(self, node: yaml.Node) -> Any:
        if self._may_repeat:
            if id(node) in self._seen:
                self._complain(node, "yaml-alias", "this is used again by an alias; write the value out there")
                return None
            self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if node.style in QUOTED:
                return node.value if node.tag == _TEXT else self._odd(node)
            value = _plain_value(node.tag, node.value)
            return self._odd(node) if value is _ODD else value
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item) for item in node.value]
        assert isinstance(node, yaml.MappingNode)
        return self._mapping(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        nodes: dict[Any, yaml.Node] = {}
        build, flow = self.build, node.flow_style
        for key_node, value_node in node.value:
            key = build(key_node)
            if not isinstance(key, (str, int)):
                self._complain(key_node, "yaml-key", "is not a name; quote it if it is meant as text")
            elif key in result:
                message = f"the key {key!r} stands here a second time, first in line {nodes[key].start_mark.line + 1}"
                self._complain(key_node, "yaml-duplicate-key", message)
            elif flow and _is_nothing(value_node):
                message = f"{key} has no value; quote a text that holds a comma, write a list as [a, b]"
                self._complain(value_node, "yaml-empty", message)
            else:
                nodes[key] = key_node
                result[key] = build(value_node)
        return result

    def _odd(self, node: yaml.ScalarNode) -> Any:
        text: str = node.value
        kind = node.tag.removeprefix(_PREFIX)
        if kind not in _SCALARS:
            self._complain(node, "yaml-tag", f"the tag {node.tag} is not used in specs")
        elif node.style in QUOTED or (kind == "str" and self._of_the_tool):
            return text
        elif kind in ("int", "float") and len(text) > _LONGEST_NUMBER:
            message = f"a number of {len(text)} characters is longer than any value; quote it if it is text"
            self._complain(node, "yaml-number", message)
        elif text == "":
            self._complain(node, "yaml-empty", "there is no value here; leave the key out, or write '' for empty text")
        else:
            truth = "true or false, or " if kind == "bool" else ""
            message = f"{text} can be read as {_READ_AS.get(kind, 'a number')}; write {truth}'{text}' if it is text"
            self._complain(node, "yaml-trap", message)
        return None

    def _complain(self, node: yaml.Node, check: str, message: str) -> None:
        self.problems.append(_problem(self.file, node.start_mark.line + 1, check, message))


def _problem(file: Path, line: int, check: str, message: str) -> Problem:
    return Problem(check=check, place=Place(file, line), message=message)


def problem_at(
    document: Document,
    path: Iterable[str | int],
    check: str,
    message: str,
    severity: Severity = "error",
    *,
    stale: bool = False,
) -> Problem:
    """Make a problem of the value at a path of a file."""
    return Problem(check=check, place=document.place(tuple(path)), message=message, severity=severity, stale=stale)
